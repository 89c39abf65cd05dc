"""Dates in words."""

import re

from ragqa.ui.strings import Strings

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def spoken_date(date: str, *, strings: Strings) -> str:
    """Return an ISO 8601 day in words, and anything else, such as a year alone, as it is."""
    match = _DAY.fullmatch(date)
    if match is None or not 1 <= int(match[2]) <= len(strings.common.months):
        return date
    month = strings.common.months[int(match[2]) - 1]
    return strings.common.date.format(day=int(match[3]), month=month, year=match[1])
