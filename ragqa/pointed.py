"""What a model points at in a quotation, grown to what it cuts, and bare of what is not asked for.

"Panama and the Dominican Republic" is grown to the three countries of the sentence, "23" to
"approximately 23"; of "in March" only "March" is when.
"""

import re
from collections.abc import Sequence

from ragqa.abbreviations import find_definitions
from ragqa.cells import named_cells
from ragqa.days import YEAR
from ragqa.demands import demands_kind
from ragqa.enumerations import MAX_WORDS_OF_SEVERAL
from ragqa.forms import asked_form
from ragqa.mentions import Mention, MentionKind, find_mentions
from ragqa.questions import Kind, Question
from ragqa.short_answers import is_person
from ragqa.terms import tokenize
from ragqa.types import Span

MAX_WORDS = 12
"""A phrase longer than this is no short answer: the quotation says it better."""

_QUOTED_TITLE = re.compile(r"""["“«]([^"“”«»]+)["”»]""")
_TITLE_ASKED = re.compile(
    r"\b(?:what|which)(?: (?:is|was) (?:the|its))? title\b|\bhow (?:is|was) .* titled\b|"
    r"\b(?:qu[ée]|cu[áa]l (?:es|fue) (?:el|su)) t[íi]tulo\b|\bc[óo]mo se titul[aó]\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|y|e|o|u|&|as well as|así como))\s+(?:(?:the|el|la|los|las)\s+)?"
)
# "Ana Ortiz, Senior Specialist, and Miguel Gómez"
_JOINT_WITH_TITLE = re.compile(r",\s+[^.;:()]{3,90}?,?\s+(?:and|y)\s+")
_JOINED_WITHIN = 4
_CONJUNCTION = re.compile(r"\b(?:and|or|y|e|o|u|as well as|así como)\b|&")
_ONE_OF_A_KIND = re.compile(r"\b(?:which|what|qué) \w+(?<!s)\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?:\d|[a-záéíóúñ]{4}|[)\]])\.$")
# "the OIM.", "by sea.": at the end of a quotation, and not that of "Acme Inc."
_LAST_STOP = re.compile(
    r"(?<![.\w])(?!(?:etc|al|Inc|Ltd|Co|Jr|Sr|St|Mt|Ave|Rd|Dr|Sra|Ud|Uds|UU|No|Bros)\.)"
    r"[^\W\d_]{2,}\.$"
)
_YEAR_ASKED = re.compile(r"\b(?:what|which) year\b|\bqué año\b", re.IGNORECASE)
_YEAR = re.compile(rf"\b{YEAR}\b")
_SHARE_ASKED = re.compile(
    r"\b(?:percent|percentage|per cent)\b|\b(?:porcentaje|por ciento)\b", re.IGNORECASE
)
_SHARE = re.compile(r"\d[\d.,]*\s?(?:%|percent\b|per cent\b|por ciento\b)")
# "(RCM)" behind a name: the quotation has it. Not that of "O(n)".
_IN_BRACKETS = re.compile(r"\s+\([^()]*\)$")
# "(118)" behind a name: what stands in the brackets.
_ALL_IN_BRACKETS = re.compile(r"\([^()]+\)")
# "in March", "at the London Exhibition"; not "on the rocks".
_OPENING_PREPOSITION = re.compile(
    r"(?:[Ii]n|[Oo]n|[Aa]t|[Ee]n)\s+(?=(?:(?:the|el|la|los|las) )?[A-ZÁÉÍÓÚÑ\d])"
)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa])\b",
    re.IGNORECASE,
)
_ORDINAL_LETTERS = 5
_CASE = re.compile(r"(?:[^,;]|,(?=\d))+?(?=,(?!\d)|;| (?:and|or|y|o|e) |$)")
_LEAST_CASES = 2
# "It was moved from 1 September to 13 October."
_MOVED = re.compile(
    r"\b(?:moved|postponed|delayed|rescheduled|changed|brought forward|put off|aplaz\w+|pospus\w+|"
    r"pospuest\w+|traslad\w+|retras\w+|adelant\w+|cambi\w+|pas[óa])\b[^.;]*?"
    r"\b(?:from|del?|desde)\b[^.;]*?\s(?:to|al|a|hasta)\s(?:the |el )?(?=\d|\w+ \d)",
    re.IGNORECASE,
)
# "approximately 23", "más de 100": without it the number would be another.
_QUALIFIER = re.compile(
    r"\b(?:approximately|about|around|roughly|some|nearly|almost|over|more than|less than|"
    r"fewer than|at least|at most|up to|an estimated|aproximadamente|alrededor de|cerca de|unos|"
    r"unas|casi|más de|menos de|al menos|por lo menos|hasta)\s+$",
    re.IGNORECASE,
)


