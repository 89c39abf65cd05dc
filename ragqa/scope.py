"""Which of the documents a question is asked of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ragqa.conditions import FieldValues, meets
from ragqa.days import first_day, last_day
from ragqa.where import check_fields, parse_where

# The end of a month may be its 31st day, whatever its length: days are compared as text.
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)

_LISTS = ("doc_ids", "folders", "languages")

NO_VALUES: FieldValues = MappingProxyType({})
"""What conditions see of a document that says nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the documents: those that meet every condition; None asks for nothing.

    ``doc_ids``, ``folders`` and ``languages`` are lists of what is allowed: where one is empty, no
    document is part of it. A document lies in a folder if its ``doc_id`` begins with the folder's
    path. ``date_from`` and ``date_to`` are ISO 8601 days, months or years, both included; a
    document that is dated by its year or month alone is within them if any day of that time is, and
    one without a date never. ``where`` has conditions as `ragqa.where` reads them, which all must
    be met. A section with a date of its own, such as a story, counts as a document with that date.

    Raises
    ------
    ConditionError
        If a condition cannot be read.
    ValueError
        If a list is none of texts, or a date is none.
    """

    doc_ids: tuple[str, ...] | None = None
    folders: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    date_from: str | None = None
    date_to: str | None = None
    where: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (*_LISTS, "where"):
            value = getattr(self, name)
            if value is not None or name == "where":
                # A scope is a key of what is remembered, which a list cannot be.
                object.__setattr__(self, name, _texts(name, value))
        for name in ("date_from", "date_to"):
            _check_date(name, getattr(self, name))
        for condition in self.where:
            parse_where(condition)

    def within(self, condition: str) -> "Scope":
        """Return the part of it that meets a condition too; an empty one changes nothing."""
        if not condition or condition in self.where:
            return self
        return replace(self, where=(condition, *self.where))

    def check_fields(self, known: Iterable[str]) -> None:
        """Raise ConditionError if a condition asks for a field that is not known."""
        names = frozenset(known)
        for condition in self.where:
            check_fields(parse_where(condition), names)

    def holds(
        self,
        doc_id: str,
        *,
        language: str | None,
        date: str | None,
        values: FieldValues = NO_VALUES,
    ) -> bool:
        """Return whether a document is part of it; ``values`` is what conditions see of it."""
        return (
            (self.doc_ids is None or doc_id in self.doc_ids)
            and (self.folders is None or any(_is_below(doc_id, one) for one in self.folders))
            and (self.languages is None or language in self.languages)
            and self._holds_date(date)
            and all(meets(parse_where(condition), values) for condition in self.where)
        )

    def _holds_date(self, date: str | None) -> bool:
        if self.date_from is None and self.date_to is None:
            return True
        if date is None:
            return False
        first, last = first_day(date), last_day(date)
        return (self.date_from is None or last >= self.date_from) and (
            self.date_to is None or first <= self.date_to
        )


def from_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a scope that JSON has.

    Earlier releases wrote all three lists, and an empty one for what is None now.
    """
    if all(isinstance(fields.get(name), list) for name in _LISTS):
        return {name: value for name, value in fields.items() if value != []}
    return dict(fields)


def _texts(name: str, value: object) -> tuple[str, ...]:
    texts = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else None
    if texts is None or not all(isinstance(one, str) for one in texts):
        raise ValueError(f"{name} is {value!r}; it must be a tuple of texts")
    return texts


def _check_date(name: str, value: object) -> None:
    if value is not None and not (isinstance(value, str) and _DATE.fullmatch(value)):
        raise ValueError(f"{name} is {value!r}; it must be a day such as 2021-03-04, or None")


def _is_below(doc_id: str, folder: str) -> bool:
    return doc_id.startswith(f"{folder.rstrip('/')}/")


EVERYTHING = Scope()
"""All documents."""
