"""Two evaluations of the same questions: which differences are real, and which questions flipped.

The bootstrap is paired: a question is drawn in both evaluations at once, so that what makes it easy
or hard drops out. A difference counts as real where Holm's correction for as many measures as were
compared still rejects chance at 5 %: of twenty measures of nothing, one would else look real.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ragqa.errors import EvaluationError
from ragqa.evaluation.figures import Measure, Statistic, Table, draws, interval, statistics
from ragqa.evaluation.judging import Record
from ragqa.evaluation.mistakes import error_kind
from ragqa.evaluation.refusing import Floats
from ragqa.evaluation.results import Evaluation

RESAMPLES = 4000
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of two evaluations: ``second - first`` with its 95 % interval, and the verdict.

    ``probability`` is the two-sided bootstrap probability of no difference, before correction.
    """

    measure: Measure
    first: float
    second: float
    low: float
    high: float
    probability: float
    is_real: bool

    @property
    def verdict(self) -> str:
        """What it means: "better", "worse", "more", "less", "the same" or "no telling"."""
        if self.low == self.high == 0:
            return "the same"
        if not self.is_real:
            return "no telling"
        rises = self.second > self.first
        if not self.measure.better:
            return "more" if rises else "less"
        return "better" if rises == (self.measure.better > 0) else "worse"


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that is right in one evaluation and an error in the other."""

    first: Record
    second: Record

    @property
    def is_mended(self) -> bool:
        """Whether the second one is right."""
        return error_kind(self.second) is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences in the order of the measures, and the flips: broken ones first."""

    questions: int
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


def compare(first: Evaluation, second: Evaluation, *, resamples: int = RESAMPLES) -> Comparison:
    """Compare two evaluations on the questions that both have.

    Raises
    ------
    EvaluationError
        If they share no question, or one of the same id has another text or expectation.
    """
    ours, theirs = _by_key(first), _by_key(second)
    shared = [key for key in ours if key in theirs]
    if not shared:
        raise EvaluationError(
            f"{first.name} and {second.name} have no question in common; compare two evaluations of"
            " one set"
        )
    for key in shared:
        _check_same(ours[key], theirs[key])
    pairs = [(ours[key], theirs[key]) for key in shared]
    return Comparison(
        questions=len({case_id for case_id, _ in shared}),
        differences=_differences(pairs, resamples),
        flips=_flips(pairs),
        only_first=tuple(_name(key) for key in ours if key not in theirs),
        only_second=tuple(_name(key) for key in theirs if key not in ours),
    )


_Key = tuple[str, bool]


def _by_key(evaluation: Evaluation) -> dict[_Key, Record]:
    return {(one.case_id, one.removed): one for one in evaluation.records}


def _name(key: _Key) -> str:
    return f"{key[0]} (passage taken out)" if key[1] else key[0]


def _check_same(first: Record, second: Record) -> None:
    for what, ours, theirs in (
        ("text", (first.question, first.history), (second.question, second.history)),
        ("expectation", _expectation(first), _expectation(second)),
    ):
        if ours != theirs:
            raise EvaluationError(
                f'question "{first.case_id}" has another {what} in each of the two; evaluate both'
                " with the same set"
            )


def _expectation(record: Record) -> tuple[object, ...]:
    return record.answerable, record.missing, record.expected, record.sources


def _differences(pairs: Sequence[tuple[Record, Record]], resamples: int) -> tuple[Difference, ...]:
    first, second = Table([one for one, _ in pairs]), Table([two for _, two in pairs])
    theirs = {measure.name: statistic for measure, statistic in statistics(second).items()}
    found: list[Difference] = []
    for measure, statistic in statistics(first).items():
        if measure.name in theirs:
            one = _difference(measure, (first, second), statistic, resamples)
            if one is not None:
                found.append(one)
    real = _rejected_by_holm([one.probability for one in found])
    return tuple(
        Difference(
            one.measure, one.first, one.second, one.low, one.high, one.probability, is_real=is_real
        )
        for one, is_real in zip(found, real, strict=True)
    )


def _difference(
    measure: Measure, tables: tuple[Table, Table], statistic: Statistic, resamples: int
) -> Difference | None:
    values = [statistic(table, table.all_rows) for table in tables]
    if np.isnan(values).any():
        return None
    drawn = [draws(table, statistic, resamples=resamples) for table in tables]
    apart = drawn[1] - drawn[0]
    low, high = interval(apart)
    probability = _probability(apart[~np.isnan(apart)])
    return Difference(measure, values[0], values[1], low, high, probability, is_real=False)


def _probability(apart: Floats) -> float:
    """Return how likely it is that differences are on either side of nothing by chance."""
    below, above = int((apart <= 0).sum()), int((apart >= 0).sum())
    return min(1.0, 2 * (min(below, above) + 1) / (len(apart) + 1))


def _rejected_by_holm(probabilities: Sequence[float]) -> list[bool]:
    """Return which hypotheses of no difference fall (S. Holm, 1979)."""
    rejected = [False] * len(probabilities)
    for number, row in enumerate(sorted(range(len(probabilities)), key=probabilities.__getitem__)):
        if probabilities[row] > _LEVEL / (len(probabilities) - number):
            break
        rejected[row] = True
    return rejected


def _flips(pairs: Sequence[tuple[Record, Record]]) -> tuple[Flip, ...]:
    flips = [
        Flip(one, two)
        for one, two in pairs
        if (error_kind(one) is None) is not (error_kind(two) is None)
    ]
    return tuple(sorted(flips, key=lambda flip: flip.is_mended))


def comparison_to_dict(comparison: Comparison) -> Mapping[str, object]:
    """Return a comparison as plain values for JSON."""
    return {
        "questions": comparison.questions,
        "differences": [
            {
                "name": one.measure.name,
                "first": round(one.first, 6),
                "second": round(one.second, 6),
                "difference": round(one.second - one.first, 6),
                "low": round(one.low, 6),
                "high": round(one.high, 6),
                "probability": round(one.probability, 6),
                "verdict": one.verdict,
            }
            for one in comparison.differences
        ],
        "flips": [
            {
                "id": one.first.case_id,
                "removed": one.first.removed,
                "question": one.first.question,
                "mended": one.is_mended,
                "first": error_kind(one.first),
                "second": error_kind(one.second),
            }
            for one in comparison.flips
        ],
        "only_first": list(comparison.only_first),
        "only_second": list(comparison.only_second),
    }
