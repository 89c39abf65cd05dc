import pytest
from hypothesis import given, settings
from test_ui_document_page import Markup, assert_holds_only, hostile_texts

from ragqa.store import DocumentSummary
from ragqa.ui.escaping import displayable
from ragqa.ui.strings import strings_for
from ragqa.ui.welcome import welcome

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

TAGS = frozenset("div h2 h3 p ul li button".split())
ATTRIBUTES = frozenset("class data-action data-question dir type".split())


def summary(language: str | None = "en") -> DocumentSummary:
    return DocumentSummary(
        doc_id="a.md",
        title="A",
        source="a.md",
        language=language,
        date=None,
        characters=10,
        chunks=1,
        digest="0",
        indexed="2026-11-22T21:30:05+00:00",
    )


@pytest.mark.parametrize(
    ("languages", "extent"),
    [
        (["en"], "1 document in English. Ask in"),
        (["es", "en"], "2 documents in English and Spanish. Ask in"),
        ([None, "fr"], "2 documents. Ask in"),
    ],
)
def test_welcome_tells_what_is_indexed(languages: list[str | None], extent: str) -> None:
    shown = Markup(
        welcome([summary(one) for one in languages], examples=(), strings=ENGLISH)
    ).texts_of_class("extent")
    assert shown[0].startswith(extent)


def test_examples_are_buttons_that_ask_them() -> None:
    page = Markup(welcome([summary()], examples=("Who?", "When?"), strings=ENGLISH))
    assert page.texts["h3"] == ["For example"]
    assert page.texts["button"] == page.values("data-question") == ["Who?", "When?"]
    assert page.values("data-action") == ["ask", "ask"]


def test_without_examples_there_is_no_heading_for_them() -> None:
    page = Markup(welcome([summary()], examples=(), strings=ENGLISH))
    assert page.texts.get("h3", []) == page.texts.get("button", []) == []


def test_without_documents_the_welcome_says_how_to_add_some() -> None:
    page = Markup(welcome([], examples=("Who?",), strings=SPANISH))
    assert page.texts["h2"] == ["Todavía no hay documentos"]
    assert "«Documentos»" in page.texts["p"][0]
    assert "button" not in page.texts


@settings(deadline=None)
@given(hostile_texts)
def test_examples_show_hostile_text_as_text(text: str) -> None:
    markup = welcome([summary()], examples=(text,), strings=ENGLISH)
    assert_holds_only(markup, TAGS, ATTRIBUTES)
    page = Markup(markup)
    assert page.texts["button"] == page.values("data-question") == [displayable(text)]
