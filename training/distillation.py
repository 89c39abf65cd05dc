"""Learning from a larger reader: a pupil is shown how sure its teacher is of every token.

The loss is the cross-entropy between the two readers' probabilities of start and end, both softened
by a temperature (G. Hinton, O. Vinyals, J. Dean, Distilling the Knowledge in a Neural Network,
2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from ragqa.windows import Window
from training.device import DEVICE, HAS_BFLOAT16
from training.lessons import Lesson
from training.reader_inputs import IGNORED, pad_windows

if TYPE_CHECKING:
    from training.reader_model import Base, Reader

TEMPERATURE = 2.0
# What the teacher says weighs this much, the annotators' span the rest.
TAUGHT_SHARE = 0.7


@dataclass(frozen=True)
class Taught:
    """What a teacher says of a batch: of start and end, (batch, the pupil's tokens), and whether.

    The first two are probabilities, softened; ``relevance`` (batch,) is one as it is. ``known``
    (batch,) is 1 where the teacher has read the row, else 0.
    """

    start: Tensor
    end: Tensor
    relevance: Tensor
    known: Tensor


class Teacher:
    """A trained reader that is asked about the windows of a pupil."""

    def __init__(self, reader: "Reader", base: "Base") -> None:
        self._reader = reader.to(DEVICE).eval()
        self._base = base

    @torch.no_grad()
    def teach(self, lessons: Sequence[Lesson | None], tokens: int) -> Taught:
        """Read the lessons; ``tokens`` is the length of the pupil's padded batch."""
        known = [lesson for lesson in lessons if lesson is not None]
        rows = torch.tensor([at for at, lesson in enumerate(lessons) if lesson is not None])
        start = torch.zeros(len(lessons), tokens, device=DEVICE)
        end, relevance = torch.zeros_like(start), start.new_zeros(len(lessons))
        there = torch.zeros_like(relevance)
        if known:
            rows = rows.to(DEVICE)
            logits = self._read([lesson.window for lesson in known])
            start[rows] = self._softened(logits[0], [one.starts for one in known], tokens=tokens)
            end[rows] = self._softened(logits[1], [one.ends for one in known], tokens=tokens)
            relevance[rows] = logits[2].float().sigmoid()
            there[rows] = 1.0
        return Taught(start, end, relevance, there)

    def _read(self, windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
        padded = pad_windows(windows)
        words = self._base.embed(padded["input_ids"]).to(DEVICE)
        masks = [
            torch.from_numpy(padded[name]).to(DEVICE)
            for name in ("attention_mask", "token_type_ids")
        ]
        with torch.autocast(DEVICE, torch.bfloat16, enabled=HAS_BFLOAT16):
            logits: tuple[Tensor, Tensor, Tensor] = self._reader(words, *masks)
        return logits

    def _softened(
        self, logits: Tensor, places: Sequence[tuple[int, ...]], *, tokens: int
    ) -> Tensor:
        longest = logits.shape[1]
        padded = [(*row, *[IGNORED] * (longest - len(row))) for row in places]
        at = torch.tensor(padded, device=DEVICE)
        kept = (logits.float() / TEMPERATURE).masked_fill(at < 0, float("-inf"))
        gathered = logits.new_zeros(len(padded), tokens, dtype=torch.float32)
        return gathered.scatter_add(1, at.clamp(min=0), kept.softmax(-1))


def taught_loss(start: Tensor, end: Tensor, taught: Taught) -> Tensor:
    """Return the loss of each row, (batch,), 0 where the teacher has not read it."""
    losses = [
        -(target * (logits.float() / TEMPERATURE).log_softmax(-1)).sum(-1)
        for logits, target in ((start, taught.start), (end, taught.end))
    ]
    # The gradient of softened probabilities is smaller by the square of the temperature.
    return (losses[0] + losses[1]) * TEMPERATURE**2
