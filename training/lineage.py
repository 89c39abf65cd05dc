"""Where a reader's weights come from: the trainings behind them, the last one last.

A training begins with a pretrained encoder, or goes on from what another one left. Its teacher has
a lineage of its own.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

_FOLDER = Path(__file__).parent / "lineages"


@dataclass(frozen=True)
class Run:
    """One training, and what decided how it went; ``taught_by`` names the teacher's last run."""

    name: str
    seed: int
    minutes: float
    steps: int
    batch: int
    rate: float
    taught_by: str | None = None


@dataclass(frozen=True)
class Lineage:
    """The base, and the runs that led to some weights, each going on from the one before."""

    base: str
    runs: tuple[Run, ...] = ()

    @classmethod
    def read(cls, weights: Path) -> Self:
        """Read what is known of a `reader.pt`, from beside it, or of a model that ships.

        Raises
        ------
        FileNotFoundError
            If nothing is on record for these weights.
        """
        if weights.suffix == ".onnx":
            return cls.recorded(weights.name.removesuffix(".int8.onnx"))
        return cls._load(weights.with_name("training.json"))

    @classmethod
    def recorded(cls, name: str) -> Self:
        """Read that of the ``reader`` that ships, or of its ``teacher``."""
        return cls._load(_FOLDER / f"{name}.json")

    @classmethod
    def _load(cls, path: Path) -> Self:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return cls(raw["base"], tuple(Run(**run) for run in raw["runs"]))

    def write(self, folder: Path) -> None:
        """Write it beside the weights."""
        text = json.dumps(asdict(self), indent=1)
        (folder / "training.json").write_text(text + "\n", encoding="utf-8")

    def then(self, run: Run) -> "Lineage":
        """Return the lineage of what a run made of these weights."""
        if run.name in {earlier.name for earlier in self.runs}:
            raise ValueError(f"there is a run named {run.name} already: choose another folder")
        return Lineage(self.base, (*self.runs, run))
