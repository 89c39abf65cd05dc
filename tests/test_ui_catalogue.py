import time
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ui_document_page import HOSTILE, Markup, assert_holds_only, hostile_texts

from ragqa.store import DocumentSummary
from ragqa.ui.catalogue import (
    PAGE_ROWS,
    Browse,
    display_title,
    document_link,
    folded,
    id_of_key,
    key_of_id,
    render_browse_form,
    render_catalogue,
    spoken_number,
    versioned_tag,
)
from ragqa.ui.escaping import displayable
from ragqa.ui.strings import Strings, strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

LIST_TAGS = frozenset(
    "section div h2 p button table caption thead tbody tr th td a span nav".split()
)
LIST_ATTRIBUTES = frozenset(
    "aria-disabled aria-label aria-labelledby class data-action data-client data-close data-doc"
    " data-label data-page data-title dir href id role scope type".split()
)
FORM_TAGS = frozenset("form label span input select option".split())
FORM_ATTRIBUTES = frozenset(
    "aria-label autocomplete class data-live maxlength name placeholder role selected spellcheck"
    " type value".split()
)


def summary(
    doc_id: str, title: str = "", language: str | None = "en", date: str | None = None
) -> DocumentSummary:
    return DocumentSummary(
        doc_id=doc_id,
        title=title or doc_id,
        source=doc_id,
        language=language,
        date=date,
        characters=12_345,
        chunks=7,
        digest="0",
        indexed="2026-11-22T21:30:05+00:00",
    )


DOCUMENTS = [
    summary("news/fabula.md", "La fábula del león", "es", "2017-08-22"),
    summary("news/hubs.MARKDOWN", "Information Hubs", "en", "2019"),
    summary("added/Report.pdf", "Annual Report", "en", "2018-02-01"),
    summary("added/notes", "Notes", None),
]


def catalogue(
    browse: Browse,
    documents: Sequence[DocumentSummary] = DOCUMENTS,
    *,
    strings: Strings = ENGLISH,
    read_only: bool = False,
) -> Markup:
    return Markup(render_catalogue(documents, browse, strings=strings, read_only=read_only))


def titles(browse: Browse, documents: Sequence[DocumentSummary] = DOCUMENTS) -> list[str]:
    return catalogue(browse, documents).texts.get("a", [])


def options(documents: Sequence[DocumentSummary], browse: Browse, name: str) -> list[str]:
    markup = render_browse_form(documents, browse, strings=ENGLISH)
    number = ["type", "language", "sort"].index(name)
    return Markup(markup.split("<select")[number + 1].split(">", 1)[1].split("</select>")[0]).texts[
        "option"
    ]


# The list


def test_row_tells_what_is_known_of_a_document() -> None:
    page = catalogue(Browse(), DOCUMENTS[:1])
    assert page.texts["th"][0] == "Title"
    assert page.texts["th"][-1] == "La fábula del leónnews/fabula.md"
    assert page.texts["td"] == [
        "Markdown",
        "Spanish",
        "22 August 2017",
        "12,345 characters",
        "7",
        "22 November 2026, 21:30 UTC",
        "Remove",
    ]


def test_row_speaks_spanish() -> None:
    assert catalogue(Browse(), DOCUMENTS[:1], strings=SPANISH).texts["td"] == [
        "Markdown",
        "español",
        "22 de agosto de 2017",
        "12\N{NO-BREAK SPACE}345 caracteres",
        "7",
        "22 de noviembre de 2026, 21:30 UTC",
        "Quitar",
    ]


def test_what_is_not_known_is_said() -> None:
    bare = replace(DOCUMENTS[3], characters=1, indexed="long ago")
    assert catalogue(Browse(), [bare]).texts["td"][:-1] == [
        "Other",
        "Unknown",
        "Not known",
        "1 character",
        "7",
        "long ago",
    ]


def test_every_cell_names_its_column() -> None:
    page = catalogue(Browse(), DOCUMENTS[:1])
    columns = page.texts["th"][1:-1]
    assert page.values("data-label") == columns
    assert [found["scope"] for found in page.with_attribute("scope")] == ["col"] * 8 + ["row"]


