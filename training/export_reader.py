"""Turn trained weights into the files that ship: int8 ONNX, figures and model card.

`python -m training.export_reader --help`. Needs the package onnx.
"""

import argparse
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import torch

from training.evaluate_reader import evaluate_reader
from training.lineage import Lineage
from training.model_card import render_card
from training.quantising import quantise
from training.reader_model import Base, load_reader, open_base
from training.shipping_form import ShippingForm, shipping_form

log = logging.getLogger("export_reader")

OPSET = 17
INPUTS = ("words", "token_type_ids")  # the first are vectors
OUTPUTS = ("start_logits", "end_logits", "relevance")


def main() -> None:
    """Read the command line and finish the run in the folder that training left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder with reader.pt")
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    finish_reader(arguments.out, base=open_base("e5"), evaluation=arguments.eval)


def finish_reader(out: Path, *, base: Base, evaluation: Path) -> None:
    """Export and quantise `out/reader.pt`, measure the small model, write its report and card."""
    full, small = out / "reader.onnx", out / "reader.int8.onnx"
    export_onnx(shipping_form(load_reader(base, out / "reader.pt"), base), full, base=base)
    quantise(full, small)
    lineage = Lineage.read(out / "reader.pt")
    report: dict[str, Any] = {
        "file": describe_file(small),
        "figures": evaluate_reader(small, base=base, evaluation=evaluation, held_out=out),
    }
    (out / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    (out / "card.md").write_text(render_card(report, lineage))
    log.info("wrote %s", out / "report.json")


def export_onnx(form: ShippingForm, path: Path, *, base: Base) -> None:
    """Write fp32 ONNX: inputs (batch, tokens), words as vectors; logits as `OUTPUTS`."""
    ids = torch.ones(2, 16, dtype=torch.int64)
    per_token = {0: "batch", 1: "tokens"}
    axes = dict.fromkeys((*INPUTS, *OUTPUTS[:2]), per_token)
    torch.onnx.export(
        form,
        (base.embed(ids), ids),
        path,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes={**axes, OUTPUTS[2]: {0: "batch"}},
        opset_version=OPSET,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def describe_file(path: Path) -> dict[str, Any]:
    """Return name, size and sha256 of the file that ships."""
    content = path.read_bytes()
    return {
        "name": path.name,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


if __name__ == "__main__":
    main()
