"""Sentences that are no answer, however sure the reader is of them: they have only the subject."""

from ragqa.acts import names_the_act_as_a_thing, speaks_of_it, tells_only_what_happened
from ragqa.demands import demands_kind
from ragqa.further_evidence import Ranked
from ragqa.languages import LANGUAGES
from ragqa.phrases import Phrase
from ragqa.questions import Kind, Question
from ragqa.standing_for import asks_what_it_stands_for
from ragqa.terms import tokenize

_LONG_TERM = 5
_ACTED_KINDS = frozenset({Kind.HOW_MANY, Kind.WHEN, Kind.WHERE, Kind.WHICH, Kind.WHO})


def is_of_one_thing(question: Question) -> bool:
    """Tell whether the same is said of many things and asked of one: a count, an office."""
    return question.kind is Kind.HOW_MANY or demands_kind(question)


def cannot_answer(ranked: Ranked, phrase: Phrase) -> bool:
    """Tell whether the best sentence is no answer, however sure it seems: it has only the subject.

    It lacks the kind of thing that alone can answer, or all that is asked, or the act.
    """
    question, first = ranked.question, ranked.candidates[ranked.first]
    names_nobody = question.kind is Kind.WHO and phrase.text is None
    if not phrase.fits and (names_nobody or is_of_one_thing(question)):
        return True
    if not _has_content(question) or (asks_what_it_stands_for(question) and not phrase.defines):
        return True
    return (
        _is_about_something_else(ranked)
        or tells_only_what_happened(question.asked, first.text)
        or names_the_act_as_a_thing(question.asked, first.text)
        or (question.kind in _ACTED_KINDS and not speaks_of_it(question.asked, first.with_before))
    )


def _is_about_something_else(ranked: Ranked) -> bool:
    """Tell whether nothing that is asked stands near the best sentence, as far as can be told."""
    question = ranked.question
    # A single long word may be misspelt.
    may_be_misspelt = len(question.terms) == 1 and len(question.terms[0]) >= _LONG_TERM
    if may_be_misspelt or ranked.is_foreign(ranked.first):
        return False
    return not ranked.asked_words(ranked.candidates[ranked.first].context)


def _has_content(question: Question) -> bool:
    """Tell whether a question has more than words of grammar, in whatever language it is."""
    return all(len(tokenize(f"{question.understood} 0", language)) > 1 for language in LANGUAGES)