def of_the_asked_case(question: Question, quote: str, span: Span) -> Span:
    """Return the number of the case that is asked for, where a quotation has one for each.

    "The third child": "600 euros for the first child, 800 for the second and 1,000 for the third".
    """
    asked = _ordinals(question.asked)
    if question.kind is not Kind.HOW_MANY or len(asked) != 1:
        return span
    cases = [one for one in _CASE.finditer(quote) if _ordinals(one[0])]
    of_it = [one for one in cases if asked & _ordinals(one[0])]
    if len(cases) < _LEAST_CASES or len(of_it) != 1:
        return span
    (case,) = of_it
    numbers = [
        Span(case.start() + one.start, case.start() + one.end)
        for one in find_mentions(case[0])
        if one.kind is MentionKind.NUMBER and case[0][one.start].isdigit()
    ]
    return numbers[0] if len(numbers) == 1 else span


def _ordinals(text: str) -> set[str]:
    """Return the ordinal numbers of a text, by their first letters: "tercer" and "tercero"."""
    return {one[0].lower()[:_ORDINAL_LETTERS] for one in _ORDINAL.finditer(text)}


def of_the_asked_cell(question: Question, quote: str, span: Span | None) -> Span | None:
    """Return the cell of a row that is asked for, where a model points at another.

    "And in the rest of the country?": "Expense: hotel; London: £165; Rest of the country: £110".
    """
    cells = named_cells(quote)
    here = next((one for one in cells if span and one.start() <= span.start < one.end()), None)
    if here is None:
        return span
    words = set(re.findall(r"\w+", question.asked.lower()))

    def shared(cell: re.Match[str]) -> tuple[int, int]:
        name = cell["name"]
        terms = question.terms_in(name)
        return len(terms), len(words.intersection(re.findall(r"\w+", name.lower())))

    best = max(cells, key=shared)
    form = asked_form(question.asked)
    if shared(best) <= shared(here) or (form and not form.search(best["value"])):
        return span
    return Span(*best.span("value"))


def whole_span(question: Question, quote: str, span: Span) -> Span:
    """Return a span grown to the title, the bracket, the name or the row of names that it cuts.

    Where a title is asked for, and the quotation has one, that is it.
    """
    titles = [one for one in _QUOTED_TITLE.finditer(quote) if len(one[1].split()) <= MAX_WORDS]
    is_asked_for = len(titles) == 1 and _TITLE_ASKED.search(question.asked) is not None
    for title in titles:
        if is_asked_for or (title.start() < span.end and span.start < title.end()):
            return Span(*title.span(1))
    for name in (one.span for one in find_definitions(quote)):
        # "Agency" of "Agency for Health (AH)"
        if name.start <= span.start and span.end < name.end:
            return Span(*name)
    phrase = quote[slice(*span)]
    if phrase.count("(") > phrase.count(")") and quote.startswith(")", span.end):
        return Span(span.start, span.end + 1)
    if len(phrase.split()) > MAX_WORDS:
        return Span(span.start, span.end)
    if question.kind is Kind.LIST or (question.kind is Kind.WHO and _asks_openly(question)):
        grown = _with_the_others(question, quote, span)
        if len(quote[slice(*grown)].split()) <= MAX_WORDS_OF_SEVERAL:
            return grown
    return span


def _asks_openly(question: Question) -> bool:
    """Tell whether several may be who is asked for: not in "which player", "who was the king"."""
    return _ONE_OF_A_KIND.search(question.asked) is None and not demands_kind(question)


def trimmed(quote: str, span: Span) -> Span:
    """Return a span without the marks at its ends that belong to the sentence."""
    start, end = span
    while start < end and quote[start] in " ,;:.)\n":
        start += 1
    while (
        start < end
        and (
            quote[end - 1] in " ,;:(\n–—"
            # "5-" of "a 5-cylinder engine", not that of "BBB-"
            or (quote[end - 1] == "-" and quote[end : end + 1].isalnum())
            or (quote[end - 1] == "." and _ends_sentence(quote, start, end))
            or (
                quote[end - 1] == ")"
                and quote.count(")", start, end) > quote.count("(", start, end)
            )
        )
    ):
        end -= 1
    return Span(start, end)


