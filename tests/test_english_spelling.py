"""Regular forms of English words, and British and American spellings."""

import pytest

from ragqa.english_spelling import bases_of, other_spellings


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("barks", "bark"), ("blisters", "blister"), ("pastries", "pastry"), ("crashes", "crash"),
        ("boasted", "boast"), ("tamed", "tame"), ("hurried", "hurry"), ("planned", "plan"),
        ("spoiling", "spoil"), ("diagnosing", "diagnose"), ("shipping", "ship"),
        ("fulfilling", "fulfill"), ("specialise", "special"), ("prioritized", "priority"),
    ],
)  # fmt: skip
def test_word_is_a_regular_form_of_its_base(word: str, base: str) -> None:
    assert base in bases_of(word)


@pytest.mark.parametrize("word", ["process", "campus", "countrys", "informations", "sing", "table"])
def test_what_is_no_regular_form_of_a_word_has_not_that_base(word: str) -> None:
    assert not {"proces", "campu", "country", "s", "tabl"}.intersection(bases_of(word))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organises", "organizes"), ("analysed", "analyzed"), ("labour", "labor"),
        ("centre", "center"), ("travelled", "traveled"), ("programme", "program"),
        ("defence", "defense"), ("dialogue", "dialog"), ("neighbours", "neighbors"),
        ("behaviour", "behavior"),
    ],
)  # fmt: skip
def test_both_spellings_lead_to_each_other(british: str, american: str) -> None:
    assert american in other_spellings(british)
    assert british in other_spellings(american)


@pytest.mark.parametrize("word", ["scouring", "tours", "filling", "this", "migrant", "sense"])
def test_other_words_have_no_other_spelling(word: str) -> None:
    assert not list(other_spellings(word))
