"""What of a sentence is quoted."""

import pytest
from builders import document_of, hit_of, question_of

from ragqa.features import Candidate
from ragqa.phrases import Phrase
from ragqa.questions import Kind
from ragqa.quoting import quoted_span

LONG = (
    "The desk for migrants that three organizations of the town founded together in the spring of"
    " 2019 opens on Mondays and Thursdays in the old railway station beside the market"
)
ADDED = (
    ", which the council had repaired and painted with the help of many neighbours and of a school"
)


def quote_of(
    text: str,
    *,
    phrase: str | None = "Mondays and Thursdays",
    asked: str = "When does the desk open?",
    kind: Kind = Kind.WHEN,
    before: str = "",
    beside: tuple[str, ...] = (),
) -> str:
    """Return what is quoted of a sentence, which stands behind ``before`` in its document."""
    start = len(before) + 1 if before else 0
    document = document_of(f"{before} {text}" if before else text)
    hit = hit_of(document)
    candidate = Candidate(hit, start, start + len(text), text, before)
    span = quoted_span(
        question_of(asked, kind=kind), candidate, Phrase(phrase, fits=True), beside=beside
    )
    return document.text[slice(*span)]


def test_what_a_long_sentence_adds_behind_the_answer_is_left_out() -> None:
    assert len(f"{LONG}{ADDED}".split()) > 40
    assert quote_of(f"{LONG}{ADDED}.") == LONG


@pytest.mark.parametrize(
    "tail",
    [
        "; in the year before last the council had it painted with the help of many neighbours",
        " – the council had it repaired and painted with the help of many neighbours there",
        ", con una sala grande que el consejo mandó pintar hace años y que usan muchos vecinos",
        ", giving the council and the many neighbours who painted it a place to be proud of",
    ],
)
def test_it_breaks_off_where_something_is_added(tail: str) -> None:
    assert quote_of(f"{LONG}{tail}.") == LONG


@pytest.mark.parametrize(
    "tail",
    [
        ", which the council repaired with the help of neighbours, unless a holiday falls on them",
        ", which neighbours and the council had painted in the years before, but never in August",
        "; sin embargo, los vecinos y el consejo piden que abra aunque sea una tarde más por mes",
        ", which the council had repaired with the help of many neighbours, was painted that year",
        " of the council and of the many neighbours who repaired it and painted it in those years",
        ", the harbour, the school, two libraries, the town hall and the house of the neighbours",
    ],
    ids=["condition", "exception", "Spanish", "goes on", "no break", "row"],
)
def test_nothing_is_cut_that_belongs_to_the_answer(tail: str) -> None:
    assert len(f"{LONG}{tail}".split()) > 40
    assert quote_of(f"{LONG}{tail}.") == f"{LONG}{tail}."


def test_what_has_words_of_the_question_is_not_cut() -> None:
    text = f"{LONG}; the council had it painted with the help of many neighbours and of a school."
    assert quote_of(text) == LONG
    assert quote_of(text, asked="When does the desk that neighbours painted open?") == text


def test_list_behind_the_answer_is_not_cut() -> None:
    text = f"{LONG[:-4]}: the desk; {ADDED[2:]}; the second room, with {ADDED[8:]}."
    assert quote_of(text, phrase="three organizations", kind=Kind.HOW_MANY) == text


def test_bracket_is_not_cut_open() -> None:
    text = f"{LONG} (of 1890{ADDED})."
    assert quote_of(text) == text


def test_short_sentence_stays_whole() -> None:
    text = "The desk opens on Mondays and Thursdays, which many neighbours like."
    assert quote_of(text) == text


@pytest.mark.parametrize("kind", [Kind.LIST, Kind.WHY, Kind.HOW, Kind.DEFINITION])
def test_what_is_told_at_length_stays_whole(kind: Kind) -> None:
    assert quote_of(f"{LONG}{ADDED}.", kind=kind) == f"{LONG}{ADDED}."


def test_sentence_without_a_phrase_that_answers_stays_whole() -> None:
    assert quote_of(f"{LONG}{ADDED}.", phrase=None) == f"{LONG}{ADDED}."


@pytest.mark.parametrize("is_quoted_anyway", [False, True])
def test_pronoun_brings_the_sentence_before_along_unless_that_is_quoted_anyway(
    *, is_quoted_anyway: bool
) -> None:
    before, text = "The exchange was founded in 1817.", "It was founded anew in April 1991."
    quote = quote_of(
        text,
        asked="When was it founded?",
        phrase="April 1991",
        before=before,
        beside=(before, text) if is_quoted_anyway else (text,),
    )
    assert quote == (text if is_quoted_anyway else f"{before} {text}")
