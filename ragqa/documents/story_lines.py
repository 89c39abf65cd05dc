"""The lines of a text, and which of them can begin or be a story: a day, a title, prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.documents.datelines import date_of_line

_MIN_TITLE_WORDS, _MAX_TITLE_CHARS = 3, 180
_MIN_PROSE_CHARS = 80
_MIN_WRAPPED_CHARS = 40
"""A line that is so long may be the first of a paragraph that is broken into lines."""

_SENTENCE_END = re.compile(r"""[.!?…:]["”'’»)\]]*$""")
_TITLE_END = re.compile(r"""[.;:,]["”'’»)\]]*$""")
_HEADS_NO_TITLE = re.compile(r"[-–—•*·|#>\d]|https?:")

LABEL = re.compile(r"[^\W\d_][\w .'’-]{0,30}:")
"""What stands before a value, as in "Present: …"."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; ``date`` is the day that it is about, if that is all it says."""

    text: str
    start: int
    is_after_blank: bool
    date: str | None

    @property
    def is_title(self) -> bool:
        """Whether it could be the title of a story."""
        return (
            self.date is None
            and len(self.text) <= _MAX_TITLE_CHARS
            and len(self.text.split()) >= _MIN_TITLE_WORDS
            and not _TITLE_END.search(self.text)
            and not _HEADS_NO_TITLE.match(self.text)
        )


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Return the lines of ``text[start:end]`` that are not blank, with their places in the text."""
    lines: list[Line] = []
    is_after_blank = False
    for raw in text[start:end].splitlines(keepends=True):
        shown = " ".join(raw.split())
        if shown:
            lines.append(Line(shown, start, is_after_blank, date_of_line(shown)))
        is_after_blank = not shown
        start += len(raw)
    return lines


def is_title_at(lines: Sequence[Line], number: int) -> bool:
    """Tell whether there is a line of this number that could be a title."""
    return number < len(lines) and lines[number].is_title


def is_prose_at(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a paragraph of whole sentences begins at a line; it may be broken into lines."""
    if number >= len(lines) or lines[number].date or LABEL.match(lines[number].text):
        return False
    if len(lines[number].text) < _MIN_WRAPPED_CHARS:
        return False
    paragraph = ""
    for line in lines[number:]:
        if paragraph and (line.is_after_blank or line.date):
            return False
        paragraph = f"{paragraph} {line.text}".strip()
        if len(paragraph) >= _MIN_PROSE_CHARS and _SENTENCE_END.search(paragraph):
            return True
    return False
