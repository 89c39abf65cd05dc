"""One writer at a time."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ragqa.errors import StoreError, StoreProblem


@contextmanager
def exclusive_lock(path: Path, *, timeout_s: float) -> Iterator[None]:
    """Hold the lock that ``path`` stands for, against threads and processes.

    An empty SQLite file is the lock: it works on every system, and the system lets go of it when
    its holder dies.

    Raises
    ------
    StoreError
        If somebody else holds it for longer than ``timeout_s``, or it cannot be taken at all.
    """
    may_write = os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    if path.exists() and not may_write:
        # SQLite would only read it then, which any number of runs may do at once.
        raise StoreError(
            f"{path} cannot be written by this user, so it keeps nobody out; "
            "give the right to write it",
            problem=StoreProblem.UNWRITABLE,
        )
    try:
        connection = sqlite3.connect(path, timeout=timeout_s, isolation_level=None)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be opened: {error}; can the folder be written?") from error
    with closing(connection):
        try:
            # Without a journal on the disk the lock needs no room: a full disk must be freed too.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise StoreError(
                    f"{path} cannot be locked: {error}; wait for the run that writes {path.parent}",
                    problem=StoreProblem.BUSY,
                ) from error
            raise StoreError(
                f"{path} cannot be locked: {error}; {_advice(error, path)}",
                problem=StoreProblem.UNWRITABLE,
            ) from error
        yield


def _advice(error: sqlite3.Error, path: Path) -> str:
    """Return what to do; only a file that is none of SQLite's is in the way itself."""
    if error.sqlite_errorcode in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return f"delete it while nothing writes {path.parent}"
    return f"see that {path.parent} has room and can be written"
