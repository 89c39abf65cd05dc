"""The time that a question asks about: "in 2018", "before 2018", "the latest".

A passage is of a time if its document is dated within it, or if it names a year of it. One whose
document is of another time, and that names no fitting year, is left out of what is read; a document
without a date never is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.days import MONTHS
from ragqa.scope import Scope
from ragqa.types import Hit, ReadDocument

_YEAR = r"(?P<{name}>1[5-9]\d\d|20\d\d)"
_MONTH = rf"(?:(?P<month>{'|'.join(MONTHS)}) (?:of |de |del )?)?"
_BETWEEN = re.compile(
    rf"\b(?:between|from|entre|de|desde) {_YEAR.format(name='first')} (?:and|to|until|y|a|hasta) "
    rf"{_YEAR.format(name='last')}\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:before|prior to|antes de(?:l año)?) {_MONTH}{_YEAR.format(name='year')}\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\b(?:after|después de(?:l año)?|tras) {_MONTH}{_YEAR.format(name='year')}\b", re.IGNORECASE
)
_SINCE = re.compile(rf"\b(?:since|desde) {_MONTH}{_YEAR.format(name='year')}\b", re.IGNORECASE)
_IN = re.compile(
    rf"\b(?:in|during|of|en|durante|de|del año) {_MONTH}{_YEAR.format(name='year')}\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|most recently|más recientes?|últim[oa]s? "
    r"(?:informes?|noticias?|documentos?|reportes?|datos|comunicados?|publicaci\w+))\b",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)\b")
_FIRST, _LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """The days that are asked about, ISO 8601 and both included; or the newest of all."""

    first: str = _FIRST
    last: str = _LAST
    newest: bool = False

    def holds(self, date: str) -> bool:
        """Tell whether a day is within, or any day of a year or month."""
        scope = Scope(date_from=self.first, date_to=self.last)
        return scope.holds("", language=None, date=date)


def time_asked(text: str) -> TimeFrame | None:
    """Return the time that a question asks about, None if it asks about none."""
    if found := _BETWEEN.search(text):
        return TimeFrame(_first_day(found["first"]), _last_day(found["last"]))
    if found := _BEFORE.search(text):
        return TimeFrame(last=_day_before(found["year"], _month(found)))
    if found := _AFTER.search(text):
        return TimeFrame(first=_day_after(found["year"], _month(found)))
    if found := _SINCE.search(text):
        return TimeFrame(first=_first_day(found["year"], _month(found)))
    if found := _IN.search(text):
        month = _month(found)
        return TimeFrame(_first_day(found["year"], month), _last_day(found["year"], month))
    return TimeFrame(newest=True) if _NEWEST.search(text) else None


def hits_in_time(
    hits: Sequence[Hit], frame: TimeFrame, *, documents: ReadDocument
) -> tuple[Hit, ...]:
    """Return the hits that may speak of a time, in their order; all of them if none does."""
    within = tuple(hit for hit in hits if _may_be_of(hit, frame, documents))
    return within or tuple(hits)


def newest_first(hits: Sequence[Hit], *, documents: ReadDocument) -> list[tuple[Hit, ...]]:
    """Return the hits of each dated document, or story of one, together, the newest first."""
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        date = _date(hit, documents)
        if date is not None:
            groups.setdefault((hit.chunk.doc_id, date), []).append(hit)
    newest = sorted(groups.items(), key=lambda one: one[0][1], reverse=True)
    return [tuple(group) for _, group in newest]


def _may_be_of(hit: Hit, frame: TimeFrame, documents: ReadDocument) -> bool:
    date = _date(hit, documents)
    if date is None or frame.holds(date):
        return True
    return any(frame.holds(year) for year in _ANY_YEAR.findall(hit.chunk.text))


def _date(hit: Hit, documents: ReadDocument) -> str | None:
    return documents(hit.chunk.doc_id).date_at(hit.chunk.start)


def _month(found: re.Match[str]) -> int | None:
    return MONTHS.get((found["month"] or "").lower())


def _first_day(year: str, month: int | None = None) -> str:
    return f"{year}-{month or 1:02}-01"


def _last_day(year: str, month: int | None = None) -> str:
    # Days are compared as text, so that no month needs to know how long it is.
    return f"{year}-{month or 12:02}-31"


def _day_before(year: str, month: int | None) -> str:
    if month is None or month == 1:
        return _last_day(f"{int(year) - 1}")
    return _last_day(year, month - 1)


def _day_after(year: str, month: int | None) -> str:
    if month is None or month == 12:
        return _first_day(f"{int(year) + 1}")
    return _first_day(year, month + 1)
