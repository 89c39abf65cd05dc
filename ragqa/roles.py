"""Who does it and to whom: "Who beat the Lions?" is not answered by "The Lions beat the Tigers".

Told only where question and sentence have the same verb, and the one named in the question stands
right beside it; a verb whose two sides are alike ("marry") tells nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.grammar import AUXILIARY, CAPITALS, IRREGULAR_PASTS
from ragqa.statement_words import Word, words_said

_AGENT_ASKED = {
    "en": re.compile(
        rf"^\W*(?:and |so )?(?:who|what|(?:which|what)(?: (?!(?:{AUXILIARY})\b)[\w'’-]+){{1,3}}?)"
        rf" (?:also |first |then )?(?P<rest>(?!(?:{AUXILIARY}|else|am)\b)(?P<verb>[\w'’-]+) .+)",
        re.IGNORECASE | re.DOTALL,
    ),
    "es": re.compile(
        r"^\W*(?:y )?qui[ée]n(?:es)? (?P<rest>(?P<verb>(?!(?:es|son|era|eran|fue|fueron)\b)\w+)"
        r" (?:al?|el|la|los|las) .+)",
        re.IGNORECASE | re.DOTALL,
    ),
}
_PATIENT_ASKED = {
    "en": re.compile(
        r"^\W*(?:and |so )?whom? (?:did|does|do) (?P<rest>.+)", re.IGNORECASE | re.DOTALL
    ),
    "es": re.compile(r"^\W*(?:y )?a qui[ée]n(?:es)? (?P<rest>.+)", re.IGNORECASE | re.DOTALL),
}
_ALIKE_ON_BOTH_SIDES = frozenset(
    "marri meet join face fight play date border merg divorc match resembl equal accompani know "
    "met fought like becom remain mean cas encontr acompan conoc llam".split()
)
_PASSIVE = frozenset("is are was were be been being es son era eran fue fueron".split())
_WITHIN_A_NAME = frozenset({"of", "de", "and", "y"})
_BY = frozenset({"by", "por"})
_BETWEEN = frozenset("also then later first already tambien luego ya".split())
_LEADS_TO_WHOM = frozenset({"a", "al"})
_CAPITALISED = re.compile(rf"\b[{CAPITALS}]\w*")
_ENDS_OF_VERBS = ("ed", "s")
_MAX_WORDS_OF_OBJECT = 4


@dataclass(frozen=True, slots=True)
class _Act:
    """A verb, the terms of the one that a question names, and whether that one does it.

    ``base`` is its base form where the question has that: a sentence with it may have a noun.
    """

    verb: str
    named: frozenset[str]
    does_it: bool
    base: str | None = None


def is_the_other_way_round(question: str, sentence: str, language: str) -> bool:
    """Tell whether a sentence gives the one whom a question names the part that is asked for.

    Both are in ``language``.
    """
    said = words_said(sentence, language)
    names = frozenset(map(str.lower, _CAPITALISED.findall(sentence)))
    return any(_is_reversed(act, said, names) for act in _acts(question, language))


def _acts(question: str, language: str) -> Iterator[_Act]:
    if asked := _PATIENT_ASKED[language].match(question):
        words = words_said(asked["rest"], language)
        places = [0] if language == "es" else range(1, len(words))
        for at in places:
            if words and words[at].is_term and words[at].term not in _ALIKE_ON_BOTH_SIDES:
                named = words[1:] if language == "es" else words[:at]
                base = words[at].written if language == "en" else None
                yield _Act(words[at].term, _terms(named), does_it=True, base=base)
    elif asked := _AGENT_ASKED[language].match(question):
        verb, *named = words_said(asked["rest"], language)
        written = asked["verb"].lower()
        may_be_verb = written.endswith(_ENDS_OF_VERBS) or written in IRREGULAR_PASTS
        if (language == "es" or may_be_verb) and verb.term not in _ALIKE_ON_BOTH_SIDES:
            yield _Act(verb.term, _terms(named), does_it=False)


def _terms(words: Sequence[Word]) -> frozenset[str]:
    """Return the terms of the first noun phrase: "Beetle" of "Beetle before DC Comics"."""
    found = set()
    for word in words:
        if word.is_term:
            found.add(word.term)
        elif found and word.written not in _WITHIN_A_NAME:
            break
    return frozenset(found)


def _is_reversed(act: _Act, said: Sequence[Word], names: frozenset[str]) -> bool:
    """Tell whether the one named has the other part in the sentence, and nowhere its own."""
    parts = {
        _does_it(act, said, at, names)
        for at, word in enumerate(said)
        if word.term == act.verb and word.written != act.base
    }
    return (not act.does_it) in parts and act.does_it not in parts


def _does_it(act: _Act, said: Sequence[Word], at: int, names: frozenset[str]) -> bool | None:
    """Return whether the one named does it, by the verb at a place; None where nothing tells."""
    before = at - 1
    while before >= 0 and said[before].written in _BETWEEN:
        before -= 1
    stands_before = before >= 0 and said[at].is_joined and said[before].term in act.named
    behind = list(_joined_behind(said, at))
    is_passive = said[at].led_by in _PASSIVE or bool(behind and behind[0].written in _BY)
    if is_passive:
        agent = behind[1:] if behind and behind[0].written in _BY else []
        stands_behind = any(word.term in act.named for word in agent)
    else:
        stands_behind = any(word.term in act.named for word in behind)
    if stands_before == stands_behind:
        return None
    if is_passive:
        return stands_behind
    if stands_before and not _has_object(said[at], behind, names):
        return None  # "the workshop held last week": perhaps a participle
    return stands_before


def _has_object(verb: Word, behind: Sequence[Word], names: frozenset[str]) -> bool:
    if not behind:
        return False
    first = behind[0]
    return bool(
        first.led_by
        or first.written in names
        or first.written in _LEADS_TO_WHOM
        or (first.is_term and verb.written.endswith("s"))
    )


def _joined_behind(said: Sequence[Word], at: int) -> Iterator[Word]:
    """Yield the words of the object or of "by ...", up to a preposition or a mark."""
    for place, word in enumerate(said[at + 1 : at + 1 + _MAX_WORDS_OF_OBJECT]):
        if not word.is_joined or (place and not word.is_term):
            return
        yield word
