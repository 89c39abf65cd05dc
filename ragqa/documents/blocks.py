"""Blocks of a structured format joined to one text, its headings made into sections."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from ragqa.types import Place, PlaceKind, Section

HEADING_SEPARATOR = " › "
"""What stands between the headings of a section's path."""

BLOCK_SEPARATOR = "\n\n"

RAISED = "\0"
"""Stands before raised text until it is known what that stands behind; no text holds it."""

_RAISED_NUMBER = re.compile(rf"(?<=\d){RAISED}(?=\d)")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list, table or the like as plain text.

    ``level`` is the depth of a heading, from 1. It is None for all else, save a block that belongs
    to no heading before it: that has the level 0. ``date`` is the day that a block is about, where
    that is all it says, and the format says which: right below a heading it is the section's.
    """

    text: str
    level: int | None = None
    mark: "Mark | None" = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of a block, as `ragqa.types.Place` has it; blocks in a row may share one."""

    kind: PlaceKind
    number: int | None = None
    name: str = ""


def join_places(blocks: Sequence[Block]) -> tuple[Place, ...]:
    """Return the places in the text that `join_blocks` makes of the blocks."""
    places: list[Place] = []
    start = 0
    for mark, run in groupby(blocks, key=lambda block: block.mark):
        lengths = [len(block.text) + len(BLOCK_SEPARATOR) for block in run]
        end = start + sum(lengths)
        if mark is not None:
            last = end - len(BLOCK_SEPARATOR)
            places.append(Place(mark.kind, start, last, mark.number, mark.name))
        start = end
    return tuple(places)


def settle_raised(text: str) -> str:
    """Return a text with "^" between a number and a raised one: "10" and "6" are not 106."""
    return _RAISED_NUMBER.sub("^", text).replace(RAISED, "")


def group_lines(pieces: Iterable[Block | str]) -> list[Block]:
    """Return the blocks, lines that follow each other as one block of them: the items of a list."""
    blocks: list[Block] = []
    for is_line, run in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if is_line:
            blocks.append(Block("\n".join(str(line) for line in run)))
        else:
            blocks += (piece for piece in run if isinstance(piece, Block))
    return blocks


def join_blocks(blocks: Sequence[Block]) -> tuple[str, tuple[Section, ...]]:
    """Return the blocks with a blank line between, and a section from each heading to the next."""
    text = BLOCK_SEPARATOR.join(block.text for block in blocks)
    headings: list[tuple[str, int, str | None]] = []
    above: dict[int, str] = {}
    start = 0
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.level == 0:
            above = {}
            headings.append(("", start, None))
        elif block.level is not None:
            above = {level: title for level, title in above.items() if level < block.level}
            above[block.level] = block.text
            path = HEADING_SEPARATOR.join(above.values())
            headings.append((path, start, following.date if following else None))
        start += len(block.text) + len(BLOCK_SEPARATOR)
    ends = [start for _, start, _ in headings[1:]] + [len(text)]
    sections = (
        Section(path, start, end, date)
        for (path, start, date), end in zip(headings, ends, strict=False)
        if path
    )
    return text, tuple(sections)
