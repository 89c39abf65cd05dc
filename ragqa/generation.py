"""One generation of a store with all that answers from it."""

import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import repeat
from pathlib import Path
from typing import Self

import numpy as np

from ragqa.conditions import FIELDS, field_values
from ragqa.copies import DistinctRetriever
from ragqa.encoding import Encoder, is_english_word
from ragqa.features import SentenceMeasurer
from ragqa.lazy import Lazy
from ragqa.reading import Reader, ReaderByLanguage, SentenceReader, load_weights
from ragqa.retrieval import HybridRetriever, Retriever
from ragqa.scope import EVERYTHING, NO_VALUES, Scope
from ragqa.span_reader import SpanReader
from ragqa.store import DocumentSummary, Store
from ragqa.storing import encoder_info
from ragqa.types import ReadDocument
from ragqa.wording import Wording

_DOCUMENTS_IN_MEMORY = 256
_SCOPES_IN_MEMORY = 64


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a document is of one date, as a scope sees it; ``rows`` is None for a whole one."""

    document: DocumentSummary
    rows: Sequence[int] | None = None


class Generation:
    """What is answered from; it never changes."""

    def __init__(
        self,
        store: Store,
        *,
        reader: Reader,
        documents: ReadDocument,
        make_retriever: Callable[[Scope], Retriever] | None = None,
        dense_weight: float = 0.5,
        is_word: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._dense_weight = dense_weight
        self.store = store
        self._is_word = is_word
        self.reader = reader
        self.documents = documents
        # A reference that does not count: in a cycle, files would stay mapped until collected.
        this = weakref.proxy(self)

        def retrieve_in(scope: Scope) -> Retriever:
            made: Retriever = this._make_retriever(scope)
            return made

        def parts_in(scope: Scope) -> tuple[_Part, ...]:
            found: tuple[_Part, ...] = this._find_parts(scope)
            return found

        self.summaries = cache(lambda: tuple(store.documents()))
        self._parts = cache(lambda: tuple(this._make_parts()))
        self._values = cache(lambda: tuple(field_values(part.document) for part in this._parts()))
        self._languages = cache(store.languages)
        self.retriever = lru_cache(_SCOPES_IN_MEMORY)(make_retriever or retrieve_in)
        self._parts_in = lru_cache(_SCOPES_IN_MEMORY)(parts_in)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        encoder: Encoder,
        span_reader: SpanReader | None,
        dense_weight: float = 0.5,
    ) -> Self:
        """Open the generation that is in force.

        Raises
        ------
        StoreError
            If there is no store, or it is damaged, or of another format or encoder.
        """
        store = Store.open(folder, encoder=encoder_info(encoder))
        documents = lru_cache(maxsize=_DOCUMENTS_IN_MEMORY)(store.document)
        reader = _make_reader(store, encoder, documents, span_reader)
        one_token = Lazy(partial(encoder.count_tokens, "a"))
        return cls(
            store,
            reader=reader,
            documents=documents,
            dense_weight=dense_weight,
            # The model that was taught the language has its usual words as one token each.
            is_word=lambda word: encoder.count_tokens(word) <= one_token(),
        )

    @cached_property
    def wording(self) -> Wording:
        """Other words for those of a question, from what the documents say."""
        return Wording(
            self.store.abbreviations(),
            words=cache(self.store.words),
            is_word=self._is_word,
            is_english=is_english_word,
        )

    def close(self) -> None:
        """Let go of the store's files."""
        self.store.close()

    def count(self, scope: Scope) -> int:
        """Return how many documents are part of a scope, or have a section that is."""
        if scope == EVERYTHING:
            return self.store.manifest.counts.documents
        return len({part.document.doc_id for part in self._parts_in(scope)})

    def check(self, scope: Scope) -> None:
        """Raise ConditionError if the scope asks for a field that no document has.

        StoreError, if it names a document or folder that is not there.
        """
        if scope.doc_ids or scope.folders:
            scope.check_names([document.doc_id for document in self.summaries()])
        if scope.where:
            scope.check_fields(FIELDS.union(*self._values()))

    def _make_parts(self) -> Iterator[_Part]:
        rows_of_dates = self.store.rows_of_dates()
        for document in self.summaries():
            dated = rows_of_dates.get(document.doc_id)
            if dated is None:
                yield _Part(document)
                continue
            for date, rows in dated.items():
                yield _Part(replace(document, date=date or document.date), rows)

    def _find_parts(self, scope: Scope) -> tuple[_Part, ...]:
        self.check(scope)
        # What conditions see is worth making only where there are some.
        seen = self._values() if scope.where else repeat(NO_VALUES)
        return tuple(
            part
            for part, values in zip(self._parts(), seen, strict=False)
            if scope.holds(
                part.document.doc_id,
                language=part.document.language,
                date=part.document.date,
                values=values,
            )
        )

    def _rows_in(self, scope: Scope) -> list[int]:
        """Return the rows of a scope, ascending."""
        parts = self._parts_in(scope)
        whole = self.store.rows_of(part.document.doc_id for part in parts if part.rows is None)
        return sorted([*whole, *(row for part in parts for row in part.rows or ())])

    def _make_retriever(self, scope: Scope) -> Retriever:
        store = self.store
        rows = None
        if scope != EVERYTHING:
            rows = np.asarray(self._rows_in(scope), dtype=np.int64)
        retriever = HybridRetriever(
            store.dense,
            store.sparse,
            chunks=store.chunks,
            among=rows,
            dense_weight=self._dense_weight,
            languages=self._languages(),
        )
        return DistinctRetriever(retriever, documents=self.documents)


def _make_reader(
    store: Store, encoder: Encoder, documents: ReadDocument, span_reader: SpanReader | None
) -> Reader:
    measurer = SentenceMeasurer(
        encoder, idf=store.sparse.idf, documents=documents, span_reader=span_reader
    )

    def reader_for(language: str) -> Reader:
        weights = load_weights(encoder.name, with_spans=span_reader is not None, language=language)
        return SentenceReader(measurer, weights=weights)

    return ReaderByLanguage({"en": reader_for("en")}, otherwise=reader_for("es"))
