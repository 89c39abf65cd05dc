"""Figures of an evaluation, each with an interval, from the records of its questions.

An interval is a percentile bootstrap over questions (B. Efron, 1979): they are drawn anew with
replacement a thousand times, and of the figures of these draws the middle 95 % are kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ragqa.evaluation.judging import Record
from ragqa.evaluation.ranking import RANKING_MEASURES
from ragqa.evaluation.refusing import (
    Flags,
    Floats,
    aurc,
    auroc,
    calibration_error,
    refused_at,
)

SEED = 20_220_501
RESAMPLES = 1000
_SHARES = (0.01, 0.05, 0.10)

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its name in JSON, what people read, and which way is better.

    ``better`` is 1 where higher is better, -1 where lower is, 0 where neither.
    """

    name: str
    group: str
    label: str
    better: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over questions: its value, the 95 % interval, and how many questions it is of."""

    measure: Measure
    value: float
    low: float
    high: float
    count: int


_MEANS = (
    *(Measure(name, "retrieval", name) for name in RANKING_MEASURES),
    Measure("right", "answers", "answered and right"),
    Measure("right_if_answered", "answers", "right, of those answered"),
    Measure("exact_match", "answers", "short answer, exact match"),
    Measure("token_f1", "answers", "short answer, token F1"),
    Measure("holds_expected", "answers", "answer holds what is expected"),
    Measure("holds_expected_if_answered", "answers", "the same, of those answered"),
    Measure("words", "answers", "words of an answer", better=-1),
    Measure("first_citation_right", "citations", "answered, first citation right"),
    Measure("first_citation_right_if_answered", "citations", "the same, of those answered"),
    Measure("citation_precision", "citations", "citation precision"),
    Measure("citation_recall", "citations", "citation recall"),
    Measure("quote_holds_expected", "citations", "quotation holds what is expected"),
    Measure("verbatim", "citations", "quotations verbatim"),
    Measure("proven", "citations", "statements that a quotation holds"),
)


class Table:
    """The records of an evaluation as arrays, a row each, and which rows a question has."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.answerable = _flags(one.answerable for one in records)
        self.removed = _flags(one.removed for one in records)
        self.refused = _flags(one.refused for one in records)
        self.right = _flags(one.right for one in records)
        self.confidence = np.array([one.confidence for one in records], dtype=np.float64)
        names = dict.fromkeys(name for one in records for name in one.values)
        self.values: Mapping[str, Floats] = {
            name: np.array([one.values.get(name, np.nan) for one in records]) for name in names
        }
        self.question_ids = tuple(dict.fromkeys(one.case_id for one in records))
        self._rows = _rows_by_question(records, self.question_ids)

    def rows(self, questions: Rows) -> Rows:
        """Return the rows of questions, by their numbers, each as often as it is drawn."""
        rows = self._rows[questions].ravel()
        return rows[rows >= 0]

    @property
    def all_rows(self) -> Rows:
        """The rows of all questions, each once."""
        return self.rows(np.arange(len(self.question_ids)))


Statistic = Callable[[Table, Rows], float]


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _rows_by_question(records: Sequence[Record], question_ids: Sequence[str]) -> Rows:
    """Return (questions, most rows of one); -1 where a question has fewer."""
    rows: dict[str, list[int]] = {question_id: [] for question_id in question_ids}
    for row, record in enumerate(records):
        rows[record.case_id].append(row)
    most = max(map(len, rows.values()), default=0)
    return np.array([one + [-1] * (most - len(one)) for one in rows.values()], dtype=np.int64)


def figures_of(records: Sequence[Record], *, resamples: int = RESAMPLES) -> tuple[Figure, ...]:
    """Return every figure that the records allow, in the order of `statistics`."""
    table = Table(records)
    found = []
    for measure, statistic in statistics(table).items():
        value = statistic(table, table.all_rows)
        if not np.isnan(value):
            low, high = interval(draws(table, statistic, resamples=resamples))
            count = _count(table, measure)
            found.append(Figure(measure, round(value, 6), round(low, 6), round(high, 6), count))
    return tuple(found)


