"""Which of the documents a question is asked of."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from ragqa.conditions import FieldValues, meets
from ragqa.days import first_day, last_day
from ragqa.errors import StoreError, StoreProblem
from ragqa.where import check_fields, parse_where

# The end of a month may be its 31st day, whatever its length: days are compared as text.
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)

_LISTS = ("doc_ids", "folders", "languages")

NO_VALUES: FieldValues = MappingProxyType({})
"""What conditions see of a document that says nothing."""


@dataclass(frozen=True, slots=True, init=False)
class Scope:
    """A part of the documents: those that meet every condition; None asks for nothing.

    ``doc_ids``, ``folders`` and ``languages`` are lists of what is allowed: where one is empty, no
    document is part of it. A document lies in a folder if its ``doc_id`` begins with the folder's
    path. Languages are compared without regard to capitals. ``date_from`` and ``date_to`` are ISO
    8601 days, months or years, or a ``datetime.date``, both included; a document that is dated by
    its year or month alone is within them if any day of that time is, and one without a date never.
    ``where`` is a condition as `ragqa.where` reads it, or several, which all must be met. A section
    with a date of its own, such as a story, counts as a document with that date.

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

    def __init__(
        self,
        doc_ids: Iterable[str] | None = None,
        folders: Iterable[str] | None = None,
        languages: Iterable[str] | None = None,
        date_from: str | date | None = None,
        date_to: str | date | None = None,
        where: str | Iterable[str] = (),
    ) -> None:
        # A scope is a key of what is remembered, which a list cannot be.
        values = {
            "doc_ids": _texts_or_none("doc_ids", doc_ids),
            "folders": _texts_or_none("folders", folders),
            "languages": _folded(_texts_or_none("languages", languages)),
            "date_from": _day("date_from", date_from),
            "date_to": _day("date_to", date_to),
            "where": _conditions(where),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

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

    def check_names(self, known: Collection[str]) -> None:
        """Raise StoreError for a document that is not among the known ids, or a folder of none."""
        for doc_id in self._unknown_ids(known):
            raise StoreError(
                f'no document is called "{doc_id}"; name those of the store',
                problem=StoreProblem.GONE,
            )
        for folder in self._unknown_folders(known):
            raise StoreError(
                f'no document is in a folder "{folder}"; name one that documents are in',
                problem=StoreProblem.GONE,
            )

    def of_known(self, known: Collection[str]) -> "Scope":
        """Return it without the documents that are not among the known ids, and empty folders."""
        ids, folders = self._unknown_ids(known), self._unknown_folders(known)
        return replace(
            self,
            doc_ids=_without(self.doc_ids, ids),
            folders=_without(self.folders, folders),
        )

    def _unknown_ids(self, known: Collection[str]) -> list[str]:
        present = frozenset(known) if self.doc_ids else frozenset[str]()
        return [one for one in self.doc_ids or () if one not in present]

    def _unknown_folders(self, known: Collection[str]) -> list[str]:
        folders = self.folders or ()
        return [one for one in folders if not any(_is_below(doc_id, one) for doc_id in known)]

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
            and (self.languages is None or (language or "").lower() in self.languages)
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


def _texts_or_none(name: str, value: object) -> tuple[str, ...] | None:
    return None if value is None else _texts(name, value)


def _texts(name: str, value: object) -> tuple[str, ...]:
    texts = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else None
    if texts is None or not all(isinstance(one, str) for one in texts):
        raise ValueError(f"{name} is {value!r}; it must be a list of texts")
    return texts


def _folded(languages: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return languages and tuple(one.lower() for one in languages)


def _without(names: tuple[str, ...] | None, gone: Collection[str]) -> tuple[str, ...] | None:
    return names and tuple(one for one in names if one not in gone)


def _conditions(value: object) -> tuple[str, ...]:
    """Return a condition, or several, that can be read; an empty text is none."""
    one = value if isinstance(value, str) else None
    conditions = _texts("where", value) if one is None else (one,) if one else ()
    for condition in conditions:
        parse_where(condition)
    return conditions


def _day(name: str, value: object) -> str | None:
    day = value
    if isinstance(value, date):  # a moment is one too, and its text is longer
        day = date(value.year, value.month, value.day).isoformat()
    if day is None or (isinstance(day, str) and _DATE.fullmatch(day)):
        return day
    raise ValueError(f"{name} is {value!r}; it must be a day such as 2021-03-04, or None")


def _is_below(doc_id: str, folder: str) -> bool:
    return doc_id.startswith(f"{folder.rstrip('/')}/")


EVERYTHING = Scope()
"""All documents."""
