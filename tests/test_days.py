"""The names of months, and the days of which texts are."""

import pytest

from ragqa.days import MONTH_NAMES, MONTHS, SHORT_MONTHS


@pytest.mark.parametrize(
    ("name", "number"),
    [("september", 9), ("sept", 9), ("sep", 9), ("septiembre", 9), ("setiembre", 9), ("set", 9),
     ("ene", 1), ("apr", 4), ("abr", 4), ("may", 5), ("mayo", 5), ("ago", 8), ("dec", 12),
     ("dic", 12)],
)  # fmt: skip
def test_month_is_known_by_each_of_its_names(name: str, number: int) -> None:
    assert MONTHS[name] == number


@pytest.mark.parametrize("names", [*MONTH_NAMES.values(), *SHORT_MONTHS.values()])
def test_each_language_names_all_months(names: dict[str, int]) -> None:
    assert set(names.values()) == set(range(1, 13))
