"""Features: the sentences of the hits, and what is measured of each, worked by hand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from builders import document_of, hit_of, question_of
from fakes import FakeEncoder

from ragqa.features import SENTENCE_FEATURES, SPAN_FEATURES, Measured, SentenceMeasurer
from ragqa.questions import Kind, Question
from ragqa.retrieval import make_query
from ragqa.span_reader import SpanReader, SpanScores
from ragqa.statements import Candidate
from ragqa.types import Document, Hit, Span


class FirstWordReader:
    """Takes the first word of each stretch for its answer; the third passage has no tokens."""

    def read(
        self, question: str, passages: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[SpanScores]:
        return [
            SpanScores(
                relevance=float(len(passage)),
                best=tuple(
                    (Span(one.start, one.start + passage[one.start :].index(" ")), float(place))
                    if place < 2
                    else None
                    for place, one in enumerate(asked)
                ),
            )
            for passage, asked in zip(passages, stretches, strict=True)
        ]


def measurer_of(
    documents: Sequence[Document],
    *,
    idf: Mapping[str, float] | None = None,
    span_reader: SpanReader | None = None,
) -> SentenceMeasurer:
    by_id = {document.doc_id: document for document in documents}
    return SentenceMeasurer(
        FakeEncoder(),
        idf=lambda term: 1.0 if idf is None else idf.get(term, 0.0),
        documents=by_id.__getitem__,
        span_reader=span_reader,
    )


def measure(measurer: SentenceMeasurer, question: Question, hits: Sequence[Hit]) -> Measured:
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    return measurer.measure(question, query, hits)


def candidates(measurer: SentenceMeasurer, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
    return measure(measurer, question_of("?"), hits).candidates


def feature_rows(
    measurer: SentenceMeasurer, question: Question, hits: Sequence[Hit]
) -> list[dict[str, float]]:
    rows = measure(measurer, question, hits).features.tolist()
    return [dict(zip(SENTENCE_FEATURES, row, strict=True)) for row in rows]


def sentences(text: str) -> list[str]:
    document = document_of(text)
    return [one.text for one in candidates(measurer_of([document]), [hit_of(document)])]


def test_candidates_are_the_sentences_of_the_hits_with_the_one_before() -> None:
    first = document_of("The lion sleeps. It rained. They left.", doc_id="a")
    second = document_of("A coyote came.", doc_id="b")
    hits = [hit_of(first, start=17), hit_of(second, rank=2)]

    found = candidates(measurer_of([first, second]), hits)

    assert [(one.text, one.before) for one in found] == [
        ("It rained.", ""),
        ("They left.", "It rained."),
        ("A coyote came.", ""),
    ]
    assert [(one.start, one.end) for one in found] == [(17, 27), (28, 38), (0, 14)]
    assert [one.hit for one in found] == [hits[0], hits[0], hits[1]]


def test_sentence_that_two_hits_share_belongs_to_the_better_one() -> None:
    document = document_of("The lion sleeps. It rained.")
    better, worse = hit_of(document, start=17), hit_of(document, rank=2)

    found = candidates(measurer_of([document]), [better, worse])

    assert [(one.text, one.hit.rank) for one in found] == [
        ("It rained.", 1),
        ("The lion sleeps.", 2),
    ]


def test_headlines_are_no_candidates() -> None:
    assert sentences("The lion and the coyote\n\nPanama, July 2017\n\nThe lion sleeps.") == [
        "The lion sleeps."
    ]


@pytest.mark.parametrize("label", ["Artículo 12.", "Section 4.2.", "Annex II."])
def test_label_is_no_candidate(label: str) -> None:
    assert sentences(f"{label} The lion sleeps.") == ["The lion sleeps."]


@pytest.mark.parametrize(
    "line",
    [
        "Phone: 979 555 044",
        "For more information: Ana Ruiz, a.ruiz@almara.org",
        "Ask Ana Ruiz, a.ruiz@almara.org",
        "Call 979 555 044",
        "Product: Moln grinder; Price (GBP): 219.00",
        "3. Pay the fee of 24 pounds",
    ],
)
def test_line_that_states_something_is_no_headline(line: str) -> None:
    assert line in sentences(f"It rained.\n\n{line}\n\nThe lion sleeps.")


def test_headlines_are_candidates_where_there_is_nothing_else() -> None:
    assert sentences("The lion and the coyote") == ["The lion and the coyote"]


def test_list_belongs_to_the_sentence_that_leads_to_it() -> None:
    text = "The members are:\n- Belize\n- Cuba\n\nIt rained."
    assert sentences(text) == ["The members are:\n- Belize\n- Cuba", "It rained."]


def test_numbered_list_belongs_to_the_sentence_that_leads_to_it() -> None:
    text = "To clean it:\n\n1. Switch it off. Wait.\n2. Rinse it.\n\nIt rained."
    assert sentences(text) == [text.split("\n\nIt")[0], "It rained."]


def test_candidate_has_what_tells_what_it_is_about() -> None:
    text = "Almara has a market. It rained. The lion sleeps."
    document = document_of(text, title="Coyote tales")
    hit = hit_of(document, start=21, heading="Animals")
    found = candidates(measurer_of([document]), [hit])
    for part in ("Coyote tales", "Animals", "Almara has a market."):
        assert part in found[0].context
    assert "The lion sleeps." not in found[0].context


def test_list_item_without_a_lead_stands_by_itself() -> None:
    assert sentences("It rained.\n\n- Belize signed.\n- Cuba signed.") == [
        "It rained.",
        "- Belize signed.",
        "- Cuba signed.",
    ]


def test_features_worked_by_hand() -> None:
    document = document_of("It rained. The lion sleeps on film.", title="Coyote tales")
    best, hit = (
        hit_of(document, score=2.5),
        hit_of(document, start=11, rank=2, score=2.0, dense=0.4),
    )
    question = question_of(
        "lion sleeps coyote where", kind=Kind.WHO, terms=("lion", "sleep", "coyot")
    )
    # 7 in all; the sentence holds "lion" and "sleep", 1 + 2, the title "coyote", 4.
    measurer = measurer_of([document], idf={"lion": 1, "sleep": 2, "coyot": 4})
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    found = measure(measurer, question, [hit]).candidates
    dense = FakeEncoder().encode_documents(["The lion sleeps on film."])[0] @ query.vector

    (row,) = feature_rows(measurer, question, [hit])

    assert [one.text for one in found] == ["The lion sleeps on film."]
    assert row == pytest.approx(
        {
            "dense": float(dense),
            "coverage": 3 / 7,
            "context_coverage": 7 / 7,
            "bigrams": 1,  # lion-sleep
            "wanted": -1,  # no name
            "log_words": math.log(6),
            "passage_dense": 0.4,
            "passage_coverage": 7 / 7,
            "fused_gap": 0,
            "foreign": 0,
        }
    )
    gaps = [row["fused_gap"] for row in feature_rows(measurer, question, [hit, best])]
    assert gaps == [-0.5, 0.0]


def test_context_is_the_title_the_heading_and_the_sentence_before() -> None:
    document = document_of("It rained. They left. We slept.", title="Lions")
    hit = hit_of(document, heading="Coyotes")
    question = question_of("lion coyote rain?")  # three terms, each of idf 1

    rows = feature_rows(measurer_of([document]), question, [hit])

    assert [row["coverage"] for row in rows] == pytest.approx([1 / 3, 0, 0])
    assert [row["context_coverage"] for row in rows] == pytest.approx([1, 1, 2 / 3])
    assert [row["passage_coverage"] for row in rows] == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("kind", "wanted"), [(Kind.WHO, [1, -1]), (Kind.WHEN, [-1, 1]), (Kind.WHY, [0, 0])]
)
def test_wanted_tells_whether_a_sentence_names_what_is_asked_for(
    kind: Kind, wanted: list[float]
) -> None:
    document = document_of("Led by Miguel Gómez it came. It left on 22 August 2017.")
    rows = feature_rows(measurer_of([document]), question_of("?", kind=kind), [hit_of(document)])
    assert [row["wanted"] for row in rows] == wanted


def test_terms_without_weight_cover_nothing() -> None:
    document = document_of("The lion sleeps.")
    measurer = measurer_of([document], idf={})
    (row,) = feature_rows(measurer, question_of("lion?"), [hit_of(document)])
    assert row["coverage"] == row["passage_coverage"] == 0


def test_hit_without_a_cosine_has_none_to_offer() -> None:
    document = document_of("The lion sleeps.")
    (row,) = feature_rows(measurer_of([document]), question_of("lion?"), [hit_of(document)])
    assert row["passage_dense"] == 0


def test_span_reader_adds_its_margin_and_relevance() -> None:
    first = document_of("The lion sleeps. It rained all day.", doc_id="a")
    second = document_of("A coyote came. They left soon. Dogs bark loudly.", doc_id="b")
    hits = [hit_of(first, start=4), hit_of(second, rank=2)]
    measurer = measurer_of([first, second], span_reader=FirstWordReader())

    measured = measure(measurer, question_of("?"), hits)

    width = len(SENTENCE_FEATURES)
    assert measured.features.shape == (5, width + len(SPAN_FEATURES))
    lengths = [len(hit.chunk.text) for hit in hits]
    assert measured.features[:, width:].tolist() == [
        [0, lengths[0]],
        [1, lengths[0]],
        [0, lengths[1]],
        [1, lengths[1]],
        [-20, lengths[1]],  # no token, no answer
    ]
    texts = [first.text, first.text, second.text, second.text]
    words = [
        text[slice(*span)] for text, span in zip(texts, measured.spans[:4], strict=True) if span
    ]
    assert words == ["lion", "It", "A", "They"]
    assert measured.spans[4] is None


def test_without_a_span_reader_there_are_no_spans() -> None:
    document = document_of("The lion sleeps.")
    measured = measure(measurer_of([document]), question_of("?"), [hit_of(document)])
    assert measured.spans == (None,)
    assert measured.features.shape == (1, len(SENTENCE_FEATURES))


@pytest.mark.parametrize("span_reader", [None, FirstWordReader()])
def test_no_hits_have_no_features(span_reader: SpanReader | None) -> None:
    measured = measure(measurer_of([], span_reader=span_reader), question_of("?"), [])
    assert not measured.candidates
    assert not measured.spans
    assert len(measured.features) == 0
    assert np.isfinite(measured.features).all()


SPANISH = "¿Quién inauguró la biblioteca?"


def test_passage_in_another_language_is_not_measured_by_words() -> None:
    document = replace(document_of("Ruth Calder opened la biblioteca."), language="en")
    question = replace(question_of(SPANISH, terms=("bibliotec",)), language="es")
    measurer = measurer_of([document], idf={"bibliotec": 1})

    (row,) = feature_rows(measurer, question, [hit_of(document)])

    assert row["foreign"] == 1
    assert row["coverage"] == row["context_coverage"] == row["passage_coverage"] == 0


@pytest.mark.parametrize("asked", ["en", "es"])
def test_no_sentence_is_encoded_beside_a_span_reader(asked: str) -> None:
    document = document_of("The lion sleeps here. The coyote sings.")
    measurer = SentenceMeasurer(
        FakeEncoder(),
        idf=lambda _: 1.0,
        documents=lambda _: document,
        span_reader=FirstWordReader(),
    )
    question = replace(question_of("Who sleeps here?"), language=asked)

    measured = measure(measurer, question, [hit_of(document)])

    assert not measured.features[:, measurer.features.index("dense")].any()
