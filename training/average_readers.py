"""Average the weights of readers, then export, measure and describe the mean.

    python -m training.average_readers --out FOLDER WEIGHTS WEIGHTS ...

Each is a `reader.pt` that `training.train_reader` left, or an int8 model that ships. The same one
may be named more than once, to give it more weight. See `training.lineage` for why.
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import torch

from training.export_reader import finish_reader
from training.lineage import Lineage, mean_of
from training.reader_model import Base, load_reader, open_base


def main() -> None:
    """Read the command line, average, then export, measure and write the model card."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", choices=("minilm", "e5"), default="e5")
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument(
        "--held-out", type=Path, required=True, help="held_out.json that a training wrote"
    )
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "held_out.json").write_bytes(arguments.held_out.read_bytes())
    base = open_base(arguments.base)
    average(arguments.weights, base=base, out=arguments.out)
    finish_reader(arguments.out, base=base, evaluation=arguments.eval)


def average(weights: Sequence[Path], *, base: Base, out: Path) -> None:
    """Write the mean of some weights as `reader.pt`, and its lineage beside it."""
    lineage = mean_of([Lineage.read(path) for path in weights])
    states = [load_reader(base, path).state_dict() for path in weights]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    torch.save(mean, out / "reader.pt")
    lineage.write(out)


if __name__ == "__main__":
    main()
