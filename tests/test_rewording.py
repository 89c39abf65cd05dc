"""Words of a question put for others: some of them at a draw, and no part of a word."""

import random

import pytest

from training.rewording import Related, draw_other, plain_words, replace_plain, reword

RELATED = {
    "old": Related(same=("aged",), other=("new", "young")),
    "mill": Related(same=("works",)),
    "open": Related(other=("closed",)),
}
SEEDS = range(30)


def test_plain_words_are_whole_and_in_small_letters() -> None:
    assert plain_words("Why don't Ada's well-known mills open in May?") == ["mills", "open"]


def test_at_least_one_word_is_reworded() -> None:
    question = "Which old mill was old?"
    made = {reword(question, RELATED, random.Random(seed)) for seed in SEEDS}
    assert made == {
        "Which aged mill was aged?",
        "Which old works was old?",
        "Which aged works was aged?",
    }


def test_question_without_synonyms_is_not_reworded() -> None:
    assert reword("When does it open?", RELATED, random.Random(1)) is None
    assert reword("Who is Old Tom?", RELATED, random.Random(1)) is None


@pytest.mark.parametrize(
    ("passage", "drawn"),
    [
        ("The old one is open.", {("old", "new"), ("old", "young"), ("open", "closed")}),
        ("The old one is open, the new one is closed.", {("old", "young")}),
        ("The Old Mill is open.", {("open", "closed")}),
        ("An old-fashioned old mill opens.", {None}),
        ("Nothing is said of it.", {None}),
    ],
)
def test_word_that_both_have_is_drawn_with_one_that_neither_has(
    passage: str, drawn: set[tuple[str, str] | None]
) -> None:
    asked = "Which old mill is open?"
    found = {draw_other(asked, passage, RELATED, random.Random(seed)) for seed in SEEDS}
    assert found == drawn


def test_word_is_replaced_where_it_stands_alone() -> None:
    text = "An old-fashioned old mill, the Old Mill."
    assert replace_plain(text, "old", "new") == "An old-fashioned new mill, the Old Mill."
