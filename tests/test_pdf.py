"""PDF files: reading order, pages, headings, properties, and what cannot be read."""

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_text import ENGLISH, KNOWN_TEXTS, KnownText, share_in_order, words_of
from pdf_writers import BODY, write_canvas, write_pdf, write_story
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from ragqa.documents.pdf_layout import (
    PageLines,
    Segment,
    heading_levels,
    paragraphs_of,
    without_hyphenation,
    without_running_lines,
)
from ragqa.documents.pdf_layout import (
    Paragraph as Read,
)
from ragqa.documents.pdf_tables import with_stated_rows
from ragqa.documents.reading import Outcome, read_file
from ragqa.documents.source import Failure, LoadedDocument, SkippedFile, SourceFile
from ragqa.errors import FileProblem
from ragqa.types import Document

MIN_SHARE = 0.995
HEIGHT = A4[1]
HIDDEN = {"x": 160, "y": 500, "width": 200, "height": 20, "annotationFlags": "hidden"}


def read(content: bytes, *, password: str | None = None) -> list[Outcome]:
    return read_file(SourceFile(Path("in/a.pdf"), "a.pdf", content, password=password))


def document_of(content: bytes) -> Document:
    (loaded,) = read(content)
    assert isinstance(loaded, LoadedDocument)
    return loaded.document


# What the usual writer writes comes back


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
def test_words_headings_and_properties_come_back(text: KnownText, columns: int) -> None:
    document = document_of(write_pdf(text, columns=columns))
    assert share_in_order(text.words(), words_of(document.text)) >= MIN_SHARE
    assert [section.heading for section in document.sections] == text.headings()
    assert (document.title, document.language) == (text.title, text.language)
    assert (document.date, document.metadata["author"]) == (text.date, text.author)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
def test_rows_of_tables_are_kept(text: KnownText, columns: int) -> None:
    lines = document_of(write_pdf(text, columns=columns)).text.split("\n")
    rows = [statement for part in text.parts for statement in part.statements()]
    assert rows
    assert [line for line in lines if line.startswith(f"{rows[0].partition(':')[0]}: ")] == rows


def test_every_page_is_where_it_was() -> None:
    document = document_of(write_pdf(ENGLISH, pages_of_parts=True, running=True))
    assert [page.number for page in document.pages] == list(range(1, len(ENGLISH.parts) + 1))
    for page, part in zip(document.pages, ENGLISH.parts, strict=True):
        text = document.text[page.start : page.end]
        assert text.startswith(part.heading)
        assert all(paragraph in text for paragraph in part.paragraphs)
    for before, after in pairwise(document.pages):
        assert document.text[before.end : after.start] == "\n\n"


def test_long_file_in_two_columns_keeps_every_word_in_order() -> None:
    document = document_of(write_pdf(ENGLISH, columns=2, repeat=8, running=True))
    assert len(document.pages) > 2
    assert share_in_order(ENGLISH.words() * 8, words_of(document.text)) >= MIN_SHARE
    assert "Yearly report" not in document.text
    assert "Chapter" not in document.text


def test_outline_gives_the_headings_where_there_is_one() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for number, (title, level) in enumerate([("Aims", 0), ("First aim", 1), ("Ends", 0)]):
        canvas.bookmarkPage(str(number))
        canvas.addOutlineEntry(title, str(number), level=level)
        canvas.drawString(60, 700, title)
        canvas.drawString(60, 660, f"What stands below heading {number}.")
        canvas.showPage()
    canvas.save()
    document = document_of(stream.getvalue())
    assert [one.heading for one in document.sections] == ["Aims", "Aims › First aim", "Ends"]


def test_turned_page_is_read_as_it_is_seen() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setPageRotation(90)
    canvas.translate(A4[0], 0)
    canvas.rotate(90)
    for i in range(5):
        canvas.drawString(60, 500 - 14 * i, f"Line number {i} of the turned page.")
    canvas.save()
    document = document_of(stream.getvalue())
    assert document.text == " ".join(f"Line number {i} of the turned page." for i in range(5))


