"""Passages for a question: dense, sparse, or both together."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ragqa.dense_index import DenseIndex
from ragqa.encoding import FloatArray
from ragqa.languages import LANGUAGES, detect_question_language, differ
from ragqa.query_vectors import QueryEncoder
from ragqa.sparse_index import SparseIndex
from ragqa.terms import shared_terms, tokenize
from ragqa.types import Chunk, Hit

ReadChunks = Callable[[Sequence[int]], Sequence[Chunk]]
"""Returns the chunks of the given rows, in their order."""

_POOL = 100
"""Candidates that each index contributes to a search."""

_WIDER = 4
"""So many times as many are looked at for those in another language."""

_APART = 1.9
"""By so many deviations texts in a query's language are nearer to it: ``benchmarks/mixed.py``."""

_PRIOR_COUNT = 20
_ALIKE = 1e-9
"""Scores with a deviation below this are all alike."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the indices need it.

    ``terms`` are its search terms, ``vector`` is (dimension,). ``language`` is the one that the
    terms are of, None where it is not known.
    """

    text: str
    terms: tuple[str, ...]
    vector: FloatArray
    language: str | None = None


def make_query(
    text: str,
    *,
    encoder: QueryEncoder,
    terms: Sequence[str] | None = None,
    language: str | None = None,
) -> Query:
    """Return a text as a query; its terms and their language are found where they are not given."""
    language = language or detect_question_language(text)
    if terms is None:
        terms = tokenize(text, language)
    return Query(text, tuple(terms), encoder.encode_queries([text])[0], language)


class Retriever(Protocol):
    """Finds the chunks that belong to a query."""

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        """Return at most k hits, best first; ties break by chunk id.

        Raises
        ------
        ValueError
            If k is below 1.
        """


class DenseRetriever:
    """Nearest chunks by cosine."""

    def __init__(self, index: DenseIndex, *, chunks: ReadChunks) -> None:
        self._index = index
        self._chunks = chunks

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        """Return the k chunks nearest to the query's vector."""
        rows, scores = self._index.search(query.vector, k=_pool(k))
        kept = _with_ties(scores, k)
        chunks = self._chunks(rows[:kept].tolist())
        return _hits(chunks, scores[:kept], k=k, dense=scores[:kept])


class SparseRetriever:
    """Best chunks by BM25; a chunk without any of the terms is never a hit."""

    def __init__(self, index: SparseIndex, *, chunks: ReadChunks) -> None:
        self._index = index
        self._chunks = chunks

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        """Return at most k chunks that hold terms of the query."""
        rows, scores = self._index.search(query.terms, k=_pool(k))
        kept = _with_ties(scores, k)
        chunks = self._chunks(rows[:kept].tolist())
        return _hits(chunks, scores[:kept], k=k, sparse=scores[:kept])


