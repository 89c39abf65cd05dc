"""Question sets: every format, and one clear line for what is wrong in a file."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import is_document
from ragqa.evaluation.datasets import Case, GoldSpan, read_question_set
from ragqa.feedback import evaluation_line, feedback_on
from ragqa.scope import Scope
from ragqa.types import Answer, Citation

FULL_ROW = {
    "id": 7,
    "question": "Who directed it?",
    "lang": "en",
    "history": ["What is the Fable?"],
    "answerable": True,
    "source": "fable.md",
    "answers": [{"text": "Miguel Gómez", "start": 5}, {"text": "Miguel Gómez", "start": 40}, "He"],
    "any_of": "Gómez",
    "all_of": ["Miguel", "Costa Rica"],
    "quote": "directed by",
    "page": 3,
    "place": "row 12",
    "heading": "The film",
    "short_answer": "Miguel Gómez",
    "evidence": [{"doc_id": "other.md", "start": 0, "end": 3}],
    "kind": "who",
    "scope": {"languages": ["en"], "date_from": "2017-01-01"},
    "note": ["anything"],
}
SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Tale",
            "paragraphs": [
                {
                    "context": "Miguel Gómez directed it.",
                    "qas": [
                        {
                            "id": "a",
                            "question": "Who directed it?",
                            "is_impossible": False,
                            "answers": [
                                {"text": "Miguel Gómez", "answer_start": 0},
                                {"text": "Miguel Gómez", "answer_start": 0},
                            ],
                        },
                        {
                            "id": "b",
                            "question": "Who wrote it?",
                            "is_impossible": True,
                            "answers": [],
                            "plausible_answers": [{"text": "Miguel", "answer_start": 0}],
                        },
                    ],
                },
                {"context": "Another one.", "qas": [{"id": "c", "question": "?", "answers": []}]},
            ],
        }
    ],
}


def write_lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def beir_folder(folder: Path, *, qrels: str = "qrels.tsv") -> Path:
    write_lines(
        folder / "corpus.jsonl",
        {"_id": "d1", "title": "One", "text": "First."},
        {"_id": "d2", "title": "", "text": "Second."},
        {"_id": "d3", "title": "", "text": " "},
    )
    write_lines(
        folder / "queries.jsonl",
        {"_id": "q1", "text": "first"},
        {"_id": "q2", "text": "nobody judged this"},
        {"_id": "q3", "text": "all judged as not relevant"},
    )
    (folder / qrels).parent.mkdir(exist_ok=True)
    lines = ["query-id\tcorpus-id\tscore", "q1\td2\t1", "q1\td1\t2", "q1\td3\t0", "q3\td1\t0"]
    (folder / qrels).write_text("\n".join(lines) + "\n")
    return folder


def test_our_own_lines_are_read_with_every_key(tmp_path: Path) -> None:
    found = read_question_set(write_lines(tmp_path / "own.jsonl", FULL_ROW))

    assert found.name == "own"
    assert found.cases == (
        Case(
            case_id="7",
            question="Who directed it?",
            history=("What is the Fable?",),
            language="en",
            answerable=True,
            sources=("fable.md",),
            answers=("Miguel Gómez", "He"),
            any_of=("Gómez",),
            all_of=("Miguel", "Costa Rica"),
            quote="directed by",
            page=3,
            place="row 12",
            heading="The film",
            short_answer=("Miguel Gómez",),
            evidence=(
                GoldSpan("other.md", 0, 3),
                GoldSpan("fable.md", 5, 17),
                GoldSpan("fable.md", 40, 52),
            ),
            kind="who",
            scope=Scope(languages=("en",), date_from="2017-01-01"),
        ),
    )
    assert found.cases[0].written_at == f"{tmp_path / 'own.jsonl'}, line 1"


def test_yaml_and_compressed_lines_say_the_same_as_lines(tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "set.jsonl", FULL_ROW)
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    yaml = tmp_path / "set.yaml"
    yaml.write_text(json.dumps([FULL_ROW]), "utf-8")  # JSON is YAML

    assert read_question_set(packed).cases == read_question_set(lines).cases
    assert read_question_set(yaml).cases == read_question_set(lines).cases


def test_question_alone_expects_an_answer_and_is_numbered(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("- question: Who?\n- question: When?\n  answerable: false\n")

    first, second = read_question_set(path).cases

    assert (first.case_id, first.answerable, first.missing) == ("1", True, "")
    assert (second.case_id, second.answerable, second.missing) == ("2", False, "subject")


def test_export_of_feedback_is_a_question_set(tmp_path: Path) -> None:
    citation = Citation(1, "fable.md", "fable.md", "Fable", None, 0, 13, "Gómez  directed it.")
    answer = Answer("Who?", "“…” [1]", None, (citation,), (), 0.9, abstained=False, language="en")
    liked = feedback_on(answer, opinion="like", given_at="2026-01-01", history=("Why?",))
    disliked = feedback_on(answer, opinion="dislike", given_at="2026-01-01")
    rows = [evaluation_line("a" * 20, liked), evaluation_line("b" * 20, disliked)]

    found = read_question_set(write_lines(tmp_path / "set.jsonl", *rows))

    assert found.unfinished == (f"feedback-{'b' * 16}",)
    assert found.cases == (
        Case(
            case_id=f"feedback-{'a' * 16}",
            question="Who?",
            history=("Why?",),
            language="en",
            sources=("fable.md",),
            any_of=("Gómez directed it.",),
        ),
    )


def test_squad_brings_its_paragraphs_as_documents(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(SQUAD), "utf-8")

    found = read_question_set(path)

    assert [(one.doc_id, one.title, one.text) for one in found.documents] == [
        ("Tale#0", "Tale", "Miguel Gómez directed it."),
        ("Tale#1", "Tale", "Another one."),
    ]
    directed, wrote, _ = found.cases
    assert directed == Case(
        case_id="a",
        question="Who directed it?",
        sources=("Tale#0",),
        answers=("Miguel Gómez",),
        evidence=(GoldSpan("Tale#0", 0, 12),),
    )
    assert wrote == Case("b", "Who wrote it?", answerable=False, missing="passage")


def test_lines_with_a_context_are_squad(tmp_path: Path) -> None:
    row = {"id": "a", "question": "Who?", "context": "He did.", "title": "Tale"}
    rows = [{**row, "answers": [{"text": "He", "start": 0}]}, {**row, "id": "b", "answers": []}]

    found = read_question_set(write_lines(tmp_path / "set.jsonl", *rows))

    assert [one.doc_id for one in found.documents] == ["Tale#0"]
    assert [one.evidence for one in found.cases] == [(GoldSpan("Tale#0", 0, 2),), ()]


@pytest.mark.parametrize("qrels", ["qrels.tsv", "qrels/test.tsv"])
def test_beir_folder_has_documents_and_graded_judgements(tmp_path: Path, qrels: str) -> None:
    found = read_question_set(beir_folder(tmp_path, qrels=qrels))

    assert [(one.doc_id, one.title) for one in found.documents] == [("d1", "One"), ("d2", "")]
    assert found.cases == (
        Case("q1", "first", sources=("d2", "d1"), relevance={"d2": 1, "d1": 2, "d3": 0}),
    )


def test_two_columns_are_question_and_answer(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text('"Who, then?",Gómez|M. Gómez\nWho wrote it?,\n', "utf-8")

    who, wrote = read_question_set(path).cases

    assert (who.question, who.answers) == ("Who, then?", ("Gómez", "M. Gómez"))
    assert (wrote.answerable, wrote.answers) == (False, ())


def test_columns_may_have_the_names_of_keys(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("﻿id,Question,source,answerable\na,Who?,fable.md,\nb,Why?,,no\n", "utf-8")

    who, why = read_question_set(path).cases

    assert (who.case_id, who.sources, who.answerable) == ("a", ("fable.md",), True)
    assert (why.case_id, why.sources, why.answerable) == ("b", (), False)


def test_columns_say_where_a_quotation_stands(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("question,page,heading,short_answer\nWho?,3,The film,Gómez|He\n", "utf-8")
    (case,) = read_question_set(path).cases
    assert (case.page, case.heading, case.short_answer) == (3, "The film", ("Gómez", "He"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "", "is no question set; expected .jsonl"),
        ("a.jsonl", "\n", "has no question"),
        ("a.jsonl", '\n{"question": 1', "line 2: found no JSON"),
        ("a.jsonl", "[]", "line 1: found [], expected a question with its keys; mend it"),
        ("a.jsonl", '{"question": " "}', 'found " " as "question", expected a text'),
        ("a.jsonl", '{"question": "?", "id": true}', 'found true as "id"'),
        ("a.jsonl", '{"question": "?", "any-of": []}', 'unknown key "any-of"; known are id,'),
        ("a.jsonl", '{"question": "?", "any_of": [1]}', 'found [1] as "any_of"'),
        ("a.jsonl", '{"question": "?", "any_of": [" "]}', 'found [" "] as "any_of"'),
        ("a.jsonl", '{"question": "?", "quote": ""}', "expected a text that is not blank"),
        ("a.jsonl", '{"question": "?", "page": "3"}', 'found "3" as "page", expected a whole'),
        ("a.jsonl", '{"question": "?", "page": 0}', "expected the number of a page, 1 or more"),
        ("a.csv", "question,page\n?,iv\n", 'found "iv" as "page", expected a whole number'),
        ("a.jsonl", '{"question": "?", "answers": 1}', 'found 1 as "answers", expected a list'),
        ("a.jsonl", '{"question": "?", "answers": [{}]}', 'found {} as "answers"'),
        ("a.jsonl", '{"question": "?", "answerable": 1}', "expected true or false"),
        ("a.jsonl", '{"question": "?", "missing": "subject"}', "leave one out"),
        (
            "a.jsonl",
            '{"question": "?", "answerable": false, "missing": "x"}',
            'expected "subject" or "passage"',
        ),
        (
            "a.jsonl",
            '{"question": "?", "source": "a", "answers": [{"text": "x", "start": -1}]}',
            'found -1 as "start"',
        ),
        ("a.jsonl", '{"question": "?", "evidence": [{"doc_id": 1}]}', 'as "evidence"'),
        (
            "a.jsonl",
            '{"question": "?", "evidence": [{"doc_id": "a", "start": 2, "end": 2}]}',
            "an end behind it",
        ),
        ("a.jsonl", '{"question": "?", "scope": {"folder": 1}}', "only the keys date_from"),
        ("a.jsonl", '{"question": "?", "scope": {"where": ["date"]}}', "found the end"),
        ("a.jsonl", '{"question": "?"}\n{"question": "!", "id": 1}', 'have the id "1"'),
        ("a.yaml", "a: [", "is not valid YAML"),
        ("a.yaml", "question: Who?", "expected a list of questions"),
        ("a.yml", "- Who?", 'question 1: found "Who?"'),
        ("a.csv", "a,b,c\n", "question 1: found 3 columns, expected 2: question, answer"),
        ("a.csv", "question,who\n?,me\n", 'unknown column "who"'),
        ("a.csv", "question,answerable\n?,maybe\n", 'found "maybe" as "answerable"'),
        ("a.json", "{}", "is not in the form of SQuAD: KeyError('data')"),
        ("a.jsonl", '{"context": "x", "title": 1}', 'found no text as "title"'),
        (
            "a.jsonl",
            '{"context": "x", "title": "t", "question": "?",'
            ' "answers": [{"text": "y", "start": 0}]}',
            "found no answer at 0 of the context",
        ),
        (
            "a.jsonl",
            '{"context": "x", "title": "t", "question": "?", "answers": ["y"]}',
            "found no list of objects",
        ),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    with pytest.raises(EvaluationError) as raised:
        read_question_set(path)

    assert message in str(raised.value)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


def test_bytes_that_are_no_text_or_no_gzip_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe,")
    (tmp_path / "a.csv.gz").write_bytes(b"question")

    with pytest.raises(EvaluationError, match="is not UTF-8"):
        read_question_set(tmp_path / "a.csv")
    with pytest.raises(EvaluationError, match="is no gzip file"):
        read_question_set(tmp_path / "a.csv.gz")


def test_incomplete_beir_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"has no corpus\.jsonl; expected a BEIR folder"):
        read_question_set(tmp_path)
    beir_folder(tmp_path)
    (tmp_path / "qrels.tsv").write_text("q1\td1\n")
    with pytest.raises(EvaluationError, match="line 1: expected a query, a document"):
        read_question_set(tmp_path)
    (tmp_path / "qrels.tsv").unlink()
    with pytest.raises(EvaluationError, match="has no judgements"):
        read_question_set(tmp_path)
    write_lines(tmp_path / "corpus.jsonl", {"id": "d1"})
    (tmp_path / "qrels.tsv").write_text("q1\td1\t1\n")
    with pytest.raises(EvaluationError, match='line 1: found no text as "_id"'):
        read_question_set(tmp_path)


def test_source_names_the_same_document_from_any_root() -> None:
    assert is_document("a.md", "a.md")
    assert is_document("reports/a.md", "a.md")
    assert is_document("a.md", "reports/a.md")
    assert not is_document("ba.md", "a.md")
    assert not is_document("reports/a.md", "other/a.md")
