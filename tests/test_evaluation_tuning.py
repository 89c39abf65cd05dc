"""Tuning: worths by hand, a gain that is there is found, and one that is not is not claimed."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ragqa.cli import main
from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import Case
from ragqa.evaluation.refusing import Flags
from ragqa.evaluation.tuning import FOLDS, Grid, Outcomes, Tuning, choose, tune, worth_of
from ragqa.settings import Settings

CURRENT = Settings(chunk_tokens=200, overlap_tokens=0)
OTHER = replace(CURRENT, chunk_tokens=120)
ANSWERABLE = np.arange(200) % 4 != 0


def outcomes_of(settings: Settings, right: Flags, *, sure: float = 0.9) -> Outcomes:
    """Return answers that are sure wherever there is an answer, right or not."""
    return Outcomes(settings, np.where(ANSWERABLE, sure, 0.1), right & ANSWERABLE)


def chosen_among(*outcomes: Outcomes) -> Tuning:
    return choose(outcomes, ANSWERABLE, current=CURRENT, wrong_cost=1.0)


def some(share: float, *, seed: int) -> Flags:
    return np.random.default_rng(seed).random(len(ANSWERABLE)) < share


def test_worth_of_answers_by_hand() -> None:
    answerable = np.array([True, True, True, False, False])
    outcomes = Outcomes(
        CURRENT,
        np.array([0.9, 0.8, 0.1, 0.9, 0.1]),
        np.array([True, False, True, False, False]),
    )
    # Right; wrong; wrongly refused; answered without an answer; rightly refused.
    worth = worth_of(outcomes, answerable, limit=0.4, wrong_cost=2.0)
    assert worth.tolist() == [1, -2, 0, -2, 1]
    assert worth_of(outcomes, answerable, limit=0.0, wrong_cost=2.0).tolist() == [1, -2, 1, -2, -2]


def test_settings_that_answer_much_more_are_recommended_with_their_limit() -> None:
    tuning = chosen_among(
        outcomes_of(CURRENT, some(0.4, seed=1)), outcomes_of(OTHER, some(0.9, seed=2))
    )
    assert tuning.is_recommended
    assert tuning.best.settings.chunk_tokens == 120
    assert tuning.low > 0
    assert tuning.gain == pytest.approx(tuning.best.worth - tuning.current.worth, abs=0.05)
    assert [trial.settings.chunk_tokens for trial in tuning.trials] == [120, 200]


def test_limit_alone_can_be_what_is_gained() -> None:
    """Right answers that the current limit refuses: a lower one gives them."""
    shy = outcomes_of(CURRENT, np.ones(200, dtype=bool), sure=0.2)
    tuning = chosen_among(shy)
    assert tuning.is_recommended
    assert 0.1 < tuning.best.settings.min_confidence <= 0.2
    assert tuning.current.worth == 0.25
    assert tuning.best.worth == 1.0


def test_luck_among_many_settings_is_not_recommended() -> None:
    """Twenty settings of the same quality: one looks best, and choosing it gains nothing."""
    lucky = [
        outcomes_of(replace(CURRENT, chunk_tokens=200 + seed), some(0.6, seed=seed))
        for seed in range(20)
    ]
    tuning = chosen_among(*lucky)
    assert tuning.best.worth > tuning.current.worth
    assert not tuning.is_recommended
    assert tuning.low <= 0


def test_of_equal_settings_the_current_ones_stay() -> None:
    same = some(0.6, seed=1)
    tuning = chosen_among(outcomes_of(OTHER, same), outcomes_of(CURRENT, same))
    assert tuning.best.settings == CURRENT
    assert (tuning.gain, tuning.low, tuning.high) == (0, 0, 0)
    assert not tuning.is_recommended


def test_too_few_questions_are_refused(tmp_path: Path) -> None:
    cases = [Case(str(number), "?") for number in range(4 * FOLDS - 1)]
    with pytest.raises(EvaluationError, match="found 19 questions, expected 20 or more"):
        tune(cases, tmp_path, settings=CURRENT, grid=Grid())


def test_tune_asks_a_grid_and_prints_what_to_do(
    tiny_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = "question: Who directed the film?\n  source: fable.md\n  any_of: [Miguel Gómez]"
    none = "question: What is the capital of France?\n  answerable: false"
    questions = tmp_path / "set.yaml"
    questions.write_text("".join(f"- {one}\n" for one in [right] * 16 + [none] * 4), "utf-8")
    # With a limit of 1, everything is refused: any lower one is better.
    settings = tmp_path / "settings.toml"
    settings.write_text("min_confidence = 1.0\n")
    grid = ("--chunk-tokens", "64", "--overlap-tokens", "0", "--overlap-tokens", "40",
            "--dense-weight", "0.7")  # fmt: skip
    call = ["tune", str(questions), "--store", str(tiny_store), *grid]

    assert main([*call, "--settings", str(settings)]) == 0
    changed = capsys.readouterr().out
    assert main(call) == 0
    kept = capsys.readouterr().out

    # 200 tokens as now with both weights, and 64 with one; 40 of 64 is too much of an overlap.
    assert "20 questions, 3 settings tried" in changed
    assert "The current settings are worth 0.200 a question." in changed
    recommended = tomllib.loads(changed.partition("change:\n")[2])
    assert recommended["min_confidence"] < 1
    assert Settings(**recommended)
    assert "The current settings are worth 1.000 a question." in kept
    assert "No change is recommended" in kept


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--store", "a", "--corpus", "b"], "either --store DIR or --corpus PATH"),
        (["--dense-weight", "2"], "'--dense-weight': Input should be less than or equal to 1"),
    ],
)
def test_tune_says_in_one_line_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (tmp_path / "set.yaml").write_text("- question: Who?\n")
    assert main(["tune", str(tmp_path / "set.yaml"), *arguments]) == 2
    assert message in capsys.readouterr().err
