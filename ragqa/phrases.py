"""The phrase that answers, in a quotation: whole, and of the kind that the question asks for.

A model points at words. Here they are grown to what they cut ("Panama and the Dominican Republic"
to the three countries of the sentence), and held against the question: a number is asked for and
none is named, or the words only complete a name that the question has ("Walk against Trafficking").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.abbreviations import find_definitions
from ragqa.days import YEAR
from ragqa.forms import asked_form, find_form
from ragqa.mentions import Mention, MentionKind, find_mentions, with_digits
from ragqa.questions import Kind, Question
from ragqa.sentences import LIST_ITEM
from ragqa.short_answers import (
    find_short_answer,
    is_person,
    names_no_person,
    unasked_mentions,
)
from ragqa.terms import tokenize
from ragqa.types import Span

_MAX_WORDS = 12
"""A phrase longer than this is no short answer: the quotation says it better."""

_MAX_WORDS_OF_SEVERAL = 20
_MEASURES = (MentionKind.NUMBER, MentionKind.DATE)
_MAX_WORDS_OF_TIME = 5
"""A longer phrase with a number and no date counts something: "two hundred people from Almara"."""

_LIST_ITEM = re.compile(rf"\n{LIST_ITEM.pattern}")
_LIST_BEGINS = re.compile(rf"\s*:\s*\n{LIST_ITEM.pattern}")
_STEPS = re.compile(r"(?:^|\n)\(?\d{1,2}[.)]\s+\S")
_ENUMERATES = re.compile(_LIST_ITEM.pattern + r"|(?:, [^,]+){2,}")
_QUOTED_TITLE = re.compile(r"""["“«]([^"“”«»]+)["”»]""")
_TITLE_ASKED = re.compile(
    r"\b(?:what|which)(?: (?:is|was) (?:the|its))? title\b|\bhow (?:is|was) .* titled\b|"
    r"\b(?:qu[ée]|cu[áa]l (?:es|fue) (?:el|su)) t[íi]tulo\b|\bc[óo]mo se titul[aó]\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|entre)\b(?!.*\b(?:and|y|e)\b)", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r",?\s+(?:and|y|e)\b")
_MEANING_TERMS = frozenset(
    "mean stand short acronym abbrevi initi signific quer dec sigl acronim abreviatur".split()
)
_NAME_ASKED = re.compile(
    r"\b(?:names?|called|known as|short for|stands?|means?|letters|acronym|abbreviat\w+|"
    r"nombres?|llama\w*|conoce|signific\w+|siglas|letras|acr[óo]nimo|abreviat\w+)\b",
    re.IGNORECASE,
)
_STANDS_FOR = re.compile(
    r"\b(?:stands? for|short for|acronym|abbreviation|initials|siglas|acr[óo]nimo|abreviatura)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z&]*[A-Z]\b")

_JOINT = re.compile(
    r"\s*(?:,|,?\s*(?:and|or|y|e|o|u|&|as well as|así como))\s+(?:(?:the|el|la|los|las)\s+)?"
)
# "Ana Ortiz, Senior Specialist, and Miguel Gómez"
_JOINT_WITH_TITLE = re.compile(r",\s+[^.;:()]{3,90}?,?\s+(?:and|y)\s+")
_JOINED_WITHIN = 4
_CONJUNCTION = re.compile(r"\b(?:and|or|y|e|o|u|as well as|así como)\b|&")
_COMPLETES = re.compile(
    r"([^\W\d_][\w'’-]*)\s+(?:against|for|on|contra|para|sobre)\s+(?:the |la |el )?$"
)
# What a thing is, other words than those after "is" do not say: "it supports the workgroup".
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|means|refers to|es|son|era|eran|fue|fueron|significa|se refiere a)\s+"
    r"(?:(?:an?|the|una?|el|la|los|las)\s+)?$",
    re.IGNORECASE,
)
_ONE_OF_A_KIND = re.compile(r"\b(?:which|what|qué) \w+(?<!s)\b", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?:\d|[a-záéíóúñ]{4})\.$")
_PLACED = re.compile(r"\b(?:in|on|at|of|from|to|for|en|de|del|a|para)\s+(?:the |la |el )?$")

