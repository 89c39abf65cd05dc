"""Whether a sentence asserts or denies what a question asks.

It does only where a clause opens with what is asked, word behind word in the same order, so that
who did what to whom is kept, and has nothing that leaves it open ("may", "if", "claims",
"cancelled"). The order may be that of the other voice ("directed by"). What is limited ("rarely",
"a former member", "with a certificate") is not asserted; but what happened may have its place and
time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.clauses import Clause, first_clauses
from ragqa.grammar import IRREGULAR_PASTS
from ragqa.restating import same_words
from ragqa.statement_words import Word, compared, words_said, written_words
from ragqa.terms import fold_accents
from ragqa.verdict_words import (
    ADDS,
    ASKS_OF_EVENT,
    CHANGES,
    CONFIRMS,
    HALF_NEGATION,
    NEGATION,
    OPEN,
    STATE,
)
from ragqa.voices import active_orders, passive_orders, without_subject

_BETWEEN_NAMES = re.compile(r"\b(?:between|entre) (?=(?:(?:the|el|la|los|las) )?[A-ZÁÉÍÓÚÑ])")
_DIGIT = re.compile(r"\d")
# Of how many, where no number is asked about.
_COUNTED = re.compile(
    r"\b(?:(?:more|fewer|less) than|at (?:least|most)|up to|over|más de|menos de|al menos) (?=\d)",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bMay\b(?= \d)|(?<=\d )May\b|(?<=\b[Ii]n )May\b|(?<=\d of )May\b")
_OF = frozenset("of de del for about sobre para".split())
_ADVERBS = frozenset("online via virtually remotely virtualmente presencialmente".split())
_AS = frozenset({"as", "como"})
_ARTICLES = frozenset("the a an el la los las un una unos unas".split())
_ASKS_OF_NOW = re.compile(r"\W*(?:is|are|do|does|es|son)\b", re.IGNORECASE)
_ASKS_OF_THEN = re.compile(r"\W*(?:was|were|fue|fueron|era|eran)\b", re.IGNORECASE)
_NOW = frozenset("is are es son".split())
_THEN = frozenset("was were had did fue fueron era eran había habían".split())

_MAX_LET_IN = 2


@dataclass(frozen=True, slots=True)
class Assertion:
    """Whether a clause asserts what is asked or denies it, and what more words it has behind."""

    is_true: bool
    more: str


def find_assertion(
    asked: str, statement: str, language: str, *, is_exact: bool = False
) -> Assertion | None:
    """Return the first clause of a statement that asserts or denies what is asked, if one does.

    Where it is exact nothing else may be said of it, save what confirms it.
    """
    said = same_words(statement, asked=asked)
    asked = same_words(asked)
    words, quantities = words_said(asked, language), compared(asked)
    if not _DIGIT.search(asked):
        said = _COUNTED.sub("", said)
    for clause in first_clauses(said, asked, language):
        if quantities != compared(_BETWEEN_NAMES.sub("", clause.scope)):
            continue
        found = _judge_clause(asked, words, clause, language, is_exact=is_exact)
        if found is not None:
            is_true = _judge(found.share, clause.scope, is_as_asked=found.is_as_asked)
            more = " ".join(word.written for word in found.more)
            return None if is_true is None else Assertion(is_true, more)
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    """The words of a clause that say what is asked, and those behind.

    ``is_as_asked`` tells that none stands in between.
    """

    share: Sequence[Word]
    more: Sequence[Word]
    is_as_asked: bool


def _judge_clause(
    asked: str, words: Sequence[Word], clause: Clause, language: str, *, is_exact: bool
) -> _Found | None:
    said = words_said(clause.text, language)
    for order, begin, is_of_time in _orders(asked, words, said):
        share = _share_that_says(order, said[begin:], language, is_exact=is_exact)
        if not share or not (
            is_of_time or not _is_of_another_time(asked, clause.text, words, share)
        ):
            continue
        more = said[begin + len(share) :]
        is_all = not more and not clause.is_opened and ADDS.match(clause.rest)
        if order is not words and more[:1] and more[0].written in _OF:
            continue
        if is_all or (not is_exact and _happened(asked, share, more)):
            return _Found(share, more, is_as_asked=len(share) == len(order))
    return None


def _happened(asked: str, share: Sequence[Word], more: Sequence[Word]) -> bool:
    """Tell whether it is asked if something happened, and it did, wherever and whenever it was.

    What is allowed, needed or open in one place or month need not be so in another, nor is it
    denied for all of them.
    """
    return (
        ASKS_OF_EVENT.match(asked) is not None
        and not STATE.search(asked)
        and not _denials(share)
        and not _changes_its_role(more)
    )


def _changes_its_role(words: Sequence[Word]) -> bool:
    """Tell whether words say that it was as something less: "joined it as an observer"."""
    written = [fold_accents(word.written) for word in words]
    role = next((at for at, word in enumerate(written) if word in _AS), len(written))
    return any(map(CHANGES.fullmatch, written[role:]))


def _orders(
    asked: str, words: Sequence[Word], said: Sequence[Word]
) -> Iterator[tuple[Sequence[Word], int, bool]]:
    """Yield orders in which a clause may have what is asked, and where it begins to say it.

    The last value tells that verb and time are those that are asked about.
    """
    yield words, 0, False
    for order in passive_orders(words, said, asked):
        yield order, 0, True
    for order in active_orders(words, said, asked):
        yield order, 0, True
    if begin := without_subject(words, said, asked):
        verb = next(word for word in words if word.term == said[begin].term)
        yield (verb, *(word for word in words if word is not verb)), begin, True


def _share_that_says(
    asked: Sequence[Word], said: Sequence[Word], language: str, *, is_exact: bool
) -> Sequence[Word]:
    """Return the words that a clause opens with and that say all that is asked, or none.

    A Spanish question puts the verb first, so there it may stand elsewhere in the clause, as it is
    written: "¿Apoyó la OIM …?", "La OIM apoyó …".
    """
    if end := _end_of_asked(asked, said, is_exact=is_exact):
        return said[:end]
    if language != "es":
        return ()
    count = 1 + next((at for at, word in enumerate(asked) if word.is_term), 0)
    verb = [word.written for word in asked[:count]]
    for at in range(1, len(said) - count + 1):
        if [word.written for word in said[at : at + count]] == verb:
            others = [*said[:at], *said[at + count :]]
            end = _end_of_asked(asked[count:], others, is_exact=is_exact)
            return said[: end + count] if end >= at else ()
    return ()


def _end_of_asked(asked: Sequence[Word], said: Sequence[Word], *, is_exact: bool) -> int:
    """Return how many words of a clause it takes to say what is asked, 0 if it does not.

    Other words may stand between where they change nothing ("the annual walk", "has already").
    Right behind a word that is asked they may: "IOM partners", "visa waiver".
    """
    matched = let_in = 0
    lead = ""
    for at, word in enumerate(said):
        if matched == len(asked):
            return 0 if _goes_on(word) else at
        lead = word.led_by or lead
        if _is_same(word, asked[matched], is_exact=is_exact) and not (let_in and word.is_hyphened):
            matched += 1
            let_in, lead = 0, ""
        elif matched and let_in < _MAX_LET_IN and _changes_nothing(word, lead, is_exact=is_exact):
            let_in += 1
        else:
            return 0
    return len(said) if matched == len(asked) else 0


def _goes_on(word: Word) -> bool:
    """Tell whether a word may make something else of the one before: "IOM" and "partners"."""
    is_apart = bool(word.led_by) or not word.is_joined or word.written in _ADVERBS
    return word.is_term and not is_apart


def _is_same(word: Word, asked: Word, *, is_exact: bool) -> bool:
    """Tell whether two words are the same; where it is exact one thing is not several."""
    is_one_noun = is_exact and asked.led_by in _ARTICLES
    return word.term == asked.term and not (is_one_noun and word.written != asked.written)


def _changes_nothing(word: Word, lead: str, *, is_exact: bool) -> bool:
    """Tell whether a word behind an article or auxiliary may as well not be there."""
    folded = fold_accents(word.written)
    if lead in _ARTICLES and not is_exact:
        return word.is_term and not CHANGES.fullmatch(folded)
    return bool(lead) and CONFIRMS.fullmatch(folded) is not None


def _is_of_another_time(
    question: str, clause: str, asked: Sequence[Word], share: Sequence[Word]
) -> bool:
    """Tell whether what is said was so and the question asks what is so, or the other way round."""
    forms = set(written_words(clause))
    if _ASKS_OF_THEN.match(question):
        return bool(forms & _NOW) and not forms & _THEN
    if not _ASKS_OF_NOW.match(question):
        return False
    asked_forms = {word.written for word in asked}
    return bool(forms & _THEN) or any(
        (word.written.endswith("ed") or word.written in IRREGULAR_PASTS)
        and word.written not in asked_forms
        for word in share
    )


def _denials(share: Sequence[Word]) -> int:
    return sum(word.is_denied for word in share)


def _judge(share: Sequence[Word], statement: str, *, is_as_asked: bool) -> bool | None:
    if OPEN.search(_MAY.sub("", statement)) or HALF_NEGATION.search(statement):
        return None
    denials = _denials(share)
    # What stands elsewhere may still turn it round: "IOM supported it, as nobody did not see".
    if denials > 1 or denials != len(NEGATION.findall(statement)):
        return None
    # Who is no full member may be a member.
    if denials and not is_as_asked:
        return None
    return not denials
