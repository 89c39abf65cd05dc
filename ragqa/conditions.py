"""Conditions on what documents say of themselves, and whether a document meets one.

Two values count, true and false. A field that a document lacks makes every comparison false, the
negated ones too; ``not`` in front of a comparison turns that into true.
"""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Protocol

from ragqa.days import first_day, is_date, last_day

FIELDS = frozenset("author date doc_id folder language path publisher source title type".split())
"""The fields that every store knows; the others are what its documents have in their metadata."""

FieldValues = Mapping[str, tuple[str, ...]]
"""What a document has in each field; names and values are folded, and no value is blank."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


class Operator(StrEnum):
    """How a value is compared; "!=" and "in" are ``=``, negated and with several values."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    LIKE = "like"
    CONTAINS = "contains"


class LiteralKind(StrEnum):
    """As what a literal is compared.

    A bare one is compared as a number with numbers and as a date with dates, and equals nothing
    else.
    """

    TEXT = "text"
    BARE = "bare"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in a condition, folded."""

    text: str
    kind: LiteralKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field that is compared with literals, of which any will do, or none where negated.

    ``name`` is the folded name of the field, ``position`` the number of characters in front of it
    in the text of the condition.
    """

    name: str
    operator: Operator
    literals: tuple[Literal, ...]
    is_negated: bool = False
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What is met where the condition is not."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """What is met where all conditions are."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What is met where at least one condition is."""

    conditions: tuple["Condition", ...]


Condition = Comparison | Not | AllOf | AnyOf


def meets(condition: Condition, values: FieldValues) -> bool:
    """Tell whether a document with these values meets a condition."""
    match condition:
        case AllOf(conditions):
            return all(meets(one, values) for one in conditions)
        case AnyOf(conditions):
            return any(meets(one, values) for one in conditions)
        case Not(negated):
            return not meets(negated, values)
        case Comparison():
            return _compares(condition, values.get(condition.name, ()))


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Yield every comparison of a condition, in the order of its text."""
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            for one in conditions:
                yield from comparisons(one)
        case Not(negated):
            yield from comparisons(negated)
        case Comparison():
            yield condition


class Described(Protocol):
    """A document with or without its text, as far as conditions see it."""

    @property
    def doc_id(self) -> str:
        """Its id: a path below what was indexed."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def source(self) -> str:
        """The file that it is from."""

    @property
    def language(self) -> str | None:
        """ISO 639-1, None where that is not known."""

    @property
    def date(self) -> str | None:
        """ISO 8601, None where that is not known."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What else the file says of itself, by name."""


def field_values(document: Described) -> FieldValues:
    """Return what conditions see of a document.

    ``path`` is the ``doc_id``, and ``folder`` each folder above it. ``type`` is the suffix of the
    source, and ``date`` the date of the metadata, where the document itself says nothing of them.
    """
    declared = {fold(key): value for key, value in document.metadata.items()}
    declared_date = declared.pop("date", "").strip()
    values = {
        "type": [PurePosixPath(document.source).suffix.removeprefix(".")],
        **{key: [value] for key, value in declared.items()},
        "doc_id": [document.doc_id],
        "path": [document.doc_id],
        "folder": [str(one) for one in PurePosixPath(document.doc_id).parents if one.name],
        "title": [document.title],
        "source": [document.source],
        "language": [document.language or ""],
        "date": [document.date or (declared_date if is_date(declared_date) else "")],
    }
    return {
        name: tuple(fold(value.strip()) for value in found if value.strip())
        for name, found in values.items()
    }


def fold(text: str) -> str:
    """Return a text so that case, and how accents are encoded, make no difference."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def is_number(text: str) -> bool:
    """Tell whether a text is a number in digits."""
    return _NUMBER.fullmatch(text) is not None


def _compares(comparison: Comparison, values: tuple[str, ...]) -> bool:
    if not values:
        return False
    holds = any(
        _holds(comparison.operator, value, literal)
        for value in values
        for literal in comparison.literals
    )
    return holds is not comparison.is_negated


def _holds(compared: Operator, value: str, literal: Literal) -> bool:
    if compared is Operator.CONTAINS:
        return literal.text in value
    if compared is Operator.LIKE:
        return _like(literal.text).fullmatch(value) is not None
    if literal.kind is LiteralKind.TEXT:
        return _ORDERS[compared](value, literal.text)
    if literal.kind is LiteralKind.BARE and is_number(value) and is_number(literal.text):
        return _ORDERS[compared](Decimal(value), Decimal(literal.text))
    return is_date(value) and is_date(literal.text) and _holds_date(compared, value, literal.text)


_ORDERS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: operator.eq,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


def _holds_date(compared: Operator, value: str, asked: str) -> bool:
    """Compare times, each of one day or more: what any day of the document's may meet, it meets."""
    match compared:
        case Operator.LESS:
            return first_day(value) < first_day(asked)
        case Operator.AT_MOST:
            return first_day(value) <= last_day(asked)
        case Operator.MORE:
            return last_day(value) > last_day(asked)
        case Operator.AT_LEAST:
            return last_day(value) >= first_day(asked)
        case _:
            return first_day(value) <= last_day(asked) and last_day(value) >= first_day(asked)


def _like(pattern: str) -> re.Pattern[str]:
    """Return a pattern with "%" for any text and "_" for any character as a regular expression.

    Its groups are atomic, so that no pattern takes longer than the text times its own length.
    """
    first, *others = (
        "".join("." if char == "_" else re.escape(char) for char in part)
        for part in pattern.split("%")
    )
    if not others:
        return re.compile(first, re.DOTALL)
    *inner, last = others
    return re.compile(f"{first}{''.join(f'(?>.*?{one})' for one in inner)}.*{last}", re.DOTALL)
