"""The standard streams, made alike on every system, and what stands for those that are closed."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

_LAST_STANDARD = 2  # the descriptor of standard error


@contextmanager
def prepared_streams() -> Iterator[None]:
    """Write UTF-8 while the context lasts, and let nothing take the place of a closed stream.

    Python has None for a stream that was closed before it started, as by ``2>&-``. To read from
    it or to write results to it is an error, said once it is tried; complaints are dropped where
    nobody can read them.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    if None in before:
        _take_low_descriptors()
    sys.stdin = sys.stdin or _Closed("standard input")
    sys.stdout = sys.stdout or _Closed("standard output")
    sys.stderr = sys.stderr or io.StringIO()
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def let_go_of_output() -> None:
    """Keep the interpreter from flushing into the closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Closed(io.TextIOBase):
    """Stands for a closed stream: nobody types there, and whatever is tried is an OSError."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def buffer(self) -> "_ClosedBytes":
        """The stream of bytes beneath."""
        return _ClosedBytes(self._name)

    def read(self, _size: int | None = -1) -> NoReturn:
        """Fail."""
        _fail(self._name)

    def readline(self, _size: int = -1) -> NoReturn:  # type: ignore[override]
        """Fail."""
        _fail(self._name)

    def write(self, _text: str) -> NoReturn:
        """Fail."""
        _fail(self._name)


class _ClosedBytes(io.RawIOBase):
    """The same for bytes; none at all may be read and written, to find out its kind."""

    def __init__(self, name: str) -> None:
        self._name = name

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return _fail(self._name) if len(buffer) else 0

    def write(self, data: Any) -> int:
        return _fail(self._name) if len(data) else 0


def _fail(name: str) -> NoReturn:
    raise OSError(f"{name} is closed; give the command one")


def _take_low_descriptors() -> None:
    """Keep files that are opened from getting the number of a standard stream.

    What the system or a child writes to that stream would go into them.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _LAST_STANDARD:
        pass
    os.close(descriptor)


def _write_utf8(stream: object) -> None:
    """Make a stream write the same bytes on every system.

    Half of a surrogate pair, as from a mistyped byte on the command line, is written as an escape
    that JSON knows too.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
