"""Who may ask at once, and how many may wait for it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from ragqa.errors import RagqaError

_Value = TypeVar("_Value")


class BusyError(RagqaError):
    """So many wait already that one more would wait too long."""


class Admission:
    """Places to work in, given in the order of asking.

    It belongs to one event loop and needs no lock: nothing in it waits between reading and writing.

    Parameters
    ----------
    running
        How many may hold a place at once; at least 1.
    waiting
        How many may wait for one; whoever comes after them is turned away.
    """

    def __init__(self, running: int, waiting: int) -> None:
        if running < 1 or waiting < 0:
            raise ValueError(
                f"running is {running} and waiting {waiting}; at least 1 and 0 are expected"
            )
        self._free = running
        self._waiting = waiting
        self._queue: deque[asyncio.Future[None]] = deque()

    async def run(self, work: Callable[[], _Value]) -> _Value:
        """Do work in a thread of its own, at a place, and return what it gives.

        Who is cancelled waits no longer, but a thread cannot be stopped: the place is taken until
        it ends.

        Raises
        ------
        BusyError
            If all places are taken and all waiting room too.
        """

        async def at_a_place() -> _Value:
            async with self.place():
                return await asyncio.to_thread(work)

        return await asyncio.shield(asyncio.ensure_future(at_a_place()))

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place while the context lasts.

        Raises
        ------
        BusyError
            If all places are taken and all waiting room too.
        """
        await self._enter()
        try:
            yield
        finally:
            self._leave()

    async def _enter(self) -> None:
        if self._free:
            self._free -= 1
            return
        if len(self._queue) >= self._waiting:
            raise BusyError(
                f"busy: {len(self._queue)} questions wait already; ask again in a moment"
            )
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in self._queue:
                self._queue.remove(turn)
            elif not turn.cancelled():
                # The place was handed over in the moment in which the waiter gave up.
                self._leave()
            raise

    def _leave(self) -> None:
        """Hand the place to whoever waits longest."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
