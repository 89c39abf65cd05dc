"""The rows of tables in PDF files as statements, where the columns are clear and have names.

A table is at least two rows that follow each other without anything between. It may go on in the
next column of text, or on the next page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from ragqa.documents.columns import begins_with_number, look_like_names
from ragqa.documents.pdf_layout import Paragraph, Segment
from ragqa.documents.tables import Cell, TableRow, stated_rows

_Colour = tuple[int, int, int]


class _Column(NamedTuple):
    left: float
    right: float


def with_stated_rows(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs with the rows of tables as statements, without those that name columns."""
    stated: list[Paragraph] = []
    for is_row, group in groupby(paragraphs, key=lambda one: one.is_row):
        run = list(group)
        stated += _stated(run) if is_row and len(run) > 1 else run
    return stated


def _stated(rows: Sequence[Paragraph]) -> Sequence[Paragraph]:
    count = max(len(row.cells) for row in rows)
    grounds = _grounds_of_names(rows)
    texts = stated_rows(
        _table_row(row.cells, columns, has_names=_ground(row) in grounds)
        for part in _parts(rows)
        for columns in [_columns(part, count)]
        for row in part
    )
    if texts is None:
        return rows
    return [replace(row, text=texts[number]) for number, row in enumerate(rows) if number in texts]


def _parts(rows: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """Yield the rows that stand below each other on one page."""
    start = 0
    for end, (row, following) in enumerate(pairwise(rows), start=1):
        if row.page != following.page or following.cells[0].bottom >= row.cells[0].bottom:
            yield rows[start:end]
            start = end
    yield rows[start:]


def _columns(rows: Sequence[Paragraph], count: int) -> list[_Column]:
    """Return where the cells of whole rows stand, nothing if these overlap each other."""
    whole = [row.cells for row in rows if len(row.cells) == count]
    columns = [
        _Column(min(one.left for one in cells), max(one.right for one in cells))
        for cells in zip(*whole, strict=True)
    ]
    are_apart = all(one.right < other.left for one, other in pairwise(columns))
    return columns if are_apart else []


def _grounds_of_names(rows: Sequence[Paragraph]) -> set[_Colour]:
    """Return the colour of the first row if it is that of names, which set off no other row.

    A ground that returns further down sets off every other row, or a group of them; one behind a
    row of values points it out.
    """
    head, *others = rows
    ground = _ground(head)
    texts = [one.text for one in head.cells]
    may_name = look_like_names(texts) and not any(map(begins_with_number, texts[1:]))
    again = [row for row in others if ground in {one.ground for one in row.cells}]
    is_apart = all([one.text for one in row.cells] == texts for row in again)
    return {ground} if ground is not None and may_name and is_apart else set()


def _ground(row: Paragraph) -> _Colour | None:
    """Return the colour behind all cells of a row, None where there is none or several."""
    grounds = {one.ground for one in row.cells}
    return grounds.pop() if len(grounds) == 1 else None


def _table_row(
    segments: Sequence[Segment], columns: Sequence[_Column], *, has_names: bool
) -> TableRow:
    """Return a row, with what it lacks as blank cells where it is clear what that is."""
    cells = [Cell(one.text, is_name=one.is_bold or has_names) for one in segments]
    places = [_columns_below(one, columns) for one in segments]
    found = dict.fromkeys(place[0] for place in places if len(place) == 1)
    if len(found) < len(cells):
        return TableRow(cells)
    by_column = dict(zip(found, cells, strict=True))
    return TableRow([by_column.get(number, Cell("")) for number in range(len(columns))])


def _columns_below(one: Segment, columns: Sequence[_Column]) -> list[int]:
    return [
        number
        for number, column in enumerate(columns)
        if one.left < column.right and one.right > column.left
    ]
