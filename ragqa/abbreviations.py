"""Abbreviations that a text defines: "Regional Conference on Migration (RCM)".

The matching of short and long form is that of A. S. Schwartz and M. A. Hearst, A Simple Algorithm
for Identifying Abbreviation Definitions in Biomedical Text (Pacific Symposium on Biocomputing,
2003), made stricter: the long form's words that count begin as the abbreviation's letters do.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ragqa.types import Span

_SHORT = r"[A-ZÁÉÍÓÚÑ][A-Za-zÁÉÍÓÚÑ&]*[A-ZÁÉÍÓÚÑ][A-Za-z&]*"
_SHORT_IN_BRACKETS = re.compile(rf"\((?:the )?({_SHORT})(?P<more>[,;]? [^()]*)?\)")
_LONG_IN_BRACKETS = re.compile(rf"\b({_SHORT}) \(([^()]{{6,120}})\)")
_KNOWN_AS = re.compile(
    rf"\b(?:known as|abbreviated(?: as| to)?|called|conocid[oa] como|abreviad[oa] como|"
    rf"por sus siglas(?: en \w+)?,?|cuyas siglas son) ({_SHORT})\b"
)
# An abbreviation of another language need not fit the words: "(COPPAMI in Spanish)".
_TOLD_TO_BE_ONE = re.compile(
    r"\b(?:in (?:Spanish|English)|en (?:español|inglés)|abbreviation|acronym|initials|siglas|"
    r"acrónimo|abreviatura)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LINKING = frozenset(
    "a an and or by for from in of on the to with "
    "y e o u de del la las el los en para por al con".split()
)
_CAPITALISED = r"[A-ZÁÉÍÓÚÑ][\w'’-]*"
_NAME = (
    rf"(?P<long>{_CAPITALISED}"
    rf"(?: (?:(?:of|for|on|and|the|to|de|del|la|las|los|para|y|a|en|el) ){{0,3}}{_CAPITALISED})+)"
)
_NAME_AT_START = re.compile(rf"(?:[Tt]he |El |La |Los |Las )?{_NAME}")
_NAME_AT_END = re.compile(rf"\b(?:The |El |La |Los |Las )?{_NAME} ?$")
_SENTENCE_END = re.compile(r"[.!?]\s+|\n")
_TOLD_WITHIN = 40
_MIN_LETTERS_OF_SYLLABLES = 5
_MIN_LETTERS, _MAX_LETTERS = 2, 10
_CLAUSE_END = re.compile(r"[.;:()\n]")


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation with the words that it stands for, and where these stand in the text."""

    short: str
    long: str
    span: Span


def find_definitions(text: str) -> tuple[Definition, ...]:
    """Return the abbreviations that a text defines, in the order in which it does."""
    found = (*_before_brackets(text), *_in_brackets(text), *_known_as(text))
    return tuple(sorted(found, key=lambda one: one.span.start))


