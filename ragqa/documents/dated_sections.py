"""Sections that say of which day they are: in their heading, right below it or right above it.

A day is taken only where sections that stand beside each other have it at the same place: two of
them at the least, and half of all. Above the headings, all must have one: what ends a letter stands
above the next heading too, but not above the first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from ragqa.documents.blocks import HEADING_SEPARATOR
from ragqa.documents.story_lines import Line, is_prose_at, lines_of
from ragqa.types import Document, Section

_MIN_DATED = 2

_Lines = Sequence[Line]
_Place = Callable[[_Lines, _Lines], Line | None]
"""Returns the line at a place of a section, from its lines and those above its heading."""


def date_sections(document: Document) -> tuple[Section, ...]:
    """Return the sections of a document, each with its day where that is clear.

    A section below another one has the day of that, unless it has one of its own. One whose day
    stands above its heading begins with that day.
    """
    front, *own = _lines_of_parts(document)
    above_headings = [front, *(lines[1:] for lines in own)]
    parts = list(zip(_with_subheadings(document.sections, own), above_headings, strict=False))
    dated: dict[int, Line] = {}
    begun: dict[int, Line] = {}
    for siblings in _siblings(document.sections):
        within, below, above = (
            _days_at(place, siblings, parts) for place in (_heading, _below_heading, _above_heading)
        )
        most = max(within, below, key=len)
        if len(most) >= _MIN_DATED and 2 * len(most) >= len(siblings):
            dated |= most
        elif len(above) == len(siblings) >= _MIN_DATED:
            begun |= above
    sections = _with_dates(document.sections, dated | begun)
    return tuple(_begun_at(list(sections), begun))


def _lines_of_parts(document: Document) -> list[_Lines]:
    """Return the lines in front of the first section, then those from each section to the next."""
    borders = [0, *(section.start for section in document.sections), len(document.text)]
    return [lines_of(document.text, start, end) for start, end in pairwise(borders)]


def _with_subheadings(sections: Sequence[Section], own: Sequence[_Lines]) -> Iterator[_Lines]:
    """Yield the lines of sections, for a bare heading those of its first section as well.

    Its day may have been written as a heading.
    """
    followed = zip_longest(sections, sections[1:], own, own[1:])
    for section, following, lines, more in followed:
        is_bare = len(lines) == 1 and following is not None
        is_below = is_bare and following.heading.startswith(section.heading + HEADING_SEPARATOR)
        yield [*lines, *more] if is_below else lines


def _siblings(sections: Sequence[Section]) -> list[list[int]]:
    """Return the numbers of the sections, those together that stand below the same headings."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, section in enumerate(sections):
        groups[section.heading.rpartition(HEADING_SEPARATOR)[0]].append(number)
    return list(groups.values())


def _days_at(
    place: _Place, siblings: Sequence[int], parts: Sequence[tuple[_Lines, _Lines]]
) -> dict[int, Line]:
    found = ((number, place(*parts[number])) for number in siblings)
    return {number: line for number, line in found if line is not None and line.date}


def _heading(lines: _Lines, _: _Lines) -> Line | None:
    return lines[0] if lines else None


def _below_heading(lines: _Lines, _: _Lines) -> Line | None:
    return lines[1] if is_prose_at(lines, 2) else None


def _above_heading(lines: _Lines, above: _Lines) -> Line | None:
    return above[-1] if above and is_prose_at(lines, 1) else None


def _with_dates(sections: Sequence[Section], days: Mapping[int, Line]) -> Iterator[Section]:
    """Yield the sections with their days, those below a dated one with its day."""
    around: list[Section] = []
    for number, section in enumerate(sections):
        while around and not section.heading.startswith(around[-1].heading + HEADING_SEPARATOR):
            around.pop()
        if number in days:
            dated = replace(section, date=days[number].date)
        else:
            dated = replace(section, date=section.date or (around[-1].date if around else None))
        around.append(dated)
        yield dated


def _begun_at(sections: Sequence[Section], lines: Mapping[int, Line]) -> Iterator[Section]:
    """Yield the sections, some of which begin with a line that ended the one in front of them."""
    starts = [lines[i].start if i in lines else one.start for i, one in enumerate(sections)]
    for section, start, following in zip_longest(sections, starts, starts[1:]):
        end = section.end if following is None else min(section.end, following)
        yield replace(section, start=start, end=end)
