"""Question and passage to token ids, the same way in training, evaluation and use."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from ragqa.windows import Window

MAX_SPAN_TOKENS = 30
IGNORED = -1

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Prediction:
    """The best span of a window, as characters of the passage, and its logit over "no answer"."""

    start: int
    end: int
    margin: float


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a `tokenizer.json` without the truncation and padding that it was saved with."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


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


def best_span(window: Window, start: FloatArray, end: FloatArray) -> Prediction:
    """Find the span with the highest sum of start and end logit, `MAX_SPAN_TOKENS` at the most.

    `start` and `end` hold the logits of the window's tokens (padding cut off or not). `margin` is
    that sum less the one of [CLS], the logit that the window answers (Devlin et al., NAACL 2019).
    A window without passage tokens gives the empty span and a margin of minus infinity.
    """
    count = len(window.offsets)
    if count == 0:
        return Prediction(0, 0, float("-inf"))
    inside = slice(window.passage_start, window.passage_start + count)
    sums = start[inside, None] + end[None, inside]
    allowed = np.triu(np.ones((count, count), dtype=bool))
    allowed &= ~np.triu(allowed, k=MAX_SPAN_TOKENS)
    first, last = np.unravel_index(np.where(allowed, sums, -np.inf).argmax(), sums.shape)
    return Prediction(
        start=window.offsets[first][0],
        end=window.offsets[last][1],
        margin=float(sums[first, last] - start[0] - end[0]),
    )
