"""Rows of things are given whole, or not at all."""

import pytest

from ragqa.enumerations import (
    enumerates_what_is_asked,
    is_part_of_a_number,
    whole_row,
    without_the_asked,
)
from ragqa.questions import understand
from ragqa.types import Span

FAIR = "It drew 90 people, including owners of shops, bakers, drivers of buses and weavers."
SECTORS = "The forum joined actors from the public sector, the private sector and the universities."
LONG = (
    "It drew people including owners of shops in the old town, bakers of bread and of cakes for "
    "weddings, drivers of buses, and teachers from many schools of the whole wide country."
)


def spanned(quote: str, words: str) -> Span:
    start = quote.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "row"),
    [
        ("What jobs did they have?", FAIR, "bakers, drivers of buses and weavers",
         "owners of shops, bakers, drivers of buses and weavers"),
        ("¿Qué oficios tenían?", FAIR, "shops",
         "owners of shops, bakers, drivers of buses and weavers"),
        ("Which sectors joined?", SECTORS, "private sector and the universities",
         "the public sector, the private sector and the universities"),
        ("¿Qué sectores participaron?", "Vinieron la banca, los gremios y el sector público.",
         "la banca, los gremios", "la banca, los gremios y el sector público"),
        ("Who paid for it?", "It was paid for by the city, the club, a bank and the parents.",
         "the city, the club", "the city, the club, a bank and the parents"),
        # Too long to give.
        ("What jobs did they have?", LONG, "drivers of buses", None),
        # One is asked for, or no row stands there, or the span has all of it.
        ("Which baker came?", FAIR, "bakers", "bakers"),
        ("What class of people came?", FAIR, "bakers", "bakers"),
        ("¿Qué persona más rara vino?", FAIR, "bakers", "bakers"),
        ("What does it offer?", FAIR, "bakers", "bakers"),
        ("Who led it?", "The mayor, the first woman in office, led it.", "The mayor", "The mayor"),
        ("Which sectors joined?", SECTORS, "private sector", "private sector"),
        ("Which gases are they?", "In 2015, two gases, oxygen and neon, were found.",
         "oxygen and neon", "oxygen and neon"),
        ("Who won?", "In the final, Ana and the twins won.", "Ana and the twins",
         "Ana and the twins"),
    ],
)  # fmt: skip
def test_row_is_given_from_its_first_item_on(
    question: str, quote: str, pointed: str, row: str | None
) -> None:
    found = whole_row(understand(question), quote, spanned(quote, pointed))
    assert (found and quote[slice(*found)]) == row


@pytest.mark.parametrize(
    ("question", "pointed", "kept"),
    [
        ("Which ministry met IOM?", "the Ministry of Health and IOM", "the Ministry of Health"),
        ("Who met the Red Cross?", "the Red Cross and Eva Paz", "Eva Paz"),
        ("¿Qué ministerio firmó con la Cruz Roja?", "el Ministerio de Salud y la Cruz Roja",
         "el Ministerio de Salud"),
        ("Which bodies met?", "the Ministry of Health and IOM", "the Ministry of Health and IOM"),
        ("Which of Peru and Chile won?", "Peru and Chile", "Peru and Chile"),
        ("What shares the health budget?", "Ministry of Sport and Health",
         "Ministry of Sport and Health"),
        ("Who met IOM?", "Health, Sport and Trade", "Health, Sport and Trade"),
    ],
)  # fmt: skip
def test_name_that_the_question_has_is_left_out(question: str, pointed: str, kept: str) -> None:
    quote = f"So {pointed} did."
    found = without_the_asked(understand(question), quote, spanned(quote, pointed))
    assert quote[slice(*found)] == kept


@pytest.mark.parametrize(
    ("question", "phrase", "is_part"),
    [
        ("Under what two names is it known?", "RRM and from then on as RMR", True),
        ("¿Qué dos siglas usa?", "RRM y después como RMR", True),
        ("Which two treaties are meant?", "Treaty of Rome", True),
        ("Which two treaties are meant?", "the Treaty of Rome and that of Nice", False),
        ("¿Qué dos países?", "Chile y Perú", False),
        ("Which treaty is meant?", "Treaty of Rome", False),
        ("What two-seater did he fly?", "the Stork", False),
        ("Who led it for two years?", "Ford and later Carter", False),
    ],
)
def test_one_is_a_part_where_two_are_asked_for(
    question: str, phrase: str, *, is_part: bool
) -> None:
    assert is_part_of_a_number(understand(question), phrase) is is_part


@pytest.mark.parametrize(
    ("question", "text", "enumerates"),
    [
        ("In which countries are hubs?", "They are in Peru, Chile and Cuba.", True),
        ("¿En qué países hay centros?", "Están en Perú, Chile, Cuba y El Salvador.", True),
        ("Which countries have hubs?", "Members:\n- Peru\n- Chile", True),
        ("In which countries are hubs?", "It has 9, and one, of wood, is in Puno, Peru.", False),
        ("¿En qué países hay centros?", "Hay 9 centros, uno nuevo, en Puno, Perú.", False),
        ("What jobs are there?", "There are bakers, weavers, cooks.", True),
        ("What jobs are there?", "There are bakers.", False),
    ],
)
def test_countries_are_enumerated_by_a_row_of_names(
    question: str, text: str, *, enumerates: bool
) -> None:
    assert enumerates_what_is_asked(understand(question), text) is enumerates