def test_title_opens_the_document() -> None:
    link = catalogue(Browse(), strings=SPANISH).with_attribute("data-client", "open-document")[1]
    parts = urlsplit(link["href"])
    assert (parts.netloc, parts.path, parts.fragment) == ("", "document", "")
    assert parse_qs(parts.query) == {"id": ["news/hubs.MARKDOWN"], "lang": ["es"]}
    assert (link["data-title"], link["data-close"]) == ("Information Hubs", "Cerrar")


def test_document_without_a_title_is_called_by_its_source_or_id() -> None:
    blank = replace(DOCUMENTS[0], title=" \n")
    assert display_title(blank) == "news/fabula.md"
    assert display_title(replace(blank, source=" ")) == "news/fabula.md"
    assert display_title(replace(blank, doc_id="x", source="")) == "x"


@settings(deadline=None)
@given(hostile_texts, st.booleans())
def test_list_and_form_show_hostile_text_as_text(text: str, read_only: bool) -> None:
    one = DocumentSummary(
        doc_id=text,
        title=text,
        source=text,
        language=text,
        date=text,
        characters=1,
        chunks=1,
        digest=text,
        indexed=text,
    )
    browse = Browse(search="", type=text, language=text, asked_to_remove=text)
    markup = render_catalogue([one], browse, strings=ENGLISH, read_only=read_only)
    assert_holds_only(markup, LIST_TAGS, LIST_ATTRIBUTES)
    page = Markup(markup)
    assert page.texts["a"] == [displayable(display_title(one))]
    assert all(urlsplit(href).path == "document" for href in page.values("href"))
    form = render_browse_form([one], replace(browse, search=text), strings=ENGLISH)
    tag = next(tag for tag, found in Markup(form).tags if found.get("class") == "unboxed")
    assert_holds_only(form, FORM_TAGS | {tag}, FORM_ATTRIBUTES)
    assert Markup(form).with_attribute("name", "search")[0]["value"] == displayable(text)


@pytest.mark.parametrize(
    ("documents", "browse", "note"),
    [
        ([], Browse(), "No document is indexed yet."),
        (
            DOCUMENTS,
            Browse(search="volcano"),
            "No document matches. Change the search or the filters.",
        ),
    ],
)
def test_empty_list_says_why(documents: list[DocumentSummary], browse: Browse, note: str) -> None:
    page = catalogue(browse, documents)
    assert page.texts_of_class("note") == [note]
    assert "table" not in page.texts


# Searching, filtering, sorting


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["La fábula del león", "Information Hubs", "Annual Report", "Notes"]),
        ("FABULA LEÓN", ["La fábula del león"]),
        ("león fábula", ["La fábula del león"]),
        ("leo\u0301n", ["La fábula del león"]),
        ("news/", ["La fábula del león", "Information Hubs"]),
        ("report.pdf", ["Annual Report"]),
        ("annual hubs", []),
    ],
)
def test_search_takes_words_of_title_and_source_in_any_case_and_accent(
    search: str, found: list[str]
) -> None:
    assert titles(Browse(search=search)) == found


@pytest.mark.parametrize(
    ("browse", "found"),
    [
        (Browse(type="md"), ["La fábula del león", "Information Hubs"]),
        (Browse(type="pdf"), ["Annual Report"]),
        (Browse(type="other"), ["Notes"]),
        (Browse(language="en"), ["Information Hubs", "Annual Report"]),
        (Browse(language="unknown"), ["Notes"]),
        (Browse(type="md", language="en"), ["Information Hubs"]),
        (Browse(type="pdf", language="es"), []),
        (Browse(type="docx", language="fr", search="hubs"), ["Information Hubs"]),
    ],
)
def test_filters_narrow_and_those_of_nothing_do_not(browse: Browse, found: list[str]) -> None:
    assert titles(browse) == found


def test_count_tells_how_many_of_how_many() -> None:
    assert catalogue(Browse()).texts_of_class("count") == ["4 documents"]
    assert catalogue(Browse(), DOCUMENTS[:1]).texts_of_class("count") == ["1 document"]
    shown = catalogue(Browse(search="hubs"), strings=SPANISH).texts_of_class("count")
    assert shown == ["Coinciden 1 de 4 documentos"]


def test_order_is_by_title_or_newest_first() -> None:
    assert titles(Browse(sort="title")) == [
        "Annual Report",
        "Information Hubs",
        "La fábula del león",
        "Notes",
    ]
    assert titles(Browse(sort="date")) == [
        "Information Hubs",
        "Annual Report",
        "La fábula del león",
        "Notes",
    ]


