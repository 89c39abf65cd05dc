import pytest

from ragqa.ui.dates import spoken_date
from ragqa.ui.strings import strings_for


@pytest.mark.parametrize(
    ("language", "spoken"), [("en", "5 August 2017"), ("es", "5 de agosto de 2017")]
)
def test_day_is_told_in_words(language: str, spoken: str) -> None:
    assert spoken_date("2017-08-05", strings=strings_for(language)) == spoken


@pytest.mark.parametrize("date", ["2021", "2021-08", "2017-13-45", "2017-00-01", "last year"])
def test_date_that_is_no_day_is_shown_as_it_is(date: str) -> None:
    assert spoken_date(date, strings=strings_for("en")) == date
