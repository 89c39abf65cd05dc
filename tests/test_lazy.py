"""Values that are made when they are first asked for."""

from threading import Barrier, Thread

import pytest

from ragqa.lazy import Lazy


def test_value_is_made_at_the_first_call_and_kept() -> None:
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    lazy = Lazy(make)
    assert made == []
    assert lazy() is lazy()
    assert len(made) == 1


def test_threads_that_ask_at_once_share_one_value() -> None:
    begin = Barrier(8)
    made: list[object] = []
    got: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    lazy = Lazy(make)

    def ask() -> None:
        begin.wait()
        got.append(lazy())

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert set(map(id, got)) == {id(made[0])}


def test_failure_is_told_and_the_next_call_tries_again() -> None:
    outcomes: list[Exception | str] = [OSError("no room"), "made"]

    def make() -> str:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    lazy = Lazy(make)
    with pytest.raises(OSError, match="no room"):
        lazy()
    assert lazy() == "made"
