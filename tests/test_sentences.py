"""Sentence spans: hard cases of two languages, line breaks, and laws for any text."""

import re
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.sentences import split_sentences, trim_span
from ragqa.types import Span

# A "¦" stands where a sentence must end, and nowhere else may one.
ENGLISH = [
    "He met Mr. Smith, Mrs. Jones and Dr. Lee.¦ They spoke.",
    "Gen. Lee, Sen. Cruz, Amb. Doe and Prof. Li came.¦ Good.",
    "It was opened by Lt. Col. Kim and Rev. King.¦ All went well.",
    "Ambassador H. E. Albert Ramdin spoke.¦ He thanked all.",
    "J. R. R. Tolkien wrote it.¦ George W. Bush did not.",
    "See No. 5, vol. 3, pp. 10-12 and Fig. 2.¦ It is clear.",
    "Is the answer no.¦ Five people asked.",
    "World War I. The end."[:12] + "¦ The end came.¦ He slept.",
    "He took vitamin C.¦ Then he slept.",
    "Smith et al. (2010) say so.¦ So do Li et al. [3] and others.",
    "As shown by Smith et al.¦ The rest is known.",
    "At 5 p.m. Thursday they left.¦ At 6 a. m. EST they came.",
    "They left at 5 p.m.¦ The rest stayed.¦ It was 6 p. m.¦ Nobody came.",
    "He sold apples, pears, etc.¦ The shop closed.",
    "He sold apples, etc. in the shop.¦ It closed.",
    "The shop closed…¦ And then it rained.",
    "Well… maybe.¦ And ... no.",
    "The U.S. Government said so.¦ He lives in the U.S.¦ The town is small.",
    "It is in Washington, D.C.¦ The city is large.",
    "The price is 3.5 million.¦ It rose by 4.5%.¦ Good.",
    "See www.example.com or a.b@c.org.¦ Now.",
    "He said “stop.”¦ She did.",
    'He asked "why?" and left.¦ He cried "no!"¦ She left.',
    "“It is good. We like it,” said Sandoval.¦ “This is a step.”¦ He left.",
    "(He left.)¦ She stayed.¦ [See the note.]¦ It is long.",
    "It grew (by 2 p.c.) in May.¦ Then it fell.",
    "What?!¦ Really??¦ Yes!!!¦ No.",
    "It ended.[1]¦ Then it began.[2][3]¦ More came.",
    "On Jan. 5, 2020, Acme Inc. makes it.¦ Acme Ltd. does not.",
    "1. First comes this.",
    "a) First comes this.¦ Then that.",
    "I went home.¦ then i slept.",
    "It works 🙂.¦ Cafe\u0301 is open.¦ Good.",
    "EE. UU. is Spanish for the U.S.¦ The words differ.",
    "Cause: The seal is worn.; Remedy: Call us!; Is it free?: Yes.¦ So it is.",
    "“Stop!”, he said.¦ They came at 9 a.m.; others later.¦ Good.",
]
SPANISH = [
    "El Sr. Pérez y la Sra. López llegaron.¦ La Dra. Gómez no.",
    "El Lic. García, el Ing. Soto, la Lcda. Paz y Mons. Romero hablaron.¦ Bien.",
    "EE. UU. es grande.¦ Los EE.UU. ganaron.¦ La ONU también.",
    "Vive en EE. UU.¦ El país es grande.",
    "Según EE. UU. Biden no vino.¦ Bien.",
    "Llegó a las 5 p. m.¦ La reunión empezó.",
    "Llegó a las 5 p.m. del lunes y a las 10 a. m. del martes.¦ Bien.",
    "César murió en 44 a. C. y Augusto en 14 d. C. en Nola.¦ Bien.",
    "¿Qué pasa?¦ ¡Nada!¦ ¿Dónde está?¦ Aquí.",
    "«Vamos a casa.»¦ Luego salió.",
    "Dijo: «Ya es hora».¦ Y salió.",
    "Compró pan, leche, etc.¦ La tienda cerró.",
    "El art. 27, la pág. 5, el núm. 3 y el n.º 8 lo dicen.¦ Bien.",
    "Esto… no sé.¦ Se fue…¦ ¿Luego volvió?",
    "García et al. (2010) y Paz et al. dicen que sí.¦ Bien.",
    "J. L. Borges escribió.¦ S. E. Juan habló.",
    "D. Juan vive en la Av. Reforma 5.¦ Bien.",
    "(Aplausos.)¦ Él siguió.",
    "Causa: La junta está gastada.; Remedio: Llame.; ¿Es gratis?: Sí.¦ Bien.",
    "La Cía., que llegó a las 9 a. m.; y las otras.¦ Bien.",
]


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("marked", "language"),
    [(case, "en") for case in ENGLISH] + [(case, "es") for case in SPANISH],
)
def test_hard_case_is_cut_where_a_reader_would(marked: str, language: str | None) -> None:
    expected = [part.strip() for part in marked.split("¦")]
    assert sentences(marked.replace("¦", ""), language) == expected


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", '""'])
@pytest.mark.parametrize("repeats", [20, 500])
def test_long_quotation_is_cut_into_its_sentences(opening: str, closing: str, repeats: int) -> None:
    inner = ["We like it very much.", *["It is good for all."] * repeats, "So we say yes."]
    inner[0] = opening + inner[0]
    inner[-1] += closing
    expected = ["He spoke.", *inner, "She left."]
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize("language", [None, "en", "fr", "zz", "", "not a language"])
def test_any_language_code_is_accepted(language: str | None) -> None:
    assert sentences("It is. So it is.", language) == ["It is.", "So it is."]


