"""The blocks of a generation: vectors and terms of runs of rows, which generations share.

A block is never changed. What comes is a block of its own; small ones are put together, so that
there are few, and what is removed from them is then left out.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ragqa.array_files import map_list, save_list
from ragqa.dense_index import DenseIndex
from ragqa.encoding import FloatArray
from ragqa.errors import StoreError
from ragqa.sparse_index import SparseIndex
from ragqa.store.manifest import REMOVED_NAME
from ragqa.term_blocks import TermBlock
from ragqa.term_merging import merge_terms
from ragqa.vector_blocks import VectorBlock

_TOGETHER = 8
"""Blocks of new rows of about one size that become one. Each that is open takes six descriptors,
of which a process may have 256 on some systems."""

_SMALL = 1000
"""Rows that are written anew in no time."""


@dataclass(frozen=True, slots=True)
class Block:
    """Vectors and terms of as many rows, in a folder."""

    folder: Path
    vectors: VectorBlock
    terms: TermBlock

    @classmethod
    def open(cls, folder: Path) -> "Block":
        """Read a block; StoreError if it is damaged."""
        block = cls(folder, VectorBlock.open(folder), TermBlock.open(folder))
        if len(block.vectors) != len(block.terms):
            raise StoreError(
                f"{folder} holds {len(block.vectors)} vectors, and terms of {len(block.terms)} rows"
            )
        return block

    def __len__(self) -> int:
        return len(self.terms)


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of a generation; ``removed`` are the rows that hold nothing more, ascending."""

    blocks: tuple[Block, ...]
    removed: NDArray[np.int64]

    @classmethod
    def open(cls, generation: Path, names: Sequence[str]) -> "Blocks":
        """Read the blocks of a generation.

        Raises
        ------
        StoreError
            If a file is missing or damaged.
        """
        blocks = tuple(Block.open(generation / name) for name in names)
        removed = _read_removed(generation / REMOVED_NAME, rows=sum(map(len, blocks)))
        return cls(blocks, removed)

    @property
    def rows(self) -> int:
        """How many rows there are, removed ones included."""
        return sum(map(len, self.blocks))

    def dense(self) -> DenseIndex:
        """Return the index of the vectors."""
        return DenseIndex([block.vectors for block in self.blocks], removed=self.removed)

    def sparse(self) -> SparseIndex:
        """Return the index of the terms."""
        return SparseIndex([block.terms for block in self.blocks], removed=self.removed)

    def with_removed(self) -> Iterator[tuple[Block, NDArray[np.int64]]]:
        """Yield each block with its removed rows, numbered from its first one."""
        start = 0
        for block in self.blocks:
            first, last = np.searchsorted(self.removed, [start, start + len(block)])
            yield block, self.removed[first:last] - start
            start += len(block)


class NewBlocks:
    """Blocks of rows that come a portion at a time, in a folder of their own.

    As many as belong together are put together at once, so that there are few. OSError if they
    cannot be written, as on a full disk.
    """

    def __init__(self, folder: Path, *, dimension: int) -> None:
        self.dimension = dimension
        self.rows = 0
        self._folder = folder
        self._made = 0
        self._by_size: list[list[Path]] = []

    def add(self, vectors: FloatArray, terms: Sequence[Sequence[str]]) -> None:
        """Write more rows: an array (n, dimension) and n lists of terms."""
        folder = self._next_folder()
        _save(folder, vectors, terms)
        self.rows += len(terms)
        for alike in self._by_size:
            alike.append(folder)
            if len(alike) < _TOGETHER:
                return
            folder = self._next_folder()
            _merge([_whole(Block.open(one)) for one in alike], folder, dimension=self.dimension)
            for one in alike:
                shutil.rmtree(one)
            alike.clear()
        self._by_size.append([folder])

    def open(self) -> list[Block]:
        """Return the blocks, in the order of their rows."""
        return [Block.open(folder) for alike in reversed(self._by_size) for folder in alike]

    def size(self) -> int:
        """Return how many bytes they take."""
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def _next_folder(self) -> Path:
        self._made += 1
        return self._folder / f"{self._made:06d}"


