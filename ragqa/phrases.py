"""The phrase that answers, in a quotation: whole, and of the kind that the question asks for.

A model points at words. Here they are grown to what they cut ("Panama and the Dominican Republic"
to the three countries of the sentence), and held against the question: a number is asked for and
none is named, or the words only complete a name that the question has ("Walk against Trafficking").
"""

import re
from dataclasses import dataclass

from ragqa.audiences import asks_whom_it_is_for, is_a_body, says_whom_it_is_for, whom_it_is_for
from ragqa.causes import asks_why, says_why
from ragqa.contacts import asks_for_contact
from ragqa.demands import demands_kind
from ragqa.enumerations import (
    MAX_WORDS_OF_SEVERAL,
    is_part_of_a_number,
    whole_row,
    without_the_asked,
)
from ragqa.forms import asked_form, find_form
from ragqa.mentions import MentionKind, find_mentions, with_digits
from ragqa.modifiers import thing_it_modifies
from ragqa.paired import of_the_asked_pair
from ragqa.pointed import (
    MAX_WORDS,
    bare,
    of_the_asked_case,
    of_the_asked_cell,
    trimmed,
    whole_span,
)
from ragqa.questions import Kind, Question
from ragqa.sentences import LIST_ITEM
from ragqa.short_answers import find_short_answer, unasked_mentions
from ragqa.speakers import of_the_asked_person, says_only_who_spoke
from ragqa.standing_for import (
    asks_for_another,
    asks_for_one_word,
    meaning_of,
    spells_out_what_is_asked,
)
from ragqa.taken_back import as_it_now_is
from ragqa.terms import tokenize
from ragqa.types import Span
from ragqa.who import (
    are_others_representatives,
    counts_people,
    is_asked_word,
    is_only_where,
    is_set_aside,
    may_be_person,
    may_be_who,
)

_MEASURES = (MentionKind.NUMBER, MentionKind.DATE)
_MAX_WORDS_OF_TIME = 5
"""A longer phrase with a number and no date counts something: "two hundred people from Almara"."""

_LIST_ITEM = re.compile(rf"\n{LIST_ITEM.pattern}")
_LIST_BEGINS = re.compile(rf"\s*:\s*\n{LIST_ITEM.pattern}")
_STEPS = re.compile(r"(?:^|\n)\(?\d{1,2}[.)]\s+\S")
_BETWEEN = re.compile(r"\b(?:between|entre)\b(?!.*\b(?:and|y|e)\b)", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r",?\s+(?:and|y|e)\b")

_COMPLETES = re.compile(
    r"([^\W\d_][\w'’-]*)\s+(?:against|for|on|contra|para|sobre)\s+(?:the |la |el )?$"
)
# What a thing is, other words than those after "is" do not say: "it supports the workgroup".
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|means|refers to|es|son|era|eran|fue|fueron|significa|se refiere a)\s+"
    r"(?:(?:an?|the|una?|el|la|los|las)\s+)?$",
    re.IGNORECASE,
)

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

