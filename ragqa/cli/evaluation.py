"""The commands that measure answers: evaluate, compare, tune."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup

from ragqa.chatbot import ChatBot
from ragqa.cli import printing
from ragqa.cli.configuration import read_settings
from ragqa.cli.options import DEFAULT_STORE, SettingsOption, some_path
from ragqa.display import json_line
from ragqa.evaluation.cases import QuestionSet
from ragqa.evaluation.comparing import Comparison, compare, comparison_to_dict
from ragqa.evaluation.datasets import read_question_set
from ragqa.evaluation.evaluating import evaluate, index_documents
from ragqa.evaluation.mistakes import ErrorKind, error_kind
from ragqa.evaluation.report import GROUPS, shown_value, to_html
from ragqa.evaluation.results import Evaluation, read_evaluation, to_json
from ragqa.evaluation.tuning import Grid, Tuning, tune
from ragqa.settings import Settings
from ragqa.store import read_manifest
from ragqa.storing import Progress

_RUN = "run"
_SHOWN_CHARS = 100


class _RunUnlessNamed(TyperGroup):
    """Takes ``ragqa eval QUESTIONS`` as ``ragqa eval run QUESTIONS``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_RunUnlessNamed,
    help="Measure the answers to a set of questions, or compare two such evaluations.\n\n"
    "`ragqa eval QUESTIONS` is short for `ragqa eval run QUESTIONS`.",
    rich_markup_mode=None,
)
tuning_app = typer.Typer(rich_markup_mode=None)

QuestionsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS", help="A question set: JSONL, YAML, CSV, SQuAD's JSON, a BEIR folder."
    ),
]
_StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        parser=some_path,
        envvar="RAGQA_STORE",
        help="The folder of the store; not needed for a set that brings its documents.",
    ),
]
_CorpusOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corpus",
        metavar="PATH",
        parser=some_path,
        help="Index this for now, instead of a store.",
    ),
]


