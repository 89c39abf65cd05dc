"""Which terms stand how often in the texts of a run of rows: a block that never changes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragqa.array_files import list_writer, map_list, save_list
from ragqa.errors import IndexDamage, StoreError
from ragqa.term_list import TermList

_TERMS = "terms.npy"
_ENDS = "ends.npy"
_STARTS = "starts.npy"
_ROWS = "rows.npy"
_COUNTS = "counts.npy"
_LENGTHS = "lengths.npy"

Rows = NDArray[np.uint32]
Counts = NDArray[np.uint16]

_MAX_COUNT = np.iinfo(np.uint16).max

_PIECE = 2**20
"""Postings that are looked at together where all are."""


class TermBlock:
    """The postings of texts by row, from 0 in the order given.

    They lie in columns, one a term: column t is ``starts[t]`` to ``starts[t + 1]`` of the rows,
    which ascend, and of the counts. ``lengths`` has the number of terms of each row.
    """

    def __init__(
        self,
        *,
        terms: TermList,
        starts: NDArray[np.int64],
        rows: Rows,
        counts: Counts,
        lengths: NDArray[np.uint32],
    ) -> None:
        self._terms = terms
        self._starts = starts
        self._rows = rows
        self._counts = counts
        self.lengths = lengths

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "TermBlock":
        """Index documents given as lists of terms; any of them may be empty, or all.

        A term counts at most 65,535 times in a document.
        """
        terms = TermList.of(chain.from_iterable(documents))
        columns = {term: column for column, term in enumerate(terms.strings())}
        lengths = np.array([len(document) for document in documents], dtype=np.uint32)
        numbers = np.fromiter(
            (columns[term] for term in chain.from_iterable(documents)), dtype=np.int64
        )
        cells = numbers * len(documents) + np.repeat(np.arange(len(documents)), lengths)
        cells, counts = np.unique(cells, return_counts=True)
        column_of, rows = np.divmod(cells, max(len(documents), 1))
        return cls(
            terms=terms,
            starts=_starts(column_of, len(terms)),
            rows=rows.astype(np.uint32),
            counts=np.minimum(counts, _MAX_COUNT).astype(np.uint16),
            lengths=lengths,
        )

    @classmethod
    def open(cls, folder: Path) -> "TermBlock":
        """Read what ``save`` wrote; other files in the folder are left alone.

        The postings are mapped, not read: those that no search asks for take no memory.

        Raises
        ------
        StoreError
            If a file is missing or damaged, or the files do not fit each other.
        """
        names = (_TERMS, _ENDS, _STARTS, _ROWS, _COUNTS, _LENGTHS)
        text, ends, starts, rows, counts, lengths = (_mapped(folder, name) for name in names)
        _check_kinds(folder, text, ends, starts, rows, counts, lengths)
        _check_fit(folder, text, ends, starts, rows, counts)
        return cls(
            terms=TermList(text, ends), starts=starts, rows=rows, counts=counts, lengths=lengths
        )

    def save(self, folder: Path) -> None:
        """Write the block into a folder, as six arrays."""
        save_list(folder / _TERMS, self._terms.text)
        save_list(folder / _ENDS, self._terms.ends)
        save_list(folder / _STARTS, self._starts)
        save_list(folder / _ROWS, self._rows)
        save_list(folder / _COUNTS, self._counts)
        save_list(folder / _LENGTHS, self.lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def columns(self) -> Iterator[tuple[bytes, int]]:
        """Yield each term, in order, and how many rows have it."""
        sizes = (int(end - start) for start, end in pairwise(self._starts))
        yield from zip(self._terms, sizes, strict=True)

    def postings(self, first: int, last: int) -> tuple[Rows, Counts, NDArray[np.int64]]:
        """Return the rows and counts of the terms ``first`` to ``last``, and how many each has.

        ``last`` is not among them. IndexDamage if a row is not in the block.
        """
        starts = self._starts[first : last + 1]
        place = slice(int(starts[0]), int(starts[-1]))
        return self._held(self._rows[place]), self._counts[place], np.diff(starts)

    def count_postings(self, kept: NDArray[np.bool_]) -> int:
        """Return how many postings are of the rows that are kept: a flag for each row.

        IndexDamage if a row is not in the block.
        """
        if kept.all():
            return len(self._rows)
        pieces = range(0, len(self._rows), _PIECE)
        return sum(int(kept[self._held(self._rows[at : at + _PIECE])].sum()) for at in pieces)

    def column(self, term: str) -> tuple[Rows, Counts]:
        """Return the rows with a term, ascending, and how often it stands in each.

        Raises
        ------
        IndexDamage
            If a row is not in the block.
        """
        place = self._place(term)
        rows = np.asarray(self._rows[place])
        if not len(rows):
            return rows, self._counts[:0]
        if rows[-1] >= len(self) or np.any(rows[1:] <= rows[:-1]):
            raise IndexDamage(f'in a BM25 index the rows of "{term}" are out of order')
        return rows, np.asarray(self._counts[place])

    def frequency(self, term: str) -> int:
        """Return in how many rows a term stands, without a look at them."""
        place = self._place(term)
        return len(range(place.start, place.stop))

    def _held(self, rows: Rows) -> Rows:
        """Return rows as they are, which all must be in the block."""
        if len(rows) and rows.max() >= len(self):
            raise IndexDamage(f"a BM25 index of {len(self)} rows names row {rows.max()}")
        return rows

    def _place(self, term: str) -> slice:
        number = self._terms.find(term)
        if number is None:
            return slice(0, 0)
        return slice(int(self._starts[number]), int(self._starts[number + 1]))


@contextmanager
def term_block_writer(
    folder: Path, *, lengths: NDArray[np.uint32], postings: int
) -> Iterator[Callable[[Sequence[bytes], NDArray[np.int64], Rows, Counts], None]]:
    """Write a block whose terms come in runs, in order, by calls of what the context gives.

    A call takes the terms of a run in UTF-8, how many postings each has, one at least, and the rows
    and counts of these, which are ``postings`` in all runs together.

    Raises
    ------
    OSError
        If a file cannot be written, as on a full disk.
    ValueError
        If there are not as many postings.
    """
    text, term_sizes = bytearray(), [np.zeros(0, dtype=np.int64)]
    all_sizes = [np.zeros(1, dtype=np.int64)]
    with (
        list_writer(folder / _ROWS, kind=np.dtype(np.uint32), length=postings) as write_rows,
        list_writer(folder / _COUNTS, kind=np.dtype(np.uint16), length=postings) as write_counts,
    ):

        def write(
            terms: Sequence[bytes], sizes: NDArray[np.int64], rows: Rows, counts: Counts
        ) -> None:
            text.extend(b"".join(terms))
            term_sizes.append(np.fromiter(map(len, terms), dtype=np.int64, count=len(terms)))
            all_sizes.append(sizes)
            write_rows(rows)
            write_counts(counts)

        yield write
    save_list(folder / _TERMS, np.frombuffer(text, dtype=np.uint8))
    save_list(folder / _ENDS, np.cumsum(np.concatenate(term_sizes)))
    save_list(folder / _STARTS, np.cumsum(np.concatenate(all_sizes)))
    save_list(folder / _LENGTHS, lengths)


def _starts(column_of: NDArray[np.int64], columns: int) -> NDArray[np.int64]:
    sizes = np.bincount(column_of, minlength=columns)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    try:
        return map_list(folder / name)
    except OSError as error:
        raise _damaged(folder, f"{name}: {error.strerror}") from error
    except ValueError as error:
        raise _damaged(folder, f"{name}: {error}") from error


def _check_kinds(folder: Path, *arrays: NDArray[Any]) -> None:
    kinds = tuple(array.dtype.str for array in arrays)
    if kinds != ("|u1", "<i8", "<i8", "<u4", "<u2", "<u4"):
        raise _damaged(folder, f"arrays of {', '.join(kinds)}")


def _check_fit(
    folder: Path,
    text: NDArray[Any],
    ends: NDArray[Any],
    starts: NDArray[Any],
    rows: NDArray[Any],
    counts: NDArray[Any],
) -> None:
    if len(starts) != len(ends) + 1 or not len(rows) == len(counts) == starts[-1]:
        raise _damaged(
            folder,
            f"{len(ends)} terms with {len(starts)} columns of {len(rows)} rows and"
            f" {len(counts)} counts",
        )
    if starts[0] != 0 or np.any(np.diff(starts) < 1):
        raise _damaged(folder, "columns that overlap")
    if np.any(np.diff(ends, prepend=0) < 1) or (ends[-1] if len(ends) else 0) != len(text):
        raise _damaged(folder, "terms that overlap")


def _damaged(folder: Path, found: str) -> StoreError:
    return StoreError(f"{folder} is not a readable BM25 index ({found})")
