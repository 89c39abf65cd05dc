"""Work that several threads ask for at the same moment."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from ragqa.shared_calls import SharedCalls


def wait_for(condition: Callable[[], object]) -> None:
    for _ in range(1000):
        if condition():
            return
        Event().wait(0.005)
    raise AssertionError("it did not happen")


class Work:
    """Counts how often it is done; it goes on until it may end."""

    def __init__(self, error: Exception | None = None) -> None:
        self.begun = 0
        self.may_end = Event()
        self._error = error

    def __call__(self) -> int:
        self.begun += 1
        assert self.may_end.wait(10)
        if self._error:
            raise self._error
        return self.begun


def asked_by_four(
    pool: ThreadPoolExecutor, calls: SharedCalls[int], work: Work
) -> list[Future[int]]:
    first = pool.submit(calls.call, "why?", work)
    wait_for(lambda: work.begun)
    others = [pool.submit(calls.call, "why?", work) for _ in range(3)]
    wait_for(lambda: all(one.running() for one in others))
    work.may_end.set()
    return [first, *others]


def test_same_call_at_the_same_moment_is_done_once() -> None:
    work = Work()
    with ThreadPoolExecutor(4) as pool:
        asked = asked_by_four(pool, SharedCalls(), work)
        assert [one.result() for one in asked] == [1] * 4
    assert work.begun == 1


def test_all_hear_of_the_same_error() -> None:
    work = Work(ValueError("no"))
    with ThreadPoolExecutor(4) as pool:
        for one in asked_by_four(pool, SharedCalls(), work):
            with pytest.raises(ValueError, match="no"):
                one.result()
    assert work.begun == 1


def test_other_calls_do_not_wait() -> None:
    calls: SharedCalls[int] = SharedCalls()
    work = Work()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(calls.call, "why?", work)
        wait_for(lambda: work.begun)
        assert pool.submit(calls.call, "how?", lambda: 7).result() == 7
        assert not first.done()
        work.may_end.set()


def test_nothing_is_kept_of_a_call_that_is_over() -> None:
    calls: SharedCalls[int] = SharedCalls()
    results = iter([1, 2])
    assert [calls.call("why?", lambda: next(results)) for _ in range(2)] == [1, 2]


def test_after_an_error_the_next_one_tries_again() -> None:
    calls: SharedCalls[int] = SharedCalls()

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        calls.call("why?", fail)
    assert calls.call("why?", lambda: 7) == 7
