"""The times that a text may tell of."""

import pytest

from ragqa.named_times import Days, days_of, named_times, opens_with_time, times_when


def names(text: str, date: str, *, told_on: str | None) -> bool:
    return any(days.meets(days_of(date)) for days in named_times(text, told_on=told_on))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It was in 2016.", "2016-05"),
        ("The 2016 report says so.", "2016"),
        ("The war of 1914–1918 was long.", "1916"),
        ("The season 2015-17 was long.", "2016"),
        ("The season 1999-00 was long.", "2000"),
        ("The season 1999/00 was long.", "2000"),
        ("The war of 1898–02 was long.", "1901"),
        ("It was in 2017-05.", "2017-05"),
        ("From 2015 to July 2017 it rained.", "2016"),
        ("Between May 2015 and 2017 it rained.", "2016"),
        ("Entre 2015 y 2017 llovió.", "2016"),
        ("De 2015 a 2017 llovió.", "2016"),
        ("It has rained since the storm of 2015.", "2016"),
        ("Llueve desde julio de 2015.", "2016"),
        ("It rained until 2018.", "2016"),
        ("Llovió antes de 2018.", "2016"),
        ("It rained in the early 1990s.", "1996"),
        ("Llovió en la década de 1990.", "1996"),
    ],
)
def test_text_tells_of_a_time(text: str, date: str) -> None:
    assert names(text, date, told_on=None)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It rained.", "2016"),
        ("It was in 2015 and in 2017.", "2016"),
        ("It has rained since 2017.", "2016"),
        ("It rained until 2015.", "2016"),
        ("It rained in the 1980s.", "1996"),
        ("It was on 2016-05-17.", "2010"),
        ("It was in July.", "2016-07"),
        ("The season 1999-00 was long.", "2001"),
        ("It was in 2017-05.", "2018"),
        ("It was in 2017-05.", "2005"),
    ],
)
def test_text_tells_of_no_such_time(text: str, date: str) -> None:
    assert not names(text, date, told_on=None)


@pytest.mark.parametrize(
    ("text", "told_on", "date"),
    [
        ("It rained last year.", "2017-01-05", "2016"),
        ("Llovió el año pasado.", "2017", "2016"),
        ("It opens next year.", "2017-01-05", "2018"),
        ("It rained on 30 July.", "2017-09-03", "2017-07"),
        ("Llovió en diciembre.", "2017-01-05", "2016-12"),
        ("It opens in July.", "2017-09-03", "2018-07"),
        ("It rained in July.", "2017", "2017-07"),
        ("On July 30 it rained.", "2017-09-03", "2017-07"),
        ("Llovió el 30 de julio.", "2017-09-03", "2017-07"),
        ("It rained in mid-May.", "2017-09-03", "2017-05"),
        ("It has rained since 2015.", "2017-01-05", "2016"),
    ],
)
def test_day_on_which_it_is_told_says_which_time_is_meant(
    text: str, told_on: str, date: str
) -> None:
    assert names(text, date, told_on=told_on)


@pytest.mark.parametrize(
    ("text", "told_on", "date"),
    [
        ("It has rained since 2015.", "2017-01-05", "2018"),
        ("It rained on 30 July.", "2017-09-03", "2016-07"),
        ("It may rain, and 12 may come.", "2017-09-03", "2017-05"),
        ("It rained on July 30, 2015, and in May of 2014.", "2017-09-03", "2017"),
        ("Llovió en julıo.", "2017-09-03", "2017-07"),
    ],
)
def test_day_on_which_it_is_told_leaves_other_times_out(text: str, told_on: str, date: str) -> None:
    assert not names(text, date, told_on=told_on)


def test_year_in_which_something_happened_is_told_from_other_years() -> None:
    text = "By the Law of 2015, 2016 people in 1500 schools were taught in May 2017, and in 2018."
    assert list(times_when(text)) == [days_of("2017"), days_of("2018")]


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("In 2016 the region was calm.", True),
        ("During the year 2016, it was calm.", True),
        ("En agosto de 2016 hubo calma.", True),
        ("In 2016 schools it was calm.", False),
        ("It was calm in 2016.", False),
    ],
)
def test_text_opens_with_its_time(text: str, opens: bool) -> None:
    assert opens_with_time(text) is opens


def test_spans_that_share_a_day_meet() -> None:
    assert Days("2016-01-01", "2016-05-01").meets(Days("2016-05-01", "2016-06-01"))
    assert not Days("2016-01-01", "2016-04-31").meets(Days("2016-05-01", "2016-06-01"))