_COUNTRY_ASKED = re.compile(
    r"\b(?:what|which) (?:\w+ )?(?:country|countries|nations?)\b|"
    r"\b(?:qué|cuál) (?:\w+ )?país(?:es)?\b",
    re.IGNORECASE,
)
# Not "America" and "Australia", which may be countries.
_CONTINENT = re.compile(
    r"(?:the |la |el )?(?:[\w ]+ (?:region|zone|area)|(?:región|zona|área) [\w ]+|"
    r"(?:North|South|Central|Latin) America|Europe|Asia|Africa|Oceania|"
    r"Antarctica|Caribbean|América (?:del Norte|del Sur|Central|Latina)|Latinoamérica|"
    r"(?:Norte|Sud|Centro)américa|Europa|África|Oceanía|Antártida|Caribe)"
)

_ROLE = re.compile(
    r"^(?:who|qui[ée]n(?:es)?) (?:is|was|are|were|became|es|son|fue|fueron|era) (?:the |el |la )?"
    r"(?:\w+ ){0,3}?(?:president|minister|king|queen|pope|director|secretary|head|chair|chairman|"
    r"chairwoman|mayor|governor|ambassador|emperor|leader|coordinator|founder|author|coach|captain|"
    r"priest|bishop|judge|premier|chancellor|rector|treasurer|successor|p[áa]rroco|obispo|juez|jueza|"
    r"tesorer[oa]|sucesora?|"
    r"presidente|presidenta|ministr[oa]|rey|reina|papa|directora|secretari[oa]|alcalde|alcaldesa|"
    r"gobernadora?|embajadora?|líder|coordinadora?|fundadora?|autora?)\b|"
    r"\bnames? of the (?:person|man|woman|official)\b|"
    r"\bnombres? del? (?:la persona|hombre|la mujer|funcionari[oa])\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:how many|(?:what|which) (?:\w+ ){0,3}?(?:number|percentage|percent|population))\b|"
    r"cu[áa]nt[oa]s|\b(?:qué|cuál) (?:\w+ ){0,3}?(?:número|porcentaje|población)\b",
    re.IGNORECASE,
)
_YEAR_ASKED = re.compile(r"\b(?:what|which) year\b|\bqué año\b", re.IGNORECASE)
_YEAR = re.compile(rf"\b{YEAR}\b")
_SHARE_ASKED = re.compile(
    r"\b(?:percent|percentage|per cent)\b|\b(?:porcentaje|por ciento)\b", re.IGNORECASE
)
_SHARE = re.compile(r"\d[\d.,]*\s?(?:%|percent\b|per cent\b|por ciento\b)")
# "Sandra Park", "Oliver North": of a person where only a person can answer.
_ALSO_A_SURNAME = re.compile(r"(?<=\w) (?:Banks?|Church|East|House|King|North|Park|South|West)$")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,3}")  # "ANA RUIZ"
_SAID_TO_BE = re.compile(r"(?:\b(?:is|was|es|era|fue)|[:–-])\s+$")
# "(RCM)" behind a name: the quotation has it. Not that of "O(n)".
_IN_BRACKETS = re.compile(r"\s+\([^()]*\)$")
# "(118)" behind a name: what stands in the brackets.
_ALL_IN_BRACKETS = re.compile(r"\([^()]+\)")
# "in March", "at the London Exhibition"; not "on the rocks".
_OPENING_PREPOSITION = re.compile(
    r"(?:[Ii]n|[Oo]n|[Aa]t|[Ee]n)\s+(?=(?:(?:the|el|la|los|las) )?[A-ZÁÉÍÓÚÑ\d])"
)
# "More than 100 people" does not say who they were.
_SO_MANY_PEOPLE = re.compile(
    r"(?:(?:[A-Za-zÁÉÍÓÚÑáéíóúñ]+ ){0,3}\d[\d.,]*|(?:many|several|some|vari[oa]s|much[oa]s)) "
    r"(?:people|persons|individuals|participants|attendees|personas|participantes|asistentes)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa])\b",
    re.IGNORECASE,
)
_ORDINAL_LETTERS = 5  # "tercer" and "tercero"
_CASE = re.compile(r"(?:[^,;]|,(?=\d))+?(?=,(?!\d)|;| (?:and|or|y|o|e) |$)")
_LEAST_CASES = 2
# "Price (GBP): 12.08" of a row: its value.
_CELL = re.compile(r"[^:;\n]{1,60}: (?=\S)")
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
_HOW_LONG = re.compile(
    r"\bhow (?:long|much of)\b|\bcuánto (?:tiempo|dur[aó])|\bcuánto de(?:l| la)?\b", re.IGNORECASE
)
_HOW_MANY = re.compile(r"\bhow many\b|cu[áa]nt[oa]s", re.IGNORECASE)
_COUNT_IN_WORDS = re.compile(
    r"\b(?:no|none|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|"
    r"primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|all|both|several|many|few|every|each|ning\w+|tod[oa]s|ambos|ambas|vari[oa]s)\b",
    re.IGNORECASE,
)
# "A hub opened", "una gran ciudad": one, of what is counted.
_ONE_OF = re.compile(r"\b(?:an?|una?)((?: [\w'’-]+){1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a quotation that answer by themselves, None if none do.

    ``fits`` is False where the quotation names nothing of the kind that is asked for. ``defines``
    where nothing but an abbreviation is asked for, and the quotation says what it stands for.
    """

    text: str | None
    fits: bool
    defines: bool = False


def demands_kind(question: Question) -> bool:
    """Tell whether only a person, only a number, or only words of one form can answer."""
    if asked_form(question.asked):
        return True
    if question.kind is Kind.WHO:
        return _ROLE.search(_flat(question.asked)) is not None
    return question.kind is Kind.HOW_MANY and _COUNT.search(question.asked) is not None


def find_phrase(question: Question, quote: str, span: Span | None) -> Phrase:
    """Return the phrase of a quotation that answers a question.

    ``span`` is what a model points at in the quotation, None without a model.
    """
    if question.kind is Kind.YES_NO:
        return Phrase(None, fits=True)
    if form := asked_form(question.asked):
        at = find_form(form, quote, span and _trimmed(quote, span))
        return Phrase(at and quote[slice(*at)], fits=form.search(quote) is not None)
    if meaning := _meaning(question, quote):
        return Phrase(meaning, fits=True, defines=_asks_for_one_word(question))
    if span is None:
        # One item of a list is not what the list says.
        found = None if _LIST_ITEM.search(quote) else find_short_answer(question, quote)
        return Phrase(found, fits=_names_kind(question, quote))
    span = _of_the_asked_case(question, quote, span)
    whole = _trimmed(quote, whole_span(question, quote, span))
    start, end = _bare(question, quote, whole)
    if question.kind is Kind.DEFINITION and not _DEFINES.search(quote, 0, whole.start):
        return Phrase(None, fits=True)
    text = quote[start:end]
    if _is_better_quoted(question, quote, Span(start, end)):
        return Phrase(None, fits=True)
    if _completes_a_name(question, quote, start):
        is_who = question.kind is Kind.WHO
        return Phrase(find_short_answer(question, quote), fits=not is_who)
    if _cannot_answer(question, quote, Span(start, end)):
        return Phrase(find_short_answer(question, quote), fits=False)
    if _must_measure(question, text) and not _measures(question, quote, Span(start, end)):
        return Phrase(find_short_answer(question, quote), fits=_names_kind(question, quote))
    is_grown = whole != _trimmed(quote, span)
    too_long = len(text.split()) > (_MAX_WORDS_OF_SEVERAL if is_grown else _MAX_WORDS)
    # What a model points at to "when", and measures time, fits: "66 million years ago".
    fits = question.kind in (Kind.WHO, Kind.WHEN) or _names_kind(question, quote)
    return Phrase(None if too_long or not any(map(str.isalnum, text)) else text, fits=fits)


def _of_the_asked_case(question: Question, quote: str, span: Span) -> Span:
    """Return the number of the case that is asked for, where a quotation has one for each.

    "The third child": "600 euros for the first child, 800 for the second and 1,000 for the third".
    """
    asked = {one[0].lower()[:_ORDINAL_LETTERS] for one in _ORDINAL.finditer(question.asked)}
    if question.kind is not Kind.HOW_MANY or len(asked) != 1:
        return span
    cases = [*_CASE.finditer(quote)]
    named = [{o[0].lower()[:_ORDINAL_LETTERS] for o in _ORDINAL.finditer(one[0])} for one in cases]
    numbers = [
        [
            m
            for m in find_mentions(one[0])
            if m.kind is MentionKind.NUMBER and one[0][m.start].isdigit()
        ]
        for one in cases
    ]
    of_it = [at for at, ordinals in enumerate(named) if asked & ordinals]
    if sum(map(bool, named)) < _LEAST_CASES or len(of_it) != 1 or len(numbers[of_it[0]]) != 1:
        return span
    (number,) = numbers[of_it[0]]
    start = cases[of_it[0]].start()
    return Span(start + number.start, start + number.end)


def _is_better_quoted(question: Question, quote: str, span: Span) -> bool:
    """Tell whether a phrase has only a part of the answer, or nothing that was not asked."""
    phrase = quote[slice(*span)]
    # "a link between oil": the quotation goes on with the other side.
    is_one_side = _BETWEEN.search(phrase) is not None and _AND.match(quote, span.end) is not None
    return (
        is_one_side
        or (question.kind is Kind.WHO and _SO_MANY_PEOPLE.fullmatch(phrase) is not None)
        or _is_of_a_list(question, quote, span.end)
        or (not _asks_for_another(question) and _spells_out_what_is_asked(question, quote, phrase))
    )


def _cannot_answer(question: Question, quote: str, span: Span) -> bool:
    """Tell whether words cannot say who, or where, or which country, that is asked for."""
    phrase = quote[slice(*span)]
    if _COUNTRY_ASKED.search(question.asked) and _CONTINENT.fullmatch(phrase):
        return True
    if question.kind in (Kind.WHO, Kind.WHERE) and _is_only(phrase, *_MEASURES):
        return True
    return question.kind is Kind.WHO and (
        not _may_be_who(question, quote, span)
        or (_asks_for_another(question) and _spells_out_what_is_asked(question, quote, phrase))
    )


def _is_of_a_list(question: Question, quote: str, end: int) -> bool:
    """Tell whether the phrase that ends there is one item of all asked for, or announces them."""
    if question.kind in (Kind.LIST, Kind.HOW):
        return (LIST_ITEM.match(quote) or _LIST_ITEM.search(quote)) is not None
    is_measured = question.kind in (Kind.WHEN, Kind.HOW_MANY)
    return not is_measured and _LIST_BEGINS.match(quote, end) is not None


def names_person(question: Question, quote: str, phrase: str | None) -> bool:
    """Tell whether a phrase of a quotation is a person's name that the question does not have."""
    start = quote.find(phrase) if phrase else -1
    if phrase is None or start < 0 or _is_asked_word(phrase, question):
        return False
    return is_person(quote, Mention(MentionKind.NAME, start, start + len(phrase)))


def asks_what_it_stands_for(question: Question) -> bool:
    """Tell whether it is asked what an abbreviation stands for, and nothing else."""
    return _STANDS_FOR.search(question.asked) is not None and _asks_for_one_word(question)


def are_different(one: str, other: str, language: str) -> bool:
    """Tell whether two phrases say different things: neither has all terms of the other."""
    terms, others = (set(tokenize(with_digits(text), language)) for text in (one, other))
    return not (terms <= others or others <= terms)


def enumerates(text: str) -> bool:
    """Tell whether a text names several things in a row or in a list."""
    return _ENUMERATES.search(text) is not None


def is_step(text: str) -> bool:
    """Tell whether a text is, or leads to, the numbered steps of doing something."""
    return _STEPS.search(text) is not None


def whole_span(question: Question, quote: str, span: Span) -> Span:
    """Return a span grown to the title, the bracket, the name or the row of names that it cuts.

    Where a title is asked for, and the quotation has one, that is it.
    """
    titles = [one for one in _QUOTED_TITLE.finditer(quote) if len(one[1].split()) <= _MAX_WORDS]
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
    if len(phrase.split()) > _MAX_WORDS:
        return Span(span.start, span.end)
    if question.kind is Kind.LIST or (question.kind is Kind.WHO and _asks_openly(question)):
        grown = _with_the_others(question, quote, span)
        if len(quote[slice(*grown)].split()) <= _MAX_WORDS_OF_SEVERAL:
            return grown
    return span


def _asks_openly(question: Question) -> bool:
    """Tell whether several may be who is asked for: not in "which player", "who was the king"."""
    return _ONE_OF_A_KIND.search(question.asked) is None and not demands_kind(question)


def _trimmed(quote: str, span: Span) -> Span:
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
            or (quote[end - 1] == "." and _FULL_STOP.search(quote, start, end))
            or (
                quote[end - 1] == ")"
                and quote.count(")", start, end) > quote.count("(", start, end)
            )
        )
    ):
        end -= 1
    return Span(start, end)


