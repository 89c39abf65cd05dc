"""Pages of pictures: read by tesseract where it is there, reported where it is not or fails."""

import io
import os
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEncoder
from known_text import KNOWN_TEXTS, KnownText, part_words, share_in_order, words_of
from pdf_writers import scanned, write_canvas, write_pdf
from reportlab.pdfgen.canvas import Canvas

from ragqa.documents import (
    LoadReport,
    ReadLimits,
    ReadOptions,
    SkippedFile,
    load_documents,
)
from ragqa.documents.recognition import find_command
from ragqa.errors import FileProblem
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import Store
from ragqa.types import Document

MIN_SHARE = 0.98

needs_tesseract = pytest.mark.skipif(
    "spa+eng" not in (find_command("spa+eng") or ()),
    reason="needs tesseract: apt-get install tesseract-ocr tesseract-ocr-spa",
)

GOOD, EMPTY, DYING, HANGING, NONSENSE = range(1, 6)
"""What the program below does, by the width of the page in inches."""

_PROGRAM = r"""#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List (2):\neng\nosd\n'; exit; fi
read -r kind width height depth
row() { printf '5\t1\t1\t1\t%s\t1\t30\t%s\t90\t40\t%s\t%s\n' "$@"; }
case $width in
  30?) cat >/dev/null; row 1 100 96.5 Hello; row 2 150 11 rubbish;;
  60?) cat >/dev/null; printf 'level\tpage_num\n1\t1\n';;
  90?) exit 3;;
  120?) exec sleep 9876;;
  *) cat >/dev/null; printf '5\t1\n';;
esac
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a program called tesseract that does what the width of a page tells it to."""
    folder = tmp_path / "programs"
    folder.mkdir()
    path = folder / "tesseract"
    path.write_text(_PROGRAM)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return path


