"""How well passages are found. The only importer of ir_measures, which computes the measures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import Case, is_document
from ragqa.types import Hit

RANKING_MEASURES = ("Recall@1", "Recall@5", "Recall@20", "MRR@10", "nDCG@10")


def ranking_values(
    found: Iterable[tuple[Case, Sequence[Hit]]],
) -> dict[str, dict[str, float]]:
    """Return the value of each measure, by question id, of questions with known documents.

    Hits are collapsed to documents, each at the place of its best passage, before anything is
    counted. A question without hits scores 0.

    Raises
    ------
    EvaluationError
        If ir_measures is not installed.
    """
    ir_measures = _ir_measures()
    measures = {ir_measures.parse_measure(_THEIRS[name]): name for name in RANKING_MEASURES}
    qrels: list[Any] = []
    run: list[Any] = []
    values: dict[str, dict[str, float]] = {}
    for case, hits in found:
        relevance = relevance_of(case)
        if any(grade > 0 for grade in relevance.values()):
            values[case.case_id] = dict.fromkeys(RANKING_MEASURES, 0.0)
            qrels += (ir_measures.Qrel(case.case_id, *pair) for pair in relevance.items())
            # Scores that fall with the rank, so that no tie is broken in another way than ours.
            run += (
                ir_measures.ScoredDoc(case.case_id, doc_id, -rank)
                for rank, doc_id in enumerate(documents_of(hits, relevance))
            )
    for one in ir_measures.iter_calc(list(measures), qrels, run):
        values[one.query_id][measures[one.measure]] = float(one.value)
    return values


def relevance_of(case: Case) -> Mapping[str, int]:
    """Return the grade of each judged document: the set's own, or 1 for each that answers."""
    if case.relevance:
        return case.relevance
    return dict.fromkeys(case.sources, 1) if case.answerable else {}


def documents_of(hits: Iterable[Hit], names: Iterable[str]) -> list[str]:
    """Return the documents of hits, best first, each once, by the set's name where it has one."""
    known = tuple(names)
    named = (_name(doc_id, known) for hit in hits for doc_id in hit.doc_ids)
    return list(dict.fromkeys(named))


def _name(doc_id: str, names: Sequence[str]) -> str:
    if doc_id in names:
        return doc_id
    return next((name for name in names if is_document(doc_id, name)), doc_id)


_THEIRS = {
    "Recall@1": "R@1",
    "Recall@5": "R@5",
    "Recall@20": "R@20",
    "MRR@10": "RR@10",
    "nDCG@10": "nDCG@10",
}


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise EvaluationError(
            "ir_measures, which measures retrieval, is not installed; install the extra:"
            ' pip install "ragqa[eval]", or ".[eval]" in a clone'
        ) from error
    return ir_measures
