"""Sentences of the best passages that answer a question, and how likely it is that they do.

A linear score of the features (`ragqa.features`) ranks the sentences; a logistic regression gives
each its support, the probability that it answers. All coefficients come from
``training/fit_reading.py``, which never sees an evaluation set.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from ragqa.encoding import MINILM_INT8, FloatArray
from ragqa.features import (
    SENTENCE_FEATURES,
    SPAN_BOUNDS,
    Measured,
    SentenceMeasurer,
)
from ragqa.further_evidence import (
    NEARLY_AS_GOOD,
    Ranked,
    looks_beyond,
    more_of_the_kind,
    other_answer,
    rival_of,
    steps,
    when_it_was,
    who_else,
)
from ragqa.ordering import UNFIT_SUPPORT, phrase_of, put_in_order
from ragqa.phrases import Phrase
from ragqa.questions import Question
from ragqa.quoting import quoted_span
from ragqa.retrieval import Query
from ragqa.types import Evidence, Hit
from ragqa.unfit import cannot_answer

_WEIGHTS_FILE = "reading_weights.json"
_NO_PHRASE = Phrase(None, fits=True)
"""Stands for what a sentence names that was not looked at."""

_LEAST_AFTER_ANOTHER = 0.6
"""Least support of a sentence where the one that reads best tells of another one."""

_DEFINING_SUPPORT = 0.8
"""Least probability of a sentence that says what an abbreviation stands for that is asked for."""

_TELLING_SUPPORT = 0.6
"""Such a sentence whose words only an answer follows has that of the best one, up to this."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the passages say to a question.

    ``evidence`` is best first, and empty if there is no sentence to choose. ``confidence`` is the
    probability, in 0..1, that the first of it answers; 0 without evidence. ``differs`` if two
    documents give different answers, the first two pieces of the evidence; ``undecided`` if these
    are two sentences of one passage, either of which may be the one that answers.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    differs: bool = False
    undecided: bool = False


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
        """Return the sentences of the hits that answer best, and the first one's probability.

        Hits are read in turn, and no further than the evidence may still change.
        """
        measured = self._read_in_turn(question, query, hits)
        if not measured.candidates:
            return Reading((), 0.0)
        supports = self._supports(measured.features)
        order = np.argsort(-(measured.features @ self._rank), kind="stable").tolist()
        ordered = put_in_order(question, measured, supports, order)
        ranked = ordered.ranked
        also = [
            *(steps(ranked) or more_of_the_kind(ranked)),
            *who_else(ranked),
            *when_it_was(ranked),
        ]
        other = other_answer(ranked)
        rival = None if also or other is not None else rival_of(ranked)
        second = rival if other is None else other
        chosen = [ranked.first, *(also if second is None else [second])]
        evidence = _quoted_once(
            _evidence(ranked, row, behind=before)
            for before, row in zip([None, *chosen], chosen, strict=False)
        )
        confidence = evidence[0].support
        phrase = ranked.phrases[ranked.first]
        is_unsure = ordered.is_misled and confidence < _LEAST_AFTER_ANOTHER
        if is_unsure or cannot_answer(ranked, phrase):
            confidence = min(confidence, UNFIT_SUPPORT)
        elif phrase.tells:
            confidence = max(confidence, min(ordered.best, _TELLING_SUPPORT))
        if phrase.defines:
            confidence = max(confidence, _DEFINING_SUPPORT)
        are_two = len(evidence) > 1  # the second may stand in what is quoted of the first
        return Reading(
            evidence,
            confidence,
            differs=are_two and other is not None,
            undecided=are_two and rival is not None,
        )

    def _read_in_turn(self, question: Question, query: Query, hits: Sequence[Hit]) -> Measured:
        read_so_far = self._measurer.measure_in_turn(question, query, hits)
        for measured in read_so_far:
            if len(measured.unread) and self._is_settled(question, measured):
                break
        return measured

    def _is_settled(self, question: Question, measured: Measured) -> bool:
        """Tell whether no sentence that is yet unread can be quoted, whatever it is found to say.

        Each gets the most that it can have (R. Fagin, A. Lotem and M. Naor, Optimal aggregation
        algorithms for middleware, 2003, the threshold algorithm).
        """
        scores = measured.features @ self._rank
        first = int(scores.argmax())
        if measured.is_foreign(first) and measured.leaves_its_language_unread:
            return False  # of two as sure, the one in the question's language is quoted
        if _most(measured.unread, self._rank) > scores[first]:
            return False
        if not looks_beyond(question) and phrase_of(question, measured, first).fits:
            return True
        (support,) = self._supports(measured.features[[first]])
        most = _logistic(_most(measured.unread, self._support) + self._intercept)
        return most < support - NEARLY_AS_GOOD

    def _supports(self, features: FloatArray) -> list[float]:
        logits = features @ self._support + self._intercept
        return [_logistic(logit) for logit in logits.tolist()]


class ReaderByLanguage:
    """Leaves questions of some languages to readers of their own, and the others to one more."""

    def __init__(self, readers: Mapping[str, Reader], *, otherwise: Reader) -> None:
        self._readers = readers
        self._otherwise = otherwise

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        """Return what the reader of the question's language finds."""
        reader = self._readers.get(question.language, self._otherwise)
        return reader.read(question, query, hits)


def _logistic(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _most(unread: FloatArray, weights: FloatArray) -> float:
    """Return the greatest weighted sum that any sentence may have once it has been read."""
    known = unread @ weights[: len(SENTENCE_FEATURES)]
    of_spans = weights[len(SENTENCE_FEATURES) :, None] * np.array(SPAN_BOUNDS)
    return float(known.max() + of_spans.max(axis=1).sum())


def _quoted_once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Leave out what an earlier piece of evidence quotes already, as part of more."""
    kept: list[Evidence] = []
    for one in evidence:
        doc_id = one.hit.chunk.doc_id
        if not any(
            doc_id == other.hit.chunk.doc_id and other.start <= one.start and one.end <= other.end
            for other in kept
        ):
            kept.append(one)
    return tuple(kept)


def _evidence(ranked: Ranked, row: int, *, behind: int | None) -> Evidence:
    """Return a sentence as evidence, quoted right behind that of another row if there is one."""
    candidate, phrase = ranked.candidates[row], ranked.phrases.get(row, _NO_PHRASE)
    chunk = candidate.hit.chunk
    quoted = quoted_span(
        ranked.question,
        candidate,
        phrase,
        behind=None if behind is None else ranked.candidates[behind],
        is_foreign=ranked.is_foreign(row),
    )
    return Evidence(
        hit=candidate.hit,
        quote=chunk.text[quoted.start - chunk.start : quoted.end - chunk.start],
        start=quoted.start,
        end=quoted.end,
        short_answer=phrase.text,
        support=ranked.supports[row],
    )
