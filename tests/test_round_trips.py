"""The known text, written in each format by the usual programs and read again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from known_text import KNOWN_TABLES, KNOWN_TEXTS, KnownTable, KnownText
from round_trips import (
    assert_headings_come_back,
    assert_rows_and_items_are_lines,
    assert_sheet_is_named,
    assert_slides_come_back,
    assert_statements_come_back,
    assert_words_come_back,
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
from ragqa.types import Document

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
    assert_words_come_back(document, text)
    assert_headings_come_back(document, text)
    assert document.date == text.date


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
@pytest.mark.parametrize("suffix", WRITERS)
def test_rows_and_items_are_lines_of_their_own(
    tmp_path: Path, suffix: str, text: KnownText
) -> None:
    document = read(tmp_path, f"known{suffix}", WRITERS[suffix](text))
    assert_rows_and_items_are_lines(document, text)


@pytest.mark.parametrize("table", KNOWN_TABLES, ids=lambda table: table.language)
@pytest.mark.parametrize("name", TABLE_WRITERS)
def test_rows_come_back_as_statements_with_their_numbers(
    tmp_path: Path, name: str, table: KnownTable
) -> None:
    document = read(tmp_path, name, TABLE_WRITERS[name](table))
    assert_statements_come_back(document, table)
    if not name.endswith(".csv"):
        assert_sheet_is_named(document, table)


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
@pytest.mark.parametrize("suffix", SLIDE_WRITERS)
def test_slides_come_back_with_their_titles_and_numbers(
    tmp_path: Path, suffix: str, text: KnownText
) -> None:
    document = read(tmp_path, f"known{suffix}", SLIDE_WRITERS[suffix](text))
    assert_slides_come_back(document, text)


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
def test_subtitles_come_back_with_the_time_of_each_cue(tmp_path: Path, text: KnownText) -> None:
    document = read(tmp_path, "known.srt", write_srt(text))
    spoken = [word for part in text.parts for one in part.paragraphs for word in one.split()]
    assert document.text.split() == spoken
    times = [place.name for place in document.places]
    assert times == [f"00:{2 * n // 60:02}:{2 * n % 60:02}" for n in range(1, len(times) + 1)]
    assert document.language == text.language
