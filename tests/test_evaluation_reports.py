"""Reports of evaluations, comparisons of two, and the commands that make them."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ragqa.cli import main
from ragqa.errors import EvaluationError
from ragqa.evaluation.comparing import compare, comparison_to_dict
from ragqa.evaluation.judging import Record
from ragqa.evaluation.mistakes import ErrorKind, errors_of
from ragqa.evaluation.report import to_html
from ragqa.evaluation.results import Evaluation, evaluation_of, to_json

GOLDEN = Path(__file__).parent / "golden"
QUESTIONS = """
- id: film
  question: Who directed The Fable of the Lion and the Coyote?
  source: fable.md
  answers: [Miguel Gómez]
- id: king
  question: What is the capital of France?
  answerable: false
"""


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    def run_main(*arguments: object) -> Outcome:
        status = main([str(argument) for argument in arguments])
        return Outcome(status, *capsys.readouterr())

    return run_main


def record_of(case_id: str = "1", **changes: Any) -> Record:
    """Return the record of an answerable question that was answered rightly."""
    record = Record(
        case_id=case_id,
        question="Who directed it?",
        history=(),
        language="en",
        kind="who",
        answerable=True,
        missing="",
        removed=False,
        expected=("Gómez",),
        sources=("a.md",),
        refused=False,
        right=True,
        confidence=0.9,
        text="Gómez [1].",
        short_answer="Gómez",
        citations=({"marker": 1, "doc_id": "a.md", "start": 0, "end": 5},),
        hits=({"doc_id": "a.md", "start": 0, "end": 9, "score": 1.0, "is_source": True},),
        values={"right": 1.0, "words": 2.0, "holds_expected": 1.0},
    )
    return replace(record, **changes)


def wrong(case_id: str, **changes: Any) -> Record:
    values = {"right": 0.0, "words": 2.0, "holds_expected": 0.0}
    return record_of(case_id, **{"right": False, "values": values, **changes})


def refused(case_id: str, **changes: Any) -> Record:
    values = {"right": 0.0, "holds_expected": 0.0}
    return record_of(case_id, **{"refused": True, "values": values, "confidence": 0.1, **changes})


def unanswerable(case_id: str, **changes: Any) -> Record:
    common = {"answerable": False, "missing": "subject", "right": False, "values": {}}
    return record_of(case_id, **{**common, "expected": (), "sources": (), **changes})


def evaluation(*records: Record, name: str = "a set") -> Evaluation:
    times: Mapping[str, Any] = {"read": {"p50": [1, 0.5, 1.5], "p95": [2, 2, 2], "p99": [3, 3, 3]}}
    made = evaluation_of(name, records, system={"min_confidence": 0.4}, times=())
    return replace(made, times=times, unfinished=3)


class Tags(HTMLParser):
    """Collects the tags of a page, and the addresses that would be fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [
            str(value)
            for name, value in attrs
            if name in {"src", "href", "xlink:href", "action", "data"}
        ]


def test_errors_that_harm_come_first_and_the_surest_of_them() -> None:
    records = [
        record_of("fine"),
        refused("right but unsure", confidence=0.2),
        refused("right and nearly said", confidence=0.39),
        refused("wrong anyway", right=False, confidence=0.39),
        wrong("unsure", confidence=0.5),
        wrong("sure", confidence=0.99),
        unanswerable("answered", confidence=0.41),
        unanswerable("rightly refused", refused=True, confidence=0.1),
    ]
    assert [(one.kind, one.record.case_id) for one in errors_of(records)] == [
        (ErrorKind.ANSWERED, "answered"),
        (ErrorKind.WRONG, "sure"),
        (ErrorKind.WRONG, "unsure"),
        (ErrorKind.REFUSED, "right and nearly said"),
        (ErrorKind.REFUSED, "right but unsure"),
        (ErrorKind.REFUSED, "wrong anyway"),
    ]


def test_report_escapes_all_that_questions_and_documents_say() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    hit = {"doc_id": hostile, "start": 0, "end": 1, "score": 1.0, "is_source": False}
    page = to_html(
        evaluation(
            wrong(
                hostile,
                question=hostile,
                history=(hostile,),
                kind=hostile,
                language=hostile,
                expected=(hostile,),
                sources=(hostile,),
                text=hostile,
                short_answer=hostile,
                citations=({"marker": 1, "doc_id": hostile, "start": 0, "end": 1},),
                hits=(hit,),
            ),
            name=hostile,
        )
    )
    tags = Tags(page)
    assert tags.tags.count("script") == 1
    assert "img" not in tags.tags
    assert page.count("&lt;script&gt;") > 10


