"""Nearest neighbours by inner product.

The only importer of faiss. The search is exact: a few hundred thousand passages take milliseconds,
and an approximate index would trade answers away for time that nobody misses.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragqa.encoding import FloatArray
from ragqa.errors import StoreError


class DenseIndex:
    """Unit vectors by row number, from 0 in the order given."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: FloatArray) -> "DenseIndex":
        """Index the rows of an array (n, dimension) of float32; n may be 0.

        Raises
        ------
        ValueError
            If the array has not two axes.
        """
        if vectors.ndim != 2:
            raise ValueError(f"vectors have {vectors.ndim} axes; expected 2, (n, dimension)")
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def open(cls, path: Path) -> "DenseIndex":
        """Read what ``save`` wrote.

        Raises
        ------
        StoreError
            If the file is missing, damaged or another kind of index.
        """
        import faiss

        try:
            index = faiss.read_index(str(path))
        # faiss raises nothing finer, for a missing file either; a damaged count asks for memory.
        except (RuntimeError, MemoryError) as error:
            raise _damaged(path, "IndexFlatIP expected") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise _damaged(path, "IndexFlatIP expected")
        if not np.isfinite(_stored_numbers(index)).all():
            raise _damaged(path, "it holds numbers that are not finite")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to a file; OSError if that fails, as on a full disk."""
        import faiss

        with path.open("wb") as file:  # faiss by itself misses that the last bytes do not fit
            writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
            faiss.write_index(self._index, writer)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, query: FloatArray, *, k: int) -> tuple[NDArray[np.int64], FloatArray]:
        """Find the rows with the highest inner product with a query vector (dimension,).

        Returns
        -------
        rows, scores
            Best first, equal scores by lower row; min(k, n) of each.

        Raises
        ------
        ValueError
            If k is below 1 or the query has not the index's dimension.
        """
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        rows, scores = self._search_with_ties(self._as_query(query), min(k, len(self)))
        order = np.lexsort((rows, -scores))[:k]
        return rows[order], scores[order]

    def scores(self, query: FloatArray, rows: Sequence[int] | NDArray[np.int64]) -> FloatArray:
        """Return the inner products of a query vector with the given rows, in their order."""
        return np.asarray(self.vectors(rows) @ self._as_query(query)[0], dtype=np.float32)

    def vectors(self, rows: Sequence[int] | NDArray[np.int64]) -> FloatArray:
        """Return the vectors of the given rows, in their order: (len(rows), dimension) float32.

        Raises
        ------
        IndexError
            If a row is not in the index.
        """
        wanted = np.asarray(rows, dtype=np.int64)
        if wanted.size and not 0 <= wanted.min() <= wanted.max() < len(self):
            raise IndexError(f"rows {wanted.min()} to {wanted.max()} of an index of {len(self)}")
        return np.asarray(self._index.reconstruct_batch(wanted), dtype=np.float32)

    def _as_query(self, query: FloatArray) -> FloatArray:
        if query.shape != (self.dimension,):
            raise ValueError(f"query has shape {query.shape}; expected ({self.dimension},)")
        return np.ascontiguousarray(query[np.newaxis], dtype=np.float32)

    def _search_with_ties(
        self, queries: FloatArray, k: int
    ) -> tuple[NDArray[np.int64], FloatArray]:
        """Return the best k rows and all that tie with the last of them.

        Of equal scores faiss keeps some, not the lowest rows: ask for more until the tie is whole.
        """
        count = min(k + 1, len(self))
        while True:
            if count == 0:
                return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
            found_scores, found_rows = self._index.search(queries, count)
            rows, scores = found_rows[0], found_scores[0]
            if count == len(self) or scores[-1] < scores[k - 1]:
                return rows, scores
            count = min(2 * count, len(self))


def _stored_numbers(index: Any) -> FloatArray:
    """Return all that a flat index holds, (n * dimension,) float32, without a copy of it."""
    import faiss

    numbers: FloatArray = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return numbers


def _damaged(path: Path, problem: str) -> StoreError:
    return StoreError(f"{path} is not a readable vector index ({problem})")
