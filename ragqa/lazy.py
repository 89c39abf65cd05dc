"""Values that are made when they are first asked for."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Lazy(Generic[_Value]):
    """Call it for its value: the first call makes it, in whichever thread, and all share it.

    Where making it fails, the caller gets the error, and the next call tries again.
    """

    def __init__(self, make: Callable[[], _Value]) -> None:
        self._make = make
        self._made: list[_Value] = []
        self._lock = Lock()

    def __call__(self) -> _Value:
        """Return the value."""
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made.append(self._make())
        return self._made[0]