def test_report_fetches_nothing() -> None:
    page = to_html(evaluation(record_of("1"), wrong("2"), unanswerable("3"), refused("4")))
    addresses = [one for one in Tags(page).addresses if not one.startswith("#")]
    assert addresses == []
    assert "default-src 'none'" in page
    assert not re.search(r"url\((?!#)", page)


def test_report_shows_figures_plots_and_errors() -> None:
    page = to_html(
        evaluation(
            record_of("1"),
            wrong("2", question="Which film?", kind="which"),
            unanswerable("3", refused=True, confidence=0.1),
            refused("4"),
            unanswerable("1", removed=True, missing="passage", confidence=0.5),
        )
    )
    assert page.count("<svg") == 4
    for text in (
        "3 with an answer, 1 without an answer, 1 with the passage taken out, 3 left out",
        '<th scope="row">answered and right</th><td class="number">0.333</td>',
        '<th scope="row">read</th><td class="number">1.0<br><span class="quiet">[0.5, 1.5]</span>',
        '<option value="which">which (1)</option>',
        "answered without an answer there · passage taken out · confidence 0.500",
        "<dt>would have said</dt><dd>Gómez [1].</dd>",
        '<li class="source">a.md 0–9, 1.00 (the source)</li>',
    ):
        assert text in page


def test_report_of_nothing_wrong_says_so_and_draws_what_it_can() -> None:
    page = to_html(evaluation(record_of("1", values={})))
    assert "There are none." in page
    assert page.count("<svg") == 2


def test_report_is_the_same_at_every_run() -> None:
    records = (record_of("1"), wrong("2"), unanswerable("3"))
    assert to_html(evaluation(*records)) == to_html(evaluation(*records))


def test_same_evaluation_twice_differs_in_nothing() -> None:
    one = evaluation(record_of("1"), wrong("2"), unanswerable("3"))
    comparison = compare(one, one, resamples=100)
    assert {difference.verdict for difference in comparison.differences} == {"the same"}
    assert comparison.flips == ()


def test_great_difference_is_real_and_a_small_one_is_not() -> None:
    first = evaluation(*(wrong(str(n)) if n < 40 else record_of(str(n)) for n in range(80)))
    second = evaluation(*(wrong(str(n)) if n < 2 else record_of(str(n)) for n in range(80)))
    third = evaluation(*(wrong(str(n)) if n < 38 else record_of(str(n)) for n in range(80)))
    verdicts = {
        name: {one.measure.name: one.verdict for one in compare(first, other).differences}
        for name, other in (("great", second), ("small", third))
    }
    assert verdicts["great"]["right"] == "better"
    assert verdicts["great"]["aurc"] == "better"
    assert verdicts["great"]["words"] == "the same"
    assert verdicts["small"]["right"] == "no telling"
    backwards = {one.measure.name: one.verdict for one in compare(second, first).differences}
    assert backwards["right"] == "worse"


def test_pairing_finds_what_two_separate_intervals_would_not() -> None:
    """Twelve of 200 questions mended and none broken: far within the width of each interval."""
    first = evaluation(*(wrong(str(n)) if n < 100 else record_of(str(n)) for n in range(200)))
    second = evaluation(*(wrong(str(n)) if n < 88 else record_of(str(n)) for n in range(200)))
    right = next(one for one in compare(first, second).differences if one.measure.name == "right")
    assert right.second - right.first == pytest.approx(0.06)
    assert right.low > 0.02
    assert right.is_real
    figure = next(one for one in first.figures if one.measure.name == "right")
    assert figure.high > right.second


