"""Words of a question put for others: some of them at a draw, and no part of a word."""

import random

from training.rewording import Related, draw_other, plain_words, reword

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


def test_other_word_is_one_that_the_question_lacks() -> None:
    drawn = {
        draw_other("Is the old or the new one open?", RELATED, random.Random(s)) for s in SEEDS
    }
    assert drawn == {("old", "young"), ("open", "closed")}
    assert draw_other("Which mill is it?", RELATED, random.Random(1)) is None
