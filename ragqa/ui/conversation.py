"""The turns of a conversation, and how a question adds one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ragqa.errors import RagqaError
from ragqa.store import DocumentSummary
from ragqa.types import Answer, Document
from ragqa.ui.bubbles import (
    answer_blocks,
    answer_bubble,
    notice_bubble,
    pending_bubble,
    question_bubble,
)
from ragqa.ui.sources import nearest, panel, proof
from ragqa.ui.strings import ENGLISH

_MAX_NEAREST = 3


class Answerer(Protocol):
    """What the chat needs of a chatbot."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer a question; ``history`` has the earlier questions, oldest first."""
        ...

    def document(self, doc_id: str) -> Document:
        """Return the document that an answer names."""
        ...

    def documents(self) -> Iterator[DocumentSummary]:
        """Yield what is indexed."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it so far; ``reply`` and ``sources`` are HTML.

    ``understood`` is False where the question was turned down: it is then no part of the history.
    """

    question: str
    reply: str
    sources: str = ""
    understood: bool = True


Turns = tuple[Turn, ...]


def converse(bot: Answerer, question: str, turns: Turns) -> Iterator[Turns]:
    """Yield the conversation as it grows by a question: asked, then answered block by block."""
    number = len(turns) + 1
    turn = Turn(question, reply=pending_bubble())
    yield (*turns, turn)
    history = [earlier.question for earlier in turns if earlier.understood]
    try:
        answer = bot.ask(question, history=history)
        sources = _sources(bot, answer, number)
    except RagqaError as error:
        yield (*turns, replace(turn, reply=notice_bubble(str(error)), understood=False))
        return
    blocks = answer_blocks(answer, turn=number)
    for count in range(1, len(blocks) + 1):
        reply = answer_bubble(blocks[:count], turn=number, abstained=answer.abstained)
        yield (*turns, replace(turn, reply=reply, sources=sources))


def log(turns: Turns, *, welcome: str) -> str:
    """Return the conversation as HTML; an empty one shows ``welcome``."""
    body = "".join(question_bubble(turn.question) + turn.reply for turn in turns) or welcome
    return (
        f'<div class="log" role="log" aria-label="{ENGLISH.conversation}" tabindex="0">'
        f'<div class="turns">{body}</div></div>'
    )


def source_panel(turns: Turns) -> str:
    """Return the panel for a conversation: the latest passages open, earlier ones folded."""
    shown = [turn for turn in turns if turn.sources]
    latest = shown.pop().sources if shown else ""
    return panel(latest, [(turn.question, turn.sources) for turn in reversed(shown)])


def _sources(bot: Answerer, answer: Answer, number: int) -> str:
    if answer.abstained:
        hits = answer.hits[:_MAX_NEAREST]
        return nearest(hits, documents=[bot.document(hit.chunk.doc_id) for hit in hits])
    documents = [bot.document(citation.doc_id) for citation in answer.citations]
    return proof(answer.citations, hits=answer.hits, documents=documents, turn=number)
