"""Dates as documents have them: ISO 8601 days, months and years, as text."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

YEAR = r"(?:1\d{3}|20\d{2})"
"""Four digits that are read as a year: a pattern."""

MONTH_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ),
        "es": (
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
            "octubre", "noviembre", "diciembre",
        ),
    }
)  # fmt: skip
"""The months of a year in small letters, by language."""

MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for names in MONTH_NAMES.values() for number, name in enumerate(names, start=1)}
)
"""The number of each month by its English and Spanish name."""

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


def is_date(text: str) -> bool:
    """Tell whether a text is a day (2021-03-04), a month (2021-03) or a year (2021) that exists."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return True


def first_day(day: str) -> str:
    """Return the first day of a year or month, a day itself as it is."""
    return f"{day}-01-01"[:10] if len(day) < 10 else day[:10]


def last_day(day: str) -> str:
    """Return a text behind which no day of a year or month comes, a day itself as it is."""
    # Days are compared as text, so that no month needs to know how long it is.
    return f"{day}-12-31"[:10] if len(day) == 4 else f"{day}-31"[:10]
