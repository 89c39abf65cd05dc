"""What a sentence asserts instead of what is asked: another day or price, the opposite, a manner.

"Held on July 31?", "held on July 30": no, where the sentence has all else that is asked, and where
there is but one such day. Many things happen on several days, and they may again in another year.
"""

import re
from collections.abc import Iterator

from ragqa.assertions import find_assertion
from ragqa.days import MONTHS, YEAR
from ragqa.grammar import PREPOSITIONS
from ragqa.mentions import Mention, MentionKind, find_mentions, with_digits


def other_assertion(asked: str, statement: str, language: str) -> bool | None:
    """Return what follows from an assertion that differs in one value, word or manner, or None."""
    for judge in (_by_date, _by_number, _by_contrary, _by_manner):
        said = judge(asked, statement, language)
        if said is not None:
            return said
    return None


# What happens once, or on one day of each year: "was the pact signed", "is Labour Day held".
_ONCE = re.compile(
    r"\W*(?:(?i:was) (?:(?:the|this) |[A-ZÁÉÍÓÚÑ]).*\b(?:founded|established|inaugurated|"
    r"signed|published|released|launched|adopted|approved|ratified|born)|"
    r"(?i:did) (?:(?:the|this) |[A-ZÁÉÍÓÚÑ]).*\bdie|"
    r"(?i:fue) .*\b(?:fundad|inaugurad|firmad|publicad|lanzad|adoptad|aprobad|ratificad)[oa]|"
    r"(?i:se) (?:fund|inaugur|firm|public|lanz|adopt|aprob|ratific)[óo]|(?i:naci|muri)[óo])\b"
)
_ON_ONE_DAY = re.compile(
    r"\W*(?:(?i:is|was) (?:(?:the|this) |[A-ZÁÉÍÓÚÑ]).*\b(?:held|celebrated|observed)|"
    r"(?i:did|does) (?:(?:the|this) |[A-ZÁÉÍÓÚÑ]).*\btake place|"
    r"(?i:se) (?:celebra|celebr[óo]|realiz[óo])|(?i:tuvo) lugar|"
    r"(?i:es|fue) (?:celebrad|realizad)[oa])\b"
)
_ANY = re.compile(r"\b(?:an?|any|some|una?|algun[oa]?|algún)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SEVERAL = re.compile(r"[-–/]|\b(?:to|and|al|y|a)\b")
_IN_DATES = frozenset("in en of de del st nd rd th º".split())


def _by_date(asked: str, statement: str, language: str) -> bool | None:
    dates = _mentions(asked, MentionKind.DATE)
    if len(dates) != 1 or _ANY.search(asked):
        return None
    date = _parts_of_date(_text(asked, dates[0]))
    is_once, is_yearly = _ONCE.match(asked), _ON_ONE_DAY.match(asked) and "day" in date
    others = [_text(statement, one) for one in _mentions(statement, MentionKind.DATE)]
    if not date or len(others) != 1:
        return None
    said = _parts_of_date(others[0])
    if said == date:
        return _asserts_with(asked, dates[0], others[0], statement, language) or None
    if said.keys() != date.keys() or not (
        is_once or (is_yearly and said.get("year") == date.get("year"))
    ):
        return None
    return _asserts_with(asked, dates[0], others[0], statement, language) and False


def _asserts_with(asked: str, old: Mention, new: str, statement: str, language: str) -> bool | None:
    """Return True where a statement asserts what is asked with something else in it, else None."""
    question = f"{asked[: old.start]}{new}{asked[old.end :]}"
    found = find_assertion(question, statement, language, is_exact=True)
    return True if found is not None and found.is_true else None


def _parts_of_date(date: str) -> dict[str, int]:
    """Return day, month and year of a date, as far as it has them; nothing of several dates."""
    if _SEVERAL.search(date):
        return {}
    parts: dict[str, int] = {}
    for word in _WORD.findall(date.lower()):
        kind = "month" if word in MONTHS else "year" if re.fullmatch(YEAR, word) else "day"
        if word in _IN_DATES:
            continue
        if kind in parts or not (word.isdigit() or kind == "month"):
            return {}
        parts[kind] = MONTHS[word] if kind == "month" else int(word)
    return parts


# What there is one number of; who attended was there among more.
_COUNTED = re.compile(
    r"^\W*(?:do|does)\b.*\bhave\b|\b(?:costs?|lasts?|weighs?|measures?|are there|cuestan?|"
    r"tienen?|duran?|pesan?|miden?|hay)\b",
    re.IGNORECASE,
)
_ROUND = re.compile(
    r"\b(?:about|around|approximately|roughly|circa|estimated|average|cerca|unos|unas|alrededor|"
    r"aproximad\w+|promedio|estimad\w+)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def _by_number(asked: str, statement: str, language: str) -> bool | None:
    asked, statement = with_digits(asked), with_digits(statement)
    asked_numbers = _mentions(asked, MentionKind.NUMBER)
    said = [_text(statement, one) for one in _mentions(statement, MentionKind.NUMBER)]
    if len(asked_numbers) != 1 or len(said) != 1 or not _COUNTED.search(asked):
        return None
    number = _text(asked, asked_numbers[0])
    if _DIGITS.sub("", number) != _DIGITS.sub("", said[0]) or _ROUND.search(statement):
        return None
    return (
        _asserts_with(asked, asked_numbers[0], said[0], statement, language) and number == said[0]
    )


# Words that say the same, against those that say the opposite.
_CONTRARIES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        ("mandatory|compulsory|obligatory", "optional|voluntary"),
        ("open", "closed"),
        ("legal|lawful", "illegal|unlawful"),
        ("allowed|permitted", "forbidden|prohibited|banned"),
        ("public", "private"),
        ("temporary", "permanent"),
        ("possible", "impossible"),
        ("obligatori[oa]s?", "opcional(?:es)?|voluntari[oa]s?|facultativ[oa]s?"),
        ("gratis|gratuit[oa]s?", "de pago"),
        ("abiert[oa]s?", "cerrad[oa]s?"),
        ("legal(?:es)?|lícit[oa]s?", "ilegal(?:es)?|ilícit[oa]s?"),
        ("permitid[oa]s?", "prohibid[oa]s?"),
        ("públic[oa]s?", "privad[oa]s?"),
        ("temporal(?:es)?", "permanentes?"),
        ("posibles?", "imposibles?"),
    )
)


