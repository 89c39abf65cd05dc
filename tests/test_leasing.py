import pytest

from ragqa.leasing import ClosedError, Leased


class Thing:
    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_old_thing_closes_after_its_last_user() -> None:
    old, new = Thing(), Thing()
    leased = Leased(old)
    with leased.lease() as first, leased.lease() as second:
        leased.put(new)
        assert first is second is old
        with leased.lease() as third:
            assert third is new
        assert old.closed == 0
    assert old.closed == 1
    assert new.closed == 0


def test_thing_that_nobody_uses_closes_when_it_is_replaced() -> None:
    old = Thing()
    Leased(old).put(Thing())
    assert old.closed == 1


def test_current_thing_stays_open_between_leases() -> None:
    thing = Thing()
    leased = Leased(thing)
    for _ in range(2):
        with leased.lease():
            pass
    assert thing.closed == 0


def test_closing_waits_for_the_last_user() -> None:
    thing = Thing()
    leased = Leased(thing)
    with leased.lease():
        leased.close()
        assert thing.closed == 0
    assert thing.closed == 1


def test_closing_what_nobody_uses_is_at_once() -> None:
    thing = Thing()
    Leased(thing).close()
    assert thing.closed == 1


def test_nothing_is_lent_or_left_open_after_closing() -> None:
    thing, late = Thing(), Thing()
    leased = Leased(thing)
    leased.close()
    leased.close()
    leased.put(late)
    assert (thing.closed, late.closed) == (1, 1)
    assert leased.is_closed
    with pytest.raises(ClosedError), leased.lease():
        pass
