"""School years and seasons: "the classes of 2026-2027" are not those of 2025-2026."""

import re
from collections.abc import Sequence

from ragqa.days import MODERN_YEAR

_SEASON = re.compile(rf"(?<![\d/.-])({MODERN_YEAR}) ?[-–/] ?(\d{{4}}|\d\d)(?![\d/.-]*\d)")


def is_of_another_season(question: str, scopes: Sequence[str], context: str) -> bool:
    """Tell whether a statement is of another season than the one that a question names.

    ``scopes`` are the statement and its titles, the nearest first: the first that names a season
    tells of which one it is. Where the context names the asked one nothing is told.
    """
    asked = _seasons(question)
    if len(asked) != 1 or asked & _seasons(context):
        return False
    told = next((found for scope in scopes if (found := _seasons(scope))), frozenset())
    return bool(told) and not asked & told


def _seasons(text: str) -> frozenset[int]:
    """Return the first years of the seasons of a text: two years that follow each other."""
    return frozenset(
        int(first)
        for first, last in _SEASON.findall(text)
        if (int(first) + 1) % 10 ** len(last) == int(last)
    )
