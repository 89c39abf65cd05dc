"""Phrases that a model points at and that mislead: of somebody else, of something else."""

import pytest

from ragqa.phrases import find_phrase
from ragqa.questions import understand
from ragqa.types import Span

LAUNCH = "Speeches came from IOM representatives and the Minister of Trade, H. E. Luis Vega."
TALKS = "Lucía Mora and Pedro Salas spoke on seed banks and soil erosion, respectively."
CHARLAS = "Elena Ruiz y Tomás Díaz hablaron sobre el riego y la poda, respectivamente."
STAFF = "It was led by Marta Gil, Regional Adviser, and Joan Rey, consultant of the FAO in Chile."
LAWS = 'It asks for laws that favour the mobility of "nomads", who work from any place.'
HOSTS = "Quito and Lima hosted the Andean Games in 2005, and 900 athletes came."
COURSE = "The course was aimed at young farmers who own fewer than ten hives."
CURSO = "El curso se dirigió a jóvenes agricultores con pocas colmenas."


def phrase(question: str, quote: str, pointed: str) -> tuple[str | None, bool]:
    start = quote.index(pointed)
    found = find_phrase(understand(question), quote, Span(start, start + len(pointed)))
    return found.text, found.fits


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "text"),
    [
        ("Who represented the government?", LAUNCH, "IOM representatives", "H. E. Luis Vega"),
        ("¿Quién representó al gobierno?", LAUNCH, "IOM representatives", "H. E. Luis Vega"),
        ("Who represented the IOM?", "Delegates of the IOM came.", "Delegates of the IOM",
         "Delegates of the IOM"),
        ("Who gave speeches?", LAUNCH, "IOM representatives", "IOM representatives"),
    ],
)  # fmt: skip
def test_whoever_represents_others_is_not_who_represented(
    question: str, quote: str, pointed: str, text: str
) -> None:
    assert phrase(question, quote, pointed) == (text, True)


@pytest.mark.parametrize(
    ("question", "pointed", "fits"),
    [
        ("Who opened the games in Lima?", "Lima", False),
        ("¿Quién inauguró los juegos en Lima?", "Lima", False),
        ("Who opened the games in Lima?", "Quito", False),
        ("Who hosted the games in Lima?", "Quito", True),
        ("Who opened the games in Lima?", "900 athletes", True),
        ("Who hosted the games?", "Lima", True),
    ],
)
def test_place_that_a_question_names_does_not_say_who(
    question: str, pointed: str, *, fits: bool
) -> None:
    assert phrase(question, HOSTS, pointed)[1] is fits


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "text"),
    [
        ("What did Pedro Salas speak about?", TALKS, "seed banks and soil erosion",
         "soil erosion"),
        ("Who spoke on seed banks?", TALKS, "Lucía Mora and Pedro Salas", "Lucía Mora"),
        ("Who spoke on seed banks?", TALKS, "Lucía Mora", "Lucía Mora"),
        ("¿Quién habló sobre la poda?", CHARLAS, "Elena Ruiz y Tomás Díaz", "Tomás Díaz"),
        ("¿Sobre qué habló Elena Ruiz?", CHARLAS, "el riego y la poda", "el riego"),
        # Both are asked for, or neither is named, or the sentence pairs nothing.
        ("Who spoke on seed banks and soil erosion?", TALKS, "Lucía Mora and Pedro Salas",
         "Lucía Mora and Pedro Salas"),
        ("Who spoke?", TALKS, "Lucía Mora and Pedro Salas", "Lucía Mora and Pedro Salas"),
        ("Who spoke on seed banks?", TALKS.replace(", respectively", ""),
         "Lucía Mora and Pedro Salas", "Lucía Mora and Pedro Salas"),
    ],
)  # fmt: skip
def test_things_that_pair_are_told_apart(
    question: str, quote: str, pointed: str, text: str
) -> None:
    assert phrase(question, quote, pointed)[0] == text


