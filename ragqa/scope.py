"""Which of the documents a question is asked of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from ragqa.conditions import FieldValues, meets
from ragqa.days import first_day, last_day
from ragqa.where import check_fields, parse_where

NO_VALUES: FieldValues = MappingProxyType({})
"""What conditions see of a document that says nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the documents: those that meet every condition; an empty one asks for nothing.

    A document lies in a folder if its ``doc_id`` begins with the folder's path. ``date_from`` and
    ``date_to`` are ISO 8601 days, both included; a document that is dated by its year or month
    alone is within them if any day of that time is, and one without a date never. ``where`` has
    conditions as `ragqa.where` reads them, which all must be met. A section with a date of its own,
    such as a story, counts as a document with that date.

    Raises
    ------
    ConditionError
        If a condition cannot be read.
    """

    doc_ids: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    where: tuple[str, ...] = ()

    def __post_init__(self) -> None:
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
            (not self.doc_ids or doc_id in self.doc_ids)
            and (not self.folders or any(_is_below(doc_id, folder) for folder in self.folders))
            and (not self.languages or language in self.languages)
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


EVERYTHING = Scope()
"""All documents."""


def _is_below(doc_id: str, folder: str) -> bool:
    return doc_id.startswith(f"{folder.rstrip('/')}/")