@pytest.mark.parametrize("is_drawn", [True, False])
def test_values_of_a_form_stand_beside_their_labels(is_drawn: bool) -> None:
    fields = [("Name:", "Maria Lopez"), ("Born in:", "Tapachula"), ("File:", "A 12")]
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=0)
    for i, (label, value) in enumerate(fields):
        canvas.drawString(60, 700 - 40 * i, label)
        place = {"x": 160, "y": 695 - 40 * i, "width": 200, "height": 20}
        canvas.acroForm.textfield(name=label, value=value, **place)
    canvas.acroForm.textfield(name="hidden", value="Not to see", **HIDDEN)
    canvas.acroForm.textfield(name="empty", value="", x=160, y=400, width=200, height=20)
    canvas.save()
    # Without what says how a field looks, only its value is left.
    content = stream.getvalue() if is_drawn else stream.getvalue().replace(b"/AP ", b"/XX ")
    rows = document_of(content).text.split("\n\n")
    assert rows == [f"{label} {value}" for label, value in fields]


@pytest.mark.parametrize("title", ["Microsoft Word - report final.docx", "untitled", "report.pdf"])
def test_title_that_says_nothing_is_not_the_title(title: str) -> None:
    assert document_of(write_canvas([(60, 700, "Hello, world")])).title == "Hello, world"
    story = [Paragraph("The report says little.", BODY)]
    assert document_of(write_story(story, title=title)).title == "The report says little."


# What cannot be read


def test_pages_without_text_are_counted_and_named() -> None:
    content = write_canvas([(60, 700, "One")], [], [(60, 700, "Three")], [])
    loaded, skipped = read(content)
    assert isinstance(loaded, LoadedDocument)
    assert [page.number for page in loaded.document.pages] == [1, 3]
    assert isinstance(skipped, SkippedFile)
    assert skipped.problem is FileProblem.PAGES_WITHOUT_TEXT
    assert skipped.values == {"count": "2", "total": "4", "pages": "2, 4"}
    assert skipped.name == "pages 2, 4"


def test_file_of_pictures_only_holds_no_document() -> None:
    (skipped,) = read(write_canvas([], []))
    assert isinstance(skipped, SkippedFile)
    assert skipped.problem is FileProblem.PAGES_WITHOUT_TEXT


def test_encrypted_file_is_named_and_opens_with_its_password() -> None:
    encryption = StandardEncryption("open", ownerPassword="own", strength=128)
    content = write_canvas([(60, 700, "A secret")], encrypt=encryption)
    for password in (None, "wrong"):
        (failure,) = read(content, password=password)
        assert isinstance(failure, Failure)
        assert failure.problem is FileProblem.ENCRYPTED
    (loaded,) = read(content, password="open")
    assert isinstance(loaded, LoadedDocument)
    assert loaded.document.text == "A secret"


@pytest.mark.parametrize("tenth", range(10))
def test_truncated_file_is_reported_or_read_in_part(tenth: int) -> None:
    content = write_pdf(ENGLISH, pages_of_parts=True)
    (outcome, *_) = read(content[: len(content) * tenth // 10] or b"%PDF-1.4")
    assert not isinstance(outcome, LoadedDocument) or len(outcome.document.pages) <= 9


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 2000))
def test_bytes_that_are_changed_are_read_or_reported(noise: bytes, at: int) -> None:
    content = write_canvas([(60, 700, "Hello")])
    broken = content[:at] + noise + content[at + len(noise) :]
    assert len(read(broken)) >= 1


# The layout by itself


def segment(text: str, left: float, y: float, *, size: float = 10, bold: bool = False) -> Segment:
    return Segment(text, left, left + 5 * len(text), y, y + size, size, bold)


def page_of(*segments: Segment, number: int = 1) -> PageLines:
    return PageLines(number, HEIGHT, segments)


def texts(page: PageLines) -> list[str]:
    return [one.text for one in without_hyphenation(paragraphs_of(page))]


def test_columns_are_read_one_after_the_other_whatever_the_order_of_the_file() -> None:
    left = [segment(f"The left column, line {i}.", 50, 600 - 12 * i) for i in range(5)]
    right = [segment(f"The right column, line {i}.", 300, 600 - 12 * i) for i in range(5)]
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    head = segment("A line over both of the columns that is as wide as the page is here", 50, 640)
    foot = segment("A line below both of the columns that is as wide as the page is here", 50, 500)
    expected = [
        head.text,
        " ".join(one.text for one in left),
        " ".join(one.text for one in right),
        foot.text,
    ]
    assert texts(page_of(head, *mixed, foot)) == expected
    assert texts(page_of(foot, *mixed[::-1], head)) == expected


def test_last_column_of_one_line_is_read_last() -> None:
    left = [segment(f"The left column of the page, line {i}.", 50, 600 - 12 * i) for i in range(5)]
    right = segment("The only line of the right column.", 300, 600)
    assert texts(page_of(left[0], right, *left[1:])) == [
        " ".join(one.text for one in left),
        right.text,
    ]


