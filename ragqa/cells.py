"""The cells of a row of a table as loaders write it: "name: value; name: value", or "a | b"."""

import re
from dataclasses import dataclass

_NAMED_CELL = re.compile(r"(?P<name>[^:;\s][^:;\n]{0,59}): (?P<value>(?:(?!; [^:;\n]{1,60}: ).)+)")
_BETWEEN_CELLS = " | "
_MOST_WORDS_OF_A_PAIR = 12
"""A longer line of one name and its value is a sentence with a colon."""


@dataclass(frozen=True, slots=True)
class Row:
    """The names of a row's columns, none where it has none, and its cells."""

    names: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The name of a cell's column, empty where it has none, its value, and where that begins."""

    name: str
    value: str
    start: int


def cells_of(text: str) -> list[Cell]:
    """Return the cells of a row, or of one name and its value; none of anything else."""
    found = named_cells(text)
    pair = _NAMED_CELL.fullmatch(text)
    if not found and pair and len(text.split()) <= _MOST_WORDS_OF_A_PAIR:
        found = [pair]
    if found:
        return [Cell(one["name"], one["value"], one.start("value")) for one in found]
    if _BETWEEN_CELLS not in text or "\n" in text:
        return []
    cells: list[Cell] = []
    start = 0
    for value in text.split(_BETWEEN_CELLS):
        cells.append(Cell("", value, start))
        start += len(value) + len(_BETWEEN_CELLS)
    return cells


def named_cells(text: str) -> list[re.Match[str]]:
    """Return the cells of a row, "name: value; name: value"; none of anything else."""
    cells = [*_NAMED_CELL.finditer(text)]
    ends = [0, *(one.end() + len("; ") for one in cells)]
    is_row = len(cells) > 1 and all(
        one.start() == end and one["name"].count("(") == one["name"].count(")")
        for one, end in zip(cells, ends, strict=False)
    )
    return cells if is_row else []


def row_of(text: str) -> Row | None:
    """Return a statement as a row of a table, None if it is none.

    "Weight: 7.4 kg" is one whose like are the lines beside it; its name is what tells them apart.
    """
    if named := named_cells(text):
        return Row(tuple(one["name"] for one in named), tuple(one["value"] for one in named))
    if _BETWEEN_CELLS in text and "\n" not in text:
        return Row((), tuple(text.split(_BETWEEN_CELLS)))
    pair = _NAMED_CELL.fullmatch(text)
    if pair and len(text.split()) <= _MOST_WORDS_OF_A_PAIR:
        return Row((), (pair["name"],))
    return None
