"""What several commands share: their options, and how they open a chatbot."""

import os
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ragqa.chatbot import ChatBot
from ragqa.cli.configuration import read_settings
from ragqa.settings import LEVELS


def some_path(text: str) -> Path:
    """Return the path that an argument is; an empty one, such as of an unset variable, is none."""
    if not text:
        raise typer.BadParameter('found an empty path; give "." for the current folder')
    return Path(text)


StoreOption = Annotated[
    Path,
    typer.Option(
        "--store",
        metavar="DIR",
        envvar="RAGQA_STORE",
        help="The folder of the store.",
        parser=some_path,
    ),
]
SettingsOption = Annotated[
    typer.FileBinaryRead | None,
    typer.Option("--settings", metavar="FILE", help="Settings in TOML."),
]


class Level(StrEnum):
    """The levels of `ragqa.settings.LEVELS`."""

    STRICT = "strict"
    BALANCED = "balanced"
    EAGER = "eager"


LevelOption = Annotated[
    Level | None,
    typer.Option(help="How sure an answer must be: strict refuses more, eager less."),
]
WhereOption = Annotated[
    str | None,
    typer.Option(
        metavar="CONDITION",
        help="Only documents that meet it, as in \"date >= 2021 and language = 'es'\".",
    ),
]
DEFAULT_STORE = Path("vectorstore")


def open_bot(
    store: Path,
    settings: typer.FileBinaryRead | None,
    *,
    level: Level | None = None,
    where: str | None = None,
) -> ChatBot:
    """Open a store with the settings of options, environment and file; the caller closes it."""
    options = {"min_confidence": level and LEVELS[level], "where": where}
    chosen = read_settings(settings, environment=os.environ, options=options)
    # Encoder and chunking are those of the store: what is set for the next indexing is not meant.
    return ChatBot.open(store, settings=replace(chosen, encoder=None))
