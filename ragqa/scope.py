"""Which of the documents a question is asked of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the documents: those that meet every condition; an empty one asks for nothing.

    A document lies in a folder if its ``doc_id`` begins with the folder's path. ``date_from`` and
    ``date_to`` are ISO 8601 days, both included; a document that is dated by its year or month
    alone is within them if any day of that time is, and one without a date never.
    """

    doc_ids: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None

    def holds(self, doc_id: str, *, language: str | None, date: str | None) -> bool:
        """Return whether a document is part of it."""
        return (
            (not self.doc_ids or doc_id in self.doc_ids)
            and (not self.folders or any(_is_below(doc_id, folder) for folder in self.folders))
            and (not self.languages or language in self.languages)
            and self._holds_date(date)
        )

    def _holds_date(self, date: str | None) -> bool:
        if self.date_from is None and self.date_to is None:
            return True
        if date is None:
            return False
        first, last = _first_day(date), _last_day(date)
        return (self.date_from is None or last >= self.date_from) and (
            self.date_to is None or first <= self.date_to
        )


EVERYTHING = Scope()
"""All documents."""


def _is_below(doc_id: str, folder: str) -> bool:
    return doc_id.startswith(f"{folder.rstrip('/')}/")


def _first_day(date: str) -> str:
    return f"{date}-01-01"[:10] if len(date) < 10 else date[:10]


def _last_day(date: str) -> str:
    # Days are compared as text, so that no month needs to know how long it is.
    return f"{date}-12-31"[:10] if len(date) == 4 else f"{date}-31"[:10]
