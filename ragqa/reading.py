"""Sentences of the best passages that answer a question, and how likely it is that they do.

A linear score of the features (`ragqa.features`) ranks the sentences; a logistic regression gives
each its support, the probability that it answers. All coefficients come from
``training/fit_reading.py``, which never sees an evaluation set.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from ragqa.encoding import MINILM_INT8, FloatArray
from ragqa.features import Candidate, Measured, SentenceMeasurer
from ragqa.phrases import Phrase, are_different, demands_kind, enumerates, find_phrase, names_person
from ragqa.questions import Kind, Question
from ragqa.retrieval import Query
from ragqa.terms import tokenize
from ragqa.types import Evidence, Hit, Span

_WEIGHTS_FILE = "reading_weights.json"
_MAX_LIST_ITEMS = 4
_MAX_EXPLAINING_SENTENCES = 2
_EXPLAINED_KINDS = frozenset({Kind.WHY, Kind.HOW, Kind.DEFINITION})
_SECOND_WITHIN = 0.25
"""A second sentence is quoted when its support is at most this much lower than the first's."""

_MAX_EXPLAINING_WORDS = 60
"""A second sentence that explains is left out where it makes the proof longer than this."""

_MEASURED_KINDS = frozenset({Kind.WHEN, Kind.HOW_MANY})
# "Who led the session?", not "Who was the leader?"
_WHO_DID = re.compile(
    r"\b(?:who|qui[ée]n(?:es)?) (?!(?:is|was|are|were|es|son|fue|fueron|era|eran)\b)(\w+)",
    re.IGNORECASE,
)
_ALSO_WITHIN = 0.05
_OTHER_WITHIN = 0.2
_LEAST_OTHER_SUPPORT = 0.75
_LEAST_ASKED = 2
"""Two answers are held against each other where both hold all that is asked, and that is enough."""

_MEASURING_TERMS = frozenset(
    "mani much long old far tall high big larg often year date day month number popul percentag "
    "ano fech dia mes numer porcentaj poblacion edad".split()
)

_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")

_LOOKED_AT = 8
_UNFIT_SUPPORT = 0.2
"""Support of the best evidence where none names the kind of thing that alone can answer.

Or, to "who", where it names nobody but whom the question names.
"""

_DEFINING_SUPPORT = 0.8
"""Least probability of a sentence that says what an abbreviation stands for that is asked for."""

_LEAST_TIME_SUPPORT = 0.25
"""Support that a sentence must have which only says when it was."""

# What such a sentence speaks of stands in the one before it.
_HEADLESS = re.compile(
    r"(?:It|They|He|She|Its|Their|His|Her|This|These|Those|Él|Ella|Ellos|Ellas|Est[aeo]s?|Es[aeo]s?)\b"
)
_MAX_WORDS_BEFORE = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What the passages say to a question.

    ``evidence`` is best first, and empty if there is no sentence to choose. ``confidence`` is the
    probability, in 0..1, that the first of it answers; 0 without evidence. ``differs`` if two
    documents give different answers, the first two pieces of the evidence.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    differs: bool = False


class Reader(Protocol):
    """Finds the evidence in passages."""

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        """Return the sentences of the hits that answer the question best."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients by feature: ``rank`` for the linear score, ``support`` for each one's logit.

    ``intercept`` is the support's.
    """

    rank: Mapping[str, float]
    support: Mapping[str, float]
    intercept: float


def load_weights(encoder: str, *, with_spans: bool, language: str = "en") -> Weights:
    """Return the coefficients that ship with the package, for reading with a span reader or not.

    They are for questions in a language; one that the encoder's were not fitted for gets those for
    English. An encoder that is not one of the bundled two gets those of MiniLM, which were not
    fitted to it.
    """
    raw: Any = json.loads(files("ragqa").joinpath(_WEIGHTS_FILE).read_text(encoding="utf-8"))
    by_language = raw.get(encoder, raw[MINILM_INT8])[
        "with_spans" if with_spans else "without_spans"
    ]
    fitted = by_language.get(language, by_language["en"])
    return Weights(fitted["rank"], fitted["support"], fitted["intercept"])


