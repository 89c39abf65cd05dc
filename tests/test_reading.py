"""Reading: sentences, their features worked by hand, and which of them are quoted."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from builders import document_of, hit_of, question_of
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.questions import Kind, Question
from ragqa.reading import FEATURES, Reading, SentenceReader, Weights, load_weights
from ragqa.retrieval import make_query
from ragqa.types import Document, Hit

NO_WEIGHTS = dict.fromkeys(FEATURES, 0.0)
LONGEST_FIRST = Weights(
    rank={**NO_WEIGHTS, "log_words": 1.0}, support={**NO_WEIGHTS, "log_words": 1.0}, intercept=0.0
)

texts = st.lists(
    st.sampled_from(
        ["The lion sleeps.", "It rained", "¿Quién? ", "- one", "•", ":", "\n", "\n\n", " ", "A.B.",
         "Miguel Gómez came in 2017.", "a | b", "1. ", "…", "“Yes.”"]
    ),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip


def reader_of(
    documents: Sequence[Document],
    *,
    weights: Weights = LONGEST_FIRST,
    idf: Mapping[str, float] | None = None,
) -> SentenceReader:
    by_id = {document.doc_id: document for document in documents}
    return SentenceReader(
        FakeEncoder(),
        idf=lambda term: 1.0 if idf is None else idf.get(term, 0.0),
        documents=by_id.__getitem__,
        weights=weights,
    )


def read(reader: SentenceReader, question: Question, hits: Sequence[Hit]) -> Reading:
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    return reader.read(question, query, hits)


def feature_rows(
    reader: SentenceReader, question: Question, hits: Sequence[Hit]
) -> list[dict[str, float]]:
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    rows = reader.features(question, query, reader.candidates(hits))
    return [dict(zip(FEATURES, row, strict=True)) for row in rows.tolist()]


def sentences(text: str) -> list[str]:
    document = document_of(text)
    return [one.text for one in reader_of([document]).candidates([hit_of(document)])]


def quotes(reading: Reading) -> list[str]:
    return [evidence.quote for evidence in reading.evidence]


def quoted(text: str, kind: Kind) -> list[str]:
    """Return what is quoted of a text to a question of a kind, the longest sentence first."""
    document = document_of(text)
    return quotes(read(reader_of([document]), question_of("?", kind=kind), [hit_of(document)]))


def test_candidates_are_the_sentences_of_the_hits_with_the_one_before() -> None:
    first = document_of("The lion sleeps. It rained. They left.", doc_id="a")
    second = document_of("A coyote came.", doc_id="b")
    hits = [hit_of(first, start=17), hit_of(second, rank=2)]

    found = reader_of([first, second]).candidates(hits)

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

    found = reader_of([document]).candidates([better, worse])

    assert [(one.text, one.hit.rank) for one in found] == [
        ("It rained.", 1),
        ("The lion sleeps.", 2),
    ]


def test_headlines_are_no_candidates() -> None:
    assert sentences("The lion and the coyote\n\nPanama, July 2017\n\nThe lion sleeps.") == [
        "The lion sleeps."
    ]


def test_headlines_are_candidates_where_there_is_nothing_else() -> None:
    assert sentences("The lion and the coyote") == ["The lion and the coyote"]


def test_list_belongs_to_the_sentence_that_leads_to_it() -> None:
    text = "The members are:\n- Belize\n- Cuba\n\nIt rained."
    assert sentences(text) == ["The members are:\n- Belize\n- Cuba", "It rained."]


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
    reader = reader_of([document], idf={"lion": 1, "sleep": 2, "coyot": 4})
    query = make_query(question.text, encoder=FakeEncoder(), terms=question.terms)
    candidates = reader.candidates([hit])
    dense = FakeEncoder().encode_documents(["The lion sleeps on film."])[0] @ query.vector

    (row,) = feature_rows(reader, question, [hit])

    assert [one.text for one in candidates] == ["The lion sleeps on film."]
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
        }
    )
    gaps = [row["fused_gap"] for row in feature_rows(reader, question, [hit, best])]
    assert gaps == [-0.5, 0.0]


def test_context_is_the_title_the_heading_and_the_sentence_before() -> None:
    document = document_of("It rained. They left. We slept.", title="Lions")
    hit = hit_of(document, heading="Coyotes")
    question = question_of("lion coyote rain?")  # three terms, each of idf 1

    rows = feature_rows(reader_of([document]), question, [hit])

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
    rows = feature_rows(reader_of([document]), question_of("?", kind=kind), [hit_of(document)])
    assert [row["wanted"] for row in rows] == wanted


def test_terms_without_weight_cover_nothing() -> None:
    document = document_of("The lion sleeps.")
    reader = reader_of([document], idf={})
    (row,) = feature_rows(reader, question_of("lion?"), [hit_of(document)])
    assert row["coverage"] == row["passage_coverage"] == 0


def test_hit_without_a_cosine_has_none_to_offer() -> None:
    document = document_of("The lion sleeps.")
    (row,) = feature_rows(reader_of([document]), question_of("lion?"), [hit_of(document)])
    assert row["passage_dense"] == 0


def test_support_is_the_logistic_of_the_weighted_features() -> None:
    document = document_of("The lion sleeps.")  # three words: log_words is ln 4
    weights = Weights(
        rank=NO_WEIGHTS, support={**NO_WEIGHTS, "log_words": 2.0}, intercept=-math.log(4)
    )
    reading = read(reader_of([document], weights=weights), question_of("?"), [hit_of(document)])
    assert reading.confidence == pytest.approx(4 / 5)  # odds of 16 / 4
    assert reading.evidence[0].support == reading.confidence


def test_first_quote_is_the_one_that_ranks_first_not_the_best_supported() -> None:
    document = document_of("It rained. The lion sleeps here.")
    weights = Weights(
        rank={**NO_WEIGHTS, "log_words": -1.0}, support=LONGEST_FIRST.support, intercept=0.0
    )
    reading = read(reader_of([document], weights=weights), question_of("?"), [hit_of(document)])
    assert quotes(reading) == ["It rained."]
    assert reading.confidence == reading.evidence[0].support < 0.9


def test_equal_sentences_keep_the_order_of_the_text() -> None:
    assert quoted("Bats fly. Cats run. Dogs bark.", Kind.WHO) == ["Bats fly."]


def test_no_hits_give_no_evidence() -> None:
    assert read(reader_of([]), question_of("?"), []) == Reading((), 0.0)


def test_hit_without_a_sentence_gives_no_evidence() -> None:
    document = document_of(" \n\n ")
    assert read(reader_of([document]), question_of("?"), [hit_of(document)]).evidence == ()


FIVE = "Bats fly. Cats run. Dogs bark. Eels swim. Fish swim."


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (Kind.WHO, 1),
        (Kind.WHICH, 1),
        (Kind.YES_NO, 1),
        (Kind.WHY, 2),
        (Kind.HOW, 2),
        (Kind.DEFINITION, 2),
        (Kind.LIST, 4),
    ],
)
def test_kind_of_question_decides_how_many_sentences_are_quoted(kind: Kind, count: int) -> None:
    assert len(quoted(FIVE, kind)) == count


def test_list_in_one_sentence_is_quoted_alone() -> None:
    assert quoted(f"Belize, Cuba, and Haiti signed. {FIVE}", Kind.LIST) == [
        "Belize, Cuba, and Haiti signed."
    ]
    assert quoted(f"Those that signed:\n- Belize\n- Cuba\n\n{FIVE}", Kind.LIST) == [
        "Those that signed:\n- Belize\n- Cuba"
    ]


def test_second_sentence_much_less_likely_is_not_quoted() -> None:
    # Supports of 1 - 1 / (words + 2): 20 words .95, 2 words .75, 1 word .67.
    long = "Lions " + "sleep " * 18 + "here."
    assert quoted(f"{long} Bats fly. Run!", Kind.WHY) == [long, "Bats fly."]
    assert quoted(f"{long} Run!", Kind.WHY) == [long]


def test_short_answer_is_found_in_the_quote() -> None:
    document = document_of("It was led by Miguel Gómez.")
    question = question_of("Who led it?", kind=Kind.WHO)
    (evidence,) = read(reader_of([document]), question, [hit_of(document)]).evidence
    assert evidence.short_answer == "Miguel Gómez"


def test_shipped_weights_name_every_feature() -> None:
    weights = load_weights()
    assert set(weights.rank) == set(weights.support) == set(FEATURES)
    assert all(map(math.isfinite, [*weights.rank.values(), *weights.support.values()]))


@settings(deadline=None)
@given(text=texts, kind=st.sampled_from(Kind), start=st.integers(0, 30), scale=st.floats(-3, 3))
def test_quotes_are_slices_of_the_document_with_a_probability(
    text: str, kind: Kind, start: int, scale: float
) -> None:
    document = document_of(text)
    hits = [
        hit_of(document, start=min(start, len(text)), score=scale, dense=0.5),
        hit_of(document, rank=2, score=-4.0),
    ]
    reader = reader_of([document], weights=load_weights())

    reading = read(reader, question_of("Who is the lion of 2017?", kind=kind), hits)

    for evidence in reading.evidence:
        assert document.text[evidence.start : evidence.end] == evidence.quote != ""
        assert 0 <= evidence.support <= 1
        assert evidence.short_answer is None or evidence.short_answer in evidence.quote
    places = [(evidence.start, evidence.end) for evidence in reading.evidence]
    assert len(set(places)) == len(places)
    assert reading.confidence == (reading.evidence[0].support if reading.evidence else 0)
    assert np.isfinite(reading.confidence)
