"""Which answers are errors, and which of these teach most."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ragqa.evaluation.judging import Record


class ErrorKind(StrEnum):
    """What is wrong; in the order of the harm that it does."""

    ANSWERED = "answered without an answer there"
    WRONG = "wrong answer"
    REFUSED = "refused though answerable"


_ORDER = {kind: number for number, kind in enumerate(ErrorKind)}


@dataclass(frozen=True, slots=True)
class FoundError:
    """A question whose answer is an error."""

    kind: ErrorKind
    record: Record


def error_kind(record: Record) -> ErrorKind | None:
    """Return what is wrong with an answer, None if nothing is."""
    if not record.answerable:
        return None if record.refused else ErrorKind.ANSWERED
    if record.refused:
        return ErrorKind.REFUSED
    return None if record.right else ErrorKind.WRONG


def errors_of(records: Iterable[Record]) -> tuple[FoundError, ...]:
    """Return the errors, those that harm before the others, and within a kind the surest first.

    A sure wrong answer shows a fault that no limit mends; of refusals, those come first whose
    answer would have been right, the nearest to the limit in front.
    """
    found = [
        FoundError(kind, record) for record in records if (kind := error_kind(record)) is not None
    ]
    return tuple(sorted(found, key=_place))


def _place(error: FoundError) -> tuple[int, bool, float, str]:
    record = error.record
    return (_ORDER[error.kind], not record.right, -record.confidence, record.case_id)