NO_BLOCKS = Blocks((), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class WrittenBlocks:
    """What `write_blocks` wrote.

    ``names`` are the blocks in the order of their rows; the first ``shared`` are those of before.
    ``renumbered``, an array (n, 2), has the old number and the new one of the rows that have
    another, ascending: the new rows had been numbered behind all of before. There are ``rows`` now,
    of which ``removed`` hold nothing.
    """

    names: tuple[str, ...]
    shared: int
    renumbered: NDArray[np.int64]
    rows: int
    removed: int


def write_blocks(
    folder: Path,
    *,
    before: Blocks,
    removed: Sequence[int],
    new: NewBlocks,
) -> WrittenBlocks:
    """Write the blocks of ``before`` without some more rows, and new blocks behind them.

    Some rows are in memory at a time: it does not matter how many there are.

    Parameters
    ----------
    folder
        Where to write: a new folder a block, and the removed rows.
    removed
        Rows of ``before`` that hold nothing from now on.
    new
        They lie elsewhere.
    """
    gone = np.union1d(before.removed, np.asarray(removed, dtype=np.int64))
    before = Blocks(before.blocks, gone)
    shared = _count_shared(before, new=new.rows)
    names = [f"block-{number:03d}" for number in range(shared + 1)]
    for name, block in zip(names, before.blocks[:shared], strict=False):
        _share(block.folder, folder / name)
    start = sum(map(len, before.blocks[:shared]))
    left = np.setdiff1d(np.arange(start, before.rows), gone)
    if len(left) or new.rows or not shared:
        rest = [
            (block, np.setdiff1d(np.arange(len(block)), lost))
            for block, lost in [*before.with_removed()][shared:]
        ]
        parts = [*rest, *map(_whole, new.open())]
        _merge(parts, folder / names[-1], dimension=new.dimension)
    else:
        del names[-1]
    save_list(folder / REMOVED_NAME, gone[gone < start])
    old_rows = np.concatenate([left, np.arange(before.rows, before.rows + new.rows)])
    rows = np.column_stack([old_rows, np.arange(start, start + len(old_rows))])
    return WrittenBlocks(
        names=tuple(names),
        shared=shared,
        renumbered=rows[rows[:, 0] != rows[:, 1]],
        rows=start + len(rows),
        removed=int(np.count_nonzero(gone < start)),
    )


def _count_shared(before: Blocks, *, new: int) -> int:
    """Return how many of the first blocks stay as they are; the others become one with the new.

    A block stays while it is at least twice as large as all behind it, so that there are few, and
    no row is written more often than there are doublings. One of which more is removed than left
    does not stay.
    """
    shared, behind = len(before.blocks), new
    for place, (block, gone) in reversed([*enumerate(before.with_removed())]):
        left = len(block) - len(gone)
        if left < max(2 * behind, _SMALL) or len(gone) > left:
            shared = place
        behind += left
    return shared


def _whole(block: Block) -> tuple[Block, NDArray[np.int64]]:
    return block, np.arange(len(block))


def _save(folder: Path, vectors: FloatArray, terms: Sequence[Sequence[str]]) -> None:
    folder.mkdir()
    VectorBlock.build(vectors).save(folder)
    TermBlock.build(terms).save(folder)


def _merge(
    parts: Sequence[tuple[Block, NDArray[np.int64]]], folder: Path, *, dimension: int
) -> None:
    """Write chosen rows of blocks into a new folder, as one block."""
    parts = [(block, rows) for block, rows in parts if len(rows)]
    if not parts:
        _save(folder, np.empty((0, dimension), np.float32), ())
        return
    if len(parts) == 1 and len(parts[0][0]) == len(parts[0][1]):
        _share(parts[0][0].folder, folder)
        return
    folder.mkdir()
    VectorBlock.merge([(block.vectors, rows) for block, rows in parts], folder)
    merge_terms([(block.terms, rows) for block, rows in parts], folder)


def _share(source: Path, target: Path) -> None:
    """Put the files of a folder into a new one, without copying them where that can be."""
    target.mkdir()
    for file in source.iterdir():
        try:
            os.link(file, target / file.name)
        except OSError:  # not every file system can
            shutil.copyfile(file, target / file.name)
            with (target / file.name).open("rb+") as copy:
                os.fsync(copy.fileno())


def _read_removed(path: Path, *, rows: int) -> NDArray[np.int64]:
    try:
        removed = map_list(path)
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    if removed.dtype != np.int64:
        raise StoreError(f"{path} is damaged: it holds no list of rows")
    if np.any(removed[1:] <= removed[:-1]):
        raise StoreError(f"{path} is damaged: its rows are out of order")
    if len(removed) and not 0 <= removed[0] <= removed[-1] < rows:
        raise StoreError(f"{path} is damaged: it names rows beyond the {rows} of the indexes")
    return removed
