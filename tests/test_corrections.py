"""A sentence that reports an error is told from one that says what is right."""

import pytest
from builders import document_of, hit_of
from test_reading import quotes, read, reader_of

from ragqa.corrections import corrects, reports_an_error
from ragqa.questions import understand

ERRORS = [
    "Correction: In our report of 14 March we said that the last inspection was in 2019.",
    "Erratum: the newsletter gave the price as 20 euros.",
    "In the summer issue we wrongly wrote that the office opens at 9:00.",
    "We reported by mistake that 40 people came.",
    "It was erroneously announced that the pool opens in May.",
    "Corrección: en la hoja de mayo dijimos que la misa era a las 18:00.",
    "Por error publicamos que la cuota era de 20 euros.",
    "Fe de erratas: se publicó que el taller era el 3 de mayo.",
    "El boletín informó erróneamente que vinieron 40 personas.",
]


@pytest.mark.parametrize("text", ERRORS)
def test_sentence_reports_an_error(text: str) -> None:
    assert reports_an_error(text)
    assert corrects("It was in 2018.", text)


@pytest.mark.parametrize(
    "text",
    [
        "We said that the last inspection was in 2019.",
        "In the newsletter we wrote that the lift will run again about 9 May.",
        "Work begins on 13 January, not on 6 January as we wrote by mistake.",
        "We wrongly wrote 2019; it was in 2018.",
        "Correction: the inspection was in 2018.",
        "He was wrongly reported dead in 1871.",
        "Ptolemy wrongly claimed that the sun goes round the earth.",
        "Corrections are published on the second page.",
        "Por error publicamos que era en mayo, pero es en junio.",
        "El boletín informó de que vinieron 40 personas.",
        "Publicamos el programa en mayo.",
    ],
)
def test_sentence_that_says_what_is_right_reports_no_error(text: str) -> None:
    assert not reports_an_error(text)
    assert not corrects("It was in 2018.", text)


def test_sentence_behind_an_error_need_not_correct_it() -> None:
    assert not corrects("The office is closed on Mondays.", ERRORS[0])


OLD = "The last regular inspection of the old iron bridge was in 2019, as the engineer said."


def test_correction_answers_and_is_quoted_with_the_error() -> None:
    old = document_of(OLD, doc_id="a")
    new = document_of(f"{ERRORS[0]} It was in 2018.", doc_id="b")
    question = understand("When was the last inspection of the bridge?")
    reading = read(reader_of([old, new]), question, [hit_of(old), hit_of(new, rank=2)])
    assert quotes(reading)[0] == new.text
    assert reading.evidence[0].short_answer == "2018"


def test_correction_of_something_else_is_left_where_it_is() -> None:
    old = document_of(OLD, doc_id="a")
    new = document_of("Correction: We said the walk was in 2019. It was in 2018.", doc_id="b")
    question = understand("When was the last inspection of the bridge?")
    reading = read(reader_of([old, new]), question, [hit_of(old), hit_of(new, rank=2)])
    assert reading.evidence[0].short_answer == "2019"