_ASKS_HOW_IT_IS = re.compile(r"\W*(?:is|are|was|were|es|son|era|eran|est[áa]n?)\b", re.IGNORECASE)
_BE = r"\b(?:is|are|was|were|not|es|son|era|eran|está|están|no) (?:\w+ly )?"
# Not "the public school": a word that says how something is.
_BEFORE_NOUN = re.compile(r"\b(?:the|an?|el|la|los|las|una?) $", re.IGNORECASE)
_ENDS_PHRASE = re.compile(
    rf"\W*$| (?:{PREPOSITIONS['en']}|{PREPOSITIONS['es']}|el|la|los|las|\w+[aei]r)\b",
    re.IGNORECASE,
)


def _by_contrary(asked: str, statement: str, language: str) -> bool | None:
    if not _ASKS_HOW_IT_IS.match(asked):
        return None
    for same, opposite in _either_way(_CONTRARIES):
        word = same.search(asked)
        if word is None or _BEFORE_NOUN.search(asked[: word.start()]):
            continue
        if not _ENDS_PHRASE.match(asked[word.end() :]):
            continue
        for pattern, is_same in ((same, True), (opposite, False)):
            for said in {found[0] for found in pattern.finditer(statement)}:
                if not re.search(f"{_BE}{said}", statement):
                    continue
                question = f"{asked[: word.start()]}{said}{asked[word.end() :]}"
                found = find_assertion(question, statement, language, is_exact=True)
                if found is not None and (found.is_true or is_same):
                    return found.is_true is is_same
    return None


_GATHERING = (
    r"(?:ceremony|event|meeting|session|conference|forum|course|workshop|webinar|format|"
    r"ceremonia|evento|acto|reuni[óo]n|sesi[óo]n|conferencia|foro|curso|taller|encuentro|formato)"
)
# Not "online teachers".
_ENDS = (
    r"(?=[.,;:?)]|$| (?:in|on|at|by|with|from|during|and|via|through|between|"
    r"el|en|con|por|entre|y)\b)"
)
_AT = r"(?:at|in|during|through|via|by|as)"
_REMOTELY = re.compile(
    r"\b(?:(?:online|on-line|virtually|remotely)"
    + _ENDS
    + "|by video ?conference|over the internet|"
    rf"{_AT} (?:an? |the )?(?:virtual|online|remote) {_GATHERING}|"
    rf"(?:in|as) (?:a )?webinars?(?: format)?{_ENDS}|"
    r"(?:through|via|on|over) (?:the )?Zoom(?: platform)?|"
    rf"(?:en l[íi]nea|virtualmente){_ENDS}|de (?:forma|manera|modo) (?:virtual|remota|remoto)|"
    r"a distancia|"
    rf"(?:en|durante) (?:(?:una?|el|la) )?{_GATHERING} (?:virtual|en l[íi]nea|remot[oa])|"
    r"por videoconferencia|por internet|(?:por|en|vía) (?:la plataforma )?Zoom)\b",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(
    rf"\b(?:(?:in person|face[ -]to[ -]face|en persona|presencialmente){_ENDS}|"
    rf"{_AT} (?:an? )?(?:in[ -]person|face[ -]to[ -]face) {_GATHERING}|"
    rf"de (?:forma|manera|modo) presencial|(?:en|durante) (?:una? )?{_GATHERING} presencial)\b",
    re.IGNORECASE,
)
# "Signed as agreed at a virtual meeting".
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:who|that|which|about|que|sobre|(?!united\b)\w+ed|\w+ing|\w+[ai]d[oa]s?)\b", re.IGNORECASE
)
_MANNERS = ((_REMOTELY, _IN_PERSON),)
_MIXED = re.compile(
    r"\b(?:hybrid|híbrid[oa]s?|mixt[oa]s?|blended|semipresencial\w*)\b", re.IGNORECASE
)


def _by_manner(asked: str, statement: str, language: str) -> bool | None:
    for same, opposite in _either_way(_MANNERS):
        manner = same.search(asked)
        if manner is None or opposite.search(asked) or _MIXED.search(statement):
            continue
        question = f"{asked[: manner.start()].rstrip()}{asked[manner.end() :]}"
        found = find_assertion(question, statement, language)
        if not (found and found.is_true):
            return None
        for pattern, other in ((same, opposite), (opposite, same)):
            so = pattern.search(found.more)
            if so and not other.search(statement):
                is_of_it = not _OF_SOMETHING_ELSE.search(found.more[: so.start()])
                return pattern is same if is_of_it else None
    return None


def _either_way(
    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...],
) -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    for one, other in pairs:
        yield one, other
        yield other, one


def _mentions(text: str, kind: MentionKind) -> list[Mention]:
    return [one for one in find_mentions(text) if one.kind is kind]


def _text(text: str, mention: Mention) -> str:
    return text[mention.start : mention.end]
