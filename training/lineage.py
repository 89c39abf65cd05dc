"""Where a reader's weights come from: the trainings behind them, and each one's share in the mean.

Weights that were trained from the same base can be averaged: the mean reads better than each of
them, at no cost when it is used (M. Wortsman et al., "Model soups", ICML 2022). A training can then
go on from the mean.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

_FOLDER = Path(__file__).parent / "lineages"


@dataclass(frozen=True)
class Run:
    """One training. ``begun_from`` has the shares of earlier runs, and none if it began afresh.

    ``seed`` and ``minutes`` are None where they were not written down.
    """

    name: str
    seed: int | None
    minutes: float | None
    steps: int
    examples: int
    begun_from: Mapping[str, float]


@dataclass(frozen=True)
class Lineage:
    """The runs behind some weights, earliest first, and the share of each in the mean of them."""

    base: str
    runs: tuple[Run, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, weights: Path) -> Self:
        """Read what is known of a `reader.pt`, from beside it, or of a model that ships.

        Raises
        ------
        FileNotFoundError
            If nothing is on record for these weights.
        """
        stem = weights.name.removesuffix(".int8.onnx")
        shipped = weights.suffix == ".onnx"
        path = _FOLDER / f"{stem}.json" if shipped else weights.with_name("training.json")
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(raw["base"], tuple(Run(**run) for run in raw["runs"]), raw["shares"])

    def write(self, folder: Path) -> None:
        """Write it beside the weights."""
        text = json.dumps(asdict(self), indent=1)
        (folder / "training.json").write_text(text + "\n", encoding="utf-8")

    def then(self, run: Run) -> "Lineage":
        """Return the lineage of what a run made of these weights."""
        if run.name in {earlier.name for earlier in self.runs}:
            raise ValueError(f"there is a run named {run.name} already: choose another folder")
        return Lineage(self.base, (*self.runs, run), {run.name: 1.0})


def mean_of(lineages: Sequence[Lineage]) -> Lineage:
    """Return the lineage of the mean of some weights."""
    runs = {run.name: run for lineage in lineages for run in lineage.runs}
    shares = dict.fromkeys(runs, 0.0)
    for lineage in lineages:
        for name, share in lineage.shares.items():
            shares[name] += share / len(lineages)
    kept = {name: share for name, share in shares.items() if share}
    return Lineage(lineages[0].base, tuple(runs.values()), kept)
