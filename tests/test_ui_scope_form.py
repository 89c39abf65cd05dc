from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ui_catalogue import summary
from test_ui_document_page import Markup, assert_holds_only, hostile_texts

from ragqa.scope import EVERYTHING, Scope
from ragqa.store import DocumentSummary
from ragqa.ui.catalogue import key_of_id
from ragqa.ui.scope_form import (
    describe_scope,
    render_scope_form,
    render_scope_status,
    scope_from_fields,
)
from ragqa.ui.strings import Strings, strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

TAGS = frozenset("details summary form fieldset legend label input span div p".split())
ATTRIBUTES = frozenset(
    "aria-label autocomplete checked class data-client data-live dir id name placeholder type"
    " value".split()
)

DOCUMENTS = [
    summary("news/2017/a b.md", "Zebra", "en"),
    summary("news/2018/c.md", "Ábaco", "es"),
    summary("added/d.md", "Midway", "en"),
    summary("e.md", "Alone", None),
]
CHOSEN = Scope(
    doc_ids=("news/2017/a b.md", "added/d.md"),
    folders=("added", "news"),
    languages=("en",),
    date_from="2017-05-01",
    date_to="2018-12-31",
)


def form(
    documents: Sequence[DocumentSummary] = DOCUMENTS,
    scope: Scope = EVERYTHING,
    *,
    strings: Strings = ENGLISH,
) -> Markup:
    return Markup(render_scope_form(documents, scope, strings=strings))


def submitted(page: Markup) -> dict[str, str | list[str]]:
    """Return what a browser sends of a form: a list for check boxes, else one value."""
    fields: dict[str, str | list[str]] = {}
    for found in page.with_attribute("name"):
        if found["type"] != "checkbox":
            fields[found["name"]] = found["value"]
            continue
        values = fields.setdefault(found["name"], [])
        assert isinstance(values, list)
        if "checked" in found:
            values.append(found["value"])
    return fields


def legends(page: Markup) -> list[str]:
    return page.texts["legend"]


def boxes(page: Markup, name: str) -> list[str]:
    return [found["value"] for found in page.with_attribute("name", name)]


# The form


@pytest.mark.parametrize("scope", [EVERYTHING, CHOSEN, replace(CHOSEN, date_to=None)])
def test_form_sends_back_the_scope_that_it_shows(scope: Scope) -> None:
    assert scope_from_fields(submitted(form(scope=scope)), DOCUMENTS) == scope


_part = st.text("ab ½\u202e", min_size=1, max_size=3)


@settings(deadline=None)
@given(st.sets(st.lists(_part, min_size=1, max_size=4).map("/".join), min_size=1), st.randoms())
def test_any_choice_among_any_documents_comes_back(doc_ids: set[str], random: object) -> None:
    documents = [summary(doc_id) for doc_id in sorted(doc_ids)]
    page = form(documents)
    chosen = boxes(page, "document")[::2]
    scope = scope_from_fields({"document": chosen, "folder": boxes(page, "folder")}, documents)
    assert {key_of_id(doc_id) for doc_id in scope.doc_ids or ()} == set(chosen)
    folders = scope.folders or ()
    assert [key_of_id(folder) for folder in folders] == boxes(page, "folder")
    for folder in folders:
        assert any(doc_id.startswith(f"{folder}/") for doc_id in doc_ids)


def test_documents_are_listed_by_title_and_folders_by_path() -> None:
    page = form(strings=SPANISH)
    assert page.texts_of_class("choice") == [
        "inglés",
        "español",
        "Añadidos aquí",
        "news",
        "news/2017",
        "news/2018",
        "Ábaco",
        "Alone",
        "Midway",
        "Zebra",
    ]
    assert legends(page) == ["Idiomas", "Carpetas", "Fecha", "Documentos"]


def test_documents_of_one_title_are_told_apart_by_their_source() -> None:
    page = form([summary("b.md", "Report"), summary("a.md", "Report"), summary("c.md", "Notes")])
    assert page.texts_of_class("choice") == ["Notes", "Report (a.md)", "Report (b.md)"]


def test_what_every_document_has_is_no_choice() -> None:
    page = form([summary("news/a.md"), summary("news/b.md")])
    assert legends(page) == ["Date", "Documents"]
    assert legends(form([summary("added/a.md"), summary("b.md")])) == [
        "Folders",
        "Date",
        "Documents",
    ]


def test_every_field_has_a_name_for_listeners() -> None:
    page = form()
    assert len(page.texts["label"]) == len(page.with_attribute("name"))
    assert page.with_attribute("data-client", "filter")[0]["aria-label"] == "Find in this list"


def test_field_that_finds_documents_is_no_part_of_the_choice() -> None:
    assert "name" not in form().with_attribute("data-client", "filter")[0]


def test_form_is_a_fold_that_can_be_told_apart() -> None:
    page = form()
    assert page.texts["summary"] == ["Choose where to search"]
    assert page.values("id") == ["scope-fold", "scope-form"]
    assert page.values("data-live") == ["scope"]


def test_choices_that_move_come_as_a_new_element() -> None:
    def tag(page: Markup) -> str:
        return next(tag for tag, found in page.tags if found.get("class") == "unboxed")

    assert tag(form()) == tag(form(scope=CHOSEN, strings=SPANISH))
    assert tag(form()) != tag(form(DOCUMENTS[1:]))


