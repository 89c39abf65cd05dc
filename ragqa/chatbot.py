"""The facade: one object that is asked questions about a folder of documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Self

from ragqa.arguments import (
    AnyPath,
    check_count,
    check_history,
    check_length,
    check_question,
    check_scope,
    ids_of,
    path_of,
    paths_of,
)
from ragqa.encoding import Encoder, open_encoder
from ragqa.errors import ConditionError, StoreError
from ragqa.generation import Generation
from ragqa.indexing import IndexReport, index_paths
from ragqa.leasing import ClosedError, Leased
from ragqa.query_vectors import RememberedQueries
from ragqa.questions import Question, understand
from ragqa.responding import Responder
from ragqa.retrieval import make_query
from ragqa.scope import EVERYTHING, Scope
from ragqa.settings import DEFAULT_ENCODER, Settings
from ragqa.shared_calls import SharedCalls
from ragqa.span_reader import open_span_reader
from ragqa.store import DocumentSummary, Manifest, read_manifest
from ragqa.storing import Progress, as_stored
from ragqa.types import Answer, Document, Hit
from ragqa.updating import UpdateReport, add_files, reindex, remove_documents

WARM_UP_QUESTIONS = ("What are these documents about?", "¿De qué tratan estos documentos?")
"""One in each language, since not all models read both."""

_EARLIER_QUESTIONS_READ = 20


class ChatBot:
    """Answers questions from a store; it keeps no conversation."""

    def __init__(
        self,
        folder: Path,
        *,
        encoder: Encoder,
        open_generation: Callable[[], Generation],
        settings: Settings,
        refuses: bool = True,
        build_report: IndexReport | None = None,
    ) -> None:
        self._folder = folder
        self._encoder = encoder
        self._queries = RememberedQueries(encoder)
        self._asking: SharedCalls[Answer] = SharedCalls()
        self._open_generation = open_generation
        self._settings = settings
        self._refuses = refuses
        self._build_report = build_report
        self._changing = Lock()
        self._refreshing = Lock()
        self._generations = Leased(open_generation())

    @classmethod
    def build(
        cls,
        paths: AnyPath | Iterable[AnyPath],
        *,
        store: AnyPath = "vectorstore",
        settings: Settings | None = None,
        skip_errors: bool = True,
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> Self:
        """Index files and folders into a store, and open it; `build_report` tells what came of it.

        Files that cannot be read are left out; with ``skip_errors`` False, the first one is raised.
        Where the settings name no encoder or chunk sizes, those count that the store was made with.
        Parameters are those of `ragqa.indexing.index_paths`, which says what is raised; an empty
        path is a ValueError.
        """
        roots, folder = paths_of(paths), path_of(store, "store")
        if not roots:
            raise ValueError("paths is empty; give one path or more")
        settings, encoder = _made_with(settings, folder)
        report = index_paths(
            roots,
            folder,
            encoder=encoder,
            settings=settings,
            skip_errors=skip_errors,
            rebuild=rebuild,
            progress=progress,
        )
        return cls._open(folder, encoder, settings, build_report=report)

    @classmethod
    def open(
        cls,
        store: AnyPath = "vectorstore",
        *,
        settings: Settings | None = None,
        refuses: bool = True,
    ) -> Self:
        """Open a store with the encoder that made it.

        Parameters
        ----------
        refuses
            False gives answers below ``min_confidence`` too, for who lays a limit on afterwards.

        Raises
        ------
        StoreError
            If there is no store, or it is damaged, of another format, or of another encoder than
            the settings name.
        EncoderError
            If the encoder cannot be loaded.
        ConditionError
            If the setting ``where`` asks for a field that no document has.
        """
        folder = path_of(store, "store")
        read_manifest(folder)
        settings, encoder = _made_with(settings, folder)
        return cls._open(folder, encoder, settings, refuses=refuses)

    @classmethod
    def _open(
        cls,
        folder: Path,
        encoder: Encoder,
        settings: Settings,
        *,
        refuses: bool = True,
        build_report: IndexReport | None = None,
    ) -> Self:
        span_reader = open_span_reader() if settings.reader else None
        # A program may go to another folder meanwhile.
        folder = folder.absolute()
        bot = cls(
            folder,
            encoder=encoder,
            open_generation=lambda: Generation.open(
                folder,
                encoder=encoder,
                span_reader=span_reader,
                dense_weight=settings.dense_weight,
            ),
            settings=settings,
            refuses=refuses,
            build_report=build_report,
        )
        try:
            with bot._lent() as generation:
                generation.check(EVERYTHING.within(settings.where))
        except ConditionError:
            bot.close()
            raise
        return bot

    def __enter__(self) -> Self:
        with self._lent():
            return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files, once the questions that are being answered are.

        Whatever is asked of it later raises StoreError.
        """
        self._generations.close()

    def warm(self) -> None:
        """Load the models and the index, so that the first question need not wait for them.

        Raises
        ------
        EncoderError
            If a model cannot be loaded.
        """
        for question in WARM_UP_QUESTIONS:
            self.ask(question)

    @property
    def settings(self) -> Settings:
        """What was chosen when it was opened."""
        return self._settings

    @property
    def build_report(self) -> IndexReport | None:
        """What `build` read and what it left out, and why; None where the bot was only opened."""
        return self._build_report

    @property
    def manifest(self) -> Manifest:
        """What the store says of itself."""
        with self._lent() as generation:
            return generation.store.manifest

    def document(self, doc_id: str) -> Document:
        """Return a document; StoreError if the store has none of that name."""
        if not isinstance(doc_id, str):
            raise ValueError(f"doc_id is {doc_id!r}; expected a text")
        with self._lent() as generation:
            return generation.documents(doc_id)

    def documents(self) -> Iterator[DocumentSummary]:
        """Return every document without its text, in the order of indexing."""
        with self._lent() as generation:
            return iter(generation.summaries())

    def search(self, query: str, *, k: int = 5, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
        """Return the best k passages for a query, best first, of the documents in ``scope``.

        Raises
        ------
        QuestionError
            If the query is empty or too long.
        ConditionError
            If the scope asks for a field that no document has.
        StoreError
            If the scope names a document or a folder that is not there.
        ValueError
            If an argument is of another type, or k below 1.
        """
        with self._reading() as generation:
            return self._search_in(generation, query, k=k, scope=scope)

    def search_with_documents(
        self, query: str, *, k: int = 5, scope: Scope = EVERYTHING
    ) -> tuple[tuple[Hit, ...], dict[str, Document]]:
        """Search, and return with the passages their documents by their ids.

        Passages and documents are of one state of the store, whatever is written meanwhile.
        """
        with self._reading() as generation:
            hits = self._search_in(generation, query, k=k, scope=scope)
            return hits, {hit.chunk.doc_id: generation.documents(hit.chunk.doc_id) for hit in hits}

    def ask(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> Answer:
        """Answer a question from the documents in ``scope``, given the user's earlier questions.

        Of these, which come oldest first, the last 20 are read. "The documents do not say" is an
        answer too, with ``abstained`` true. Threads that ask the same at the same moment share one
        answer.

        Raises
        ------
        QuestionError
            If the question is empty, or it or an earlier one that is read is too long.
        ConditionError
            If the scope asks for a field that no document has.
        StoreError
            If the scope names a document or a folder that is not there.
        ValueError
            If an argument is of another type.
        """
        with self._reading() as generation:
            return self._ask_of(generation, question, history=history, scope=scope)

    def ask_with_documents(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> tuple[Answer, dict[str, Document]]:
        """Answer a question, and return with the answer the documents of its citations and hits.

        They go by their ids. Answer and documents are of one state of the store, whatever is
        written meanwhile.
        """
        with self._reading() as generation:
            answer = self._ask_of(generation, question, history=history, scope=scope)
            named = [
                *(citation.doc_id for citation in answer.citations),
                *(hit.chunk.doc_id for hit in answer.hits),
            ]
            return answer, {doc_id: generation.documents(doc_id) for doc_id in named}

    def add(
        self, paths: AnyPath | Iterable[AnyPath], *, progress: Progress | None = None
    ) -> UpdateReport:
        """Put a file, or several, into the store, which keeps copies of them, and answer from them.

        What becomes of files and names, and what is raised, `ragqa.updating.add_files` says.
        """
        return self._change(add_files, paths_of(paths), progress=progress)

    def remove(self, doc_ids: str | Iterable[str]) -> UpdateReport:
        """Take a document, or several, out of the store.

        What is raised, `ragqa.updating.remove_documents` says.

        Files below the indexed paths stay where they are: indexing these again brings them back.
        """
        return self._change(remove_documents, ids_of(doc_ids))

    def reindex(self, *, progress: Progress | None = None) -> UpdateReport:
        """Index the store's paths again; `ragqa.updating.reindex` says what is raised."""
        return self._change(reindex, progress=progress)

    def refresh(self) -> None:
        """Answer from what the store holds by now, if somebody else wrote it.

        Raises
        ------
        StoreError
            If the store cannot be opened any more; what was open stays so.
        """
        with self._refreshing:
            if read_manifest(self._folder).generation != self.manifest.generation:
                self._generations.put(self._open_generation())

    def _change(
        self, change: Callable[..., UpdateReport], *arguments: Any, **options: Any
    ) -> UpdateReport:
        """Change the store, one thread at a time, and go over to what it holds then."""
        with self._changing:
            with self._lent():
                pass
            report = change(
                *arguments,
                folder=self._folder,
                encoder=self._encoder,
                settings=self._settings,
                **options,
            )
            if not self._generations.is_closed:
                self.refresh()
        return report

    @contextmanager
    def _lent(self) -> Iterator[Generation]:
        with ExitStack() as held:
            try:
                generation = held.enter_context(self._generations.lease())
            except ClosedError:
                raise StoreError("the chatbot is closed; open it again") from None
            yield generation

    @contextmanager
    def _reading(self) -> Iterator[Generation]:
        """Lend what is answered from; what proves damaged in it says which store it is of."""
        with self._lent() as generation, generation.store.naming_damage():
            yield generation

    def _search_in(
        self, generation: Generation, query: str, *, k: int, scope: Scope
    ) -> tuple[Hit, ...]:
        check_question(query, longest=self._settings.max_question_chars)
        check_count("k", k)
        check_scope(scope)
        retriever = generation.retriever(scope.within(self._settings.where))
        return retriever.search(make_query(query, encoder=self._queries), k=k)

    def _ask_of(
        self, generation: Generation, question: str, *, history: Sequence[str], scope: Scope
    ) -> Answer:
        longest = self._settings.max_question_chars
        check_question(question, longest=longest)
        check_history(history)
        check_scope(scope)
        earlier = history[-_EARLIER_QUESTIONS_READ:]
        for one in earlier:
            check_length(one, "an earlier question", longest=longest)
        asked = understand(question, history=earlier)
        narrowed = scope.within(self._settings.where)
        return self._asking.call(
            (asked, narrowed, generation), lambda: self._answer(asked, generation, narrowed)
        )

    def _answer(self, asked: Question, generation: Generation, scope: Scope) -> Answer:
        responder = Responder(
            encoder=self._queries,
            retriever=generation.retriever(scope),
            reader=generation.reader,
            documents=generation.documents,
            searched=lambda: generation.count(scope),
            settings=self._settings,
            wording=generation.wording,
            refuses=self._refuses,
        )
        return responder.respond(asked)


def _made_with(settings: Settings | None, folder: Path) -> tuple[Settings, Encoder]:
    """Return settings with what the store in a folder is made with, and the encoder of these."""
    if not isinstance(settings, Settings | None):
        raise ValueError(f"settings is {settings!r}; expected Settings")
    settings = as_stored(settings or Settings(), folder)
    return settings, open_encoder(settings.encoder or DEFAULT_ENCODER)
