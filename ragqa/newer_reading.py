"""Two readings of editions of a document, or of documents that differ: the newer first."""

from dataclasses import replace

from ragqa.editions import written_on
from ragqa.phrases import are_different
from ragqa.questions import Kind, Question
from ragqa.reading import Reading
from ragqa.types import Evidence, ReadDocument

_SURE_WITHIN = 0.25
"""A newer edition answers at most so much less surely than an older one."""


def newest_evidence_first(reading: Reading, *, documents: ReadDocument) -> Reading:
    """Return a reading of two documents that differ with the newer in front, if that is told."""
    first, second, *rest = reading.evidence
    dates = [written_on(documents(one.hit.chunk.doc_id)) for one in (first, second)]
    if dates[0] is None or dates[1] is None or dates[0] >= dates[1]:
        return reading
    return replace(reading, evidence=(second, first, *rest))


def newer_first(question: Question, newer: Reading, older: Reading) -> Reading:
    """Return what a newer edition says, with the older if that says another; else the older.

    The newer must be about as sure, and have all that is asked that the older has.
    """
    if not newer.evidence or newer.confidence < older.confidence - _SURE_WITHIN:
        return older
    first, second = newer.evidence[0], older.evidence[0]
    if not _asked_in(question, second) <= _asked_in(question, first):
        return older
    said, otherwise = first.short_answer, second.short_answer
    if said is None or otherwise is None:
        return newer if question.kind is Kind.YES_NO else older
    if not are_different(said, otherwise, question.language):
        return older
    return Reading((first, second), newer.confidence, differs=True)


def _asked_in(question: Question, evidence: Evidence) -> set[str]:
    """Return the terms of a question that a quotation or its heading has."""
    text = f"{evidence.hit.chunk.heading}\n{evidence.quote}"
    return question.terms_in(text)
