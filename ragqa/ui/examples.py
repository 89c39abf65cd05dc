"""The questions that an empty conversation offers, made from the documents that are there."""

import asyncio
from collections.abc import Sequence

from ragqa.languages import detect_question_language
from ragqa.store import DocumentSummary
from ragqa.suggestions import example_questions
from ragqa.ui.answerer import Answerer

_MAX_DOCUMENTS_READ = 48
_EACH_LANGUAGE = 3


class Examples:
    """Makes example questions once for each generation of the store; it takes some seconds."""

    def __init__(self, bot: Answerer) -> None:
        self._bot = bot
        self._making: asyncio.Future[None] | None = None
        self._generation = ""
        self._questions: tuple[str, ...] = ()

    def ready(self) -> tuple[str, ...] | None:
        """Return the questions for the documents of now, or None until they are made."""
        is_current = self._generation == self._bot.manifest.generation
        return self._questions if is_current else None

    async def make(self) -> tuple[str, ...]:
        """Return the questions for the documents of now, made by the first who asks for them."""
        while self.ready() is None:
            if self._making is None or self._making.done():
                self._making = asyncio.ensure_future(asyncio.to_thread(self._make))
            # Who is cancelled stops waiting, and nothing else.
            await asyncio.shield(self._making)
        return self._questions

    def _make(self) -> None:
        generation = self._bot.manifest.generation
        summaries = tuple(self._bot.documents())
        documents = [self._bot.document(one.doc_id) for one in _spread(summaries)]
        self._questions = example_questions(documents, ask=self._bot.ask, count=2 * _EACH_LANGUAGE)
        self._generation = generation


def in_language(questions: Sequence[str], language: str) -> tuple[str, ...]:
    """Return some of the questions: those in a language, or where there are none, the others."""
    own = [one for one in questions if detect_question_language(one) == language]
    return tuple((own or list(questions))[:_EACH_LANGUAGE])


def _spread(summaries: Sequence[DocumentSummary]) -> Sequence[DocumentSummary]:
    """Take documents at even distances, so that a large store need not be read whole."""
    return summaries[:: -(-len(summaries) // _MAX_DOCUMENTS_READ) or 1]
