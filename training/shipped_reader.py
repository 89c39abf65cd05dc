"""The weights of a reader that ships, as a training can go on from them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

# What a layer's parts that are split are called in the form that ships, and the linear layers that
# each is made of.
SPLIT_PARTS: Mapping[str, tuple[str, ...]] = {
    "projections": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "intermediate": ("intermediate.dense",),
    "output": ("output.dense",),
}
_WHOLE_PARTS = {
    "attention_output": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "output_norm": "output.LayerNorm",
}
_QUANTISED = "_quantized"


def shipped_weights(path: Path) -> dict[str, Tensor]:
    """Return the weights in an int8 model that `training/export_reader.py` made, as fp32.

    The names are those of `Reader`. A weight of the int8 matrices is off by half a step at most. A
    step is a 64th of the greatest weight of the output channel, both taken as multiplied by their
    factors (`training/shipping_form.py`).
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    plain = (".weight", ".bias", ".rescale")
    weights = {name: values for name, values in stored.items() if name.endswith(plain)}
    weights |= _matrices(graph.node, stored)
    return reader_weights({name: torch.from_numpy(np.array(one)) for name, one in weights.items()})


def reader_weights(shipped: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of a `ShippingForm` by the names, and in the shapes, of `Reader`."""
    weights = {}
    for name, values in shipped.items():
        first, *path = name.split(".")
        if first == "embeddings":
            weights[f"encoder.{name}"] = values
        elif first.endswith("_head"):
            weights[name] = values
        elif first == "layers" and path[1] in _WHOLE_PARTS:
            number, part, kind = path
            weights[f"encoder.encoder.layer.{number}.{_WHOLE_PARTS[part]}.{kind}"] = values
        elif name.endswith(".rest.bias"):
            weights |= dict(_unsplit(shipped, name.removesuffix(".rest.bias")))
    return weights


def _unsplit(shipped: Mapping[str, Tensor], split: str) -> Iterator[tuple[str, Tensor]]:
    """Give name and values of what became one part, such as ``layers.0.projections``."""
    _, number, part = split.split(".")
    # Not told by "apart": of tensors that are equal, the exporter keeps one.
    rescale = shipped[f"{split}.rescale"]
    weight = shipped[f"{split}.rest.weight"] * rescale
    weight[:, rescale == 0] = shipped[f"{split}.outliers.weight"]
    names = SPLIT_PARTS[part]
    for kind, joined in (("weight", weight), ("bias", shipped[f"{split}.rest.bias"])):
        for name, values in zip(names, joined.chunk(len(names)), strict=True):
            yield f"encoder.encoder.layer.{number}.{name}.{kind}", values


def _matrices(
    nodes: Iterable[Any], stored: Mapping[str, npt.NDArray[Any]]
) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Give the weight of each linear layer, (out, in), told by the name of its product.

    ONNX multiplies by (in, out).
    """
    for node in nodes:
        if node.op_type not in ("MatMul", "MatMulInteger"):
            continue
        layer = ".".join(node.name.split("/")[1:-1])
        name = node.input[1]
        if name.endswith(_QUANTISED):
            yield f"{layer}.weight", _dequantise(stored, name.removesuffix(_QUANTISED)).T
        else:
            yield f"{layer}.weight", stored[name].T


def _dequantise(stored: Mapping[str, npt.NDArray[Any]], name: str) -> npt.NDArray[np.float32]:
    steps = stored[f"{name}{_QUANTISED}"].astype(np.float32)
    matrix: npt.NDArray[np.float32] = (steps - stored[f"{name}_zero_point"]) * stored[
        f"{name}_scale"
    ]
    return matrix
