"""Places of a document in the words of the interface, and where they are shown."""

from dataclasses import replace

import pytest
from builders import hit_of
from hypothesis import given
from hypothesis import strategies as st
from test_ui_document_page import Markup
from turns import answer, citation, conversation_of

from ragqa.types import Answer, Document, Place, PlaceKind
from ragqa.ui.conversation import Conversation, Turn, passages_of
from ragqa.ui.document_page import render_document
from ragqa.ui.exporting import as_markdown
from ragqa.ui.places import spoken_place
from ragqa.ui.sources import render_sources
from ragqa.ui.strings import strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

TABLE = Document(
    doc_id="costs.xlsx",
    title="Costs",
    text="Item: desk; Cost: 40.\n\nItem: lamp; Cost: 12.",
    source="costs.xlsx",
    places=(Place(PlaceKind.ROW, 0, 21, 2, "Office"), Place(PlaceKind.ROW, 23, 44, 3, "Office")),
)
LAMP = citation("Item: lamp; Cost: 12.", document=TABLE)


def conversation_about(given: Answer) -> Conversation:
    turn = Turn(
        number=1,
        question="What does a lamp cost?",
        asked_at="2026-11-22T21:30:05+00:00",
        answer=given,
        passages=passages_of(given.hits, [TABLE]),
    )
    return conversation_of(turn)


@given(
    st.builds(
        Place,
        kind=st.sampled_from(PlaceKind),
        start=st.just(0),
        end=st.just(1),
        number=st.integers(1, 99),
        name=st.text(max_size=9),
    )
)
def test_place_reads_in_english_as_on_the_command_line(place: Place) -> None:
    assert spoken_place(place, strings=ENGLISH) == place.label


@pytest.mark.parametrize(
    ("place", "spoken"),
    [
        (Place(PlaceKind.ROW, 0, 1, 12, "Gastos"), "hoja Gastos, fila 12"),
        (Place(PlaceKind.ROW, 0, 1, 12), "fila 12"),
        (Place(PlaceKind.SLIDE, 0, 1, 3), "diapositiva 3"),
        (Place(PlaceKind.TIME, 0, 1, name="00:03:10"), "00:03:10"),
    ],
)
def test_place_reads_in_spanish(place: Place, spoken: str) -> None:
    assert spoken_place(place, strings=SPANISH) == spoken


def test_source_names_the_row_of_the_quotation_not_of_the_passage() -> None:
    given = answer("“Item: lamp; Cost: 12.” [1]", LAMP, hits=(hit_of(TABLE),))
    panel = Markup(render_sources(conversation_about(given), strings=SPANISH))
    assert panel.texts["li"] == ["hoja Office, fila 3", "costs.xlsx"]


def test_saved_conversation_names_the_row() -> None:
    given = answer("“Item: lamp; Cost: 12.” [1]", LAMP, hits=(hit_of(TABLE),))
    assert "sheet Office, row 3" in as_markdown(conversation_about(given), strings=ENGLISH)


def test_document_page_marks_each_row_without_changing_the_text() -> None:
    page = Markup(render_document(TABLE, start=None, end=None, strings=ENGLISH))
    assert page.texts["main"] == [TABLE.text]
    assert page.values("data-label") == ["sheet Office, row 2", "sheet Office, row 3"]
    assert page.values("role") == []


def test_document_page_breaks_at_each_slide() -> None:
    slides = tuple(replace(place, kind=PlaceKind.SLIDE) for place in TABLE.places)
    document = replace(TABLE, places=slides)
    page = Markup(render_document(document, start=None, end=None, strings=ENGLISH))
    assert page.values("data-label") == ["slide 2", "slide 3"]
    assert page.values("role") == ["separator", "separator"]
