"""Rows of things that a sentence names: given whole from their first item, or not at all."""

import re
from itertools import pairwise

from ragqa.grammar import AUXILIARY
from ragqa.mentions import Mention, MentionKind, find_mentions
from ragqa.questions import Kind, Question
from ragqa.sentences import LIST_ITEM
from ragqa.types import Span

MAX_WORDS_OF_SEVERAL = 20
"""A row of more words than this is no short answer: the quotation says it better."""

_LIST_ITEM = re.compile(rf"\n{LIST_ITEM.pattern}")
_ENUMERATES = re.compile(rf"{_LIST_ITEM.pattern}|(?:, [^,]+){{2,}}")
_LAST = r",?\s+(?:and|or|y|e|o|u|as well as|así como)\s+"
_ITEM = r"[^,.;:()\n]{1,60}?"
_LAST_ITEM = r"[^,.;:()\n]+"
# "including members of unions, nurses and teachers"
_INTRODUCED = re.compile(
    r"\b(?:including|such as|namely|among them|incluid[oa]s|incluyendo|tales como|"
    r"entre (?:ell[oa]s|otr[oa]s))\s+"
    rf"(?P<row>{_ITEM}(?:,\s+{_ITEM})+{_LAST}{_LAST_ITEM})"
    r"(?=[.;:()\n]|$|,\s+(?:who|which|whose|where|que|quien\w*|cuy[oa]s?)\b)",
    re.IGNORECASE,
)
# "the public sector, the private sector, civil society and the universities"
_ARTICLE = r"(?:the|el|la|los|las)"
_WORDS = r"[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*){0,3}?"
_WITH_ARTICLES = re.compile(
    rf"\b(?P<row>{_ARTICLE}\s+{_WORDS}(?:,\s+(?:{_ARTICLE}\s+|\w+\s+)?{_WORDS})+"
    rf"{_LAST}{_LAST_ITEM})"
)
_SECOND_HAS_ARTICLE = re.compile(rf"[^,]+,\s+{_ARTICLE}\s")
_MAX_WORDS_OF_LAST = 4

_SEVERAL_ASKED = re.compile(
    rf"\b(?:what|which) (?:(?:other|two|three|kinds of|types of) )?(?!(?:{AUXILIARY})\b)"
    r"(?:\w{3,}(?<!s)s|people|men|women)\b|"
    r"\b(?:qué|cuáles) (?:otr[oa]s |dos |tres |tipos? de |clases? de )?"
    r"(?!(?:más|menos|tras)\b)\w{2,}s\b|\bquiénes\b",
    re.IGNORECASE,
)
_NUMBER_ASKED = re.compile(
    r"\b(?:what|which|qué|cuáles|con qué)(?: (?:are|were|son|fueron))?(?: (?:the|los|las))? "
    r"(?:two|three|four|five|both|dos|tres|cuatro|cinco|ambos|ambas) \w",
    re.IGNORECASE,
)
# "RROCM and from then on as RRCOM"
_NO_ROW = re.compile(
    r"\b(?:and|y|e)\s+(?:(?:from|later|then|since|as|after\w*|before|also|desde|luego|después|"
    r"posteriormente|más tarde|más adelante|como|a partir)\b)",
    re.IGNORECASE,
)
_APART = re.compile(r"[,;/&+–-]|\b(?:and|or|y|e|o|u|as well as|así como)\b", re.IGNORECASE)

