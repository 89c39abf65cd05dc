"""The values: what an answer looks like to a program that reads JSON."""

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from builders import document_of, hit_of
from hypothesis import given
from hypothesis import strategies as st

from ragqa.types import Answer, Citation, Document, Hit, Place, PlaceKind

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
    also_in=("films/again.md",),
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
    hit = replace(hit, also_in=("films/again.md",))

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
                "place": None,
                "heading": "",
                "date": None,
                "also_in": ["films/again.md"],
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
                "also_in": ["films/again.md"],
            }
        ],
        "timing_ms": {"encode": 1.23, "search": 0.0},
        "understood_as": None,
        "did_you_mean": None,
    }


@given(
    score=st.floats(-100, 100),
    confidence=st.floats(0, 1),
    ranks=st.integers(0, 3),
)
def test_answer_survives_json(score: float, confidence: float, ranks: int) -> None:
    hits = tuple(hit_of(DOCUMENT, rank=rank, score=score) for rank in range(1, ranks + 1))
    answer = answer_of(hits=hits, confidence=confidence)
    plain = replace(answer, understood_as="Who led it?", did_you_mean="Who led RRCOM?").to_dict()

    assert json.loads(json.dumps(plain)) == plain
    assert Answer.from_dict(plain).to_dict() == plain
    assert Answer.from_dict({"id": "q1", **plain}).citations == (CITATION,)
    assert [hit["rank"] for hit in plain["hits"]] == list(range(1, ranks + 1))


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (Place(PlaceKind.SLIDE, 0, 9, 3), "slide 3"),
        (Place(PlaceKind.ROW, 0, 9, 12), "row 12"),
        (Place(PlaceKind.ROW, 0, 9, 12, "Budget"), "sheet Budget, row 12"),
        (Place(PlaceKind.ROW, 0, 9, 12, "{number}"), "sheet {number}, row 12"),
        (Place(PlaceKind.TIME, 0, 9, name="00:03:10"), "00:03:10"),
        (Place(PlaceKind.ITEM, 0, 9, 5), "item 5"),
        (Place(PlaceKind.PART, 0, 9, 2), "part 2"),
    ],
)
def test_place_is_named_in_english(place: Place, label: str) -> None:
    assert place.label == label


def test_place_of_a_position_is_the_one_that_holds_it() -> None:
    first, second = Place(PlaceKind.ROW, 1, 3, 1), Place(PlaceKind.ROW, 5, 8, 2)
    document = Document("a.csv", "A", "0123456789", "a.csv", places=(first, second))
    found = [document.place_at(position) for position in range(10)]
    assert found == [None, first, first, None, None, second, second, second, None, None]


def test_answer_of_another_system_needs_few_values() -> None:
    values = {
        "question": "Who?",
        "text": "He [1].",
        "abstained": False,
        "confidence": 1,
        "language": "en",
        "citations": [{"marker": 1, "doc_id": "a.md", "start": 0, "end": 2, "quote": "He"}],
        "hits": [{"doc_id": "a.md", "rank": 1, "score": 2, "start": 0, "end": 9}],
    }
    answer = Answer.from_dict(values)
    assert answer.short_answer is None
    assert answer.citations == (Citation(1, "a.md", "a.md", "", None, 0, 2, "He"),)
    assert (answer.hits[0].chunk.chunk_id, answer.hits[0].score) == ("a.md#1", 2.0)
    assert Answer.from_dict({**values, "hits": None}).hits == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": None}, "text is None; it must be str"),
        ({"abstained": 0}, "abstained is 0; it must be bool"),
        ({"confidence": True}, "confidence is True; it must be int or float"),
        ({"confidence": 1.5}, r"confidence is 1.5; it must be in 0\.\.1"),
        ({"citations": [1]}, "found 1, expected an object with doc_id"),
        ({"citations": [{"doc_id": "a", "marker": "1"}]}, "marker is '1'; it must be int"),
        ({"hits": {}}, "hits is {}; it must be list"),
        (
            {"citations": [{**CITATION.to_dict(), "also_in": [1]}]},
            r"also_in is \[1\]; it must be a list of texts",
        ),
    ],
)
def test_what_is_no_answer_is_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Answer.from_dict({**answer_of().to_dict(), **change})


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        CITATION.quote = "something else"  # type: ignore[misc]
