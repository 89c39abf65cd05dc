"""What the chat needs of a chatbot."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from ragqa.errors import StoreError
from ragqa.scope import EVERYTHING, Scope
from ragqa.settings import Settings
from ragqa.store import DocumentSummary, Manifest
from ragqa.storing import Progress
from ragqa.types import Answer, Document, Hit
from ragqa.updating import UpdateReport


class Answerer(Protocol):
    """A chatbot as the chat uses it; `ragqa.ChatBot` is one, and says what is raised."""

    @property
    def settings(self) -> Settings:
        """What was chosen when it was opened."""
        ...

    @property
    def manifest(self) -> Manifest:
        """What its store says of itself."""
        ...

    def ask(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> Answer:
        """Answer a question; ``history`` has the earlier questions, oldest first."""
        ...

    def ask_with_documents(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> tuple[Answer, dict[str, Document]]:
        """Answer a question; with it come the documents that the answer names, by their ids."""
        ...

    def search(self, query: str, *, k: int = 5, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
        """Return the best passages for a query."""
        ...

    def document(self, doc_id: str) -> Document:
        """Return the document that an answer names."""
        ...

    def documents(self) -> Iterator[DocumentSummary]:
        """Yield what is indexed."""
        ...

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None) -> UpdateReport:
        """Put files into the store."""
        ...

    def remove(self, doc_ids: Sequence[str]) -> UpdateReport:
        """Take documents out of the store."""
        ...

    def reindex(self, *, progress: Progress | None = None) -> UpdateReport:
        """Index the store's paths again."""
        ...

    def refresh(self) -> None:
        """Answer from what the store holds by now."""
        ...


def refreshed(bot: Answerer) -> Answerer:
    """Return the bot, after it has taken up what somebody else may have indexed.

    Where the new store cannot be opened, the one that is open still answers truly.
    """
    with suppress(StoreError):
        bot.refresh()
    return bot
