"""Windows as the rows of a training batch."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ragqa.windows import Window

IGNORED = -1

IntArray = npt.NDArray[np.int64]


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


def pad_windows(windows: Sequence[Window]) -> dict[str, IntArray]:
    """Stack windows as the model's three inputs, int64 (windows, longest), padded with 0."""
    longest = max(len(window.token_ids) for window in windows)
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = {name: np.zeros((len(windows), longest), dtype=np.int64) for name in names}
    for row, window in enumerate(windows):
        size = len(window.token_ids)
        inputs["input_ids"][row, :size] = window.token_ids
        inputs["attention_mask"][row, :size] = 1
        inputs["token_type_ids"][row, :size] = window.type_ids
    return inputs
