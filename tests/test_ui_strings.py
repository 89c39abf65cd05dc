"""Every word that a person sees is there in every language, with the same places to fill in."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest
from fakes import FakeBot

from ragqa.answering import compose_refusal
from ragqa.errors import FileProblem, StoreProblem
from ragqa.questions import understand
from ragqa.types import PlaceKind
from ragqa.ui.conversation import Opinion, Problem
from ragqa.ui.login_page import LogInProblem
from ragqa.ui.strings import LANGUAGES, choose_language, strings_for
from ragqa.ui.uploads import Refusal

# Names, units and orders that are the same in both languages.
SAME = {
    "ragqa",
    "English",
    "Español",
    "CSV",
    "EPUB",
    "HTML",
    "JSON",
    "JSON Lines",
    "Markdown",
    "PDF",
    "{count} ms",
    "{date}, {hour} UTC",
    "{name}",
    "{date}, {time} UTC",
}


def words_of(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below a value with its path."""
    if isinstance(value, str):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_of(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from words_of(one, f"{path}.{key}")
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from words_of(one, f"{path}.{place}")


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


TABLES = {language: dict(words_of(strings_for(language))) for language in LANGUAGES}


def test_every_language_has_the_same_texts() -> None:
    assert set(TABLES["en"]) == set(TABLES["es"])
    assert len(TABLES["en"]) > 150


@pytest.mark.parametrize("path", sorted(TABLES["en"]))
def test_text_has_the_same_places_in_both_languages(path: str) -> None:
    english, spanish = (TABLES[language][path] for language in ("en", "es"))
    assert english
    assert spanish
    assert places(english) == places(spanish)


def test_what_is_not_a_name_is_translated() -> None:
    alike = {text for path, text in TABLES["en"].items() if TABLES["es"][path] == text}
    assert {text for text in alike if any(map(str.isalpha, text))} <= SAME


def test_every_value_that_is_told_has_its_words() -> None:
    for language in LANGUAGES:
        strings = strings_for(language)
        assert set(strings.chat.problems) == set(Problem)
        assert set(strings.keeping.problems) == set(Problem)
        assert set(strings.keeping.opinions) == set(Opinion)
        assert set(strings.documents.refusals) == set(Refusal)
        assert set(strings.documents.problems) == set(FileProblem)
        assert set(strings.page.store_problems) == set(StoreProblem)
        assert set(strings.common.places) == set(PlaceKind)
        assert len(strings.common.months) == 12
        assert len(LogInProblem) > 0


def test_refusal_of_nothing_that_was_searched_says_so_in_both_languages() -> None:
    for question, said in (
        ("What is it called?", "none of them belongs"),
        ("¿Cómo se llama el puente de la ciudad?", "ninguno pertenece"),
    ):
        answer = compose_refusal(
            understand(question), confidence=0.0, hits=(), documents=FakeBot().document, searched=0
        )
        assert said in answer.text


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("es-CR,es;q=0.9,en;q=0.8", "es"),
        ("ES", "es"),
        ("fr-FR, es;q=0.5", "es"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        (",;,", "en"),
    ],
)
def test_language_is_the_first_that_is_known(wanted: str, language: str) -> None:
    assert choose_language(wanted) == language
