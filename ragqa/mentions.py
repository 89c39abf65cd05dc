"""Things that a sentence names: dates, numbers, names. Found by rules, in English and Spanish."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ragqa.days import MONTH_NAMES, NUMERIC_DAY, SHORT_MONTHS, YEAR
from ragqa.grammar import CAPITALS


class MentionKind(StrEnum):
    """What sort of thing is named."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing named in a text. Law: ``text[start:end]`` is its name."""

    kind: MentionKind
    start: int
    end: int


# English months are written as names, so that "may" and "march" are none.
_MONTH_EN = "|".join(map(str.capitalize, MONTH_NAMES["en"]))
_SHORT_MONTH_EN = "|".join(map(str.capitalize, SHORT_MONTHS["en"]))
_MONTH = rf"(?:{_MONTH_EN}|(?:{_SHORT_MONTH_EN})\b\.?|(?i:{'|'.join(MONTH_NAMES['es'])}))"
# Some of these are words ("mar", "ago"), and so they want "5 de" in front or a year behind them.
_SHORT_MONTH_ES = rf"(?i:{'|'.join(SHORT_MONTHS['es'])})\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.?º)?"
_DAYS = rf"{_DAY}(?:\s?(?:-|–|,|to|and|al|y|a)\s?(?:the )?{_DAY}){{0,9}}"
_DATE = re.compile(
    rf"(?<![$€£])(?<![$€£] )\b(?:{_MONTH} {_DAYS}(?:,? {YEAR})?|"
    rf"{_DAYS} (?:of |de )?{_MONTH}(?:,? (?:of |de |del )?{YEAR})?|"
    rf"{_MONTH},? (?:of |de |del )?{YEAR}|"
    rf"(?:{_DAYS} (?:de )?)?{_SHORT_MONTH_ES},? (?:de |del )?{YEAR}|"
    rf"{_DAYS} de {_SHORT_MONTH_ES}|{NUMERIC_DAY}|"
    rf"(?:the )?(?:early |mid-|late )?{YEAR}s|"
    rf"{YEAR}(?:\s?[-–/]\s?\d{{2,4}})?(?: (?:BC|BCE|AD|CE)\b)?"
    r"(?!\s?%| (?:percent|por ciento|million|billion)\b)|"
    r"\d{1,4} (?:BC|BCE|AD|CE|[ad]\. ?C)|"
    r"(?:the )?(?:early |mid-|late )?\d{1,2}(?:st|nd|rd|th)(?: |-)century|siglo [IVX]+|"
    # "En Mar del Plata" says no time.
    rf"(?:[Ii]n |[Ee]n )(?!Mar\b(?!\.)){_MONTH}(?!\.? \d|\.?,? (?:of |de |del )?{YEAR}))\b"
    r"(?:(?<=[ad]\. C)\.|(?<=[ad]\.C)\.)?(?![,.]\d)"
)
_TENS_ES = "veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa"
_HUNDREDS_ES = "(?:(?:dos|tres|cuatro|seis|ocho)cient|quinient|setecient|novecient)[oa]s"
_MILLION_ES = "mill[óo]n|bill[óo]n"
# "Once" is an English word, too.
_ONCE = r"once(?= mil| por ciento| \w{3,}[aeo]s\b)|(?<=las )once"
_ONES = (
    "half a (?:million|billion|thousand|hundred|dozen)|"
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand|million|billion|trillion|dozen|half|twice|"
    f"(?:{_TENS_ES}) y (?:un[oa]?|ún)|(?:ciento|mil|{_HUNDREDS_ES}) (?:y )?un[oa]?|"
    f"un (?:{_MILLION_ES})|medi[oa] (?:{_MILLION_ES}|docena|centenar)|{_ONCE}|"
    "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|trece|catorce|quince|"
    "dieci(?:s[ée]is|siete|ocho|nueve)|"
    "veinti(?:un[oa]?|ún|d[óo]s|tr[ée]s|cuatro|cinco|s[ée]is|siete|ocho|nueve)|"
    f"{_HUNDREDS_ES}|{_TENS_ES}|cientos|ciento|cien|mil|(?:millon|billon)es|{_MILLION_ES}|docena|"
    "mitad"
)
# So many words at most, so that a pattern that goes on behind them takes no square of time.
NUMBER_IN_WORDS = rf"\b(?i:{_ONES})\b(?:(?:-| and | y | |, )(?i:{_ONES})\b){{0,9}}+"
"""A number that is written in words, English or Spanish: "two hundred and fifty". A pattern."""

