"""What has to come back of the known text, whoever wrote the file that holds it."""

from known_text import (
    KnownTable,
    KnownText,
    share_in_order,
    slide_words,
    text_at,
    words_of,
)

from ragqa.types import Document, PlaceKind

MIN_SHARE = 0.995

FIRST_ROW = 4
"""The number of the first row of a known table: above it are its title, a blank and the names."""


def assert_words_come_back(document: Document, text: KnownText) -> None:
    assert share_in_order(text.words(), words_of(document.text)) >= MIN_SHARE
    assert document.title == text.title
    assert document.language == text.language
    assert document.metadata["author"] == text.author


def assert_headings_come_back(document: Document, text: KnownText) -> None:
    assert [section.heading for section in document.sections] == text.headings()


def assert_rows_and_items_are_lines(document: Document, text: KnownText) -> None:
    for heading, part in zip(text.headings(), text.parts, strict=True):
        lines = text_at(document, heading).split("\n")
        assert [line for line in lines if "; " in line and ": " in line] == part.statements()
        assert [line[2:] for line in lines if line.startswith("- ")] == list(part.items)


def assert_statements_come_back(document: Document, table: KnownTable) -> None:
    rows = {
        place.number: document.text[place.start : place.end]
        for place in document.places
        if place.kind is PlaceKind.ROW
    }
    assert rows == {1: table.title} | dict(enumerate(table.statements(), start=FIRST_ROW))
    assert document.language == table.language


def assert_sheet_is_named(document: Document, table: KnownTable) -> None:
    assert {place.name for place in document.places} == {table.title}
    assert [section.heading for section in document.sections] == [table.title]


def assert_slides_come_back(document: Document, text: KnownText) -> None:
    assert [(place.kind, place.number) for place in document.places] == [
        (PlaceKind.SLIDE, number) for number in range(1, len(text.parts) + 1)
    ]
    assert [section.heading for section in document.sections] == [one.heading for one in text.parts]
    for place, part in zip(document.places, text.parts, strict=True):
        found = words_of(document.text[place.start : place.end])
        assert sorted(found) == sorted(slide_words(part))
        assert share_in_order(slide_words(part), found) >= MIN_SHARE
    assert (document.title, document.date) == (text.title, text.date)
    assert document.language == text.language
    assert document.metadata["author"] == text.author
