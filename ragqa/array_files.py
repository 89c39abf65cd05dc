"""Lists of numbers in NumPy's own files, which several threads may open at the same time.

``np.load`` reads the head of such a file as Python source. Building a syntax tree in two threads
at once can end in a SystemError on Python 3.11 and 3.12 (CPython's issue 106905), and any damaged
head costs whatever the parser makes of it. The heads that we write have one form, and a pattern
reads that.

Source of the format: NumPy's documentation of ``numpy.lib.format``, version 1.0.
"""

import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"\x93NUMPY\x01\x00"
_HEAD_SIZE = struct.Struct("<H")
_HEAD = re.compile(
    rb"\{'descr': '(\|u1|<[iuf][248])', 'fortran_order': False, 'shape': \((\d{1,18}),\), \} *\n"
)


def save_list(path: Path, numbers: NDArray[Any]) -> None:
    """Write an array of one dimension; ``np.load`` reads it as well.

    OSError if that fails, as on a full disk. ``np.save`` says nothing where the last bytes fail.
    """
    with list_writer(path, kind=numbers.dtype, length=len(numbers)) as write:
        write(numbers)


@contextmanager
def list_writer(
    path: Path, *, kind: np.dtype[Any], length: int
) -> Iterator[Callable[[NDArray[Any]], None]]:
    """Write an array of one dimension piece by piece, each by a call of what the context gives.

    Raises
    ------
    OSError
        If the file cannot be written.
    ValueError
        If the pieces are not ``length`` numbers together when the context ends.
    """
    written = 0
    with path.open("wb") as file:
        head = {"descr": kind.str, "fortran_order": False, "shape": (length,)}
        np.lib.format.write_array_header_1_0(file, head)

        def write(numbers: NDArray[Any]) -> None:
            nonlocal written
            written += len(numbers)
            file.write(np.ascontiguousarray(numbers, dtype=kind).data)

        yield write
    if written != length:
        raise ValueError(f"{path}: {written} numbers written, {length} announced")


def map_list(path: Path) -> NDArray[Any]:
    """Map an array of one dimension; the file must stay as it is from then on.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is cut, or is no such array.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ValueError("it does not begin as an array of NumPy's format 1.0")
        head_size = file.read(_HEAD_SIZE.size)
        if len(head_size) < _HEAD_SIZE.size:
            raise ValueError(f"it ends after {size} bytes")
        head = _HEAD.fullmatch(file.read(*_HEAD_SIZE.unpack(head_size)))
        if head is None:
            raise ValueError("its head is not that of a list of numbers")
        kind, length = np.dtype(head[1].decode()), int(head[2])
        start = file.tell()
        if start + length * kind.itemsize != size:
            raise ValueError(f"{size} bytes, {start + length * kind.itemsize} expected")
        return np.asarray(np.memmap(file, dtype=kind, mode="r", offset=start, shape=(length,)))