def statistics(table: Table) -> dict[Measure, Statistic]:
    """Return how each measure is computed; those that a table cannot have give NaN."""
    means: dict[Measure, Statistic] = {
        measure: _mean_of(measure.name) for measure in _MEANS if measure.name in table.values
    }
    return means | {
        Measure("answerable_refused", "refusing", "answerable, refused", better=-1): _wrongly,
        **_refusing("unanswerable", "without an answer", removed=False),
        **_refusing("removed", "passage taken out", removed=True),
        Measure("aurc", "refusing", "area under risk and coverage", better=-1): _aurc,
        Measure("calibration_error", "refusing", "expected calibration error", better=-1): _ece,
    }


def draws(table: Table, statistic: Statistic, *, resamples: int) -> Floats:
    """Return a statistic of each resample of the questions, (resamples,); the same every time."""
    random = np.random.default_rng(SEED)
    count = len(table.question_ids)
    return np.array(
        [statistic(table, table.rows(random.integers(0, count, count))) for _ in range(resamples)]
    )


def interval(values: Floats) -> tuple[float, float]:
    """Return the middle 95 % of values; those that are NaN do not count."""
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def _mean_of(name: str) -> Statistic:
    def mean(table: Table, rows: Rows) -> float:
        values = table.values[name][rows]
        values = values[~np.isnan(values)]
        return float(values.mean()) if len(values) else float("nan")

    return mean


def _wrongly(table: Table, rows: Rows) -> float:
    refused = table.refused[rows][table.answerable[rows]]
    return float(refused.mean()) if len(refused) else float("nan")


def _refusing(name: str, label: str, *, removed: bool) -> dict[Measure, Statistic]:
    """Return the measures of refusing one kind of question without an answer."""

    def split(table: Table, rows: Rows) -> tuple[Floats, Floats, Flags]:
        answerable = table.answerable[rows]
        others = ~answerable & (table.removed[rows] == removed)
        confidence = table.confidence[rows]
        return confidence[answerable], confidence[others], table.refused[rows][others]

    def refused(table: Table, rows: Rows) -> float:
        *_, flags = split(table, rows)
        return float(flags.mean()) if len(flags) else float("nan")

    def separated(table: Table, rows: Rows) -> float:
        yes, no, _ = split(table, rows)
        return auroc(yes, no)

    def refused_when(share: float) -> Statistic:
        def at_share(table: Table, rows: Rows) -> float:
            yes, no, _ = split(table, rows)
            return refused_at(yes, no, share=share)

        return at_share

    found: dict[Measure, Statistic] = {
        Measure(f"{name}_refused", "refusing", f"{label}, refused"): refused
    }
    for share in _SHARES:
        percent = round(100 * share)
        told = f"{label}, refused at {percent} %"
        found[Measure(f"{name}_refused_at_{percent}", "refusing", told)] = refused_when(share)
    found[Measure(f"{name}_auroc", "refusing", f"{label}, AUROC")] = separated
    return found


def _aurc(table: Table, rows: Rows) -> float:
    kept = rows[~table.removed[rows]]
    return aurc(table.confidence[kept], table.right[kept])


def _ece(table: Table, rows: Rows) -> float:
    kept = rows[~table.removed[rows]]
    return calibration_error(table.confidence[kept], table.right[kept])


def _count(table: Table, measure: Measure) -> int:
    """Return how many questions a figure is of."""
    if measure.name in table.values:
        return int((~np.isnan(table.values[measure.name])).sum())
    if measure.name == "answerable_refused":
        return int(table.answerable.sum())
    if measure.name.startswith("unanswerable"):
        return int((~table.answerable & ~table.removed).sum())
    if measure.name.startswith("removed"):
        return int(table.removed.sum())
    return int((~table.removed).sum())
