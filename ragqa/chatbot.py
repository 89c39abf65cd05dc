"""The facade: one object that is asked questions about a folder of documents."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Self, TypeVar

from ragqa.answering import compose_answer, compose_refusal
from ragqa.encoding import Encoder, open_encoder
from ragqa.errors import QuestionError
from ragqa.features import SentenceMeasurer
from ragqa.indexing import Progress, encoder_info, index_paths
from ragqa.questions import understand
from ragqa.reading import Reader, ReaderByLanguage, SentenceReader, load_weights
from ragqa.retrieval import HybridRetriever, Retriever, make_query
from ragqa.settings import Settings
from ragqa.span_reader import OnnxSpanReader, SpanReader
from ragqa.store import DocumentSummary, Manifest, Store, read_manifest
from ragqa.types import Answer, Document, Hit, ReadDocument

AnyPath = str | os.PathLike[str]
_Value = TypeVar("_Value")

_DOCUMENTS_IN_MEMORY = 256
_EARLIER_QUESTIONS_READ = 20


class ChatBot:
    """Answers questions from a store; it keeps no conversation."""

    def __init__(
        self,
        store: Store,
        *,
        encoder: Encoder,
        retriever: Retriever,
        reader: Reader,
        documents: ReadDocument,
        settings: Settings,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._retriever = retriever
        self._reader = reader
        self._documents = documents
        self._settings = settings

    @classmethod
    def build(
        cls,
        paths: AnyPath | Sequence[AnyPath],
        *,
        store: AnyPath = "vectorstore",
        settings: Settings | None = None,
        skip_errors: bool = False,
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> Self:
        """Index files and folders into a store, and open it.

        Parameters are those of `ragqa.indexing.index_paths`, which says what is raised.
        """
        settings = settings or Settings()
        encoder = open_encoder(settings.encoder)
        roots = [paths] if isinstance(paths, (str, os.PathLike)) else paths
        index_paths(
            [Path(root) for root in roots],
            Path(store),
            encoder=encoder,
            settings=settings,
            skip_errors=skip_errors,
            rebuild=rebuild,
            progress=progress,
        )
        return cls._open(Path(store), encoder, settings)

    @classmethod
    def open(cls, store: AnyPath = "vectorstore", *, settings: Settings | None = None) -> Self:
        """Open a store with the encoder that made it, unless the settings name another.

        Raises
        ------
        StoreError
            If there is no store, or it is damaged, or of another format or encoder.
        EncoderError
            If the encoder cannot be loaded.
        """
        folder = Path(store)
        made_by = read_manifest(folder).encoder.name
        settings = settings or replace(Settings(), encoder=made_by)
        return cls._open(folder, open_encoder(settings.encoder), settings)

    @classmethod
    def _open(cls, folder: Path, encoder: Encoder, settings: Settings) -> Self:
        store = Store.open(folder, encoder=encoder_info(encoder))
        documents = lru_cache(maxsize=_DOCUMENTS_IN_MEMORY)(store.document)
        return cls(
            store,
            encoder=encoder,
            retriever=HybridRetriever(store.dense, store.sparse, chunks=store.chunks),
            reader=_open_reader(store, encoder, documents, settings),
            documents=documents,
            settings=settings,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's files."""
        self._store.close()

    @property
    def manifest(self) -> Manifest:
        """What the store says of itself."""
        return self._store.manifest

    def document(self, doc_id: str) -> Document:
        """Return a document; StoreError if the store has none of that name."""
        return self._documents(doc_id)

    def documents(self) -> Iterator[DocumentSummary]:
        """Yield every document without its text, in the order of indexing."""
        return self._store.documents()

    def search(self, query: str, *, k: int = 5) -> tuple[Hit, ...]:
        """Return the best k passages for a query, best first.

        Raises
        ------
        QuestionError
            If the query is empty or too long.
        """
        self._check(query)
        return self._retriever.search(make_query(query, encoder=self._encoder), k=k)

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer a question, given the user's earlier questions (oldest first).

        Of these the last 20 are read. "The documents do not say" is an answer too, with
        ``abstained`` true.

        Raises
        ------
        QuestionError
            If the question is empty, or it or an earlier one that is read is too long.
        """
        self._check(question)
        earlier = history[-_EARLIER_QUESTIONS_READ:]
        for one in earlier:
            self._check_length(one, "an earlier question")
        settings = self._settings
        asked = understand(question, history=earlier)
        query, encode_ms = _timed(
            lambda: make_query(asked.understood, encoder=self._encoder, terms=asked.terms)
        )
        shown = max(settings.shown_hits, settings.read_hits)
        hits, search_ms = _timed(lambda: self._retriever.search(query, k=shown))
        reading, read_ms = _timed(
            lambda: self._reader.read(asked, query, hits[: settings.read_hits])
        )
        hits = hits[: settings.shown_hits]
        if reading.confidence < settings.min_confidence or not reading.evidence:
            answer, compose_ms = _timed(
                lambda: compose_refusal(
                    asked,
                    confidence=reading.confidence,
                    hits=hits,
                    documents=self._documents,
                    searched=self.manifest.counts.documents,
                )
            )
        else:
            answer, compose_ms = _timed(
                lambda: compose_answer(asked, reading, hits=hits, documents=self._documents)
            )
        timing = {"encode": encode_ms, "search": search_ms, "read": read_ms, "compose": compose_ms}
        return replace(answer, timing_ms=timing)

    def _check(self, question: str) -> None:
        if not question.strip():
            raise QuestionError("the question is empty; ask about the documents in words")
        self._check_length(question, "the question")

    def _check_length(self, question: str, name: str) -> None:
        longest = self._settings.max_question_chars
        if len(question) > longest:
            raise QuestionError(
                f"{name} has {len(question):,} characters, at most {longest:,} are read; "
                "ask a shorter one"
            )


def _open_reader(
    store: Store, encoder: Encoder, documents: ReadDocument, settings: Settings
) -> Reader:
    def reader_with(span_reader: SpanReader | None) -> Reader:
        measurer = SentenceMeasurer(
            encoder, idf=store.sparse.idf, documents=documents, span_reader=span_reader
        )
        return SentenceReader(measurer, weights=load_weights(with_spans=span_reader is not None))

    plain = reader_with(None)
    if settings.reader is None:
        return plain
    # The model learned from English alone, and in other languages it only guesses.
    return ReaderByLanguage({"en": reader_with(OnnxSpanReader.open())}, otherwise=plain)


def _timed(step: Callable[[], _Value]) -> tuple[_Value, float]:
    """Return what a step returns, and the milliseconds that it took."""
    start = perf_counter()
    value = step()
    return value, 1000 * (perf_counter() - start)
