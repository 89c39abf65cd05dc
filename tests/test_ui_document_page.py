import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.types import Document, Page, Section, Span
from ragqa.ui.document_page import (
    digest_of_quote,
    document_url,
    quotation_url,
    render_document,
    render_missing,
)
from ragqa.ui.escaping import displayable
from ragqa.ui.strings import strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
    "</main><form action=http://evil.example><input name=password></form>",
    "<div style='position:fixed;inset:0'>over all</div>",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "a\x00b\x1b[31mc\x85\ud800",
    "../../etc/passwd\x00.md",
    "&lt;b&gt; &amp; %3Cscript%3E %ff",
    "a\n\n b\r\n\tc ",
    "x" * 5_000,
]
hostile_texts = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=60)

VOID = frozenset("meta link input".split())
PAGE_TAGS = frozenset(
    "html head meta title link body header p a h1 ul li main div span mark".split()
)
PAGE_ATTRIBUTES = frozenset(
    "aria-label aria-level charset class content data-label dir href id lang name rel role tabindex"
    " target".split()
)


class Markup(HTMLParser):
    """What a browser makes of HTML: its tags with their attributes, and the text in each tag."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[tuple[str, int]] = []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        texts = self.texts.setdefault(tag, [])
        texts.append("")
        if tag not in VOID:
            self._open.append((tag, len(texts) - 1))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for tag, number in self._open:
            self.texts[tag][number] += data

    def with_attribute(self, name: str, value: str | None = None) -> list[dict[str, str]]:
        """Return the attributes of each element that has one, with its tag as "tag"."""
        return [
            {"tag": tag, **found}
            for tag, found in self.tags
            if name in found and value in (None, found[name])
        ]

    def values(self, name: str) -> list[str]:
        return [found[name] for found in self.with_attribute(name)]

    def texts_of_class(self, name: str) -> list[str]:
        numbers: dict[str, int] = {}
        found = []
        for tag, attributes in self.tags:
            number = numbers.get(tag, 0)
            numbers[tag] = number + 1
            if name in attributes.get("class", "").split():
                found.append(self.texts[tag][number])
        return found


def assert_holds_only(markup: str, tags: frozenset[str], attributes: frozenset[str]) -> None:
    page = Markup(markup)
    assert {tag for tag, _ in page.tags} <= tags
    assert {name for _, found in page.tags for name in found} <= attributes
    assert not re.search("[\x00-\x08\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", markup)


TEXT = "Aims\n\nA seminar began. Gómez spoke.\n\nEnds\n\nIt lasted 30 minutes [1]."
DOCUMENT = Document(
    doc_id="news/a b&c.md",
    title="The Fable",
    text=TEXT,
    source="news/a b&c.md",
    language="es",
    date="2017-08-22",
    sections=(
        Section("News › Aims", 0, TEXT.index("Ends")),
        Section("News › Ends", TEXT.index("Ends"), len(TEXT)),
    ),
    pages=(Page(1, 0, 20), Page(2, 20, len(TEXT))),
    metadata={"publisher": "IOM", "author": "", "place": "Panama"},
)


def rendered(document: Document, start: int | None = None, end: int | None = None) -> Markup:
    return Markup(render_document(document, start=start, end=end, strings=ENGLISH))


def lines_of(size: int) -> str:
    return "".join(f"Line {number} of the text.\n" for number in range(size // 20))


@settings(deadline=None)
@given(hostile_texts, hostile_texts, hostile_texts)
def test_marked_text_is_the_quotation_and_the_page_has_the_whole_text(
    before: str, quote: str, after: str
) -> None:
    document = replace(DOCUMENT, text=before + quote + after, sections=(), pages=())
    page = rendered(document, len(before), len(before) + len(quote))
    assert page.texts["mark"] == [displayable(quote)]
    whole = displayable(before) + displayable(quote) + displayable(after)
    assert page.texts["main"] == [whole]


@settings(deadline=None)
@given(
    st.text("ab \n", min_size=1),
    st.lists(st.integers(-3, 60), max_size=8),
    st.integers(-3, 60),
    st.integers(-3, 60),
)
def test_sections_and_pages_add_nothing_to_the_text(
    text: str, offsets: list[int], start: int, end: int
) -> None:
    cuts = sorted({min(max(offset, 0), len(text)) for offset in offsets})
    spans = list(pairwise([*cuts, len(text)]))
    document = replace(
        DOCUMENT,
        text=text,
        sections=tuple(Section(f"Top › {text[a:b]}", a, b) for a, b in spans),
        pages=tuple(Page(number, a, b) for number, (a, b) in enumerate(spans, start=1)),
    )
    page = rendered(document, start, end)
    assert page.texts["main"] == [text]
    is_quotation = 0 <= start < end <= len(text)
    assert page.texts.get("mark", []) == ([text[start:end]] if is_quotation else [])


@settings(deadline=None)
@given(hostile_texts)
def test_page_shows_hostile_text_as_text(text: str) -> None:
    document = Document(
        doc_id=text,
        title=text,
        text=text,
        source=text,
        language=text,
        date=text,
        sections=(Section(text, 0, len(text)),),
        pages=(Page(1, 0, len(text)),),
        metadata={"publisher": text},
    )
    for markup in (
        render_document(document, start=0, end=1, strings=ENGLISH),
        render_missing(text, strings=SPANISH),
    ):
        assert_holds_only(markup, PAGE_TAGS, PAGE_ATTRIBUTES)
        assert set(Markup(markup).values("href")) <= {"./", "#quotation", "static/pages.css"}


def test_page_says_where_the_text_is_from() -> None:
    page = rendered(DOCUMENT)
    assert page.texts["title"] == page.texts["h1"] == ["The Fable"]
    assert page.texts["li"] == ["IOM", "Panama", "22 August 2017", "news/a b&c.md"]
    assert page.values("lang") == ["en", "es", "es"]


def test_page_of_a_document_that_says_nothing_of_itself_has_its_source() -> None:
    page = rendered(Document("a.txt", " ", "Text", "a.txt"))
    assert page.texts["h1"] == page.texts["li"] == ["a.txt"]
    assert page.values("lang") == ["en"]


def test_headings_stand_out_where_the_text_has_them() -> None:
    page = rendered(DOCUMENT)
    assert page.texts_of_class("heading") == ["Aims", "Ends"]
    assert [found["role"] for found in page.with_attribute("aria-level")] == ["heading"] * 2


def test_heading_that_the_text_does_not_have_is_not_made_up() -> None:
    sections = (Section("Elsewhere", 0, 10), Section("", 10, 12), Section("x", 12, 12))
    assert rendered(replace(DOCUMENT, sections=sections)).texts_of_class("heading") == []


def test_heading_of_a_story_stands_out_below_its_day() -> None:
    text = "3 May 2017\n\nAims\n\nIt began.\n\n4 May 2017\nA day\nEnds\n"
    second = text.index("4 May")
    sections = (
        Section("Aims", 0, second, "2017-05-03"),
        Section("Ends", second, len(text), "2017-05-04"),
    )
    page = rendered(replace(DOCUMENT, text=text, sections=sections, pages=()))
    assert page.texts_of_class("heading") == ["Aims"]


def test_heading_that_the_quotation_touches_stays_in_the_quotation() -> None:
    page = rendered(DOCUMENT, 2, 12)
    assert page.texts["mark"] == [TEXT[2:12]]
    assert page.texts_of_class("heading") == ["Ends"]


def test_each_page_begins_with_its_number() -> None:
    markup = render_document(DOCUMENT, start=None, end=None, strings=SPANISH)
    assert Markup(markup).values("data-label") == ["página 1", "página 2"]
    assert markup.index("página 2") > markup.index("A seminar")


@pytest.mark.parametrize(
    ("start", "end"), [(None, None), (3, None), (None, 3), (3, 3), (4, 3), (-1, 3), (0, 10_000)]
)
def test_bad_offsets_show_the_text_without_a_mark(start: int | None, end: int | None) -> None:
    page = rendered(DOCUMENT, start, end)
    assert page.texts["main"] == [TEXT]
    assert "mark" not in page.texts
    assert "#quotation" not in page.values("href")


def test_quotation_can_be_gone_to() -> None:
    page = rendered(DOCUMENT, 6, 22)
    assert page.with_attribute("id", "quotation") == [
        {"tag": "mark", "id": "quotation", "tabindex": "-1"}
    ]
    assert "#quotation" in page.values("href")


def test_page_leads_back_out_of_a_frame() -> None:
    assert rendered(DOCUMENT).with_attribute("target") == [
        {"tag": "a", "class": "back", "href": "./", "target": "_top"}
    ]


def test_long_text_comes_in_blocks_that_end_with_lines() -> None:
    text = lines_of(100_000)
    blocks = rendered(replace(DOCUMENT, text=text, sections=(), pages=())).texts["div"]
    assert "".join(blocks) == text
    assert len(blocks) > 40
    assert all(block.endswith("\n") and len(block) < 2_100 for block in blocks)


def test_long_quotation_is_in_one_block() -> None:
    text = lines_of(50_000)
    start, end = 10_007, 31_003
    page = rendered(replace(DOCUMENT, text=text, sections=(), pages=()), start, end)
    assert page.texts["mark"] == [text[start:end]]
    assert [len(block) for block in page.texts["div"] if len(block) > 2_100] == [
        len(block) for block in page.texts["div"] if text[start:end] in block
    ]


def test_line_of_100_000_characters_stays_one_line() -> None:
    text = f"{'ab ' * 33_333}\nEnd"
    page = rendered(replace(DOCUMENT, text=text, sections=(), pages=()), 50_000, 50_100)
    assert page.texts["div"] == [text[:100_000], "End"]
    assert page.texts["mark"] == [text[50_000:50_100]]


def test_endless_line_is_cut_outside_the_quotation() -> None:
    text = "x" * 350_000
    quotation = Span(99_990, 100_010)
    page = rendered(replace(DOCUMENT, text=text, sections=(), pages=()), *quotation)
    assert [len(block) for block in page.texts["div"]] == [100_010, 100_000, 100_000, 49_990]
    assert page.texts["mark"] == ["x" * 20]


def test_quotation_to_the_end_of_a_long_text_ends_the_last_block() -> None:
    text = lines_of(10_000)
    page = rendered(replace(DOCUMENT, text=text, sections=(), pages=()), 1_000, len(text))
    assert page.texts["div"] == [text]


def test_document_of_five_million_characters_takes_a_moment() -> None:
    line = "A line of the text.\n"
    text = line * 250_000
    sections = tuple(
        Section("Top › A line of the text.", start, start + 1_000)
        for start in range(0, len(text), 1_000)
    )
    began = time.perf_counter()
    markup = render_document(
        replace(DOCUMENT, text=text, sections=sections), start=9, end=11, strings=ENGLISH
    )
    assert time.perf_counter() - began < 10
    assert len(markup) < 1.2 * len(text)


def test_missing_document_is_told_of_by_its_name() -> None:
    page = Markup(render_missing("news/<old>.md", strings=ENGLISH))
    assert page.texts["h1"] == ["This document is no longer here"]
    assert "news/<old>.md" in page.texts["main"][0]
    assert "./" in page.values("href")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_address_names_the_document_and_the_place(doc_id: str) -> None:
    parts = urlsplit(quotation_url(doc_id, start=3, quote="word", strings=SPANISH))
    assert (parts.scheme, parts.netloc, parts.path) == ("", "", "document")
    assert parts.fragment == "quotation"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "id": [doc_id],
        "lang": ["es"],
        "start": ["3"],
        "end": ["7"],
        "quote": [digest_of_quote("word")],
    }


def test_document_that_changed_since_it_was_quoted_says_so() -> None:
    document = Document("a.txt", "A", "The ferry is closed.", "a.txt")
    same, other = (digest_of_quote(quote) for quote in ("ferry", "train"))
    kept = Markup(render_document(document, start=4, end=9, strings=ENGLISH, quote_digest=same))
    assert kept.texts["mark"] == ["ferry"]
    changed = Markup(render_document(document, start=4, end=9, strings=ENGLISH, quote_digest=other))
    assert "mark" not in changed.texts
    assert ENGLISH.documents.changed in changed.texts["p"]
    gone = render_document(document, start=400, end=900, strings=ENGLISH, quote_digest=other)
    assert ENGLISH.documents.changed in gone


def test_address_without_a_place_opens_the_document_at_its_beginning() -> None:
    assert document_url("a b.md", strings=ENGLISH) == "document?id=a+b.md&lang=en"


def test_name_that_cannot_be_sent_has_an_address_all_the_same() -> None:
    assert document_url("\ud800", strings=ENGLISH) == "document?id=%3F&lang=en"
