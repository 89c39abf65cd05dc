"""Which trainings are behind a reader's weights."""

from dataclasses import replace
from pathlib import Path

import pytest

from training.lineage import Lineage, Run


def lineage_of(*names: str) -> Lineage:
    """Return what trainings made, each gone on from the one before."""
    lineage = Lineage("e5")
    for seed, name in enumerate(names):
        lineage = lineage.then(Run(name, seed=seed, steps=10, batch=16, rate=1e-4, workers=2))
    return lineage


def test_runs_are_told_in_their_order() -> None:
    assert [run.name for run in lineage_of("one", "two").runs] == ["one", "two"]


def test_what_was_done_to_the_weights_stays_on_record() -> None:
    rounded = replace(lineage_of("one"), note="one began with rounded weights.")
    run = Run("two", seed=9, steps=1, batch=8, rate=1e-5, workers=0)
    assert rounded.then(run).note == rounded.note


def test_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="named one"):
        lineage_of("one", "one")


def test_lineage_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = Run("three", seed=9, steps=1, batch=8, rate=1e-5, workers=0)
    lineage = lineage_of("one", "two").then(run, teacher=lineage_of("teacher"))
    lineage.write(tmp_path)
    assert Lineage.read(tmp_path / "reader.pt") == lineage


def test_model_that_ships_has_a_lineage_and_so_has_its_teacher() -> None:
    shipped = Lineage.read(Path("ragqa/models/reader.int8.onnx"))
    assert shipped.base == "e5"
    assert shipped.teacher is not None
    assert shipped.teacher.base == "mpnet"