def test_no_more_documents_are_listed_than_a_browser_bears() -> None:
    page = form([summary(f"{number}.md") for number in range(2_001)])
    assert len(boxes(page, "document")) == 2_000
    assert page.texts_of_class("note") == [
        "The first 2,000 of 2,001. Choose a folder for the others."
    ]
    assert form().texts_of_class("note") == []


def test_deep_paths_make_no_more_folders_than_a_browser_bears() -> None:
    page = form([summary("a/" * 50_000 + "b.md"), summary("//c.md"), summary("d.md")])
    assert boxes(page, "folder") == ["/".join("a" * depth) for depth in range(1, 9)]


@settings(deadline=None)
@given(hostile_texts)
def test_form_shows_hostile_text_as_text(text: str) -> None:
    documents = [
        replace(summary(f"{text}/{text}", text, text), title=text),
        summary("b.md", language="en"),
    ]
    scope = Scope(
        doc_ids=(f"{text}/{text}",),
        folders=(text,),
        languages=(text,),
        date_from="2017-05-01",
        date_to="2017-05-31",
    )
    markup = render_scope_form(documents, scope, strings=ENGLISH)
    tag = next(tag for tag, found in Markup(markup).tags if found.get("class") == "unboxed")
    assert_holds_only(markup, TAGS | {tag}, ATTRIBUTES)
    status = render_scope_status(scope, strings=ENGLISH)
    assert_holds_only(
        status, frozenset({"p", "span", "button"}), ATTRIBUTES | {"role", "form", "data-action"}
    )


# What was chosen


@pytest.mark.parametrize(
    "fields",
    [
        None,
        "document",
        [],
        {"document": None, "folder": 7, "language": {}, "date_from": ["x"], "date_to": b"1"},
        {"document": ["gone.md", 7, None], "folder": ["new", "../.."], "language": "xx"},
        {"date_from": "2017-02-30", "date_to": "1 May 2017"},
        {"date_from": "20170501", "date_to": "2017-W18-1"},
        {"date_from": "٢٠١٧-٠٥-٠١", "date_to": "2017-05-01\n"},
    ],
)
def test_what_no_document_has_and_no_day_is_left_out(fields: object) -> None:
    assert scope_from_fields(fields, DOCUMENTS) == EVERYTHING


def test_one_value_is_as_good_as_a_list_of_one() -> None:
    fields = {"document": key_of_id("news/2017/a b.md"), "language": "es", "folder": "news/2018"}
    assert scope_from_fields(fields, DOCUMENTS) == Scope(
        doc_ids=("news/2017/a b.md",), folders=("news/2018",), languages=("es",)
    )


def test_days_the_wrong_way_round_are_exchanged() -> None:
    fields = {"date_from": "2018-01-01", "date_to": "2017-01-01"}
    scope = scope_from_fields(fields, DOCUMENTS)
    assert (scope.date_from, scope.date_to) == ("2017-01-01", "2018-01-01")


# In words


@pytest.mark.parametrize(
    ("scope", "english", "spanish"),
    [
        (EVERYTHING, "", ""),
        (Scope(languages=("en", "es")), "in English and Spanish", "en inglés y español"),
        (Scope(languages=("fr",)), "in fr", "en fr"),
        (
            Scope(folders=("news", "a/b", "added")),
            "in the folder “news”, the folder “a/b” and the files added here",
            "en la carpeta «news», la carpeta «a/b» y los archivos añadidos aquí",
        ),
        (Scope(date_from="2017-05-01"), "from 1 May 2017", "desde el 1 de mayo de 2017"),
        (Scope(date_to="2017-05-01"), "until 1 May 2017", "hasta el 1 de mayo de 2017"),
        (
            Scope(date_from="2017-05-01", date_to="2017-05-01"),
            "on 1 May 2017",
            "el 1 de mayo de 2017",
        ),
        (
            Scope(
                doc_ids=("a", "b"),
                languages=("en",),
                date_from="2017-05-01",
                date_to="2018-01-31",
            ),
            "in English, from 1 May 2017, until 31 January 2018, 2 documents",
            "en inglés, desde el 1 de mayo de 2017, hasta el 31 de enero de 2018, 2 documentos",
        ),
        (Scope(doc_ids=("a",)), "1 document", "1 documento"),
    ],
)
def test_scope_is_told_in_words(scope: Scope, english: str, spanish: str) -> None:
    assert describe_scope(scope, strings=ENGLISH) == english
    assert describe_scope(scope, strings=SPANISH) == spanish


def test_status_tells_of_a_condition_that_nobody_can_take_back() -> None:
    within = "date >= 2021"
    page = Markup(render_scope_status(EVERYTHING, strings=ENGLISH, within=within))
    assert page.texts["span"] == ["Searching only documents where date >= 2021"]
    assert page.with_attribute("data-action") == []

    spanish = render_scope_status(Scope(languages=("es",)), strings=SPANISH, within=within)
    page = Markup(spanish)
    assert page.texts["span"] == ["Se busca solo documentos que cumplen date >= 2021, en español"]
    assert len(page.with_attribute("data-action")) == 1


def test_status_tells_what_is_searched_and_offers_everything_where_it_is_less() -> None:
    assert Markup(render_scope_status(EVERYTHING, strings=ENGLISH)).texts == {
        "p": ["All documents"],
        "span": ["All documents"],
    }
    page = Markup(render_scope_status(Scope(languages=("es",)), strings=ENGLISH))
    assert page.texts["span"] == ["Searching only in Spanish"]
    assert page.with_attribute("data-action") == [
        {
            "tag": "button",
            "type": "reset",
            "form": "scope-form",
            "class": "plain",
            "data-action": "clear-scope",
        }
    ]