@app.command(_RUN)
def run(
    questions: QuestionsArgument,
    *,
    store: _StoreOption = None,
    corpus: _CorpusOption = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="NAME", help="Write NAME.json and NAME.html; both must be new."),
    ] = None,
    remove_gold: Annotated[
        bool,
        typer.Option("--remove-gold", help="Ask once more with the answering passages deleted."),
    ] = False,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only the questions in a language.")
    ] = None,
    settings: SettingsOption = None,
) -> None:
    """Ask a store the questions of a set; write the figures as JSON and as a page of HTML."""
    if store is not None and corpus:
        raise typer.BadParameter("give either --store DIR or --corpus PATH")
    _check_exists(questions)
    found = _in_language(read_question_set(questions), language, questions)
    name = out or Path(f"{found.name}-eval")
    written = [name.with_name(f"{name.name}{suffix}") for suffix in (".json", ".html")]
    for path in written:
        if path.exists():
            raise typer.BadParameter(f"{path} exists already; name a new one with --out")
    chosen = read_settings(settings, environment=os.environ)
    with (
        printing.progress_bar(printing.console_for(sys.stderr)) as progress,
        _store_for(found, store, corpus or [], chosen, progress) as place,
    ):
        evaluation = evaluate(
            found, place, settings=chosen, remove_gold=remove_gold, progress=progress
        )
        texts = [to_json(evaluation), to_html(evaluation)]
    for path, text in zip(written, texts, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    console = printing.console_for(sys.stdout)
    print_evaluation(evaluation, console)
    _print(console, f"\nWritten to {written[0]} and {written[1]}")


@app.command("compare")
def compare_evaluations(
    first: Annotated[Path, typer.Argument(metavar="A.json", help="An evaluation.")],
    second: Annotated[Path, typer.Argument(metavar="B.json", help="Another of the same set.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say which differences of B from A are real, and list the questions that flipped."""
    for path in (first, second):
        _check_exists(path)
    comparison = compare(read_evaluation(first), read_evaluation(second))
    if as_json:
        sys.stdout.write(json_line(comparison_to_dict(comparison)) + "\n")
    else:
        print_comparison(comparison, printing.console_for(sys.stdout))


@tuning_app.command("tune")
def tune_settings(
    questions: QuestionsArgument,
    *,
    store: _StoreOption = None,
    corpus: _CorpusOption = None,
    chunk_tokens: Annotated[
        list[int] | None, typer.Option(metavar="N", help="A passage length to try, in tokens.")
    ] = None,
    overlap_tokens: Annotated[
        list[int] | None, typer.Option(metavar="N", help="An overlap to try, in tokens.")
    ] = None,
    dense_weight: Annotated[
        list[float] | None,
        typer.Option(metavar="W", min=0, max=1, help="A part of the vectors to try."),
    ] = None,
    wrong_cost: Annotated[
        float, typer.Option(metavar="C", min=0, help="What a wrong answer costs.")
    ] = 1.0,
    settings: SettingsOption = None,
) -> None:
    """Try settings on a set of questions, and say whether any are surely better.

    A right answer, or a right refusal, is worth 1, a wrong refusal 0, a wrong answer minus what it
    costs.
    """
    if store is not None and corpus:
        raise typer.BadParameter("give either --store DIR or --corpus PATH")
    _check_exists(questions)
    found = read_question_set(questions)
    default = Grid()
    grid = Grid(
        tuple(chunk_tokens or default.chunk_tokens),
        default.overlap_tokens if overlap_tokens is None else tuple(overlap_tokens),
        tuple(dense_weight or default.dense_weights),
    )
    chosen = read_settings(settings, environment=os.environ)
    with (
        printing.progress_bar(printing.console_for(sys.stderr)) as progress,
        _store_for(found, store, corpus or [], chosen, progress) as place,
    ):
        tuning = tune(
            found.cases,
            place,
            settings=_as_indexed(chosen, place),
            grid=grid,
            wrong_cost=wrong_cost,
            progress=progress,
        )
    print_tuning(tuning, printing.console_for(sys.stdout))


def _as_indexed(settings: Settings, store: Path) -> Settings:
    """Return the settings with the encoder and the chunks that a store was made with."""
    manifest = read_manifest(store)
    return replace(
        settings,
        encoder=manifest.encoder.name,
        chunk_tokens=manifest.chunking.max_tokens,
        overlap_tokens=manifest.chunking.overlap_tokens,
    )


def _check_exists(path: Path) -> None:
    if not path.exists():
        raise typer.BadParameter(f"no such file or folder: {path}; give an existing path")


def _in_language(found: QuestionSet, language: str | None, path: Path) -> QuestionSet:
    if language is None:
        return found
    cases = tuple(case for case in found.cases if case.language == language)
    if not cases:
        raise typer.BadParameter(f"{path} has no question with the language {language}")
    return replace(found, name=f"{found.name}-{language}", cases=cases)


@contextmanager
def _store_for(
    found: QuestionSet,
    store: Path | None,
    corpus: Sequence[Path],
    settings: Settings,
    progress: Progress,
) -> Iterator[Path]:
    """Return the store to ask: the one given, or one made of the corpus or the set's documents."""
    if store is not None or not (corpus or found.documents):
        yield store or DEFAULT_STORE
        return
    with TemporaryDirectory() as folder:
        made = Path(folder) / "store"
        _index_for(found, corpus, made, settings=settings, progress=progress)
        yield made


def _index_for(
    found: QuestionSet,
    corpus: Sequence[Path],
    store: Path,
    *,
    settings: Settings,
    progress: Progress,
) -> None:
    if corpus:
        for path in corpus:
            _check_exists(path)
        with ChatBot.build(corpus, store=store, settings=settings, progress=progress) as bot:
            printing.complain_of_files(bot.build_report)
    else:
        index_documents(found.documents, store, settings=settings, progress=progress)


def print_evaluation(evaluation: Evaluation, console: Console) -> None:
    """Print the figures in a table, with their intervals, and how many errors of each kind."""
    records = evaluation.records
    _print(console, f"{evaluation.name}: {len({one.case_id for one in records}):,} questions")
    if evaluation.unfinished:
        _print(
            console, f"{evaluation.unfinished:,} left out, since nobody has said what is expected"
        )
    for group, title in GROUPS.items():
        figures = [one for one in evaluation.figures if one.measure.group == group]
        if figures:
            _print(console, f"\n{title}")
        for one in figures:
            bounds = f"[{shown_value(one.low)}, {shown_value(one.high)}]"
            _print(
                console,
                f"  {one.measure.label:<40} {shown_value(one.value):>7}  {bounds:<16}"
                f" {one.count:>6,}",
            )
    if evaluation.times:
        _print(console, f"\n{'Time, ms':<42} {'p50':>7} {'p95':>9} {'p99':>9}")
    for step, percentiles in evaluation.times.items():
        p50, p95, p99 = (percentiles[name][0] for name in ("p50", "p95", "p99"))
        _print(console, f"  {step:<40} {p50:>7.1f} {p95:>9.1f} {p99:>9.1f}")
    kinds = [error_kind(one) for one in records]
    errors = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in ErrorKind)
    _print(console, f"\nErrors: {errors}")


def print_tuning(tuning: Tuning, console: Console) -> None:
    """Print the settings tried, the gain of choosing among them, and what to do."""
    _print(console, f"{tuning.questions:,} questions, {len(tuning.trials):,} settings tried")
    _print(console, "\nchunk_tokens  overlap_tokens  dense_weight  min_confidence  worth")
    for trial in tuning.trials:
        one = trial.settings
        is_current = (
            "  (as now)" if _but_for_limit(one) == _but_for_limit(tuning.current.settings) else ""
        )
        _print(
            console,
            f"{one.chunk_tokens:>12}  {one.overlap_tokens:>14}  {one.dense_weight:>12.2f}"
            f"  {one.min_confidence:>14.2f}  {trial.worth:>5.3f}{is_current}",
        )
    _print(console, f"\nThe current settings are worth {tuning.current.worth:.3f} a question.")
    _print(
        console,
        f"Choosing gains {tuning.gain:+.3f} [{tuning.low:+.3f}, {tuning.high:+.3f}] on questions"
        " that it has not seen.",
    )
    if not tuning.is_recommended:
        _print(
            console,
            "No change is recommended: these questions cannot tell the best settings from the"
            " current ones.",
        )
        return
    best = tuning.best.settings
    _print(console, "Recommended; index anew where the chunks change:\n")
    for name in ("chunk_tokens", "overlap_tokens", "dense_weight", "min_confidence"):
        _print(console, f"{name} = {getattr(best, name)}")


def _but_for_limit(settings: Settings) -> Settings:
    return replace(settings, min_confidence=0.0)


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print each difference with its interval and verdict, then the questions that flipped."""
    _print(console, f"{comparison.questions:,} questions in both")
    for name, only in (("A", comparison.only_first), ("B", comparison.only_second)):
        if only:
            _print(console, f"{len(only):,} only in {name}, which do not count")
    _print(console, f"\n{'':<40} {'A':>7} {'B':>7} {'B - A':>8}")
    for one in comparison.differences:
        bounds = f"[{one.low:+.3f}, {one.high:+.3f}]"
        _print(
            console,
            f"{one.measure.label:<40} {shown_value(one.first):>7} {shown_value(one.second):>7}"
            f" {one.second - one.first:>+8.3f}  {bounds:<18} {one.verdict}",
        )
    for title, is_mended in (("Broken", False), ("Mended", True)):
        flips = [flip for flip in comparison.flips if flip.is_mended is is_mended]
        _print(console, f"\n{title}: {len(flips):,}")
        for flip in flips:
            what = error_kind(flip.first if is_mended else flip.second)
            taken_out = ", passage taken out" if flip.first.removed else ""
            _print(console, f"  {flip.first.case_id}{taken_out}: {_shown(flip.first.question)}")
            _print(console, f"    {'was' if is_mended else 'now'}: {what}")


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARS else f"{line[: _SHOWN_CHARS - 1]}…"


def _print(console: Console, line: str) -> None:
    console.print(Text(printing.printable(line) if line else "", no_wrap=True), soft_wrap=True)
