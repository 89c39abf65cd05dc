"""Vectors that were computed and that no store holds yet: they outlive a run that is stopped."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np

from ragqa.encoding import FloatArray
from ragqa.errors import StoreError, StoreProblem
from ragqa.store.folder import as_store_errors, make_folder
from ragqa.store.manifest import CACHE_NAME, EncoderInfo

_FILE_NAME = "vectors.sqlite"
_MAX_BYTES = 2**30

_SCHEMA = """
PRAGMA auto_vacuum = FULL;
CREATE TABLE IF NOT EXISTS vectors (
    id INTEGER PRIMARY KEY,
    encoder TEXT NOT NULL,
    digest TEXT NOT NULL,
    vector BLOB NOT NULL,
    crc32 INTEGER NOT NULL,
    UNIQUE (encoder, digest)
);
"""


class VectorCache:
    """Vectors by encoder and digest of the encoded text, in one file of SQLite in the store.

    Each call is a transaction: a process that is killed leaves what it put in before. The oldest
    vectors go when all take more than ``max_bytes``. A damaged file is begun anew: what was in it
    costs time alone.
    """

    def __init__(self, folder: Path, encoder: EncoderInfo, *, max_bytes: int = _MAX_BYTES) -> None:
        self._folder = folder
        self._path = folder / CACHE_NAME / _FILE_NAME
        self._encoder = f"{encoder.name} {encoder.sha256}"
        self._dimension = encoder.dimension
        self._max_vectors = max(max_bytes // (4 * encoder.dimension), 1)
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def find(self, digests: Iterable[str]) -> dict[str, FloatArray]:
        """Return the vectors (dimension,) float32 that are there, by the digests of their texts."""
        if not self._path.exists():
            return {}
        with self._mended(), self._opened() as connection:
            found = connection.execute(
                "SELECT digest, vector, crc32 FROM vectors WHERE encoder = ?"
                " AND digest IN (SELECT value FROM json_each(?))",
                (self._encoder, json.dumps(list(digests))),
            )
            return {
                digest: np.frombuffer(raw, dtype=np.float32)
                for digest, raw, crc32 in found
                if len(raw) == 4 * self._dimension and zlib.crc32(raw) == crc32
            }
        return {}

    def put(self, digests: Sequence[str], vectors: FloatArray) -> None:
        """Keep the vectors (n, dimension) of the n texts with these digests.

        Raises
        ------
        StoreError
            If the folder cannot be written: no place for the store either.
        """
        raws = [vector.astype(np.float32).tobytes() for vector in vectors]
        rows = [
            (self._encoder, digest, raw, zlib.crc32(raw))
            for digest, raw in zip(digests, raws, strict=True)
        ]
        with self._mended(), self._opened() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors (encoder, digest, vector, crc32)"
                " VALUES (?, ?, ?, ?)",
                rows,
            )
            connection.execute(
                "DELETE FROM vectors WHERE id <= (SELECT max(id) FROM vectors) - ?",
                (self._max_vectors,),
            )

    def clear(self) -> None:
        """Forget all vectors, of every encoder."""
        if not self._path.exists():
            return
        with self._mended():
            try:
                with self._opened() as connection:
                    connection.execute("DELETE FROM vectors")
            except sqlite3.Error as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                    raise
                # Taking rows out needs room for a journal; a full disk must be freed too.
                self._delete()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file if it is not, and have a transaction."""
        if self._connection is None:
            with as_store_errors(self._folder):
                make_folder(self._folder)
                self._path.parent.mkdir(exist_ok=True)
            self._connection = sqlite3.connect(self._path)
            self._connection.executescript(_SCHEMA)
        with self._connection:
            yield self._connection

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Delete a damaged file."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{self._path} cannot be written: {error}; free the place or choose another folder",
                problem=StoreProblem.UNWRITABLE,
            ) from error
        except sqlite3.DatabaseError:
            self._delete()

    def _delete(self) -> None:
        self.close()
        for path in self._path.parent.glob(f"{_FILE_NAME}*"):
            path.unlink(missing_ok=True)
