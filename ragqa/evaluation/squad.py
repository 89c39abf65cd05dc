"""SQuAD's question sets (Rajpurkar et al., 2016 and 2018): each paragraph becomes a document."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import NO_PASSAGE, Case, QuestionSet
from ragqa.evaluation.files import at, text_of
from ragqa.evaluation.rows import question_of, span_of
from ragqa.types import Document


def read_squad(path: Path, name: str) -> QuestionSet:
    """Read SQuAD's own form: articles, paragraphs, questions; a paragraph becomes a document."""
    rows: list[tuple[str, dict[str, Any]]] = []
    try:
        for article in json.loads(text_of(path))["data"]:
            for paragraph in article["paragraphs"]:
                rows += (
                    (f"{path}, question {question['id']}", _squad_row(article, paragraph, question))
                    for question in paragraph["qas"]
                )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise EvaluationError(f"{path} is not in the form of SQuAD: {error!r}") from error
    return read_squad_lines(rows, name)


def _squad_row(
    article: Mapping[str, Any], paragraph: Mapping[str, Any], question: Mapping[str, Any]
) -> dict[str, Any]:
    answers = [] if question.get("is_impossible") else question["answers"]
    return {
        "id": question["id"],
        "question": question["question"],
        "title": article["title"],
        "context": paragraph["context"],
        "answers": [{"text": one["text"], "start": one["answer_start"]} for one in answers],
    }


def read_squad_lines(rows: Iterable[tuple[str, Any]], name: str) -> QuestionSet:
    """Return the questions of rows with a ``title`` and a ``context`` each; EvaluationError."""
    documents: dict[tuple[str, str], Document] = {}
    counts: dict[str, int] = {}
    cases: list[Case] = []
    for place, row in rows:
        with at(place):
            title, context = _squad_text(row, "title"), _squad_text(row, "context")
            if (title, context) not in documents:
                doc_id = f"{title}#{counts.setdefault(title, 0)}"
                counts[title] += 1
                documents[title, context] = Document(doc_id, title, context, doc_id)
            cases.append(_squad_case(row, documents[title, context]))
    return QuestionSet(name, tuple(cases), documents=tuple(documents.values()))


def _squad_text(row: object, key: str) -> str:
    text = row.get(key) if isinstance(row, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise EvaluationError(f'found no text as "{key}", expected one')
    return text


def _squad_case(row: Mapping[str, Any], document: Document) -> Case:
    """Return a question about a paragraph; without an answer, its paragraph looks as if it had."""
    answers = row.get("answers") or []
    if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
        raise EvaluationError('found no list of objects as "answers", expected one')
    spans = [
        span_of(document.doc_id, one.get("start"), text=str(one.get("text"))) for one in answers
    ]
    wrong = [one for one in spans if document.text[one.start : one.end] not in _golds(answers)]
    if wrong:
        raise EvaluationError(f"found no answer at {wrong[0].start} of the context")
    return Case(
        case_id=str(row.get("id")),
        question=question_of(row),
        answerable=bool(answers),
        missing="" if answers else NO_PASSAGE,
        sources=(document.doc_id,) if answers else (),
        answers=_golds(answers),
        evidence=tuple(dict.fromkeys(spans)),
    )


def _golds(answers: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one.get("text")) for one in answers))
