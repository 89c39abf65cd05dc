"""Whom something is for: "Who is the course aimed at?" asks for what follows "aimed at"."""

import re

from ragqa.pointed import MAX_WORDS, trimmed
from ragqa.questions import Question
from ragqa.short_answers import names_no_person
from ragqa.types import Span

_IS_FOR_ASKED = re.compile(
    r"\bwhom?\b(?! (?:did|has|had)\b).*\b(?:aimed|intended|directed|designed|meant|targeted|"
    r"addressed|geared|aim|address)(?: specifically| mainly)? (?:at|for|to|towards?)\b|"
    r"\b(?:aimed at|intended for|directed (?:at|to)|designed for|meant for) whom\b|"
    r"^\W*for whom (?:is|are|was|were)\b|"
    r"^\W*who (?:is|are|was|were) (?:the|this|these|that) [\w ]+ for\W*$|"
    r"\ba qui[ée]n(?:es)? (?:se |va |van |iba |iban |está |están |estaba |estaban |estuvo |fue |"
    r"fueron |es |son )*(?:dirig\w+|destin\w+|orient\w+|enfoc\w+)\b|"
    r"\bpara qui[ée]n(?:es)? (?:es|son|era|eran|fue|fueron|está|están)\b",
    re.IGNORECASE,
)
_IS_FOR = re.compile(
    r"\b(?:(?:aimed|intended|directed|designed|meant|targeted|addressed|geared)(?: specifically| "
    r"mainly| primarily| especially)? (?:at|for|to|towards?)(?! (?:be|\w+e)\b)|"
    r"aims? at(?! \w+ing\b)|"
    r"(?:dirig|destin|orient|enfoc)\w+(?: especialmente| principalmente)? al?|"
    r"pensad[oa]s? para|diseñad[oa]s? para)\s+(?!\w+[aei]r\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^.;:\n]+")


def asks_whom_it_is_for(question: Question) -> bool:
    """Tell whether a question asks whom something is aimed at, intended for or addressed to."""
    return _IS_FOR_ASKED.search(question.asked) is not None


def says_whom_it_is_for(quote: str) -> bool:
    """Tell whether a quotation has words that whom something is for follows."""
    return _IS_FOR.search(quote) is not None


def whom_it_is_for(quote: str, span: Span | None) -> str | None:
    """Return the words that follow "aimed at" in a quotation, None if there are none or many.

    A span that a model points at behind them is taken for these.
    """
    for marker in _IS_FOR.finditer(quote):
        clause = _CLAUSE.match(quote, marker.end())
        if clause is None:
            continue
        whole = trimmed(quote, Span(*clause.span()))
        if span is not None and whole.start <= span.start and span.end <= whole.end:
            whole = trimmed(quote, Span(whole.start, max(span.end, whole.start)))
        if len(quote[slice(*whole)].split()) <= MAX_WORDS:
            return quote[slice(*whole)]
    return None


def is_a_body(quote: str, span: Span) -> bool:
    """Tell whether a phrase is a body's name: who gives something, and not whom it is for."""
    phrase = quote[slice(*span)]
    return names_no_person(phrase) and len(phrase.split()) <= MAX_WORDS
