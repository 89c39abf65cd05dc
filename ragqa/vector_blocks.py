"""The vectors of a run of rows: a block that never changes, and finds its nearest rows.

A small block is searched exactly. A large one has an approximate index beside its vectors, which
finds candidates; these are then scored exactly.
"""

import copy
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragqa.encoding import FloatArray
from ragqa.vector_files import (
    FLAT,
    INVERTED,
    damaged,
    flat_numbers,
    map_index,
    map_scattered_numbers,
    write_index,
)

_VECTORS = "vectors.faiss"
_NEAREST = "nearest.faiss"

_SAMPLE_PER_LIST = 40  # faiss warns of fewer
_ROUNDS = 5  # twice as many find hardly more

_PIECE = 2**16
"""Rows that are looked at together where all are."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Approximation:
    """From how many rows on a block is searched approximately, and how well.

    There is a list for every ``rows_per_list`` rows. A search reads ``lists_read`` of them, and
    scores ``candidates_per_hit`` rows exactly for each that is asked for. Measured by
    ``benchmarks/nearest.py``: docs/adr/0025.
    """

    from_rows: int = 200_000
    rows_per_list: int = 250
    lists_read: int = 256
    candidates_per_hit: float = 1.5


APPROXIMATION = Approximation()


class VectorBlock:
    """Vectors by row, from 0 in the order given."""

    def __init__(
        self,
        flat: Any,
        nearest: Any | None,
        *,
        numbers: FloatArray,
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
            nearest = _build_nearest(vectors, approximation)
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
        if flat.ntotal < approximation.from_rows:
            return cls(flat, None, numbers=flat_numbers(flat), approximation=approximation)
        nearest = map_index(folder / _NEAREST, kind=INVERTED)
        if (nearest.ntotal, nearest.d) != (flat.ntotal, flat.d):
            raise damaged(
                folder / _NEAREST,
                f"it holds {nearest.ntotal} rows of {nearest.d} dimensions; "
                f"{flat.ntotal} of {flat.d} expected",
            )
        numbers = map_scattered_numbers(folder / _VECTORS, flat)
        return cls(flat, nearest, numbers=numbers, approximation=approximation)

    def save(self, folder: Path) -> None:
        """Write the block into a folder, not the one that it was opened from.

        OSError if that fails, as on a full disk.
        """
        write_index(self._flat, folder / _VECTORS, kind=FLAT)
        if self._nearest is not None:
            write_index(self._nearest, folder / _NEAREST, kind=INVERTED)

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
        if self._nearest is not None and not _holds_each_row_once(self._nearest):
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
        StoreError
            If the approximate index names a row that the block has not: it is damaged.
        """
        queries = np.ascontiguousarray(query[np.newaxis], dtype=np.float32)
        count = min(k, self._living)
        if count == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        with _this_thread_alone():
            if self._nearest is not None:
                rows = self._candidates(queries, count)
                if len(rows) >= count:
                    return self._best(queries, rows)
            return self._search_exactly(queries, count)

    def vectors(self, rows: IntArray) -> FloatArray:
        """Return the vectors of the given rows, in their order: (len(rows), dimension) float32."""
        return self._numbers[rows]

    def _candidates(self, queries: FloatArray, k: int) -> IntArray:
        """Return rows among which the best k probably are; fewer than k if too few are near."""
        import faiss

        index: Any = self._nearest
        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = self._approximation.lists_read
        parameters.sel = self._kept
        count = math.ceil(k * self._approximation.candidates_per_hit)
        _, found = index.search(queries, count, params=parameters)
        rows: IntArray = found[0][found[0] >= 0]
        if len(rows) and rows.max() >= len(self):
            raise damaged(Path(_NEAREST), f"it names row {rows.max()} of {len(self)}")
        return rows

    def _best(self, queries: FloatArray, rows: IntArray) -> tuple[IntArray, FloatArray]:
        """Return rows with their scores, which an exact search would give to the last bit."""
        import faiss

        scores, order = faiss.knn(
            queries, self.vectors(rows), len(rows), metric=faiss.METRIC_INNER_PRODUCT
        )
        return rows[order[0]], scores[0]

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


@contextmanager
def _this_thread_alone() -> Iterator[None]:
    """Let faiss start no threads: waiting for them to be scheduled takes longer than a search."""
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)  # of this thread only
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def _build_nearest(vectors: FloatArray, approximation: Approximation) -> Any:
    """Cluster the vectors into lists, with a byte a number.

    H. Jégou et al., Product quantization for nearest neighbor search, TPAMI 2011 (inverted lists);
    faiss draws the first centres with a fixed seed.
    """
    import faiss

    count, dimension = vectors.shape
    lists = max(1, count // approximation.rows_per_list)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit_uniform,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.niter = _ROUNDS
    step = max(1, count // (lists * _SAMPLE_PER_LIST))
    index.train(np.ascontiguousarray(vectors[::step]))
    index.add(vectors)
    return index


def _holds_each_row_once(nearest: Any) -> bool:
    import faiss

    lists = nearest.invlists
    rows = np.concatenate(
        [
            faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number))
            for number in range(nearest.nlist)
        ]
    )
    return np.array_equal(np.sort(rows), np.arange(nearest.ntotal))
