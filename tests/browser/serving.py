"""Servers of the chat, and a bot that takes its time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from browser.world import write_files
from ragqa.chatbot import ChatBot
from ragqa.feedback import FeedbackLog, feedback_path
from ragqa.scope import EVERYTHING, Scope
from ragqa.settings import Settings
from ragqa.store import DocumentSummary, Manifest
from ragqa.storing import Progress
from ragqa.types import Answer, Document, Hit
from ragqa.ui.accounts import Accounts, account_line, read_accounts
from ragqa.ui.server import ServerOptions, running
from ragqa.updating import UpdateReport

_MAX_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Served:
    """A chat that is being served."""

    url: str
    bot: ChatBot
    feedback: FeedbackLog


NewServer = Callable[..., Served]
"""Makes a server of the documents and options that it is given."""


def accounts_in(folder: Path, *, name: str, password: str) -> Accounts:
    """Return the one account that a file in the folder has."""
    file = folder / "accounts"
    file.write_text(f"{account_line(name, password)}\n", encoding="utf-8")
    file.chmod(0o600)
    return read_accounts(file)


def serve(
    documents: Mapping[str, str], folder: Path, *, options: ServerOptions, stack: ExitStack
) -> Served:
    """Index documents, and serve a chat about them until the stack is closed."""
    write_files(folder / "corpus", documents)
    store = folder / "store"
    bot = stack.enter_context(ChatBot.build(folder / "corpus", store=store))
    feedback = FeedbackLog.open(feedback_path(store))
    url = stack.enter_context(running(bot, options, feedback=feedback))
    return Served(url, bot, feedback)


@dataclass(frozen=True, slots=True)
class SlowBot:
    """A bot that answers no question before ``may_answer`` is set."""

    bot: ChatBot
    may_answer: Event = field(default_factory=Event)

    @property
    def settings(self) -> Settings:
        return self.bot.settings

    @property
    def manifest(self) -> Manifest:
        return self.bot.manifest

    def ask(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> Answer:
        self.may_answer.wait(_MAX_WAIT_S)
        return self.bot.ask(question, history=history, scope=scope)

    def ask_with_documents(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> tuple[Answer, dict[str, Document]]:
        self.may_answer.wait(_MAX_WAIT_S)
        return self.bot.ask_with_documents(question, history=history, scope=scope)

    def search(self, query: str, *, k: int = 5, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
        return self.bot.search(query, k=k, scope=scope)

    def document(self, doc_id: str) -> Document:
        return self.bot.document(doc_id)

    def documents(self) -> Iterator[DocumentSummary]:
        return self.bot.documents()

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None) -> UpdateReport:
        return self.bot.add(paths, progress=progress)

    def remove(self, doc_ids: Sequence[str]) -> UpdateReport:
        return self.bot.remove(doc_ids)

    def reindex(self, *, progress: Progress | None = None) -> UpdateReport:
        return self.bot.reindex(progress=progress)

    def refresh(self) -> None:
        self.bot.refresh()
