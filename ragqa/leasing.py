"""Something open that is replaced while others use it: the old one closes after its last user."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, Protocol, TypeVar


class _Closable(Protocol):
    def close(self) -> None: ...


_Thing = TypeVar("_Thing", bound=_Closable)


class ClosedError(Exception):
    """There is nothing to be lent any more."""


class Leased(Generic[_Thing]):
    """Holds one thing at a time, and lends it to any number of threads."""

    def __init__(self, thing: _Thing) -> None:
        self._lock = Lock()
        self._users: Counter[int] = Counter()
        self._current = thing
        self._closed = False

    @contextmanager
    def lease(self) -> Iterator[_Thing]:
        """Lend what is current; it stays open to the end of the block, whatever is put instead.

        Raises
        ------
        ClosedError
            If it was closed.
        """
        with self._lock:
            if self._closed:
                raise ClosedError
            thing = self._current
            self._users[id(thing)] += 1
        try:
            yield thing
        finally:
            with self._lock:
                self._users[id(thing)] -= 1
                unused = self._is_unused(thing)
            if unused:
                thing.close()

    def put(self, thing: _Thing) -> None:
        """Lend this one from now on; where it was closed, close this one."""
        with self._lock:
            old = thing if self._closed else self._current
            self._current = self._current if self._closed else thing
            unused = self._is_unused(old)
        if unused:
            old.close()

    def close(self) -> None:
        """Close what is current, after its last user; a second time, do nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            unused = self._is_unused(self._current)
        if unused:
            self._current.close()

    @property
    def is_closed(self) -> bool:
        """Whether nothing is lent any more."""
        return self._closed

    def _is_unused(self, thing: _Thing) -> bool:
        """Return whether nobody uses a thing, and nobody will."""
        retired = self._closed or thing is not self._current
        return retired and self._users[id(thing)] == 0
