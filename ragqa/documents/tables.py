"""The tables of a text: each row a statement, "column: value; column: value", where it has names.

Which rows hold the names of the columns, a format may say, or show by bold letters; else the kinds
of the values below tell it. A table of two columns without them may pair a name with its value:
"Weight: 7.4 kg". Where nothing tells, the cells of a row stand on one line as they are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest
from typing import NamedTuple

from ragqa.documents.blocks import Block
from ragqa.documents.columns import (
    MAX_KEY_CHARS,
    MAX_NAME_CHARS,
    Kind,
    begins_with_number,
    is_key,
    is_value,
    kind_of,
    look_like_names,
    named,
    says_yes_or_no,
    tells_values,
    usual_kind,
    usually_tell_values,
)

MAX_SPAN = 1000
"""The most columns that a cell may take, as in browsers."""

_ROWS_LOOKED_AT = 200
_MAX_HEADS = 4
_MIN_ROWS_BELOW = 2
"""Names that only their looks tell stand above so many rows at the least."""

_MIN_COLUMNS_OF_ANSWERS = 2
"""A first row without yes or no may be one more row, where one column alone has them."""

_MOST_WORDS_OF_NAME = 3

_MAX_REPEATED_CHARS = MAX_NAME_CHARS
"""What stands beside several rows is said once where it is longer: it would multiply the text."""

_MAX_REACHING = 50
"""So many cells at the most go on in the next row: more would be no table that a person wrote."""

_MAX_NAMES_SAID = 4
"""A cell that spans more columns than this has no name: its columns would be said at length."""

_NO_KEY_END = (".", "!", "?", ";", ",")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, its text on one line.

    ``rows`` is how many rows it stands in, 0 if it goes on from the row above. ``is_name`` says
    that it is shown as a name, such as in bold letters.
    """

    text: str
    columns: int = 1
    rows: int = 1
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row in order; ``is_head`` where the format says that they name the columns."""

    cells: Sequence[Cell]
    is_head: bool = False


class _Placed(NamedTuple):
    """A cell in its column, from 0; ``is_own`` is false for one that stands there from above."""

    cell: Cell
    column: int
    is_own: bool

    @property
    def end(self) -> int:
        return self.column + self.cell.columns


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: its text as it is, its width in columns, and those of its cells that are not blank."""

    number: int
    plain: str
    width: int
    cells: Sequence[_Placed]
    is_head: bool

    @property
    def texts(self) -> list[str]:
        return [one.cell.text for one in self.cells]

    @property
    def alone(self) -> str:
        """What stands in its only cell."""
        return self.cells[0].cell.text

    @property
    def is_alone(self) -> bool:
        """Whether it is one cell only, at its left: a title, or what a group of rows is called."""
        return len(self.cells) == 1 and self.cells[0].column == 0

    @property
    def shows_names(self) -> bool:
        return all(one.cell.is_name for one in self.cells)

    @property
    def has_values(self) -> bool:
        """Whether a cell but the first holds a number or the like."""
        return any(map(tells_values, self.texts[1:]))


def row_line(cells: Collection[str]) -> str:
    """Return the cells of a row of a table on one line, an empty one if all of them are."""
    return " | ".join(cells) if any(cells) else ""


def table_blocks(rows: Iterable[TableRow], *, title: str = "") -> list[Block]:
    """Return a table as blocks: its title, and one for each row but those that name the columns.

    A table of which neither the names nor the pairs are known is one block, with a line a row.
    """
    table = list(rows)
    stated = stated_rows(table)
    if stated is None:
        lines = (row_line([cell.text for cell in row.cells]) for row in table)
        text = "\n".join(filter(None, [title, *lines]))
        return [Block(text)] if text else []
    return [Block(text) for text in [title, *stated.values()] if text]


def stated_rows(rows: Iterable[TableRow]) -> dict[int, str] | None:
    """Return what the rows of a table say, by their numbers from 0 and in their order.

    Those that name the columns are not among them, nor are blank ones. None where it is not known
    what the cells are.
    """
    placed = list(_lines(rows))
    lines = [line for line in placed if any(one.is_own for one in line.cells)]
    width = max((line.width for line in lines if not line.is_alone), default=0)
    if width < 2:
        return None
    titles = len(list(takewhile(lambda line: line.is_alone, lines)))
    table = lines[titles:]
    has_empty_head = placed[0].is_head and not placed[0].cells
    count = 0 if has_empty_head else _count_of_heads(table, width)
    if count:
        stated = _named_lines(table, count)
    elif width == 2 and _are_pairs(table, has_empty_head=has_empty_head):
        stated = _paired_lines(table)
    else:
        return None
    return {**{line.number: line.alone for line in lines[:titles]}, **stated} if stated else None


