"""A teacher's say, laid out over a pupil's tokens."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from ragqa.windows import Window
from training.batches import stack_lessons
from training.distillation import TEMPERATURE, Taught, Teacher, taught_loss
from training.lessons import Lesson
from training.reader_inputs import IGNORED

# A beginning, one token of the question, two of the passage.
WINDOW = Window((0, 5, 7, 8), (0, 0, 1, 1), ((0, 2), (3, 5)), 2)
START, END, RELEVANCE = (0.0, 9.0, 2.0, 4.0), (1.0, 9.0, 1.0, 3.0), 0.5


class FakeReader(torch.nn.Module):
    def forward(self, words: Tensor, *_: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        rows, tokens = words.shape
        blank = (0.0,) * (tokens - len(START))
        start, end = (torch.tensor([(*logits, *blank)] * rows) for logits in (START, END))
        return start, end, torch.full((rows,), RELEVANCE)


class FakeBase:
    @staticmethod
    def embed(ids: Tensor) -> Tensor:
        return ids


@pytest.fixture
def teacher() -> Teacher:
    reader: Any = FakeReader()
    base: Any = FakeBase()
    return Teacher(reader, base)


def softened(*logits: float) -> list[float]:
    raised = [math.exp(logit / TEMPERATURE) for logit in logits]
    return [one / sum(raised) for one in raised]


def test_probabilities_stand_where_the_pupil_has_the_token(teacher: Teacher) -> None:
    lesson = Lesson(WINDOW, starts=(0, IGNORED, 3, 4), ends=(0, IGNORED, 4, 5))
    taught = teacher.teach(stack_lessons([None, lesson]), 2, 6)
    nothing, first, second = softened(0.0, 2.0, 4.0)
    assert taught.start[1].tolist() == pytest.approx([nothing, 0, 0, first, second, 0])
    nothing, first, second = softened(1.0, 1.0, 3.0)
    assert taught.end[1].tolist() == pytest.approx([nothing, 0, 0, 0, first, second])
    assert taught.relevance[1].item() == pytest.approx(1 / (1 + math.exp(-RELEVANCE)))


def test_row_without_a_lesson_is_not_known(teacher: Teacher) -> None:
    lesson = Lesson(WINDOW, starts=(0, IGNORED, 3, 4), ends=(0, IGNORED, 4, 5))
    taught = teacher.teach(stack_lessons([None, lesson]), 2, 6)
    assert taught.known.tolist() == [0, 1]
    assert not taught.start[0].any()
    assert teacher.teach(stack_lessons([None]), 1, 4).known.tolist() == [0]


def test_tokens_that_the_pupil_has_as_one_are_added_up(teacher: Teacher) -> None:
    lesson = Lesson(WINDOW, starts=(0, IGNORED, 2, 2), ends=(0, IGNORED, 2, 2))
    taught = teacher.teach(stack_lessons([lesson]), 1, 3)
    nothing, *others = softened(0.0, 2.0, 4.0)
    assert taught.start[0].tolist() == pytest.approx([nothing, 0, sum(others)])


def test_loss_is_least_where_the_pupil_is_as_sure_as_its_teacher() -> None:
    sure = torch.tensor([[2.0, 0.0, -1.0]])
    target = (sure / TEMPERATURE).softmax(-1)
    one = torch.ones(1)
    taught = Taught(target, target, one, one)
    alike = taught_loss(sure, sure, taught)
    entropy = -(target * target.log()).sum() * 2 * TEMPERATURE**2
    assert alike.item() == pytest.approx(entropy.item())
    assert alike < taught_loss(sure.flip(-1), sure, taught)
    assert alike < taught_loss(sure, sure * 2, taught)
