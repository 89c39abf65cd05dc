"""Settings fitted to a user's own questions, and whether the data can tell them from the old ones.

What is tried is a grid of chunk sizes, overlaps and weights of the vectors; each is asked all the
questions once, and the limit of confidence is laid on afterwards. Choosing the best of many by the
questions that they are judged by flatters it. So the choice is made five times, each time without a
fifth of the questions, and judged by that fifth: the gain is that of choosing, not of what happened
to be chosen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from ragqa.encoding import open_encoder
from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import Case
from ragqa.evaluation.evaluating import ask_cases, check_sources, open_without_limit
from ragqa.evaluation.figures import SEED, interval
from ragqa.evaluation.judging import Asked, is_right
from ragqa.evaluation.refusing import Flags, Floats
from ragqa.passages import Source
from ragqa.settings import Settings
from ragqa.store import Store
from ragqa.storing import Progress, as_stored, no_progress, write_sources

FOLDS = 5
RESAMPLES = 4000
_LEAST_QUESTIONS = 4 * FOLDS
_LIMITS = tuple(number / 20 for number in range(1, 20))


@dataclass(frozen=True, slots=True)
class Grid:
    """What to try. Overlaps are in tokens; those that a chunk size does not allow are left out."""

    chunk_tokens: tuple[int, ...] = (120, 200, 240)
    overlap_tokens: tuple[int, ...] = (0, 40)
    dense_weights: tuple[float, ...] = (0.3, 0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of all the questions with some settings, before a limit of confidence."""

    settings: Settings
    confidence: Floats
    right: Flags