_NAMES_ASKED = re.compile(
    r"\b(?:what|which) (?:\w+ )?(?:countries|nations|cities|towns|states|provinces|"
    r"organi[sz]ations|institutions|companies|municipalities)\b|"
    r"\bqu[ée] (?:\w+ )?(?:países|paises|naciones|ciudades|pueblos|estados|provincias|"
    r"organizaciones|instituciones|empresas|municipios)\b",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(
    r"(?:,|,?\s+(?:and|y|e))\s+(?:(?:the|el|la|los|las)\s+)?", re.IGNORECASE
)
_LEAST_NAMES = 3


def enumerates(text: str) -> bool:
    """Tell whether a text names several things in a row or in a list."""
    return _ENUMERATES.search(text) is not None


def enumerates_what_is_asked(question: Question, text: str) -> bool:
    """Tell whether a text names several of what is asked for, of countries three in a row."""
    if not _NAMES_ASKED.search(question.asked) or _LIST_ITEM.search(text):
        return enumerates(text)
    names = [one for one in find_mentions(text) if one.kind is MentionKind.NAME]
    joined = 1
    for one, other in pairwise(names):
        joined = joined + 1 if _are_in_a_row(text, one, other) else 1
        if joined >= _LEAST_NAMES and _APART.search(text[one.end : other.start].strip(", ")):
            return True
    return False


def _are_in_a_row(text: str, one: Mention, other: Mention) -> bool:
    return _BETWEEN_NAMES.fullmatch(text, one.end, other.start) is not None


def asks_for_several(question: Question) -> bool:
    """Tell whether things in the plural are asked for: "What jobs ...?", "¿Quiénes ...?"."""
    return question.kind is Kind.LIST or _SEVERAL_ASKED.search(question.asked) is not None


def whole_row(question: Question, quote: str, span: Span) -> Span | None:
    """Return the row of things that a span is a part of, None if it is too long to give.

    A span that is no part of a row, or asked for by itself, is returned as it is.
    """
    row = _row_around(question, quote, span)
    if row is None or (span.start <= row.start and row.end <= span.end):
        return span
    whole = Span(min(row.start, span.start), max(row.end, span.end))
    return whole if len(quote[slice(*whole)].split()) <= MAX_WORDS_OF_SEVERAL else None


def _row_around(question: Question, quote: str, span: Span) -> Span | None:
    is_part = _APART.search(quote, *span) is not None
    if asks_for_several(question):
        for found in _INTRODUCED.finditer(quote):
            if found.start("row") <= span.start < found.end("row"):
                return Span(*found.span("row"))
    elif question.kind is not Kind.WHO:
        return None
    for found in _WITH_ARTICLES.finditer(quote) if is_part else ():
        row = Span(*found.span("row"))
        is_within = row.start <= span.start < row.end or span.start < row.start < span.end
        if is_within and _SECOND_HAS_ARTICLE.match(quote, row.start):
            return _without_tail(quote, row, span)
    return None


def _without_tail(quote: str, row: Span, span: Span) -> Span | None:
    """Return a row up to where its last item surely ends, None if that cannot be told."""
    if span.end >= row.end:
        return row
    last = [*re.finditer(_LAST, quote[slice(*row)])][-1]
    if span.end > row.start + last.end():
        return Span(row.start, span.end)
    return (
        row if len(quote[row.start + last.end() : row.end].split()) <= _MAX_WORDS_OF_LAST else None
    )


def without_the_asked(question: Question, quote: str, span: Span) -> Span:
    """Return one of two joined names where the question has the other, as it is spelt.

    "Which ministry met IOM?": of "the Ministry of Health and IOM" the ministry.
    """
    joints = [*re.finditer(r",?\s+(?:and|y|e|&)\s+", quote[slice(*span)])]
    if len(joints) != 1:
        return span
    one, other = (
        Span(span.start, span.start + joints[0].start()),
        Span(span.start + joints[0].end(), span.end),
    )
    are_asked = [_is_named(question, quote[slice(*part)]) for part in (one, other)]
    if are_asked[0] == are_asked[1]:
        return span
    return other if are_asked[0] else one


def _is_named(question: Question, phrase: str) -> bool:
    """Tell whether a question has a name, letter by letter and whole."""
    name = re.sub(rf"^{_ARTICLE}\s+", "", phrase, flags=re.IGNORECASE)
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question.asked)
    return name[:1].isupper() and found is not None


def is_part_of_a_number(question: Question, phrase: str) -> bool:
    """Tell whether "two" or more are asked for, and a phrase names one, or says more than names."""
    if not _NUMBER_ASKED.search(question.asked):
        return False
    return _APART.search(phrase) is None or _NO_ROW.search(phrase) is not None
