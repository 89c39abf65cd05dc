"""Passages are read in turn, and no further than what is quoted may still change."""

from collections.abc import Iterator, Sequence

import pytest
from builders import document_of, hit_of, question_of
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.features import SPAN_BOUNDS, Measured, SentenceMeasurer
from ragqa.questions import Kind, Question
from ragqa.reading import Reading, SentenceReader, load_weights
from ragqa.retrieval import Query, make_query
from ragqa.span_reader import SpanScores
from ragqa.types import Hit, Span

TEXTS = (
    "The lion of Alder Bay has 30 cubs. It sleeps.",
    "The lion of Birch Bay has 20 cubs, a keeper and a den.",
    "Ana Ortiz keeps a lion. The bay was founded in 1817.",
    "It rained.",
)
SURE = 9.0


class MarginReader:
    """Is as sure of the first word of each sentence of a passage as it is told to be."""

    def __init__(self, margins: Sequence[float], *, relevance: float = 0.0) -> None:
        self._margins = dict(zip(TEXTS, margins, strict=True))
        self._relevance = relevance
        self.passages_read: list[str] = []

    def read(
        self, question: str, passages: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[SpanScores]:
        (passage,), (asked,) = passages, stretches
        self.passages_read.append(passage)
        margin = self._margins[passage]
        spans = [Span(one.start, passage.index(" ", one.start)) for one in asked]
        return [SpanScores(self._relevance, tuple((span, margin) for span in spans))]


class ReadAllMeasurer(SentenceMeasurer):
    """Shows nothing before it has read all."""

    def measure_in_turn(
        self, question: Question, query: Query, hits: Sequence[Hit]
    ) -> Iterator[Measured]:
        *_, last = super().measure_in_turn(question, query, hits)
        yield last


def read(
    reader: MarginReader,
    question: Question,
    *,
    dense: Sequence[float] = (0.9, 0.8, 0.7, 0.6),
    measurer: type[SentenceMeasurer] = SentenceMeasurer,
) -> Reading:
    documents = {text: document_of(text, doc_id=text) for text in TEXTS}
    hits = [
        hit_of(documents[text], rank=rank, score=cosine, dense=cosine)
        for rank, (text, cosine) in enumerate(zip(TEXTS, dense, strict=True), start=1)
    ]
    sentence_reader = SentenceReader(
        measurer(
            FakeEncoder(),
            idf=lambda _: 1.0,
            documents=documents.__getitem__,
            span_reader=reader,
        ),
        weights=load_weights("multilingual", with_spans=True),
    )
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    return sentence_reader.read(question, query, hits)


def quoted(reading: Reading) -> list[tuple[str, str | None]]:
    return [(one.quote, one.short_answer) for one in reading.evidence]


def lion_question(kind: Kind) -> Question:
    return question_of("Where is the lion of the bay?", kind=kind, terms=("lion", "bay"))


def test_passage_that_no_other_can_surpass_is_read_alone() -> None:
    reader = MarginReader([SURE] * 4)
    read(reader, lion_question(Kind.OTHER))
    assert reader.passages_read == list(TEXTS[:1])


def test_further_passages_are_read_while_they_may_say_it_better() -> None:
    reader = MarginReader([-SURE, SURE, SURE, SURE])
    reading = read(reader, lion_question(Kind.OTHER), dense=(0.9, 0.89, 0.5, 0.5))
    assert reader.passages_read == list(TEXTS[:2])
    assert reading.evidence[0].quote == TEXTS[1]


def test_all_passages_are_read_where_none_answers() -> None:
    reader = MarginReader([-SURE] * 4)
    read(reader, lion_question(Kind.OTHER), dense=(0.9, 0.89, 0.88, 0.88))
    assert reader.passages_read == list(TEXTS)


@pytest.mark.parametrize("kind", [Kind.LIST, Kind.HOW_MANY])
def test_other_passages_are_read_that_may_add_to_it_or_say_otherwise(kind: Kind) -> None:
    reader = MarginReader([SURE] * 4)
    read(reader, lion_question(kind), dense=(0.9, 0.89, 0.5, 0.5))
    assert len(reader.passages_read) > 1


@settings(deadline=None)
@given(
    margins=st.lists(st.floats(*SPAN_BOUNDS[0]), min_size=4, max_size=4),
    relevance=st.floats(*SPAN_BOUNDS[1]),
    dense=st.lists(st.floats(0.6, 1.0), min_size=4, max_size=4),
    kind=st.sampled_from(Kind),
)
def test_what_is_found_is_what_reading_all_finds(
    margins: list[float], relevance: float, dense: list[float], kind: Kind
) -> None:
    dense = sorted(dense, reverse=True)
    question = lion_question(kind)
    in_turn, at_once = (
        read(MarginReader(margins, relevance=relevance), question, dense=dense, measurer=measurer)
        for measurer in (SentenceMeasurer, ReadAllMeasurer)
    )
    assert quoted(in_turn) == quoted(at_once)
    assert in_turn.confidence == pytest.approx(at_once.confidence)