def _ends_sentence(quote: str, start: int, end: int) -> bool:
    """Tell whether the full stop that a phrase ends with is the sentence's."""
    is_last = end == len(quote.rstrip())
    return _FULL_STOP.search(quote, start, end) is not None or (
        is_last and _LAST_STOP.search(quote, start, end) is not None
    )


def bare(question: Question, quote: str, span: Span) -> Span:
    """Return a span without what is not asked for.

    To "what year" that is the day, to a percentage the number it is of, to "when" and "where" the
    preposition, and else what stands in brackets at the end, or the brackets around all of it.
    """
    start, end = span
    if _ALL_IN_BRACKETS.fullmatch(quote, start, end):
        start, end = start + 1, end - 1
    for asked, wanted in ((_YEAR_ASKED, _YEAR), (_SHARE_ASKED, _SHARE)):
        found = [*wanted.finditer(quote, start, end)] if asked.search(question.asked) else []
        if len(found) == 1:
            return Span(*found[0].span())
    brackets = _IN_BRACKETS.search(quote[start:end])
    if brackets and brackets.start():
        end = start + brackets.start()
    start = max(
        [start, *(one.start("value") for one in named_cells(quote) if one.start() == start)]
    )
    moved = _MOVED.search(quote, 0, end) if question.kind is Kind.WHEN else None
    if moved and start < moved.end() < end:
        start = moved.end()
    if question.kind is Kind.HOW_MANY and quote[start : start + 1].isdigit():
        qualifier = _QUALIFIER.search(quote, 0, start)
        start = qualifier.start() if qualifier else start
    if question.kind in (Kind.WHEN, Kind.WHERE):
        opening = _OPENING_PREPOSITION.match(quote, start, end)
        start = opening.end() if opening else start
    return Span(start, end)


def _with_the_others(question: Question, quote: str, span: Span) -> Span:
    """Return a span with the names that a conjunction joins to it, those asked with left out."""
    names = [one for one in find_mentions(quote) if one.kind is MentionKind.NAME]
    inside = [one for one in names if one.start < span.end and span.start < one.end]
    if not inside:
        return span
    if question.kind is Kind.WHO and is_person(quote, inside[0]):
        names = [one for one in names if is_person(quote, one)]
    asked = set(question.terms)
    free = [
        one
        for one in names
        if not asked.issuperset(tokenize(quote[one.start : one.end], question.language))
    ]
    first = last = inside[0]
    while (after := _joined_behind(last, free, quote)) is not None:
        last = after
    while (before := _joined_in_front(first, free, quote)) is not None:
        first = before
    grown = Span(min(first.start, span.start), max(last.end, span.end))
    if first is last or not _CONJUNCTION.search(quote[slice(*grown)]):
        return span
    return _with_article(quote, grown) if first.start < span.start else grown


def _joined_behind(one: Mention, names: Sequence[Mention], quote: str) -> Mention | None:
    """Return the name that a conjunction or a comma joins to one before it, if there is one."""
    later = [other for other in names if other.start >= one.end][:_JOINED_WITHIN]
    joined = [other for other in later if _are_joined(one, other, quote)]
    return next(iter(joined), None) or _beside(one, later[:1], quote)


def _joined_in_front(other: Mention, names: Sequence[Mention], quote: str) -> Mention | None:
    earlier = [one for one in names if one.end <= other.start][-_JOINED_WITHIN:]
    joined = [one for one in earlier if _are_joined(one, other, quote)]
    if joined:
        return joined[0]
    nearest = earlier[-1:]
    return nearest[0] if nearest and _JOINT.fullmatch(quote, nearest[0].end, other.start) else None


def _beside(one: Mention, later: Sequence[Mention], quote: str) -> Mention | None:
    return later[0] if later and _JOINT.fullmatch(quote, one.end, later[0].start) else None


def _are_joined(one: Mention, other: Mention, quote: str) -> bool:
    """Tell whether a conjunction stands between, with a person's title before it or nothing."""
    between = quote[one.end : other.start]
    if _JOINT.fullmatch(between):
        return _CONJUNCTION.search(between) is not None
    both = is_person(quote, one) and is_person(quote, other)
    return both and _JOINT_WITH_TITLE.fullmatch(between) is not None


def is_asked(mention: Mention, quote: str, asked: set[str], language: str) -> bool:
    """Tell whether a thing that a quotation names has a term that is asked for."""
    return not asked.isdisjoint(tokenize(quote[mention.start : mention.end], language))


def _with_article(quote: str, span: Span) -> Span:
    found = re.search(r"\b(?:the|The) $", quote[: span.start])
    return Span(found.start(), span.end) if found else span
