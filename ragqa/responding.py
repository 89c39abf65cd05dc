"""From a question, understood, to its answer: find, read, decide, compose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from time import perf_counter
from typing import TypeVar

from ragqa.answering import compose_answer, compose_parts, compose_refusal
from ragqa.copies import distinct_hits
from ragqa.dates import (
    TimeFrame,
    hits_dated_within,
    hits_in_time,
    is_of_another_time,
    names_another_time,
    newest_first,
    time_asked,
    without_time,
)
from ragqa.editions import asks_for_old, newer_editions, replaced_documents
from ragqa.newer_reading import newer_first, newest_evidence_first
from ragqa.parts import parts_of
from ragqa.query_vectors import QueryEncoder
from ragqa.questions import Question
from ragqa.reading import Reader, Reading
from ragqa.retrieval import Query, Retriever, make_query
from ragqa.settings import Settings
from ragqa.terms import tokenize
from ragqa.types import Answer, Evidence, Hit, ReadDocument
from ragqa.wording import Wording

_Value = TypeVar("_Value")

_NEWEST_READ = 3
"""So many documents are read, the newest first, for what is latest."""

_LOOKED_THROUGH = 50
"""So many hits are looked through for those of a time."""

_LEAST_TERMS = 2
"""A question has so many terms beside its time, or dated documents are not asked without it."""

_NEARLY_AS_GOOD = 0.5
"""Share of the best hit's score that a hit of a newer document has at least."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question; ``dated`` if its proof is shown with its date."""

    question: Question
    hits: tuple[Hit, ...]
    reading: Reading
    dated: bool