def pictures(*inches: int) -> bytes:
    """Return pages so many inches wide that show something and hold no text."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for width in inches:
        canvas.setPageSize((72 * width, 72))
        canvas.rect(10, 10, 20, 20)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def load(folder: Path, content: bytes, *, name: str = "a.pdf", **options: Any) -> LoadReport:
    (folder / name).write_bytes(content)
    limits = ReadLimits(seconds=20, ocr_page_seconds=2)
    chosen = ReadOptions(**{"limits": limits, **options})
    return load_documents([folder / name], options=chosen)


def document_of(report: LoadReport) -> Document:
    (loaded,) = report.documents
    return loaded.document


def problems(skipped: Sequence[SkippedFile]) -> list[tuple[FileProblem, str]]:
    return [(one.problem, one.values["pages"]) for one in skipped]


def has_ended(command: str) -> bool:
    """Tell whether nothing runs by this command within some seconds."""
    for _ in range(50):
        if not any(mark_of(command) in line for line in command_lines()):
            return True
        time.sleep(0.1)
    return False


def mark_of(command: str) -> bytes:
    return command.replace(" ", "\0").encode()


def command_lines() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_bytes()


# What tesseract reads


def printed_words(text: KnownText) -> list[str]:
    """Return the words as they are printed: the names of columns close by, and once."""
    return [
        word
        for part in text.parts
        for texts in (part_words(replace(part, rows=())), *part.rows)
        for word in " ".join(texts).split()
    ]


@needs_tesseract
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
def test_words_and_headings_of_a_scanned_page_come_back(
    tmp_path: Path, text: KnownText, columns: int
) -> None:
    report = load(tmp_path, scanned(write_pdf(text, columns=columns)), limits=ReadLimits())
    document = document_of(report)
    assert share_in_order(printed_words(text), words_of(document.text)) >= MIN_SHARE
    assert [section.heading for section in document.sections] == text.headings()
    assert (document.title, document.language) == (text.title, text.language)
    rows = [line for line in document.text.split("\n") if " | " in line]
    assert [row.split(" | ")[0] for row in rows] == [
        row[0] for part in text.parts for row in part.rows
    ]
    assert report.skipped == ()


@needs_tesseract
def test_page_without_words_is_reported_though_it_was_tried(tmp_path: Path) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(60, 700, "A text of its own")
    canvas.showPage()
    for i in range(400):
        canvas.circle(50 + 97 * i % 500, 50 + 61 * i % 700, 3 + i % 17, fill=i % 3 == 0)
    canvas.showPage()
    canvas.save()
    report = load(tmp_path, stream.getvalue(), limits=ReadLimits())
    assert document_of(report).text == "A text of its own"
    assert problems(report.skipped) == [(FileProblem.PAGES_WITHOUT_TEXT, "2")]


# What becomes of pages, whatever reads them


def test_pages_without_text_are_told_from_pictures_that_nothing_reads(tmp_path: Path) -> None:
    for languages in ("none_installed", None):
        report = load(tmp_path, pictures(GOOD, GOOD), ocr_languages=languages)
        (skipped,) = report.skipped
        assert report.documents == ()
        assert skipped.problem is FileProblem.PAGES_OF_PICTURES
        assert skipped.values == {"count": "2", "total": "2", "pages": "1, 2"}
        assert skipped.reason.startswith("2 of 2 pages hold no text, only pictures: 1, 2; ")
        assert "install tesseract-ocr and tesseract-ocr-spa" in skipped.reason
    (skipped,) = load(tmp_path, write_canvas([], [])).skipped
    assert skipped.problem is FileProblem.PAGES_WITHOUT_TEXT


def test_pages_that_were_read_stand_among_the_others(tmp_path: Path, program: Path) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for width, line in ((GOOD, ""), (9, "In letters"), (EMPTY, ""), (GOOD, "")):
        canvas.setPageSize((72 * width, 72))
        canvas.rect(1, 1, 2, 2)
        canvas.drawString(20, 30, line)
        canvas.showPage()
    canvas.save()
    report = load(tmp_path, stream.getvalue())
    document = document_of(report)
    assert document.text == "Hello\n\nIn letters\n\nHello"
    assert [(page.number, document.text[page.start : page.end]) for page in document.pages] == [
        (1, "Hello"),
        (2, "In letters"),
        (4, "Hello"),
    ]
    assert problems(report.skipped) == [(FileProblem.PAGES_WITHOUT_TEXT, "3")]


@pytest.mark.parametrize("failing", [DYING, HANGING, NONSENSE])
def test_page_at_which_the_program_fails_costs_itself_only(
    tmp_path: Path, program: Path, failing: int
) -> None:
    report = load(tmp_path, pictures(GOOD, failing, GOOD))
    assert [page.number for page in document_of(report).pages] == [1, 3]
    assert problems(report.skipped) == [(FileProblem.PAGES_UNRECOGNISED, "2")]


def test_pages_for_which_no_time_is_left_are_reported(tmp_path: Path, program: Path) -> None:
    limits = ReadLimits(seconds=20, ocr_seconds=2, ocr_page_seconds=20)
    report = load(tmp_path, pictures(GOOD, HANGING, GOOD), limits=limits, workers=1)
    assert [page.number for page in document_of(report).pages] == [1]
    assert problems(report.skipped) == [(FileProblem.PAGES_UNRECOGNISED, "2, 3")]


def test_text_stays_where_reading_pictures_kills_the_parser(tmp_path: Path, program: Path) -> None:
    command = f"sleep 9876.{os.getpid()}"
    program.write_text(_PROGRAM.replace("exit 3", f"kill -9 $PPID; exec {command}"))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "Hello")
        archive.writestr("b.pdf", pictures(GOOD, DYING))
    report = load(tmp_path, inner.getvalue(), name="a.zip")
    assert document_of(report).text == "Hello"
    assert problems(report.skipped) == [(FileProblem.PAGES_UNRECOGNISED, "1, 2")]
    assert report.failures == ()
    assert has_ended(command)


def test_run_that_is_stopped_waits_for_no_picture(tmp_path: Path, program: Path) -> None:
    command = f"sleep 9875.{os.getpid()}"
    program.write_text(_PROGRAM.replace("sleep 9876", command))
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(pictures(HANGING))

    def stop(done: int, total: int) -> None:
        while not any(mark_of(command) in line for line in command_lines()):
            time.sleep(0.1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_documents([tmp_path], progress=stop)
    assert has_ended(command)


def test_pictures_in_archives_are_read(tmp_path: Path, program: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.pdf", pictures(GOOD))
    document = document_of(load(tmp_path, inner.getvalue(), name="a.zip"))
    assert (document.doc_id, document.text) == ("a.zip/b.pdf", "Hello")


def test_languages_that_are_installed_are_asked_for(tmp_path: Path, program: Path) -> None:
    command = find_command("spa+eng+osd")
    assert command is not None
    assert command[:5] == (str(program), "stdin", "stdout", "-l", "eng+osd")
    assert find_command("spa") is None
    program.write_text("#!/bin/sh\nexit 1")
    assert find_command("eng") is None


def test_pictures_are_read_once_and_as_soon_as_there_is_a_program(
    tmp_path: Path, program: Path
) -> None:
    corpus, store = tmp_path / "corpus", tmp_path / "store"
    corpus.mkdir()
    (corpus / "a.txt").write_text("A text.")
    (corpus / "b.pdf").write_bytes(pictures(GOOD, EMPTY))
    settings = Settings(chunk_tokens=32, ocr_languages="eng")

    def texts() -> list[str]:
        index_paths([corpus], store, encoder=FakeEncoder(), settings=settings, skip_errors=True)
        with Store.open(store) as opened:
            return [one.document.text for one in opened.stored_documents()]

    program.write_text(_PROGRAM.replace("eng", "deu"))
    assert texts() == ["A text."]
    program.write_text(_PROGRAM)
    assert texts() == ["A text.", "Hello"]
    program.write_text(_PROGRAM.replace("Hello", "Otherwise"))
    assert texts() == ["A text.", "Hello"]
    settings = replace(settings, ocr_languages=None)
    assert texts() == ["A text."]