def test_table_is_read_by_rows_even_where_its_gaps_look_like_a_gutter() -> None:
    cells = [("Desk", "40"), ("Lamp", "12"), ("Chair", "25"), ("Shelf", "99")]
    rows = [
        segment(cell, left, 600 - 14 * i)
        for i, row in enumerate(cells)
        for left, cell in zip((50, 300), row, strict=True)
    ]
    assert texts(page_of(*rows)) == [" | ".join(row) for row in cells]


def kept_texts(*pages: PageLines) -> list[list[str]]:
    return [[one.text for one in page.segments] for page in without_running_lines(pages)]


def test_running_lines_are_taken_out_and_what_stands_once_stays() -> None:
    pages = [
        page_of(
            segment(f"Report, page {number} of 9", 50, HEIGHT - 30),
            segment(f"The year {'one two three four'.split()[number]} in words", 50, HEIGHT - 60),
            segment("Repeated in the middle", 50, 400),
            segment(f"- {number} -", 300, 20),
            number=number,
        )
        for number in range(4)
    ]
    kept = [one.text for page in without_running_lines(pages) for one in page.segments]
    assert kept == [
        text
        for name in "one two three four".split()
        for text in (f"The year {name} in words", "Repeated in the middle")
    ]


def test_only_page_keeps_its_first_line() -> None:
    page = page_of(segment("A heading", 50, HEIGHT - 30), segment("7", 50, 20))
    assert kept_texts(page) == [["A heading"]]


def test_cell_that_pages_share_stays_in_its_row() -> None:
    rows = [["Name", "Status", "Year"]]
    rows += [[f"Person {chr(97 + i % 26)}{i * i}", "Active", "2023"] for i in range(120)]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build([Table(rows)])
    document = document_of(stream.getvalue())
    assert len(document.pages) > 2
    assert document.text.split("\n\n") == [
        "; ".join(map("{}: {}".format, rows[0], row)) for row in rows[1:]
    ]


@pytest.mark.parametrize("line", ["2023", "3/12/2024, 10:15", "3 May 2024", "- 1 -", "Page 1 of 3"])
def test_number_or_date_that_pages_share_is_not_kept(line: str) -> None:
    pages = [page_of(segment(line, 50, HEIGHT - 30), number=number) for number in (1, 2, 3)]
    assert kept_texts(*pages) == [[], [], []]


def test_year_at_the_top_is_a_page_number_only_where_it_counts_along() -> None:
    assert kept_texts(page_of(segment("2023", 50, HEIGHT - 30))) == [["2023"]]
    years = [page_of(segment(one, 50, 20), number=i) for i, one in enumerate(["2023", "1999"])]
    assert kept_texts(*years) == [["2023"], ["1999"]]
    counted = [page_of(segment(str(2000 + i), 50, 20), number=i) for i in (1, 2, 3)]
    assert kept_texts(*counted) == [[], [], []]


@pytest.mark.parametrize(
    ("lines", "elsewhere", "joined"),
    [
        (["infor-", "mation"], "", "information"),
        (["infor\u00ad", "mation"], "", "information"),
        (["well-", "known"], "It is well-known.", "well-known"),
        (["1990-", "2000"], "", "1990- 2000"),
        (["the Anglo-", "American"], "", "the Anglo- American"),
        (["niña-", "ñez"], "", "niñañez"),
    ],
)
def test_words_divided_at_line_ends_are_joined(
    lines: list[str], elsewhere: str, joined: str
) -> None:
    paragraphs = [Read(1, "\n".join(lines), 10), Read(1, elsewhere, 10)]
    assert without_hyphenation(paragraphs)[0].text == joined


def test_headings_are_larger_or_bold_and_alone() -> None:
    body = Read(1, "Words of the body. " * 20, 10)
    large, middle = Read(1, "A Title", 18), Read(1, "A chapter", 14)
    bold = Read(1, "A section", 10, is_bold=True)
    sentence = Read(1, "This is bold, but a sentence.", 10, is_bold=True)
    cells = (segment("Name", 40, 700), segment("Cost", 140, 700))
    row = Read(1, "Name | Cost", 14, cells=cells)
    number = Read(1, "1234", 18)
    paragraphs = [large, body, middle, bold, sentence, row, number, middle, body]
    assert heading_levels(paragraphs) == {0: 1, 2: 2, 3: 3, 7: 2}


