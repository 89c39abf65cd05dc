"""The project's evaluation sets, read from ``../shared/eval``: each with what it is asked of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ragqa import Document
from ragqa.evaluation.datasets import Case, QuestionSet, read_question_set

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RESULTS = ROOT / "benchmarks" / "results"
# Of SQuAD's thousands of questions every tenth is asked, so that all sets take minutes.
ONE_IN = 10


@dataclass(frozen=True)
class EvaluationSet:
    """Questions, and a corpus to index for them where the set does not bring its documents."""

    name: str
    questions: QuestionSet
    corpus: Path | None = None
    remove_gold: bool = False


def evaluation_sets() -> Iterator[EvaluationSet]:
    folder = SHARED / "eval"
    xquad = read_question_set(folder / "xquad-dev" / "questions.jsonl")
    corpus = folder / "xquad-dev" / "corpus.jsonl"
    yield EvaluationSet("xquad-dev-en", in_language(xquad, "en"), corpus, remove_gold=True)
    yield EvaluationSet("xquad-dev-es", in_language(xquad, "es"), corpus)
    migration = read_question_set(folder / "migration-dev.jsonl")
    yield EvaluationSet("migration-dev", migration, SHARED / "seeds")
    yield EvaluationSet("squad-dev", squad(folder))
    yield EvaluationSet("inscit-dev", inscit(folder / "inscit-dev.jsonl"))
    yield EvaluationSet("cranfield", read_question_set(folder / "cranfield"))


def in_language(questions: QuestionSet, language: str) -> QuestionSet:
    cases = tuple(case for case in questions.cases if case.language == language)
    return replace(questions, cases=cases)


def squad(folder: Path) -> QuestionSet:
    """Return every tenth question of SQuAD, with those of SQuAD 2 that no passage answers."""
    answered = read_question_set(folder / "squad-dev.jsonl.gz")
    others = read_question_set(folder / "squad2-unanswerable-dev.jsonl.gz")
    known = {document.text for document in answered.documents}
    more = [
        replace(one, doc_id=f"{one.doc_id}-2") for one in others.documents if one.text not in known
    ]
    return QuestionSet(
        "squad-dev",
        cases=(*answered.cases[::ONE_IN], *others.cases[::ONE_IN]),
        documents=(*answered.documents, *more),
    )


def inscit(path: Path) -> QuestionSet:
    """Return the turns of conversations that passages answer, and all of these passages."""
    documents: dict[str, Document] = {}
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        conversation = json.loads(line)
        for number, turn in enumerate(conversation["turns"]):
            passages = [one for label in turn["labels"] for one in label["evidence"]]
            for one in passages:
                title = " › ".join(one["titles"])
                documents[one["id"]] = Document(one["id"], title, one["text"], one["id"])
            if passages:
                cases.append(
                    Case(
                        case_id=f"{conversation['id']}-{number}",
                        question=turn["user"],
                        # Every second one is what was answered.
                        history=tuple(turn["history"][::2]),
                        language="en",
                        sources=tuple(dict.fromkeys(one["id"] for one in passages)),
                    )
                )
    return QuestionSet("inscit-dev", tuple(cases), documents=tuple(documents.values()))