_WHO_ARE = re.compile(r"\b(?:who (?:are|were)|qui[ée]nes)\b", re.IGNORECASE)
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
    ``tells`` where the quotation has words that only an answer follows: "for more information
    contact", "aimed at". ``is_of_another`` where it tells of another one than the question asks
    about. ``is_of_list`` where all items of its list together answer.
    """

    text: str | None
    fits: bool
    defines: bool = False
    tells: bool = False
    is_of_another: bool = False
    is_of_list: bool = False


def find_phrase(question: Question, quote: str, span: Span | None) -> Phrase:
    """Return the phrase of a quotation that answers a question.

    ``span`` is what a model points at in the quotation, None without a model.
    """
    if question.kind is Kind.YES_NO:
        return Phrase(None, fits=True)
    span = of_the_asked_cell(question, quote, span)
    if told := _told_by_its_words(question, quote, span):
        return told
    if span is None:
        # One item of a list is not what the list says.
        found = None if _LIST_ITEM.search(quote) else find_short_answer(question, quote)
        return Phrase(found, fits=_names_kind(question, quote))
    return _pointed_phrase(question, quote, of_the_asked_case(question, quote, span))


def _told_by_its_words(question: Question, quote: str, span: Span | None) -> Phrase | None:
    """Return what words of a quotation tell by their form, or by the words around them."""
    if form := asked_form(question.asked):
        at = find_form(form, quote, span and trimmed(quote, span))
        fits = form.search(quote) is not None
        tells = fits and asks_for_contact(question.asked)
        return Phrase(at and quote[slice(*at)], fits=fits, tells=tells)
    if meaning := meaning_of(question, quote):
        return Phrase(meaning, fits=True, defines=asks_for_one_word(question))
    if asks_whom_it_is_for(question) and says_whom_it_is_for(quote):
        return Phrase(whom_it_is_for(quote, span), fits=True, tells=True)
    return None


def _pointed_phrase(question: Question, quote: str, span: Span) -> Phrase:
    """Return the phrase that a span is grown to and bared to."""
    whole = trimmed(quote, whole_span(question, quote, span))
    if question.kind is Kind.DEFINITION and not _DEFINES.search(quote, 0, whole.start):
        return Phrase(None, fits=True)
    now = as_it_now_is(question, quote, bare(question, quote, whole))
    found = _of_what_is_asked(question, quote, now)
    if found is None or _is_better_quoted(question, quote, found):
        return Phrase(None, fits=True)
    start, end = found
    text = quote[start:end]
    if are_others_representatives(question, text):
        return Phrase(find_short_answer(question, quote), fits=True)
    if _completes_a_name(question, quote, start):
        is_who = question.kind is Kind.WHO
        return Phrase(find_short_answer(question, quote), fits=not is_who)
    if _cannot_answer(question, quote, found):
        return Phrase(find_short_answer(question, quote), fits=False)
    if _must_measure(question, text) and not _measures(question, quote, found):
        return Phrase(find_short_answer(question, quote), fits=_names_kind(question, quote))
    is_grown = whole != trimmed(quote, span) or len(text) > whole.end - whole.start
    too_long = len(text.split()) > (MAX_WORDS_OF_SEVERAL if is_grown else MAX_WORDS)
    # What a model points at to "when", and measures time, fits: "66 million years ago".
    fits = question.kind in (Kind.WHO, Kind.WHEN) or _names_kind(question, quote)
    return Phrase(None if too_long or not any(map(str.isalnum, text)) else text, fits=fits)


def _of_what_is_asked(question: Question, quote: str, span: Span) -> Span | None:
    """Return a span with the rest of its row, and without what is of somebody or something else.

    None if it has only a part of what is asked for.
    """
    span = without_the_asked(question, quote, of_the_asked_person(question, quote, span))
    span = of_the_asked_pair(question, quote, span)
    thing = thing_it_modifies(question, quote, span)
    return thing and whole_row(question, quote, thing)


def _is_better_quoted(question: Question, quote: str, span: Span) -> bool:
    """Tell whether a phrase has only a part of the answer, or nothing that was not asked."""
    phrase = quote[slice(*span)]
    # "a link between oil": the quotation goes on with the other side.
    is_one_side = _BETWEEN.search(phrase) is not None and _AND.match(quote, span.end) is not None
    return (
        is_one_side
        or (asks_why(question) and not says_why(quote, span))
        or (question.kind is Kind.WHO and counts_people(phrase))
        or is_part_of_a_number(question, phrase)
        or _is_of_a_list(question, quote, span.end)
        or (not asks_for_another(question) and spells_out_what_is_asked(question, quote, phrase))
    )


def _cannot_answer(question: Question, quote: str, span: Span) -> bool:
    """Tell whether words cannot say who, or where, or which country, that is asked for."""
    phrase = quote[slice(*span)]
    if _COUNTRY_ASKED.search(question.asked) and _CONTINENT.fullmatch(phrase):
        return True
    if question.kind in (Kind.WHO, Kind.WHERE) and _is_only(phrase, *_MEASURES):
        return True
    if is_set_aside(question, phrase) or says_only_who_spoke(question, quote, span):
        return True
    if asks_whom_it_is_for(question) and is_a_body(quote, span):
        return True
    return question.kind is Kind.WHO and (
        not may_be_who(question, quote, span)
        or is_only_where(question, quote, phrase)
        or (asks_for_another(question) and spells_out_what_is_asked(question, quote, phrase))
    )


def _is_of_a_list(question: Question, quote: str, end: int) -> bool:
    """Tell whether the phrase that ends there is one item of all asked for, or announces them."""
    if question.kind in (Kind.LIST, Kind.HOW):
        return (LIST_ITEM.match(quote) or _LIST_ITEM.search(quote)) is not None
    if question.kind is Kind.WHO and _WHO_ARE.search(question.asked):
        return _LIST_ITEM.search(quote) is not None
    is_measured = question.kind in (Kind.WHEN, Kind.HOW_MANY)
    return not is_measured and _LIST_BEGINS.match(quote, end) is not None


def are_different(one: str, other: str, language: str) -> bool:
    """Tell whether two phrases say different things: neither has all terms of the other."""
    terms, others = (set(tokenize(with_digits(text), language)) for text in (one, other))
    return not (terms <= others or others <= terms)


def is_step(text: str) -> bool:
    """Tell whether a text is, or leads to, the numbered steps of doing something."""
    return _STEPS.search(text) is not None


def _names_kind(question: Question, quote: str) -> bool:
    """Tell whether a quotation names anything of the kind that is asked for."""
    if question.kind is Kind.WHEN:
        return bool(unasked_mentions(question, quote))
    if question.kind is Kind.HOW_MANY and demands_kind(question):
        return bool(unasked_mentions(question, quote)) or _counts_in_words(question, quote)
    if question.kind is Kind.WHO and demands_kind(question):
        return any(may_be_person(quote, one) for one in unasked_mentions(question, quote))
    return True


def _counts_in_words(question: Question, quote: str) -> bool:
    """Tell whether a quotation says how many without a number: "all of them", "a single hub"."""
    if not _HOW_MANY.search(question.asked):
        return False
    if _COUNT_IN_WORDS.search(quote):
        return True
    return any(is_asked_word(one[1], question) for one in _ONE_OF.finditer(quote))


def _completes_a_name(question: Question, quote: str, start: int) -> bool:
    """Tell whether words only complete a name that the question has: "Walk against Trafficking"."""
    before = _COMPLETES.search(quote, 0, start)
    if before is None or not before[1][0].isupper():
        return False
    return is_asked_word(before[1], question)


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
