"""What only tells things of a kind apart: "laws that favour nomads" are laws, and not nomads."""

import re

from ragqa.grammar import AUXILIARY
from ragqa.pointed import MAX_WORDS
from ragqa.questions import Kind, Question
from ragqa.terms import tokenize
from ragqa.types import Span

_ASKED_THINGS = re.compile(
    rf"\b(?:what|which|qué) (?!(?:{AUXILIARY})\b)([^\W\d_]{{3,}}s)\b(?! (?:of|de|del)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_RELATIVE = re.compile(r"\s+(?:that|which|que)\s+")
_SAME_CLAUSE = re.compile(r"[^,.;:()\n]*")
_NAMES_THEM = re.compile(
    r"\b(?:called|named|known|titled|are|were|is|was|include\w*|llamad\w+|denominad\w+|conocid\w+|"
    r"titulad\w+|es|son|era|eran|fue|fueron|incluy\w+)\b",
    re.IGNORECASE,
)


def thing_it_modifies(question: Question, quote: str, span: Span) -> Span | None:
    """Return the asked things with the clause that a phrase stands in, None if that is unwieldy.

    A phrase that is no part of such a clause is returned as it is.
    """
    asked = _ASKED_THINGS.search(question.asked) if question.kind is not Kind.LIST else None
    if asked is None:
        return span
    wanted = set(tokenize(asked[1], question.language))
    for word in _WORD.finditer(quote, 0, span.start):
        if not wanted.intersection(tokenize(word[0], question.language)):
            continue
        clause = quote[word.end() : span.start]
        relative = _relative_in(clause, quote, span)
        if relative is None or _names_them_or_is_asked(question, clause[relative.end() :]):
            continue
        whole = Span(word.start(), _with_closing_mark(quote, word.start(), span.end))
        is_short = len(quote[slice(*whole)].split()) <= MAX_WORDS
        return whole if relative.start() == 0 and is_short else None
    return span


def _relative_in(clause: str, quote: str, span: Span) -> re.Match[str] | None:
    """Return the "that" of a clause, or the one that a phrase itself begins with."""
    if not _SAME_CLAUSE.fullmatch(clause):
        return None
    begins = re.compile(r"\s*(?:that|which|que)\s").match(quote, span.start)
    if begins is not None and begins.end() < span.end:
        return re.compile(r"\s*$").search(clause)
    return _RELATIVE.search(clause)


def _names_them_or_is_asked(question: Question, clause: str) -> bool:
    if _NAMES_THEM.search(clause):
        return True
    return bool(question.terms_in(clause))


def _with_closing_mark(quote: str, start: int, end: int) -> int:
    """Return an end behind the quotation mark that closes one within."""
    closing = {'"': '"', "“": "”", "«": "»"}
    text = quote[start:end]
    is_open = any(
        (text.count(mark) % 2 if mark == closes else text.count(mark) > text.count(closes))
        and quote.startswith(closes, end)
        for mark, closes in closing.items()
    )
    return end + 1 if is_open else end
