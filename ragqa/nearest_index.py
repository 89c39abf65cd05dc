"""An index that finds vectors near to a question without looking at all of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragqa.encoding import FloatArray
from ragqa.errors import IndexDamage
from ragqa.vector_files import INVERTED, damaged, map_index, write_index

_SAMPLE_PER_LIST = 40  # faiss warns of fewer
_ROUNDS = 5  # twice as many find hardly more

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Approximation:
    """From how many rows on a block is searched approximately, and how well.

    There is a list for every ``rows_per_list`` rows. A search reads ``lists_read`` of them, and
    finds ``candidates_per_hit`` rows for each that is asked for. Measured by
    ``benchmarks/nearest.py``: docs/adr/0025. An earlier release built none for less than
    ``sure_from_rows``: a block below may lack it, and is then searched exactly.
    """

    from_rows: int = 50_000
    sure_from_rows: int = 200_000
    rows_per_list: int = 250
    lists_read: int = 256
    candidates_per_hit: float = 1.5


APPROXIMATION = Approximation()


class NearestIndex:
    """Rows in lists, each around a centre, with a byte a number.

    H. Jégou et al., Product quantization for nearest neighbor search, TPAMI 2011 (inverted lists).
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: FloatArray, *, rows_per_list: int) -> "NearestIndex":
        """Index the rows of an array (n, dimension); the same rows give the same index."""
        import faiss

        count, dimension = vectors.shape
        lists = max(1, count // rows_per_list)
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
        return cls(index)

    @classmethod
    def open(cls, path: Path, *, rows: int, dimension: int) -> "NearestIndex":
        """Map what ``save`` wrote of so many rows and dimensions.

        Raises
        ------
        StoreError
            If the file is missing, damaged or of other vectors.
        """
        index = map_index(path, kind=INVERTED)
        if (index.ntotal, index.d) != (rows, dimension):
            raise damaged(
                path,
                f"it holds {index.ntotal} rows of {index.d} dimensions; "
                f"{rows} of {dimension} expected",
            )
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to a file; OSError if that fails, as on a full disk."""
        write_index(self._index, path, kind=INVERTED)

    def search(
        self, queries: FloatArray, *, count: int, lists_read: int, kept: Any | None
    ) -> IntArray:
        """Return rows near to a query, (1, dimension), in any order.

        They are at most ``count``, fewer if the lists have no more, and of those that ``kept``, a
        selector of faiss, lets through.

        Raises
        ------
        IndexDamage
            If one is none of the index's rows.
        """
        import faiss

        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = lists_read
        parameters.sel = kept
        _, found = self._index.search(queries, count, params=parameters)
        rows: IntArray = found[0][found[0] >= 0]
        if len(rows) and rows.max() >= self._index.ntotal:
            raise IndexDamage(
                f"an approximate index of {self._index.ntotal} vectors names row {rows.max()}"
            )
        return rows

    def holds_each_row_once(self) -> bool:
        """Tell whether the rows are those that they should be; all of their numbers are read."""
        import faiss

        lists = self._index.invlists
        rows = [
            faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number))
            for number in range(self._index.nlist)
        ]
        return np.array_equal(np.sort(np.concatenate(rows)), np.arange(self._index.ntotal))
