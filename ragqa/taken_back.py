"""Times and numbers that a sentence takes back: "on 3 November instead of 20 October".

What holds is the other one.
"""

import re

from ragqa.mentions import Mention, MentionKind, find_mentions
from ragqa.questions import Kind, Question
from ragqa.types import Span

_KINDS = {Kind.WHEN: MentionKind.DATE, Kind.HOW_MANY: MentionKind.NUMBER}
_PREPOSITION = r"(?:(?:on|in|at|by|from|for|to|el|la|las|los|en|por|para|a|al|del|de) ?){0,2}"
# What holds stands before it: "in 2018 instead of 2019", "on the 13th, not on the 6th".
_INSTEAD = re.compile(
    r"(?:\b(?:instead of|rather than|en (?:lugar|vez) del?)|, (?:and )?(?:not|y no|no)) "
    rf"{_PREPOSITION}$",
    re.IGNORECASE,
)
# What holds stands behind "but": "not in 2019 but in 2018".
_NOT = re.compile(rf"\b(?:not|no) (?:\w+ ){{0,2}}?{_PREPOSITION}$", re.IGNORECASE)
_BUT = re.compile(rf",? (?:but|sino) {_PREPOSITION}$", re.IGNORECASE)
# What holds stands behind a word for moving: "planned for 20 October, is put off to 3 November".
_MOVES = (
    r"\b(?:moved|postponed|delayed|rescheduled|changed|brought forward|put (?:off|back)|"
    r"pushed back|shifted|(?:se )?(?:ha |han )?(?:aplaz|retras|traslad|adelant|pospon|pospus|"
    r"pospuest|cambi|pas)\w*)\b"
)
_MOVED_TO = re.compile(
    rf"{_MOVES}[^.;\d]*?\b(?:to|until|till|al|a|hasta|para) (?:the |el |las? )?$", re.IGNORECASE
)
_ASKS_OTHERWISE = re.compile(
    rf"{_MOVES}|\b(?:before|previous\w*|original\w*|first|planned|initially|formerly|wrong\w*|"
    r"instead|antes|anterior\w*|previst[oa]s?|inicial\w*|original\w*)\b",
    re.IGNORECASE,
)


def as_it_now_is(question: Question, quote: str, span: Span) -> Span:
    """Return a span, or the time or number of the quotation that stands in its place."""
    wanted = _KINDS.get(question.kind)
    if wanted is None or _ASKS_OTHERWISE.search(question.asked):
        return span
    named = [one for one in find_mentions(quote) if one.kind is wanted]
    pointed = [one for one in named if one.start < span.end and span.start < one.end]
    if len(pointed) != 1:
        return span
    place = named.index(pointed[0])
    before = named[place - 1] if place else None
    after = named[place + 1] if place + 1 < len(named) else None
    holds = _in_its_place(quote, pointed[0], before, after)
    return span if holds is None else Span(holds.start, holds.end)


def _in_its_place(
    quote: str, taken: Mention, before: Mention | None, after: Mention | None
) -> Mention | None:
    """Return which of the two beside a mention holds, None if that does itself."""
    lead = quote[before.end if before else 0 : taken.start]
    if before and _INSTEAD.search(lead):
        return before
    between = quote[taken.end : after.start] if after else ""
    if _NOT.search(lead) and _BUT.fullmatch(between):
        return after
    return after if _MOVED_TO.search(between) else None
