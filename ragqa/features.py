"""Sentences that may answer, and what can be measured of each.

Every sentence of the passages read becomes a candidate with a row of raw features. What they are
worth is learned elsewhere (``training/fit_reading.py``); nothing here is weighed.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from ragqa.contacts import names_contact
from ragqa.encoding import Encoder, FloatArray
from ragqa.languages import differ
from ragqa.questions import Question
from ragqa.retrieval import Query
from ragqa.sentences import LIST_ITEM, split_sentences
from ragqa.short_answers import WANTED_MENTIONS, unasked_mentions
from ragqa.span_reader import SpanReader
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

_CONTEXT_CHARS = 600
"""So much text before a sentence may still say what it is about."""

# A line that does not end as a sentence does, and is no list item, no row of a table, no "name:
# value", and no line with an address or a telephone number.
_HEADLINE = re.compile(
    rf"(?!{LIST_ITEM.pattern})(?!.* \| )(?![^:\n]{{1,60}}: \S)(?!.*(?:\w@\w|\bwww\.|://))"
    r"(?!.*\d(?:[ ()./-]{0,2}\d){6})[^\n]{1,160}(?<![.!?…:;,\"”’»)\]])"
)


# "Artículo 12.", "Section 4.2."
_LABEL = re.compile(
    r"(?:Art(?:icle|[íi]culo|\.)|Section|Secci[óo]n|Chapter|Cap[íi]tulo|An(?:nex|exo)|Table|Tabla|"
    r"Figure|Figura|T[íi]tulo|Part|Parte)\s+[\dIVXLC][\w.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, ``document.text[start:end]``.

    ``before`` is the sentence before it in the hit. ``context`` tells what it is about: titles, and
    the text up to its end.
    """

    hit: Hit
    start: int
    end: int
    text: str
    before: str
    context: str = ""


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
            for candidate in _statements(_sentences(hit, document)):
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


def _sentences(hit: Hit, document: Document) -> list[Candidate]:
    chunk = hit.chunk
    titles = f"{document.title}\n{document.doc_id}\n{chunk.heading}"
    before = ""
    found = []
    sentences = split_sentences(chunk.text, document.language)
    for within in _with_lists_joined(chunk.text, sentences):
        text = chunk.text[slice(*within)]
        start, end = (chunk.start + place for place in within)
        context = f"{titles}\n{document.text[max(0, start - _CONTEXT_CHARS) : end]}"
        found.append(Candidate(hit, start, end, text, before, context))
        before = text
    return found


def _statements(sentences: Sequence[Candidate]) -> Sequence[Candidate]:
    """Leave out headlines and date lines, unless there is nothing else (as on a slide)."""
    stated = [
        one
        for one in sentences
        if not (_HEADLINE.fullmatch(one.text) and not names_contact(one.text))
        and not _LABEL.fullmatch(one.text)
    ]
    return stated or sentences


def _with_lists_joined(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Join a sentence that ends in a colon with the list items after it: they are one statement."""
    joined: list[Span] = []
    leads = in_list = False
    for sentence in sentences:
        is_on_a_new_line = not joined or "\n" in text[joined[-1].end : sentence.start]
        is_item = is_on_a_new_line and LIST_ITEM.match(text, sentence.start) is not None
        in_list = is_item if is_on_a_new_line else in_list
        if joined and leads and in_list:
            joined[-1] = Span(joined[-1].start, sentence.end)
        else:
            joined.append(sentence)
            leads, in_list = text.endswith(":", 0, sentence.end), False
    return joined


def _wanted(question: Question, text: str) -> float:
    if question.kind not in WANTED_MENTIONS:
        return 0.0
    return 1.0 if unasked_mentions(question, text) else -1.0
