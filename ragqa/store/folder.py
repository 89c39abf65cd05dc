"""The folder of a store: what belongs into it, and who may write there."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ragqa.errors import StoreError, StoreProblem
from ragqa.store.locking import exclusive_lock
from ragqa.store.manifest import (
    CACHE_NAME,
    GENERATION_NAME,
    MANIFEST_NAME,
    USER_NAME,
    named_generation,
)

_BUILDING_NAME = re.compile(r"\.building-[0-9a-f]{8}")
_LOCK_NAME = ".lock"
_LOCK_TIMEOUT_S = 30.0

# What git and desktops put into a folder; neither a store's nor in its way.
_HARMLESS_NAMES = frozenset({"README.md", ".gitkeep", ".gitignore", ".DS_Store"})


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Make the folder, check that it may be written, and keep other writers out.

    Raises
    ------
    StoreError
        If the folder holds something else than a store, or cannot be written.
    """
    with ExitStack() as held:
        with as_store_errors(folder):
            make_folder(folder)
            held.enter_context(exclusive_lock(folder / _LOCK_NAME, timeout_s=_LOCK_TIMEOUT_S))
        yield


@contextmanager
def as_store_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError of writing in a folder into a StoreError that names the folder."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written: {error.strerror or error}; "
            "free the place or choose another folder",
            problem=StoreProblem.UNWRITABLE,
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder for a store; StoreError if it is there and holds something else."""
    folder.mkdir(parents=True, exist_ok=True)
    _check_ours(folder)


def remove_all_but(folder: Path, kept: set[str]) -> None:
    """Remove the generations of other names, and what killed runs left of theirs."""
    for path in folder.iterdir():
        if path.name not in kept and (
            GENERATION_NAME.fullmatch(path.name) or _BUILDING_NAME.fullmatch(path.name)
        ):
            # Windows refuses while a reader has the files open; a later run removes them.
            shutil.rmtree(path, ignore_errors=True)


def _check_ours(folder: Path) -> None:
    if named_generation(folder):
        return
    names = {path.name for path in folder.iterdir()}
    strangers = {name for name in names - _HARMLESS_NAMES if not _is_own_name(name)}
    if any(GENERATION_NAME.fullmatch(name) for name in names):
        # A manifest beside a generation is a store's, however damaged it may be.
        strangers.discard(MANIFEST_NAME)
    if strangers:
        raise StoreError(
            f"{folder} is not a ragqa store and holds {min(strangers)}; "
            "choose a new or empty folder for the store"
        )


def _is_own_name(name: str) -> bool:
    return bool(
        # SQLite has a journal beside the lock while that is held, or was when its holder died.
        name in (_LOCK_NAME, f"{_LOCK_NAME}-journal", USER_NAME, CACHE_NAME)
        or GENERATION_NAME.fullmatch(name)
        or _BUILDING_NAME.fullmatch(name)
    )
