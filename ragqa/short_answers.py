"""The phrase within a quotation that answers a question by itself."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ragqa.grammar import AUXILIARY
from ragqa.languages import LANGUAGES
from ragqa.mentions import Mention, MentionKind, find_mentions
from ragqa.questions import Kind, Question
from ragqa.terms import tokenize
from ragqa.types import Span

WANTED_MENTIONS = {
    Kind.WHO: MentionKind.NAME,
    Kind.WHERE: MentionKind.NAME,
    Kind.WHEN: MentionKind.DATE,
    Kind.HOW_MANY: MentionKind.NUMBER,
}
"""The kind of thing that answers a kind of question; other kinds are answered by sentences."""

_COUNTED = {
    "en": re.compile(
        rf"\bhow (?:many|much(?! (?:{AUXILIARY})\b)) "
        r"(?:of the |other |more |different )?(\w+(?: \w+)?)",
        re.IGNORECASE,
    ),
    "es": re.compile(r"\bcu[áa]nt(?:[oa]s|a) (\w+(?: \w+)?)", re.IGNORECASE),
}
_WORDS_TO_COUNTED = 4  # "42 schools near the border", "3 of its hubs"

# Four digits are a year or count something: "in 2017", "1500 people".
_LAST_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}$")
_RECENT = 1900
"""From then on a number of four digits is more often a year than a count."""

_LOOKED_BACK = 60
_YEARS_BEFORE = r"\s+(?:\d{4}(?:,|,?\s(?:and|or|to|y|o|a))\s)*$"
_TIME_BEFORE = re.compile(
    r"\b(?:in|since|during|circa|early|mid|late|years?|en|durante|años?|"
    r"(?:beginning|start|middle|end|spring|summer|autumn|fall|winter) of|"
    r"(?:principios?|inicios?|comienzos?|mediados|fin|fines|final|finales|primavera|verano|otoño|"
    r"invierno|año) del?)" + _YEARS_BEFORE,
    re.IGNORECASE,
)
_PERHAPS_TIME_BEFORE = re.compile(
    r"\b(?:until|till|before|after|from|between|by|through|hasta|antes de|después de|desde|entre|"
    r"the|its|their|this|that|last|el|la|los|las|su|sus|del)" + _YEARS_BEFORE,
    re.IGNORECASE,
)
# "reached 1500", "holds 1500", "more than 1500": what follows is a count, unless it is recent.
_COUNT_BEFORE = re.compile(
    r"\b(?:reach(?:es|ed)?|total(?:s|ed|led)?|number(?:s|ed)?|hold(?:s)?|held|host(?:s|ed)?|ha[ds]|"
    r"have|about|some|around|approximately|roughly|nearly|almost|over|than|least|"
    r"alcanz\w+|suma\w*|sumó|lleg\w+ a|alberga\w*|tienen?|tenían?|hay|hubo|"
    r"unos|unas|casi|cerca de)\s$",
    re.IGNORECASE,
)
_YEAR_AND_COMMA_BEFORE = re.compile(r"\b\d{4},\s$")
_TWO_WORDS_BEHIND = re.compile(r"\s([^\W\d_]+)(?:\s([^\W\d_]+))?")
_CLAUSE_BEHIND = re.compile(r"\s[^\d,.;:()]*")
_PLURAL = re.compile(r"people|children|men|women|police|gente|k[mg]|\w{2,}s")
_NO_THINGS = frozenset(
    "across afterwards always besides perhaps sometimes thousands thus towards versus además "
    "después entonces miles tras varias varios".split()
)
_TIMES = frozenset(
    {"years", "months", "weeks", "days", "hours", "años", "meses", "semanas", "días"}
)
_VERB_OF_PAST = re.compile(r"\w+(?:aron|ieron|ó|aban|ían)")
_NUMBER_ASKED = re.compile(
    # "The number of people" is a count, "the number of the office" is not.
    r"\b(?:number|n[úu]mero)\b(?! (?:of|de) (?:\w+ )?(?:people|children|women|men|gente|\w+s)\b)",
    re.IGNORECASE,
)
_NAME_PARTICLES = frozenset({"de", "del", "la", "da", "van", "von", "der", "bin", "al"})
_ORDINAL = re.compile(r"[IVX]+")  # "John Paul II"
_NO_PERSON = re.compile(
    r"\b(?:Act|Agency|Army|Asia|Assembly|Association|Bank|Battle|Board|Britain|Bureau|Care|Centre|"
    r"Center|Church|City|Club|College|Commission|Committee|Company|Conference|Congress|Corporation|"
    r"Council|County|Court|Democratic|Department|East|Empire|England|Federal|Festival|Games|"
    r"Government|Group|High|House|Hospital|Institute|International|Island|Islands|Kingdom|League|"
    r"Meeting|Ministry|Museum|National|Network|New|North|Ocean|Office|Organi[sz]ation|Park|Party|"
    r"Program|Programme|Region|Republic|River|Royal|School|Sea|Series|Society|South|State|States|"
    r"Street|Super|Supreme|System|Team|Theatre|Treaty|Trust|Union|United|University|War|West|World|"
    r"Agencia|Asociación|Banco|Centro|Ciudad|Comisión|Comité|Conferencia|Consejo|Estado|Estados|"
    r"Gobierno|Grupo|Ministerio|Nacional|Organización|Programa|Reunión|República|Río|Universidad)\b"
)

_INDEFINITE = re.compile(r"\b(?:[Aa]n?|[Uu]na?) $")
# Between two of several: "2015 and 2016", "3 to 9".
_JOINED = re.compile(r",? ?(?:,|-|–|and|or|to|y|o|u|a|al) ?")


def unasked_mentions(
    question: Question, text: str, within: Span | None = None
) -> tuple[Mention, ...]:
    """Return what a text names of the wanted kind and the question does not name itself.

    ``within`` is the slice of the text to look at; the words around it tell a year from a count.
    """
    wanted = WANTED_MENTIONS.get(question.kind)
    if wanted is None:
        return ()
    asked = set(question.terms)
    start, end = within or (0, len(text))
    found = (
        Mention(one.kind, start + one.start, start + one.end)
        for one in find_mentions(text[start:end])
    )
    read = (_read_digits(question, text, one) for one in found)
    return tuple(
        mention
        for mention in read
        if mention is not None
        and mention.kind is wanted
        and not asked.intersection(tokenize(text[mention.start : mention.end], question.language))
    )


def _read_digits(question: Question, text: str, mention: Mention) -> Mention | None:
    """Return a date, or the number that its four digits are, or what is left of it without them.

    "July, 1500 migrants" is July to "when?", and 1500 to "how many migrants?".
    """
    year = _LAST_FOUR_DIGITS.search(text, mention.start, mention.end)
    if mention.kind is not MentionKind.DATE or year is None:
        return mention
    before = text[mention.start : year.start()].rstrip()
    is_recent = int(year[0]) >= _RECENT
    has_day = any(character.isdigit() for character in before)
    if before and (not before.endswith(",") or (has_day and is_recent)):
        return mention
    number = Mention(MentionKind.NUMBER, year.start(), mention.end)
    if question.kind is Kind.HOW_MANY:
        return number if _may_count(question, text, number) else mention
    counts = _counts_things(text, number.end) and not _is_time(text, number)
    if question.kind is not Kind.WHEN or not counts:
        return mention
    if not before:
        return None
    return Mention(MentionKind.DATE, mention.start, mention.start + len(before) - 1)


def _may_count(question: Question, text: str, number: Mention) -> bool:
    """Tell whether four digits may be the number that is asked for, though they may be a year."""
    if _is_time(text, number):
        return False
    if _NUMBER_ASKED.search(question.asked):
        return True
    is_recent = int(text[number.start : number.end]) >= _RECENT
    if not is_recent and _COUNT_BEFORE.search(text, 0, number.start):
        return True
    asked = _COUNTED.get(question.language, _COUNTED["en"]).search(question.asked)
    if asked is None:
        return _counts_things(text, number.end, times=True)
    clause = _CLAUSE_BEHIND.match(text, number.end)
    counted = set(tokenize(asked[1], question.language))
    if clause is None or counted.isdisjoint(_next_terms(clause[0], question.language)):
        return False
    return not is_recent or _counts_things(text, number.end, times=True)


def _is_time(text: str, number: Mention) -> bool:
    """Tell whether the words before four digits make them a year: "in", "since", "the"."""
    looked_at = max(0, number.start - _LOOKED_BACK)
    # "In 2017, 1500 migrants came."
    is_behind_year = _YEAR_AND_COMMA_BEFORE.search(text, looked_at, number.start) is not None
    if is_behind_year and _counts_things(text, number.end):
        return False
    if _TIME_BEFORE.search(text, looked_at, number.start):
        return True
    is_recent = int(text[number.start : number.end]) >= _RECENT
    perhaps = _PERHAPS_TIME_BEFORE.search(text, looked_at, number.start)
    return is_recent and perhaps is not None


def _counts_things(text: str, end: int, *, times: bool = False) -> bool:
    """Tell whether things in the plural follow: "people", "young people"; years only if wanted."""
    words = _TWO_WORDS_BEHIND.match(text, end)
    for word in words.groups() if words else ():
        if (
            word is None
            or not word.islower()
            or word in _NO_THINGS
            or _VERB_OF_PAST.fullmatch(word)
        ):
            return False
        # A stop word is dropped beside another word: "2017 was", "2017 es".
        if any(len(tokenize(f"x {word}", language)) < 2 for language in LANGUAGES):
            return False
        if _PLURAL.fullmatch(word):
            return times or word not in _TIMES
    return False


def find_short_answer(question: Question, quote: str) -> str | None:
    """Return the phrase of a quotation that answers by itself, or None if none clearly does.

    A wrong phrase does more harm than none, since the quotation answers anyway: so a person is
    named only where the quotation names one, and a place never.
    """
    mentions = unasked_mentions(question, quote)
    best = None
    if question.kind is Kind.WHO:
        persons = [m for m in mentions if is_person(quote, m)]
        best = persons[0] if len(persons) == 1 else None
    elif question.kind is Kind.WHEN:
        best = _clear_one(question, quote, mentions, among=mentions)
    elif question.kind is Kind.HOW_MANY:
        best = _clear_one(question, quote, _counting(question, quote, mentions), among=mentions)
    return None if best is None else quote[best.start : best.end]


def _clear_one(
    question: Question, quote: str, candidates: Sequence[Mention], *, among: Sequence[Mention]
) -> Mention | None:
    best = _nearest(question, quote, candidates)
    return None if best is None or _is_one_of_several(best, quote, among) else best


def _is_one_of_several(chosen: Mention, quote: str, mentions: Sequence[Mention]) -> bool:
    """Tell whether another mention is joined to the chosen one: part of a list is no answer."""
    return any(
        _JOINED.fullmatch(quote, one.end, other.start)
        for one, other in pairwise(mentions)
        if chosen in (one, other)
    )


def names_no_person(name: str) -> bool:
    """Tell whether a name has a word of institutions and places: "Bank", "Street"."""
    return _NO_PERSON.search(name.title() if name.isupper() else name) is not None


def is_person(quote: str, mention: Mention) -> bool:
    """Tell whether a name may be a person's: two to five words, none of an institution's.

    "A Costa Rican" is no name.
    """
    name = quote[mention.start : mention.end]
    words = [word for word in name.split() if word not in _NAME_PARTICLES]
    return (
        2 <= len(words) <= 5
        and all(map(_is_spelt_as_a_name, words))
        and not names_no_person(name)
        and _INDEFINITE.search(quote, 0, mention.start) is None
    )


def _is_spelt_as_a_name(word: str) -> bool:
    """Tell whether a word is written as one of a name is: "Ana", "J.", the "VI" of "Felipe VI"."""
    return word[0].isupper() and (
        not word.isupper() or "." in word or _ORDINAL.fullmatch(word) is not None
    )


def _counting(question: Question, quote: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the numbers that stand right before what the question counts.

    All of them do for one that counts nothing ("How old is the bridge?").
    """
    asked = _COUNTED.get(question.language, _COUNTED["en"]).search(question.asked)
    if asked is None:
        return tuple(mentions)
    counted = set(tokenize(asked[1], question.language))
    ends = [*(mention.start for mention in mentions), len(quote)][1:]
    return tuple(
        mention
        for mention, end in zip(mentions, ends, strict=True)
        if counted.intersection(_next_terms(quote[mention.end : end], question.language))
    )


def _next_terms(text: str, language: str) -> list[str]:
    return tokenize(" ".join(text.split()[:_WORDS_TO_COUNTED]), language)


def _nearest(question: Question, quote: str, mentions: Sequence[Mention]) -> Mention | None:
    """Return the only mention, or the one that clearly stands nearest to the question's words."""
    if len(mentions) <= 1:
        return mentions[0] if mentions else None
    places = _asked_places(question, quote)
    if not places:
        return None
    distances = sorted((_mean_distance(m, places), m.start, m) for m in mentions)
    (best, _, mention), (second, _, _) = distances[:2]
    return mention if best < 0.6 * second else None


def _asked_places(question: Question, quote: str) -> list[int]:
    asked = set(question.terms)
    return [
        word.start()
        for word in re.finditer(r"\w+", quote)
        if asked.intersection(tokenize(word[0], question.language))
    ]


def _mean_distance(mention: Mention, places: Sequence[int]) -> float:
    gaps = [max(mention.start - place, place - mention.end, 0) for place in places]
    return sum(gaps) / len(gaps)
