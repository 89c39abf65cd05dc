"""The files that the documents were read from: tables beside those of documents and chunks."""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragqa.documents.source import Failure, FileState, FoundFile, LoadedDocument, SkippedFile
from ragqa.documents.wire import decode_outcome, encode_outcome

FILES_SCHEMA = """
CREATE TABLE files (
    position INTEGER PRIMARY KEY,
    path BLOB NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER,
    digest TEXT NOT NULL
);
CREATE TABLE documents_of_files (
    document INTEGER PRIMARY KEY REFERENCES documents,
    file INTEGER NOT NULL REFERENCES files
);
CREATE TABLE unread (
    file INTEGER NOT NULL REFERENCES files,
    position INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (file, position)
) WITHOUT ROWID;
"""

_Query = Callable[[str], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when its documents were read.

    The path in ``found`` is absolute. ``unread`` says of it what could not be read, and why.
    """

    found: FoundFile
    state: FileState
    doc_ids: tuple[str, ...]
    unread: tuple[SkippedFile | Failure, ...]


def replace_files(
    connection: sqlite3.Connection, files: Sequence[StoredFile], positions: Mapping[str, int]
) -> None:
    """Write files in place of those there; ``positions`` are those of the documents by id."""
    for sql, rows in (
        ("DELETE FROM documents_of_files", [()]),
        ("DELETE FROM unread", [()]),
        ("DELETE FROM files", [()]),
        ("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", _file_rows(files)),
        ("INSERT INTO documents_of_files VALUES (?, ?)", _document_rows(files, positions)),
        ("INSERT INTO unread VALUES (?, ?, ?)", _unread_rows(files)),
    ):
        connection.executemany(sql, rows)


def read_stored_files(query: _Query) -> tuple[StoredFile, ...]:
    """Return all files in their order; ValueError, KeyError or TypeError if one is damaged."""
    doc_ids: dict[int, list[str]] = defaultdict(list)
    unread: dict[int, list[SkippedFile | Failure]] = defaultdict(list)
    for file, doc_id in query(
        "SELECT file, doc_id FROM documents_of_files"
        " JOIN documents ON documents.position = document ORDER BY document"
    ):
        doc_ids[file].append(doc_id)
    for file, outcome in query("SELECT file, outcome FROM unread ORDER BY file, position"):
        unread[file].append(_decode(outcome))
    return tuple(
        StoredFile(
            found=FoundFile(Path(os.fsdecode(path)), name),
            state=FileState(size, mtime_ns, digest),
            doc_ids=tuple(doc_ids[position]),
            unread=tuple(unread[position]),
        )
        for position, path, name, size, mtime_ns, digest in query(
            "SELECT position, path, name, size, mtime_ns, digest FROM files ORDER BY position"
        )
    )


def _file_rows(files: Sequence[StoredFile]) -> Iterator[tuple[Any, ...]]:
    for position, file in enumerate(files):
        state = file.state
        path = os.fsencode(file.found.path)
        yield position, path, file.found.name, state.size, state.mtime_ns, state.digest


def _document_rows(
    files: Sequence[StoredFile], positions: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    for position, file in enumerate(files):
        for doc_id in file.doc_ids:
            yield positions[doc_id], position


def _unread_rows(files: Sequence[StoredFile]) -> Iterator[tuple[int, int, str]]:
    for position, file in enumerate(files):
        for number, one in enumerate(file.unread):
            yield position, number, encode_outcome(one).decode("ascii")


def _decode(outcome: str) -> SkippedFile | Failure:
    decoded = decode_outcome(outcome.encode())
    if isinstance(decoded, LoadedDocument):
        raise ValueError("a document stands among what could not be read")
    return decoded
