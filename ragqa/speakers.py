"""What somebody said or spoke about: neither who they are, nor what they are called."""

import re

from ragqa.mentions import Mention, MentionKind, find_mentions
from ragqa.questions import Question
from ragqa.short_answers import is_person
from ragqa.terms import tokenize
from ragqa.types import Span

_SPEAK_EN = (
    "talk|speak|say|discuss|note|mention|explain|present|lecture|state|declare|argue|remark|add|"
    "emphasi[sz]e|stress|announce|claim|write|tell"
)
_SPEAK_ES = (
    r"habl\w+|dij\w+|dic\w+|coment\w+|explic\w+|mencion\w+|señal\w+|expus\w+|expon\w+|declar\w+|"
    r"afirm\w+|anunci\w+|destac\w+|cont[óo]|disert\w+"
)
_SAID_ASKED = re.compile(
    rf"\bwhat (?:did|does|do|has|have) (?:[\w.'’-]+ ){{1,6}}?(?:{_SPEAK_EN})"
    r"(?=\W*$| (?:about|of|on|at|in|during|to|with|for|when)\b)|"
    rf"^\W*(?:(?:de|sobre|acerca de) )?qué (?:\w+ )?(?:{_SPEAK_ES})\b(?! que\b)",
    re.IGNORECASE,
)
_POSITION = re.compile(
    r"\b(?:jobs?|positions?|roles?|titles?|posts?|occupations?|professions?|capacity|offices?|"
    r"cargos?|puestos?|funci[óo]n|profesi[óo]n|ocupaci[óo]n|rol)\b",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r",\s+([^,.;:\n]+)")
_NEXT = re.compile(r",\s+(?:and|y|e)\s+")


def says_only_who_spoke(question: Question, quote: str, span: Span) -> bool:
    """Tell whether it is asked what somebody said, and a phrase is a name or their position."""
    if not _SAID_ASKED.search(question.asked) or _POSITION.search(question.asked):
        return False
    if is_person(quote, Mention(MentionKind.NAME, *span)):
        return True
    return any(_is_said_of(quote, one, span) for one in _asked_persons(question, quote))


def of_the_asked_person(question: Question, quote: str, span: Span) -> Span:
    """Return the position of the person whose it is that a question asks for.

    Of "Marta Gil, Regional Adviser, and Joan Rey, consultant" the first is no consultant.
    """
    if not _POSITION.search(question.asked):
        return span
    persons = [one for one in find_mentions(quote) if is_person(quote, one)]
    asked = _asked_persons(question, quote)
    if len(asked) == 1 and any(
        _is_said_of(quote, one, span) for one in persons if one not in asked
    ):
        own = _BEHIND_NAME.match(quote, asked[0].end)
        return Span(*own.span(1)) if own else span
    for joint in _NEXT.finditer(quote, *span):
        if any(one.start == joint.end() for one in persons):
            return Span(span.start, joint.start())
    return span


def _asked_persons(question: Question, quote: str) -> list[Mention]:
    """Return the persons of a quotation whose names the question has."""
    asked = set(question.terms)
    persons = (one for one in find_mentions(quote) if is_person(quote, one))
    return [
        one
        for one in persons
        if asked.issuperset(tokenize(quote[one.start : one.end], question.language))
    ]


def _is_said_of(quote: str, person: Mention, span: Span) -> bool:
    """Tell whether a phrase stands right behind a person's name, between commas."""
    between = quote[person.end : span.start]
    return re.fullmatch(r",\s+[^,.;:\"“«]*", between) is not None
