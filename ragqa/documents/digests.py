"""Pages of several dated stories, told apart: each becomes a section with its title and date.

A story begins with a line that is a day beside a line that is a title, in either order, and prose
after both. Three such beginnings make a page of stories. Where the titles come first, two do, if
the whole page is nothing but titles, days and prose: then stories without a day are told apart too.
Anything else that has dates (a curriculum vitae, minutes, a chat, a table) stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from ragqa.documents.datelines import date_of_line
from ragqa.documents.fields import first_line_title
from ragqa.types import Document, Section

_MIN_STORIES = 3
_MIN_DATED_AMONG_TITLES = 2
_MIN_TITLE_WORDS, _MAX_TITLE_CHARS = 3, 180
_MIN_ALIKE = 4
"""Two lines that begin alike may be titles; as many as this make half of the lines no titles."""

_MIN_PROSE_CHARS = 80
_MIN_WRAPPED_CHARS = 40
"""A line that is so long may be the first of a paragraph that is broken into lines."""

_SENTENCE_END = re.compile(r"""[.!?…:]["”'’»)\]]*$""")
_TITLE_END = re.compile(r"""[.;:,]["”'’»)\]]*$""")
_LABEL = re.compile(r"[^\W\d_][\w .'’-]{0,30}:")
_HEADS_NO_TITLE = re.compile(r"[-–—•*·|#>\d]|https?:")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; ``date`` is the day that it is about, if that is all it says."""

    text: str
    start: int
    is_after_blank: bool
    date: str | None

    @property
    def is_title(self) -> bool:
        return (
            self.date is None
            and len(self.text) <= _MAX_TITLE_CHARS
            and len(self.text.split()) >= _MIN_TITLE_WORDS
            and not _TITLE_END.search(self.text)
            and not _HEADS_NO_TITLE.match(self.text)
        )


@dataclass(frozen=True, slots=True)
class _Story:
    """The beginning of a story; ``first`` is the number of its first line."""

    first: int
    title: str
    date: str | None


def with_stories(document: Document) -> Document:
    """Return a document with a section for each of its stories; any other as it is.

    Where the page begins with a story, its first line is no title of the page, which is then called
    by its file.
    """
    if document.sections or document.places:
        return document
    lines = _lines(document.text)
    stories = _stories(lines)
    if not stories:
        return document
    starts = [lines[story.first].start for story in stories]
    sections = tuple(
        Section(story.title, start, end, story.date)
        for story, (start, end) in zip(
            stories, pairwise([*starts, len(document.text)]), strict=True
        )
    )
    title = document.title
    if stories[0].first == 0 and title == first_line_title(document.text):
        title = PurePosixPath(document.doc_id).stem
    return replace(document, title=title, sections=sections)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    start, is_after_blank = 0, False
    for raw in text.splitlines(keepends=True):
        shown = " ".join(raw.split())
        if shown:
            lines.append(_Line(shown, start, is_after_blank, date_of_line(shown)))
        is_after_blank = not shown
        start += len(raw)
    return lines


def _stories(lines: Sequence[_Line]) -> list[_Story]:
    """Return the stories of a page in order, none where it is no page of stories."""
    days = [number for number, line in enumerate(lines) if line.date]
    if len(days) < _MIN_DATED_AMONG_TITLES:
        return []
    after_day = [
        _Story(number, lines[number + 1].text, lines[number].date)
        for number in days
        if _is_title_at(lines, number + 1) and _is_prose_at(lines, number + 2)
    ]
    before_day = [
        _Story(number - 1, lines[number - 1].text, lines[number].date)
        for number in days
        if number and _is_title_at(lines, number - 1) and _is_prose_at(lines, number + 1)
    ]
    dated = max(after_day, before_day, key=len)
    # A page of which most days are no beginnings has them for another reason.
    if 2 * len(dated) < len(days) or not _are_titles([story.title for story in dated]):
        return []
    if dated is after_day:
        return dated if len(dated) >= _MIN_STORIES and not _are_closings(days, lines) else []
    return _with_undated(dated, lines)


def _are_closings(days: Sequence[int], lines: Sequence[_Line]) -> bool:
    """Tell whether days end what stands above them, as in letters: there is a title without one."""
    above = range(days[0])
    return any(lines[number].is_title and _is_prose_at(lines, number + 1) for number in above)


def _with_undated(dated: Sequence[_Story], lines: Sequence[_Line]) -> list[_Story]:
    """Return the stories whose title comes first, those between them that have no day too.

    A day is of the one story below whose title it stands: better no day than that of another.
    """
    starts = {story.first for story in dated}
    others = [
        _Story(number, line.text, None)
        for number, line in enumerate(lines)
        if number not in starts and line.is_title and _is_prose_at(lines, number + 1)
    ]
    stories = sorted([*dated, *others], key=lambda story: story.first)
    if len(dated) >= _MIN_STORIES:
        return stories
    is_whole = stories[0].first == 0 and _is_nothing_else(stories, lines)
    return stories if is_whole and len(stories) >= _MIN_STORIES else []


def _is_nothing_else(stories: Iterable[_Story], lines: Sequence[_Line]) -> bool:
    titles = {story.first for story in stories}
    return all(
        number in titles or line.date or _is_prose_at(lines, number)
        for number, line in enumerate(lines)
    )


def _are_titles(titles: Sequence[str]) -> bool:
    """Tell whether lines differ as titles do: "Present were …" again and again is none."""
    if len(set(map(str.casefold, titles))) < len(titles):
        return False
    openings = Counter(_opening(title) for title in titles)
    return 2 * max(openings.values(), default=0) < max(len(titles), _MIN_ALIKE)


def _opening(title: str) -> str:
    """Return the label of a line, else its first two words."""
    label = _LABEL.match(title)
    return (label[0] if label else " ".join(title.split()[:2])).casefold()


def _is_title_at(lines: Sequence[_Line], number: int) -> bool:
    return number < len(lines) and lines[number].is_title


def _is_prose_at(lines: Sequence[_Line], number: int) -> bool:
    """Tell whether a paragraph of whole sentences begins at a line; it may be broken into lines."""
    if number >= len(lines) or lines[number].date or _LABEL.match(lines[number].text):
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