@pytest.mark.parametrize(
    ("question", "pointed", "found"),
    [
        ("What did Joan Rey talk about?", "consultant of the FAO in Chile", (None, False)),
        ("¿De qué habló Joan Rey?", "FAO in Chile", (None, False)),
        ("What did the adviser say about it?", "Marta Gil", (None, False)),
        ("What is the position of Marta Gil?",
         "Regional Adviser, and Joan Rey, consultant of the FAO", ("Regional Adviser", True)),
        ("What is the job of Marta Gil?", "consultant of the FAO", ("Regional Adviser", True)),
        ("What is the job of Joan Rey?", "consultant of the FAO", ("consultant of the FAO", True)),
        ("¿Qué cargo tiene Marta Gil?", "Regional Adviser", ("Regional Adviser", True)),
        ("What did Joan Rey lead?", "FAO", ("FAO", True)),
    ],
)  # fmt: skip
def test_position_is_not_what_somebody_said(
    question: str, pointed: str, found: tuple[str | None, bool]
) -> None:
    assert phrase(question, STAFF, pointed) == found


def test_two_words_of_a_position_are_not_two_persons() -> None:
    quote = "Eva Paz is Vice President of Operations and General Manager of the club."
    whole = "Vice President of Operations and General Manager"
    assert phrase("What role does Eva Paz have?", quote, whole)[0] == whole


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "text"),
    [
        ("What laws are asked for?", LAWS, "nomads", 'laws that favour the mobility of "nomads"'),
        ("¿Qué leyes pide?", "Pide leyes que favorecen a los nómadas.", "nómadas",
         "leyes que favorecen a los nómadas"),
        ("Which projects did they run?", "They ran projects in May that protect turtles.",
         "protect turtles", None),
        # What the clause is about is asked for, or it only gives their names.
        ("What do the laws favour?", LAWS, "the mobility of", "the mobility of"),
        ("Which persons do laws favour?", LAWS, "nomads", "nomads"),
        ("What turtles live there?", "There live turtles that are called ridleys.", "ridleys",
         "ridleys"),
        ("What does it ask for?", LAWS, "nomads", "nomads"),
    ],
)  # fmt: skip
def test_what_tells_things_apart_is_no_such_thing(
    question: str, quote: str, pointed: str, text: str | None
) -> None:
    assert phrase(question, quote, pointed)[0] == text


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "found"),
    [
        ("Who is the course aimed at?", COURSE, "The course", ("young farmers who own fewer than "
         "ten hives", True)),
        ("Who is the course intended for?", COURSE, "young farmers", ("young farmers", True)),
        ("¿A quién va dirigido el curso?", CURSO, "El curso",
         ("jóvenes agricultores con pocas colmenas", True)),
        ("¿A quién va dirigido el curso?", "La Organización del Sur cerró el curso.",
         "La Organización del Sur", (None, False)),
        ("Who was the course aimed at?", "The National Chamber ended it.", "National Chamber",
         (None, False)),
        ("Who was the course aimed at?", "It helps nurses.", "nurses", ("nurses", True)),
        ("Who ended the course?", "The National Chamber ended it.", "The National Chamber",
         ("The National Chamber", True)),
        ("Who aimed at the king?", "Ravaillac aimed at the king.", "Ravaillac",
         ("Ravaillac", True)),
    ],
)  # fmt: skip
def test_whom_it_is_for_stands_behind_the_words_that_say_so(
    question: str, quote: str, pointed: str, found: tuple[str | None, bool]
) -> None:
    assert phrase(question, quote, pointed) == found


@pytest.mark.parametrize(
    ("quote", "pointed", "text"),
    [
        ("It is run by the Office (OEA).", "the Office (OEA).", "the Office"),
        ("It came by sea.", "sea.", "sea"),
        ("It is run by the OEA.", "the OEA.", "the OEA"),
        ("It is run by Acme Inc.", "Acme Inc.", "Acme Inc."),
        ("It lies in the U.S.", "the U.S.", "the U.S."),
        ("Está en EE. UU.", "EE. UU.", "EE. UU."),
        ("It has pears, etc.", "pears, etc.", "pears, etc."),
    ],
)
def test_full_stop_is_left_to_the_sentence(quote: str, pointed: str, text: str) -> None:
    assert phrase("Which is it?", quote, pointed)[0] == text
