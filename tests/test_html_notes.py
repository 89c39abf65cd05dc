"""The marks of notes in pages and books."""

from pathlib import Path

import pytest

from ragqa.documents.html import load_html, plain_html_blocks
from ragqa.documents.source import SourceFile


def text_of(body: str) -> str:
    (block,) = plain_html_blocks(f"<p>{body}</p>")
    return block.text


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="#n1" epub:type="noteref">1</a>',
        '<a href="notes.xhtml#n1" epub:type="noteref">[12]</a>',
        '<a href="#n1" role="doc-noteref">*</a>',
        '<sup><a href="#fn1">1</a></sup>',
        '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>',
        '<a href="#fn1"><sup>1</sup></a>',
        '<a href="#fn1" role="doc-noteref"><sup>note 3</sup></a>',
        '<a href="#ref1" role="doc-backlink">↩</a>',
        '<sup><a href="#fn1">†</a></sup>',
    ],
)
def test_mark_of_a_note_is_left_out(mark: str) -> None:
    assert text_of(f"The last was taken in 1612{mark}. Then came cod.") == (
        "The last was taken in 1612. Then came cod."
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("10<sup>6</sup> and 2019<sup>3</sup>", "10^6 and 2019^3"),
        ('see <a href="#n1">1</a>', "see 1"),
        ('the 1<sup><a href="#st">st</a></sup> of May', "the 1st of May"),
        ('the law<sup><a href="/law">2</a></sup>', "the law2"),
        ('as told <a href="#n1" role="doc-noteref">in the register</a>', "as told in the register"),
        ('a <sup><a href="#new">new</a></sup> hall', "a new hall"),
        ('<a href="#top">Up <sup>1</sup></a>', "Up 1"),
    ],
)
def test_what_is_no_mark_of_a_note_stays(body: str, text: str) -> None:
    assert text_of(body) == text


def test_page_is_read_without_the_marks_of_its_notes() -> None:
    content = '<article><p>Taken in 1612<sup><a href="#n1">1</a></sup>, near here.</p></article>'
    (loaded,) = load_html(SourceFile(Path("in/a.html"), "in/a.html", content.encode()))
    assert loaded.document.text == "Taken in 1612, near here."
