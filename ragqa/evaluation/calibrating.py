"""How sure an answer must be, so that few questions get a wrong one: conformal risk control.

Loosening the limit can only turn refusals into answers, so the share of questions that are answered
wrongly falls as the limit rises. For such a loss, the limit chosen here keeps its promise whatever
the documents and the confidences are, as long as new questions are of the same kind as those of the
set (A. N. Angelopoulos, S. Bates, A. Fisch, L. Lei, T. Schuster, Conformal Risk Control, ICLR 2024,
theorem 1 with a loss of at most 1).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragqa.evaluation.judging import Asked, is_right

_DECIMALS = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question's confidence, and whether the answer that it would get is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """A limit of confidence, and what it promises.

    ``min_confidence`` is the least limit at which the promise holds: of new questions like those of
    the set, at most the share ``risk`` is answered wrongly, on average over sets and questions. It
    is None where no limit can promise that. ``answered`` and ``wrong`` are shares of the set's
    questions at that limit; 0 where there is none.
    """

    questions: int
    risk: float
    min_confidence: float | None
    answered: float
    wrong: float

    @property
    def questions_needed(self) -> int:
        """The least number of questions with which this risk can be promised at all."""
        return math.ceil(1 / self.risk) - 1


def outcomes_of(asked: Iterable[Asked]) -> tuple[Outcome, ...]:
    """Return what came of questions that were asked without a limit of confidence."""
    return tuple(
        Outcome(
            one.answer.confidence,
            # Where there is nothing to quote, no limit makes an answer of it.
            one.answer.abstained or (not one.removed and is_right(one.case, one.answer)),
        )
        for one in asked
    )


def calibrate(outcomes: Sequence[Outcome], *, risk: float) -> Calibration:
    """Return the least limit that promises a risk of wrong answers.

    Parameters
    ----------
    outcomes
        Of questions that people ask, those without an answer among them.
    risk
        The share of questions that may be answered wrongly, above 0 and below 1.

    Raises
    ------
    ValueError
        If there is no outcome, or the risk is not between 0 and 1.
    """
    if not outcomes:
        raise ValueError("no outcomes; expected one or more")
    if not 0 < risk < 1:
        raise ValueError(f"risk is {risk}; expected a share above 0 and below 1")
    count = len(outcomes)
    # (wrong + 1) / (count + 1) <= risk; the tiny addition is for the rounding of the product.
    allowed = math.floor(risk * (count + 1) - 1 + 1e-9)
    if allowed < 0:
        return Calibration(count, risk, None, 0.0, 0.0)
    limit = _least_limit(outcomes, allowed)
    if limit > 1:
        return Calibration(count, risk, None, 0.0, 0.0)
    given = [one for one in outcomes if one.confidence >= limit]
    wrong = sum(not one.right for one in given)
    return Calibration(count, risk, limit, len(given) / count, wrong / count)


def _least_limit(outcomes: Sequence[Outcome], allowed: int) -> float:
    """Return the least limit, of four decimals, that at most so many wrong answers reach."""
    wrong = sorted((one.confidence for one in outcomes if not one.right), reverse=True)
    if len(wrong) <= allowed:
        return 0.0
    # Above the first wrong answer that must be refused.
    return math.floor(wrong[allowed] * _DECIMALS + 1) / _DECIMALS
