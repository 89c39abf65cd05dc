"""The commands: each reads its call, hands the work to the library, and prints what comes of it."""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import typer

import ragqa
from ragqa.chatbot import ChatBot
from ragqa.cli import printing
from ragqa.cli.answer_check import AnswerReport, check_answers
from ragqa.cli.batch import answer_lines
from ragqa.cli.calibrate import app as calibrate_app
from ragqa.cli.changing import app as changing_app
from ragqa.cli.chat import app as chat_app
from ragqa.cli.configuration import read_settings
from ragqa.cli.evaluation import app as evaluation_app
from ragqa.cli.evaluation import tuning_app
from ragqa.cli.feedback import app as feedback_app
from ragqa.cli.options import (
    DEFAULT_STORE,
    LevelOption,
    SettingsOption,
    StoreOption,
    WhereOption,
    open_bot,
    some_path,
)
from ragqa.display import json_line
from ragqa.encoding import open_encoder
from ragqa.errors import RagqaError
from ragqa.indexing import IndexReport, index_paths, plan_index
from ragqa.settings import DEFAULT_ENCODER, Settings
from ragqa.store import Store, named_roots
from ragqa.store import verify as verify_store
from ragqa.storing import as_stored
from ragqa.types import Document, Hit

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(changing_app)
app.add_typer(chat_app)
app.add_typer(tuning_app)
app.add_typer(calibrate_app)
app.add_typer(evaluation_app, name="eval")
app.add_typer(feedback_app, name="feedback")

_JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"ragqa {ragqa.__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _ragqa(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 (it has ended before)
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Answer questions from a folder of documents, offline, and prove every sentence."""
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


@app.command()
def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            parser=some_path,
            help="Files, folders or .jsonl files; those of the last run if none.",
        ),
    ] = None,
    *,
    store: StoreOption = DEFAULT_STORE,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 1 if anything could not be read.")
    ] = False,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.json", help="Write what became of each file."),
    ] = None,
    skip_errors: Annotated[  # noqa: ARG001 (scripts give it)
        bool,
        typer.Option("--skip-errors", help="For older scripts: files are always left out so."),
    ] = False,
    password: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The password of encrypted files.")
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Put a new store in place of the old one.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model that encodes the passages.")
    ] = None,
    chunk_tokens: Annotated[
        int | None, typer.Option(metavar="N", help="The longest passage, in tokens.")
    ] = None,
    overlap_tokens: Annotated[
        int | None, typer.Option(metavar="N", help="What passages share with the one before.")
    ] = None,
    settings: SettingsOption = None,
) -> None:
    """Make a store hold exactly the documents of some files and folders.

    Only what changed since the last run is read; documents that are gone leave the store.
    """
    started = time.perf_counter()
    paths = paths or [Path(root) for root in named_roots(store)]
    _check_paths(paths, store)
    options = {
        "encoder": encoder,
        "chunk_tokens": chunk_tokens,
        "overlap_tokens": overlap_tokens,
        "file_password": password,
    }
    chosen = as_stored(read_settings(settings, environment=os.environ, options=options), store)
    if dry_run:
        _print_plan(paths, store, settings=chosen, rebuild=rebuild, report_file=report_file)
        return
    report = _index_shown(paths, store, settings=chosen, rebuild=rebuild)
    seconds = time.perf_counter() - started
    _print_report(report, store, seconds=seconds, report_file=report_file)
    if report.failures and strict:
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    *,
    store: StoreOption = DEFAULT_STORE,
    as_json: _JsonOption = False,
    batch: Annotated[
        typer.FileBinaryRead | None,
        typer.Option(
            metavar="FILE",
            help="Answer the questions of a JSONL file, or of standard input (-), as JSONL.",
        ),
    ] = None,
    skip_errors: Annotated[
        bool, typer.Option("--skip-errors", help="Leave out lines of a batch that are broken.")
    ] = False,
    where: WhereOption = None,
    level: LevelOption = None,
    settings: SettingsOption = None,
) -> None:
    """Answer a question, or a batch of them, with citations."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either a QUESTION or --batch FILE")
    if skip_errors and batch is None:
        raise typer.BadParameter("--skip-errors goes with --batch FILE")
    with open_bot(store, settings, level=level, where=where) as bot:
        if batch is not None:
            _answer_batch(bot, batch, skip_errors=skip_errors)
        elif question is not None:
            _answer_one(bot, question, as_json=as_json)


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    *,
    store: StoreOption = DEFAULT_STORE,
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, help="How many passages.")] = 5,
    where: WhereOption = None,
    as_json: _JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Print the passages that belong to a question, best first, without an answer."""
    with open_bot(store, settings, where=where) as bot:
        hits, documents = bot.search_with_documents(question, k=k)
    if as_json:
        _write_json({"question": question, "hits": [_hit_fields(hit, documents) for hit in hits]})
    else:
        printing.print_hits(hits, documents, printing.console_for(sys.stdout))


@app.command()
def show(
    doc_id: Annotated[str, typer.Argument(metavar="DOC_ID")],
    *,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Print the text of a document exactly: offsets of citations count in it."""
    with Store.open(store) as opened:
        printing.write_text(opened.document(doc_id).text, sys.stdout)


