"""The known text, written in each format by the usual programs and read again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from known_text import KNOWN_TEXTS, KnownText, share_in_order, text_at, words_of
from writers import write_docx, write_html

from ragqa.documents import load_documents
from ragqa.types import Document

MIN_SHARE = 0.995

WRITERS: dict[str, Callable[[KnownText], bytes]] = {
    ".docx": write_docx,
    ".html": write_html,
}
"""What writes running text with headings, lists and tables, by the suffix of its format."""


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