class SentenceReader:
    """Ranks sentences by their features, with a span reader's among them or without."""

    def __init__(self, measurer: SentenceMeasurer, *, weights: Weights) -> None:
        names = measurer.features
        self._measurer = measurer
        self._rank = np.array([weights.rank[name] for name in names])
        self._support = np.array([weights.support[name] for name in names])
        self._intercept = weights.intercept

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        """Return the sentences of the hits that answer best, and the first one's probability."""
        measured = self._measurer.measure(question, query, hits)
        if not measured.candidates:
            return Reading((), 0.0)
        supports = self._supports(measured.features)
        order = np.argsort(-(measured.features @ self._rank), kind="stable").tolist()
        phrases = {row: _phrase(question, measured, row) for row in order[:_LOOKED_AT]}
        order = _fitting_first(question, measured, phrases, supports, order)
        chosen = _choose(question.kind, measured.candidates, supports, order)
        also = (
            *_who_else(question, measured, phrases, supports, order[0]),
            *_when_it_was(question, measured, phrases, supports, order[0]),
        )
        chosen = [*chosen, *also]
        other = _other_answer(question, measured, phrases, supports, order[0])
        chosen = chosen if other is None else [chosen[0], other]
        evidence = tuple(
            _evidence(measured.candidates[row], phrases, row, supports[row]) for row in chosen
        )
        confidence = evidence[0].support
        phrase = phrases[chosen[0]]
        names_nobody = question.kind is Kind.WHO and phrase.text is None
        if not phrase.fits and (names_nobody or demands_kind(question)):
            confidence = min(confidence, _UNFIT_SUPPORT)
        if phrase.defines:
            confidence = max(confidence, _DEFINING_SUPPORT)
        return Reading(evidence, confidence, differs=other is not None)

    def _supports(self, features: FloatArray) -> list[float]:
        logits = features @ self._support + self._intercept
        return [float(p) for p in 1 / (1 + np.exp(-logits))]


class ReaderByLanguage:
    """Leaves questions of some languages to readers of their own, and the others to one more."""

    def __init__(self, readers: Mapping[str, Reader], *, otherwise: Reader) -> None:
        self._readers = readers
        self._otherwise = otherwise

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        """Return what the reader of the question's language finds."""
        reader = self._readers.get(question.language, self._otherwise)
        return reader.read(question, query, hits)


def _phrase(question: Question, measured: Measured, row: int) -> Phrase:
    candidate, span = measured.candidates[row], measured.spans[row]
    within = span and Span(span.start - candidate.start, span.end - candidate.start)
    return find_phrase(question, candidate.text, within)


def _fitting_first(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    order: Sequence[int],
) -> list[int]:
    """Put in front the first sentence that names what is asked for, if it is nearly as good.

    Of a list that is a sentence that enumerates. Of an abbreviation it is one that says what it
    stands for, however good it is.
    """

    def fits(row: int) -> bool:
        if question.kind is Kind.LIST:
            return enumerates(measured.candidates[row].text)
        return phrases[row].fits

    defining = next((row for row in phrases if phrases[row].defines), None)
    if defining is not None:
        return [defining, *(row for row in order if row != defining)]
    least = supports[order[0]] - _SECOND_WITHIN
    good = (row for row in phrases if supports[row] >= least and fits(row))
    first = next(good, order[0])
    return [first, *(row for row in order if row != first)]


def _who_else(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    first: int,
) -> list[int]:
    """Return sentences of the passage that say of another person what the first says of one.

    "Ana Ortiz led one session. Miguel Gómez led the other."
    """
    if question.kind is not Kind.WHO or demands_kind(question):
        return []
    candidates = measured.candidates

    def names_somebody(row: int) -> bool:
        return names_person(question, candidates[row].text, phrases[row].text)

    verb = _WHO_DID.search(question.asked)
    said = _asked_words(question, candidates[first].text)
    did = set(tokenize(verb[1], question.language)) & said if verb else set()
    if not did or not names_somebody(first):
        return []
    also = [
        row
        for row in _beside(first, measured, phrases)
        if supports[row] >= supports[first] - _ALSO_WITHIN
        and phrases[row].text != phrases[first].text
        and names_somebody(row)
        and did <= _asked_words(question, candidates[row].text)
    ]
    return also[: _MAX_LIST_ITEMS - 1]


def _when_it_was(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    first: int,
) -> list[int]:
    """Return the sentence of the passage that says when, if the first only says what happened.

    "The walk took place for the fifth time. It was held on July 30."
    """
    if question.kind is not Kind.WHEN or phrases[first].fits or phrases[first].text:
        return []
    dated = [
        row
        for row in _beside(first, measured, phrases)
        if phrases[row].fits and phrases[row].text and supports[row] >= _LEAST_TIME_SUPPORT
    ]
    return sorted(dated, key=lambda row: -supports[row])[:1]