def _lines(rows: Iterable[TableRow]) -> Iterator[_Line]:
    above: Sequence[_Placed] = ()
    for number, row in enumerate(rows):
        placed = _placed(row, above)
        yield _Line(
            number,
            plain=row_line([cell.text for cell in row.cells]),
            width=max((one.end for one in placed), default=0),
            cells=[one for one in placed if one.cell.text],
            is_head=row.is_head,
        )
        above = placed


def _placed(row: TableRow, above: Sequence[_Placed]) -> list[_Placed]:
    """Return the cells of a row and those that reach into it from above, in their columns."""
    reaching = {one.column: one for one in above if one.cell.rows > 1}
    if len(reaching) > _MAX_REACHING:
        reaching = {}
    there = {one.column: one.cell for one in above}
    placed = [
        _Placed(_continued(one.cell, one.cell.rows - 1), one.column, is_own=False)
        for one in reaching.values()
    ]
    column = 0
    for cell in row.cells:
        while column in reaching:
            column = reaching[column].end
        upper = there.get(column, cell)
        if cell.rows or (cell.text and cell.text != upper.text):
            placed.append(_Placed(cell, column, is_own=bool(cell.text)))
        else:
            placed.append(_Placed(_continued(upper, 0, cell.columns), column, is_own=False))
        column += cell.columns
    return sorted(placed, key=lambda one: one.column) if reaching else placed


def _continued(cell: Cell, rows: int, columns: int | None = None) -> Cell:
    text = cell.text if len(cell.text) <= _MAX_REPEATED_CHARS else ""
    return replace(cell, text=text, rows=rows, columns=columns or cell.columns)


def _count_of_heads(table: Sequence[_Line], width: int) -> int:
    """Return how many rows at the top of a table name its columns."""
    said = len(list(takewhile(lambda line: line.is_head and not line.is_alone, table)))
    if said in (0, len(table)):
        said = _count_of_shown_heads(table)
    if not said:
        return int(_is_head_by_looks(table))
    heads, below = table[:said], table[said:]
    return said if said <= _MAX_HEADS and _can_be_heads(heads, below, width) else 0


def _count_of_shown_heads(table: Sequence[_Line]) -> int:
    """Return how many rows at the top are shown as names, of which the others are not."""
    if all(line.shows_names for line in table):
        return 0
    return len(
        list(
            takewhile(
                lambda line: line.shows_names and (line is table[0] or not line.has_values), table
            )
        )
    )


def _can_be_heads(heads: Sequence[_Line], below: Sequence[_Line], width: int) -> bool:
    """Tell whether rows that are shown as the names of columns can be that.

    Programs show the first row so that they are given, also where it is but the first pair of a
    name and its value: "Power | 1,450 W".
    """
    if max(line.width for line in heads) < width or any(
        len(text) > MAX_NAME_CHARS for line in heads for text in line.texts
    ):
        return False
    is_number = any(
        begins_with_number(text) and kind_of(text) is not Kind.YEAR for text in _texts_at(1, heads)
    )
    return width > 2 or not (is_number and any(map(begins_with_number, _texts_at(1, below))))


def _texts_at(column: int, lines: Iterable[_Line]) -> list[str]:
    return [one.cell.text for line in lines for one in line.cells if one.column == column]


def _is_head_by_looks(table: Sequence[_Line]) -> bool:
    """Tell whether the first row names the columns, as the kinds of the values below it show."""
    head, *others = table[:_ROWS_LOOKED_AT]
    below = [line for line in others if not line.is_alone and line.texts != head.texts]
    names = {one.column: one.cell.text for one in head.cells}
    if (
        len(below) < _MIN_ROWS_BELOW
        or any(line.width != head.width for line in below)
        or any(one.cell.columns > 1 for one in head.cells)
        or names.keys() | {0} != set(range(head.width))
        or not look_like_names(names.values())
        or max(map(len, names.values())) > MAX_KEY_CHARS
    ):
        return False
    columns = {column: _texts_at(column, below) for column in names}
    if any(
        name in columns[column] or is_value(name, columns[column]) for column, name in names.items()
    ):
        return False
    if usual_kind(columns.get(0, [])) not in (None, Kind.TEXT) or _answer_names(names, columns):
        return True
    return head.width > 2 and any(
        column > 0
        and (kind_of(name) is Kind.YEAR or not tells_values(name))
        and usually_tell_values(columns[column])
        for column, name in names.items()
    )


