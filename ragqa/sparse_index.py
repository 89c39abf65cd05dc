"""BM25 over blocks of tokenised texts.

Blocks hold how often each term stands in each text, not scores: these depend on all texts together,
so that a block can be added or rows taken away without touching what is there.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ragqa.term_blocks import TermBlock

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

# Lucene's form of BM25 (C. Kamphuis et al., Which BM25 Do You Mean?, ECIR 2020), with the values
# of bm25s (X. H. Lù, BM25S, arXiv:2407.03618).
_K1 = 1.5
_B = 0.75

_ROUNDING = 1.0001
"""More than what float32 may lose when a few scores are added."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The rows with a term, ascending, and how often it stands in each; ``weight`` bounds a score.

    ``weight`` is the term's inverse document frequency times how often it is asked for: what
    multiplies it is below 1.
    """

    rows: IntArray
    counts: FloatArray
    weight: np.float32


class SparseIndex:
    """BM25 scores of texts by row number: the rows of the blocks, one block after the other.

    Rows in ``removed``, ascending, hold nothing any more: they are never found, score 0, and count
    for no statistic.
    """

    def __init__(self, blocks: Sequence[TermBlock], *, removed: IntArray | None = None) -> None:
        self._blocks = tuple(blocks)
        self._starts = np.cumsum([0, *(len(block) for block in blocks)])
        self._alive = np.ones(len(self), dtype=np.bool_)
        if removed is not None:
            self._alive[removed] = False
        self._documents = int(self._alive.sum())
        self._all_alive = self._documents == len(self)
        self._norms = self._length_norms()

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "SparseIndex":
        """Index documents given as lists of terms; any of them may be empty, or all."""
        return cls([TermBlock.build(documents)])

    def __len__(self) -> int:
        """Return the number of rows, removed ones included."""
        return int(self._starts[-1])

    def search(self, terms: Sequence[str], *, k: int) -> tuple[IntArray, FloatArray]:
        """Find the documents with the highest scores.

        A term that stands twice in the query counts twice; one that no document has, not at all.

        Returns
        -------
        rows, scores
            Best first, equal scores by lower row; at most k, and only scores above 0.

        Raises
        ------
        ValueError
            If k is below 1.
        """
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        columns = self._columns(terms)
        rows = self._candidates(columns, k)
        scores = self._scores(columns, rows)
        if len(rows) > k:  # drop what cannot be among the best, so that there is little to sort
            kept = scores >= np.partition(scores, -k)[-k]
            rows, scores = rows[kept], scores[kept]
        best = np.argsort(-scores, kind="stable")[:k]
        return rows[best], scores[best]

    def scores(self, terms: Sequence[str], rows: Sequence[int] | IntArray) -> FloatArray:
        """Return the scores of the given rows, in their order; 0 where no term stands."""
        return self._scores(self._columns(terms), np.asarray(rows, dtype=np.int64))

    def coverage(self, terms: Sequence[str], rows: Sequence[int] | IntArray) -> FloatArray:
        """Return of each row which share of the terms it has, weighed by their idf, in 0..1.

        Terms that no document has do not count; a term counts once.
        """
        columns = self._columns(tuple(dict.fromkeys(terms)))
        wanted = np.asarray(rows, dtype=np.int64)
        shares = np.zeros(len(wanted), dtype=np.float32)
        for column in columns:
            shares += column.weight * np.isin(wanted, column.rows)
        return shares / max(sum(column.weight for column in columns), np.float32(1e-9))

    def document_frequency(self, term: str) -> int:
        """Return in how many documents a term stands."""
        if self._all_alive:
            return sum(block.frequency(term) for block in self._blocks)
        return len(self._postings(term)[0])

    def idf(self, term: str) -> float:
        """Return a term's inverse document frequency: ln(1 + (N - df + 0.5) / (df + 0.5)).

        N counts the documents, df those with the term. It is positive for every term, and highest
        for one that no document has.
        """
        return self._idf(self.document_frequency(term))

    def _idf(self, frequency: int) -> float:
        return math.log1p((self._documents - frequency + 0.5) / (frequency + 0.5))

    def _length_norms(self) -> FloatArray:
        """Return what the length of each row adds to a count in the denominator of a score."""
        lengths = np.concatenate([[], *(block.lengths for block in self._blocks)])
        mean = lengths[self._alive].mean() if self._documents else 0.0
        return np.asarray(_K1 * (1 - _B + _B * lengths / (mean or 1.0)), dtype=np.float32)

    def _postings(self, term: str) -> tuple[IntArray, FloatArray]:
        """Return the rows with a term, ascending, and how often it stands in each."""
        found = [
            (start + rows, counts)
            for start, block in zip(self._starts, self._blocks, strict=False)
            for rows, counts in [block.column(term)]
            if len(rows)
        ]
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows = np.concatenate([one for one, _ in found], dtype=np.int64)
        counts = np.concatenate([one for _, one in found], dtype=np.float32)
        if self._all_alive:
            return rows, counts
        alive = self._alive[rows]
        return rows[alive], counts[alive]

    def _columns(self, terms: Sequence[str]) -> list[_Column]:
        """Return the columns of the terms that documents have, the one of most weight first."""
        columns = []
        for term, times in sorted(Counter(terms).items()):
            rows, counts = self._postings(term)
            if len(rows):
                columns.append(_Column(rows, counts, np.float32(times * self._idf(len(rows)))))
        return sorted(columns, key=lambda column: -column.weight)

    def _candidates(self, columns: Sequence[_Column], k: int) -> IntArray:
        """Return rows, ascending, with the best k among them, and all that tie with the last.

        A row without the terms looked at so far scores less than the weights of the others
        together. Once k rows are above that, the columns of the others bring none: that is the
        idea of "max score" (H. Turtle and J. Flood, Query Evaluation: Strategies and Optimizations,
        Information Processing & Management 31(6), 1995).
        """
        scores = np.zeros(len(self), dtype=np.float32)
        rows = np.zeros(0, dtype=np.int64)
        for place, column in enumerate(columns):
            rows = np.concatenate([rows, column.rows[scores[column.rows] == 0]])
            scores[column.rows] += self._parts(column, column.rows, column.counts)
            others = _ROUNDING * float(sum(one.weight for one in columns[place + 1 :]))
            if len(rows) > k:
                found = scores[rows]
                least = np.partition(found, -k)[-k]
                if least > others:
                    rows = rows[found + others >= least]
                    break
        return np.sort(rows)

    def _scores(self, columns: Sequence[_Column], rows: IntArray) -> FloatArray:
        scores = np.zeros(len(rows), dtype=np.float32)
        for column in columns:
            places = np.minimum(np.searchsorted(column.rows, rows), len(column.rows) - 1)
            has = column.rows[places] == rows
            scores[has] += self._parts(column, rows[has], column.counts[places[has]])
        return scores

    def _parts(self, column: _Column, rows: IntArray, counts: FloatArray) -> FloatArray:
        return np.asarray(column.weight * (counts / (counts + self._norms[rows])), np.float32)
