"""Question sets in the form of BEIR (Thakur et al., 2021): corpus, queries, graded judgements."""

from pathlib import Path

from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import Case, QuestionSet
from ragqa.evaluation.files import json_lines, text_of
from ragqa.types import Document


def read_beir(folder: Path) -> QuestionSet:
    """Read BEIR's form; queries without a judgement are left out, as its own evaluation does."""
    needed = [folder / "corpus.jsonl", folder / "queries.jsonl"]
    absent = [path.name for path in needed if not path.is_file()]
    if absent:
        raise EvaluationError(
            f"{folder} has no {absent[0]}; expected a BEIR folder: corpus.jsonl, queries.jsonl and"
            " qrels.tsv or qrels/test.tsv"
        )
    documents = (_beir_document(place, row) for place, row in json_lines(needed[0]))
    judged = _judgements(_qrels_file(folder))
    cases = []
    for place, row in json_lines(needed[1]):
        query_id = _beir_text(place, row, "_id")
        relevance = judged.get(query_id, {})
        sources = tuple(doc_id for doc_id, grade in relevance.items() if grade > 0)
        if sources:
            question = _beir_text(place, row, "text")
            cases.append(Case(query_id, question, sources=sources, relevance=relevance))
    return QuestionSet(
        folder.resolve().name,
        tuple(cases),
        documents=tuple(one for one in documents if one.text.strip()),
    )


def _qrels_file(folder: Path) -> Path:
    candidates = [folder / "qrels.tsv", folder / "qrels" / "test.tsv", folder / "qrels" / "dev.tsv"]
    for path in candidates:
        if path.is_file():
            return path
    raise EvaluationError(f"{folder} has no judgements; expected qrels.tsv or qrels/test.tsv")


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    """Return the grade of each judged document, by query."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        cells = line.split("\t")
        if number == 1 and cells[-1].strip() == "score":
            continue
        try:
            query_id, doc_id, grade = cells
            judged.setdefault(query_id, {})[doc_id] = int(grade)
        except ValueError as error:
            raise EvaluationError(
                f"{path}, line {number}: expected a query, a document and a whole number, with tabs"
            ) from error
    return judged


def _beir_document(place: str, row: object) -> Document:
    doc_id, text = _beir_text(place, row, "_id"), _beir_text(place, row, "text")
    title = row.get("title") if isinstance(row, dict) else None
    return Document(doc_id, str(title or ""), text, doc_id)


def _beir_text(place: str, row: object, key: str) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, (str, int)):
        raise EvaluationError(f'{place}: found no text as "{key}", expected one')
    return str(value)
