"""Sentences that may answer, and what can be measured of each.

Every sentence of the passages read becomes a candidate with a row of raw features. What they are
worth is learned elsewhere (``training/fit_reading.py``); nothing here is weighed.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from ragqa.encoding import Encoder, FloatArray
from ragqa.languages import differ
from ragqa.questions import Question
from ragqa.retrieval import Query
from ragqa.short_answers import WANTED_MENTIONS, unasked_mentions
from ragqa.span_reader import SpanReader
from ragqa.statements import Candidate, find_statements
from ragqa.terms import tokenize
from ragqa.types import Document, Hit, ReadDocument, Span

Idf = Callable[[str], float]
"""Returns the inverse document frequency of a search term."""

SENTENCE_FEATURES = (
    "dense",  # cosine of question and sentence; 0 where there is a span reader
    "coverage",  # share of the question's idf mass that the sentence holds
    "context_coverage",  # the same with the sentence before it and the titles
    "bigrams",  # pairs of neighbouring question terms that are neighbours in the sentence
    "wanted",  # 1 if it names the kind of thing asked for, -1 if not, 0 if no kind is wanted
    "log_words",  # logarithm of 1 + its length in words
    "passage_dense",  # cosine of question and passage
    "passage_coverage",  # share of the question's idf mass that the passage holds
    "fused_gap",  # fused score of the passage less that of the best passage, at most 0
    "foreign",  # 1 if the passage is in another language: then what counts words is 0
)
SPAN_FEATURES = (
    "span_margin",  # logit of the best span in the sentence over "no answer"
    "relevance",  # logit that the passage answers at all
)

_FOREIGN = SENTENCE_FEATURES.index("foreign")
SPAN_BOUNDS = ((-30.0, 10.0), (-4.7, 4.4))
"""The least and the most that a sentence has of each of `SPAN_FEATURES`.

Fewer than one sentence in a thousand has less or more: ``training/fit_reading.py`` prints it.
"""
_NO_SPAN_MARGIN = -20.0
"""Margin of a sentence that the span reader saw no token of: surely no answer."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Candidates with their features.

    ``features`` is (candidates, features) of float32: `SENTENCE_FEATURES`, then `SPAN_FEATURES`
    where there is a span reader. ``spans`` has the best span within each candidate, as offsets into
    the document, None without a span reader. ``unread`` has the `SENTENCE_FEATURES` of the
    sentences that are no candidates yet, since the span reader has not read their passages.
    """

    candidates: tuple[Candidate, ...]
    features: FloatArray
    spans: tuple[Span | None, ...]
    unread: FloatArray

    def is_foreign(self, row: int) -> bool:
        """Tell whether a candidate is in another language than the question."""
        return bool(self.features[row, _FOREIGN])

    @property
    def leaves_its_language_unread(self) -> bool:
        """Whether sentences in the question's own language are unread yet."""
        return not self.unread[:, _FOREIGN].all()


@dataclass(frozen=True, slots=True)
class _SpanRead:
    """What a span reader says of one candidate; ``span`` has offsets into the document."""

    span: Span | None
    margin: float
    relevance: float


