"""Words as search terms, in both languages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.terms import shared_terms, tokenize

words = st.text(alphabet="abcdeéñóüÁ Ñ'’1,.-", max_size=60)
languages = st.sampled_from(["en", "es", "fr", None])


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("The migrants were informed", "en", ["migrant", "inform"]),
        ("Los migrantes fueron informados", "es", ["migrant", "inform"]),
        ("¿Cuántas personas? ¿cuantas personas?", "es", ["person", "person"]),
        ("the lion and THE Lion", "en", ["lion", "lion"]),
        ("Gómez, Gomez", "en", ["gomez", "gomez"]),
        ("1,500 people on 3.5 km²", "en", ["1,500", "peopl", "3.5", "km2"]),
        ("Tesla's coil, Tesla’s coil", "en", ["tesla", "coil", "tesla", "coil"]),
        ("What's its name? It's Tesla.", "en", ["name", "tesla"]),
        ("snake_case and anti-trafficking", "en", ["snake", "case", "anti", "traffick"]),
    ],
)
def test_terms_of_a_text(text: str, language: str, terms: list[str]) -> None:
    assert tokenize(text, language) == terms


@pytest.mark.parametrize("language", ["fr", None])
def test_language_without_support_keeps_every_word_whole(language: str | None) -> None:
    assert tokenize("The migrants' añoranzas", language) == ["the", "migrants", "anoranzas"]


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [("The Who", "en", ["the", "who"]), ("Él y yo", "es", ["el", "y", "yo"])],
)
def test_text_of_stop_words_only_keeps_them(text: str, language: str, terms: list[str]) -> None:
    assert tokenize(text, language) == terms


@pytest.mark.parametrize("text", ["", " ", "¿?", "_ - …"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert tokenize(text, "en") == []


@given(text=words, language=languages)
def test_terms_do_not_depend_on_case_or_on_how_accents_are_written(
    text: str, language: str | None
) -> None:
    terms = tokenize(text, language)
    assert tokenize(text.upper(), language) == terms
    assert tokenize(unicodedata.normalize("NFD", text), language) == terms


@given(text=words, language=languages)
def test_terms_are_lower_case_words_without_accents(text: str, language: str | None) -> None:
    for term in tokenize(text, language):
        assert term == term.lower() != ""
        assert not any(map(unicodedata.combining, unicodedata.normalize("NFD", term)))


def test_shared_terms_are_what_two_languages_may_both_have() -> None:
    asked = "¿Quién es Vinicio Sandoval, de la RRCOM, en 2018? Sandoval?"
    assert shared_terms(asked, "en") == ("vinicio", "sandov", "rrcom", "2018")
    assert shared_terms("Who are they of it?", "es") == ()
