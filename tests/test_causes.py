"""Phrases that say why, and those that only stand in a sentence about it."""

import pytest

from ragqa.causes import asks_why, says_why
from ragqa.phrases import find_phrase
from ragqa.questions import understand
from ragqa.types import Span


def span_of(phrase: str, quote: str) -> Span:
    start = quote.index(phrase)
    return Span(start, start + len(phrase))


@pytest.mark.parametrize(
    ("quote", "phrase"),
    [
        ("The bridge was closed due to heavy snow.", "heavy snow"),
        ("Because of their soft bodies, fossils are rare.", "soft bodies"),
        ("The office was created to coordinate the response.", "to coordinate the response"),
        ("The walk is held because nobody knows the crime.", "because nobody knows the crime"),
        ("The break-up was attributed to numerous factors.", "numerous factors"),
        ("The reason was a strike.", "a strike"),
        ("El puente se cerró por la nieve.", "la nieve"),
        ("Se hace para que todos lo conozcan.", "para que todos lo conozcan"),
        ("El motivo fue una huelga.", "una huelga"),
    ],
)
def test_phrase_behind_words_for_a_reason_says_why(quote: str, phrase: str) -> None:
    assert says_why(quote, span_of(phrase, quote))


@pytest.mark.parametrize(
    ("quote", "phrase"),
    [
        ("An approach to migration needs dialogue among states.", "An approach to migration"),
        ("He said that this contact with nature made him stronger.", "contact with nature"),
        ("La caminata recorre el centro de la ciudad.", "el centro de la ciudad"),
    ],
)
def test_phrase_without_words_for_a_reason_does_not(quote: str, phrase: str) -> None:
    assert not says_why(quote, span_of(phrase, quote))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Why is dialogue important?", True),
        ("¿Por qué se realiza la caminata?", True),
        ("por que se cerro el puente", True),
        ("What is the purpose of the walk?", False),
        ("¿Por qué otra cosa es conocido?", False),
        ("¿Por qué medios se difundió?", False),
    ],
)
def test_why_is_asked_in_this_word(question: str, *, asks: bool) -> None:
    assert asks_why(understand(question)) is asks


def test_answer_to_why_begins_with_a_reason_or_with_the_sentence() -> None:
    question = understand("Why is dialogue important?")
    without = "An approach to migration needs dialogue among states."
    reason = "Dialogue is important because states share the border."
    said = "because states share the border"

    assert find_phrase(question, without, span_of("An approach to migration", without)).text is None
    assert find_phrase(question, reason, span_of(said, reason)).text == said