def test_bold_is_no_heading_where_all_is_bold() -> None:
    body = Read(1, "Words of the body. " * 20, 10, is_bold=True)
    assert heading_levels([body, replace(body, text="A section")]) == {}
    assert heading_levels([]) == {}


def test_gap_opens_a_paragraph() -> None:
    story = [Paragraph("First of all. " * 20, BODY), Spacer(1, 20), Paragraph("Then.", BODY)]
    text = document_of(write_story(story)).text
    assert text.split("\n\n") == [("First of all. " * 20).strip(), "Then."]


def test_gap_opens_a_paragraph_where_most_lines_end_one() -> None:
    two_lines = "The pier is mended before the winter storms begin, and the market moves. " * 2
    texts = ["Pier news", two_lines.strip()] * 8
    story = [Paragraph(one, BODY) for one in texts]
    assert document_of(write_story(story)).text.split("\n\n") == texts


def test_sign_before_an_item_is_no_cell_and_each_item_stands_alone() -> None:
    apart = [("\uf0b7", "a passport"), ("•", "a letter")]
    page = page_of(
        segment("Bring with you", 40, 700),
        *(segment(sign, 40, 688 - 12 * i) for i, (sign, _) in enumerate(apart)),
        *(segment(text, 58, 688 - 12 * i) for i, (_, text) in enumerate(apart)),
        segment("◦ a number", 40, 664),
        segment("of a relative", 58, 652),
    )
    assert texts(page) == [
        "Bring with you",
        "- a passport",
        "- a letter",
        "- a number of a relative",
    ]


def test_cell_of_several_lines_stays_in_its_row() -> None:
    page = page_of(
        *row("Central square,", "8:00", "closed on holi-", y=700),
        *row("Tapachula", "", "days", y=688),
        *row("Suchiate bridge", "7:15", "none", y=676),
        *row("and its ramps", "", "", y=664),
    )
    assert texts(page) == [
        "Central square, Tapachula | 8:00 | closed on holidays",
        "Suchiate bridge and its ramps | 7:15 | none",
    ]


