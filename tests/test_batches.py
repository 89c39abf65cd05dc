"""Batches of a training: what stands where, and that a seed repeats them."""

import random
from itertools import islice, zip_longest

import pytest
import torch
from torch import Tensor

from ragqa.e5 import open_e5
from training.batches import BLOCK_BATCHES, Batch, BatchMaker, stack_rows
from training.reader_data import Example, source_of
from training.reader_inputs import IGNORED, MULTIPLE

PASSAGE = "The desk in Arica is open from ten to six. Pilar Quispe leads it."
QUESTIONS = ("Who leads the desk?", "When is the desk in Arica open?", "Why is it closed?")
ANSWERS = ("Pilar Quispe", "from ten to six", "")
SEVERAL_BLOCKS = 2 * BLOCK_BATCHES + 2


def example_of(question: str, answer: str, *, english: bool = True) -> Example:
    start = PASSAGE.index(answer)
    spans = ((start, start + len(answer)),) if answer else ()
    return Example(question, PASSAGE, spans, "Desk", question if english else None)


@pytest.fixture
def examples() -> list[Example]:
    return [example_of(*pair) for pair in zip(QUESTIONS, ANSWERS, strict=True)]


@pytest.fixture(scope="module")
def maker() -> BatchMaker:
    tokenizer = open_e5().tokenizer()
    return BatchMaker(tokenizer, tokenizer, size=3)


def are_equal(first: tuple[Batch, ...], other: tuple[Batch, ...]) -> bool:
    pairs = list(zip_longest(tensors(first), tensors(other)))
    return all(one is not None and two is not None and torch.equal(one, two) for one, two in pairs)


def tensors(value: object) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value]
    return [one for part in value for one in tensors(part)] if isinstance(value, tuple) else []


def test_targets_are_the_tokens_of_the_answer(maker: BatchMaker, examples: list[Example]) -> None:
    rows = [maker.row(example, random.Random(1)) for example in examples]
    batch = stack_rows(rows)
    assert batch.answered.tolist() == [1, 1, 0]
    for row, (first, last) in enumerate(batch.targets[:2, 0].tolist()):
        ids = batch.windows.token_ids[row, first : last + 1].tolist()
        pieces = (maker.tokenizer.id_to_token(one) for one in ids)
        assert "".join(pieces).replace("▁", " ").strip() == ANSWERS[row]
    assert batch.targets[2, 0].tolist() == [0, 0]
    assert (batch.targets[:, 1:] == IGNORED).all()


def test_rows_are_padded_to_a_multiple(maker: BatchMaker, examples: list[Example]) -> None:
    rows = [maker.row(example, random.Random(1)) for example in examples]
    windows = stack_rows(rows).windows
    lengths = [len(row.window.token_ids) for row in rows]
    rows_of, tokens = windows.token_ids.shape
    assert rows_of == 3
    assert tokens % MULTIPLE == 0
    assert max(lengths) <= tokens < max(lengths) + MULTIPLE
    assert windows.mask.sum(1).tolist() == lengths
    assert not (windows.token_ids * (1 - windows.mask)).any()


def test_teacher_is_given_what_it_can_read(maker: BatchMaker, examples: list[Example]) -> None:
    foreign = example_of(QUESTIONS[0], ANSWERS[0], english=False)
    rows = [maker.row(one, random.Random(1)) for one in (foreign, *examples[:2])]
    lessons = stack_rows(rows).lessons
    assert lessons
    assert lessons.rows.tolist() == [1, 2]
    assert lessons.starts.shape == lessons.windows.token_ids.shape
    assert stack_rows(rows[:1]).lessons is None


def test_seed_repeats_the_batches(maker: BatchMaker, examples: list[Example]) -> None:
    source = source_of("wiki", examples, siblings=[()] * 3, neighbours=[()] * 3)

    def drawn(seed: int, *, workers: int = 2) -> tuple[Batch, ...]:
        return tuple(islice(maker.batches([source], seed=seed, workers=workers), SEVERAL_BLOCKS))

    assert are_equal(drawn(1), drawn(1))
    assert not are_equal(drawn(1), drawn(2))
    assert not are_equal(drawn(1), drawn(1, workers=1))
