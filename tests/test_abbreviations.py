"""Abbreviations, and what a text says that they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.abbreviations import find_definitions, gather_definitions


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("the Regional Conference on Migration (RCM) met", "RCM",
         "Regional Conference on Migration"),
        ("la Organización Internacional para las Migraciones (OIM)", "OIM",
         "Organización Internacional para las Migraciones"),
        ("standard operating procedures (SOP) were set", "SOP", "standard operating procedures"),
        ("signed a Memorandum of Understanding (MoU)", "MoU", "Memorandum of Understanding"),
        ("people who are lesbian, gay, bisexual, trans or intersexual (LGBTI)", "LGBTI",
         "lesbian, gay, bisexual, trans or intersexual"),
        ("the International Organization for Migration's (IOM) plan", "IOM",
         "International Organization for Migration"),
        ("the RCM (Regional Conference on Migration) met", "RCM",
         "Regional Conference on Migration"),
        # Several letters of a word.
        ("the Caribbean Community (CARICOM) agreed", "CARICOM", "Caribbean Community"),
        ("La Comisión Permanente para la Protección y Asistencia a Migrantes Vulnerables (COPPAMI)",
         "COPPAMI",
         "Comisión Permanente para la Protección y Asistencia a Migrantes Vulnerables"),
        # Of another language, and said to be so.
        ("by the Permanent Commission for the Protection of Migrants (COPPAMI in Spanish)",
         "COPPAMI", "Permanent Commission for the Protection of Migrants"),
        ("The Permanent Commission for Migrants helps and is known as COPPAMI, its abbreviation.",
         "COPPAMI", "Permanent Commission for Migrants"),
        ("El Registro Nacional de Personas es conocido como RENAPER.", "RENAPER",
         "Registro Nacional de Personas"),
    ],
)  # fmt: skip
def test_abbreviation_is_found_with_what_it_stands_for(text: str, short: str, long: str) -> None:
    (found,) = find_definitions(text)
    assert (found.short, found.long) == (short, long)


@pytest.mark.parametrize(
    "text",
    [
        "the Ministry of Foreign Affairs (IOM)",
        "the city of Panama (PANAMA)",
        "It rained. The network (see RCM) met.",
        "Ana Ortiz (AB)",
        "the film is known as ABC",
        "",
    ],
)
def test_letters_that_do_not_fit_define_nothing(text: str) -> None:
    assert find_definitions(text) == ()


def test_definitions_of_several_texts_are_gathered_once_and_sorted() -> None:
    texts = [
        "the Regional Conference on Migration (RCM)",
        "The regional conference on  migration (RCM) and standard operating procedures (SOP)",
    ]
    assert gather_definitions(texts) == (
        ("RCM", "Regional Conference on Migration"),
        ("SOP", "standard operating procedures"),
    )


@given(
    st.lists(st.sampled_from(["A", "Bee ", "(AB)", " of ", "known as ABC", "(", ")", ". ", "ñ"]))
)
def test_long_form_is_the_slice_that_its_span_names(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in find_definitions(text):
        assert text[slice(*one.span)] == one.long
