"""Dates as documents have them: ISO 8601 days, months and years, as text."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

YEAR = r"(?:1\d{3}|20\d{2})"
"""Four digits that may be the year that a text tells of: a pattern."""

YEAR_ALONE = re.compile(rf"\b{YEAR}\b")

MODERN_YEAR = r"(?:1[5-9]\d{2}|20\d{2})"
"""Four digits that are read as a year where a wrong one hides what answers: a pattern.

Before 1500 they count something more often than not: "In 1200 schools", "since 1350 people came".
"""

MONTH_NAMES: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "en": {
            "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
            "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
        },
        "es": {
            "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7,
            "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11,
            "diciembre": 12,
        },
    }
)  # fmt: skip
"""The number of each month by its whole name in small letters, by language."""

SHORT_MONTHS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        language: {**{name[:3]: number for name, number in names.items()}, "sept": 9}
        for language, names in MONTH_NAMES.items()
    }
)
"""The number of each month by its short name, without a point, by language."""

MONTHS: Mapping[str, int] = MappingProxyType(
    {
        name: number
        for by_language in (MONTH_NAMES, SHORT_MONTHS)
        for names in by_language.values()
        for name, number in names.items()
    }
)
"""The number of each month by any of its names, whole or short, English or Spanish."""

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""Any name of a month, without the point of a short one: a pattern, in small letters."""

_TO_31 = r"(?:0?[1-9]|[12]\d|3[01])"
_BARRED = "|".join(rf"{_TO_31}{mark}{_TO_31}{mark}{YEAR}" for mark in ("/", r"\.", "-"))
NUMERIC_DAY = (
    rf"(?<![\w/.,-])(?:{_BARRED}|{_TO_31}/{_TO_31}/\d{{2}}|\d{{4}}-\d{{2}}-\d{{2}})"
    r"(?![\w/-]|[.,]\d)"
)
"""A day in digits, with the day or the month first: 22/08/2017, 8/22/17, 2017-08-22. A pattern."""

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