def _bare(question: Question, quote: str, span: Span) -> Span:
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
    cell = _CELL.match(quote, start, end) if "; " in quote else None
    if cell:
        start = cell.end()
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


def _is_asked(mention: Mention, quote: str, asked: set[str], language: str) -> bool:
    return not asked.isdisjoint(tokenize(quote[mention.start : mention.end], language))


def _with_article(quote: str, span: Span) -> Span:
    found = re.search(r"\b(?:the|The) $", quote[: span.start])
    return Span(found.start(), span.end) if found else span


def _meaning(question: Question, quote: str) -> str | None:
    """Return what an abbreviation that is asked for stands for, if the quotation says so.

    Who it is, only a body is told by its name: "Who is the CEO?" asks for a person.
    """
    is_who = question.kind is Kind.WHO and _asks_for_one_word(question)
    is_definition = question.kind is Kind.DEFINITION or asks_what_it_stands_for(question)
    if not is_definition and not is_who:
        return None
    asked = set(_ABBREVIATION.findall(question.asked))
    told = (one.long for one in find_definitions(quote) if one.short in asked)
    return next((one for one in told if not is_who or names_no_person(one)), None)


def _spells_out_what_is_asked(question: Question, quote: str, phrase: str) -> bool:
    """Tell whether a phrase is what an abbreviation in the question stands for, and no more."""
    if _NAME_ASKED.search(question.asked):
        return False
    asked = set(_ABBREVIATION.findall(question.asked))
    return any(
        one.short in asked and one.long.casefold() in phrase.casefold()
        for one in find_definitions(quote)
        if len(phrase.split()) <= len(one.long.split()) + 1
    )