@dataclass(frozen=True, slots=True)
class Trial:
    """Settings with their limit, and what they are worth on all the questions."""

    settings: Settings
    worth: float


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the questions say.

    ``gain`` is the worth that choosing adds to the current settings on questions that it has not
    seen, a question; ``low`` and ``high`` are its 95 % interval. ``trials`` are the best limit of
    each of the settings tried, best first.
    """

    questions: int
    current: Trial
    best: Trial
    gain: float
    low: float
    high: float
    trials: tuple[Trial, ...]

    @property
    def is_recommended(self) -> bool:
        """Whether the best settings are surely better than the current ones."""
        return self.best.settings != self.current.settings and self.low > 0


def tune(
    cases: Sequence[Case],
    store: Path,
    *,
    settings: Settings,
    grid: Grid,
    wrong_cost: float = 1.0,
    progress: Progress = no_progress,
) -> Tuning:
    """Try a grid of settings on questions, each indexed and asked anew.

    Parameters
    ----------
    store
        Its documents are cut and indexed in each way, in a folder that is deleted afterwards.
    settings
        The current ones, which the gain is over.
    wrong_cost
        What a wrong answer costs, where a right one, or a right refusal, is worth 1, and a wrong
        refusal nothing.

    Raises
    ------
    EvaluationError
        If there are too few questions, or one names documents that are not there.
    StoreError
        If the store cannot be opened.
    """
    if len(cases) < _LEAST_QUESTIONS:
        raise EvaluationError(
            f"found {len(cases)} questions, expected {_LEAST_QUESTIONS} or more; with fewer,"
            " nothing can be told apart"
        )
    answerable = np.array([case.answerable for case in cases])
    settings = as_stored(settings, store)
    outcomes = tuple(_outcomes(cases, store, settings, grid, progress))
    return choose(outcomes, answerable, current=settings, wrong_cost=wrong_cost)


def choose(
    outcomes: Sequence[Outcomes],
    answerable: Flags,
    *,
    current: Settings,
    wrong_cost: float,
) -> Tuning:
    """Return the best of the outcomes, and by cross-validation what choosing it gains.

    The outcomes of the current settings must be among them.
    """
    trials = [
        replace(one.settings, min_confidence=limit)
        for one in outcomes
        for limit in (current.min_confidence, *_LIMITS)
    ]
    # Equal ones: first those that change nothing.
    trials.sort(key=lambda one: one != current)
    by_settings = {replace(one.settings, min_confidence=0.0): one for one in outcomes}
    worths = np.array(
        [
            worth_of(
                by_settings[replace(one, min_confidence=0.0)],
                answerable,
                limit=one.min_confidence,
                wrong_cost=wrong_cost,
            )
            for one in trials
        ]
    )
    gains = _cross_validated(worths, answerable) - worths[0]
    low, high = interval(_drawn_means(gains))
    means = worths.mean(axis=1)
    best = int(means.argmax())
    return Tuning(
        questions=len(answerable),
        current=Trial(trials[0], float(means[0])),
        best=Trial(trials[best], float(means[best])),
        gain=float(gains.mean()),
        low=low,
        high=high,
        trials=_best_limits(trials, means),
    )


def worth_of(outcomes: Outcomes, answerable: Flags, *, limit: float, wrong_cost: float) -> Floats:
    """Return the worth of each answer, (questions,), with a limit of confidence."""
    refused = outcomes.confidence < limit
    answered = np.where(outcomes.right, 1.0, -wrong_cost)
    return np.where(refused, np.where(answerable, 0.0, 1.0), answered)


def _cross_validated(worths: Floats, answerable: Flags) -> Floats:
    """Return the worth of each question with the trial that the other folds choose."""
    fold = _folds(answerable)
    held_out = np.empty(len(answerable))
    for number in range(FOLDS):
        chosen = worths[:, fold != number].mean(axis=1).argmax()
        held_out[fold == number] = worths[chosen, fold == number]
    return held_out


def _folds(answerable: Flags) -> NDArray[np.int64]:
    """Return the fold of each question, with as many answerable ones in each as in the others."""
    random = np.random.default_rng(SEED)
    fold = np.empty(len(answerable), dtype=np.int64)
    for kind in (True, False):
        rows = random.permutation(np.flatnonzero(answerable == kind))
        fold[rows] = np.arange(len(rows)) % FOLDS
    return fold


def _drawn_means(values: Floats) -> Floats:
    random = np.random.default_rng(SEED)
    drawn = random.integers(0, len(values), (RESAMPLES, len(values)))
    return np.asarray(values[drawn].mean(axis=1))


def _best_limits(trials: Sequence[Settings], means: Floats) -> tuple[Trial, ...]:
    best: dict[Settings, Trial] = {}
    for settings, mean in zip(trials, means.tolist(), strict=True):
        key = replace(settings, min_confidence=0.0)
        if key not in best or mean > best[key].worth:
            best[key] = Trial(settings, mean)
    return tuple(sorted(best.values(), key=lambda one: -one.worth))


def _outcomes(
    cases: Sequence[Case], store: Path, current: Settings, grid: Grid, progress: Progress
) -> Iterator[Outcomes]:
    """Yield the outcomes of each of the settings of the grid, and of the current ones."""
    with Store.open(store) as opened:
        manifest = opened.manifest
        sources = [Source(one.document, one.digest) for one in opened.stored_documents()]
    check_sources(cases, [one.document.doc_id for one in sources])
    encoder = open_encoder(manifest.encoder.name)
    tried = list(_settings_of(grid, current, most_tokens=encoder.max_tokens))
    done = 0
    with TemporaryDirectory() as folder:
        cut: tuple[int, int] | None = None
        for settings in tried:
            place = Path(folder) / f"{settings.chunk_tokens}-{settings.overlap_tokens}"
            if cut != settings.chunk_sizes:
                cut = settings.chunk_sizes
                write_sources(
                    sources,
                    place,
                    previous=None,
                    roots=manifest.roots,
                    encoder=encoder,
                    settings=settings,
                    progress=no_progress,
                )
            with open_without_limit(place, settings) as bot:
                asked = ask_cases(cases, bot, settings)
            done += 1
            progress("try", done, len(tried))
            yield _outcomes_of(settings, asked)


def _outcomes_of(settings: Settings, asked: Sequence[Asked]) -> Outcomes:
    # What cannot be answered at all is refused, whatever the limit.
    confidence = [-1.0 if one.answer.abstained else one.answer.confidence for one in asked]
    right = [is_right(one.case, one.answer) for one in asked]
    return Outcomes(settings, np.array(confidence), np.array(right))


def _settings_of(grid: Grid, current: Settings, *, most_tokens: int) -> Iterator[Settings]:
    """Yield each of the settings once, those that cut alike in a row, the current ones first."""
    own = current.chunk_sizes
    cuts = dict.fromkeys([own, *product(grid.chunk_tokens, grid.overlap_tokens)])
    for chunk_tokens, overlap_tokens in cuts:
        if chunk_tokens > most_tokens or overlap_tokens > chunk_tokens // 2:
            continue
        own_weight = [current.dense_weight] if (chunk_tokens, overlap_tokens) == own else []
        for weight in dict.fromkeys([*own_weight, *grid.dense_weights]):
            yield replace(
                current,
                chunk_tokens=chunk_tokens,
                overlap_tokens=overlap_tokens,
                dense_weight=weight,
            )
