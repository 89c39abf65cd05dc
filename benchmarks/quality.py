"""How well ragqa finds, answers, cites and refuses on the project's evaluation sets.

Run ``python -m benchmarks.quality`` from the repository's root, with the names of sets where not
all are wanted. The sets are read from ``../shared``; where that folder is missing, this says so and
ends. The figures go to ``benchmarks/results``; ``docs/quality.md`` is made of what lies there. A
page with every error of a set goes to ``benchmarks/results/reports``, which git does not keep.
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks._page import write_page
from benchmarks._sets import RESULTS, SHARED, EvaluationSet, evaluation_sets
from ragqa import ChatBot, Settings
from ragqa.cli.evaluation import print_evaluation
from ragqa.cli.printing import console_for
from ragqa.evaluation.evaluating import evaluate, index_documents
from ragqa.evaluation.report import to_html
from ragqa.evaluation.results import Evaluation, figure_to_dict, to_json


def main() -> None:
    if not SHARED.exists():
        print(f"no evaluation sets in {SHARED}; nothing to measure")
        return
    wanted = sys.argv[1:]
    sets = list(evaluation_sets())
    unknown = set(wanted) - {one.name for one in sets}
    if unknown:
        sys.exit(f"no set {min(unknown)}; there are {', '.join(one.name for one in sets)}")
    for one in sets:
        if not wanted or one.name in wanted:
            keep(one.name, measure(one))
    write_page()


def measure(one: EvaluationSet) -> Evaluation:
    settings = Settings()
    with tempfile.TemporaryDirectory() as work:
        store = Path(work) / "store"
        if one.corpus is None:
            index_documents(one.questions.documents, store, settings=settings)
        else:
            ChatBot.build(one.corpus, store=store, settings=settings).close()
        questions = replace(one.questions, name=one.name)
        return evaluate(questions, store, settings=settings, remove_gold=one.remove_gold)


def keep(name: str, evaluation: Evaluation) -> None:
    print_evaluation(evaluation, console_for(sys.stdout))
    print(flush=True)
    reports = RESULTS / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    (reports / f"{name}.json").write_text(to_json(evaluation), encoding="utf-8")
    (reports / f"{name}.html").write_text(to_html(evaluation), encoding="utf-8")
    text = json.dumps(figures_alone(name, evaluation), indent=1) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def figures_alone(name: str, evaluation: Evaluation) -> dict[str, Any]:
    """Return the figures without the questions, whose texts are not ours to keep."""
    records = evaluation.records
    return {
        "name": name,
        "system": evaluation.system,
        "questions": {
            "answerable": sum(one.answerable for one in records),
            "unanswerable": sum(not one.answerable and not one.removed for one in records),
            "removed": sum(one.removed for one in records),
        },
        "figures": [figure_to_dict(one) for one in evaluation.figures],
        "times": evaluation.times,
    }


if __name__ == "__main__":
    main()
