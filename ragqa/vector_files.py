"""Indexes of faiss in files that are mapped: opening one reads its structure, not its vectors.

faiss trusts what it reads: a count that is damaged lets it wait, or crash. So the structure, all
but the bytes of the rows, has its checksum at the end of the file, where faiss looks for nothing.
"""

import mmap
import os
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ragqa.encoding import FloatArray, IntArray
from ragqa.errors import StoreError

_HEAD = struct.Struct("=4siq")  # kind, dimension and number of rows, as faiss begins any index
_COUNT = struct.Struct("=q")
_CHECKSUM = struct.Struct("=I")
_KEPT_ROWS = 100
"""Each may bring some hundred kilobytes into memory: what is around it, where the system has it."""


@dataclass(frozen=True, slots=True)
class IndexKind:
    """A class of faiss, what its files begin with, and the bytes of a row, which end the file.

    These are ``number_bytes`` for each dimension, and ``row_bytes`` more.
    """

    name: str
    fourcc: bytes
    number_bytes: int
    row_bytes: int = 0

    def payload(self, *, dimension: int, rows: int) -> int:
        """Return the bytes of all rows together."""
        return rows * (self.number_bytes * dimension + self.row_bytes)


FLAT = IndexKind("IndexFlatIP", b"IxFI", number_bytes=4)
INVERTED = IndexKind("IndexIVFScalarQuantizer", b"IwSq", number_bytes=1, row_bytes=8)


def write_index(index: Any, path: Path, *, kind: IndexKind) -> None:
    """Write an index to a file; OSError if that fails, as on a full disk."""
    import faiss

    with path.open("w+b") as file:  # faiss by itself misses that the last bytes do not fit
        writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
        faiss.write_index(index, writer)
        file.flush()
        structure = file.tell() - kind.payload(dimension=index.d, rows=index.ntotal)
        file.seek(0)
        checksum = zlib.crc32(file.read(structure))
        file.seek(0, os.SEEK_END)
        file.write(_CHECKSUM.pack(checksum))


def write_flat(path: Path, pieces: Iterable[FloatArray], *, dimension: int, rows: int) -> None:
    """Write a flat index of ``rows`` vectors that come in pieces, each (n, dimension) float32.

    The file is the one that `write_index` writes of an index that holds them all, byte by byte.

    Raises
    ------
    OSError
        If that fails, as on a full disk.
    ValueError
        If the pieces have not as many vectors.
    """
    structure = _flat_structure(dimension=dimension, rows=rows)
    written = 0
    with path.open("wb") as file:
        file.write(structure)
        for piece in pieces:
            file.write(np.ascontiguousarray(piece, dtype=np.float32).data)
            written += len(piece)
        file.write(_CHECKSUM.pack(zlib.crc32(structure)))
    if written != rows:
        raise ValueError(f"{path}: {written} vectors written, {rows} announced")


def _flat_structure(*, dimension: int, rows: int) -> bytes:
    """Return what faiss writes of a flat index before its numbers."""
    import faiss

    empty = bytes(faiss.serialize_index(faiss.IndexFlatIP(dimension)))
    # It has the number of rows in its head, and how many numbers follow at its end.
    head = _HEAD.pack(FLAT.fourcc, dimension, rows)
    return head + empty[_HEAD.size : -_COUNT.size] + _COUNT.pack(rows * dimension)


def map_index(path: Path, *, kind: IndexKind) -> Any:
    """Map what `write_index` wrote; the file must stay as it is from then on.

    Below a folder whose name faiss does not understand it is read instead.

    Raises
    ------
    StoreError
        If the file is missing, cut, of another kind, or damaged elsewhere than in its rows.
    """
    import faiss

    try:
        _check_structure(path, kind)
        if not _is_plain(path):
            with path.open("rb") as file:
                reader = faiss.PyCallbackIOReader(file.read)  # type: ignore[attr-defined]
                return faiss.read_index(reader)
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except (OSError, ValueError, struct.error, RuntimeError) as error:
        raise damaged(path, f"{kind.name} expected") from error


def flat_numbers(flat: Any) -> FloatArray:
    """Return all that a flat index holds, (n, dimension), where it lies; valid as long as it."""
    import faiss

    numbers: FloatArray = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d)
    return numbers.reshape(flat.ntotal, flat.d)


class ScatteredRows:
    """The rows of a flat index that lies in a file, to be read here and there: by their numbers.

    The system reads a row without what is around it, and after some of them the process lets go
    of the pages that it has read: however many are asked for, few stay in its memory.
    """

    def __init__(self, mapped: mmap.mmap, numbers: FloatArray) -> None:
        self._mapped = mapped
        self._numbers = numbers
        self._read = 0

    @classmethod
    def open(cls, path: Path, flat: Any) -> "ScatteredRows":
        """Map the file of an index once more; StoreError if it is gone meanwhile."""
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise damaged(path, str(error)) from error
        if hasattr(mmap, "MADV_RANDOM"):
            mapped.madvise(mmap.MADV_RANDOM)
        payload = FLAT.payload(dimension=flat.d, rows=flat.ntotal)
        start = len(mapped) - _CHECKSUM.size - payload
        numbers = np.frombuffer(mapped, dtype=np.uint8, count=payload, offset=start)
        return cls(mapped, numbers.view(np.float32).reshape(flat.ntotal, flat.d))

    def __getitem__(self, rows: IntArray) -> FloatArray:
        """Return the vectors of rows, in their order: (len(rows), dimension)."""
        vectors: FloatArray = self._numbers[rows]
        self._read += len(rows)
        if self._read > _KEPT_ROWS and hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)
            self._read = 0
        return vectors


def damaged(path: Path, problem: str) -> StoreError:
    """Return the error of a file in which something is wrong."""
    return StoreError(f"{path} is not a readable vector index ({problem})")


def _is_plain(path: Path) -> bool:
    """Return whether faiss, which opens files by their names in bytes, finds this one."""
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return os.name != "nt" or name.isascii()


def _check_structure(path: Path, kind: IndexKind) -> None:
    """Raise OSError, ValueError or struct.error if the file is not one that we wrote."""
    with path.open("rb") as file:
        fourcc, dimension, rows = _HEAD.unpack(file.read(_HEAD.size))
        size = file.seek(0, os.SEEK_END) - _CHECKSUM.size
        structure = size - kind.payload(dimension=dimension, rows=rows)
        if fourcc != kind.fourcc or not _HEAD.size <= structure <= size:
            raise ValueError(f"{fourcc!r}, {rows} rows of {dimension} dimensions in {size} bytes")
        file.seek(0)
        found = zlib.crc32(file.read(structure))
        file.seek(size)
        (expected,) = _CHECKSUM.unpack(file.read())
        if found != expected:
            raise ValueError(f"checksum {found:08x}, expected {expected:08x}")
