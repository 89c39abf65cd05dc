"""The model that finds the answering words, as it ships."""

from pathlib import Path

import pytest

from ragqa.errors import EncoderError
from ragqa.sentences import split_sentences
from ragqa.span_reader import OnnxSpanReader, open_span_reader
from ragqa.types import Span

PASSAGE = (
    "The library of Alder Bay opened in 1931. Its first director was Ruth Calder, who came from "
    "Dunmore. The building holds 40,000 books and is open on Sundays."
)
SENTENCES = split_sentences(PASSAGE)
OTHER = "Sheep were brought to the island by traders. They live in the hills all year."


SPANISH = (
    "La biblioteca de Alder Bay abrió en 1931. Su primera directora fue Ruth Calder, que llegó de "
    "Dunmore. El edificio guarda 40.000 libros y abre los domingos."
)
SPANISH_SENTENCES = split_sentences(SPANISH, "es")


@pytest.fixture(scope="module")
def reader() -> OnnxSpanReader:
    return OnnxSpanReader.open()


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("When did the library open?", "1931"),
        ("Who was the first director of the library?", "Ruth Calder"),
        ("How many books does the building hold?", "40,000"),
    ],
)
def test_best_span_answers_the_question(reader: OnnxSpanReader, question: str, phrase: str) -> None:
    (scores,) = reader.read(question, [PASSAGE], [SENTENCES])
    span, _ = max((one for one in scores.best if one), key=lambda found: found[1])
    assert phrase in PASSAGE[slice(*span)]
    assert len(PASSAGE[slice(*span)]) < len(phrase) + 12


@pytest.mark.parametrize(
    ("question", "passage", "phrase"),
    [
        ("¿Cuándo abrió la biblioteca?", SPANISH, "1931"),
        ("¿Quién fue la primera directora?", SPANISH, "Ruth Calder"),
        ("¿Quién fue la primera directora de la biblioteca?", PASSAGE, "Ruth Calder"),
        ("How many books does the building hold?", SPANISH, "40.000"),
    ],
)
def test_spanish_is_read_and_across_languages(
    reader: OnnxSpanReader, question: str, passage: str, phrase: str
) -> None:
    sentences = SPANISH_SENTENCES if passage == SPANISH else SENTENCES

    (scores,) = reader.read(question, [passage], [sentences])

    span, _ = max((one for one in scores.best if one), key=lambda found: found[1])
    assert phrase in passage[slice(*span)]


def test_reader_is_opened_once() -> None:
    assert open_span_reader() is open_span_reader()


def test_each_span_lies_within_its_sentence(reader: OnnxSpanReader) -> None:
    (scores,) = reader.read("When did the library open?", [PASSAGE], [SENTENCES])
    for sentence, found in zip(SENTENCES, scores.best, strict=True):
        assert found is not None
        assert sentence.start <= found[0].start < found[0].end <= sentence.end


def test_passage_that_answers_is_more_relevant_than_one_that_does_not(
    reader: OnnxSpanReader,
) -> None:
    answering, other = reader.read(
        "When did the library open?", [PASSAGE, OTHER], [SENTENCES, split_sentences(OTHER)]
    )
    assert answering.relevance > other.relevance
    best = max(found[1] for found in answering.best if found)
    assert best > max(found[1] for found in other.best if found)


def test_scores_do_not_depend_on_the_other_passages(reader: OnnxSpanReader) -> None:
    alone = reader.read("Where are the sheep?", [OTHER], [split_sentences(OTHER)])
    beside = reader.read(
        "Where are the sheep?", [PASSAGE, OTHER], [SENTENCES, split_sentences(OTHER)]
    )
    assert beside[1] == alone[0]


def test_answer_at_the_end_of_a_long_passage_is_found(reader: OnnxSpanReader) -> None:
    passage = OTHER + " " + "The hills are green and quiet in every season. " * 60 + PASSAGE
    sentences = split_sentences(passage)
    (scores,) = reader.read("Who was the first director?", [passage], [sentences])
    span, _ = max((one for one in scores.best if one), key=lambda found: found[1])
    assert "Ruth Calder" in passage[slice(*span)]


def test_stretch_without_a_token_has_no_span(reader: OnnxSpanReader) -> None:
    (scores,) = reader.read("When?", [PASSAGE], [[Span(3, 4), SENTENCES[0]]])
    assert scores.best[0] is None
    assert scores.best[1] is not None


def test_no_passages_give_no_scores(reader: OnnxSpanReader) -> None:
    assert reader.read("When?", [], []) == []


def test_damaged_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "reader.onnx"
    damaged.write_bytes(b"not a model")
    with pytest.raises(EncoderError, match=r"sha256 .* expected .*; reinstall"):
        OnnxSpanReader.open(model=damaged)
