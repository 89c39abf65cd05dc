"""The known text, written in each format by the usual programs and read again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from known_text import (
    KNOWN_TABLES,
    KNOWN_TEXTS,
    KnownTable,
    KnownText,
    share_in_order,
    slide_words,
    text_at,
    words_of,
)
from writers import (
    write_csv,
    write_docx,
    write_epub,
    write_html,
    write_odp,
    write_ods,
    write_odt,
    write_pptx,
    write_rst,
    write_rtf,
    write_srt,
    write_xlsx_by_openpyxl,
    write_xlsx_by_xlsxwriter,
)

from ragqa.documents import load_documents
from ragqa.types import Document, PlaceKind

MIN_SHARE = 0.995

WRITERS: dict[str, Callable[[KnownText], bytes]] = {
    ".docx": write_docx,
    ".epub": write_epub,
    ".html": write_html,
    ".odt": write_odt,
    ".rst": write_rst,
    ".rtf": write_rtf,
}
"""What writes running text with headings, lists and tables, by the suffix of its format."""

TABLE_WRITERS: dict[str, Callable[[KnownTable], bytes]] = {
    "csv.csv": write_csv,
    "odfdo.ods": write_ods,
    "openpyxl.xlsx": write_xlsx_by_openpyxl,
    "xlsxwriter.xlsx": write_xlsx_by_xlsxwriter,
}
"""What writes a title, a blank row, the names of the columns and the rows, by a file's name."""

FIRST_ROW = 4

SLIDE_WRITERS: dict[str, Callable[[KnownText], bytes]] = {".odp": write_odp, ".pptx": write_pptx}
"""What writes a slide a part, by the suffix of its format."""


def read(folder: Path, name: str, content: bytes) -> Document:
    (folder / name).write_bytes(content)
    (loaded,) = load_documents([folder / name]).documents
    return loaded.document


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
@pytest.mark.parametrize("suffix", WRITERS)
def test_words_headings_and_properties_come_back(
    tmp_path: Path, suffix: str, text: KnownText
) -> None:
    document = read(tmp_path, f"known{suffix}", WRITERS[suffix](text))
    assert share_in_order(text.words(), words_of(document.text)) >= MIN_SHARE
    assert [section.heading for section in document.sections] == text.headings()
    assert document.title == text.title
    assert document.language == text.language
    assert document.date == text.date
    assert document.metadata["author"] == text.author


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
@pytest.mark.parametrize("suffix", WRITERS)
def test_rows_and_items_are_lines_of_their_own(
    tmp_path: Path, suffix: str, text: KnownText
) -> None:
    document = read(tmp_path, f"known{suffix}", WRITERS[suffix](text))
    for heading, part in zip(text.headings(), text.parts, strict=True):
        lines = text_at(document, heading).split("\n")
        assert [line for line in lines if "|" in line] == [" | ".join(row) for row in part.rows]
        assert [line[2:] for line in lines if line.startswith("- ")] == list(part.items)


@pytest.mark.parametrize("table", KNOWN_TABLES, ids=lambda table: table.language)
@pytest.mark.parametrize("name", TABLE_WRITERS)
def test_rows_come_back_as_statements_with_their_numbers(
    tmp_path: Path, name: str, table: KnownTable
) -> None:
    document = read(tmp_path, name, TABLE_WRITERS[name](table))
    rows = {
        place.number: document.text[place.start : place.end]
        for place in document.places
        if place.kind is PlaceKind.ROW
    }
    assert rows == {1: table.title} | dict(enumerate(table.statements(), start=FIRST_ROW))
    assert document.language == table.language
    if not name.endswith(".csv"):
        assert {place.name for place in document.places} == {table.title}
        assert [section.heading for section in document.sections] == [table.title]


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
@pytest.mark.parametrize("suffix", SLIDE_WRITERS)
def test_slides_come_back_with_their_titles_and_numbers(
    tmp_path: Path, suffix: str, text: KnownText
) -> None:
    document = read(tmp_path, f"known{suffix}", SLIDE_WRITERS[suffix](text))
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


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
def test_subtitles_come_back_with_the_time_of_each_cue(tmp_path: Path, text: KnownText) -> None:
    document = read(tmp_path, "known.srt", write_srt(text))
    spoken = [word for part in text.parts for one in part.paragraphs for word in one.split()]
    assert document.text.split() == spoken
    times = [place.name for place in document.places]
    assert times == [f"00:{2 * n // 60:02}:{2 * n % 60:02}" for n in range(1, len(times) + 1)]
    assert document.language == text.language
