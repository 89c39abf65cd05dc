"""The values of a conversation, and the steps that change one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from ragqa.scope import EVERYTHING, Scope
from ragqa.types import Answer, Citation, Document, Hit, Place

_MAX_TURNS = 200


class Problem(StrEnum):
    """Why a question has no answer."""

    BLANK = "blank"
    TOO_LONG = "too_long"
    BUSY = "busy"
    STOPPED = "stopped"
    FAILED = "failed"


class Opinion(StrEnum):
    """What a person thinks of an answer."""

    LIKE = "like"
    DISLIKE = "dislike"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it was when a question was answered: it outlives the removal of its document.

    ``start`` is where ``text`` begins in the document's text; ``places`` are those that it touches.
    ``also_in`` names the other documents that carry it.
    """

    chunk_id: str
    doc_id: str
    title: str
    source: str
    text: str
    start: int
    heading: str = ""
    page: int | None = None
    language: str | None = None
    date: str | None = None
    publisher: str | None = None
    places: tuple[Place, ...] = ()
    also_in: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The end of ``text`` in the document's text."""
        return self.start + len(self.text)

    def place_at(self, position: int) -> Place | None:
        """Return the place that holds a position of the document's text, None if none does."""
        places = (place for place in self.places if place.start <= position < place.end)
        return next(places, None)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it.

    Parameters
    ----------
    number
        Unique within the conversation and never given again, so that links keep their meaning.
    asked_at
        An ISO 8601 time in UTC.
    answer, problem
        Both None while the answer is awaited.
    detail
        The `StoreProblem` where ``problem`` is FAILED.
    passages
        One for each of the answer's hits, in their order.
    shown_blocks
        How many of the answer's paragraphs are shown so far; None for all of them.
    suggestions
        Questions that can be answered, offered beside a refusal; None while they are looked for.
    """

    number: int
    question: str
    asked_at: str
    scope: Scope = EVERYTHING
    answer: Answer | None = None
    problem: Problem | None = None
    detail: str = ""
    passages: tuple[Passage, ...] = ()
    shown_blocks: int | None = None
    suggestions: tuple[str, ...] | None = ()
    opinion: Opinion | None = None
    comment: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether nothing of it is awaited any more, the suggestions included."""
        return not self.is_growing and self.suggestions is not None

    @property
    def is_growing(self) -> bool:
        """Whether the answer is awaited, or not yet shown whole."""
        awaited = self.answer is None and self.problem is None
        return awaited or self.shown_blocks is not None

    def cited_passage(self, citation: Citation) -> Passage:
        """Return the passage around a quotation; where no hit has it, the quotation itself."""
        for passage in self.passages:
            if passage.doc_id == citation.doc_id and (
                passage.start <= citation.start <= citation.end <= passage.end
            ):
                return passage
        return Passage(
            chunk_id="",
            doc_id=citation.doc_id,
            title=citation.title,
            source=citation.source,
            text=citation.quote,
            start=citation.start,
            page=citation.page,
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one person, oldest first.

    ``conversation_id`` is a secret of the browser that holds it, ``language`` that of the interface
    it is shown in. ``editing`` is the number of the
    turn whose question stands in the question box to be put anew.
    """

    conversation_id: str
    turns: tuple[Turn, ...] = ()
    last_number: int = 0
    editing: int | None = None
    language: str = "en"

    @property
    def is_complete(self) -> bool:
        """Whether nothing of any turn is awaited any more."""
        return all(turn.is_complete for turn in self.turns)

    def history(self) -> list[str]:
        """Return the questions that were answered or refused, for the next one to refer to."""
        return [turn.question for turn in self.turns if turn.answer is not None]

    def turn(self, number: int) -> Turn | None:
        """Return a turn, or None if there is none of that number."""
        return next((turn for turn in self.turns if turn.number == number), None)

    def is_repetition(self, question: str) -> bool:
        """Return whether a question was sent once too often: another press of the same key.

        It is if it waits for its answer already, or if it is blank while another one does.
        """
        growing = {turn.question for turn in self.turns if turn.is_growing}
        return bool(growing) and question.strip() in {"", *growing}

    def with_question(self, question: str, *, asked_at: str, scope: Scope) -> "Conversation":
        """Add a turn; the one that was being edited goes, and all after it.

        The last 200 turns are kept.
        """
        kept = self.before(self.editing) if self.editing is not None else self
        number = self.last_number + 1
        turn = Turn(number=number, question=question, asked_at=asked_at, scope=scope)
        turns = (*kept.turns, turn)[-_MAX_TURNS:]
        return replace(kept, turns=turns, last_number=number, editing=None)

    def with_turn(self, turn: Turn) -> "Conversation":
        """Put a turn in the place of the one of its number; nothing happens if that is gone."""
        turns = tuple(turn if one.number == turn.number else one for one in self.turns)
        return replace(self, turns=turns)

    def with_reply(self, turn: Turn) -> "Conversation":
        """Put what came of a question in its turn, unless the turn is gone or was stopped.

        What a person thinks of it stays: it may be given as soon as the first paragraph is shown.
        """
        present = self.turn(turn.number)
        if present is None or present.problem is Problem.STOPPED:
            return self
        return self.with_turn(replace(turn, opinion=present.opinion, comment=present.comment))

    def with_opinion_of(self, turn: Turn) -> "Conversation":
        """Take over the opinion and comment of a turn, and nothing else of it.

        Nothing happens if the turn is gone by now, or its answer is.
        """
        present = self.turn(turn.number)
        if present is None or present.answer is None:
            return self
        return self.with_turn(replace(present, opinion=turn.opinion, comment=turn.comment))

    def with_suggestions(self, number: int, questions: tuple[str, ...]) -> "Conversation":
        """Offer questions beside a refusal, if it is still there."""
        turn = self.turn(number)
        return self.with_turn(replace(turn, suggestions=questions)) if turn else self

    def stopped(self) -> "Conversation":
        """Mark the turns that await an answer, or the rest of one, as stopped."""
        return self._ended(Problem.STOPPED)

    def failed(self, number: int) -> "Conversation":
        """Mark a turn as failed if it still awaits its answer."""
        return self._ended(Problem.FAILED, number)

    def _ended(self, problem: Problem, number: int | None = None) -> "Conversation":
        """Put a problem in the place of what is awaited, in all turns or the one of a number."""
        turns = tuple(
            replace(turn, answer=None, passages=(), shown_blocks=None, problem=problem)
            if turn.is_growing and number in (None, turn.number)
            else turn
            for turn in self.turns
        )
        return replace(self, turns=turns)

    def before(self, number: int) -> "Conversation":
        """Leave out a turn and all after it."""
        turns = tuple(turn for turn in self.turns if turn.number < number)
        return replace(self, turns=turns, editing=None)


def passages_of(hits: Iterable[Hit], documents: Iterable[Document]) -> tuple[Passage, ...]:
    """Return hits as passages; ``documents`` goes with ``hits``."""
    return tuple(
        Passage(
            chunk_id=hit.chunk.chunk_id,
            doc_id=document.doc_id,
            title=document.title,
            source=document.source,
            text=hit.chunk.text,
            start=hit.chunk.start,
            heading=hit.chunk.heading,
            page=hit.chunk.page,
            language=document.language,
            date=document.date_at(hit.chunk.start),
            publisher=document.metadata.get("publisher"),
            places=tuple(
                place
                for place in document.places
                if place.start < hit.chunk.end and hit.chunk.start < place.end
            ),
            also_in=hit.also_in,
        )
        for hit, document in zip(hits, documents, strict=True)
    )
