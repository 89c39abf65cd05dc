"""The same act in the active and the passive: "Ana led it" and "it was led by Ana"."""

import re
from collections.abc import Iterator, Sequence

from ragqa.grammar import IRREGULAR_PASTS, PREPOSITIONS
from ragqa.statement_words import Word

_PAST, _NOW = "past", "now"
_ASKS_OF_PAST = re.compile(r"\W*(?:did|was|were|fue|fueron)\b", re.IGNORECASE)
_ASKS_OF_NOW = re.compile(r"\W*(?:do|does|is|are|es|son)\b", re.IGNORECASE)
_PASSIVE = {
    _PAST: frozenset("was were been fue fueron sido".split()),
    _NOW: frozenset("is are es son".split()),
}
_ALL_PASSIVE = frozenset().union(*_PASSIVE.values())
_PAST_ENDS = ("ed", "ó", "aron", "ieron")
_BY = frozenset({"by", "por"})
_PARTICIPLE_ES = re.compile(r"\w+[ai]d[oa]s?")
_PREPOSITIONS = frozenset(f"{PREPOSITIONS['en']}|{PREPOSITIONS['es']}".split("|"))
_MAX_SUBJECT = 4

Order = tuple[Word, ...]


def passive_orders(asked: Sequence[Word], said: Sequence[Word], question: str) -> Iterator[Order]:
    """Yield the words asked in the order of a passive that a clause has, of the same time."""
    for at, verb in enumerate(said[:-1]):
        by = said[at + 1]
        if by.written not in _BY or not _is_of_time(question, asked, verb, is_passive=True):
            continue
        for place, word in enumerate(asked):
            if word.term == verb.term:
                yield from _turned_to_passive(asked, place, by)


def _turned_to_passive(asked: Sequence[Word], place: int, by: Word) -> Iterator[Order]:
    verb = asked[place]
    if place == 0:  # "¿Dirigió Ana Ruiz la película?"
        for cut in range(2, len(asked)):
            yield (*asked[cut:], verb, by, *asked[1:cut])
        return
    for cut in range(place + 2, len(asked) + 1):
        yield (*asked[place + 1 : cut], verb, by, *asked[:place], *asked[cut:])


def active_orders(asked: Sequence[Word], said: Sequence[Word], question: str) -> Iterator[Order]:
    """Yield the words asked, of a passive, in the order of an active of the same time."""
    by = next((at for at, word in enumerate(asked) if word.written in _BY), 0)
    if by < 2:
        return
    agent = asked[by + 1 :]
    for place in {0, by - 1}:
        verb, what = asked[place], [*asked[:place], *asked[place + 1 : by]]
        same = next((word for word in said if word.term == verb.term), None)
        if same is None or not _is_of_time(question, asked, same, is_passive=False):
            continue
        for cut in range(1, len(agent) + 1):
            yield (*agent[:cut], verb, *what, *agent[cut:])


def without_subject(asked: Sequence[Word], said: Sequence[Word], question: str) -> int:
    """Return where in an active clause the verb stands that a passive without "by" asks about.

    "Was the pact signed?", "The two parties signed the pact." It is 0 where there is none.
    """
    if not _ASKS_OF_PAST.match(question) or any(word.written in _BY for word in asked):
        return 0
    for at, word in enumerate(said[1 : _MAX_SUBJECT + 1], 1):
        if word.written in _PREPOSITIONS:
            return 0
        is_asked = any(word.term == one.term and _is_past(one.written) for one in asked)
        if is_asked and _is_of_time(question, asked, word, is_passive=False):
            return at
    return 0


def _is_of_time(question: str, asked: Sequence[Word], verb: Word, *, is_passive: bool) -> bool:
    """Tell whether a verb of a clause is of the voice, and of the time that is asked about."""
    if is_passive != (verb.led_by in _ALL_PASSIVE) and not (is_passive and not verb.led_by):
        return False
    if is_passive:
        time = _PAST if not verb.led_by or verb.led_by in _PASSIVE[_PAST] else _NOW
    else:
        time = _PAST if _is_past(verb.written) else _NOW
    return time == _time_asked(question, asked)


def _is_past(written: str) -> bool:
    return written.endswith(_PAST_ENDS) or written in IRREGULAR_PASTS


def _time_asked(question: str, asked: Sequence[Word]) -> str | None:
    if _ASKS_OF_PAST.match(question):
        return _PAST
    if _ASKS_OF_NOW.match(question):
        return _NOW
    verb = asked[0].written  # Spanish: the verb itself opens the question
    if verb.endswith(_PAST_ENDS[1:]):
        return _PAST
    return _NOW if verb.endswith(("a", "e", "an", "en")) else None
