"""In which order sentences answer: the phrase of each, and the rules that put another one first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ragqa.choosing import corrected_first, saying_most, telling_row, without_leavers
from ragqa.denials import is_denied, is_only_not_before
from ragqa.enumerations import enumerates_what_is_asked
from ragqa.features import Measured
from ragqa.forms import FORM_TERMS, asked_form, asks_price
from ragqa.further_evidence import NEARLY_AS_GOOD, Ranked
from ragqa.headed import item_under_asked_heading
from ragqa.mismatches import is_of_something_else
from ragqa.offices import gives_another_office
from ragqa.phrases import Phrase, find_phrase
from ragqa.priced_rows import asked_amount, priced_amounts
from ragqa.questions import Kind, Question
from ragqa.restrictions import names_what_restricts
from ragqa.statements import Candidate
from ragqa.table_rows import asked_row
from ragqa.types import Span
from ragqa.unfit import is_of_one_thing

_LOOKED_AT = 8
_HARDLY_SURER = 0.1
UNFIT_SUPPORT = 0.19
"""Greatest support of the best evidence where it cannot answer: each of `LEVELS` refuses it."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """The sentences in the order in which they answer.

    ``best`` is the support of the one that reads best, and ``is_misled`` tells that this tells of
    another one than the question asks about.
    """

    ranked: Ranked
    best: float
    is_misled: bool


def put_in_order(
    question: Question, measured: Measured, supports: list[float], order: list[int]
) -> Ordered:
    """Find what the best sentences name, and put in front the one that answers by the rules.

    ``order`` has the rows from the one that reads best on, and ``supports`` the support of each
    row.
    """
    looked_at = {row: phrase_of(question, measured, row) for row in order[:_LOOKED_AT]}
    phrases = without_leavers(question, measured, looked_at)
    of_another = {row for row, phrase in phrases.items() if phrase.is_of_another}
    supports = [
        min(support, UNFIT_SUPPORT) if row in of_another else support
        for row, support in enumerate(supports)
    ]
    best, is_misled = supports[order[0]], looked_at[order[0]].is_of_another
    order = _fitting_first(question, measured, phrases, supports, order)
    order = _own_language_first(measured, phrases, supports, order)
    order, supports = corrected_first(question, measured, phrases, supports, order)
    order, supports = _asked_row_first(question, measured, supports, order)
    phrases.setdefault(order[0], phrase_of(question, measured, order[0]))
    item = item_under_asked_heading(question, measured.candidates, order)
    if item is not None:
        order = [item, *(row for row in order if row != item)]
        phrases[item] = Phrase(None, fits=True, tells=True, is_of_list=True)
    return Ordered(Ranked(question, measured, supports, phrases, order), best, is_misled)


def phrase_of(question: Question, measured: Measured, row: int) -> Phrase:
    """Return what a sentence names, and whether it can answer at all."""
    candidate, span = measured.candidates[row], measured.spans[row]
    within = span and Span(span.start - candidate.start, span.end - candidate.start)
    phrase = find_phrase(question, candidate.text, within)
    if not phrase.fits and asks_price(question.asked) and (cells := priced_amounts(candidate)):
        amount = asked_amount(question, cells)
        phrase = Phrase(amount and candidate.text[slice(*amount)], fits=True)
    if is_of_something_else(question, candidate, is_foreign=measured.is_foreign(row)):
        return replace(phrase, fits=False, is_of_another=True)
    if is_denied(question, candidate.text, phrase.text):
        return replace(phrase, fits=False, is_of_another=True)
    if is_only_not_before(question, candidate.text, phrase.text):
        phrase = replace(phrase, text=None)
    if not phrase.fits or not is_of_one_thing(question):
        return phrase
    near = candidate.with_before
    if gives_another_office(question.asked, near, phrase.text):
        return replace(phrase, fits=False)
    is_of_it = measured.is_foreign(row) or names_what_restricts(
        question.asked, candidate.context, question.language
    )
    return phrase if is_of_it else replace(phrase, fits=False)


def _fitting_first(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    order: Sequence[int],
) -> list[int]:
    """Put in front the first sentence that names what is asked for, if it is nearly as good.

    Of a list that is a sentence that enumerates. Of an abbreviation it is one that says what it
    stands for, however good it is, and so is one whose words only an answer follows.
    """

    def fits(row: int) -> bool:
        if question.kind is Kind.LIST:
            return enumerates_what_is_asked(question, measured.candidates[row].text)
        return phrases[row].fits

    defining = next((row for row in phrases if phrases[row].defines), None)
    telling = telling_row(question, measured, phrases, order[0]) if defining is None else defining
    if telling is not None:
        return [telling, *(row for row in order if row != telling)]
    least = supports[order[0]] - NEARLY_AS_GOOD
    good = [row for row in phrases if supports[row] >= least and fits(row)]
    first = saying_most(question, measured, phrases, supports, good) if good else order[0]
    if good and asked_form(question.asked):
        # Of several telephone numbers it is that of which most is said that was asked.
        first = max(good, key=lambda row: _said_of_it(question, measured.candidates[row]))
    return [first, *(row for row in order if row != first)]


def _own_language_first(
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    order: Sequence[int],
) -> list[int]:
    """Put a sentence in the question's language before one in another that is hardly surer.

    Whoever asks can check it.
    """
    first = order[0]
    own = (
        row
        for row, phrase in phrases.items()
        if not measured.is_foreign(row)
        and phrase.fits
        and supports[row] >= supports[first] - _HARDLY_SURER
    )
    best = next(own, first) if measured.is_foreign(first) else first
    return [best, *(row for row in order if row != best)]


def _asked_row_first(
    question: Question, measured: Measured, supports: Sequence[float], order: Sequence[int]
) -> tuple[list[int], list[float]]:
    """Put the row of a table in front that is asked for, as sure as the one that was there.

    The other rows of its table say something else.
    """
    asked, others = asked_row(question, measured.candidates, order)
    found = list(supports)
    found[asked] = max(found[asked], found[order[0]])
    for row in others:
        found[row] = 0.0
    return [asked, *(row for row in order if row != asked)], found


def _said_of_it(question: Question, candidate: Candidate) -> tuple[int, int]:
    """Return how much a candidate has of what a number is asked of, and with the one before it."""
    texts = (candidate.text, candidate.with_before)
    alone, with_before = (len(question.terms_in(one) - FORM_TERMS) for one in texts)
    return alone, with_before
