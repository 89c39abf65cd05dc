"""Dates, numbers and names in sentences of both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.mentions import MentionKind, find_mentions, with_digits

SENTENCE_PARTS = st.sampled_from(
    ["The", "Lion", "of the", "de la", "Gómez", "J.", "1,500", "42", "in", "May", "2017", "22", "º",
     "two", "dos", "mil", "a. C.", "%", "$", "–", ".", ",", " ", "\n", "siglo XX", "19th century"]
)  # fmt: skip


def test_name_goes_on_over_a_space_that_does_not_break() -> None:
    text = "They met\N{NO-BREAK SPACE}Rosa\N{NO-BREAK SPACE}Mae Ortiz in Almara."
    (first, *_) = find_mentions(text)
    assert text[first.start : first.end] == "Rosa\N{NO-BREAK SPACE}Mae Ortiz"


def named(text: str, kind: MentionKind) -> list[str]:
    return [text[m.start : m.end] for m in find_mentions(text) if m.kind is kind]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It opened on 22 August 2017.", ["22 August 2017"]),
        ("It opened on August 22, 2017, in Panama.", ["August 22, 2017"]),
        ("It ran on 30 and 31 July 2021.", ["30 and 31 July 2021"]),
        ("It opened on Sept. 3, 1999.", ["Sept. 3, 1999"]),
        ("It opened on the 3rd of May.", ["3rd of May"]),
        ("It opened in May and closed in 1999.", ["in May", "1999"]),
        ("In March it closed.", ["In March"]),
        ("The file is dated 2017-08-22.", ["2017-08-22"]),
        ("The war of 1914–1918 and the late 1990s.", ["1914–1918", "the late 1990s"]),
        ("It fell in 300 BC and in the 19th century.", ["300 BC", "the 19th century"]),
        ("Abrió el 22 de agosto de 2017.", ["22 de agosto de 2017"]),
        ("Fue el 30 y 31 de julio.", ["30 y 31 de julio"]),
        ("Abrió en mayo. En junio de 2018 cerró.", ["en mayo", "junio de 2018"]),
        ("It opened in May 2018 and closed in June, 2019.", ["May 2018", "June, 2019"]),
        ("Cayó en el 300 a. C. y en el siglo XX.", ["300 a. C.", "siglo XX"]),
        ("Murió el 44 a.C.", ["44 a.C."]),
        ("May Smith paid 1,999 dollars for flat 30.", []),
        ("Abrió el 3 de setiembre y cerró en setiembre de 2018.",
         ["3 de setiembre", "setiembre de 2018"]),
        ("Abrió el 3 de sept. de 2017 y el 5 ago. 2018.", ["3 de sept. de 2017", "5 ago. 2018"]),
        ("It opened in Sept. 2017 and closed in Dec. 2018.", ["Sept. 2017", "Dec. 2018"]),
        ("En Mar del Plata, 3 years ago 5 came.", []),
        ("It opened on 05/06/2017 and closed on 5.6.2018.", ["05/06/2017", "5.6.2018"]),
        ("Abrió el 22-08-2017 (5/6/17).", ["22-08-2017", "5/6/17"]),
        ("Half of 1/2 and 3.5.2, and 45/67/2.", []),
    ],
)  # fmt: skip
def test_dates_of_a_sentence(text: str, dates: list[str]) -> None:
    assert named(text, MentionKind.DATE) == dates


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Some 1,500 people in 42 schools.", ["1,500", "42"]),
        ("It cost $5 million, or 3.5 % of the total.", ["$5 million", "3.5 %"]),
        ("Twenty-five hubs and two thousand people.", ["Twenty-five", "two thousand"]),
        ("One in three paid 20 percent.", ["One", "three", "20 percent"]),
        ("Dos mil personas y veintidós escuelas.", ["Dos mil", "veintidós"]),
        ("Costó doscientas mil, el 20 por ciento.", ["doscientas mil", "20 por ciento"]),
        ("It cost $1500, and 1200% more.", ["$1500", "1200%"]),
        # A space, also one that does not break, may part the thousands.
        ("About 12 000 people and 120 500 hens.", ["12 000", "120 500"]),
        ("Participaron 1 200 personas.", ["1 200"]),
        ("12\u00a0000 or 1\u202f234\u202f567,50.", ["12\u00a0000", "1\u202f234\u202f567,50"]),
        ("It cost $12 000, or 1 200–1 500 each.", ["$12 000", "1 200", "1 500"]),
        # Not that of a telephone number, of a list or behind a date.
        ("(507) 305 4350", ["507", "305", "4350"]),
        ("2 305 4350", ["2", "305", "4350"]),
        ("(507) 305 435, +504 22 305 435", ["507", "305", "435", "504", "22", "305", "435"]),
        ("Rooms 101 202 303.", ["101", "202", "303"]),
        ("10 20 300, 3 4 5", ["10", "20", "300", "3", "4", "5"]),
        ("On July 5 300 people came.", ["300"]),
        ("On 22 August 2017 it opened.", []),
        ("Someone stone-deaf attended.", []),
        (
            "Medio millón de personas y un millón doscientas mil.",
            ["Medio millón", "un millón doscientas mil"],
        ),
        (
            "Ciento una personas, treinta y un días, veintiún niños.",
            ["Ciento una", "treinta y un", "veintiún"],
        ),
        ("Veintitres y dieciseis, veintidos.", ["Veintitres y dieciseis, veintidos"]),
        ("Half a million people came.", ["Half a million"]),
        ("Once mil personas, once países.", ["Once mil", "once"]),
        ("Once upon a time she once was a nurse.", []),
        ("Una vez vino un hombre y una mujer.", []),
    ],
)
def test_numbers_of_a_sentence_without_those_of_dates(text: str, numbers: list[str]) -> None:
    assert named(text, MentionKind.NUMBER) == numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The film was directed by Miguel Gómez, of Costa Rica.", ["Miguel Gómez", "Costa Rica"]),
        ("The Fable of the Lion won.", ["Fable of the Lion"]),
        ("When Dr. J. R. Ortiz spoke, it rained.", ["Dr. J. R. Ortiz"]),
        ("In Panama, Ángel Núñez's team won.", ["Panama", "Ángel Núñez's"]),
        ("La Universidad de Costa Rica y la OIM.", ["Universidad de Costa Rica", "OIM"]),
        ("Ana de la Cruz habló con Luis.", ["Ana de la Cruz", "Luis"]),
        ("However, it was not there.", []),
        ("I saw it on 22 August 2017.", []),
        # Initials, and parts of names, that are words elsewhere.
        ("A. J. Smith and I. M. Pei met O. Henry.", ["A. J. Smith", "I. M. Pei", "O. Henry"]),
        ("O'Brien ate at In-N-Out.", ["O'Brien", "In-N-Out"]),
        ("It's Ana Ruiz, and I'm Luis.", ["Ana Ruiz", "Luis"]),
        ("A woman came. I saw her. Y vino.", []),
        ("Ōsaka, Èze, Đorđe Ilić, Ćosić.", ["Ōsaka", "Èze", "Đorđe Ilić", "Ćosić"]),
        ("ōsaka, èze, đorđe.", []),
    ],
)
def test_names_of_a_sentence_without_its_opening_word(text: str, names: list[str]) -> None:
    assert named(text, MentionKind.NAME) == names


@given(st.lists(SENTENCE_PARTS, max_size=12).map(" ".join) | st.text(max_size=60))
def test_mentions_are_slices_in_the_order_of_the_text(text: str) -> None:
    mentions = find_mentions(text)

    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]


@given(st.lists(SENTENCE_PARTS, max_size=12).map(" ".join))
def test_digits_of_a_date_are_neither_numbers_nor_names(text: str) -> None:
    mentions = find_mentions(text)
    dates = [m for m in mentions if m.kind is MentionKind.DATE]

    for other in (m for m in mentions if m.kind is not MentionKind.DATE):
        assert all(other.end <= date.start or date.end <= other.start for date in dates)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Eight offices, two of them new, and one once", "8 offices, 2 of them new, and one once"),
        ("Doce oficinas y nueve salas", "12 oficinas y 9 salas"),
        ("a two-year plan", "a 2-year plan"),
        ("two hundred", "two hundred"),
        ("forty two and twenty-two", "forty two and twenty-two"),
        ("treinta y dos casas", "treinta y dos casas"),
    ],
)
def test_small_numbers_are_written_in_digits(text: str, written: str) -> None:
    assert with_digits(text) == written
