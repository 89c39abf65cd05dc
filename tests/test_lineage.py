"""Which trainings are behind a reader's weights."""

from pathlib import Path

import pytest

from training.lineage import Lineage, Run, mean_of


def run_of(name: str, *, begun_from: dict[str, float] | None = None) -> Run:
    return Run(name, seed=1, minutes=5.0, steps=10, examples=160, begun_from=begun_from or {})


def lineage_of(*names: str) -> Lineage:
    """Return what trainings made, each gone on from the one before."""
    lineage = Lineage("minilm")
    for name in names:
        lineage = lineage.then(run_of(name, begun_from=dict(lineage.shares)))
    return lineage


def test_mean_shares_the_weights_out() -> None:
    mean = mean_of([lineage_of("one"), lineage_of("two"), lineage_of("one")])
    assert mean.shares == pytest.approx({"one": 2 / 3, "two": 1 / 3})
    assert [run.name for run in mean.runs] == ["one", "two"]


def test_earlier_trainings_stay_on_record_without_a_share() -> None:
    mean = mean_of([lineage_of("one", "two"), lineage_of("three")])
    assert [run.name for run in mean.runs] == ["one", "two", "three"]
    assert mean.shares == {"two": 0.5, "three": 0.5}


def test_training_goes_on_from_a_mean() -> None:
    mean = mean_of([lineage_of("one"), lineage_of("two")])
    assert mean.then(run_of("three")).shares == {"three": 1.0}


def test_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="named one"):
        lineage_of("one", "one")


def test_lineage_is_read_as_it_was_written(tmp_path: Path) -> None:
    lineage = mean_of([lineage_of("one", "two"), lineage_of("three")])
    lineage.write(tmp_path)
    assert Lineage.read(tmp_path / "reader.pt") == lineage


@pytest.mark.parametrize("model", ["reader", "multilingual-reader"])
def test_models_that_ship_have_a_lineage(model: str) -> None:
    lineage = Lineage.read(Path(f"ragqa/models/{model}.int8.onnx"))
    assert sum(lineage.shares.values()) == pytest.approx(1)
    assert lineage.shares.keys() <= {run.name for run in lineage.runs}
