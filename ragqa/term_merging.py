"""Blocks of postings put together, with a part of them in memory at a time."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ragqa.term_blocks import Counts, Rows, TermBlock, term_block_writer

IntArray = NDArray[np.int64]

_POSTINGS_AT_ONCE = 2**20


def merge_terms(parts: Sequence[tuple[TermBlock, IntArray]], folder: Path) -> None:
    """Write chosen rows of blocks, one block after the other, into a folder as one block.

    The rows chosen of a block ascend. A run of terms is in memory at a time, with its postings.
    OSError if a file cannot be written, as on a full disk.
    """
    moved = [*_moved(parts)]
    lengths = [block.lengths[chosen] for block, chosen in parts]
    with term_block_writer(
        folder,
        lengths=np.concatenate([np.zeros(0, dtype=np.uint32), *lengths]),
        postings=sum(one.block.count_postings(one.new_rows >= 0) for one in moved),
    ) as write:
        for run in _runs([one.block for one in moved]):
            rows, counts, sizes = _postings(run, moved)
            used = np.flatnonzero(sizes)
            write([run.terms[place] for place in used], sizes[used], rows, counts)


@dataclass(frozen=True, slots=True)
class _Moved:
    """A block, and the new number of each of its rows, -1 where it has none."""

    block: TermBlock
    new_rows: IntArray


@dataclass(slots=True)
class _Run:
    """Terms that follow each other, and where each block has them.

    ``first`` has the number of the first one by block, ``places`` where in ``terms`` those of a
    block stand: they follow each other in the block as well.
    """

    terms: list[bytes] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=dict)
    places: dict[int, list[int]] = field(default_factory=dict)


def _moved(parts: Sequence[tuple[TermBlock, IntArray]]) -> Iterator[_Moved]:
    start = 0
    for block, chosen in parts:
        new_rows = np.full(len(block), -1, dtype=np.int64)
        new_rows[chosen] = np.arange(start, start + len(chosen))
        start += len(chosen)
        yield _Moved(block, new_rows)


def _runs(blocks: Sequence[TermBlock]) -> Iterator[_Run]:
    """Yield all terms of blocks in order, in runs whose postings fit into memory."""
    run, held = _Run(), 0
    every = heapq.merge(*(_columns(block, of_block=i) for i, block in enumerate(blocks)))
    for term, columns in groupby(every, key=itemgetter(0)):
        for _, of_block, column, size in columns:
            run.first.setdefault(of_block, column)
            run.places.setdefault(of_block, []).append(len(run.terms))
            held += size
        run.terms.append(term)
        if held >= _POSTINGS_AT_ONCE:
            yield run
            run, held = _Run(), 0
    yield run


def _columns(block: TermBlock, *, of_block: int) -> Iterator[tuple[bytes, int, int, int]]:
    for column, (term, size) in enumerate(block.columns()):
        yield term, of_block, column, size


def _postings(run: _Run, moved: Sequence[_Moved]) -> tuple[Rows, Counts, IntArray]:
    """Return the rows and counts of a run, term by term, and how many each term has."""
    places, rows, counts = [np.zeros(0, dtype=np.int64)], [], []
    for of_block, places_of_block in sorted(run.places.items()):
        one, first = moved[of_block], run.first[of_block]
        found, counted, sizes = one.block.postings(first, first + len(places_of_block))
        renumbered = one.new_rows[found]
        kept = renumbered >= 0
        places.append(np.repeat(places_of_block, sizes)[kept])
        rows.append(renumbered[kept].astype(np.uint32))
        counts.append(counted[kept])
    place_of = np.concatenate(places)
    # The rows of a term come from one block after the other, and so ascend.
    order = np.argsort(place_of, kind="stable")
    sizes = np.bincount(place_of, minlength=len(run.terms))
    return (
        np.concatenate([np.zeros(0, dtype=np.uint32), *rows])[order],
        np.concatenate([np.zeros(0, dtype=np.uint16), *counts])[order],
        sizes,
    )
