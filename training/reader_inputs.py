"""Windows as the rows of a training batch."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from ragqa.windows import Window

IGNORED = -1
MULTIPLE = 8


class Padded(NamedTuple):
    """A model's inputs, int64 (windows, tokens), padded with 0; ``mask`` is 1 where they are.

    ``tokens`` is a multiple of `MULTIPLE`: a GPU multiplies matrices of such sizes faster.
    """

    token_ids: Tensor
    mask: Tensor
    type_ids: Tensor


def token_spans(window: Window, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Translate character spans into first and last token of the window; those outside drop out."""
    found = []
    for start, end in spans:
        inside = [
            place
            for place, (token_start, token_end) in enumerate(window.offsets)
            if token_start < end and start < token_end
        ]
        whole = inside and window.offsets[inside[0]][0] <= start
        if whole and window.offsets[inside[-1]][1] >= end:
            found.append((window.passage_start + inside[0], window.passage_start + inside[-1]))
    return tuple(found)


def pad_windows(windows: Sequence[Window]) -> Padded:
    """Stack windows as the model's inputs."""
    longest = max(len(window.token_ids) for window in windows)
    tokens = -(-longest // MULTIPLE) * MULTIPLE
    padded = Padded(*torch.zeros(3, len(windows), tokens, dtype=torch.int64))
    for row, window in enumerate(windows):
        size = len(window.token_ids)
        padded.token_ids[row, :size] = torch.tensor(window.token_ids)
        padded.mask[row, :size] = 1
        padded.type_ids[row, :size] = torch.tensor(window.type_ids)
    return padded