def _beside(first: int, measured: Measured, phrases: Mapping[int, Phrase]) -> list[int]:
    """Return the other sentences of the same passage that were looked at, the best first."""
    passage = measured.candidates[first].hit.chunk.chunk_id
    return [
        row
        for row in phrases
        if row != first and measured.candidates[row].hit.chunk.chunk_id == passage
    ]


def _asked_words(question: Question, text: str) -> set[str]:
    return set(question.terms).intersection(tokenize(text, question.language))


def _other_answer(
    question: Question,
    measured: Measured,
    phrases: Mapping[int, Phrase],
    supports: Sequence[float],
    first: int,
) -> int | None:
    """Return a sentence of another document that answers otherwise, and as well as the first.

    It is as well supported, or says the same in the same words but for the answer.
    """
    if question.kind not in _MEASURED_KINDS and not (
        question.kind is Kind.WHO and demands_kind(question)
    ):
        return None
    said = phrases[first].text
    doc_id = measured.candidates[first].hit.chunk.doc_id
    least = max(supports[first] - _OTHER_WITHIN, _LEAST_OTHER_SUPPORT)
    asked = set(question.terms) - _MEASURING_TERMS

    def holds_all(row: int) -> bool:
        text = f"{measured.candidates[row].before}\n{measured.candidates[row].text}"
        return asked <= set(tokenize(text, question.language))

    def is_the_same_but_for(row: int, phrase: str, said: str) -> bool:
        return (
            measured.candidates[row].text.replace(phrase, said) == measured.candidates[first].text
        )

    if len(asked) < _LEAST_ASKED or not holds_all(first):
        return None
    for row, phrase in phrases.items():
        if (
            measured.candidates[row].hit.chunk.doc_id != doc_id
            and phrase.fits
            and holds_all(row)
            and said
            and phrase.text
            and (supports[row] >= least or is_the_same_but_for(row, phrase.text, said))
            and are_different(said, phrase.text, question.language)
            and not _has_figures_of(said, measured.candidates[row].text)
            and not _has_figures_of(phrase.text, measured.candidates[first].text)
        ):
            return row
    return None


def _has_figures_of(phrase: str, text: str) -> bool:
    """Tell whether a text has all numbers of a phrase, and there are some.

    "300 km from the mountains and 260 km from the sea" does not deny "260 kilometres".
    """
    figures = set(_FIGURE.findall(phrase))
    return bool(figures) and figures <= set(_FIGURE.findall(text))


def _choose(
    kind: Kind, candidates: Sequence[Candidate], supports: Sequence[float], order: Sequence[int]
) -> list[int]:
    """Return which sentences to quote: the first, and others nearly as good where they help."""
    first = candidates[order[0]].text
    most = 1
    if kind is Kind.LIST and not enumerates(first):
        most = _MAX_LIST_ITEMS
    elif kind in _EXPLAINED_KINDS:
        most = _MAX_EXPLAINING_SENTENCES
    least = supports[order[0]] - _SECOND_WITHIN
    chosen = [row for row in order[:most] if row == order[0] or supports[row] >= least]
    if kind in _EXPLAINED_KINDS:
        words = [len(candidates[row].text.split()) for row in chosen]
        return chosen if sum(words) <= _MAX_EXPLAINING_WORDS else chosen[:1]
    return chosen


def _evidence(
    candidate: Candidate, phrases: Mapping[int, Phrase], row: int, support: float
) -> Evidence:
    quote, start = _with_its_head(candidate)
    return Evidence(
        hit=candidate.hit,
        quote=quote,
        start=start,
        end=candidate.end,
        short_answer=phrases[row].text if row in phrases else None,
        support=support,
    )


def _with_its_head(candidate: Candidate) -> tuple[str, int]:
    """Return the quotation and its start: with the sentence before, if that says what "it" is."""
    text, chunk = candidate.text, candidate.hit.chunk
    before = candidate.before
    if not before or not _HEADLESS.match(text) or len(before.split()) > _MAX_WORDS_BEFORE:
        return text, candidate.start
    here = candidate.start - chunk.start
    start = chunk.text.rfind(before, 0, here)
    if start < 0 or "\n" in chunk.text[start:here]:
        return text, candidate.start
    return chunk.text[start : candidate.end - chunk.start], chunk.start + start
