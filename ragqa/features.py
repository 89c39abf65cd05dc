"""Sentences that may answer, and what can be measured of each.

Every sentence of the passages read becomes a candidate with a row of raw features. What they are
worth is learned elsewhere (``training/fit_reading.py``); nothing here is weighed.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from ragqa.encoding import Encoder, FloatArray
from ragqa.questions import Question
from ragqa.retrieval import Query
from ragqa.sentences import split_sentences
from ragqa.short_answers import WANTED_MENTIONS, unasked_mentions
from ragqa.span_reader import SpanReader
from ragqa.terms import tokenize
from ragqa.types import Hit, ReadDocument, Span

Idf = Callable[[str], float]
"""Returns the inverse document frequency of a search term."""

SENTENCE_FEATURES = (
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
SPAN_FEATURES = (
    "span_margin",  # logit of the best span in the sentence over "no answer"
    "relevance",  # logit that the passage answers at all
)

_NO_SPAN_MARGIN = -20.0
"""Margin of a sentence that the span reader saw no token of: surely no answer."""

_LIST_ITEM = re.compile(r"[-*•]\s")
_LEADS_TO_LIST = re.compile(r":\s*(?:\n[-*•]\s[^\n]*)*$")
# A line that does not end as a sentence does, and is neither a list item nor a row of a table.
_HEADLINE = re.compile(r"(?![-*•]\s)(?!.* \| )[^\n]{1,160}(?<![.!?…:;,\"”’»)\]])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, ``document.text[start:end]``, and the sentence before it in the hit."""

    hit: Hit
    start: int
    end: int
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Candidates with their features.

    ``features`` is (candidates, features) of float32: `SENTENCE_FEATURES`, then `SPAN_FEATURES`
    where a span reader read them. ``spans`` has the best span within each candidate, as offsets
    into the document, None without a span reader.
    """

    candidates: tuple[Candidate, ...]
    features: FloatArray
    spans: tuple[Span | None, ...]


class SentenceMeasurer:
    """Finds candidates in hits, and measures them."""

    def __init__(
        self,
        encoder: Encoder,
        *,
        idf: Idf,
        documents: ReadDocument,
        span_reader: SpanReader | None = None,
    ) -> None:
        self._encoder = encoder
        self._idf = idf
        self._documents = documents
        self._span_reader = span_reader

    def measure(self, question: Question, query: Query, hits: Sequence[Hit]) -> Measured:
        """Return the sentences of the hits, best hit first, with what is measured of each.

        A sentence that two hits share is measured once, in the better of them.
        """
        candidates = self._candidates(hits)
        if not candidates:
            width = len(SENTENCE_FEATURES) + (len(SPAN_FEATURES) if self._span_reader else 0)
            return Measured((), np.empty((0, width), dtype=np.float32), ())
        features = self._sentence_features(question, query, candidates)
        if self._span_reader is None:
            return Measured(candidates, features, (None,) * len(candidates))
        span_features, spans = _read_spans(self._span_reader, question, candidates)
        return Measured(candidates, np.hstack([features, span_features]), spans)

    def _candidates(self, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        found: dict[tuple[str, int, int], Candidate] = {}
        for hit in hits:
            document = self._documents(hit.chunk.doc_id)
            for candidate in _statements(_sentences(hit, document.language)):
                key = (hit.chunk.doc_id, candidate.start, candidate.end)
                found.setdefault(key, candidate)
        return tuple(found.values())

    def _sentence_features(
        self, question: Question, query: Query, candidates: Sequence[Candidate]
    ) -> FloatArray:
        vectors = self._encoder.encode_documents([one.text for one in candidates])
        cosines = (vectors @ query.vector).tolist()
        best_score = max(one.hit.score for one in candidates)
        hits = {one.hit.chunk.chunk_id: one.hit for one in candidates}
        of_passage = {
            chunk_id: self._passage(question, hit, best_score) for chunk_id, hit in hits.items()
        }
        rows = [
            (cosine, *self._lexical(question, one), *of_passage[one.hit.chunk.chunk_id])
            for cosine, one in zip(cosines, candidates, strict=True)
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


def _read_spans(
    span_reader: SpanReader, question: Question, candidates: Sequence[Candidate]
) -> tuple[FloatArray, tuple[Span | None, ...]]:
    """Return `SPAN_FEATURES` of each candidate, and the best span within it."""
    groups = [list(group) for _, group in groupby(candidates, key=lambda one: one.hit.rank)]
    chunks = [group[0].hit.chunk for group in groups]
    scores = span_reader.read(
        question.asked,
        [chunk.text for chunk in chunks],
        [
            [Span(one.start - chunk.start, one.end - chunk.start) for one in group]
            for chunk, group in zip(chunks, groups, strict=True)
        ],
    )
    rows: list[tuple[float, float]] = []
    spans: list[Span | None] = []
    for chunk, score in zip(chunks, scores, strict=True):
        for best in score.best:
            span, margin = best or (None, _NO_SPAN_MARGIN)
            rows.append((margin, score.relevance))
            spans.append(span and Span(chunk.start + span.start, chunk.start + span.end))
    return np.array(rows, dtype=np.float32), tuple(spans)


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


def _wanted(question: Question, text: str) -> float:
    if question.kind not in WANTED_MENTIONS:
        return 0.0
    return 1.0 if unasked_mentions(question, text) else -1.0
