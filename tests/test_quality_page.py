"""The page of figures: made of the results that are kept, and of nothing else."""

import json
from typing import Any

from benchmarks._page import PAGE, read_results, render


def result_of(**changes: Any) -> dict[str, Any]:
    figure = {"name": "Recall@1", "group": "retrieval", "label": "Recall@1", "value": 0.5,
              "low": 0.25, "high": 0.75, "questions": 4}  # fmt: skip
    words = {**figure, "name": "words", "group": "answers", "label": "words", "value": 20.0}
    return {
        "system": {"encoder": "some-encoder", "min_confidence": 0.3},
        "questions": {"answerable": 1004, "unanswerable": 0, "removed": 3},
        "figures": [figure, words],
        "times": {"total": {"p50": [50.4, 49, 51], "p95": [60, 1, 2], "p99": [70, 1, 2]}},
        **changes,
    }


def test_page_is_what_the_kept_results_say() -> None:
    results = read_results()
    assert results, "no results are kept"
    assert PAGE.read_text("utf-8") == render(results), "run: python -m benchmarks.quality"


def test_results_hold_figures_and_no_text_of_a_question() -> None:
    for name, result in read_results().items():
        assert "?" not in json.dumps(result, ensure_ascii=False), name


def test_page_shows_each_figure_with_its_interval() -> None:
    page = render({"xquad-dev-es": result_of()})
    assert "Questions: 1,004 with an answer, 3 with the passage taken out." in page
    assert "Asked with the encoder `some-encoder`, refused below 0.3." in page
    assert "| Recall@1 | 0.500 | [0.250, 0.750] |\n| words | 20.0 |" in page
    assert "| time of an answer, p50 | 50 ms | |" in page


def test_page_shows_of_a_set_for_finding_that_alone() -> None:
    page = render({"cranfield": result_of()})
    assert "| Recall@1 | 0.500" in page
    assert "| words |" not in page


def test_page_shows_peers_in_a_table() -> None:
    row = {"name": "bm25s alone", "figures": {"Recall@1": 0.9, "words": 120.5}, "p50_ms": 0.4}
    page = render({"peers": {"questions": 211, "encoder": "minilm-int8", "rows": [row]}})
    assert "\n211 of the questions" in page
    assert "| bm25s alone | 0.900 |  |  | 120.5 |  |  |  | 0.400 |\n" in page


def test_page_shows_what_annoys_before_and_now() -> None:
    now = {"answers": 200, "the text lacks the answer": 14, "a new cause": 1}
    before = {"answers": 200, "the text lacks the answer": 20}
    page = render({"answers": {"before": before, "now": now}})
    assert "\n200 answers over `corpus/`" in page
    assert "| the text lacks the answer | 20 | 14 |\n| a new cause |  | 1 |\n" in page
