"""Plots of an evaluation as SVG. The only importer of matplotlib.

They are small, so that their letters can be read on a phone, and the same bytes at every run.
"""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from ragqa.errors import EvaluationError
from ragqa.evaluation.judging import Record
from ragqa.evaluation.refusing import Floats, reliability, risk_coverage

_SIZE_INCHES = (4.4, 3.2)
_BLUE, _ORANGE, _GREY = "#1f5fbf", "#c05a00", "#777777"
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "ragqa",
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
}


def risk_coverage_plot(records: Sequence[Record]) -> str:
    """Return the share of wrong answers over the share of questions that are answered.

    Questions whose passage was taken out are left aside; the dot is the limit in force.
    """
    kept = [one for one in records if not one.removed]
    coverage, risk = risk_coverage(_confidences(kept), np.array([one.right for one in kept]))
    figure, axes = _axes("answered, surest first", "wrong of those answered")
    axes.plot(coverage, risk, color=_BLUE)
    answered = [one for one in kept if not one.refused]
    if answered:
        wrong = sum(not one.right for one in answered) / len(answered)
        axes.plot([len(answered) / len(kept)], [wrong], "o", color=_ORANGE, label="limit in force")
        axes.legend(loc="upper left", frameon=False)
    axes.set(xlim=(0, 1.02), ylim=(0, max(0.1, 1.1 * float(risk.max()))))
    return _svg(figure)


def reliability_plot(records: Sequence[Record]) -> str:
    """Return the share of right answers over the confidence, by bins of equal width.

    A dot is as large as its bin; on the line, confidences are what they say.
    """
    kept = [one for one in records if not one.removed]
    bins = reliability(_confidences(kept), np.array([one.right for one in kept]))
    figure, axes = _axes("confidence", "right")
    axes.plot([0, 1], [0, 1], "--", color=_GREY, linewidth=1)
    sizes = [20 + 400 * one.count / len(kept) for one in bins]
    points = [one.confidence for one in bins], [one.right for one in bins]
    axes.plot(*points, color=_BLUE, linewidth=1)
    axes.scatter(*points, s=sizes, color=_BLUE, alpha=0.7)
    axes.set(xlim=(-0.03, 1.05), ylim=(-0.03, 1.08))
    return _svg(figure)


def brevity_plot(records: Sequence[Record]) -> str | None:
    """Return the share of answerable questions that are answered rightly within so many words.

    High on the left is short and right at once. None where no question says what is expected.
    """
    judged = [one for one in records if "holds_expected" in one.values]
    words = sorted(one.values["words"] for one in judged if one.values["holds_expected"])
    if not words:
        return None
    figure, axes = _axes("words of the answer, at most", "holds what is expected")
    shares = np.arange(1, len(words) + 1) / len(judged)
    axes.step([0, *words], [0, *shares], where="post", color=_BLUE)
    axes.set(xlim=(0, 1.02 * words[-1]), ylim=(0, 1.03))
    return _svg(figure)


def refusal_plot(records: Sequence[Record]) -> str | None:
    """Return what share of each kind is refused as the limit rises.

    None where there are not both answerable questions and others.
    """
    answerable = _confidences([one for one in records if one.answerable])
    others = {
        "without an answer": [one for one in records if not one.answerable and not one.removed],
        "passage taken out": [one for one in records if one.removed],
    }
    shown = {name: _confidences(found) for name, found in others.items() if found}
    if not len(answerable) or not shown:
        return None
    limits = np.unique(np.concatenate([answerable, *shown.values(), [np.inf]]))
    figure, axes = _axes("answerable, refused", "others, refused")
    for (name, confidences), colour in zip(shown.items(), (_BLUE, _ORANGE), strict=False):
        axes.plot(_below(answerable, limits), _below(confidences, limits), color=colour, label=name)
    axes.legend(loc="lower right", frameon=False)
    axes.set(xlim=(-0.01, 1.01), ylim=(0, 1.03))
    return _svg(figure)


def _below(confidences: Floats, limits: Floats) -> Floats:
    return np.searchsorted(np.sort(confidences), limits, side="left") / len(confidences)


def _confidences(records: Sequence[Record]) -> Floats:
    return np.array([one.confidence for one in records], dtype=np.float64)


def _axes(across: str, up: str) -> tuple[Any, Any]:
    matplotlib = _matplotlib()
    with matplotlib.rc_context(_STYLE):
        figure = matplotlib.figure.Figure(figsize=_SIZE_INCHES, layout="constrained")
        axes = figure.subplots()
    axes.set(xlabel=across, ylabel=up)
    return figure, axes


def _svg(figure: Any) -> str:
    text = io.StringIO()
    with _matplotlib().rc_context(_STYLE):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    # Of the file only the element is wanted: it stands in a page.
    return svg[svg.index("<svg") :]


def _matplotlib() -> Any:
    try:
        import matplotlib
        import matplotlib.figure
    except ImportError as error:
        raise EvaluationError(
            "matplotlib, which draws the plots, is not installed; install the extra:"
            ' pip install "ragqa[eval]", or ".[eval]" in a clone'
        ) from error
    return matplotlib
