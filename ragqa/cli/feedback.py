"""The commands for what people thought of answers."""

import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from ragqa.cli import printing
from ragqa.cli.options import DEFAULT_STORE, StoreOption
from ragqa.display import json_line
from ragqa.feedback import Feedback, FeedbackLog, evaluation_line, feedback_path
from ragqa.store import read_manifest

app = typer.Typer(
    help="What people thought of answers: list it, or make an evaluation set of it.",
    rich_markup_mode=None,
)

_SHOWN_CHARS = 200


class _Only(StrEnum):
    LIKED = "liked"
    DISLIKED = "disliked"


_OPINION_OF = {_Only.LIKED: "like", _Only.DISLIKED: "dislike"}
_WORD_OF = {"like": "liked", "dislike": "disliked"}

_OnlyOption = Annotated[_Only | None, typer.Option("--only", help="Leave out the others.")]


@app.command("list")
def list_feedback(*, store: StoreOption = DEFAULT_STORE, only: _OnlyOption = None) -> None:
    """Print what people thought of answers, the oldest first."""
    console = printing.console_for(sys.stdout)
    for feedback in _chosen(store, only).values():
        _print_feedback(feedback, console)


@app.command()
def export(
    *,
    store: StoreOption = DEFAULT_STORE,
    only: _OnlyOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="A new file, instead of standard output."),
    ] = None,
) -> None:
    """Write an evaluation set as JSONL: what is liked is expected again.

    What is disliked has its expectations empty, to be filled in by hand.
    """
    # The one that is there may have been completed by hand.
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} exists already; name a new file")
    chosen = _chosen(store, only)
    if out is None:
        sys.stdout.writelines(_lines(chosen))
    elif chosen:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(chosen))
        sys.stdout.write(f"{_summary(chosen.values())} written to {out}\n")


def _chosen(store: Path, only: _Only | None) -> dict[str, Feedback]:
    """Return the feedback that is wanted; say so where there is none."""
    path = feedback_path(store)
    if not path.exists():
        read_manifest(store)  # the folder may be misspelt
    chosen = {
        key: feedback
        for key, feedback in FeedbackLog(path).all().items()
        if only is None or feedback.opinion == _OPINION_OF[only]
    }
    if not chosen:
        what = f"{only} answer" if only else "opinion"
        printing.complain(f"no {what} is kept in {store} yet; the chat asks for opinions")
    return chosen


def _lines(chosen: Mapping[str, Feedback]) -> Iterable[str]:
    for key, feedback in chosen.items():
        yield json_line(evaluation_line(key, feedback)) + "\n"


def _summary(chosen: Iterable[Feedback]) -> str:
    opinions = [feedback.opinion for feedback in chosen]
    counts = {word: opinions.count(opinion) for opinion, word in _WORD_OF.items()}
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)


def _print_feedback(feedback: Feedback, console: Console) -> None:
    opinion = _WORD_OF[feedback.opinion]
    lines = [f"{feedback.given_at}  {opinion:<8}  {_shown(feedback.question)}"]
    lines.append(f"    Answer: {_shown(feedback.answer_text)}")
    if feedback.comment:
        lines.append(f"    Comment: {_shown(feedback.comment, max_chars=len(feedback.comment))}")
    # Only a terminal has a width to wrap to; a file or a pipe keeps whole lines.
    console.print(Text("\n".join(lines)), soft_wrap=not console.is_terminal)


def _shown(text: str, *, max_chars: int = _SHOWN_CHARS) -> str:
    line = printing.printable(" ".join(text.split()))
    return line if len(line) <= max_chars else f"{line[: max_chars - 1]}…"
