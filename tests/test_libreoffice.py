"""The known text, written by the usual libraries, converted by LibreOffice and read again.

One call converts all files to one format. Without LibreOffice nothing of this runs.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from known_text import (
    KNOWN_TABLES,
    KNOWN_TEXTS,
    KnownTable,
    KnownText,
    Part,
    part_words,
    share_in_order,
    words_of,
)
from round_trips import (
    MIN_SHARE,
    assert_headings_come_back,
    assert_rows_and_items_are_lines,
    assert_sheet_is_named,
    assert_slides_come_back,
    assert_statements_come_back,
    assert_words_come_back,
)
from writers import write_docx, write_pptx, write_xlsx_by_openpyxl

from ragqa.documents import load_documents
from ragqa.types import Document

_PROGRAM = shutil.which("soffice")
_TIMEOUT_S = 120

pytestmark = pytest.mark.skipif(
    _PROGRAM is None,
    reason="needs LibreOffice: apt-get install --no-install-recommends"
    " libreoffice-writer libreoffice-calc libreoffice-impress",
)

by_language = pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)

Converted = Mapping[str, Document]
"""What was read of the converted files, by the language of the text."""

Convert = Callable[[Mapping[str, bytes], str], Converted]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return what converts files, by their names, to a format and reads them again."""
    # In it LibreOffice keeps its settings; to make it takes a while.
    profile = tmp_path_factory.mktemp("profile")

    def run(files: Mapping[str, bytes], target: str) -> Converted:
        folder = tmp_path_factory.mktemp(target)
        given, made = folder / "given", folder / "made"
        given.mkdir()
        for name, content in files.items():
            (given / name).write_bytes(content)
        subprocess.run(
            [
                str(_PROGRAM),
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--convert-to", target, "--outdir", str(made)),
                *map(str, sorted(given.iterdir())),
            ],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_S,
        )
        loaded = load_documents([made])
        assert (loaded.failures, loaded.skipped) == ((), ())
        return {Path(one.document.source).stem: one.document for one in loaded.documents}

    return run


@pytest.fixture(scope="module", params=["docx", "epub", "html", "odt", "pdf", "rtf"])
def texts(request: pytest.FixtureRequest, convert: Convert) -> Converted:
    files = {f"{text.language}.docx": write_docx(text) for text in KNOWN_TEXTS}
    return convert(files, request.param)


@pytest.fixture(scope="module", params=["odp", "pptx"])
def slides(request: pytest.FixtureRequest, convert: Convert) -> Converted:
    return convert(written_slides(), request.param)


@pytest.fixture(scope="module", params=["ods", "xlsx"])
def tables(request: pytest.FixtureRequest, convert: Convert) -> Converted:
    files = {f"{table.language}.xlsx": write_xlsx_by_openpyxl(table) for table in KNOWN_TABLES}
    return convert(files, request.param)


def written_slides() -> dict[str, bytes]:
    return {f"{text.language}.pptx": write_pptx(text) for text in KNOWN_TEXTS}


@by_language
def test_text_comes_back_with_its_headings_rows_and_items(
    texts: Converted, text: KnownText
) -> None:
    document = texts[text.language]
    assert_words_come_back(document, text)
    if document.source.endswith(".epub"):
        # Of the headings only the chapters' are told apart from letters of another size.
        assert [section.heading for section in document.sections] == text.headings()[:1]
    else:
        assert_headings_come_back(document, text)
        assert_rows_and_items_are_lines(document, text)
        # A PDF is dated by the day of its conversion.
        assert document.source.endswith(".pdf") or document.date == text.date


@by_language
def test_slides_come_back_with_their_titles_and_numbers(slides: Converted, text: KnownText) -> None:
    assert_slides_come_back(slides[text.language], text)


@pytest.mark.parametrize("table", KNOWN_TABLES, ids=lambda table: table.language)
def test_rows_come_back_as_statements_with_their_numbers(
    tables: Converted, table: KnownTable
) -> None:
    document = tables[table.language]
    assert_statements_come_back(document, table)
    assert_sheet_is_named(document, table)


def test_slides_become_pages(convert: Convert) -> None:
    documents = convert(written_slides(), "pdf")
    for text in KNOWN_TEXTS:
        document = documents[text.language]
        assert [page.number for page in document.pages] == list(range(1, len(text.parts) + 1))
        for page, part in zip(document.pages, text.parts, strict=True):
            # The paragraphs are speaker notes, which are not printed.
            shown = part_words(Part(part.heading, 1, (), part.items, part.rows))
            found = words_of(document.text[page.start : page.end])
            assert share_in_order(shown, found) >= MIN_SHARE