def _asks_for_another(question: Question) -> bool:
    """Tell whether it asks who did something with the one body that it names by an abbreviation."""
    named = set(_ABBREVIATION.findall(question.asked))
    return question.kind is Kind.WHO and len(named) == 1 and not _asks_for_one_word(question)


def _asks_for_one_word(question: Question) -> bool:
    return len(set(tokenize(question.asked, question.language)) - _MEANING_TERMS) == 1


def _names_kind(question: Question, quote: str) -> bool:
    """Tell whether a quotation names anything of the kind that is asked for."""
    if question.kind is Kind.WHEN:
        return bool(unasked_mentions(question, quote))
    if question.kind is Kind.HOW_MANY and demands_kind(question):
        return bool(unasked_mentions(question, quote)) or _counts_in_words(question, quote)
    if question.kind is Kind.WHO and demands_kind(question):
        return any(_may_be_person(quote, one) for one in unasked_mentions(question, quote))
    return True


def _counts_in_words(question: Question, quote: str) -> bool:
    """Tell whether a quotation says how many without a number: "all of them", "a single hub"."""
    if not _HOW_MANY.search(question.asked):
        return False
    if _COUNT_IN_WORDS.search(quote):
        return True
    return any(_is_asked_word(one[1], question) for one in _ONE_OF.finditer(quote))