@pytest.mark.parametrize("sign", [b"<FEFF>", b"<FFFD>"])
def test_sign_that_is_no_text_below_a_row_is_nothing(sign: bytes) -> None:
    registerFont(TTFont("Vera", "Vera.ttf"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=0)
    canvas.drawString(60, 700, "Central square and its park")
    canvas.drawString(220, 700, "8:00")
    canvas.setFont("Vera", 12)
    canvas.drawString(60, 688, "X")
    canvas.save()
    # The font says of its letter that it is this sign.
    content = stream.getvalue().replace(b"<0058>", sign)
    assert document_of(content).text == "Central square and its park | 8:00"


def test_line_below_a_row_is_its_own_where_it_would_have_fitted_or_is_wider() -> None:
    page = page_of(
        *row("Tapachula", "8:00", "none", y=700),
        *row("In Guatemala", "", "", y=688),
        *row("Puente Rodolfo 2", "7:15", "none", y=676),
        segment("Nobody answers the telephone on a Sunday.", 40, 664),
    )
    assert texts(page) == [
        "Tapachula | 8:00 | none",
        "In Guatemala",
        "Puente Rodolfo 2 | 7:15 | none",
        "Nobody answers the telephone on a Sunday.",
    ]


def row(*cells: str, y: float, bold: bool = False, left: float = 40) -> list[Segment]:
    return [segment(cell, left + 100 * i, y, bold=bold) for i, cell in enumerate(cells) if cell]


def test_table_across_pages_keeps_its_rows_apart() -> None:
    rows = [[f"Row {i}", str(i * i)] for i in range(60)]
    document = document_of(write_story([Table(rows), PageBreak(), Paragraph("End.", BODY)]))
    assert [" | ".join(row) for row in rows] == [
        line for line in document.text.split("\n") if "|" in line
    ]


def told(*pages: PageLines) -> list[str]:
    read = [one for page in pages for one in paragraphs_of(page)]
    return [one.text for one in with_stated_rows(read)]


def test_row_that_lacks_a_cell_has_the_others_behind_their_names() -> None:
    lines = [
        [*row("Place", "Opens", "Fee", y=700)],
        [*row("Tapachula", "8:00", "none", y=680)],
        [*row("Suchiate", "", "$3", y=660)],
        [*row("Tecún Umán", "9:00", "", y=640)],
        [*row("Ayutla", "9:30", "none", y=620)],
    ]
    assert told(page_of(*(one for line in lines for one in line))) == [
        "Place: Tapachula; Opens: 8:00; Fee: none",
        "Place: Suchiate; Fee: $3",
        "Place: Tecún Umán; Opens: 9:00",
        "Place: Ayutla; Opens: 9:30; Fee: none",
    ]


def test_names_in_bold_letters_are_those_of_the_columns() -> None:
    cells = [("Place", "Task"), ("Tapachula", "advice"), ("Suchiate", "shelter")]
    plain = [row(*one, y=700 - 20 * i) for i, one in enumerate(cells)]
    assert told(page_of(*(one for line in plain for one in line))) == [
        " | ".join(one) for one in cells
    ]
    plain[0] = row(*cells[0], y=700, bold=True)
    assert told(page_of(*(one for line in plain for one in line))) == [
        "Place: Tapachula; Task: advice",
        "Place: Suchiate; Task: shelter",
    ]


def test_table_goes_on_on_the_next_page_with_its_names_and_other_margins() -> None:
    first = page_of(
        *row("Place", "Opens", "Fee", y=80), *row("Tapachula", "8:00", "none", y=60), number=1
    )
    second = page_of(
        *row("Place", "Opens", "Fee", y=700, left=90),
        *row("Suchiate", "7:15", "$3", y=680, left=90),
        *row("Ayutla", "", "none", y=660, left=90),
        number=2,
    )
    assert told(first, second) == [
        "Place: Tapachula; Opens: 8:00; Fee: none",
        "Place: Suchiate; Opens: 7:15; Fee: $3",
        "Place: Ayutla; Fee: none",
    ]


def test_row_stays_as_it_is_where_a_cell_stands_below_two_names() -> None:
    below_two = [segment("Suchiate", 40, 660), segment("every day from 8:00 on", 150, 660)]
    page = page_of(
        *row("Place", "Opens", "Fee", y=700, bold=True),
        *row("Tapachula", "8:00", "none", y=680),
        *below_two,
        *row("Ayutla", "9:00", "$3", y=640),
    )
    assert told(page) == [
        "Place: Tapachula; Opens: 8:00; Fee: none",
        "Suchiate | every day from 8:00 on",
        "Place: Ayutla; Opens: 9:00; Fee: $3",
    ]


def test_single_row_is_no_table() -> None:
    assert told(page_of(*row("Central square", "8:00", y=700))) == ["Central square | 8:00"]
    assert told(page_of(*row("Power", "9 W", y=700), *row("Weight", "7 kg", y=680))) == [
        "Power: 9 W",
        "Weight: 7 kg",
    ]


SHADES = {"grey": (0.8, 0.8, 0.8), "white": (1, 1, 1), "blue": (0.6, 0.7, 1)}


def shaded(rows: Sequence[Sequence[str]], *grounds: tuple[int, str]) -> list[str]:
    """Return the paragraphs of a page with a table, some of whose rows have a coloured ground."""
    commands = [("BACKGROUND", (0, row), (-1, row), Color(*SHADES[name])) for row, name in grounds]
    story = [Table([list(row) for row in rows], style=TableStyle(commands))]
    return document_of(write_story(story)).text.split("\n\n")


WORDS = [("Place", "Who", "Note"), ("Hall", "Ana", "late"), ("Yard", "Luis", "early")]
NAMED_WORDS = ["Place: Hall; Who: Ana; Note: late", "Place: Yard; Who: Luis; Note: early"]


def test_coloured_ground_sets_off_the_names_of_the_columns() -> None:
    assert shaded(WORDS, (0, "grey")) == NAMED_WORDS
    assert shaded(WORDS, (0, "blue"), (2, "grey")) == NAMED_WORDS
    assert shaded([*WORDS, WORDS[0], WORDS[1]], (0, "grey"), (3, "grey")) == [
        *NAMED_WORDS,
        NAMED_WORDS[0],
    ]


@pytest.mark.parametrize(
    ("rows", "grounds"),
    [
        (WORDS, []),
        (WORDS, [(0, "white")]),
        (WORDS, [(1, "grey")]),
        (WORDS, [(0, "grey"), (2, "grey")]),
        (WORDS, [(0, "grey"), (1, "grey"), (2, "grey")]),
        ([("Hall", "12", "late"), *WORDS[1:]], [(0, "grey")]),
        ([("Hall", "12 places", "late"), *WORDS[1:]], [(0, "grey")]),
    ],
)
def test_coloured_ground_that_sets_off_something_else_names_nothing(
    rows: list[tuple[str, ...]], grounds: list[tuple[int, str]]
) -> None:
    assert shaded(rows, *grounds) == [" | ".join(row) for row in rows]
