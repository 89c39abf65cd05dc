"""The slides of a presentation as blocks that cite the slide."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ragqa.documents.blocks import Block, Mark, group_lines
from ragqa.types import PlaceKind


def slide_blocks(
    number: int, title: str, pieces: Iterable[Block | str], notes: Iterable[Block | str]
) -> Iterator[Block]:
    """Yield what a slide shows, and then what its speaker notes say.

    The title becomes a heading; a slide without one belongs to no heading before it.
    """
    mark = Mark(PlaceKind.SLIDE, number)
    title = " ".join(title.split())
    if title:
        yield Block(title, level=1, mark=mark)
    below = [block for block in group_lines([*pieces, *notes]) if block.text.strip()]
    for index, block in enumerate(below):
        level = 0 if index == 0 and not title else None
        yield replace(block, level=level, mark=mark)