def _completes_a_name(question: Question, quote: str, start: int) -> bool:
    """Tell whether words only complete a name that the question has: "Walk against Trafficking"."""
    before = _COMPLETES.search(quote, 0, start)
    if before is None or not before[1][0].isupper():
        return False
    return _is_asked_word(before[1], question)


def _is_asked_word(word: str, question: Question) -> bool:
    return not set(question.terms).isdisjoint(tokenize(word, question.language))


def _may_be_who(question: Question, quote: str, span: Span) -> bool:
    """Tell whether words can say who, where only a person can."""
    if not demands_kind(question):
        return True
    pointed = Mention(MentionKind.NAME, *span)
    overlapping = [
        one
        for one in unasked_mentions(question, quote)
        if one.start < span.end and span.start < one.end
    ]
    if not _is_asked(pointed, quote, set(question.terms), question.language):
        overlapping.append(pointed)
    return any(_may_be_person(quote, one) for one in overlapping)


def _may_be_person(quote: str, mention: Mention) -> bool:
    """Tell whether a name may be a person's; a single word is, unless it says where."""
    name = quote[mention.start : mention.end]
    surname = _ALSO_A_SURNAME.search(name)
    given = (
        Mention(mention.kind, mention.start, mention.start + surname.start()) if surname else None
    )
    if is_person(quote, mention) or (given is not None and _may_be_person(quote, given)):
        return True
    if name.isupper() and _SEVERAL_WORDS.fullmatch(name) and not names_no_person(name):
        return _SAID_TO_BE.search(quote, 0, mention.start) is not None
    is_single = (
        name.isalpha() and name[:1].isupper() and not name.isupper() and not names_no_person(name)
    )
    return is_single and _PLACED.search(quote, 0, mention.start) is None