def gather_definitions(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return each pair of abbreviation and long form that texts define once, sorted.

    Of long forms that differ only in case or spacing, the first is kept.
    """
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    for text in texts:
        for one in find_definitions(text):
            long = " ".join(one.long.split())
            pairs.setdefault((one.short, long.lower()), (one.short, long))
    return tuple(sorted(pairs.values()))


def _before_brackets(text: str) -> Iterator[Definition]:
    for match in _SHORT_IN_BRACKETS.finditer(text):
        span = _long_form(text, match.start(), match[1])
        if span is None and _TOLD_TO_BE_ONE.search(match["more"] or ""):
            span = _name_before(text, match.start())
        if span:
            yield Definition(match[1], text[slice(*span)], span)


def _in_brackets(text: str) -> Iterator[Definition]:
    for match in _LONG_IN_BRACKETS.finditer(text):
        span = _long_form(text, match.end(2), match[1], start=match.start(2))
        if span and span.start == match.start(2):
            yield Definition(match[1], match[2], span)


def _known_as(text: str) -> Iterator[Definition]:
    """Find "The Permanent Commission … is known as COPPAMI": the name that opens the sentence."""
    for match in _KNOWN_AS.finditer(text):
        ends = (end.end() for end in _SENTENCE_END.finditer(text, 0, match.start()))
        name = _NAME_AT_START.match(text, max(ends, default=0), match.start())
        is_told = _TOLD_TO_BE_ONE.search(text, match.end(), match.end() + _TOLD_WITHIN)
        if name and (is_told or _letters_in_order(match[1], name["long"])):
            yield Definition(match[1], name["long"], Span(*name.span("long")))


def _name_before(text: str, end: int) -> Span | None:
    """Return the capitalised words that end right before ``end``, with the words that link them."""
    found = _NAME_AT_END.search(text, 0, end)
    return Span(*found.span("long")) if found else None


def _long_form(text: str, end: int, short: str, *, start: int = 0) -> Span | None:
    """Return the words right before ``end`` that an abbreviation stands for, or None.

    Its letters are the first letters of these words, in their order; a word that only links may be
    without one, and a word may have several ("Caribbean Community", CARICOM).
    """
    letters = [letter.lower() for letter in _folded(short) if letter.isalpha()]
    if not _MIN_LETTERS <= len(letters) <= _MAX_LETTERS:
        return None
    clause = max((stop.end() for stop in _CLAUSE_END.finditer(text, start, end)), default=start)
    words = list(_WORD.finditer(text, clause, end))
    if not words or text[words[-1].end() : end].strip(" “”\"'«»"):
        return None
    for first in range(len(words) - 1, max(-1, len(words) - 2 * len(letters) - 4), -1):
        taken = words[first:]
        if _folded(taken[0][0])[0].lower() == letters[0] and _spells(letters, taken):
            possessive = taken[-1][0].endswith(("'s", "’s"))
            return Span(taken[0].start(), taken[-1].end() - 2 * possessive)
    return None


def _spells(letters: list[str], words: list[re.Match[str]]) -> bool:
    """Tell whether every word that counts gives its first letter, and all letters are used.

    A long abbreviation may take several letters of a word, and leave out one word (COPPAMI:
    Comisión Permanente para la Protección y Asistencia a Migrantes Vulnerables).
    """
    folded = [_folded(word[0]).lower() for word in words]
    if len(words) < _MIN_LETTERS:
        return False
    if _spells_by_initials(letters, folded):
        return True
    counting = [word for word in folded if word not in _LINKING]
    spare = len(letters) >= _MIN_LETTERS_OF_SYLLABLES
    return spare and _spells_by_syllables("".join(letters), counting, may_skip=True)


def _spells_by_initials(letters: list[str], words: list[str]) -> bool:
    place = 0
    for word in words:
        if place < len(letters) and word[0] == letters[place]:
            place += 1
        elif word not in _LINKING:
            return False
    return place == len(letters)


def _spells_by_syllables(letters: str, words: list[str], *, may_skip: bool) -> bool:
    if not letters or not words:
        return not letters and (not words or (may_skip and len(words) == 1))
    longest = next(
        (
            size
            for size, pair in enumerate(zip(letters, words[0], strict=False))
            if len(set(pair)) > 1
        ),
        min(len(letters), len(words[0])),
    )
    if any(
        _spells_by_syllables(letters[size:], words[1:], may_skip=may_skip)
        for size in range(longest, 0, -1)
    ):
        return True
    return may_skip and _spells_by_syllables(letters, words[1:], may_skip=False)


def _letters_in_order(short: str, long: str) -> bool:
    """Tell whether an abbreviation's letters stand in a long form in order, the first in front."""
    rest = _folded(long).lower()
    if not rest.startswith(_folded(short)[0].lower()):
        return False
    places = iter(rest)
    return all(letter in places for letter in _folded(short).lower())


def _folded(text: str) -> str:
    return text.translate(str.maketrans("ÁÉÍÓÚÜÑáéíóúüñ", "AEIOUUNaeiouun"))
