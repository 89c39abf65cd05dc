"""Learning from a larger reader: a pupil is shown how sure its teacher is of every token.

The loss is the cross-entropy between the two readers' probabilities of start and end, both softened
by a temperature (G. Hinton, O. Vinyals, J. Dean, Distilling the Knowledge in a Neural Network,
2015).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from training.batches import Lessons
from training.device import DEVICE, HAS_BFLOAT16, on_device
from training.reader_inputs import Padded

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
    def teach(self, lessons: Lessons | None, rows: int, tokens: int) -> Taught:
        """Read the lessons of a batch of so many rows, padded to so many tokens."""
        start = torch.zeros(rows, tokens, device=DEVICE)
        end, relevance = torch.zeros_like(start), start.new_zeros(rows)
        known = torch.zeros_like(relevance)
        if lessons:
            taught = on_device(lessons.rows)
            logits = self._read(lessons.windows)
            start[taught] = _softened(logits[0], on_device(lessons.starts), tokens=tokens)
            end[taught] = _softened(logits[1], on_device(lessons.ends), tokens=tokens)
            relevance[taught] = logits[2].float().sigmoid()
            known[taught] = 1.0
        return Taught(start, end, relevance, known)

    def _read(self, windows: Padded) -> tuple[Tensor, Tensor, Tensor]:
        ids, mask, types = map(on_device, windows)
        with torch.autocast(DEVICE, torch.bfloat16, enabled=HAS_BFLOAT16):
            logits: tuple[Tensor, Tensor, Tensor] = self._reader(self._base.embed(ids), mask, types)
        return logits


def _softened(logits: Tensor, places: Tensor, *, tokens: int) -> Tensor:
    kept = (logits.float() / TEMPERATURE).masked_fill(places < 0, float("-inf"))
    gathered = logits.new_zeros(len(places), tokens, dtype=torch.float32)
    return gathered.scatter_add(1, places.clamp(min=0), kept.softmax(-1))


def taught_loss(start: Tensor, end: Tensor, taught: Taught) -> Tensor:
    """Return the loss of each row, (batch,), 0 where the teacher has not read it."""
    losses = [
        -(target * (logits.float() / TEMPERATURE).log_softmax(-1)).sum(-1)
        for logits, target in ((start, taught.start), (end, taught.end))
    ]
    # The gradient of softened probabilities is smaller by the square of the temperature.
    return (losses[0] + losses[1]) * TEMPERATURE**2
