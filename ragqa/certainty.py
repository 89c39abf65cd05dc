"""How sure an answer is: by its own sentence, and by what the other sentences say.

A sentence may look like an answer and another one as much. So the probability that the first one
answers weighs two things: the support that it has by itself, and the share of the candidates that
agree with it. That share is of the softmax of their scores; in agreement are those that are quoted,
and those in which the span reader found the same words.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ragqa.features import Measured

_LEAST_ODDS = 1e-9


@dataclass(frozen=True, slots=True)
class CertaintyWeights:
    """Coefficients of a logistic regression on the logit of a support and on a `log_share`."""

    support: float
    share: float
    intercept: float

    def probability(self, support: float, share: float) -> float:
        """Return the probability, in 0..1, that a sentence of this support and share answers."""
        value = self.support * logit(support) + self.share * share + self.intercept
        return 1 / (1 + math.exp(-value))


AS_SUPPORTED = CertaintyWeights(support=1.0, share=0.0, intercept=0.0)
"""Weights with which a sentence is as sure as its support says."""


def logit(probability: float) -> float:
    """Return the logarithm of the odds, as good as finite for 0 and 1."""
    odds = max(probability, _LEAST_ODDS) / max(1 - probability, _LEAST_ODDS)
    return math.log(odds)


def answer_texts(measured: Measured) -> tuple[str | None, ...]:
    """Return for each candidate the words that the span reader found in it, for comparison."""
    return tuple(
        " ".join(one.text[span.start - one.start : span.end - one.start].casefold().split())
        if span is not None
        else None
        for one, span in zip(measured.candidates, measured.spans, strict=True)
    )


def log_share(
    scores: NDArray[np.floating], answers: Sequence[str | None], quoted: Sequence[int]
) -> float:
    """Return the logarithm of the share that agrees with the first of the rows ``quoted``.

    ``scores`` is (candidates,), as the candidates are ranked by; ``answers`` are those of
    `answer_texts`.
    """
    said = answers[quoted[0]]
    agreeing = {row for row, answer in enumerate(answers) if said and answer == said}
    weights = np.exp(scores.astype(np.float64) - scores.max())
    return math.log(weights[sorted(agreeing.union(quoted))].sum() / weights.sum())
