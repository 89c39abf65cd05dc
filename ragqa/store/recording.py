"""Writing documents and chunks to one SQLite file, which `ragqa.store.records` reads.

The text of a chunk is not stored: it is the slice of its document's text that its offsets name.
"""

import hashlib
import json
import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragqa.abbreviations import gather_definitions
from ragqa.errors import StoreError, StoreProblem
from ragqa.store.files import FILES_SCHEMA, StoredFile, replace_files
from ragqa.store.manifest import rebuild_hint
from ragqa.terms import words_of
from ragqa.types import Chunk, Document

_SCHEMA = """
CREATE TABLE documents (
    position INTEGER PRIMARY KEY,
    listed INTEGER NOT NULL,
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
    chunk_id TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    heading TEXT NOT NULL,
    page INTEGER,
    place TEXT,
    encoded_digest BLOB NOT NULL
);
CREATE TABLE abbreviations (
    document INTEGER NOT NULL REFERENCES documents,
    position INTEGER NOT NULL,
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    PRIMARY KEY (document, position)
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

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document as it goes into a store; of the other fields `DocumentSummary` tells."""

    document: Document
    digest: str
    indexed: str


_Placed = tuple[int, IndexedDocument]
"""A document with its position, which no other one in the file has."""


def text_digest(text: str) -> str:
    """Return the sha256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def as_record_errors(path: Path, *, copied: Path | None = None) -> Iterator[None]:
    """Turn an error of SQLite in writing a file into a StoreError that names it.

    Where the file began as a copy of another one, it is that one which is damaged.
    """
    try:
        yield
    except sqlite3.Error as error:
        if copied is not None and _is_damage(error):
            raise StoreError(
                f"{copied} is damaged: {error}; {rebuild_hint(copied.parents[1])}"
            ) from error
        raise StoreError(
            f"{path} cannot be written: {error}", problem=StoreProblem.UNWRITABLE
        ) from error


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) in _DAMAGE


class Recorder:
    """Writes documents and chunks, and what files they were read from.

    Its methods raise sqlite3.Error if the file cannot be written, and ValueError if a string holds
    half of a surrogate pair, which is no text.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def create(cls, path: Path, *, base: Path | None = None) -> "Recorder":
        """Make a new file, empty or with what is in the file ``base``."""
        if base is not None:
            shutil.copyfile(base, path)
        connection = sqlite3.connect(path)
        try:
            _prepare(connection, is_new=base is None)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def save(self) -> None:
        """Write what is not written yet, and close the file.

        If it is empty for more than half, a packed one takes its place, as far as there is room.
        """
        self._connection.commit()
        packed = self._path.with_suffix(".packed")
        if 2 * self._pragma("freelist_count") > self._pragma("page_count"):
            with suppress(sqlite3.OperationalError):
                self._connection.execute("VACUUM INTO ?", (str(packed),))
                packed.replace(self._path)
        self.close()
        packed.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; what was not saved may be lost."""
        self._connection.close()

    def _pragma(self, name: str) -> int:
        ((number,),) = self._connection.execute(f"PRAGMA {name}")
        return int(number)

    def remove(self, doc_ids: Iterable[str]) -> None:
        """Take documents out, with all that is of them."""
        doc_ids = list(doc_ids)
        for doc_id in doc_ids:
            ((position, language, title, text),) = self._connection.execute(
                "SELECT position, language, title, text FROM documents WHERE doc_id = ?", (doc_id,)
            )
            self._count_words({language: _words(title, text)}, sign=-1)
            for table in ("sections", "pages", "places", "chunks", "abbreviations"):
                self._connection.execute(
                    f"DELETE FROM {table} WHERE document = ?",  # noqa: S608 (a name from above)
                    (position,),
                )
            self._connection.execute("DELETE FROM documents WHERE position = ?", (position,))
        if doc_ids:
            self._connection.execute("DELETE FROM words WHERE occurrences = 0")

    def renumber(self, rows: NDArray[np.int64]) -> None:
        """Give chunks other rows: an array (n, 2), each the old and the new one.

        Both ascend, and no row grows.
        """
        self._connection.executemany(
            "UPDATE chunks SET row = ? WHERE row = ?", ((int(new), int(old)) for old, new in rows)
        )

    def add(
        self,
        documents: Sequence[IndexedDocument],
        chunks: Sequence[Chunk],
        encoded_digests: Sequence[str],
        *,
        first_row: int,
    ) -> None:
        """Write documents, and chunks of them to the rows from ``first_row`` on."""
        ((start,),) = self._connection.execute(
            "SELECT coalesce(max(position) + 1, 0) FROM documents"
        )
        placed = list(enumerate(documents, start))
        positions = {one.document.doc_id: position for position, one in placed}
        for table, columns, rows in (
            ("documents", 13, _document_rows(placed)),
            ("sections", 6, _section_rows(placed)),
            ("pages", 5, _page_rows(placed)),
            ("places", 7, _place_rows(placed)),
            ("chunks", 9, _chunk_rows(chunks, encoded_digests, positions, first_row)),
            ("abbreviations", 4, _abbreviation_rows(placed)),
        ):
            self._connection.executemany(
                f"INSERT INTO {table} VALUES (?{', ?' * (columns - 1)})",  # noqa: S608
                rows,
            )
        self._count_words(_words_by_language(documents), sign=1)

    def list_in_order(self, doc_ids: Sequence[str]) -> None:
        """Put all documents into an order."""
        self._connection.executemany(
            "UPDATE documents SET listed = ? WHERE doc_id = ? AND listed != ?",
            ((place, doc_id, place) for place, doc_id in enumerate(doc_ids)),
        )

    def replace_files(self, files: Sequence[StoredFile]) -> None:
        """Write what files the documents were read from, in place of what is there."""
        positions = dict(self._connection.execute("SELECT doc_id, position FROM documents"))
        replace_files(self._connection, files, positions)

    def _count_words(self, counts: Mapping[str | None, Counter[str]], *, sign: int) -> None:
        for language, words in counts.items():
            if language is not None:
                self._connection.executemany(
                    "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT (language, word)"
                    " DO UPDATE SET occurrences = occurrences + excluded.occurrences",
                    ((language, word, sign * number) for word, number in sorted(words.items())),
                )


def _prepare(connection: sqlite3.Connection, *, is_new: bool) -> None:
    # The file counts only once it is whole, so a journal would guard nothing.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    # What is taken out shall not be found in the file by whoever reads its bytes.
    connection.execute("PRAGMA secure_delete = ON")
    if is_new:
        connection.executescript(_SCHEMA + FILES_SCHEMA)
    connection.execute("CREATE INDEX IF NOT EXISTS chunks_by_digest ON chunks (encoded_digest)")


def _words_by_language(documents: Sequence[IndexedDocument]) -> dict[str | None, Counter[str]]:
    """Return how often each word stands in the documents of a language."""
    counts: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for one in documents:
        counts[one.document.language].update(_words(one.document.title, one.document.text))
    return counts


def _words(title: str, text: str) -> Counter[str]:
    return Counter(words_of(f"{title}\n{text}"))


def _document_rows(documents: Sequence[_Placed]) -> Iterator[_Row]:
    for position, one in documents:
        document = one.document
        yield (
            position,
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


def _section_rows(documents: Sequence[_Placed]) -> Iterator[_Row]:
    for position, one in documents:
        for i, section in enumerate(one.document.sections):
            yield position, i, section.heading, section.start, section.end, section.date


def _page_rows(documents: Sequence[_Placed]) -> Iterator[_Row]:
    for position, one in documents:
        for i, page in enumerate(one.document.pages):
            yield position, i, page.number, page.start, page.end


def _place_rows(documents: Sequence[_Placed]) -> Iterator[_Row]:
    for position, one in documents:
        for i, place in enumerate(one.document.places):
            yield position, i, place.kind, place.start, place.end, place.number, place.name


def _abbreviation_rows(documents: Sequence[_Placed]) -> Iterator[_Row]:
    for position, one in documents:
        for i, (short, long) in enumerate(gather_definitions([one.document.text])):
            yield position, i, short, long


def _chunk_rows(
    chunks: Sequence[Chunk],
    encoded_digests: Sequence[str],
    positions: Mapping[str, int],
    first_row: int,
) -> Iterator[_Row]:
    for row, (chunk, encoded_digest) in enumerate(
        zip(chunks, encoded_digests, strict=True), first_row
    ):
        yield (
            row,
            chunk.chunk_id,
            positions[chunk.doc_id],
            chunk.start,
            chunk.end,
            chunk.heading,
            chunk.page,
            chunk.place,
            bytes.fromhex(encoded_digest),
        )
