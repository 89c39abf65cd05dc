"""Sentences to quote beside the best one: the rest of a list, who else, when, another answer.

Each rule says for which questions a second sentence helps. For all others one proof is enough.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragqa.abbreviations import find_definitions
from ragqa.choosing import says_less
from ragqa.demands import demands_kind
from ragqa.enumerations import enumerates
from ragqa.features import Measured
from ragqa.forms import asked_form
from ragqa.phrases import Phrase, are_different, is_step
from ragqa.questions import EXPLAINED_KINDS, TOLD_KINDS, Kind, Question
from ragqa.statements import Candidate
from ragqa.terms import tokenize
from ragqa.who import names_person

NEARLY_AS_GOOD = 0.25
"""A second sentence is quoted when its support is at most this much lower than the first's."""

_MAX_LIST_ITEMS = 4
_MAX_EXPLAINING_SENTENCES = 2
_MAX_EXPLAINING_WORDS = 60
"""A second sentence that explains is left out where it makes the proof longer than this."""

_LEAST_SUPPORT_BESIDE = 0.3
"""A sentence that says more has this support at least, as an answer alone would need."""

# "Who led the session?", not "Who was the leader?"
_WHO_DID = re.compile(
    r"\b(?:who|qui[ée]n(?:es)?) (?!(?:is|was|are|were|es|son|fue|fueron|era|eran)\b)(\w+)",
    re.IGNORECASE,
)
_ALSO_WITHIN = 0.05

_LEAST_TIME_SUPPORT = 0.25
"""Support that a sentence must have which only says when it was."""

_MEASURED_KINDS = frozenset({Kind.WHEN, Kind.HOW_MANY})
_OTHER_WITHIN = 0.2
_LEAST_OTHER_SUPPORT = 0.75
_LEAST_ASKED = 2
"""Two answers are held against each other where both hold all that is asked, and that is enough."""

# What a question measures, and verbs that say little.
_MEASURING_TERMS = frozenset(
    "get have take give make need mani much long old far tall high big larg often year date day "
    "month number popul percentag ano fech dia mes numer porcentaj poblacion edad ten hab hac dar "
    "tom necesit".split()
)

_RIVAL_ODDS = 1.5
"""The odds of the first are at most so many times those of a sentence that is hardly less sure."""

