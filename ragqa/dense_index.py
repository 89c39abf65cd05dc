"""Nearest neighbours by inner product, over the vectors of one or more blocks."""

from collections.abc import Sequence

import numpy as np

from ragqa.encoding import FloatArray
from ragqa.errors import IndexDamage
from ragqa.nearest_index import IntArray
from ragqa.vector_blocks import VectorBlock, check_finite

_PIECE = 2**16
"""Rows that are scored together, so that scoring many takes little memory."""

Rows = Sequence[int] | IntArray

_NONE = np.empty(0, dtype=np.int64)


class DenseIndex:
    """Unit vectors by row number: the rows of the blocks, one block after the other.

    ``removed`` are rows that searches never find, ascending; they keep their numbers. Any number of
    threads may search at once.

    Raises
    ------
    IndexDamage
        If the blocks have different dimensions.
    ValueError
        If there is no block.
    """

    def __init__(self, blocks: Sequence[VectorBlock], *, removed: IntArray = _NONE) -> None:
        if not blocks:
            raise ValueError("no blocks; expected 1 or more, of which one may be empty")
        dimensions = sorted({block.dimension for block in blocks})
        if len(dimensions) > 1:
            raise IndexDamage(f"blocks of {dimensions} dimensions; expected the same of all")
        self._starts = np.cumsum([0, *map(len, blocks)])
        gone = np.split(removed, np.searchsorted(removed, self._starts[1:-1]))
        self._blocks = [
            block.without(rows - start)
            for block, rows, start in zip(blocks, gone, self._starts, strict=False)
        ]

    @classmethod
    def build(cls, vectors: FloatArray) -> "DenseIndex":
        """Index the rows of an array (n, dimension) of float32, as one block; n may be 0.

        Raises
        ------
        ValueError
            If the array has not two axes.
        """
        return cls([VectorBlock.build(vectors)])

    def __len__(self) -> int:
        """Return the number of rows, removed ones included."""
        return int(self._starts[-1])

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._blocks[0].dimension

    def search(self, query: FloatArray, *, k: int) -> tuple[IntArray, FloatArray]:
        """Find the rows with the highest inner product with a query vector (dimension,).

        Returns
        -------
        rows, scores
            Best first, equal scores by lower row; k of each, or all rows that are not removed if
            there are fewer. Scores are exact. Of a large block, which is searched approximately, a
            few of the best rows may be missing, and so may rows that tie with the last.

        Raises
        ------
        IndexDamage
            If an approximate index is damaged, or a vector that is looked at is.
        ValueError
            If k is below 1 or the query has not the index's dimension.
        """
        if k < 1:
            raise ValueError(f"k is {k}; expected 1 or more")
        self._check_query(query)
        found = [block.search(query, k=k) for block in self._blocks]
        rows = np.concatenate(
            [start + rows for start, (rows, _) in zip(self._starts, found, strict=False)]
        )
        scores = np.concatenate([scores for _, scores in found])
        order = np.lexsort((rows, -scores))[:k]
        return rows[order], scores[order]

    def scores(self, query: FloatArray, rows: Rows) -> FloatArray:
        """Return the inner products of a query vector with the given rows, in their order.

        Raises
        ------
        IndexDamage
            If a vector has a number that is not finite.
        IndexError
            If a row is not in the index.
        ValueError
            If the query has not the index's dimension.
        """
        self._check_query(query)
        query = np.asarray(query, dtype=np.float32)
        wanted = np.asarray(rows, dtype=np.int64)
        scores = np.empty(len(wanted), dtype=np.float32)
        for start in range(0, len(wanted), _PIECE):
            piece = slice(start, start + _PIECE)
            scores[piece] = self._vectors(wanted[piece]) @ query
        return check_finite(scores)

    def vectors(self, rows: Rows) -> FloatArray:
        """Return the vectors of the given rows, in their order: (len(rows), dimension) float32.

        Raises
        ------
        IndexDamage
            If one has a number that is not finite.
        IndexError
            If a row is not in the index.
        """
        return check_finite(self._vectors(rows))

    def _vectors(self, rows: Rows) -> FloatArray:
        wanted = np.asarray(rows, dtype=np.int64)
        if wanted.size and not 0 <= wanted.min() <= wanted.max() < len(self):
            raise IndexError(f"rows {wanted.min()} to {wanted.max()} of an index of {len(self)}")
        vectors = np.empty((len(wanted), self.dimension), dtype=np.float32)
        block_of = np.searchsorted(self._starts, wanted, side="right") - 1
        for number in np.unique(block_of):
            places = block_of == number
            local = wanted[places] - self._starts[number]
            vectors[places] = self._blocks[number].vectors(local)
        return vectors

    def _check_query(self, query: FloatArray) -> None:
        if query.shape != (self.dimension,):
            raise ValueError(f"query has shape {query.shape}; expected ({self.dimension},)")