class SentenceMeasurer:
    """Finds candidates in hits, and measures them.

    Encoding the sentences takes longer than all the rest. It is done only without a span reader:
    beside one the cosine did not improve what ``training/fit_reading.py`` prints.
    """

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

    @property
    def features(self) -> tuple[str, ...]:
        """The names of what it measures, in the order of the columns."""
        return SENTENCE_FEATURES + (() if self._span_reader is None else SPAN_FEATURES)

    def measure(self, question: Question, query: Query, hits: Sequence[Hit]) -> Measured:
        """Return the sentences of the hits, best hit first, with what is measured of each.

        A sentence that two hits share is measured once, in the better of them.
        """
        *_, measured = self.measure_in_turn(question, query, hits)
        return measured

    def measure_in_turn(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Measured]:
        """Yield what `measure` returns as far as it is known, each time a hit has been read.

        Without a span reader there is nothing to wait for: what is yielded first has all.
        """
        candidates = self._candidates(hits)
        if not candidates or self._span_reader is None:
            yield self._measured_at_once(question, query, candidates)
            return
        known = self._sentence_features(question, candidates, [0.0] * len(candidates))
        read: list[_SpanRead] = []
        for _, of_hit in groupby(candidates, key=lambda one: one.hit.rank):
            read += _read_spans(question, tuple(of_hit), self._span_reader)
            count = len(read)
            of_spans = np.array([(one.margin, one.relevance) for one in read], dtype=np.float32)
            yield Measured(
                candidates[:count],
                np.hstack([known[:count], of_spans]),
                tuple(one.span for one in read),
                unread=known[count:],
            )

    def _measured_at_once(
        self, question: Question, query: Query, candidates: tuple[Candidate, ...]
    ) -> Measured:
        none_unread = np.empty((0, len(SENTENCE_FEATURES)), dtype=np.float32)
        if not candidates:
            return Measured((), np.empty((0, len(self.features)), np.float32), (), none_unread)
        vectors = self._encoder.encode_documents([one.text for one in candidates])
        features = self._sentence_features(question, candidates, (vectors @ query.vector).tolist())
        return Measured(candidates, features, (None,) * len(candidates), none_unread)

    def _candidates(self, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        found: dict[tuple[str, int, int], Candidate] = {}
        for hit in hits:
            document = self._documents(hit.chunk.doc_id)
            for candidate in find_statements(hit, document):
                key = (hit.chunk.doc_id, candidate.start, candidate.end)
                found.setdefault(key, candidate)
        return tuple(found.values())

    def _sentence_features(
        self, question: Question, candidates: Sequence[Candidate], cosines: Sequence[float]
    ) -> FloatArray:
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
        wanted = _wanted(question, candidate.text)
        log_words = math.log1p(len(candidate.text.split()))
        if _is_foreign(document, question):
            return (0.0, 0.0, 0.0, wanted, log_words)
        terms = tokenize(candidate.text, document.language)
        around = f"{document.title}\n{candidate.hit.chunk.heading}\n{candidate.before}"
        known = {*terms, *tokenize(around, document.language)}
        return (
            self._coverage(question, set(terms)),
            self._coverage(question, known),
            float(len(set(pairwise(question.terms)) & set(pairwise(terms)))),
            wanted,
            log_words,
        )

    def _passage(self, question: Question, hit: Hit, best_score: float) -> tuple[float, ...]:
        document = self._documents(hit.chunk.doc_id)
        gap = hit.score - best_score
        if _is_foreign(document, question):
            return (hit.dense or 0.0, 0.0, gap, 1.0)
        text = f"{document.title}\n{hit.chunk.heading}\n{hit.chunk.text}"
        coverage = self._coverage(question, set(tokenize(text, document.language)))
        return (hit.dense or 0.0, coverage, gap, 0.0)

    def _coverage(self, question: Question, terms: set[str]) -> float:
        asked = set(question.terms)
        mass = sum(self._idf(term) for term in asked)
        return sum(self._idf(term) for term in asked & terms) / mass if mass else 0.0


def _read_spans(
    question: Question, candidates: Sequence[Candidate], reader: SpanReader
) -> list[_SpanRead]:
    """Return what the span reader says of each candidate of one hit."""
    chunk = candidates[0].hit.chunk
    stretches = [Span(one.start - chunk.start, one.end - chunk.start) for one in candidates]
    (scores,) = reader.read(question.asked, [chunk.text], [stretches])
    found = []
    for best in scores.best:
        span, margin = best or (None, _NO_SPAN_MARGIN)
        place = span and Span(chunk.start + span.start, chunk.start + span.end)
        found.append(_SpanRead(place, margin, scores.relevance))
    return found


def _is_foreign(document: Document, question: Question) -> bool:
    return differ(document.language, question.language)


def _wanted(question: Question, text: str) -> float:
    if question.kind not in WANTED_MENTIONS:
        return 0.0
    return 1.0 if unasked_mentions(question, text) else -1.0
