"""Two rows that pair: "Ana and Luis spoke on seeds and soil, respectively"."""

import re

from ragqa.mentions import MentionKind, find_mentions
from ragqa.questions import Question
from ragqa.terms import tokenize
from ragqa.types import Span

_PAIRS_UP = re.compile(r",?\s*\b(?:respectively|respectivamente)\b", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|y|e)\s+")
_ROWS = 2


def of_the_asked_pair(question: Question, quote: str, span: Span) -> Span:
    """Return the one of two things that goes with what a question names of two others.

    The span is returned as it is where no two rows of two pair up in the sentence, where it is no
    row, or where the question names both or neither of the others.
    """
    end = _PAIRS_UP.search(quote)
    joints = [*_AND.finditer(quote, 0, end.start())] if end else []
    if end is None or len(joints) != _ROWS:
        return span
    of_answer = [one for one in joints if span.start < one.start() and one.end() < span.end]
    if len(of_answer) != 1:
        return span
    (joint,) = of_answer
    other = joints[1 - joints.index(joint)]
    which = _which_is_asked(question, quote[: end.start()], Span(*other.span()))
    if which is None:
        return span
    return (Span(span.start, joint.start()), Span(joint.end(), min(span.end, end.start())))[which]


def _which_is_asked(question: Question, sentence: str, joint: Span) -> int | None:
    """Return 0 or 1 for the thing before or behind a joint that a question names, or None."""
    language = question.language
    names = [one for one in find_mentions(sentence) if one.kind is MentionKind.NAME]
    before = next((sentence[one.start : one.end] for one in names if one.end == joint.start), None)
    behind = next((sentence[one.start : one.end] for one in names if one.start == joint.end), None)
    if (before is None) != (behind is None):
        return None
    if before is None or behind is None:
        behind = re.split(r"[,;.:]", sentence[joint.end :])[0]
        count = len(behind.split())
        before = " ".join(sentence[: joint.start].split()[-count:])
    asked = set(question.terms)
    of_one, of_other = (asked.intersection(tokenize(one, language)) for one in (before, behind))
    of_one, of_other = of_one - of_other, of_other - of_one
    if bool(of_one) == bool(of_other):
        return None
    return 0 if of_one else 1
