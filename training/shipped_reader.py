"""The weights of a reader that ships, as a training can go on from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

_QUANTISED = "_quantized"
_BLOCKWISE = "MatMulNBits"
_ZERO = 128  # of eight bits


def shipped_weights(path: Path) -> dict[str, Tensor]:
    """Return the weights in an int8 model that `training/export_reader.py` made, as fp32.

    The names are those of `Reader`. Each weight is off by half a step at most, which is a 127th or
    a 63rd of the greatest weight that shares its scale.
    """
    graph = onnx.load(path).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    layers = _layers_of_matrices(graph)
    weights = {
        layers[node.input[1]]: _from_blocks(node, stored)
        for node in graph.node
        if node.op_type == _BLOCKWISE
    }
    for name, values in stored.items():
        if name.endswith(_QUANTISED):
            plain = name.removesuffix(_QUANTISED)
            matrix = _dequantise(stored, plain)
            # PyTorch's linear layers keep (out, in), ONNX multiplies by (in, out).
            weights[layers.get(name, plain)] = matrix.T if name in layers else matrix
        elif name.endswith((".weight", ".bias")):
            weights[name] = values
    return {name: torch.from_numpy(np.array(values)) for name, values in weights.items()}


def _dequantise(stored: Mapping[str, npt.NDArray[Any]], name: str) -> npt.NDArray[np.float32]:
    steps = stored[f"{name}{_QUANTISED}"].astype(np.float32)
    matrix: npt.NDArray[np.float32] = (steps - stored[f"{name}_zero_point"]) * stored[
        f"{name}_scale"
    ]
    return matrix


def _from_blocks(
    node: onnx.NodeProto, stored: Mapping[str, npt.NDArray[Any]]
) -> npt.NDArray[np.float32]:
    """Return a matrix, (out, in), of which each block of a row has its scale."""
    steps = stored[node.input[1]].astype(np.float32) - _ZERO
    scales = stored[node.input[2]].reshape(*steps.shape[:2], 1)
    matrix: npt.NDArray[np.float32] = (steps * scales).reshape(len(steps), -1)
    return matrix


def _layers_of_matrices(graph: onnx.GraphProto) -> dict[str, str]:
    """Return the name of each quantised matrix's weight, told by the bias added to its product."""
    biases = {one.name for one in graph.initializer if one.name.endswith(".bias")}
    takers = {taken: node for node in graph.node for taken in node.input}
    names = {}
    for node in graph.node:
        if node.op_type not in ("MatMulInteger", _BLOCKWISE):
            continue
        at = node
        while not biases.intersection(at.input):
            at = takers[at.output[0]]
        (bias,) = biases.intersection(at.input)
        names[node.input[1]] = f"{bias.removesuffix('bias')}weight"
    return names