class HybridRetriever:
    """Chunks by the sum of both scores, each standardised over the candidates of this query.

    Fusing scores keeps how clearly a chunk leads, which fusing ranks throws away. Where ``among``
    is given, only the chunks of these rows, ascending, are candidates. ``dense_weight`` is the part
    of the dense score, in 0..1.

    ``languages`` has the language of each row, "" where it is not known. Between languages words
    tell little, and an encoder holds texts in one language for nearer to each other. So chunks in
    another language than the query's are candidates of their own, standardised among themselves
    (`standardise_beside`): by the dense score, which counts for both, and by which of the query's
    words they have nevertheless (`ragqa.terms.shared_terms`).
    """

    def __init__(
        self,
        dense: DenseIndex,
        sparse: SparseIndex,
        *,
        chunks: ReadChunks,
        among: NDArray[np.int64] | None = None,
        dense_weight: float = 0.5,
        languages: NDArray[np.str_] | None = None,
    ) -> None:
        self._dense_weight = dense_weight
        self._dense = dense
        self._sparse = sparse
        self._chunks = chunks
        self._among = among
        self._languages = languages

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        """Return the best k of the candidates of both indices.

        Each hit carries both raw scores, whichever index brought it: a standardised score says
        nothing of how good the best one is, and the decision to refuse needs that. The sparse one
        is None in another language.
        """
        own, foreign = self._candidates(query, _pool(k))
        rows = np.concatenate([own, foreign])
        dense = self._dense.scores(query.vector, rows)
        sparse = self._sparse.scores(query.terms, rows)
        fused = np.concatenate(self._fused(query, dense, sparse, foreign))
        best = np.argsort(-fused, kind="stable")[: _with_ties(fused, k)]
        chunks = self._chunks(rows[best].tolist())
        sparse[len(own) :] = np.nan
        return _hits(chunks, fused[best], k=k, dense=dense[best], sparse=sparse[best])

    def _fused(
        self, query: Query, dense: FloatArray, sparse: FloatArray, foreign: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the fused scores of the rows in the query's language, and of those in others.

        ``dense`` and ``sparse`` are of all candidates, the ``foreign`` rows the last of them.
        """
        count = len(dense) - len(foreign)
        here, there = dense[:count], dense[count:]
        # Doubled, so that equal parts are the plain sum.
        of_dense, of_sparse = 2 * self._dense_weight, 2 * (1 - self._dense_weight)
        own = of_dense * standardise_beside(here, there, nearer=True)
        own += of_sparse * fuse(sparse)[:count]
        shared = np.zeros(len(foreign))
        for language in _others(query) if len(foreign) else ():
            terms = shared_terms(query.text, language)
            shared = np.maximum(shared, self._sparse.coverage(terms, foreign))
        others = standardise_beside(there, here, nearer=False) + of_sparse * shared
        # Where there are others, what the sparse index cannot say counts by the dense one.
        return own, 2 * others if count else others

    def _candidates(self, query: Query, pool: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the best rows of either index, ascending: in the query's language, and in others.

        Among the best of all languages there may be few that are not in the query's.
        """
        others = _others(query)
        is_mixed = self._languages is not None and self._has(others)
        nearest = self._nearest(query, _WIDER * pool if is_mixed else pool)
        rows = np.union1d(nearest[:pool], self._with_terms(query.terms, pool))
        if self._languages is None or not is_mixed:
            return rows, rows[:0]
        shared = [term for language in others for term in shared_terms(query.text, language)]
        more = np.union1d(nearest, self._with_terms(shared, pool))
        return (
            rows[np.isin(self._languages[rows], others, invert=True)],
            more[np.isin(self._languages[more], others)],
        )

    def _has(self, languages: Sequence[str]) -> bool:
        """Tell whether any row is in one of these languages."""
        return not self._known_languages.isdisjoint(languages)

    @cached_property
    def _known_languages(self) -> frozenset[str]:
        languages = self._languages
        return frozenset(one for one in LANGUAGES if languages is not None and one in languages)

    def _nearest(self, query: Query, pool: int) -> NDArray[np.int64]:
        if self._among is None:
            rows, _ = self._dense.search(query.vector, k=pool)
            return rows
        scores = self._dense.scores(query.vector, self._among)
        return self._among[np.argsort(-scores, kind="stable")[:pool]]

    def _with_terms(self, terms: Sequence[str], pool: int) -> NDArray[np.int64]:
        if self._among is None:
            rows, _ = self._sparse.search(terms, k=pool)
            return rows
        scores = self._sparse.scores(terms, self._among)
        best = np.argsort(-scores, kind="stable")[: min(pool, int((scores > 0).sum()))]
        return self._among[best]


def _others(query: Query) -> list[str]:
    """Return the languages that are known to be another one than a query's."""
    return [language for language in LANGUAGES if differ(language, query.language)]


def fuse(*scores: FloatArray) -> NDArray[np.float64]:
    """Return the sum of scores, each of shape (n,), standardised to mean 0 and deviation 1.

    Scores that are all alike say nothing and add 0. Standardising before adding is the "z-score"
    of J. H. Lee, Analyses of Multiple Evidence Combination, SIGIR 1997.
    """
    return np.asarray(sum(_standardise(one) for one in scores), dtype=np.float64)


def standardise_beside(
    scores: FloatArray, others: FloatArray, *, nearer: bool
) -> NDArray[np.float64]:
    """Return scores standardised as they would be if there were more of their language.

    Of a few their own mean and deviation say little, and are drawn towards what the ``others``, of
    the other languages, let expect: ``nearer`` says that scores are of the query's language. The
    weight is that of a prior (`_PRIOR_COUNT` scores) in the mean and variance of a normal
    distribution.
    """
    if not len(others):
        return _standardise(scores)
    wide = scores.astype(np.float64)
    variance = float(others.var())
    expected = float(others.mean()) + (1 if nearer else -1) * _APART * math.sqrt(variance)
    count, total = len(wide), _PRIOR_COUNT + len(wide)
    mean = (_PRIOR_COUNT * expected + wide.sum()) / total
    spread = (_PRIOR_COUNT * variance + count * (wide.var() if count else 0.0)) / total
    return np.zeros_like(wide) if spread < _ALIKE**2 else (wide - mean) / math.sqrt(spread)


def _standardise(scores: FloatArray) -> NDArray[np.float64]:
    wide = scores.astype(np.float64)
    deviation = wide.std() if wide.size else 0.0
    if deviation < _ALIKE:
        return np.zeros_like(wide)
    return np.asarray((wide - wide.mean()) / deviation)


def _pool(k: int) -> int:
    """Return how many candidates to ask an index for: more than k, so that ties are seen whole."""
    if k < 1:
        raise ValueError(f"k is {k}; expected 1 or more")
    return max(k, _POOL)


def _with_ties(scores: FloatArray | NDArray[np.float64], k: int) -> int:
    """Return how many of the best must be kept so that a tie at place k is whole."""
    if len(scores) <= k:
        return len(scores)
    last = np.partition(scores, len(scores) - k)[len(scores) - k]
    return int((scores >= last).sum())


def _known(scores: FloatArray | None, position: int) -> float | None:
    if scores is None or np.isnan(scores[position]):
        return None
    return float(scores[position])


def _hits(
    chunks: Sequence[Chunk],
    scores: FloatArray | NDArray[np.float64],
    *,
    k: int,
    dense: FloatArray | None = None,
    sparse: FloatArray | None = None,
) -> tuple[Hit, ...]:
    order = sorted(range(len(chunks)), key=lambda i: (-scores[i], chunks[i].chunk_id))[:k]
    return tuple(
        Hit(
            chunk=chunks[position],
            rank=rank,
            score=float(scores[position]),
            dense=None if dense is None else float(dense[position]),
            sparse=_known(sparse, position),
        )
        for rank, position in enumerate(order, start=1)
    )
