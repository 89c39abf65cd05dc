"""The limit of confidence that promises few wrong answers."""

import json
import random
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.cli import main
from ragqa.evaluation.calibrating import Outcome, calibrate

OUTCOMES = st.lists(
    st.builds(Outcome, confidence=st.floats(0, 1), right=st.booleans()), min_size=1, max_size=80
)


def outcomes(*wrong: float, right: int) -> list[Outcome]:
    return [*(Outcome(one, False) for one in wrong), *[Outcome(0.95, True)] * right]


def test_limit_worked_by_hand() -> None:
    # 19 questions at a risk of .1: (wrong + 1) / 20 <= .1 allows one wrong answer, the surest.
    calibration = calibrate(outcomes(0.9, 0.5, 0.2, right=16), risk=0.1)

    assert calibration.min_confidence == 0.5001
    assert calibration.answered == pytest.approx(17 / 19)
    assert calibration.wrong == pytest.approx(1 / 19)


def test_nothing_is_refused_where_few_answers_are_wrong() -> None:
    calibration = calibrate(outcomes(0.3, right=98), risk=0.05)

    assert calibration.min_confidence == 0.0
    assert calibration.answered == 1.0


@pytest.mark.parametrize(("risk", "needed"), [(0.05, 19), (0.1, 9), (0.01, 99), (0.3, 3)])
def test_too_few_questions_promise_nothing(risk: float, needed: int) -> None:
    too_few = calibrate(outcomes(right=needed - 1), risk=risk)
    enough = calibrate(outcomes(right=needed), risk=risk)

    assert too_few.min_confidence is None
    assert too_few.questions_needed == needed
    assert enough.min_confidence == 0.0


@pytest.mark.parametrize("risk", [0.0, 1.0, -0.1, float("nan")])
def test_impossible_risk_is_refused(risk: float) -> None:
    with pytest.raises(ValueError, match="expected a share above 0 and below 1"):
        calibrate(outcomes(right=3), risk=risk)


def test_no_outcomes_are_refused() -> None:
    with pytest.raises(ValueError, match="expected one or more"):
        calibrate([], risk=0.1)


@given(found=OUTCOMES, risk=st.floats(0.02, 0.9))
def test_limit_is_the_least_that_keeps_the_bound(found: list[Outcome], risk: float) -> None:
    calibration = calibrate(found, risk=risk)

    def bound(limit: float) -> float:
        wrong = sum(not one.right and one.confidence >= limit for one in found)
        return (wrong + 1) / (len(found) + 1)

    if calibration.min_confidence is None:
        assert bound(1.0) > risk - 1e-9
        return
    assert bound(calibration.min_confidence) <= risk + 1e-9
    if calibration.min_confidence > 0:
        assert bound(calibration.min_confidence - 1.5e-4) > risk - 1e-9


def test_promise_holds_on_average_over_many_sets() -> None:
    draw = random.Random(7)

    def one() -> Outcome:
        confidence = draw.random()
        return Outcome(confidence, draw.random() < confidence)

    risk, losses = 0.1, []
    for _ in range(2000):
        limit = calibrate([one() for _ in range(60)], risk=risk).min_confidence
        assert limit is not None
        new = one()
        losses.append(not new.right and new.confidence >= limit)

    assert sum(losses) / len(losses) <= risk + 0.02


RIGHT = {"question": "Who directed the film?", "any_of": ["Miguel Gómez"], "source": "fable.md"}
NONE = {"question": "What is the capital of France?", "answerable": False}


def set_of(folder: Path, *questions: Mapping[str, object]) -> Path:
    path = folder / "set.jsonl"
    lines = (json.dumps({"id": str(n), **one}) for n, one in enumerate(questions))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_command_prints_a_setting_and_what_it_promises(
    tiny_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = set_of(tmp_path, *[RIGHT] * 15, *[NONE] * 5)
    call = ["calibrate", str(questions), "--store", str(tiny_store), "--risk", "0.1"]

    assert main(call) == 0
    told = capsys.readouterr().out
    assert main([*call, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    limit = tomllib.loads(told.partition("\n")[0])["min_confidence"]
    assert limit == found["min_confidence"]
    assert 0 < limit < 1
    assert found["answered"] == 0.75
    assert found["wrong"] == 0.0
    assert "75.0% of the 20 questions are answered" in told
    assert "at most 10.0% are answered wrongly on average" in told


def test_command_says_that_a_set_is_too_small(
    tiny_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = set_of(tmp_path, RIGHT, NONE)

    assert main(["calibrate", str(questions), "--store", str(tiny_store)]) == 1

    assert "has 2 questions, too few" in capsys.readouterr().err


def test_command_refuses_an_impossible_risk(
    tiny_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["calibrate", str(set_of(tmp_path, RIGHT)), "--store", str(tiny_store), "--risk", "5"]

    assert main(call) == 2

    assert "--risk is 5.0; give a share" in capsys.readouterr().err
