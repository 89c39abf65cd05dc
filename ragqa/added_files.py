"""The files that were added to a store by themselves: they come in and go out with their documents.

Each is moved in one step, so that a killed run leaves it old or new. What it left beside is deleted
by `remove_abandoned`.
"""

import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ragqa.errors import StoreError
from ragqa.store import USER_NAME, as_store_errors, exclusive_lock

_STAGING_PREFIX = ".incoming-"
_LOCK_NAME = ".lock"


def added_folder(folder: Path) -> Path:
    """Return where a store keeps the files that were added to it by themselves."""
    return folder / USER_NAME / "added"


@contextmanager
def staging_folder(folder: Path) -> Iterator[Path]:
    """Make a folder beside the added files: a file is moved from there in one step.

    Raises
    ------
    StoreError
        If the store's folder cannot be written.
    """
    staging = folder / USER_NAME / f"{_STAGING_PREFIX}{secrets.token_hex(4)}"
    with as_store_errors(folder):
        try:
            staging.mkdir(parents=True)
            with exclusive_lock(staging / _LOCK_NAME, timeout_s=0):
                yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def remove_abandoned(folder: Path) -> int:
    """Delete what killed runs left beside the added files; return how many bytes that freed."""
    freed = 0
    for staging in (folder / USER_NAME).glob(f"{_STAGING_PREFIX}*"):
        # Whoever still uses it holds its lock.
        with suppress(StoreError), exclusive_lock(staging / _LOCK_NAME, timeout_s=0):
            freed += sum(path.stat().st_size for path in staging.rglob("*") if path.is_file())
            shutil.rmtree(staging, ignore_errors=True)
    return freed


@contextmanager
def moved_in(files: Collection[str], staging: Path, added: Path) -> Iterator[None]:
    """Move files of these names to the added ones; where the block fails, all is as before.

    To be used by the sole writer of the store: else it could undo what another one did.
    """
    replaced = staging / ".replaced"
    replaced.mkdir()
    added.mkdir(parents=True, exist_ok=True)
    moved: list[str] = []
    try:
        for file in files:
            # A copy: at no moment is there no file of the name.
            with suppress(FileNotFoundError):
                shutil.copy2(added / file, replaced / file)
            (staging / file).replace(added / file)
            moved.append(file)
        yield
    except BaseException:
        for file in moved:
            if (replaced / file).exists():
                (replaced / file).replace(added / file)
            else:
                (added / file).unlink(missing_ok=True)
        raise


@contextmanager
def moved_out(files: Collection[str], folder: Path) -> Iterator[None]:
    """Take files of these names out of the added ones; where the block fails, put them back.

    They go before their documents do: else a run that is killed in between would leave a file that
    brings its documents back. To be used by the sole writer of the store.
    """
    added = added_folder(folder)
    present = [file for file in files if (added / file).exists()]
    if not present:
        yield
        return
    with staging_folder(folder) as staging:
        try:
            for file in present:
                (added / file).replace(staging / file)
            yield
        except BaseException:
            for file in present:
                if (staging / file).exists():
                    (staging / file).replace(added / file)
            raise
