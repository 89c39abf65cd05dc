"""The reader's input: question and passage, cut into windows that overlap."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from ragqa.encoding import open_minilm_tokenizer
from ragqa.windows import MAX_TOKENS, WINDOW_OVERLAP_TOKENS, make_windows

QUESTION = "Who directed the documentary?"


@pytest.fixture(scope="module")
def tokenizer() -> Iterator[Tokenizer]:
    yield open_minilm_tokenizer()()


def test_short_passage_is_one_window_of_question_and_passage(tokenizer: Tokenizer) -> None:
    (window,) = make_windows(tokenizer, QUESTION, "Miguel directed it.")
    assert tokenizer.decode(list(window.token_ids), skip_special_tokens=False) == (
        "[CLS] who directed the documentary? [SEP] miguel directed it. [SEP]"
    )
    first = window.passage_start
    assert window.type_ids == (0,) * first + (1,) * (len(window.token_ids) - first)


def test_offsets_name_the_words_of_the_passage(tokenizer: Tokenizer) -> None:
    passage = "Miguel Gómez directed it."
    (window,) = make_windows(tokenizer, QUESTION, passage)
    assert [passage[slice(*span)] for span in window.offsets] == [
        "Miguel", "Gómez", "directed", "it", ".",
    ]  # fmt: skip


def test_long_passage_is_cut_into_windows_that_share_tokens(tokenizer: Tokenizer) -> None:
    passage = " ".join(f"w{number}" for number in range(400))
    windows = make_windows(tokenizer, QUESTION, passage)
    assert len(windows) > 1
    for earlier, later in pairwise(windows):
        assert earlier.offsets[-WINDOW_OVERLAP_TOKENS:] == later.offsets[:WINDOW_OVERLAP_TOKENS]
    assert windows[-1].offsets[-1][1] == len(passage)


def test_lone_surrogate_moves_no_offset(tokenizer: Tokenizer) -> None:
    passage = "Miguel \ud800 directed it."
    (window,) = make_windows(tokenizer, "Who \udcff?", passage)
    assert [passage[slice(*span)] for span in window.offsets] == [
        "Miguel", "\ud800", "directed", "it", ".",
    ]  # fmt: skip


def test_empty_passage_is_one_window_without_passage_tokens(tokenizer: Tokenizer) -> None:
    (window,) = make_windows(tokenizer, QUESTION, "")
    assert window.offsets == ()


@settings(max_examples=30, deadline=None)
@given(question=st.text(st.characters(codec=None), max_size=400), words=st.integers(0, 900))
def test_no_window_is_too_long_and_none_of_the_passage_is_lost(
    tokenizer: Tokenizer, question: str, words: int
) -> None:
    passage = "so " * words
    windows = make_windows(tokenizer, question, passage)
    assert all(len(window.token_ids) == len(window.type_ids) <= MAX_TOKENS for window in windows)
    seen = {span for window in windows for span in window.offsets}
    assert len(seen) == words
