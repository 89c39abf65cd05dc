"""The values: what an answer looks like to a program that reads JSON."""

import json
from dataclasses import FrozenInstanceError

import pytest
from builders import document_of, hit_of
from hypothesis import given
from hypothesis import strategies as st

from ragqa.types import Answer, Citation, Hit

DOCUMENT = document_of("Tale. Miguel Gómez directed it.", doc_id="films/fable.md", title="Fable")
CITATION = Citation(
    marker=1,
    doc_id="films/fable.md",
    source="films/fable.md",
    title="Fable",
    page=None,
    start=6,
    end=31,
    quote="Miguel Gómez directed it.",
)


def answer_of(*, hits: tuple[Hit, ...] = (), confidence: float = 0.5) -> Answer:
    return Answer(
        question="Who directed it?",
        text="Miguel Gómez [1].",
        short_answer="Miguel Gómez",
        citations=(CITATION,),
        hits=hits,
        confidence=confidence,
        abstained=False,
        language="en",
        timing_ms={"encode": 1.23456, "search": 0.0},
    )


def test_answer_as_plain_values_has_exactly_the_fields_of_the_contract() -> None:
    hit = hit_of(DOCUMENT, start=6, rank=1, score=0.123456, dense=0.5)

    assert answer_of(hits=(hit,), confidence=0.98765).to_dict() == {
        "question": "Who directed it?",
        "text": "Miguel Gómez [1].",
        "short_answer": "Miguel Gómez",
        "abstained": False,
        "confidence": 0.9877,
        "language": "en",
        "citations": [
            {
                "marker": 1,
                "doc_id": "films/fable.md",
                "source": "films/fable.md",
                "title": "Fable",
                "page": None,
                "start": 6,
                "end": 31,
                "quote": "Miguel Gómez directed it.",
            }
        ],
        "hits": [
            {
                "doc_id": "films/fable.md",
                "chunk_id": "films/fable.md#6",
                "rank": 1,
                "score": 0.1235,
                "start": 6,
                "end": 31,
            }
        ],
        "timing_ms": {"encode": 1.23, "search": 0.0},
    }


@given(
    score=st.floats(-100, 100),
    confidence=st.floats(0, 1),
    ranks=st.integers(0, 3),
)
def test_answer_survives_json(score: float, confidence: float, ranks: int) -> None:
    hits = tuple(hit_of(DOCUMENT, rank=rank, score=score) for rank in range(1, ranks + 1))
    plain = answer_of(hits=hits, confidence=confidence).to_dict()

    assert json.loads(json.dumps(plain)) == plain
    assert [hit["rank"] for hit in plain["hits"]] == list(range(1, ranks + 1))


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CITATION.quote = "something else"  # type: ignore[misc]
