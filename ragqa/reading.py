"""Sentences of the best passages that answer a question, and how likely it is that they do.

Each sentence of the passages read gets a few raw features (`FEATURES`). A linear score of them
ranks the sentences; a logistic regression gives the probability that the first one answers. Both
sets of coefficients come from ``training/fit_reading.py``, which never sees an evaluation set.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from ragqa.encoding import Encoder, FloatArray
from ragqa.questions import Kind, Question
from ragqa.retrieval import Query
from ragqa.sentences import split_sentences
from ragqa.short_answers import WANTED_MENTIONS, find_short_answer, unasked_mentions
from ragqa.terms import tokenize
from ragqa.types import Document, Evidence, Hit, Span

ReadDocument = Callable[[str], Document]
"""Returns the document of a ``doc_id``."""

Idf = Callable[[str], float]
"""Returns the inverse document frequency of a search term."""

FEATURES = (
    "dense",  # cosine of question and sentence
    "coverage",  # share of the question's idf mass that the sentence holds
    "context_coverage",  # the same with the sentence before it and the titles
    "bigrams",  # pairs of neighbouring question terms that are neighbours in the sentence
    "wanted",  # 1 if it names the kind of thing asked for, -1 if not, 0 if no kind is wanted
    "log_words",  # logarithm of 1 + its length in words
    "passage_dense",  # cosine of question and passage
    "passage_coverage",  # share of the question's idf mass that the passage holds
    "fused_gap",  # fused score of the passage less that of the best passage, at most 0
)

_LIST_ITEM = re.compile(r"[-*•]\s")
_LEADS_TO_LIST = re.compile(r":\s*(?:\n[-*•]\s[^\n]*)*$")
# A line that does not end as a sentence does, and is neither a list item nor a row of a table.
_HEADLINE = re.compile(r"(?![-*•]\s)(?!.* \| )[^\n]{1,160}(?<![.!?…:;,\"”’»)\]])")
_ENUMERATES = re.compile(r"\n[-*•]\s|(?:, [^,]+){2,}")

_WEIGHTS_FILE = "reading_weights.json"
_MAX_LIST_ITEMS = 4
_MAX_EXPLAINING_SENTENCES = 2
_EXPLAINED_KINDS = frozenset({Kind.WHY, Kind.HOW, Kind.DEFINITION})
_SECOND_WITHIN = 0.25
"""A second sentence is quoted when its support is at most this much lower than the first's."""


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
class Candidate:
    """A sentence of a hit, ``document.text[start:end]``, and the sentence before it in the hit."""

    hit: Hit
    start: int
    end: int
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients by feature: ``rank`` for the linear score, ``support`` for the probability."""

    rank: Mapping[str, float]
    support: Mapping[str, float]
    intercept: float


def load_weights() -> Weights:
    """Return the coefficients that ship with the package."""
    raw: Any = json.loads(files("ragqa").joinpath(_WEIGHTS_FILE).read_text(encoding="utf-8"))
    return Weights(raw["rank"], raw["support"], raw["intercept"])


class SentenceReader:
    """Ranks sentences by features that need no model beyond the encoder."""

    def __init__(
        self, encoder: Encoder, *, idf: Idf, documents: ReadDocument, weights: Weights
    ) -> None:
        self._encoder = encoder
        self._idf = idf
        self._documents = documents
        self._rank = np.array([weights.rank[name] for name in FEATURES])
        self._support = np.array([weights.support[name] for name in FEATURES])
        self._intercept = weights.intercept

    def read(self, question: Question, query: Query, hits: Sequence[Hit]) -> Reading:
        """Return the sentences of the hits that answer best, and the first one's probability."""
        candidates = self.candidates(hits)
        if not candidates:
            return Reading((), 0.0)
        features = self.features(question, query, candidates)
        supports = self._supports(features)
        order = np.argsort(-(features @ self._rank), kind="stable").tolist()
        chosen = _choose(question.kind, candidates, supports, order)
        evidence = tuple(_evidence(question, candidates[i], supports[i]) for i in chosen)
        return Reading(evidence, evidence[0].support)

    def candidates(self, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        """Return the sentences of the hits, best hit first; one that two hits share, once."""
        found: dict[tuple[str, int, int], Candidate] = {}
        for hit in hits:
            document = self._documents(hit.chunk.doc_id)
            for candidate in _statements(_sentences(hit, document.language)):
                key = (hit.chunk.doc_id, candidate.start, candidate.end)
                found.setdefault(key, candidate)
        return tuple(found.values())

    def features(
        self, question: Question, query: Query, candidates: Sequence[Candidate]
    ) -> FloatArray:
        """Return an array (candidates, len(FEATURES)) of float32."""
        vectors = self._encoder.encode_documents([one.text for one in candidates])
        dense = vectors @ query.vector
        best_score = max(one.hit.score for one in candidates)
        rows = [
            (cosine, *self._lexical(question, one), *self._passage(question, one.hit, best_score))
            for cosine, one in zip(dense.tolist(), candidates, strict=True)
        ]
        return np.array(rows, dtype=np.float32)

    def _lexical(self, question: Question, candidate: Candidate) -> tuple[float, ...]:
        document = self._documents(candidate.hit.chunk.doc_id)
        terms = tokenize(candidate.text, document.language)
        around = f"{document.title}\n{candidate.hit.chunk.heading}\n{candidate.before}"
        known = {*terms, *tokenize(around, document.language)}
        return (
            self._coverage(question, set(terms)),
            self._coverage(question, known),
            float(len(set(pairwise(question.terms)) & set(pairwise(terms)))),
            _wanted(question, candidate.text),
            math.log1p(len(candidate.text.split())),
        )

    def _passage(self, question: Question, hit: Hit, best_score: float) -> tuple[float, ...]:
        document = self._documents(hit.chunk.doc_id)
        text = f"{document.title}\n{hit.chunk.heading}\n{hit.chunk.text}"
        coverage = self._coverage(question, set(tokenize(text, document.language)))
        return (hit.dense or 0.0, coverage, hit.score - best_score)

    def _coverage(self, question: Question, terms: set[str]) -> float:
        asked = set(question.terms)
        mass = sum(self._idf(term) for term in asked)
        return sum(self._idf(term) for term in asked & terms) / mass if mass else 0.0

    def _supports(self, features: FloatArray) -> list[float]:
        logits = features @ self._support + self._intercept
        return [float(p) for p in 1 / (1 + np.exp(-logits))]


def _sentences(hit: Hit, language: str | None) -> list[Candidate]:
    chunk = hit.chunk
    before = ""
    found = []
    for start, end in _with_lists_joined(chunk.text, split_sentences(chunk.text, language)):
        text = chunk.text[start:end]
        found.append(Candidate(hit, chunk.start + start, chunk.start + end, text, before))
        before = text
    return found


def _statements(sentences: Sequence[Candidate]) -> Sequence[Candidate]:
    """Leave out headlines and date lines, unless there is nothing else (as on a slide)."""
    stated = [one for one in sentences if not _HEADLINE.fullmatch(one.text)]
    return stated or sentences


def _with_lists_joined(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Join a sentence that ends in a colon with the list items after it: they are one statement."""
    joined: list[Span] = []
    for sentence in sentences:
        is_item = _LIST_ITEM.match(text, sentence.start) is not None
        if is_item and joined and _LEADS_TO_LIST.search(text[slice(*joined[-1])]):
            joined[-1] = Span(joined[-1].start, sentence.end)
        else:
            joined.append(sentence)
    return joined


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


def _wanted(question: Question, text: str) -> float:
    if question.kind not in WANTED_MENTIONS:
        return 0.0
    return 1.0 if unasked_mentions(question, text) else -1.0


def _evidence(question: Question, candidate: Candidate, support: float) -> Evidence:
    return Evidence(
        hit=candidate.hit,
        quote=candidate.text,
        start=candidate.start,
        end=candidate.end,
        short_answer=find_short_answer(question, candidate.text),
        support=support,
    )
