"""What a sentence denies of a time, a place or a person is no answer."""

import pytest

from ragqa.denials import is_denied, is_only_not_before
from ragqa.questions import understand


@pytest.mark.parametrize(
    ("question", "text", "phrase"),
    [
        ("When did the fair open?", "The fair did not open in 2019.", "2019"),
        ("When did the fair open?", "The fair didn't open in 2019.", "2019"),
        ("Where was the fair held?", "The fair was not held in Almara.", "Almara"),
        ("Who was elected?", "Ana Ruiz was not elected.", "Ana Ruiz"),
        ("Who did the board elect?", "The board did not elect Ana Ruiz.", "Ana Ruiz"),
        ("¿Cuándo abrió la feria?", "La feria no abrió en 2019.", "2019"),
        ("¿Quién fue elegida?", "Ana Ruiz no fue elegida.", "Ana Ruiz"),
        ("¿Cuándo se celebró?", "No se ha celebrado en 2019.", "2019"),
    ],
)
def test_denied(question: str, text: str, phrase: str) -> None:
    assert is_denied(understand(question), text, phrase)


@pytest.mark.parametrize(
    ("question", "text", "phrase"),
    [
        ("When did the fair not open?", "The fair did not open in 2019.", "2019"),
        ("When did the fair open?", "The fair did not open until 2019.", "2019"),
        ("When did the fair open?", "It did not open in 2018 but in 2019.", "2019"),
        ("When did the fair open?", "The fair could not be seen in 2019.", "2019"),
        ("When did the fair open?", "It opened in 2019, and did not close.", "2019"),
        ("Who was elected?", "Ana Ruiz was elected, Luis Gil was not.", "Ana Ruiz"),
        ("Who was elected?", "It was not expected that Ana Ruiz was elected.", "Ana Ruiz"),
        ("Where was the fair held?", "It was held not only in Almara.", "Almara"),
        ("Where was the fair held?", "It was not held in May, but in Almara.", "Almara"),
        ("¿Cuándo abrió la feria?", "La feria no abrió hasta 2019.", "2019"),
        ("¿Cuándo no abrió la feria?", "La feria no abrió en 2019.", "2019"),
        ("Is the fair open?", "The fair is not open in 2019.", "2019"),
    ],
)
def test_not_denied(question: str, text: str, phrase: str) -> None:
    assert not is_denied(understand(question), text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase", "only"),
    [
        ("The company will not enlarge it before 2027.", "before 2027", True),
        ("The company will not enlarge it before 2027.", "2027", True),
        ("It cannot be ready earlier than May 2027.", "May 2027", True),
        ("No se ampliará antes de 2027.", "2027", True),
        ("It was enlarged before 2027.", "before 2027", False),
        ("It will be enlarged in 2027, not before 2026.", "2027", False),
        ("There is no room; come before May 2027.", "before May 2027", False),
        ("It will not be enlarged until 2027.", "2027", False),
    ],
)
def test_time_before_which_it_is_not_is_no_time_when_it_is(
    text: str, phrase: str, only: bool
) -> None:
    question = "¿Cuándo se ampliará?" if text.startswith("No ") else "When will it be enlarged?"
    assert is_only_not_before(understand(question), text, phrase) is only
