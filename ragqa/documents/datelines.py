"""Lines that hold a day and little else, as news have it above or below a title."""

import re
from datetime import date

from ragqa.days import MODERN_YEAR, MONTH, MONTHS

_MONTH = rf"(?P<month>{MONTH})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|[º°])?"
_YEAR = rf"(?P<year>{MODERN_YEAR})"
_FORMS = (
    rf"{_DAY}(?: de| of)? ?{_MONTH}(?:,| de| del)? ?{_YEAR}",
    rf"{_MONTH} {_DAY},? ?{_YEAR}",
    r"(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
)
_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_NAME = r"[A-ZÁÉÍÓÚÑ][\w.'’-]*"
_PLACE = rf"{_NAME}(?: (?:{_NAME}|de|del|la|las|los|el|of|the)){{0,4}}"
# "Born, 3 May 1930" tells of a day, and is of another.
_NO_PLACE = (
    "accessed|amended|born|by|closed|died|due|effective|ended|expires|founded|from|on|opened|"
    "received|retrieved|revised|signed|since|to|until|valid|"
    "consultado|desde|fallecido|firmado|hasta|nacida|nacido|vence"
)
_BEFORE = (
    r"(?:(?:published|posted|updated|date|fecha|publicado|publicada)(?: on| el)?:? )?"
    # The place, as in "San José, Costa Rica – 9 October 2018".
    rf"(?:(?!(?:{_NO_PLACE})\b)(?-i:{_PLACE}(?:, ?{_PLACE})?)(?:,? ?[–—-] ?|, ?)"
    rf"|(?-i:{_PLACE}, {_PLACE}) )?"
    rf"(?:(?:{_WEEKDAYS}),? )?(?:el )?"
)
_LINES = tuple(re.compile(rf"{_BEFORE}{form}[ .:,–—-]{{0,3}}", re.IGNORECASE) for form in _FORMS)
_HAS_YEAR = re.compile(MODERN_YEAR)
_MAX_CHARS = 80


def date_of_line(line: str) -> str | None:
    """Return the day that a line is about, as YYYY-MM-DD; None for a line that says more.

    Days are read in English and Spanish, and in digits where the year comes first: in what order
    others have day and month, a line alone does not tell.
    """
    squeezed = " ".join(line.split())
    if len(squeezed) > _MAX_CHARS or not _HAS_YEAR.search(squeezed):
        return None
    for form in _LINES:
        if found := form.fullmatch(squeezed):
            return _iso(found["year"], found["month"].lower(), found["day"])
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    # Small and capital letters are not told apart, so that the pattern takes "aprıl", too.
    number = int(month) if month.isdecimal() else MONTHS.get(month, 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None