def evidence_first(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> tuple[Hit, ...]:
    """Return hits with those in front that evidence is of, in its order, ranked anew.

    Reading tells better than the search which passage answers. A hit that moves up takes the best
    score of those that it passes, so that scores still fall with the ranks.
    """
    if not evidence:
        return tuple(hits)
    quoted = list(dict.fromkeys(one.hit.chunk.chunk_id for one in evidence))
    ordered = sorted(
        hits,
        key=lambda hit: (
            quoted.index(hit.chunk.chunk_id) if hit.chunk.chunk_id in quoted else len(quoted)
        ),
    )
    scores = [*accumulate((hit.score for hit in reversed(ordered)), max)][::-1]
    return tuple(
        replace(hit, rank=rank, score=score)
        for rank, (hit, score) in enumerate(zip(ordered, scores, strict=True), start=1)
    )


def _among(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence with its hits as they are ranked among these; a copy of one keeps its own."""
    by_id = {hit.chunk.chunk_id: hit for hit in hits}
    return tuple(replace(one, hit=by_id.get(one.hit.chunk.chunk_id, one.hit)) for one in evidence)


class Responder:
    """Answers one question; made anew for each, since it counts the time of its steps.

    With ``refuses`` false, the limit of the settings only decides which parts of a question and
    which of several dated documents are answered from; an answer below it is given too.
    """

    def __init__(
        self,
        *,
        encoder: QueryEncoder,
        retriever: Retriever,
        reader: Reader,
        documents: ReadDocument,
        searched: Callable[[], int],
        settings: Settings,
        wording: Wording,
        refuses: bool = True,
    ) -> None:
        self._encoder = encoder
        self._retriever = retriever
        self._reader = reader
        self._documents = documents
        self._searched = searched
        self._settings = settings
        self._wording = wording
        self._refuses = refuses
        self._spent_ms = dict.fromkeys(("encode", "search", "read", "compose"), 0.0)

    def respond(self, asked: Question) -> Answer:
        """Return the answer, or "the documents do not say", with the milliseconds of each step."""
        mended = self._wording.mend(asked)
        searched = self._wording.respelt(mended)
        answer = self._answer_parts(searched) or self._answer_whole(self._find(searched))
        return replace(
            answer,
            understood_as=asked.understood if asked.borrows else None,
            did_you_mean=mended.understood if mended is not asked else None,
            timing_ms=self._spent_ms,
        )

    def _answer_whole(self, found: Found) -> Answer:
        if not found.reading.evidence or (self._refuses and not self._answers(found)):
            # What is of the time that is asked about may be far from all else that is asked.
            evidence = () if found.dated else found.reading.evidence
            hits = evidence_first(found.hits, evidence)
            return self._timed(
                "compose",
                lambda: compose_refusal(
                    found.question,
                    confidence=found.reading.confidence,
                    hits=self._shown(hits),
                    documents=self._documents,
                    searched=self._searched(),
                ),
            )
        hits = evidence_first(found.hits, found.reading.evidence)
        reading = replace(found.reading, evidence=_among(hits, found.reading.evidence))
        return self._timed(
            "compose",
            lambda: compose_answer(
                found.question,
                reading,
                hits=self._shown(hits),
                documents=self._documents,
                dated=found.dated,
            ),
        )

    def _answer_parts(self, asked: Question) -> Answer | None:
        """Answer a question that asks two; None if it asks one, or neither can be answered."""
        parts = parts_of(asked)
        if parts is None:
            return None
        found = [self._find(part) for part in parts.questions]
        if not any(map(self._answers, found)):
            return None
        merged = self._merged([one.hits for one in found])
        answer = self._timed(
            "compose",
            lambda: compose_parts(
                asked,
                [(one.question, one.reading if self._answers(one) else None) for one in found],
                compares=parts.compares,
                hits=merged,
                documents=self._documents,
                dated=any(one.dated for one in found),
            ),
        )
        hits = evidence_first(merged, answer.evidence)
        return replace(answer, hits=self._shown(hits), evidence=_among(hits, answer.evidence))

    def _find(self, question: Question) -> Found:
        settings = self._settings
        terms = (*question.terms, *self._wording.more_terms(question))
        query = self._timed(
            "encode",
            lambda: make_query(
                question.understood,
                encoder=self._encoder,
                terms=terms,
                language=question.language,
            ),
        )
        frame = time_asked(question.asked)
        shown = max(settings.shown_hits, settings.read_hits)
        looked_at = max(shown, _LOOKED_THROUGH) if frame and not frame.newest else shown
        hits = self._timed("search", lambda: self._retriever.search(query, k=looked_at))
        question = self._wording.as_in(hits[: settings.read_hits], question)
        reading = self._timed("read", lambda: self._read(question, query, hits, frame))
        return Found(question, hits, reading, dated=frame is not None)

    def _read(
        self, question: Question, query: Query, hits: Sequence[Hit], frame: TimeFrame | None
    ) -> Reading:
        if frame and not frame.newest:
            hits = hits_in_time(hits, frame, documents=self._documents)
            hits = hits[: self._settings.read_hits]
            reading = self._read_in_time(question, query, hits, frame)
            dated = self._read_dated(question, query, hits, frame)
            return reading if dated is None else max(reading, dated, key=lambda r: r.confidence)
        newest = self._read_newest(question, query, hits) if frame else None
        if newest is not None:
            return newest
        reading = self._reader.read(question, query, hits[: self._settings.read_hits])
        return self._read_current(question, query, hits, reading)

    def _read_in_time(
        self, question: Question, query: Query, hits: Sequence[Hit], frame: TimeFrame
    ) -> Reading:
        """Return what hits say of a time, without those whose answer is of another."""
        reading = self._reader.read(question, query, hits)
        others = {
            one.hit.chunk.chunk_id
            for one in reading.evidence
            if is_of_another_time(one, frame, documents=self._documents)
        }
        left = [hit for hit in hits if hit.chunk.chunk_id not in others]
        if len(left) == len(hits):
            return reading
        return self._read_in_time(question, query, left, frame)

    def _read_dated(
        self, question: Question, query: Query, hits: Sequence[Hit], frame: TimeFrame
    ) -> Reading | None:
        """Return what documents of a time say where they need not name it: they are dated."""
        dated = hits_dated_within(hits, frame, documents=self._documents)
        asked = without_time(question.asked)
        terms = tuple(tokenize(asked, question.language))
        if not dated or len(terms) < _LEAST_TERMS:
            return None
        timeless = replace(question, understood=asked, asked=asked, terms=terms)
        reading = self._reader.read(timeless, replace(query, text=asked, terms=terms), dated)
        tells_of_others = any(
            names_another_time(one, frame, documents=self._documents) for one in reading.evidence
        )
        return reading if reading.evidence and not tells_of_others else None

    def _read_newest(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading | None:
        """Return what the newest document that answers says; None if none of the newest does."""
        good = [hit for hit in hits if hit.score >= _NEARLY_AS_GOOD * hits[0].score]
        for group in newest_first(good, documents=self._documents)[:_NEWEST_READ]:
            reading = self._reader.read(question, query, group[: self._settings.read_hits])
            if reading.evidence and reading.confidence >= self._settings.min_confidence:
                return reading
        return None

    def _read_current(
        self, question: Question, query: Query, hits: Sequence[Hit], reading: Reading
    ) -> Reading:
        """Return what documents say that no other replaces, and first what the newest edition says.

        What an older edition answers otherwise stays beside it.
        """
        if not self._is_sure(reading) or asks_for_old(question.asked):
            return reading
        replaced = replaced_documents(hits, documents=self._documents)
        if reading.evidence[0].hit.chunk.doc_id in replaced:
            left = [hit for hit in hits if hit.chunk.doc_id not in replaced]
            current = self._reader.read(question, query, left[: self._settings.read_hits])
            reading = current if self._is_sure(current) else reading
        document = self._documents(reading.evidence[0].hit.chunk.doc_id)
        if reading.differs:
            return newest_evidence_first(reading, documents=self._documents)
        newer = newer_editions(document, hits, documents=self._documents)
        if not newer:
            return reading
        newest = self._reader.read(question, query, newer[: self._settings.read_hits])
        return newer_first(question, newest, reading)

    def _answers(self, found: Found) -> bool:
        return self._is_sure(found.reading)

    def _is_sure(self, reading: Reading) -> bool:
        return bool(reading.evidence) and reading.confidence >= self._settings.min_confidence

    def _merged(self, found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
        """Return the hits of several searches by score, each passage once, ranked anew."""
        best: dict[str, Hit] = {}
        for hit in sorted((hit for hits in found for hit in hits), key=lambda one: -one.score):
            best.setdefault(hit.chunk.chunk_id, hit)
        return distinct_hits(tuple(best.values()), documents=self._documents)

    def _shown(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        return hits[: self._settings.shown_hits]

    def _timed(self, name: str, step: Callable[[], _Value]) -> _Value:
        """Return what a step returns, and count the milliseconds that it took."""
        start = perf_counter()
        value = step()
        self._spent_ms[name] += 1000 * (perf_counter() - start)
        return value
