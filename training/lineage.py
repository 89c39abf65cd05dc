"""Where a reader's weights come from: its teacher, and the trainings behind it, the last one last.

A training begins with a pretrained encoder, or goes on from what another one left.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_SHIPPED = Path(__file__).parent / "shipped.json"


@dataclass(frozen=True)
class Run:
    """One training, and what decides how it goes: `training.train_reader` tells of each."""

    name: str
    seed: int
    steps: int
    batch: int
    rate: float
    workers: int


@dataclass(frozen=True)
class Lineage:
    """The base, and the runs that led to some weights, each going on from the one before.

    ``teacher`` is the lineage of the reader that taught in the last run. ``note`` tells what else
    was done to the weights since.
    """

    base: str
    runs: tuple[Run, ...] = ()
    teacher: "Lineage | None" = None
    note: str = ""

    @classmethod
    def read(cls, weights: Path) -> "Lineage":
        """Read what is known of a `reader.pt`, from beside it, or of a model that ships.

        Raises
        ------
        FileNotFoundError
            If nothing is on record for these weights.
        """
        path = _SHIPPED if weights.suffix == ".onnx" else weights.with_name("training.json")
        return cls._of(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def _of(cls, raw: Mapping[str, Any]) -> "Lineage":
        teacher = cls._of(raw["teacher"]) if raw["teacher"] else None
        runs = tuple(Run(**run) for run in raw["runs"])
        return cls(raw["base"], runs, teacher, raw.get("note", ""))

    def write(self, folder: Path) -> None:
        """Write it beside the weights."""
        text = json.dumps(asdict(self), indent=1)
        (folder / "training.json").write_text(text + "\n", encoding="utf-8")

    def then(self, run: Run, *, teacher: "Lineage | None" = None) -> "Lineage":
        """Return the lineage of what a run, with a teacher or without, makes of these weights.

        Raises
        ------
        ValueError
            If an earlier run has its name.
        """
        if run.name in {earlier.name for earlier in self.runs}:
            raise ValueError(f"there is a run named {run.name} already: choose another folder")
        return Lineage(self.base, (*self.runs, run), teacher, self.note)
