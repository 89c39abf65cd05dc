import asyncio
from collections.abc import Coroutine

import pytest

from ragqa.ui.admission import Admission, BusyError


class Visitor:
    """Takes a place, notes its name, and leaves when it is told to."""

    def __init__(self, admission: Admission, name: str, entered: list[str]) -> None:
        self._leave = asyncio.Event()
        self.task = asyncio.create_task(self._visit(admission, name, entered))

    async def _visit(self, admission: Admission, name: str, entered: list[str]) -> None:
        async with admission.place():
            entered.append(name)
            await self._leave.wait()

    def leave(self) -> None:
        self._leave.set()


async def settle() -> None:
    """Let every task go on as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


def run(steps: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(steps, timeout=5))


def test_as_many_run_as_there_are_places_and_the_others_follow_in_order() -> None:
    async def steps() -> None:
        entered: list[str] = []
        admission = Admission(2, 2)
        visitors = [Visitor(admission, name, entered) for name in "abcd"]
        await settle()
        assert entered == ["a", "b"]
        visitors[1].leave()
        await settle()
        assert entered == ["a", "b", "c"]
        visitors[0].leave()
        await settle()
        assert entered == ["a", "b", "c", "d"]

    run(steps())


def test_one_more_than_may_wait_is_turned_away_at_once() -> None:
    async def steps() -> None:
        entered: list[str] = []
        admission = Admission(1, 1)
        first, second = Visitor(admission, "a", entered), Visitor(admission, "b", entered)
        await settle()
        with pytest.raises(BusyError, match="busy: 1 questions wait already; ask again"):
            async with admission.place():
                pass
        first.leave()
        await settle()
        third = Visitor(admission, "c", entered)
        await settle()
        second.leave()
        await settle()
        third.leave()
        await asyncio.gather(first.task, second.task, third.task)
        assert entered == ["a", "b", "c"]

    run(steps())


def test_nobody_passes_those_who_wait() -> None:
    async def steps() -> None:
        entered: list[str] = []
        admission = Admission(1, 5)
        first = Visitor(admission, "a", entered)
        await settle()
        Visitor(admission, "b", entered)
        await settle()
        first.leave()
        await first.task
        Visitor(admission, "c", entered)
        await settle()
        assert entered == ["a", "b"]

    run(steps())


def test_waiter_who_gives_up_leaves_room_for_another() -> None:
    async def steps() -> None:
        entered: list[str] = []
        admission = Admission(1, 1)
        first, second = Visitor(admission, "a", entered), Visitor(admission, "b", entered)
        await settle()
        second.task.cancel()
        await settle()
        third = Visitor(admission, "c", entered)
        await settle()
        first.leave()
        await settle()
        assert entered == ["a", "c"]
        assert second.task.cancelled()
        assert not third.task.done()

    run(steps())


def test_place_given_to_a_waiter_in_the_moment_of_giving_up_goes_to_the_next() -> None:
    async def steps() -> None:
        entered: list[str] = []
        admission = Admission(1, 5)
        holding = admission.place()
        await holding.__aenter__()
        second, third = Visitor(admission, "b", entered), Visitor(admission, "c", entered)
        await settle()
        await holding.__aexit__(None, None, None)
        second.task.cancel()
        await settle()
        assert entered == ["c"]
        third.leave()
        await third.task

    run(steps())


def test_waiter_who_has_given_up_is_passed_over() -> None:
    async def steps() -> None:
        entered: list[str] = []
        admission = Admission(1, 5)
        holding = admission.place()
        await holding.__aenter__()
        second, third = Visitor(admission, "b", entered), Visitor(admission, "c", entered)
        await settle()
        second.task.cancel()
        await holding.__aexit__(None, None, None)
        await settle()
        assert entered == ["c"]
        third.leave()
        await third.task

    run(steps())


def test_place_is_free_again_after_an_error() -> None:
    async def steps() -> None:
        admission = Admission(1, 0)
        with pytest.raises(KeyError):
            async with admission.place():
                raise KeyError
        async with admission.place():
            pass

    run(steps())


@pytest.mark.parametrize(("running", "waiting"), [(0, 1), (1, -1)])
def test_impossible_numbers_are_refused(running: int, waiting: int) -> None:
    with pytest.raises(ValueError, match=f"running is {running} and waiting {waiting}"):
        Admission(running, waiting)
