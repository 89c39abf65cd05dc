"""Which of several sentences of a passage answers: the one that tells it, or says more of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ragqa.corrections import corrects
from ragqa.features import Measured
from ragqa.forms import asked_form
from ragqa.phrases import Phrase
from ragqa.questions import Kind, Question
from ragqa.successors import (
    Succession,
    asks_who_holds,
    is_same_person,
    succession_in,
    successor_in,
)
from ragqa.terms import tokenize
from ragqa.who import names_person

_AS_GOOD = 0.05
"""Sentences are equally good where their supports differ by at most this."""


def telling_row(
    question: Question, measured: Measured, phrases: Mapping[int, Phrase], best: int
) -> int | None:
    """Return the sentence of the best one's document that tells what is asked for, if one does.

    Only an answer follows its words: "for more information contact", "aimed at". Of whom something
    is for it must speak of that.
    """
    doc_id = measured.candidates[best].hit.chunk.doc_id

    def speaks_of_it(row: int) -> bool:
        if asked_form(question.asked) or measured.is_foreign(row):
            return True
        return bool(_said(question, measured, row))

    return next(
        (
            row
            for row, phrase in phrases.items()
            if phrase.tells
            and phrase.fits
            and measured.candidates[row].hit.chunk.doc_id == doc_id
            and speaks_of_it(row)
        ),
        None,
    )


def saying_most(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    rows: Sequence[int],
) -> int:
    """Return the first row, or one as good of its passage that says more of another person.

    "Who spoke on the rights of workers?": not who "spoke on rights", but who did "on the rights of
    workers". It has all asked words of the first, and more.
    """
    first = rows[0]
    passage = measured.candidates[first].hit.chunk.chunk_id
    for row in rows[1:]:
        is_beside = measured.candidates[row].hit.chunk.chunk_id == passage
        is_as_good = supports[row] >= supports[first] - _AS_GOOD
        if is_beside and is_as_good and says_less(question, measured, phrases, first, row):
            return row
    return first


def says_less(
    question: Question, measured: Measured, phrases: Mapping[int, Phrase], one: int, other: int
) -> bool:
    """Tell whether two sentences name a person each, and one has fewer of the same asked words."""
    texts = [measured.candidates[row].text for row in (one, other)]
    return (
        question.kind is Kind.WHO
        and _said(question, measured, one) < _said(question, measured, other)
        and names_person(question, texts[0], phrases[one].text)
        and names_person(question, texts[1], phrases[other].text)
    )


def _said(question: Question, measured: Measured, row: int) -> set[str]:
    """Return the terms of a question that stand in a sentence."""
    return question.terms_in(measured.candidates[row].text)


def corrected_first(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: list[float],
    order: Sequence[int],
) -> tuple[list[int], list[float]]:
    """Put a sentence in front that corrects what the first says, as sure as that was."""
    row = _correcting_row(question, measured, phrases, order[0])
    if row is None:
        return list(order), supports
    found = list(supports)
    found[row] = max(found[row], found[order[0]])
    return [row, *(one for one in order if one != row)], found


def _correcting_row(
    question: Question, measured: Measured, phrases: Mapping[int, Phrase], first: int
) -> int | None:
    """Return the sentence that corrects what another says, if the first row says just that.

    "We wrote that it was in 2019. It was in 2018."
    """
    said = (phrases[first].text or "").casefold()
    asked = _said(question, measured, first)
    if not said:
        return None
    for row, phrase in phrases.items():
        candidate = measured.candidates[row]
        if phrase.fits and corrects(candidate.text, candidate.before):
            shared = asked.intersection(tokenize(candidate.before, question.language))
            if said in candidate.before.casefold() and 2 * len(shared) >= len(asked):
                return row
    return None


def without_leavers(
    question: Question, measured: Measured, phrases: Mapping[int, Phrase]
) -> dict[int, Phrase]:
    """Return phrases without those who no longer hold the office whose holder is asked for.

    In their place stands whom the same sentence names as the next. Of the other sentences only
    those are left out that name somebody for whom the passage has a next one.
    """
    if not asks_who_holds(question.asked):
        return dict(phrases)
    rows = range(len(measured.candidates))
    gone = {row: one for row in rows if (one := _gone(question, measured, row))}
    found = dict(phrases)
    for row, phrase in phrases.items():
        own = gone.get(row)
        named = phrase.text or (own.leaver if own else "")
        left = next((one for one in gone.values() if is_same_person(one.leaver, named)), None)
        if left is None:
            continue
        if own and own.successor and own.successor in measured.candidates[row].text:
            found[row] = replace(phrase, text=own.successor, fits=True)
        elif own or left.successor:
            found[row] = replace(phrase, fits=False, is_of_another=True)
    return found


def _gone(question: Question, measured: Measured, row: int) -> Succession | None:
    """Return who leaves what is asked about in a sentence, with the next that its passage has."""
    candidate = measured.candidates[row]
    left = succession_in(candidate.text)
    if left is None:
        return None
    near = f"{candidate.hit.chunk.heading}\n{candidate.before}\n{candidate.text}"
    about = left.office if left.office and question.language == "en" else near
    if not question.terms_in(about):
        return None
    chunk = candidate.hit.chunk
    behind = chunk.text[candidate.end - chunk.start :]
    return replace(left, successor=left.successor or successor_in(behind, left.leaver))
