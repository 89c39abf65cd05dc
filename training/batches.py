"""The batches of a training, made beside it: by processes of their own, ready to be moved to a GPU.

The same seed draws the same examples on every machine, in batches of as many examples and with as
many processes that make them.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from ragqa.windows import MAX_TOKENS, Window, make_windows
from training.device import DEVICE
from training.lessons import Lesson, make_lesson
from training.reader_data import MAX_ANSWERS, Example, Source, example_stream
from training.reader_inputs import IGNORED, Padded, pad_windows, token_spans

# Most windows are cut short, since time goes with their length; the rest train the far positions.
SHORT_TOKENS = 160
LONG_SHARE = 0.25
# So many batches are made of examples that are sorted by length together. While a process makes the
# next ones, those that it has made ahead are used.
BLOCK_BATCHES = 16
AHEAD = 8


class Lessons(NamedTuple):
    """What a teacher reads of a batch.

    ``rows`` (lessons,) says of which rows. ``starts`` and ``ends``, (lessons, the teacher's
    tokens), hold the places of those tokens among the pupil's; `IGNORED` where there is none.
    """

    rows: Tensor
    windows: Padded
    starts: Tensor
    ends: Tensor


class Batch(NamedTuple):
    """Windows with their targets, as `span_loss` takes them; ``answered`` (batch,) is 1 or 0.

    ``lessons`` is None where no row has one.
    """

    windows: Padded
    targets: Tensor
    answered: Tensor
    lessons: Lessons | None


@dataclass(frozen=True)
class Row:
    """One window with its targets: token spans, or ((0, 0),) for "no answer here".

    ``lesson`` is what a teacher reads of it; None without one.
    """

    window: Window
    targets: tuple[tuple[int, int], ...]
    lesson: Lesson | None = None


@dataclass(frozen=True)
class BatchMaker:
    """Makes batches of ``size`` examples, for a pupil's tokenizer and for a teacher's if any."""

    tokenizer: Any
    teacher_tokenizer: Any
    size: int

    def batches(self, sources: Sequence[Source], *, seed: int, workers: int = 0) -> Iterator[Batch]:
        """Return batches for ever: the same ones for a seed and a number of processes.

        Each of the ``workers`` makes its own; with none, whoever asks for a batch makes it.
        """

        def made_by(worker: int) -> Iterator[Batch]:
            rng = random.Random(f"{seed} {worker}")
            return self.stream(example_stream(sources, rng=rng), rng=rng)

        return iter(
            DataLoader(
                _Batches(made_by),
                batch_size=None,
                num_workers=workers,
                multiprocessing_context="fork" if workers else None,
                prefetch_factor=AHEAD if workers else None,
                pin_memory=DEVICE == "cuda",
            )
        )

    def stream(self, examples: Iterator[Example], *, rng: random.Random) -> Iterator[Batch]:
        """Cut the stream into batches of windows alike in length, in random order."""
        while True:
            block = islice(examples, BLOCK_BATCHES * self.size)
            rows = [self.row(example, rng) for example in block]
            rows.sort(key=lambda row: len(row.window.token_ids))
            batches = [rows[at : at + self.size] for at in range(0, len(rows), self.size)]
            yield from map(stack_rows, rng.sample(batches, len(batches)))

    def row(self, example: Example, rng: random.Random) -> Row:
        """Take one window of the example: where it can be, one that holds an answer."""
        limit = MAX_TOKENS if rng.random() < LONG_SHARE else SHORT_TOKENS
        windows = make_windows(self.tokenizer, example.question, example.passage, max_tokens=limit)
        rows = [Row(window, token_spans(window, example.spans)) for window in windows]
        answered = [row for row in rows if row.targets]
        row = rng.choice(answered) if answered else Row(rng.choice(windows), ((0, 0),))
        if self.teacher_tokenizer is None or example.english is None or not row.window.offsets:
            return row
        lesson = make_lesson(self.teacher_tokenizer, example.english, example.passage, row.window)
        return replace(row, lesson=lesson)


def stack_rows(rows: Sequence[Row]) -> Batch:
    """Pad rows to tensors."""
    nothing = (IGNORED, IGNORED)
    targets = [(*row.targets, *[nothing] * (MAX_ANSWERS - len(row.targets))) for row in rows]
    return Batch(
        windows=pad_windows([row.window for row in rows]),
        targets=torch.tensor(targets),
        answered=torch.tensor([float(row.targets[0] != (0, 0)) for row in rows]),
        lessons=stack_lessons([row.lesson for row in rows]),
    )


def stack_lessons(lessons: Sequence[Lesson | None]) -> Lessons | None:
    """Pad the lessons of a batch's rows to tensors."""
    known = [lesson for lesson in lessons if lesson is not None]
    if not known:
        return None
    windows = pad_windows([lesson.window for lesson in known])
    longest = windows.token_ids.shape[1]

    def padded(places: Sequence[tuple[int, ...]]) -> Tensor:
        return torch.tensor([(*row, *[IGNORED] * (longest - len(row))) for row in places])

    return Lessons(
        rows=torch.tensor([at for at, lesson in enumerate(lessons) if lesson is not None]),
        windows=windows,
        starts=padded([lesson.starts for lesson in known]),
        ends=padded([lesson.ends for lesson in known]),
    )


class _Batches(IterableDataset[Batch]):
    """What the worker makes that asks for it."""

    def __init__(self, made_by: Callable[[int], Iterator[Batch]]) -> None:
        super().__init__()
        self._made_by = made_by

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        return self._made_by(worker.id if worker else 0)