_ABBREVIATION = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b")
_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True, slots=True)
class Ranked:
    """The sentences measured for a question, and ``order``, their rows from the best on.

    ``supports`` has the support of every row, ``phrases`` what the best rows name.
    """

    question: Question
    measured: Measured
    supports: Sequence[float]
    phrases: Mapping[int, Phrase]
    order: Sequence[int]

    @property
    def first(self) -> int:
        """The row of the best sentence."""
        return self.order[0]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The sentences by row."""
        return self.measured.candidates

    def is_foreign(self, row: int) -> bool:
        """Tell whether a sentence is in another language than the question."""
        return self.measured.is_foreign(row)

    def beside_first(self) -> list[int]:
        """Return the other rows looked at in the passage of the first, the best first."""
        passage = self.candidates[self.first].hit.chunk.chunk_id
        return [
            row
            for row in self.phrases
            if row != self.first and self.candidates[row].hit.chunk.chunk_id == passage
        ]

    def asked_words(self, text: str) -> set[str]:
        """Return the terms of the question that stand in a text."""
        return self.question.terms_in(text)


def looks_beyond(question: Question) -> bool:
    """Tell whether a sentence of another passage may be quoted beside the first."""
    return question.kind in TOLD_KINDS or _is_held_against_others(question)


def more_of_the_kind(ranked: Ranked) -> list[int]:
    """Return sentences that list or explain what the first does, nearly as good as it."""
    kind, first = ranked.question.kind, ranked.candidates[ranked.first].text
    if asked_form(ranked.question.asked):
        return []
    most = 1
    if kind is Kind.LIST and not enumerates(first):
        most = _MAX_LIST_ITEMS
    elif kind in EXPLAINED_KINDS:
        most = _MAX_EXPLAINING_SENTENCES
    least = max(ranked.supports[ranked.first] - NEARLY_AS_GOOD, _LEAST_SUPPORT_BESIDE)
    more = [row for row in ranked.order[1:most] if ranked.supports[row] >= least]
    if kind in EXPLAINED_KINDS:
        words = [len(ranked.candidates[row].text.split()) for row in (ranked.first, *more)]
        return more if sum(words) <= _MAX_EXPLAINING_WORDS else []
    return more


def steps(ranked: Ranked) -> list[int]:
    """Return the first of the numbered steps in the passage of the first sentence, to "how"."""
    if ranked.question.kind is not Kind.HOW or is_step(ranked.candidates[ranked.first].text):
        return []
    passage = ranked.candidates[ranked.first].hit.chunk.chunk_id
    found = [
        row
        for row, one in enumerate(ranked.candidates)
        if one.hit.chunk.chunk_id == passage and is_step(one.text)
    ]
    return found[:1] if len(found) > 1 else []


def who_else(ranked: Ranked) -> list[int]:
    """Return sentences of the passage that say of another person what the first says of one.

    "Ana Ortiz led one session. Miguel Gómez led the other."
    """
    question, first, phrases = ranked.question, ranked.first, ranked.phrases
    if question.kind is not Kind.WHO or demands_kind(question):
        return []
    texts = [one.text for one in ranked.candidates]

    def names_somebody(row: int) -> bool:
        return names_person(question, texts[row], phrases[row].text)

    verb = _WHO_DID.search(question.asked)
    said = ranked.asked_words(texts[first])
    did = set(tokenize(verb[1], question.language)) & said if verb else set()
    if not did or not names_somebody(first):
        return []
    also = [
        row
        for row in ranked.beside_first()
        if ranked.supports[row] >= ranked.supports[first] - _ALSO_WITHIN
        and phrases[row].text != phrases[first].text
        and names_somebody(row)
        and did <= ranked.asked_words(texts[row])
    ]
    return also[: _MAX_LIST_ITEMS - 1]


def when_it_was(ranked: Ranked) -> list[int]:
    """Return the sentence of the passage that says when, if the first only says what happened.

    "The walk took place for the fifth time. It was held on July 30."
    """
    first, phrases, supports = ranked.first, ranked.phrases, ranked.supports
    if ranked.question.kind is not Kind.WHEN or phrases[first].fits or phrases[first].text:
        return []
    dated = [
        row
        for row in ranked.beside_first()
        if phrases[row].fits and phrases[row].text and supports[row] >= _LEAST_TIME_SUPPORT
    ]
    return sorted(dated, key=lambda row: -supports[row])[:1]


def other_answer(ranked: Ranked) -> int | None:
    """Return a sentence of another document that answers otherwise, and as well as the first.

    It is as well supported, or says the same in the same words but for the answer.
    """
    question, first, supports = ranked.question, ranked.first, ranked.supports
    if not _is_held_against_others(question):
        return None
    said = ranked.phrases[first].text
    doc_id = ranked.candidates[first].hit.chunk.doc_id
    least = max(supports[first] - _OTHER_WITHIN, _LEAST_OTHER_SUPPORT)
    asked = set(question.terms) - _MEASURING_TERMS

    def holds_all(row: int) -> bool:
        text = ranked.candidates[row].with_before
        return asked <= set(tokenize(text, question.language))

    def is_the_same_but_for(row: int, phrase: str, said: str) -> bool:
        return ranked.candidates[row].text.replace(phrase, said) == ranked.candidates[first].text

    if len(asked) < _LEAST_ASKED or not holds_all(first):
        return None
    for row, phrase in ranked.phrases.items():
        if (
            ranked.candidates[row].hit.chunk.doc_id != doc_id
            and phrase.fits
            and holds_all(row)
            and said
            and phrase.text
            and (supports[row] >= least or is_the_same_but_for(row, phrase.text, said))
            and are_different(said, phrase.text, question.language)
            and not _has_figures_of(said, ranked.candidates[row].text)
            and not _has_figures_of(phrase.text, ranked.candidates[first].text)
        ):
            return row
    return None


def _is_held_against_others(question: Question) -> bool:
    is_of_one_person = question.kind is Kind.WHO and demands_kind(question)
    return question.kind in _MEASURED_KINDS or is_of_one_person


def rival_of(ranked: Ranked) -> int | None:
    """Return the next best sentence of the passage if it names something else, about as surely.

    "It was founded in 1817. It was founded again in 1991."
    """
    question, phrases = ranked.question, ranked.phrases
    rival = next(iter(ranked.beside_first()), None)
    if rival is None or question.kind in TOLD_KINDS or not phrases[rival].fits:
        return None
    if says_less(question, ranked.measured, phrases, rival, ranked.first):
        return None
    first_support, support = ranked.supports[ranked.first], ranked.supports[rival]
    is_close = _RIVAL_ODDS * support * (1 - first_support) >= first_support * (1 - support)
    return rival if is_close and _say_different_things(ranked, ranked.first, rival) else None


def _say_different_things(ranked: Ranked, one: int, other: int) -> bool:
    """Tell whether two sentences of a passage name different things, and neither has the other's.

    What the passage says an abbreviation stands for, is the same as the abbreviation.
    """
    passage = ranked.candidates[one].hit.chunk.text
    full = {definition.short: definition.long for definition in find_definitions(passage)}
    said, also_said = (ranked.phrases[row].text or "" for row in (one, other))
    text, other_text = (ranked.candidates[row].text for row in (one, other))

    def spelt_out(phrase: str) -> str:
        return _ABBREVIATION.sub(lambda found: full.get(found[0], found[0]), phrase)

    return (
        bool(said and also_said)
        and are_different(spelt_out(said), spelt_out(also_said), ranked.question.language)
        and not _holds(other_text, said)
        and not _holds(text, also_said)
    )


def _holds(text: str, phrase: str) -> bool:
    """Tell whether a text has a phrase, or all numbers of one."""
    return phrase.casefold() in text.casefold() or _has_figures_of(phrase, text)


def _has_figures_of(phrase: str, text: str) -> bool:
    """Tell whether a text has all numbers of a phrase, and there are some.

    "300 km from the mountains and 260 km from the sea" does not deny "260 kilometres".
    """
    figures = set(_FIGURE.findall(phrase))
    return bool(figures) and figures <= set(_FIGURE.findall(text))
