"""A question with another date: "And in August?" after "What did IOM do in July 2017?"."""

import re

from ragqa.days import MONTH_NAMES, NUMERIC_DAY, SHORT_MONTHS, YEAR_ALONE
from ragqa.mentions import Mention, MentionKind, find_mentions


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


LEADING_ARTICLE = re.compile(r"^(?:the|an?|el|la|los|las|un|una) ", re.IGNORECASE)
_MONTH_EN = rf"(?:{'|'.join([*MONTH_NAMES['en'], *SHORT_MONTHS['en']])})\b\.?"
_MONTH_ES = rf"(?:{'|'.join([*MONTH_NAMES['es'], *SHORT_MONTHS['es']])})\b\.?"
_MONTH = _pattern(rf"{_MONTH_EN}|{_MONTH_ES}")
_OTHER_WORDS = frozenset({"mar", "set"})
"""What these short names of months say where they stand alone, without a point."""
_SMALL_MONTH = re.compile(rf"\b(?:(?!may\b){_MONTH_EN}|may\b(?= \d)|(?<=\bin )may\b)")
_NUMERIC_DAY = re.compile(NUMERIC_DAY)
_DAY = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.?º)?(?![\w.])")
_ENDS_IN_DAY = re.compile(r"\d(?:st|nd|rd|th)?$")
_THE_YEAR = _pattern(r"(?:the year|the month of|(?:el )?año|(?:el )?mes de) ")
_BEFORE_DATE = {
    "en": _pattern(r"\b(?:in|on|at|by|for|during|after|before|since)(?: the)? $"),
    "es": _pattern(
        r"\b(?:(?:en|por|para|desde|durante)(?: el)?|(?:antes|despu[ée]s|a partir) del?|el) $"
    ),
}
# "From July to August 2017": the second of two.
_SECOND_DATE = _pattern(
    r"\b(?:to|and|or|through|until|till|y|o|a|al|hasta)(?: the| el)? $|\d ?[-–/] ?$"
)
_ENDS_IN_ARTICLE = _pattern(r"\b(?:the|an?|del|el|la|los|las|un|una) $")
_SAYS_ONLY_WHEN = ("in ", "on ", "on the ", "en ", "el ")


def is_month(phrase: str) -> bool:
    """Tell whether a phrase is the name of a month."""
    return _MONTH.fullmatch(phrase) is not None and phrase.lower() not in _OTHER_WORDS


def dates_in(flat: str, language: str) -> list[Mention]:
    """Return the dates in a question, English months in small letters too."""
    mentions = find_mentions(_with_capital_months(flat[:1].lower() + flat[1:], language))
    return [one for one in mentions if one.kind is MentionKind.DATE]


def _with_capital_months(flat: str, language: str) -> str:
    """Return an English text of the same length whose months are written as names."""
    return _SMALL_MONTH.sub(lambda month: month[0].capitalize(), flat) if language == "en" else flat


def redated(preposition: str, named: str, flat: str, language: str) -> str | None:
    """Return a question with another date, whose year stays if the new one has none.

    None if the question has several dates, or the phrase says more than a date.
    """
    dates = dates_in(flat, language)
    named = named.capitalize() if language == "en" and is_month(named) else named
    named = _with_capital_months(_THE_YEAR.sub("", named), language)
    if len(dates) != 1 or not _is_date(named):
        return None
    start, end = dates[0].start, dates[0].end
    if opened := re.match(r"(?:in|en) ", flat[start:end], re.IGNORECASE):
        start += opened.end()  # "in July" is found as a whole
    dated = _with_year(named, flat[start:end], language)
    if dated is None or _SECOND_DATE.search(flat[:start]):
        return None
    lead = _lead_to_exchange(preposition, dated, flat[:start], flat[start:end], language)
    if lead is None:
        doubled = _ENDS_IN_ARTICLE.search(flat[:start])
        return replaced(flat, (start, end), LEADING_ARTICLE.sub("", dated) if doubled else dated)
    opening = preposition or _date_preposition(dated, language)
    return replaced(flat, (lead, end), f"{opening} {dated}".strip())


def _lead_to_exchange(
    preposition: str, dated: str, before: str, old: str, language: str
) -> int | None:
    """Return where the preposition of an old date begins, or None if the new date is to keep it."""
    lead = _BEFORE_DATE[language].search(before)
    if lead is None:
        return None
    if _ENDS_IN_ARTICLE.search(lead[0]) and not _has_day(old):  # "in the 2017 report"
        return None
    fits = _has_day(dated) == _has_day(old) or lead[0].lower() not in _SAYS_ONLY_WHEN
    return None if fits and not preposition else lead.start()


def _is_date(phrase: str) -> bool:
    """Tell whether a phrase is a date and nothing else."""
    bare = LEADING_ARTICLE.sub("", phrase)
    return is_month(bare) or any(
        one.kind is MentionKind.DATE and {one.start, one.end} == {0, len(text)}
        for text in (phrase, bare)
        for one in find_mentions(text)
        if not re.match("(?:in|en) ", text, re.IGNORECASE)
    )


def _has_day(date: str) -> bool:
    if _NUMERIC_DAY.search(date):
        return True
    return _DAY.search(date) is not None and _MONTH.search(date) is not None


def _with_year(date: str, old: str, language: str) -> str | None:
    """Return a date with the year of an old one, or None if it is open which year is meant."""
    if not _MONTH.search(date) or YEAR_ALONE.search(date):
        return date
    years = YEAR_ALONE.findall(old)
    if not years and _MONTH.search(old):
        return date
    if len(years) != 1:
        return None
    joint = " de " if language == "es" else ", " if _ENDS_IN_DAY.search(date) else " "
    return f"{date}{joint}{years[0]}"


def _date_preposition(date: str, language: str) -> str:
    if language == "es":
        return "" if LEADING_ARTICLE.match(date) else "el" if _has_day(date) else "en"
    return "on" if _has_day(date) else "in"


def replaced(flat: str, place: tuple[int, int], by: str) -> str:
    """Return a text with another in the place of some of its characters."""
    return f"{flat[: place[0]]}{by}{flat[place[1] :]}"
