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
    """A line that is not blank; ``date`` is the day that it is about, if that is all it says.

    ``has_sentence_end`` tells whether it, or a line below it in its paragraph, ends a sentence.
    """

    text: str
    start: int
    is_after_blank: bool
    date: str | None
    has_sentence_end: bool

    @property
    def opens_paragraph(self) -> bool:
        """Whether no paragraph goes on with it."""
        return self.is_after_blank or self.date is not None

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
    places: list[tuple[str, int, bool]] = []
    is_after_blank = False
    for raw in text[start:end].splitlines(keepends=True):
        shown = " ".join(raw.split())
        if shown:
            places.append((shown, start, is_after_blank))
        is_after_blank = not shown
        start += len(raw)
    return _from_last(places)[::-1]


def _from_last(places: Sequence[tuple[str, int, bool]]) -> list[Line]:
    """Return the lines of places in reverse: what a line has below it is known before it."""
    lines: list[Line] = []
    for shown, start, is_after_blank in reversed(places):
        goes_on = bool(lines) and not lines[-1].opens_paragraph and lines[-1].has_sentence_end
        has_end = goes_on or _SENTENCE_END.search(shown) is not None
        lines.append(Line(shown, start, is_after_blank, date_of_line(shown), has_end))
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
    chars = 0
    for index in range(number, len(lines)):
        line = lines[index]
        if chars and line.opens_paragraph:
            return False
        chars += len(line.text) + (1 if chars else 0)
        if chars >= _MIN_PROSE_CHARS:
            return line.has_sentence_end
    return False
