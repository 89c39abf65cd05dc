"""A process that changes a store is killed at any moment: what is left is old or new, and whole."""

import pytest

from benchmarks._killing import ACTIONS, Killing

SEEDS = range(5)


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Killing:
    return Killing(tmp_path_factory.mktemp("kills"))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ACTIONS)
def test_killed_run_leaves_a_whole_store_and_the_next_one_finishes(
    killing: Killing, name: str, seed: int
) -> None:
    assert killing.trial(name, seed=seed).problems == ()
