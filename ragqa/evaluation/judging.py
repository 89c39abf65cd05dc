"""Questions and their answers to records: what was asked, what came, and what is right of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ragqa.evaluation.cases import NO_PASSAGE, Case
from ragqa.evaluation.citing import (
    citation_precision,
    citation_recall,
    first_citation_right,
    is_source,
    supports,
)
from ragqa.evaluation.matching import (
    best_over,
    exact_match,
    expects_words,
    holds,
    holds_expected,
    token_f1,
    words_of,
)
from ragqa.evaluation.statements import is_held, statements_of
from ragqa.questions import understand
from ragqa.storing import Progress, no_progress
from ragqa.types import Answer, ReadDocument

_SHOWN_HITS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer, given without a limit of confidence.

    ``refused`` says whether the limit in force refuses it. ``removed`` says that the passage with
    the answer was taken out of the documents before it was asked.
    """

    case: Case
    answer: Answer
    refused: bool
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What an evaluation keeps of a question; nothing of it depends on the machine.

    ``values`` has the value of each measure that applies to the question. ``right`` is whether the
    answer that was, or would have been, given is right; of a question without an answer, none is.
    ``expected`` is what the set says, for people to read.
    """

    case_id: str
    question: str
    history: tuple[str, ...]
    language: str
    kind: str
    answerable: bool
    missing: str
    removed: bool
    expected: tuple[str, ...]
    sources: tuple[str, ...]
    refused: bool
    right: bool
    confidence: float
    text: str
    short_answer: str | None
    citations: tuple[Mapping[str, Any], ...]
    hits: tuple[Mapping[str, Any], ...]
    values: Mapping[str, float] = field(default_factory=dict)


def records_of(
    asked: Iterable[Asked],
    *,
    documents: ReadDocument,
    ranking: Mapping[str, Mapping[str, float]],
) -> tuple[Record, ...]:
    """Return the record of each question.

    Parameters
    ----------
    documents
        Returns a document by its id: quotations are held against it.
    ranking
        The retrieval measures of each question that has them, by id.
    """
    return tuple(
        _record(one, {**ranking.get(one.case.case_id, {}), **_values(one, documents)})
        for one in asked
    )


def is_right(case: Case, answer: Answer) -> bool:
    """Return whether an answer holds what is expected and cites first what proves it.

    A refusal is not, nor is any answer to a question without one; what a set does not say is not
    asked for.
    """
    if not case.answerable or answer.abstained:
        return False
    proven = not (case.sources or case.evidence) or (
        bool(answer.citations) and _proves(case, answer)
    )
    return proven and holds_expected(case, answer.text)


def _proves(case: Case, answer: Answer) -> bool:
    first = answer.citations[0]
    # The answer may stand a second time in its document, where the set does not know of it.
    if expects_words(case):
        return is_source(case, first) if case.sources else supports(case, first)
    return supports(case, first)


def _values(asked: Asked, documents: ReadDocument) -> dict[str, float]:
    case, answer = asked.case, asked.answer
    values: dict[str, float] = {}
    if case.answerable and not asked.removed:
        values |= _answer_values(case, answer, refused=asked.refused)
        values |= _citation_values(case, answer, refused=asked.refused)
    if not asked.refused:
        values |= _proof_values(answer, documents)
    return {name: round(float(value), 6) for name, value in values.items()}


def _answer_values(case: Case, answer: Answer, *, refused: bool) -> dict[str, float]:
    values: dict[str, float] = {"answered": not refused}
    short_answer = None if refused else answer.short_answer
    if case.answers:
        values["exact_match"] = best_over(exact_match, short_answer, case.answers)
        values["token_f1"] = best_over(token_f1, short_answer, case.answers)
    if expects_words(case):
        held = holds_expected(case, answer.text)
        values["holds_expected"] = held and not refused
        if not refused:
            values["holds_expected_if_answered"] = held
    if not refused:
        values["words"] = words_of(answer)
    values["right"] = is_right(case, answer) and not refused
    if not refused:
        values["right_if_answered"] = is_right(case, answer)
    return values


def _citation_values(case: Case, answer: Answer, *, refused: bool) -> dict[str, float]:
    values: dict[str, float] = {}
    if case.sources:
        values["first_citation_right"] = first_citation_right(case, answer) and not refused
    if refused:
        return values
    if case.sources:
        values["first_citation_right_if_answered"] = first_citation_right(case, answer)
    if case.sources or case.evidence:
        values["citation_precision"] = citation_precision(case, answer)
        values["citation_recall"] = citation_recall(case, answer)
    golds = (*case.answers, *case.any_of)
    if golds:
        quotes = [citation.quote for citation in answer.citations]
        values["quote_holds_expected"] = any(holds(q, gold) for q in quotes for gold in golds)
    return values


def _proof_values(answer: Answer, documents: ReadDocument) -> dict[str, float]:
    values: dict[str, float] = {}
    if answer.citations:
        verbatim = [
            documents(one.doc_id).text[one.start : one.end] == one.quote for one in answer.citations
        ]
        values["verbatim"] = sum(verbatim) / len(verbatim)
    statements = statements_of(answer)
    if statements:
        held = [is_held(one, answer.citations) for one in statements]
        values["proven"] = sum(held) / len(held)
    return values


def _record(asked: Asked, values: Mapping[str, float]) -> Record:
    case, answer = asked.case, asked.answer
    understood = understand(case.question, history=case.history)
    return Record(
        case_id=case.case_id,
        question=case.question,
        history=case.history,
        language=case.language or understood.language,
        kind=case.kind or understood.kind.value,
        answerable=case.answerable and not asked.removed,
        missing=NO_PASSAGE if asked.removed else case.missing,
        removed=asked.removed,
        expected=(*case.answers, *case.any_of, *case.all_of),
        sources=case.sources,
        refused=asked.refused,
        right=not asked.removed and is_right(case, answer),
        confidence=round(answer.confidence, 6),
        text=answer.text,
        short_answer=answer.short_answer,
        citations=tuple(citation.to_dict() for citation in answer.citations),
        hits=_hit_records(case, answer),
        values=values,
    )


def _hit_records(case: Case, answer: Answer) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "doc_id": hit.chunk.doc_id,
            "rank": hit.rank,
            "score": round(hit.score, 4),
            "start": hit.chunk.start,
            "end": hit.chunk.end,
            "is_source": is_source(case, hit),
        }
        for hit in answer.hits[:_SHOWN_HITS]
    )


def ask_all(
    cases: Sequence[Case],
    *,
    ask: Callable[[Case], Answer],
    min_confidence: float,
    removed: bool = False,
    progress: Progress = no_progress,
) -> tuple[Asked, ...]:
    """Ask every question, in order.

    Parameters
    ----------
    ask
        Answers a question without a limit of confidence.
    min_confidence
        The limit in force: an answer below it counts as refused.
    """
    asked = []
    for number, case in enumerate(cases, start=1):
        answer = ask(case)
        refused = answer.abstained or answer.confidence < min_confidence
        asked.append(Asked(case, answer, refused=refused, removed=removed))
        progress("ask", number, len(cases))
    return tuple(asked)
