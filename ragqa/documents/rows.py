"""The rows of a sheet as statements: "column: value; column: value", each citing its row.

Which row holds the names of the columns has to be found: above it there may stand a title and
notes, below it another table, and some tables have none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragqa.documents.blocks import Block, Mark
from ragqa.documents.columns import (
    Kind,
    is_key,
    is_value,
    look_like_names,
    named,
    usual_kind,
)
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import PlaceKind

MAX_TEXT_MB = 32
"""The most text of one file: a cell that a million others repeat makes no document."""

_MIN_NAMED_SHARE = 0.6
"""The row of the names has at least this share of the cells of the widest row."""

_ROWS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that are not blank, by their column from 0; rows count from 1."""

    number: int
    cells: Mapping[int, str]


def row_of(number: int, values: Iterable[str]) -> Row:
    """Return a row of the values that are not blank, each on one line."""
    cells = ((column, " ".join(value.split())) for column, value in enumerate(values))
    return Row(number, {column: value for column, value in cells if value})


def row_statements(rows: Iterable[Row], place: str, *, sheet: str = "") -> Iterator[Block]:
    """Yield a block for each row of a sheet, save those that hold the names of columns.

    Rows that follow each other without a blank one between are a table. One without names of its
    own has those of the table before it, where its columns are among them. What stands above the
    names, or alone above the rows of such a table, and what no name is known for, is given as it
    is. ``place`` names the file in the message of the ``DocumentError`` raised if all that is more
    than `MAX_TEXT_MB`.
    """
    size = 0
    names: Mapping[int, str] = {}
    for table in _tables(rows):
        index = _index_of_names(table, names)
        if index is not None:
            names = table[index].cells
        elif not all(row.cells.keys() <= names.keys() for row in table):
            names = {}
        start = _title_rows(table) if index is None else index
        for position, row in enumerate(table):
            if position == index:
                continue
            text = _plain(row) if position < start or not names else _statement(row, names)
            size += len(text)
            if size > MAX_TEXT_MB * 2**20:
                raise _too_much_text(place)
            yield Block(text, mark=Mark(PlaceKind.ROW, row.number, sheet))


def sheet_blocks(rows: Iterable[Row], place: str, *, name: str) -> Iterator[Block]:
    """Yield the statements of a sheet below its name; nothing for an empty sheet.

    The only sheet of a file needs no name: it is empty then.
    """
    statements = row_statements(rows, place, sheet=name)
    first = next(statements, None)
    if first is not None:
        if name:
            yield Block(name, level=1)
        yield first
        yield from statements


def _tables(rows: Iterable[Row]) -> Iterator[list[Row]]:
    table: list[Row] = []
    for row in rows:
        if not row.cells:
            continue
        if table and row.number > table[-1].number + 1:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _title_rows(table: Sequence[Row]) -> int:
    """Return how many rows of a single cell stand above wider ones: what a group is called."""
    return next((index for index, row in enumerate(table) if len(row.cells) > 1), 0)


def _index_of_names(table: Sequence[Row], known: Mapping[int, str]) -> int | None:
    """Return which row of a table names its columns, None if none does.

    ``known`` are the names of the table above it.
    """
    looked_at = table[:_ROWS_LOOKED_AT]
    widest = max(len(row.cells) for row in looked_at)
    for index, row in enumerate(looked_at[:-1]):
        if len(row.cells) >= max(min(widest, 2), _MIN_NAMED_SHARE * widest):
            return index if _are_names(row, looked_at[index + 1 :], known) else None
    return None


def _are_names(row: Row, below: Sequence[Row], known: Mapping[int, str]) -> bool:
    """Tell whether a row names what stands below it: by its kind, or at least by its looks.

    Where the names above would do for its columns, looks are not enough: the first row of another
    group of the same table has them too. It has to repeat one of those names.
    """
    columns = {
        column: [one.cells[column] for one in below if column in one.cells] for column in row.cells
    }
    usual = {column: usual_kind(values) for column, values in columns.items()}
    if not look_like_names(row.cells.values()) or any(
        is_value(row.cells[column], values) for column, values in columns.items()
    ):
        return False
    if any(kind not in (None, Kind.TEXT) for kind in usual.values()):
        return True
    if row.cells.keys() <= known.keys():
        return any(_is_same_name(value, known[column]) for column, value in row.cells.items())
    is_keys_and_values = len(columns) == 2 and None in usual.values()
    recurs = any(row.cells[column] in values for column, values in columns.items())
    return len(columns) > 1 and not is_keys_and_values and not recurs


def _is_same_name(one: str, other: str) -> bool:
    return one.casefold().rstrip(" :") == other.casefold().rstrip(" :")


def _statement(row: Row, names: Mapping[int, str]) -> str:
    return "; ".join(named(names.get(column), value) for column, value in row.cells.items())


def _plain(row: Row) -> str:
    values = list(row.cells.values())
    if len(values) == 2 and is_key(values[0]):
        return named(*values)
    return " | ".join(values)


def _too_much_text(place: str) -> DocumentError:
    return DocumentError(
        f"{place}: found more than {MAX_TEXT_MB} MB of text in its cells, expected less; split the "
        "file",
        problem=FileProblem.TOO_LARGE,
        limit=str(MAX_TEXT_MB),
    )
