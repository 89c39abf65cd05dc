"""The cells of a column, and whether what stands above them is their name or one more of them."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from enum import Enum

MAX_NAME_CHARS = 200
MAX_KEY_CHARS = 60
"""A cell that names the one beside it is no longer."""

_SAME_KIND_SHARE = 0.9

_YEAR = re.compile(r"(?:19|20)\d\d")
_MOMENT = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d\d\S*)?|\d{1,2}:\d\d(?::\d\d)?"
)
_NUMBER = re.compile(r"[^\w\s]{0,3}\w{0,3}[^\w\s]?\s?\d[\d.,'\s]*\s?[^\w\s]{0,2}")
_DIGITS = re.compile(r"\d[\d.,]*+")
_ADDRESS = re.compile(r"[^\s@]++@[^\s@]+\.[^\s@]+|(?:https?://|www\.)\S+", re.IGNORECASE)
_QUANTITY = re.compile(r"[^\w\s]{0,3}\s?\d[\d.,]*+\s?([^\W\d_]++)")
"""A number in front and its unit: "40 euros each"."""

_YES_OR_NO = re.compile(r"(?:yes|no|s[íi])(?![^\W\d])", re.IGNORECASE)
_NUMBER_IN_FRONT = re.compile(r"[^\w\s]{0,3}\s?\d")

_ALIKE_SHARE = 0.5
"""A cell is a value of its column, and no name, where it is like this share of those below."""


class Kind(Enum):
    """What a cell holds, by its form."""

    TEXT = "text"
    YEAR = "year"
    MOMENT = "moment"
    NUMBER = "number"


def kind_of(value: str) -> Kind:
    """Return what a cell holds."""
    if _YEAR.fullmatch(value):
        return Kind.YEAR
    if _MOMENT.fullmatch(value):
        return Kind.MOMENT
    return Kind.NUMBER if _NUMBER.fullmatch(value) else Kind.TEXT


def usual_kind(values: Sequence[str]) -> Kind | None:
    """Return the kind that nearly all values of a column have, None where they have none."""
    kinds = Counter(map(kind_of, values))
    kind, count = kinds.most_common(1)[0] if kinds else (Kind.TEXT, 0)
    return kind if count >= _SAME_KIND_SHARE * len(values) else None


def tells_values(value: str) -> bool:
    """Tell whether a cell holds a number, a day or an address, which names seldom do."""
    return _DIGITS.search(value) is not None or _ADDRESS.fullmatch(value) is not None


def says_yes_or_no(value: str) -> bool:
    """Tell whether a cell opens with a yes or a no: "Yes, every October"."""
    return _YES_OR_NO.match(value) is not None


def begins_with_number(value: str) -> bool:
    """Tell whether a number stands in front, such as the one of a quantity or a price."""
    return _NUMBER_IN_FRONT.match(value) is not None


def usually_tell_values(values: Sequence[str]) -> bool:
    """Tell whether nearly all values of a column hold a number, a day or an address."""
    return 0 < _SAME_KIND_SHARE * len(values) <= sum(map(tells_values, values))


def look_like_names(cells: Collection[str]) -> bool:
    """Tell whether cells are short and all different: words, or words and years, no addresses."""
    values = [cell.casefold() for cell in cells]
    kinds = set(map(kind_of, values))
    return (
        len(set(values)) == len(values)
        and max(map(len, values), default=0) <= MAX_NAME_CHARS
        and Kind.TEXT in kinds
        and kinds <= {Kind.TEXT, Kind.YEAR}
        and not any(map(_ADDRESS.fullmatch, values))
    )


def is_value(cell: str, below: Sequence[str]) -> bool:
    """Tell whether a cell that could be a name is one more of the values below it."""
    kind = kind_of(cell)
    if kind is not Kind.TEXT:
        return kind is Kind.YEAR and usual_kind(below) is Kind.YEAR
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


def is_key(cell: str) -> bool:
    """Tell whether a cell may be the name of the one beside it."""
    return kind_of(cell) is Kind.TEXT and len(cell) <= MAX_KEY_CHARS


def named(name: str | None, value: str) -> str:
    """Return a value behind the name of its column."""
    return f"{name.rstrip(' :')}: {value}" if name else value