def _is_only(phrase: str, *kinds: MentionKind) -> bool:
    """Tell whether a phrase is one thing of these kinds, and nothing else."""
    return any(
        one.kind in kinds and (one.start, one.end) == (0, len(phrase))
        for one in find_mentions(phrase)
    )


def _must_measure(question: Question, phrase: str) -> bool:
    """Tell whether a phrase has to be a date or a number.

    To "how long" something else may answer, "all summer", but no name.
    """
    if question.kind is Kind.HOW_MANY and _HOW_LONG.search(question.asked):
        return _is_only(phrase, MentionKind.NAME)
    return question.kind in (Kind.WHEN, Kind.HOW_MANY)


def _measures(question: Question, quote: str, span: Span) -> bool:
    """Tell whether words name a date or number; a time of day ("at nine") is a number."""
    if unasked_mentions(question, quote, span):
        return True
    phrase = quote[slice(*span)]
    if question.kind is not Kind.WHEN or len(phrase.split()) > _MAX_WORDS_OF_TIME:
        return False
    kinds = {mention.kind for mention in find_mentions(phrase)}
    return MentionKind.NUMBER in kinds and MentionKind.NAME not in kinds


def _flat(text: str) -> str:
    return " ".join(text.split()).strip(" ¿?¡!.")