def test_flipped_questions_are_listed_broken_ones_first() -> None:
    first = evaluation(wrong("mended"), record_of("broken"), record_of("same"), record_of("gone"))
    second = evaluation(record_of("mended"), refused("broken"), record_of("same"), wrong("new"))
    comparison = compare(first, second, resamples=100)
    assert [(flip.first.case_id, flip.is_mended) for flip in comparison.flips] == [
        ("broken", False),
        ("mended", True),
    ]
    assert (comparison.only_first, comparison.only_second) == (("gone",), ("new",))
    values = comparison_to_dict(comparison)
    assert json.loads(json.dumps(values))["flips"][0] == {
        "id": "broken",
        "removed": False,
        "question": "Who directed it?",
        "mended": False,
        "first": None,
        "second": "refused though answerable",
    }


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (record_of("2"), "have no question in common"),
        (record_of("1", question="Why?"), '"1" has another text'),
        (record_of("1", expected=("López",)), '"1" has another expectation'),
    ],
)
def test_evaluations_of_different_questions_are_not_compared(other: Record, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        compare(evaluation(record_of("1")), evaluation(other))


def test_eval_writes_json_and_a_page_and_prints_a_table(
    run: Callable[..., Outcome], tiny_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "set.yaml").write_text(QUESTIONS, "utf-8")
    call = ("eval", tmp_path / "set.yaml", "--store", tiny_store, "--out", tmp_path / "new" / "a")

    done = run(*call)

    assert (done.status, done.err) == (0, "")
    assert "set: 2 questions" in done.out
    assert re.search(r"answered, first citation right +1\.000  \[1\.000, 1\.000\] +1\n", done.out)
    assert re.search(r"\nTime, ms +p50 +p95 +p99\n  encode +\d", done.out)
    assert "Errors: 0 answered without an answer there, 0 wrong answer, 0 refused" in done.out
    values = json.loads((tmp_path / "new" / "a.json").read_text("utf-8"))
    assert [one["case_id"] for one in values["questions"]] == ["film", "king"]
    assert (tmp_path / "new" / "a.html").read_text("utf-8").startswith("<!doctype html>")
    again = run(*call)
    assert again.status == 2
    assert "a.json exists already; name a new one with --out" in again.err


def test_eval_indexes_a_corpus_or_the_documents_of_the_set(
    run: Callable[..., Outcome], tiny_corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "set.yaml").write_text(QUESTIONS, "utf-8")
    row = {"id": "a", "question": "Who directed it?", "title": "Film"}
    squad = {**row, "context": "Gómez directed it.", "answers": [{"text": "Gómez", "start": 0}]}
    (tmp_path / "squad.jsonl").write_text(json.dumps(squad), "utf-8")

    corpus = run("eval", tmp_path / "set.yaml", "--corpus", tiny_corpus, "--out", tmp_path / "a")
    own = run("eval", "run", tmp_path / "squad.jsonl", "--out", tmp_path / "b")

    assert (corpus.status, own.status) == (0, 0)
    values = [json.loads((tmp_path / name).read_text("utf-8")) for name in ("a.json", "b.json")]
    assert [one["system"]["documents"] for one in values] == [3, 1]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "Missing argument 'QUESTIONS'"),
        (["none.yaml"], 2, "no such file or folder: none.yaml"),
        (["set.yaml", "--store", "s", "--corpus", "c"], 2, "either --store DIR or --corpus PATH"),
        (["set.yaml", "--corpus", "none"], 2, "no such file or folder: none"),
        (["set.yaml", "--language", "es"], 2, "has no question with the language es"),
        (["set.yaml", "--store", "none"], 1, "no store in none"),
        (["compare", "none.json", "none.json"], 2, "no such file or folder: none.json"),
        (["compare", "set.yaml", "set.yaml"], 1, "is no evaluation"),
    ],
)
def test_eval_says_in_one_line_what_is_wrong(
    run: Callable[..., Outcome],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "set.yaml").write_text(QUESTIONS, "utf-8")
    done = run("eval", *arguments)
    assert done.status == status
    assert message in done.err
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["set.yaml"]


def test_compare_prints_what_is_real_and_what_flipped(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    first = [wrong(str(n)) if n < 30 else record_of(str(n)) for n in range(60)]
    second = [*(record_of(str(n)) for n in range(59)), refused("59", question="Who else?")]
    second[59] = replace(second[59], question=first[59].question)
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, records in zip(paths, (first, [*second, record_of("more")]), strict=True):
        path.write_text(to_json(evaluation(*records)), "utf-8")

    done = run("eval", "compare", *paths)

    assert (done.status, done.err) == (0, "")
    # The thirty mended ones are alike but for their ids.
    shown = re.sub(r"(?:  \d+: Who directed it\?\n    was: wrong answer\n){30}", "  …\n", done.out)
    assert shown == (GOLDEN / "comparison.txt").read_text("utf-8")
    as_json = run("eval", "compare", *paths, "--json")
    assert json.loads(as_json.out)["questions"] == 60
