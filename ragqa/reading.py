"""Sentences of the best passages that answer a question, and how likely it is that they do.

A linear score of the features (`ragqa.features`) ranks the sentences; a logistic regression gives
the probability that the first one answers. Both sets of coefficients come from
``training/fit_reading.py``, which never sees an evaluation set.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from ragqa.encoding import FloatArray
from ragqa.features import (
    SENTENCE_FEATURES,
    SPAN_FEATURES,
    Candidate,
    Measured,
    SentenceMeasurer,
)
from ragqa.mentions import MentionKind, find_mentions
from ragqa.questions import Kind, Question
from ragqa.retrieval import Query
from ragqa.short_answers import find_short_answer, unasked_mentions
from ragqa.types import Evidence, Hit, Span

_WEIGHTS_FILE = "reading_weights.json"
_LIST_ITEM = re.compile(r"\n[-*•]\s")
_ENUMERATES = re.compile(_LIST_ITEM.pattern + r"|(?:, [^,]+){2,}")
_QUOTED_TITLE = re.compile(r"""["“«]([^"“”«»]+)["”»]""")
_MAX_LIST_ITEMS = 4
_MAX_EXPLAINING_SENTENCES = 2
_EXPLAINED_KINDS = frozenset({Kind.WHY, Kind.HOW, Kind.DEFINITION})
_SECOND_WITHIN = 0.25
"""A second sentence is quoted when its support is at most this much lower than the first's."""

_MEASURED_KINDS = frozenset({Kind.WHEN, Kind.HOW_MANY})
"""Questions that a date, a time of day or a number answers, and nothing else."""

_MAX_SHORT_WORDS = 12
"""A phrase longer than this is no short answer: the quotation says it better."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the passages say to a question.

    ``evidence`` is best first, and empty if there is no sentence to choose. ``confidence`` is the
    probability, in 0..1, that the first of it answers; 0 without evidence.
    """

    evidence: tuple[Evidence, ...]
    confidence: float


class Reader(Protocol):
    """Finds the evidence in passages."""

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        """Return the sentences of the hits that answer the question best."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients by feature: ``rank`` for the linear score, ``support`` for the probability."""

    rank: Mapping[str, float]
    support: Mapping[str, float]
    intercept: float


def load_weights(*, with_spans: bool) -> Weights:
    """Return the coefficients that ship with the package, for reading with a span reader or not."""
    raw: Any = json.loads(files("ragqa").joinpath(_WEIGHTS_FILE).read_text(encoding="utf-8"))
    fitted = raw["with_spans" if with_spans else "without_spans"]
    return Weights(fitted["rank"], fitted["support"], fitted["intercept"])


class SentenceReader:
    """Ranks sentences by their features, with a span reader's among them or without."""

    def __init__(self, measurer: SentenceMeasurer, *, weights: Weights) -> None:
        names = [name for name in (*SENTENCE_FEATURES, *SPAN_FEATURES) if name in weights.rank]
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
        chosen = _choose(question.kind, measured.candidates, supports, order)
        evidence = tuple(_evidence(question, measured, i, supports[i]) for i in chosen)
        return Reading(evidence, evidence[0].support)

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


def _choose(
    kind: Kind, candidates: Sequence[Candidate], supports: Sequence[float], order: Sequence[int]
) -> list[int]:
    """Return which sentences to quote: the first, and others nearly as good where they help."""
    most = 1
    if kind is Kind.LIST and not _ENUMERATES.search(candidates[order[0]].text):
        most = _MAX_LIST_ITEMS
    elif kind in _EXPLAINED_KINDS:
        most = _MAX_EXPLAINING_SENTENCES
    least = supports[order[0]] - _SECOND_WITHIN
    return [i for i in order[:most] if supports[i] >= least]


def _evidence(question: Question, measured: Measured, row: int, support: float) -> Evidence:
    candidate = measured.candidates[row]
    return Evidence(
        hit=candidate.hit,
        quote=candidate.text,
        start=candidate.start,
        end=candidate.end,
        short_answer=_short_answer(question, candidate, measured.spans[row]),
        support=support,
    )


def _short_answer(question: Question, candidate: Candidate, span: Span | None) -> str | None:
    if question.kind is Kind.YES_NO:
        return None
    if span is None:
        # One item of a list is not what the list says.
        is_list = _LIST_ITEM.search(candidate.text) is not None
        return None if is_list else find_short_answer(question, candidate.text)
    phrase = _whole_phrase(
        candidate.text, Span(span.start - candidate.start, span.end - candidate.start)
    )
    if len(phrase.split()) > _MAX_SHORT_WORDS:
        return None
    if question.kind in _MEASURED_KINDS and not _measures(question, phrase):
        return find_short_answer(question, candidate.text)
    return phrase


def _measures(question: Question, phrase: str) -> bool:
    """Tell whether a phrase names a date or number; a time of day ("at nine") is a number."""
    if unasked_mentions(question, phrase):
        return True
    mentions = find_mentions(phrase)
    return question.kind is Kind.WHEN and any(m.kind is MentionKind.NUMBER for m in mentions)


def _whole_phrase(text: str, span: Span) -> str:
    """Return a phrase of a text, grown to the title in quotes or the bracket that it cuts."""
    for title in _QUOTED_TITLE.finditer(text):
        overlaps = title.start() < span.end and span.start < title.end()
        if overlaps and len(title[1].split()) <= _MAX_SHORT_WORDS:
            return title[1]
    phrase = text[slice(*span)]
    closes = phrase.count("(") > phrase.count(")") and text.startswith(")", span.end)
    return f"{phrase})" if closes else phrase
