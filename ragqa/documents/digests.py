"""Documents that hold several dated stories: each becomes a section with its title and date.

Where there are headings, `ragqa.documents.dated_sections` finds their days. Elsewhere, and below
headings without days, a story begins with a line that is a day beside a line that is a title, in
either order, and prose after both. Three such beginnings make a page of stories. Where the titles
come first, two do, if the whole page is nothing but titles, days and prose: then stories without a
day are told apart too. Anything else that has dates (a curriculum vitae, minutes, a chat, a table)
stays as it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from ragqa.documents.blocks import HEADING_SEPARATOR
from ragqa.documents.dated_sections import date_sections
from ragqa.documents.fields import first_line_title
from ragqa.documents.story_lines import LABEL, Line, is_prose_at, is_title_at, lines_of
from ragqa.types import Document, Section

_MIN_STORIES = 3
_MIN_DATED_AMONG_TITLES = 2
_MIN_ALIKE = 4
"""Two lines that begin alike may be titles; as many as this make half of the lines no titles."""


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
    if document.places:
        return document
    if document.sections:
        sections = date_sections(document)
        if sections == document.sections:
            sections = tuple(_with_stories_below(sections, document.text))
        return document if sections == document.sections else replace(document, sections=sections)
    lines = lines_of(document.text, 0, len(document.text))
    sections = _sections(lines, len(document.text))
    if not sections:
        return document
    title = document.title
    if sections[0].start == lines[0].start and title == first_line_title(document.text):
        title = PurePosixPath(document.doc_id).stem
    return replace(document, title=title, sections=sections)


def _with_stories_below(sections: Iterable[Section], text: str) -> Iterator[Section]:
    """Yield the sections, each followed by its stories, before the first of which it ends."""
    for section in sections:
        below_heading = lines_of(text, section.start, section.end)[1:]
        stories = _sections(below_heading, section.end, f"{section.heading}{HEADING_SEPARATOR}")
        yield replace(section, end=stories[0].start) if stories else section
        yield from stories


def _sections(lines: Sequence[Line], end: int, path: str = "") -> tuple[Section, ...]:
    """Return a section for each story of a page that ends there, none if it has no stories."""
    stories = _stories(lines)
    starts = [lines[story.first].start for story in stories]
    return tuple(
        Section(path + story.title, start, end, story.date)
        for story, (start, end) in zip(stories, pairwise([*starts, end]), strict=True)
    )


def _stories(lines: Sequence[Line]) -> list[_Story]:
    """Return the stories of a page in order, none where it is no page of stories."""
    days = [number for number, line in enumerate(lines) if line.date]
    if len(days) < _MIN_DATED_AMONG_TITLES:
        return []
    after_day = [
        _Story(number, lines[number + 1].text, lines[number].date)
        for number in days
        if is_title_at(lines, number + 1) and is_prose_at(lines, number + 2)
    ]
    before_day = [
        _Story(number - 1, lines[number - 1].text, lines[number].date)
        for number in days
        if number and is_title_at(lines, number - 1) and is_prose_at(lines, number + 1)
    ]
    dated = max(after_day, before_day, key=len)
    # A page of which most days are no beginnings has them for another reason.
    if 2 * len(dated) < len(days) or not _are_titles([story.title for story in dated]):
        return []
    if dated is after_day:
        return dated if len(dated) >= _MIN_STORIES and not _are_closings(days, lines) else []
    return _with_undated(dated, lines)


def _are_closings(days: Sequence[int], lines: Sequence[Line]) -> bool:
    """Tell whether days end what stands above them, as in letters: there is a title without one."""
    above = range(days[0])
    return any(lines[number].is_title and is_prose_at(lines, number + 1) for number in above)


def _with_undated(dated: Sequence[_Story], lines: Sequence[Line]) -> list[_Story]:
    """Return the stories whose title comes first, those between them that have no day too.

    A day is of the one story below whose title it stands: better no day than that of another.
    """
    starts = {story.first for story in dated}
    others = [
        _Story(number, line.text, None)
        for number, line in enumerate(lines)
        if number not in starts and line.is_title and is_prose_at(lines, number + 1)
    ]
    stories = sorted([*dated, *others], key=lambda story: story.first)
    if len(dated) >= _MIN_STORIES:
        return stories
    is_whole = stories[0].first == 0 and _is_nothing_else(stories, lines)
    return stories if is_whole and len(stories) >= _MIN_STORIES else []


def _is_nothing_else(stories: Iterable[_Story], lines: Sequence[Line]) -> bool:
    titles = {story.first for story in stories}
    return all(
        number in titles or line.date or is_prose_at(lines, number)
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
    label = LABEL.match(title)
    return (label[0] if label else " ".join(title.split()[:2])).casefold()
