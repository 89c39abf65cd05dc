"""BM25 over tokenised texts.

The only importer of bm25s, which computes the scores when the index is built. Each score of a term
in a document is stored, so that a search adds up columns and needs NumPy only: importing bm25s
would cost a single question more time than answering it.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragqa.errors import StoreError

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

# Lucene's form of BM25 (C. Kamphuis et al., Which BM25 Do You Mean?, ECIR 2020), with the values
# of bm25s (X. H. Lù, BM25S, arXiv:2407.03618).
_METHOD = "lucene"
_K1 = 1.5
_B = 0.75

_HEADER = "terms.json"
_STARTS = "starts.npy"
_ROWS = "rows.npy"
_SCORES = "scores.npy"


class SparseIndex:
    """BM25 scores of documents by row number, from 0 in the order given.

    The scores lie in columns, one a term: column t is ``scores[starts[t]:starts[t + 1]]``, of the
    documents ``rows[starts[t]:starts[t + 1]]``. Every document with the term is there, as no such
    score is 0; so the length of a column is the term's document frequency.
    """

    def __init__(
        self,
        *,
        columns: dict[str, int],
        starts: IntArray,
        rows: NDArray[np.int32],
        scores: FloatArray,
        documents: int,
    ) -> None:
        self._columns = columns
        self._starts = starts
        self._rows = rows
        self._scores = scores
        self._documents = documents

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "SparseIndex":
        """Index documents given as lists of terms; any of them may be empty, or all."""
        terms = sorted({term for document in documents for term in document})
        columns = {term: column for column, term in enumerate(terms)}
        numbered = [[columns[term] for term in document] for document in documents]
        starts, rows, scores = _bm25_columns(numbered, columns)
        return cls(
            columns=columns, starts=starts, rows=rows, scores=scores, documents=len(documents)
        )

    @classmethod
    def open(cls, folder: Path) -> "SparseIndex":
        """Read what ``save`` wrote; other files in the folder are left alone.

        Raises
        ------
        StoreError
            If a file is missing or damaged, or the files do not fit each other.
        """
        documents, columns = _read_header(folder)
        starts = _read_array(folder, _STARTS)
        rows = _read_array(folder, _ROWS)
        scores = _read_array(folder, _SCORES)
        _check_fit(folder, starts, rows, scores, terms=len(columns), documents=documents)
        return cls(columns=columns, starts=starts, rows=rows, scores=scores, documents=documents)

    def save(self, folder: Path) -> None:
        """Write the index into a folder, made if need be: three arrays and a JSON file."""
        folder.mkdir(parents=True, exist_ok=True)
        header = {"documents": self._documents, "terms": list(self._columns)}
        (folder / _HEADER).write_text(json.dumps(header), encoding="utf-8")
        np.save(folder / _STARTS, self._starts)
        np.save(folder / _ROWS, self._rows)
        np.save(folder / _SCORES, self._scores)

    def __len__(self) -> int:
        return self._documents

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
        scores = self._all_scores(terms)
        rows = np.flatnonzero(scores)
        if len(rows) > k:  # drop what cannot be among the best, so that there is little to sort
            rows = rows[scores[rows] >= np.partition(scores[rows], -k)[-k]]
        best = rows[np.argsort(-scores[rows], kind="stable")[:k]]
        return best, scores[best]

    def scores(self, terms: Sequence[str], rows: Sequence[int] | IntArray) -> FloatArray:
        """Return the scores of the given rows, in their order; 0 where no term stands."""
        return self._all_scores(terms)[np.asarray(rows, dtype=np.int64)]

    def document_frequency(self, term: str) -> int:
        """Return in how many documents a term stands."""
        return len(self._rows[self._column(term)])

    def idf(self, term: str) -> float:
        """Return a term's inverse document frequency: ln(1 + (N - df + 0.5) / (df + 0.5)).

        N counts the documents, df those with the term. It is positive for every term, and highest
        for one that no document has.
        """
        frequency = self.document_frequency(term)
        return math.log1p((self._documents - frequency + 0.5) / (frequency + 0.5))

    def _all_scores(self, terms: Sequence[str]) -> FloatArray:
        scores = np.zeros(self._documents, dtype=np.float32)
        for term in terms:
            column = self._column(term)
            scores[self._rows[column]] += self._scores[column]  # a row stands once in a column
        return scores

    def _column(self, term: str) -> slice:
        number = self._columns.get(term)
        if number is None:
            return slice(0, 0)
        return slice(int(self._starts[number]), int(self._starts[number + 1]))


def _bm25_columns(
    documents: list[list[int]], columns: dict[str, int]
) -> tuple[IntArray, NDArray[np.int32], FloatArray]:
    """Return starts, rows and scores of documents given as lists of column numbers."""
    if not columns:  # bm25s would divide by the mean length, 0
        return np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    import bm25s

    model: Any = bm25s.BM25(method=_METHOD, k1=_K1, b=_B, dtype="float32", int_dtype="int32")
    model.index((documents, columns), create_empty_token=False, show_progress=False)
    matrix = model.scores
    return matrix["indptr"].astype(np.int64), matrix["indices"], matrix["data"]


def _read_header(folder: Path) -> tuple[Any, dict[str, int]]:
    """Return what stands for the number of documents, and the column of each term."""
    try:
        header = json.loads((folder / _HEADER).read_bytes())
        columns = {str(term): column for column, term in enumerate(header["terms"])}
        return header["documents"], columns
    except OSError as error:
        raise _damaged(folder, f"{_HEADER}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(folder, f"{_HEADER} is not the expected JSON") from error


def _read_array(folder: Path, name: str) -> NDArray[Any]:
    try:
        with (folder / name).open("rb") as file:
            return np.asarray(np.lib.format.read_array(file, allow_pickle=False))
    except OSError as error:
        raise _damaged(folder, f"{name}: {error.strerror}") from error
    # NumPy reads the type and shape as Python text, and asks for as much memory as they say.
    except (ValueError, TokenError, MemoryError) as error:
        raise _damaged(folder, f"{name} is not the expected array") from error


def _check_fit(
    folder: Path,
    starts: NDArray[Any],
    rows: NDArray[Any],
    scores: NDArray[Any],
    *,
    terms: int,
    documents: Any,
) -> None:
    kinds = (starts.dtype.str, rows.dtype.str, scores.dtype.str)
    if kinds != ("<i8", "<i4", "<f4") or not isinstance(documents, int):
        raise _damaged(folder, f"arrays of {', '.join(kinds)}")
    lengths = (starts.shape, rows.shape, scores.shape)
    if starts.shape != (terms + 1,) or not rows.shape == scores.shape == (starts[-1],):
        raise _damaged(folder, f"{terms} terms with arrays of {lengths}")
    if starts[0] != 0 or np.any(np.diff(starts) < 1):
        raise _damaged(folder, "columns that overlap")
    if rows.size and not 0 <= rows.min() <= rows.max() < documents:
        raise _damaged(folder, f"rows beyond its {documents} documents")


def _damaged(folder: Path, found: str) -> StoreError:
    return StoreError(f"{folder} is not a readable BM25 index ({found})")
