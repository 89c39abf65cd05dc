"""The command that fits the limit of confidence to a question set of one's own."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ragqa.cli import printing
from ragqa.cli.configuration import read_settings
from ragqa.cli.options import DEFAULT_STORE, SettingsOption, StoreOption
from ragqa.errors import EvaluationError
from ragqa.evaluation.calibrating import Calibration, calibrate, outcomes_of
from ragqa.evaluation.datasets import read_question_set
from ragqa.evaluation.evaluating import ask_cases, check_sources, open_without_limit

app = typer.Typer(rich_markup_mode=None)


@app.command("calibrate")
def calibrate_questions(
    questions: Annotated[
        Path,
        typer.Argument(
            metavar="QUESTIONS", exists=True, help="Questions with what is expected of answers."
        ),
    ],
    *,
    store: StoreOption = DEFAULT_STORE,
    risk: Annotated[
        float,
        typer.Option(metavar="SHARE", help="The share of questions that may be answered wrongly."),
    ] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    settings: SettingsOption = None,
) -> None:
    """Find the least min_confidence that keeps wrong answers rare, and say what that promises."""
    if not 0 < risk < 1:
        raise typer.BadParameter(f"--risk is {risk}; give a share above 0 and below 1, as 0.05")
    found = read_question_set(questions)
    chosen = read_settings(settings, environment=os.environ)
    with open_without_limit(store, chosen) as bot:
        check_sources(found.cases, [one.doc_id for one in bot.documents()])
        with printing.progress_bar(printing.console_for(sys.stderr)) as progress:
            asked = ask_cases(found.cases, bot, chosen, progress=progress)
    calibration = calibrate(outcomes_of(asked), risk=risk)
    if calibration.min_confidence is None:
        raise EvaluationError(_too_few(questions, calibration))
    if as_json:
        sys.stdout.write(json.dumps(asdict(calibration)) + "\n")
    else:
        printing.write_text(_report(calibration), sys.stdout)


def _too_few(questions: Path, calibration: Calibration) -> str:
    return (
        f"{questions} has {calibration.questions} questions, too few to promise anything at a risk "
        f"of {calibration.risk:g}; give at least {calibration.questions_needed}, or a larger --risk"
    )


def _report(calibration: Calibration) -> str:
    return (
        f"min_confidence = {calibration.min_confidence:.4f}\n\n"
        f"With it, {calibration.answered:.1%} of the {calibration.questions} questions are "
        f"answered, and {calibration.wrong:.1%} of all questions wrongly.\n"
        f"Promised: of new questions like these, asked of these documents, at most "
        f"{calibration.risk:.1%} are answered wrongly on average (split conformal risk control, "
        "Angelopoulos et al., 2024).\n"
        "Put the line above into a file of settings, and give it with --settings.\n"
    )
