"""The vectors of a run of rows: a block that never changes, and finds its nearest rows.

A small block is searched exactly. A large one has an approximate index beside its vectors, which
finds candidates; these are then scored exactly.
"""

import copy
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ragqa.encoding import FloatArray
from ragqa.errors import IndexDamage
from ragqa.nearest_index import APPROXIMATION, Approximation, IntArray, NearestIndex
from ragqa.vector_files import (
    FLAT,
    ScatteredRows,
    flat_numbers,
    map_index,
    write_flat,
    write_index,
)

_VECTORS = "vectors.faiss"
_NEAREST = "nearest.faiss"

_PIECE = 2**16
"""Rows that are looked at together where all are."""


class VectorBlock:
    """Vectors by row, from 0 in the order given."""

    def __init__(
        self,
        flat: Any,
        nearest: NearestIndex | None,
        *,
        numbers: FloatArray | ScatteredRows,
        approximation: Approximation,
    ) -> None:
        self._flat = flat
        self._nearest = nearest
        self._numbers = numbers
        self._approximation = approximation
        self._kept: Any | None = None
        self._living = int(flat.ntotal)

    @classmethod
    def build(
        cls, vectors: FloatArray, *, approximation: Approximation = APPROXIMATION
    ) -> "VectorBlock":
        """Index the rows of an array (n, dimension) of float32; n may be 0.

        Raises
        ------
        ValueError
            If the array has not two axes.
        """
        if vectors.ndim != 2:
            raise ValueError(f"vectors have {vectors.ndim} axes; expected 2, (n, dimension)")
        import faiss

        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        nearest = None
        if len(vectors) >= approximation.from_rows:
            nearest = NearestIndex.build(vectors, rows_per_list=approximation.rows_per_list)
        return cls(flat, nearest, numbers=flat_numbers(flat), approximation=approximation)

    @classmethod
    def open(cls, folder: Path, *, approximation: Approximation = APPROXIMATION) -> "VectorBlock":
        """Map what ``save`` wrote; other files in the folder are left alone.

        The vectors are not read: ``problems`` tells whether they are sound.

        Raises
        ------
        StoreError
            If a file is missing or damaged, or the files do not fit each other.
        """
        flat = map_index(folder / _VECTORS, kind=FLAT)
        nearest_path = folder / _NEAREST
        if flat.ntotal < approximation.sure_from_rows and not nearest_path.exists():
            return cls(flat, None, numbers=flat_numbers(flat), approximation=approximation)
        nearest = NearestIndex.open(nearest_path, rows=flat.ntotal, dimension=flat.d)
        numbers = ScatteredRows.open(folder / _VECTORS, flat)
        return cls(flat, nearest, numbers=numbers, approximation=approximation)

    def save(self, folder: Path) -> None:
        """Write the block into a folder, not the one that it was opened from.

        OSError if that fails, as on a full disk.
        """
        write_index(self._flat, folder / _VECTORS, kind=FLAT)
        if self._nearest is not None:
            self._nearest.save(folder / _NEAREST)

    @staticmethod
    def merge(
        parts: Sequence[tuple["VectorBlock", IntArray]],
        folder: Path,
        *,
        approximation: Approximation = APPROXIMATION,
    ) -> None:
        """Write chosen rows of blocks, one block after the other, into a folder as one block.

        Some of the vectors are in memory at a time; of an approximate index, all of it is.

        Raises
        ------
        IndexDamage
            If a vector has a number that is not finite.
        OSError
            If that fails, as on a full disk.
        ValueError
            If there are no parts.
        """
        if not parts:
            raise ValueError("no blocks to merge; expected one at least")
        rows = sum(len(chosen) for _, chosen in parts)
        pieces = (
            check_finite(block.vectors(chosen[start : start + _PIECE]))
            for block, chosen in parts
            for start in range(0, len(chosen), _PIECE)
        )
        path = folder / _VECTORS
        write_flat(path, pieces, dimension=parts[0][0].dimension, rows=rows)
        if rows >= approximation.from_rows:
            flat = map_index(path, kind=FLAT)
            numbers = flat_numbers(flat)
            nearest = NearestIndex.build(numbers, rows_per_list=approximation.rows_per_list)
            nearest.save(folder / _NEAREST)

    def __len__(self) -> int:
        return int(self._flat.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._flat.d)

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the numbers, all of which are read."""
        numbers = flat_numbers(self._flat)
        starts = range(0, len(self), _PIECE)
        if not all(np.isfinite(numbers[start : start + _PIECE]).all() for start in starts):
            yield f"{_VECTORS} holds numbers that are not finite"
        if self._nearest is not None and not self._nearest.holds_each_row_once():
            yield f"{_NEAREST} does not hold each row once"

    def without(self, removed: IntArray) -> "VectorBlock":
        """Return the block with the same rows, of which searches do not find those removed."""
        if not len(removed):
            return self
        import faiss

        kept = np.ones(len(self), dtype=np.bool_)
        kept[removed] = False
        block = copy.copy(self)
        bitmap = np.packbits(kept, bitorder="little")
        block._kept = faiss.IDSelectorBitmap(bitmap)  # type: ignore[arg-type,call-arg]
        block._living = int(kept.sum())
        return block

    def search(self, query: FloatArray, *, k: int) -> tuple[IntArray, FloatArray]:
        """Find the rows with the highest inner product with a query vector (dimension,).

        Returns
        -------
        rows, scores
            In any order: the best k, or all if there are fewer, and those that tie with the last
            of them; where the block is searched approximately, some of the best may be missing.
            The scores are exact.

        Raises
        ------
        IndexDamage
            If the approximate index names a row that the block has not, or a vector that is looked
            at has a number that is not finite.
        """
        queries = np.ascontiguousarray(query[np.newaxis], dtype=np.float32)
        count = min(k, self._living)
        if count == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        with _this_thread_alone():
            if self._nearest is not None:
                rows = self._nearest.search(
                    queries,
                    count=math.ceil(count * self._approximation.candidates_per_hit),
                    lists_read=self._approximation.lists_read,
                    kept=self._kept,
                )
                if len(rows) >= count:
                    return self._best(queries, rows)
            rows, scores = self._search_exactly(queries, count)
        # Vectors that are no directions are not found: a gap in the rows is left in their place.
        if rows.min() < 0:
            raise IndexDamage(f"only {(rows >= 0).sum()} of {len(rows)} vectors can be compared")
        return rows, check_finite(scores)

    def vectors(self, rows: IntArray) -> FloatArray:
        """Return the vectors of the given rows, in their order: (len(rows), dimension) float32."""
        return self._numbers[rows]

    def _best(self, queries: FloatArray, rows: IntArray) -> tuple[IntArray, FloatArray]:
        """Return rows with their scores, which an exact search would give to the last bit."""
        import faiss

        scores, order = faiss.knn(
            queries, self.vectors(rows), len(rows), metric=faiss.METRIC_INNER_PRODUCT
        )
        return rows[order[0]], check_finite(scores[0])

    def _search_exactly(self, queries: FloatArray, k: int) -> tuple[IntArray, FloatArray]:
        """Return the best k rows and all that tie with the last of them.

        Of equal scores faiss keeps some, not the lowest rows: ask for more until the tie is whole.
        """
        import faiss

        parameters = faiss.SearchParameters()
        parameters.sel = self._kept
        count = min(k + 1, self._living)
        while True:
            found_scores, found_rows = self._flat.search(queries, count, params=parameters)
            rows, scores = found_rows[0], found_scores[0]
            if count == self._living or scores[-1] < scores[k - 1]:
                return rows, scores
            count = min(2 * count, self._living)


def check_finite(numbers: FloatArray) -> FloatArray:
    """Return vectors or their scores as they are; IndexDamage if a number is not finite."""
    if not np.isfinite(numbers).all():
        raise IndexDamage("a vector index holds numbers that are not finite")
    return numbers


@contextmanager
def _this_thread_alone() -> Iterator[None]:
    """Let faiss start no threads: waiting for them to be scheduled takes longer than a search.

    With several, it would also add up in another order, so that the last bits of a score depended
    on the machine.
    """
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # of this thread only
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)
