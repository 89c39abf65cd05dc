"""How long the steps of an answer take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ragqa.evaluation.figures import RESAMPLES, SEED, interval
from ragqa.types import Answer

PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class TimeFigure:
    """A percentile of the milliseconds of a step, with its 95 % interval over questions."""

    step: str
    percentile: int
    value_ms: float
    low_ms: float
    high_ms: float


def time_figures(
    answers: Sequence[Answer], *, resamples: int = RESAMPLES
) -> tuple[TimeFigure, ...]:
    """Return the percentiles of each step and of all together, which is called "total"."""
    steps = list(dict.fromkeys(step for answer in answers for step in answer.timing_ms))
    spent = {step: [answer.timing_ms.get(step, 0.0) for answer in answers] for step in steps}
    spent["total"] = [sum(answer.timing_ms.values()) for answer in answers]
    return tuple(
        figure
        for step, values in spent.items()
        if steps
        for figure in _percentiles(step, values, resamples)
    )


def _percentiles(step: str, values: Sequence[float], resamples: int) -> list[TimeFigure]:
    random = np.random.default_rng(SEED)
    array = np.asarray(values)
    drawn = array[random.integers(0, len(array), (resamples, len(array)))]
    at = np.percentile(array, PERCENTILES)
    draws = np.percentile(drawn, PERCENTILES, axis=1)
    found = []
    for number, percentile in enumerate(PERCENTILES):
        low, high = interval(draws[number])
        value = float(at[number])
        found.append(TimeFigure(step, percentile, round(value, 2), round(low, 2), round(high, 2)))
    return found


def times_to_dict(figures: Sequence[TimeFigure]) -> dict[str, Mapping[str, list[float]]]:
    """Return each step's percentiles as ``{"p50": [value, low, high], …}``, in milliseconds."""
    steps: dict[str, dict[str, list[float]]] = {}
    for one in figures:
        values = [one.value_ms, one.low_ms, one.high_ms]
        steps.setdefault(one.step, {})[f"p{one.percentile}"] = values
    return dict(steps)