def _answer_names(names: Mapping[int, str], columns: Mapping[int, Sequence[str]]) -> bool:
    """Tell whether several columns say yes or no to most rows, and the short names above do not."""
    if any(says_yes_or_no(one) or len(one.split()) > _MOST_WORDS_OF_NAME for one in names.values()):
        return False
    answers = [
        values
        for column, values in columns.items()
        if column > 0 and 2 * sum(map(says_yes_or_no, values)) > len(values)
    ]
    return len(answers) >= _MIN_COLUMNS_OF_ANSWERS


def _named_lines(table: Sequence[_Line], count: int) -> dict[int, str]:
    """Return what the rows of a table say, their values behind the names above them.

    Names that are said again, at the top of a page, are no row; others take their place. Nothing
    where no row has values for the names.
    """
    heads: Sequence[_Line] = table[:count]
    names = _names(heads)
    width = max(head.width for head in heads)
    stated: dict[int, str] = {}
    has_values = False
    for line, following in zip_longest(table[count:], table[count + 1 :]):
        if line.texts in [head.texts for head in heads]:
            continue
        if following is not None and _names_others(line):
            heads, names = [line], _names([line])
        else:
            stated[line.number] = _statement(line, names, width)
            has_values |= not line.is_alone and line.width == width
    return stated if has_values else {}


def _names_others(line: _Line) -> bool:
    """Tell whether a row within a table names the columns of those below; a sum does not."""
    return line.is_head and len(line.cells) > 1 and not line.has_values


def _names(heads: Sequence[_Line]) -> Mapping[int, str]:
    """Return the names of the columns; what stands above another one goes in front of it."""
    found: dict[int, dict[str, None]] = {}
    for line in heads:
        for one in line.cells:
            for column in range(one.column, one.end):
                found.setdefault(column, {})[one.cell.text] = None
    return {column: ", ".join(texts) for column, texts in found.items()}


def _statement(line: _Line, names: Mapping[int, str], width: int) -> str:
    """Return what a row says; one of another width has its cells elsewhere than the names."""
    if line.is_alone:
        return line.alone
    if line.width != width:
        return line.plain
    return "; ".join(named(_name(one, names), one.cell.text) for one in line.cells)


def _name(one: _Placed, names: Mapping[int, str]) -> str:
    """Return the name of the column of a cell, or the names of those that it spans."""
    if one.cell.columns > _MAX_NAMES_SAID:
        return ""
    said = (names[column] for column in range(one.column, one.end) if column in names)
    return " / ".join(dict.fromkeys(said))


def _are_pairs(table: Sequence[_Line], *, has_empty_head: bool) -> bool:
    """Tell whether the first cell of each row names the second.

    That they are shown as names tells it, or that they end with a colon, or that numbers and
    addresses stand beside most of them; two lists side by side have none of these.
    """
    pairs = [line for line in table if len(line.cells) == 2]
    keys = [line.texts[0] for line in pairs]
    if len(set(keys)) < len(keys) or not all(map(_can_be_key, keys)):
        return False
    telling = sum(tells_values(line.texts[1]) for line in pairs)
    return (
        2 * sum(map(_shows_pair, pairs)) > len(pairs)
        or (2 * telling >= len(pairs) and telling > sum(map(tells_values, keys)))
        or has_empty_head
    )


def _can_be_key(text: str) -> bool:
    if text.endswith(":"):
        return len(text) <= MAX_KEY_CHARS
    return is_key(text) and not text.endswith(_NO_KEY_END)


def _shows_pair(line: _Line) -> bool:
    """Tell whether a row of two cells shows that the first of them names the second."""
    key, value = (one.cell for one in line.cells)
    return key.text.endswith(":") or (key.is_name and not value.is_name)


def _paired_lines(table: Sequence[_Line]) -> dict[int, str]:
    """Return what the rows say, each value behind its name.

    A first row that alone has no number may be one pair more, or name the columns: it stays as it
    is.
    """
    pairs = [line for line in table if len(line.cells) == 2]
    is_unclear = (
        len(pairs) > _MIN_ROWS_BELOW
        and not _shows_pair(pairs[0])
        and not tells_values(pairs[0].texts[1])
        and all(tells_values(line.texts[1]) for line in pairs[1:])
    )
    stated = {line.number: line.alone for line in table if len(line.cells) < 2}
    stated |= {line.number: named(*line.texts) for line in pairs}
    if is_unclear:
        stated[pairs[0].number] = pairs[0].plain
    return dict(sorted(stated.items()))
