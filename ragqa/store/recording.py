"""Writing documents and chunks to one SQLite file, which `ragqa.store.records` reads.

The text of a chunk is not stored: it is the slice of its document's text that its offsets name.
"""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragqa.abbreviations import gather_definitions
from ragqa.errors import StoreError, StoreProblem
from ragqa.store.files import FILES_SCHEMA, StoredFile, insert_files
from ragqa.terms import words_of
from ragqa.types import Chunk, Document

_SCHEMA = """
CREATE TABLE documents (
    position INTEGER PRIMARY KEY,
    doc_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    language TEXT,
    date TEXT,
    metadata TEXT NOT NULL,
    digest TEXT NOT NULL,
    indexed TEXT NOT NULL,
    characters INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    date TEXT,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE pages (
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE places (
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    number INTEGER,
    name TEXT NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY,
    chunk_id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    heading TEXT NOT NULL,
    page INTEGER,
    place TEXT,
    encoded_digest TEXT NOT NULL
);
CREATE TABLE abbreviations (
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    PRIMARY KEY (short, long)
) WITHOUT ROWID;
CREATE TABLE words (
    language TEXT NOT NULL,
    word TEXT NOT NULL,
    occurrences INTEGER NOT NULL,
    PRIMARY KEY (language, word)
) WITHOUT ROWID;
CREATE INDEX chunks_of_document ON chunks (document);
CREATE VIEW placed_chunks AS
    SELECT row, document, chunk_id, doc_id, start_char, end_char, heading, page, place
    FROM chunks JOIN documents ON documents.position = chunks.document;
"""

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as it goes into a store; of the other fields `DocumentSummary` tells."""

    document: Document
    digest: str
    indexed: str


def text_digest(text: str) -> str:
    """Return the sha256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_records(
    path: Path,
    *,
    documents: Sequence[IndexedDocument],
    chunks: Sequence[Chunk],
    encoded_digests: Sequence[str],
    files: Sequence[StoredFile] = (),
) -> None:
    """Write documents and chunks, and what files they were read from, to a new file.

    Raises
    ------
    StoreError
        If the file cannot be written.
    ValueError
        If a string holds half of a surrogate pair, which is no text.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            # The file counts only once it is whole, so a journal would guard nothing.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.executescript(_SCHEMA + FILES_SCHEMA)
            _insert_all(connection, documents, chunks, encoded_digests)
            insert_files(connection, files, _positions(documents))
            connection.commit()
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} cannot be written: {error}", problem=StoreProblem.UNWRITABLE
        ) from error


def _insert_all(
    connection: sqlite3.Connection,
    documents: Sequence[IndexedDocument],
    chunks: Sequence[Chunk],
    encoded_digests: Sequence[str],
) -> None:
    for sql, rows in (
        (
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _document_rows(documents),
        ),
        ("INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?)", _section_rows(documents)),
        ("INSERT INTO pages VALUES (?, ?, ?, ?, ?)", _page_rows(documents)),
        ("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", _place_rows(documents)),
        (
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _chunk_rows(chunks, encoded_digests, _positions(documents)),
        ),
        (
            "INSERT INTO abbreviations VALUES (?, ?)",
            gather_definitions(one.document.text for one in documents),
        ),
        ("INSERT INTO words VALUES (?, ?, ?)", _word_rows(documents)),
    ):
        connection.executemany(sql, rows)


def _positions(documents: Sequence[IndexedDocument]) -> dict[str, int]:
    return {one.document.doc_id: position for position, one in enumerate(documents)}


def _word_rows(documents: Sequence[IndexedDocument]) -> Iterator[_Row]:
    """Yield each word of the documents of a language, with how often it stands in them."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in documents:
        if one.document.language is not None:
            text = f"{one.document.title}\n{one.document.text}"
            counts[one.document.language].update(words_of(text))
    for language, words in sorted(counts.items()):
        for word, number in sorted(words.items()):
            yield language, word, number


def _document_rows(documents: Sequence[IndexedDocument]) -> Iterator[_Row]:
    for position, one in enumerate(documents):
        document = one.document
        yield (
            position,
            document.doc_id,
            document.title,
            document.source,
            document.language,
            document.date,
            json.dumps(dict(document.metadata)),
            one.digest,
            one.indexed,
            len(document.text),
            text_digest(document.text),
            document.text,
        )


def _section_rows(documents: Sequence[IndexedDocument]) -> Iterator[_Row]:
    for position, one in enumerate(documents):
        for i, section in enumerate(one.document.sections):
            yield position, i, section.heading, section.start, section.end, section.date


def _page_rows(documents: Sequence[IndexedDocument]) -> Iterator[_Row]:
    for position, one in enumerate(documents):
        for i, page in enumerate(one.document.pages):
            yield position, i, page.number, page.start, page.end


def _place_rows(documents: Sequence[IndexedDocument]) -> Iterator[_Row]:
    for position, one in enumerate(documents):
        for i, place in enumerate(one.document.places):
            yield position, i, place.kind, place.start, place.end, place.number, place.name


def _chunk_rows(
    chunks: Sequence[Chunk], encoded_digests: Sequence[str], positions: Mapping[str, int]
) -> Iterator[_Row]:
    for row, (chunk, encoded_digest) in enumerate(zip(chunks, encoded_digests, strict=True)):
        yield (
            row,
            chunk.chunk_id,
            positions[chunk.doc_id],
            chunk.start,
            chunk.end,
            chunk.heading,
            chunk.page,
            chunk.place,
            encoded_digest,
        )