def test_form_offers_what_the_documents_have() -> None:
    assert options(DOCUMENTS, Browse(), "type") == ["All types", "Markdown", "Other", "PDF"]
    assert options(DOCUMENTS, Browse(), "language") == [
        "All languages",
        "English",
        "Spanish",
        "Unknown",
    ]
    assert options([summary("a.odt")], Browse(), "type") == ["All types", "ODT"]


def test_form_holds_what_was_asked_for() -> None:
    browse = Browse(search='say "hi"', type="pdf", language="es", sort="date")
    form = Markup(render_browse_form(DOCUMENTS, browse, strings=ENGLISH))
    assert form.with_attribute("name", "search")[0]["value"] == 'say "hi"'
    assert [one["value"] for one in form.with_attribute("selected")] == ["pdf", "es", "date"]
    assert form.values("name") == ["search", "type", "language", "sort"]
    assert form.values("data-live") == ["browse"]


def test_choices_that_move_come_as_a_new_element() -> None:
    def tag(documents: Sequence[DocumentSummary]) -> str:
        markup = Markup(render_browse_form(documents, Browse(), strings=ENGLISH))
        return next(tag for tag, found in markup.tags if found.get("class") == "unboxed")

    assert tag(DOCUMENTS) == tag([*DOCUMENTS, DOCUMENTS[0]])
    assert tag(DOCUMENTS) != tag(DOCUMENTS[1:])
    assert versioned_tag("a-b", ["\ud800"]).startswith("a-b-")


# Paging


def many(count: int) -> list[DocumentSummary]:
    return [summary(f"{number}.txt") for number in range(count)]


@pytest.mark.parametrize(
    ("page", "first", "last", "buttons"),
    [
        (1, "0.txt", "49.txt", ["2"]),
        (2, "50.txt", "99.txt", ["1", "3"]),
        (3, "100.txt", "119.txt", ["2"]),
        (9, "100.txt", "119.txt", ["2"]),
    ],
)
def test_long_list_comes_in_pages(page: int, first: str, last: str, buttons: list[str]) -> None:
    shown = catalogue(Browse(page=page), many(120))
    assert (shown.texts["a"][0], shown.texts["a"][-1]) == (first, last)
    assert shown.values("data-page") == buttons
    assert f"Page {min(page, 3)} of 3" in shown.texts["nav"][0]
    assert len(shown.values("aria-disabled")) == 2 - len(buttons)


def test_list_of_one_page_has_no_buttons_for_pages() -> None:
    assert "nav" not in catalogue(Browse(), many(PAGE_ROWS)).texts


def test_ten_thousand_documents_take_a_moment() -> None:
    documents = [replace(one, title="Información sobre el café") for one in many(10_000)]
    began = time.perf_counter()
    page = catalogue(Browse(search="informacion cafe 99", sort="title"), documents)
    assert time.perf_counter() - began < 5
    assert page.texts_of_class("count") == ["280 of 10,000 documents match"]
    assert len(page.texts["a"]) == PAGE_ROWS


# Events


def test_removal_is_asked_before_it_is_done() -> None:
    browse = Browse(page=2).after({"action": "remove", "doc": key_of_id(DOCUMENTS[1].doc_id)})
    assert browse == Browse(page=2, asked_to_remove=DOCUMENTS[1].doc_id)
    page = catalogue(browse)
    assert page.values("data-action") == [
        "reindex",
        "remove",
        "keep",
        "confirm-remove",
        "remove",
        "remove",
    ]
    assert page.texts_of_class("asked") == ["", "Remove it?", "", ""]
    confirmed = {"action": "confirm-remove", "doc": page.values("data-doc")[2]}
    assert browse.confirmed_removal(confirmed) == DOCUMENTS[1].doc_id
    assert browse.after(confirmed) == Browse(page=2)
    assert browse.after({"action": "keep"}) == Browse(page=2)