_DIGITS = {
    word: str(number)
    for words in (
        "two three four five six seven eight nine ten eleven twelve",
        "dos tres cuatro cinco seis siete ocho nueve diez",  # "once" is English too, and no number
    )
    for number, word in enumerate(words.split(), 2)
} | {"doce": "12"}
_SCALE = "hundred|thousand|million|billion|trillion|percent|mil|millones|mill[óo]n|por ciento"
_BEHIND = rf"(?:\s?%|(?: |-)(?:{_SCALE})\b)*"
_NUMBER = re.compile(
    rf"(?:[$€£]\s?)?\b\d+(?:[.,]\d+)*(?:[½¼¾])?{_BEHIND}|"
    rf"{NUMBER_IN_WORDS}(?:(?: percent| por ciento)\b)?"
)
# "12 000": not what stands in a row with more digits, as in a telephone number. Groups of three
# digits are one number in "120 000" and before a word; "101 202" may be two.
_SPACE = "[ \u00a0\u202f]"
_SPACED_NUMBER = re.compile(
    rf"(?:[$€£]\s?)?(?<![\w+.,/:#-])(?<![\d)]{_SPACE})"
    rf"(?:\d{{1,2}}(?:{_SPACE}\d{{3}})++|\d{{3}}(?:[\u00a0\u202f]\d{{3}})++|"
    rf"\d{{3}}(?: \d{{3}})++(?:(?<= 000)|(?=\s?%|(?:[.,]\d{{1,2}})? [a-zñáéíóú])))"
    rf"(?:[.,]\d{{1,2}}\b)?(?!{_SPACE}?[\d(])(?![.,/:-]?\d)(?!\w){_BEHIND}"
)
_CAPITAL = rf"[{CAPITALS}][\w'’&.-]*"
_JOIN = r"(?:of the|of|the|de las|de los|de la|del|de|da|van|von|der|la|al|bin|and the|&)"
_NAME = re.compile(rf"{_CAPITAL}(?: (?:{_JOIN} )?{_CAPITAL})*")
# Not the initials of "A. J. Smith", nor "O'Brien" and "In-N-Out".
_FUNCTION_WORD = re.compile(
    r"(?:(?:The|An|In|On|At|By|For|From|To|Of|And|But|Or|As|If|It|Its|He|His|She|Her|They|Their|This|"
    r"That|These|Those|There|When|While|After|Before|During|Since|With|Although|However|Also|Both|"
    r"Some|Many|Most|All|Each|One|Other|Such|El|La|Los|Las|Un|Una|En|De|Por|Para|Con|Su|Sus|Se|"
    r"Este|Esta|Estos|Estas|Ese|Esa|Cuando|Durante|Desde|Según|Además|También|We|You|Not|No|"
    r"Under|Between|Because|Where|Which|Who|What|How|Then|Thus|Despite|Through|Until|Within)"
    r"(?:['’](?:s|re|ve|ll|d)\b)?\.?|I(?:['’](?:m|ve|ll|d)\b)?|[AOY])(?![\w'’.&-]) ?"
)


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return dates, numbers and names of a text, in its order; a date's digits are no numbers."""
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    dates = [Mention(MentionKind.DATE, *match.span()) for match in _DATE.finditer(text)]
    numbers: list[Mention] = []
    for pattern in (_SPACED_NUMBER, _NUMBER):
        found = [Mention(MentionKind.NUMBER, *match.span()) for match in pattern.finditer(text)]
        taken = [*dates, *numbers]
        numbers += [one for one in found if not _overlaps(one.start, one.end, taken)]
    names = [name for name in _names(text) if not _overlaps(name.start, name.end, dates)]
    return tuple(sorted([*dates, *numbers, *names], key=lambda mention: mention.start))


def with_digits(text: str) -> str:
    """Return a text with the numbers from two to twelve in digits, where they are whole numbers.

    "Two" and "2" say the same, and "two hundred" stays as it is.
    """
    return _NUMBER.sub(lambda match: _DIGITS.get(match[0].lower(), match[0]), text)


def _names(text: str) -> Iterator[Mention]:
    for match in _NAME.finditer(text):
        start, end = match.span()
        while skipped := _FUNCTION_WORD.match(text, start, end):
            start = skipped.end()
        end = start + len(text[start:end].rstrip(".'’-& "))
        if end > start:
            yield Mention(MentionKind.NAME, start, end)


def _overlaps(start: int, end: int, mentions: list[Mention]) -> bool:
    return any(mention.start < end and start < mention.end for mention in mentions)
