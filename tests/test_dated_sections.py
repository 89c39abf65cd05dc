"""Sections of formats with headings, and the days that these say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from io import BytesIO
from pathlib import Path

import docx
import pytest
from builders import document_of
from hypothesis import given
from hypothesis import strategies as st
from news import DAYS, ISO_DAYS, PROSE, TITLES
from pdf_writers import BODY, write_story
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph

from ragqa.documents import load_documents
from ragqa.documents.blocks import Block, join_blocks
from ragqa.documents.datelines import date_of_line
from ragqa.documents.digests import with_stories
from ragqa.documents.structure import structure_problems
from ragqa.types import Document

STORIES = [(f"News › {title}", day) for title, day in zip(TITLES, ISO_DAYS, strict=True)]

NEWS = Block("News", level=1)
BELOW = [
    NEWS,
    *(
        block
        for title, day in zip(TITLES, DAYS, strict=True)
        for block in (Block(title, level=2), Block(day), Block(PROSE), Block(PROSE))
    ),
]
ABOVE = [
    NEWS,
    *(
        block
        for title, day in zip(TITLES, DAYS, strict=True)
        for block in (Block(day), Block(title, level=2), Block(PROSE), Block(PROSE))
    ),
]
WITHIN = [
    NEWS,
    *(
        block
        for title, day in zip(TITLES, DAYS, strict=True)
        for block in (Block(day, level=2), Block(title, level=3), Block(PROSE))
    ),
]
WITHOUT_HEADINGS = [Block(one.text, level=1 if one is NEWS else None) for one in BELOW]


def of_blocks(blocks: Sequence[Block]) -> Document:
    text, sections = join_blocks(blocks)
    return replace(document_of(text), sections=sections)


def dated(document: Document) -> list[tuple[str, str | None]]:
    return [(one.heading, one.date) for one in with_stories(document).sections]


# The formats


def write_markdown(blocks: Sequence[Block]) -> bytes:
    return "\n\n".join(f"{'#' * (one.level or 0)} {one.text}".strip() for one in blocks).encode()


def write_html(blocks: Sequence[Block]) -> bytes:
    lines = (
        f"<h{one.level}>{escape(one.text)}</h{one.level}>" if one.level else f"<p>{one.text}</p>"
        for one in blocks
    )
    menu = "<nav><a href='/'>Home</a><a href='/all'>All news</a></nav>"
    return f"<html><body>{menu}<main>{''.join(lines)}</main></body></html>".encode()


def write_docx(blocks: Sequence[Block]) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for one in blocks:
        document.add_paragraph(one.text, style=f"Heading {one.level}" if one.level else None)
    document.save(stream)
    return stream.getvalue()


def write_pdf(blocks: Sequence[Block]) -> bytes:
    styles = getSampleStyleSheet()
    return write_story(
        [
            Paragraph(escape(one.text), styles[f"Heading{one.level}"] if one.level else BODY)
            for one in blocks
        ]
    )


WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "md": write_markdown,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(
    "blocks", [BELOW, ABOVE, WITHOUT_HEADINGS], ids=["below", "above", "without headings"]
)
def test_stories_of_a_file_have_their_titles_and_days(
    blocks: Sequence[Block], suffix: str, tmp_path: Path
) -> None:
    (tmp_path / f"news.{suffix}").write_bytes(WRITERS[suffix](blocks))
    (loaded,) = load_documents([tmp_path]).documents
    document = loaded.document
    assert document.title == "News"
    assert structure_problems(document) == []
    assert [(one.heading, one.date) for one in document.sections] == [("News", None), *STORIES]
    for title, day, iso_day in zip(TITLES, DAYS, ISO_DAYS, strict=True):
        assert document.date_at(document.text.index(title)) == iso_day
        assert document.date_at(document.text.index(day)) == iso_day


@pytest.mark.parametrize("suffix", WRITERS)
def test_headings_that_are_days_date_what_stands_below(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"news.{suffix}").write_bytes(WRITERS[suffix](WITHIN))
    (loaded,) = load_documents([tmp_path]).documents
    assert [(one.heading, one.date) for one in loaded.document.sections] == [
        ("News", None),
        *(
            found
            for title, day, iso_day in zip(TITLES, DAYS, ISO_DAYS, strict=True)
            for found in ((f"News › {day}", iso_day), (f"News › {day} › {title}", iso_day))
        ),
    ]


# Which days are taken


def test_day_that_is_a_heading_below_a_title_is_that_of_the_story() -> None:
    blocks = [replace(one, level=3) if one.text in DAYS else one for one in BELOW]
    assert dated(of_blocks(blocks)) == [
        ("News", None),
        *(
            (heading, iso_day)
            for (story, iso_day), day in zip(STORIES, DAYS, strict=True)
            for heading in (story, f"{story} › {day}")
        ),
    ]


def test_parts_of_a_story_have_its_day() -> None:
    parts = [Block("What it costs", level=3), Block(PROSE)]
    assert dated(of_blocks([*BELOW[:4], *parts, *BELOW[5:]])) == [
        ("News", None),
        STORIES[0],
        (f"{STORIES[0][0]} › What it costs", ISO_DAYS[0]),
        *STORIES[1:],
    ]


def test_story_without_a_day_gets_none_from_those_around() -> None:
    blocks = [one for one in BELOW if one.text != DAYS[1]]
    assert dated(of_blocks(blocks)) == [
        ("News", None),
        STORIES[0],
        (STORIES[1][0], None),
        STORIES[2],
    ]


def test_section_whose_day_stands_above_begins_with_it() -> None:
    document = with_stories(of_blocks(ABOVE))
    for section, day in zip(document.sections[1:], DAYS, strict=True):
        assert document.text.startswith(day, section.start)


@pytest.mark.parametrize(
    "blocks",
    [
        BELOW[:5],
        [one for one in ABOVE if one.text != DAYS[0]],
        [Block(f"{one.text} {PROSE}") if one.text in DAYS else one for one in BELOW],
        [Block(one.text, 1) if one.level else one for one in BELOW if one.text != PROSE],
        [*BELOW, *(Block(f"Part {number} of the report", level=2) for number in range(4))],
    ],
    ids=["one story", "days as closings", "days in prose", "no prose", "few of many"],
)
def test_days_that_may_be_of_something_else_are_left(blocks: Sequence[Block]) -> None:
    document = of_blocks(blocks)
    assert with_stories(document) is document


_BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from([*DAYS, *TITLES, PROSE, "Yes"]),
        level=st.sampled_from([None, None, 0, 1, 2, 3]),
    )
)


@given(_BLOCKS)
def test_sections_stay_parts_of_the_text_in_order(blocks: list[Block]) -> None:
    document = with_stories(of_blocks(blocks))
    assert structure_problems(document) == []
    days = {date_of_line(line) for line in document.text.splitlines()}
    assert {section.date for section in document.sections} <= {None, *days}
