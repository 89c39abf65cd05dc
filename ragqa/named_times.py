"""The times that a text names, as spans of days: "2017", "since 2015", "the 1990s", "last year".

They tell what a text may speak of, so that in doubt a span is too long, or one too many.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ragqa.days import MODERN_YEAR, MONTH, MONTH_NAMES, first_day, last_day

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class Days(NamedTuple):
    """A span of days, ISO 8601 and both included; the last may be one that its month has not."""

    first: str = FIRST_DAY
    last: str = LAST_DAY

    def meets(self, other: "Days") -> bool:
        """Tell whether another span has days in common with it."""
        return self.first <= other.last and other.first <= self.last


_WORDS = r"(?:[\w’']+,? ){0,4}?"
# "2017–2019", "2017-19", "from 2017 to July 2019", "between May 2017 and July 2019".
_RANGE = re.compile(
    rf"\b(?P<first>{MODERN_YEAR})"
    rf"(?P<mark> ?[-–—/] ?|,? (?:to|till|until|through|al?|hasta) {_WORDS})"
    rf"(?P<last>{MODERN_YEAR}|\d\d)\b(?![-/]\d)|"
    rf"\b(?:between|entre) {_WORDS}(?P<one>{MODERN_YEAR}) (?:and|y) "
    rf"{_WORDS}(?P<other>{MODERN_YEAR})\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:since|after|desde|a partir del?|después del?) {_WORDS}(?P<year>{MODERN_YEAR})\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:until|till|up to|before|prior to|hasta|antes del?) {_WORDS}(?P<year>{MODERN_YEAR})\b",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\b(?P<english>1[5-9]\d|20\d)0['’]?s\b|"
    r"\b(?:década|años) (?:del? )?(?:los )?(?P<spanish>1[5-9]\d|20\d)0\b",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(rf"\b{MODERN_YEAR}\b")
_LAST_YEAR = re.compile(
    r"\b(?:(?:last|previous|past) year|a year (?:ago|before|earlier)|"
    r"año (?:pasado|anterior|previo)|pasado año|hace un año)\b",
    re.IGNORECASE,
)
_NEXT_YEAR = re.compile(
    r"\b(?:(?:next|coming|following) year|(?:próximo|siguiente) año|"
    r"año (?:próximo|siguiente|entrante|que viene))\b",
    re.IGNORECASE,
)
# A year as the time when something happened. It may be that of something else in "the Law of 2018".
_WHEN = re.compile(
    r"\b(?:in|on|since|during|until|by|between|as of|en|el|desde|durante|hasta|entre)"
    r"(?: (?:early|mid|late)[ -]?)?(?: the| el)?(?: year| año)?(?: \d{1,2}(?: of| de)?)?"
    rf"(?: (?:{MONTH})\.?(?: \d{{1,2}})?,?(?: of| del?)?)? (?P<year>{MODERN_YEAR})\b",
    re.IGNORECASE,
)
# What may follow a year: words of grammar, and a verb that takes it as its time. Any other word may
# be what there are two thousand of, and "of" or "de" may lead to it.
_FUNCTION_WORDS = r"""
    about above across after against along alongside amid among amongst around as at because before
    behind below beneath beside besides between beyond but by concerning despite during except for
    following from if in inside instead into like near on onto onwards? forwards? opposite outside
    over past regarding since so through throughout till to together towards? under until upon
    versus via vs while whereas with within without although though and nor or than then
    an the this these those that its their his her our my your it he she they we you i there here
    who whom whose which what when where why how is are was were be been being has have had do does
    did can could will would shall should may might must not also only alone too already still again
    please compared according\sto due\sto owing\sto thanks\sto close\sto relat(?:ed|ing|ive)\sto
    a al ante bajo con contra del desde durante en entre hacia hasta mediante para por según sin
    sobre tras vía acerca respecto gracias\sa debido\sa frente\sa junt[oa]s? dentro fuera alrededor
    además incluso cerca lejos relacionad[oa]s?\scon relativ[oa]s?\sa referentes?\sa
    e ni o pero porque si sino mientras aunque u y como donde cuando quien quienes cuy[oa]s?
    el la las lo los un una est[aeo] est[oa]s es[aeo] es[oa]s sus? se les? nos me él ell[oa]s? yo
    ustedes? que qué quién quiénes cuándo dónde cómo cuál cuáles cuánt[oa]s? no también tampoco
    ya aún todavía sol[oa] sólo solamente aquí allí ahí antes después en\sadelante comparad[oa]s?
    es son era eran fue fueron ha han había habían hubo hay está están estaba estaban será serán
    tiene tienen tenía tenían tuvo puede pueden pudo debe deben hizo
    \w+(?:ó|aron|eron) \w+ed\s(?:the|an?|its?|their|his|her)"""
FOLLOWS_YEAR = re.compile(
    r"[ ?!.)»”\"']*$|[,;:?!)»”](?!\w)|\.(?: |$)| [(¿«“–—]|"
    rf" (?:{'|'.join(_FUNCTION_WORDS.split())})(?![\w-])",
    re.IGNORECASE,
)
_MONTHS = {name: number for names in MONTH_NAMES.values() for name, number in names.items()}
# English months have a capital letter: "may" and "march" are other words.
_NAMES = rf"{'|'.join(map(str.capitalize, MONTH_NAMES['en']))}|(?i:{'|'.join(MONTH_NAMES['es'])})"
_NO_YEAR = r"(?!(?: \d{1,2})?,? (?:of |del? )?\d{4}\b)"
_MONTH_ALONE = re.compile(
    r"\b(?:(?i:in|of|since|until|by|during|early|mid|late|en|de|del|desde|hasta|durante)[ -]|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.?º)? (?:of |de )?)(?P<behind>{_NAMES})\b{_NO_YEAR}|"
    rf"\b(?P<before>{_NAMES})(?= \d{{1,2}}\b){_NO_YEAR}"
)


def named_times(text: str, *, told_on: str | None) -> Iterator[Days]:
    """Return the times that a text names.

    ``told_on`` is the day on which it was told, a month or year, None if that is not known. A month
    without a year is the last one by then, or the next.
    """
    text = " ".join(text.split())
    for found in _RANGE.finditer(text):
        first, last = found["first"] or found["one"], found["last"] or found["other"]
        if not _is_month(first, last, found["mark"]):
            yield Days(f"{first}-01-01", f"{_whole_year(first, last)}-12-31")
    for found in _SINCE.finditer(text):
        yield Days(f"{found['year']}-01-01", last_day(told_on) if told_on else LAST_DAY)
    for found in _UNTIL.finditer(text):
        yield Days(last=f"{found['year']}-12-31")
    for found in _DECADE.finditer(text):
        decade = found["english"] or found["spanish"]
        yield Days(f"{decade}0-01-01", f"{decade}9-12-31")
    for found in _ONE_YEAR.finditer(text):
        yield days_of(found[0])
    if told_on:
        yield from _beside(text, told_on)


def times_when(text: str) -> Iterator[Days]:
    """Return the years in which a text surely says that something happened."""
    text = " ".join(text.split())
    for found in _WHEN.finditer(text):
        if FOLLOWS_YEAR.match(text, found.end()):
            yield days_of(found["year"])


def opens_with_time(text: str) -> bool:
    """Tell whether a text opens with the year that all of it is told of: "In 2016 the region"."""
    text = " ".join(text.split())
    found = _WHEN.match(text)
    return found is not None and FOLLOWS_YEAR.match(text, found.end()) is not None


def _beside(text: str, told_on: str) -> Iterator[Days]:
    """Return the times that a text names by the day on which it was told."""
    year = int(told_on[:4])
    if _LAST_YEAR.search(text):
        yield days_of(f"{year - 1:04}")
    if _NEXT_YEAR.search(text):
        yield days_of(f"{year + 1:04}")
    for found in _MONTH_ALONE.finditer(text):
        name = found["behind"] or found["before"]
        # Small and capital letters are not told apart, so that the pattern takes "julıo", too.
        if number := _MONTHS.get(name.lower()):
            yield from _month_beside(number, told_on)


def _month_beside(month: int, told_on: str) -> Iterator[Days]:
    """Return the last month of a number by the day on which it is told of, and the next."""
    year = int(told_on[:4])
    months = [f"{one}-{month:02}" for one in (year - 1, year, year + 1)]
    yield days_of(max(one for one in months if first_day(one) <= last_day(told_on)))
    yield days_of(min(one for one in months if last_day(one) >= first_day(told_on)))


def _is_month(year: str, digits: str, mark: str | None) -> bool:
    """Tell whether two digits behind a year are a month of it: "2017-05", but "1999-00"."""
    return mark in {"-", "/"} and len(digits) == 2 and 1 <= int(digits) <= 12 and digits < year[2:]


def _whole_year(first: str, last: str) -> str:
    """Return the last year of a range, whose first digits may be left out: "1999-00"."""
    if len(last) == 4:
        return last
    last_year = int(f"{first[:2]}{last}")
    return str(last_year if last_year >= int(first) else last_year + 100)


def days_of(date: str) -> Days:
    """Return the days of a year or month, or a day alone."""
    return Days(first_day(date), last_day(date))
