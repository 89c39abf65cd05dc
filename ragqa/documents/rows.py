"""The rows of a sheet as statements: "column: value; column: value", each citing its row.

Which row holds the names of the columns has to be found: above it there may stand a title and
notes, below it another table, and some tables have none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ragqa.documents.blocks import Block, Mark
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import PlaceKind

MAX_TEXT_MB = 32
"""The most text of one file: a cell that a million others repeat makes no document."""

_MAX_NAME_CHARS = 200
_MIN_NAMED_SHARE = 0.6
"""The row of the names has at least this share of the cells of the widest row."""

_SAME_KIND_SHARE = 0.9
_ROWS_LOOKED_AT = 200
_MAX_KEY_CHARS = 60

_YEAR = re.compile(r"(?:19|20)\d\d")
_MOMENT = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d\d\S*)?|\d{1,2}:\d\d(?::\d\d)?"
)
_NUMBER = re.compile(r"[^\w\s]{0,3}\w{0,3}[^\w\s]?\s?\d[\d.,'\s]*\s?[^\w\s]{0,2}")
_DIGITS = re.compile(r"\d[\d.,]*+")
_ADDRESS = re.compile(r"[^\s@]++@[^\s@]+\.[^\s@]+|(?:https?://|www\.)\S+", re.IGNORECASE)
_QUANTITY = re.compile(r"[^\w\s]{0,3}\s?\d[\d.,]*+\s?([^\W\d_]++)")
"""A number in front and its unit: "40 euros each"."""

_ALIKE_SHARE = 0.5
"""A cell is a value of its column, and no name, where it is like this share of those below."""


class _Kind(Enum):
    TEXT = "text"
    YEAR = "year"
    MOMENT = "moment"
    NUMBER = "number"


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
    kinds = {column: _kind(value) for column, value in row.cells.items()}
    columns = {
        column: [one.cells[column] for one in below if column in one.cells] for column in kinds
    }
    usual = {column: _usual_kind(values) for column, values in columns.items()}
    if not _look_like_names(row) or any(
        _is_value(row.cells[column], usual[column], values) for column, values in columns.items()
    ):
        return False
    if any(kind not in (None, _Kind.TEXT) for kind in usual.values()):
        return True
    if row.cells.keys() <= known.keys():
        return any(_is_same_name(value, known[column]) for column, value in row.cells.items())
    is_keys_and_values = len(kinds) == 2 and None in usual.values()
    recurs = any(row.cells[column] in values for column, values in columns.items())
    return len(kinds) > 1 and not is_keys_and_values and not recurs


def _is_value(cell: str, usual: _Kind | None, below: Sequence[str]) -> bool:
    """Tell whether a cell that could be a name is one more of the values below it."""
    kind = _kind(cell)
    if kind is not _Kind.TEXT:
        return kind is _Kind.YEAR and usual is _Kind.YEAR
    marks = _marks_of_value(cell)
    alike = sum(not marks.isdisjoint(_marks_of_value(value)) for value in below) if marks else 0
    return alike > 0 and alike >= _ALIKE_SHARE * len(below)


def _marks_of_value(cell: str) -> frozenset[str]:
    """Return by what the values of a column are known where they are words and numbers.

    That is the cell but for which numbers it holds ("from 0 to 0 h") and the unit of the number in
    front. Words alone say nothing: "Type of visa" stands above "Work visa".
    """
    text = cell.casefold()
    if not _DIGITS.search(text):
        return frozenset()
    quantity = _QUANTITY.match(text)
    unit = {f"0 {quantity[1]}"} if quantity else set()
    return frozenset({_DIGITS.sub("0", text), *unit})


def _is_same_name(one: str, other: str) -> bool:
    return one.casefold().rstrip(" :") == other.casefold().rstrip(" :")


def _look_like_names(row: Row) -> bool:
    """Tell whether cells are short and all different: words, or words and years, no addresses."""
    values = [value.casefold() for value in row.cells.values()]
    kinds = set(map(_kind, values))
    return (
        len(set(values)) == len(values)
        and max(map(len, values)) <= _MAX_NAME_CHARS
        and _Kind.TEXT in kinds
        and kinds <= {_Kind.TEXT, _Kind.YEAR}
        and not any(map(_ADDRESS.fullmatch, values))
    )


def _usual_kind(values: Sequence[str]) -> _Kind | None:
    """Return the kind that nearly all values of a column have, None where they have none."""
    kinds = Counter(_kind(value) for value in values)
    kind, count = kinds.most_common(1)[0] if kinds else (_Kind.TEXT, 0)
    return kind if count >= _SAME_KIND_SHARE * len(values) else None


def _kind(value: str) -> _Kind:
    if _YEAR.fullmatch(value):
        return _Kind.YEAR
    if _MOMENT.fullmatch(value):
        return _Kind.MOMENT
    return _Kind.NUMBER if _NUMBER.fullmatch(value) else _Kind.TEXT


def _statement(row: Row, names: Mapping[int, str]) -> str:
    return "; ".join(_named(names.get(column), value) for column, value in row.cells.items())


def _named(name: str | None, value: str) -> str:
    return f"{name.rstrip(' :')}: {value}" if name else value


def _plain(row: Row) -> str:
    values = list(row.cells.values())
    if len(values) == 2 and _kind(values[0]) is _Kind.TEXT and len(values[0]) <= _MAX_KEY_CHARS:
        return _named(*values)
    return " | ".join(values)


def _too_much_text(place: str) -> DocumentError:
    return DocumentError(
        f"{place}: found more than {MAX_TEXT_MB} MB of text in its cells, expected less; split the "
        "file",
        problem=FileProblem.TOO_LARGE,
        limit=str(MAX_TEXT_MB),
    )
