"""What an abbreviation that a question names stands for."""

import re

from ragqa.abbreviations import find_definitions
from ragqa.questions import Kind, Question
from ragqa.short_answers import names_no_person
from ragqa.terms import tokenize

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


def asks_what_it_stands_for(question: Question) -> bool:
    """Tell whether it is asked what an abbreviation stands for, and nothing else."""
    return _STANDS_FOR.search(question.asked) is not None and asks_for_one_word(question)


def meaning_of(question: Question, quote: str) -> str | None:
    """Return what an abbreviation that is asked for stands for, if the quotation says so.

    Who it is, only a body is told by its name: "Who is the CEO?" asks for a person.
    """
    is_who = question.kind is Kind.WHO and asks_for_one_word(question)
    is_definition = question.kind is Kind.DEFINITION or asks_what_it_stands_for(question)
    if not is_definition and not is_who:
        return None
    asked = set(_ABBREVIATION.findall(question.asked))
    told = (one.long for one in find_definitions(quote) if one.short in asked)
    return next((one for one in told if not is_who or names_no_person(one)), None)


def spells_out_what_is_asked(question: Question, quote: str, phrase: str) -> bool:
    """Tell whether a phrase is what an abbreviation in the question stands for, and no more."""
    if _NAME_ASKED.search(question.asked):
        return False
    asked = set(_ABBREVIATION.findall(question.asked))
    return any(
        one.short in asked and one.long.casefold() in phrase.casefold()
        for one in find_definitions(quote)
        if len(phrase.split()) <= len(one.long.split()) + 1
    )


def asks_for_another(question: Question) -> bool:
    """Tell whether it asks who did something with the one body that it names by an abbreviation."""
    named = set(_ABBREVIATION.findall(question.asked))
    return question.kind is Kind.WHO and len(named) == 1 and not asks_for_one_word(question)


def asks_for_one_word(question: Question) -> bool:
    """Tell whether nothing is asked about but one word."""
    return len(set(tokenize(question.asked, question.language)) - _MEANING_TERMS) == 1
