"""How well a confidence tells right answers from wrong ones.

``confidence`` is always an array (n,) of probabilities, and ``right`` (n,) tells which answers are
right.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence is in ``low`` to ``high``: how many, how sure, how many right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def risk_coverage(confidence: Floats, right: Flags) -> tuple[Floats, Floats]:
    """Return the risk of answering only the surest questions, for each number of them.

    Returns
    -------
    coverage, risk
        Both (n,): the share of all questions that is answered, ascending to 1, and the share of
        wrong answers among these (El-Yaniv and Wiener, JMLR 2010). Questions of equal confidence
        are answered in no order: each counts as wrong as all of them are on average.
    """
    values, group = np.unique(-confidence, return_inverse=True)
    sizes = np.bincount(group, minlength=len(values))
    mean_wrong = np.bincount(group, weights=~right, minlength=len(values)) / sizes
    wrong = np.repeat(mean_wrong, sizes)
    answered = np.arange(1, len(right) + 1)
    return answered / len(right), np.cumsum(wrong) / answered


def aurc(confidence: Floats, right: Flags) -> float:
    """Return the area under the risk-coverage curve: the mean risk, lower is better.

    Y. Geifman, G. Uziel and R. El-Yaniv, Bias-Reduced Uncertainty Estimation, ICLR 2019. NaN of
    nothing.
    """
    if not len(right):
        return float("nan")
    return float(risk_coverage(confidence, right)[1].mean())


def auroc(positives: Floats, negatives: Floats) -> float:
    """Return the probability that a positive scores above a negative; a tie counts half.

    NaN where there are none of either.
    """
    if not len(positives) or not len(negatives):
        return float("nan")
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    not_above = np.searchsorted(ordered, positives, side="right")
    return float((below + not_above).sum() / (2 * len(positives) * len(negatives)))


def threshold_at(confidence: Floats, share: float) -> float:
    """Return the highest threshold that refuses at most a share of answers: those below it."""
    allowed = int(share * len(confidence) + 1e-9)
    return float(np.sort(confidence)[allowed]) if allowed < len(confidence) else float("inf")


def refused_at(answerable: Floats, unanswerable: Floats, *, share: float) -> float:
    """Return the share of the unanswerable that is refused if that share of the answerable may be.

    Both arrays are confidences. NaN where there are none of either.
    """
    if not len(answerable) or not len(unanswerable):
        return float("nan")
    return float((unanswerable < threshold_at(answerable, share)).mean())


def reliability(confidence: Floats, right: Flags) -> tuple[ReliabilityBin, ...]:
    """Return the bins of equal width that hold an answer, ascending."""
    row = _bin_of(confidence)
    return tuple(
        ReliabilityBin(
            low=number / _BINS,
            high=(number + 1) / _BINS,
            count=int((row == number).sum()),
            confidence=float(confidence[row == number].mean()),
            right=float(right[row == number].mean()),
        )
        for number in range(_BINS)
        if (row == number).any()
    )


def calibration_error(confidence: Floats, right: Flags) -> float:
    """Return the expected calibration error over ten bins of equal width, in 0..1.

    The mean distance of confidence and share of right answers over the bins, weighted by their
    sizes (M. P. Naeini et al., AAAI 2015). NaN of nothing.
    """
    if not len(right):
        return float("nan")
    row = _bin_of(confidence)
    sure = np.bincount(row, weights=confidence, minlength=_BINS)
    correct = np.bincount(row, weights=right, minlength=_BINS)
    return float(np.abs(sure - correct).sum() / len(right))


def _bin_of(confidence: Floats) -> NDArray[np.int64]:
    return np.minimum((confidence * _BINS).astype(np.int64), _BINS - 1)
