"""Calls that several threads make at the same moment, done once for all of them."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

_Result = TypeVar("_Result")


class SharedCalls(Generic[_Result]):
    """Does work once for all who ask for the same while it is going on; it keeps no result."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[Hashable, Future[_Result]] = {}

    def call(self, key: Hashable, work: Callable[[], _Result]) -> _Result:
        """Return what ``work`` returns, or raise what it raises, for all of the same key."""
        with self._lock:
            running = self._running.get(key)
            future = running or self._running.setdefault(key, Future())
        if running is None:
            self._do(key, work, future)
        return future.result()

    def _do(self, key: Hashable, work: Callable[[], _Result], future: Future[_Result]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 (others wait for it)
            # Whoever comes from now on tries for himself.
            self._forget(key)
            future.set_exception(error)
        else:
            self._forget(key)
            future.set_result(result)

    def _forget(self, key: Hashable) -> None:
        with self._lock:
            del self._running[key]