@pytest.mark.parametrize(
    "event",
    [
        {"action": "confirm-remove", "doc": "other.md"},
        {"action": "confirm-remove"},
        {"action": "remove", "doc": "a.md"},
        {"action": "confirm-remove", "doc": ["a.md"]},
        {},
        None,
    ],
)
def test_removal_that_was_not_asked_is_not_confirmed(event: object) -> None:
    assert Browse(asked_to_remove="a.md").confirmed_removal(event) is None
    assert Browse().confirmed_removal(event) is None


def test_buttons_say_which_document_they_remove() -> None:
    page = catalogue(Browse(asked_to_remove=DOCUMENTS[0].doc_id), DOCUMENTS[:2])
    assert [found.get("aria-label") for found in page.with_attribute("data-doc")] == [
        "Keep La fábula del león",
        "Remove La fábula del león",
        "Remove Information Hubs",
    ]


def test_button_keeps_its_place_when_it_comes_to_keep() -> None:
    asked = catalogue(Browse(asked_to_remove=DOCUMENTS[0].doc_id), DOCUMENTS[:1])
    calm = catalogue(Browse(), DOCUMENTS[:1])
    first, second = ([tag for tag, _ in page.tags] for page in (calm, asked))
    assert second[: len(first)] == first
    assert asked.with_attribute("data-doc")[0]["data-action"] == "keep"


def test_read_only_list_can_neither_be_removed_from_nor_indexed_again() -> None:
    page = catalogue(Browse(asked_to_remove=DOCUMENTS[0].doc_id), read_only=True)
    assert "button" not in page.texts
    assert "Remove" not in page.texts["table"][0]
    assert len(page.texts["td"]) == 6 * len(DOCUMENTS)


def test_page_is_turned() -> None:
    browse = Browse(search="a", asked_to_remove="a.md")
    assert browse.after({"action": "page", "page": "3"}) == Browse(search="a", page=3)
    for page in ("0", "-1", "1e3", "²", "9" * 20, 2, None, ["2"]):
        assert browse.after({"action": "page", "page": page}).page == 1


def test_new_search_begins_on_the_first_page() -> None:
    fields = {"search": "x", "type": "pdf", "language": "es", "sort": "title"}
    browse = Browse(page=4, asked_to_remove="a.md").after({"action": "browse", "fields": fields})
    assert browse == Browse(search="x", type="pdf", language="es", sort="title")


@pytest.mark.parametrize("event", [None, "browse", 7, {}, {"action": "drop"}, {"action": ["page"]}])
def test_event_that_is_none_of_the_list_changes_nothing(event: object) -> None:
    browse = Browse(search="x", page=2)
    assert browse.after(event) == browse


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        "search",
        {"search": 7, "type": ["pdf"], "sort": "random"},
        {"search": None, "sort": "__class__"},
    ],
)
def test_fields_of_no_sense_ask_for_everything(fields: object) -> None:
    assert Browse.from_fields(fields) == Browse()


def test_search_has_a_limit() -> None:
    assert Browse.from_fields({"search": "x" * 10_000}).search == "x" * 200


# Words


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_key_of_an_id_is_plain_and_leads_back(doc_id: str) -> None:
    key = key_of_id(doc_id)
    assert id_of_key(key) == doc_id
    assert key.isascii()
    assert key.isprintable()
    assert displayable(key) == key


@pytest.mark.parametrize("key", ["%ff", "%", "%ud800", "\ud800", *HOSTILE])
def test_key_of_anybody_is_read_without_an_error(key: str) -> None:
    assert isinstance(id_of_key(key), str)


def test_link_names_the_document_it_opens() -> None:
    page = Markup(document_link("a&b.md", "A <b>", strings=ENGLISH))
    assert page.texts["a"] == page.values("data-title") == ["A <b>"]
    assert page.values("href") == ["document?id=a%26b.md&lang=en"]


@pytest.mark.parametrize(
    ("number", "english", "spanish"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1,000", "1000"),
        (10_000, "10,000", "10\N{NO-BREAK SPACE}000"),
        (5_000_000, "5,000,000", "5\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000"),
    ],
)
def test_digits_are_grouped_as_the_language_does(number: int, english: str, spanish: str) -> None:
    assert spoken_number(number, strings=ENGLISH) == english
    assert spoken_number(number, strings=SPANISH) == spanish


def test_folding_takes_case_and_accents_away() -> None:
    assert folded("ÁRBOL Straße ﬁn") == "arbol strasse fin"
    assert folded("PLAIN") == "plain"