@app.command()
def info(*, store: StoreOption = DEFAULT_STORE, as_json: _JsonOption = False) -> None:
    """Print what a store is made of, and list its documents."""
    with Store.open(store) as opened:
        manifest, documents = opened.manifest, tuple(opened.documents())
    if as_json:
        listed = [asdict(document) for document in documents]
        _write_json({"store": str(store), **asdict(manifest), "documents": listed})
    else:
        printing.print_store(
            manifest, documents, folder=str(store), console=printing.console_for(sys.stdout)
        )


@app.command()
def verify(
    answers: Annotated[
        typer.FileBinaryRead | None,
        typer.Argument(metavar="[ANSWERS.jsonl]", help="Answers written by ask --batch."),
    ] = None,
    *,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Check every digest and offset of a store, and the citations of answers against it."""
    report = verify_store(store)
    problems = list(report.problems)
    checked = {"file": report.files, "document": report.documents, "chunk": report.chunks}
    if answers is not None and not problems:
        answer_report = _check_answers(store, answers)
        problems += answer_report.problems
        checked |= {"answer": answer_report.answers, "citation": answer_report.citations}
    console = printing.console_for(sys.stdout)
    printing.print_problems(problems, checked=checked, folder=str(store), console=console)
    if problems:
        raise typer.Exit(1)


def _print_plan(
    paths: Sequence[Path],
    store: Path,
    *,
    settings: Settings,
    rebuild: bool,
    report_file: Path | None,
) -> None:
    """Print what indexing would change."""
    encoder = open_encoder(settings.encoder or DEFAULT_ENCODER)
    changes = plan_index(paths, store, encoder=encoder, settings=settings, rebuild=rebuild)
    printing.print_changes(changes, console=printing.console_for(sys.stdout))
    _write_report(printing.changes_fields(changes), report_file)


def _index_shown(
    paths: Sequence[Path], store: Path, *, settings: Settings, rebuild: bool
) -> IndexReport:
    """Index, and show meanwhile how far it is."""
    with printing.progress_bar(printing.console_for(sys.stderr)) as progress:
        return index_paths(
            paths,
            store,
            encoder=open_encoder(settings.encoder or DEFAULT_ENCODER),
            settings=settings,
            skip_errors=True,
            rebuild=rebuild,
            progress=progress,
        )


def _print_report(
    report: IndexReport, store: Path, *, seconds: float, report_file: Path | None
) -> None:
    """Print what became of the files, and write it where that is wanted."""
    printing.complain_of_files(report)
    printing.print_index_report(
        report, folder=str(store), seconds=seconds, console=printing.console_for(sys.stdout)
    )
    _write_report(printing.report_fields(report), report_file)


def _check_paths(paths: Sequence[Path], store: Path) -> None:
    if not paths:
        raise typer.BadParameter(f"{store} names no paths to index; give a file or folder as PATH")
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"no such file or folder: {path}; give an existing path")
        if not path.is_file() and not path.is_dir():
            raise typer.BadParameter(f"{path} is neither a file nor a folder; give one of these")


def _answer_one(bot: ChatBot, question: str, *, as_json: bool) -> None:
    answer, documents = bot.ask_with_documents(question)
    if as_json:
        _write_json(answer.to_dict())
    else:
        printing.print_answer(answer, documents, printing.console_for(sys.stdout))


def _answer_batch(bot: ChatBot, lines: typer.FileBinaryRead, *, skip_errors: bool) -> None:
    failures = 0
    with printing.progress_bar(printing.console_for(sys.stderr)) as progress:
        for number, outcome in answer_lines(lines, ask=bot.ask):
            progress("answer", number, 0)
            if isinstance(outcome, str):
                # At once: whoever waits at the end of the pipe may ask the next question.
                sys.stdout.write(f"{outcome}\n")
                sys.stdout.flush()
                continue
            problem = f"{lines.name}, line {number}: {outcome}"
            if not skip_errors:
                raise RagqaError(f"{problem}; mend the line or use --skip-errors")
            printing.complain(problem)
            failures += 1
    if failures:
        raise typer.Exit(1)


def _check_answers(store: Path, answers: typer.FileBinaryRead) -> AnswerReport:
    with Store.open(store) as opened:
        # Neighbouring answers cite the same documents; all at once may not fit in memory.
        documents = lru_cache(maxsize=64)(opened.document)
        return check_answers(answers, name=answers.name, documents=documents)


def _hit_fields(hit: Hit, documents: Mapping[str, Document]) -> dict[str, Any]:
    chunk = hit.chunk
    return {
        "doc_id": chunk.doc_id,
        "chunk_id": chunk.chunk_id,
        "title": documents[chunk.doc_id].title,
        "heading": chunk.heading,
        "page": chunk.page,
        "place": chunk.place,
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "also_in": list(hit.also_in),
    }


def _write_json(values: Mapping[str, Any]) -> None:
    sys.stdout.write(json_line(values) + "\n")


def _write_report(fields: Mapping[str, Any], path: Path | None) -> None:
    if path is None:
        return
    text = json.dumps(fields, ensure_ascii=False, indent=1)
    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise RagqaError(
            f"{path} cannot be written: {error.strerror}; give another file to --report"
        ) from error