# Line breaks

WRAPPED = """\
The International Organization for Migration held a meeting in Panama
City, where Mr. Smith of the Secretariat of Central American Integration
spoke for an hour. It was the first of three that the organization and
IOM Panama had planned with the government of Costa Rica and that of
Mexico."""


def test_wrapped_prose_is_not_cut_at_its_lines() -> None:
    first, second = sentences(WRAPPED)
    assert "\nCity, where" in first and first.endswith("\nspoke for an hour.")
    assert second.startswith("It was the first") and second.endswith("Mexico.")


def test_wrapping_seen_in_one_paragraph_holds_for_another() -> None:
    text = (
        WRAPPED + "\n\nThe next meeting will be held in the old city of San José by the\nMinistry."
    )
    assert sentences(text)[-1].endswith("by the\nMinistry.")
    assert sentences(text.rpartition("\n\n")[2]) == [
        "The next meeting will be held in the old city of San José by the",
        "Ministry.",
    ]


def test_titles_on_lines_of_their_own_are_sentences() -> None:
    text = (
        "IOM and Suriname launch a report on migration\n"
        "Georgetown, Guyana, 24 September\n"
        "The report was released today, and the two partners said much about it. It is long.\n"
        "Panama begins a dialogue\n"
        "This forum was useful."
    )
    assert sentences(text) == [
        "IOM and Suriname launch a report on migration",
        "Georgetown, Guyana, 24 September",
        "The report was released today, and the two partners said much about it.",
        "It is long.",
        "Panama begins a dialogue",
        "This forum was useful.",
    ]


def test_title_above_wrapped_prose_stands_alone() -> None:
    assert sentences("A meeting in Panama\n" + WRAPPED)[0] == "A meeting in Panama"


def test_line_that_goes_on_in_small_letters_is_one_sentence() -> None:
    text = "The International Organization for Migration\nheld a meeting."
    assert sentences(text) == [text]


def test_short_lines_in_small_letters_are_sentences() -> None:
    assert sentences("apples\npears\nplums") == ["apples", "pears", "plums"]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "12) ", "a) ", "(b) "])
def test_list_item_begins_a_sentence_even_in_wrapped_prose(mark: str) -> None:
    text = f"{WRAPPED}\n{mark}the first thing that was said\n{mark}Last"
    assert sentences(text)[-2:] == [f"{mark}the first thing that was said", f"{mark}Last"]


def test_number_of_a_formula_on_the_next_line_belongs_to_its_sentence() -> None:
    first = "The torch burned acetylene and compressed O\n2."
    second = "Later the pressure of the same gas O\n2 was high there."
    assert sentences(f"{first} {second}") == [first, second]


def test_numbered_item_behind_one_that_ends_in_a_capital_stands_alone() -> None:
    items = ["1. We chose what the others had called plan B", "2. Then we left it."]
    assert sentences("\n".join(items)) == items


def test_row_of_a_table_is_a_sentence() -> None:
    text = "the name of the one who spoke | 1990\nthe name of the other who spoke | 1991"
    assert sentences(text) == text.split("\n")


def test_blank_line_always_ends_a_sentence() -> None:
    text = "The International Organization for Migration and\n \t\r\nothers held a meeting"
    assert sentences(text) == [
        "The International Organization for Migration and",
        "others held a meeting",
    ]


# Laws

LETTERS = ["a", "B", "é", "\u0301", "🙂", "1", "word " * 12, "\ud800"]
MARKS = [".", "…", "?", '"', "”", "»", ")", "(", "“", " | ", "- ", "1. "]
SPACES = [" ", "\n", "\r\n", "\r", "\t", "\u2028", "\xa0"]
ABBREVIATIONS = ["etc. ", "EE. UU. ", "p. m. ", "Dr. ", "No. "]
TEXTS = st.lists(
    st.sampled_from(LETTERS + MARKS + SPACES + ABBREVIATIONS) | st.characters(), max_size=80
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["en", "es", None]))
def test_spans_are_trimmed_in_order_and_hold_every_visible_character(
    text: str, language: str | None
) -> None:
    spans = split_sentences(text, language)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
    assert all(before.end <= after.start for before, after in pairwise(spans))
    outside = list(text)
    for start, end in spans:
        outside[start:end] = " " * (end - start)
    assert "".join(outside).strip() == ""


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_paragraphs_without_wrapping_are_split_each_by_itself(first: str, second: str) -> None:
    def single_line(text: str) -> str:
        return " ".join(text.split())

    one, two = single_line(first), single_line(second)
    assert sentences(f"{one}\n\n{two}") == sentences(one) + sentences(two)


@settings(deadline=None)
@given(TEXTS, st.integers(0, 100), st.integers(0, 100))
def test_trimmed_span_is_the_stripped_slice(text: str, one: int, other: int) -> None:
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    start, end = trim_span(text, span)
    assert text[start:end] == text[span.start : span.end].strip()
    assert span.start <= start <= end <= span.end


@pytest.mark.parametrize(
    "unit",
    [
        "The dog is here with all of us. ",
        "Short line\n",
        "word ",
        "“",
        "(a.) ",
        "a.\n",
        "... ",
        " .",
    ],
)
def test_time_does_not_grow_with_the_square_of_the_length(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    started = perf_counter()
    spans = split_sentences(text)
    assert perf_counter() - started < 8
    visible = sum(len(re.sub(r"\s", "", text[start:end])) for start, end in spans)
    assert visible == len(re.sub(r"\s", "", text))
