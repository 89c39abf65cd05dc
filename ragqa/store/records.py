"""The documents and chunks in one SQLite file, open for reading."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from ragqa.errors import StoreError
from ragqa.store.files import StoredFile, read_stored_files
from ragqa.store.manifest import rebuild_hint
from ragqa.types import Chunk, Document, Page, Place, PlaceKind, Section

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text.

    ``digest`` is that of its source file, ``indexed`` the ISO 8601 time in UTC at which this
    version of it came into the store, ``publisher`` one of the ``metadata``.
    """

    doc_id: str
    title: str
    source: str
    language: str | None
    date: str | None
    characters: int
    chunks: int
    digest: str
    indexed: str
    publisher: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its chunks, and with what was noted of it; ``text_sha256`` of its text."""

    document: Document
    digest: str
    indexed: str
    text_sha256: str
    chunks: tuple[Chunk, ...]


class Records:
    """The file, open for reading, for any number of threads.

    They share one connection, for a connection a thread would have to find the file again after a
    new generation has replaced it; and a lock, since not every build of SQLite has its own.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = Lock()

    @classmethod
    def open(cls, path: Path) -> "Records":
        """Open a file that ``write_records`` wrote; StoreError if it is missing or damaged."""
        # Immutable: SQLite then takes no locks, and reads from a read-only disk.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise StoreError(f"{path} cannot be opened: {error}") from error
        records = cls(connection, path)
        try:
            records.count_chunks()
        except StoreError:
            records.close()
            raise
        return records

    def close(self) -> None:
        """Close the file; later calls raise ValueError."""
        with self._lock:
            self._connection.close()

    def count_documents(self) -> int:
        """Return the number of documents; their positions have no gaps, so the last one tells."""
        return self._one_number("SELECT coalesce(max(position) + 1, 0) FROM documents")

    def count_chunks(self) -> int:
        """Return the number of chunks; their rows have no gaps, so the last one tells."""
        return self._one_number("SELECT coalesce(max(row) + 1, 0) FROM chunks")

    def chunks(self, rows: Iterable[int]) -> tuple[Chunk, ...]:
        """Return the chunks of the given rows, in their order; ValueError if a row is unknown."""
        wanted = [int(row) for row in rows]
        # One JSON parameter takes any number of rows, where "IN (?, ?, …)" has a limit.
        found = self._query(
            "SELECT document, chunk_id, doc_id, start_char, end_char, heading, page, place"
            " FROM json_each(?) AS wanted JOIN placed_chunks ON row = wanted.value"
            " ORDER BY wanted.key",
            json.dumps(wanted),
        )
        if len(found) != len(wanted):
            raise ValueError(f"rows {wanted} are not all below {self.count_chunks()}")
        texts = self._texts({position for position, *_ in found})
        return tuple(_chunk(row, texts[position]) for position, *row in found)

    def document(self, doc_id: str) -> Document | None:
        """Return the document, or None if there is no such one."""
        found = self._query("SELECT position FROM documents WHERE doc_id = ?", doc_id)
        return self._document(*found[0]) if found else None

    def summaries(self) -> list[DocumentSummary]:
        """Return every document without its text, in the order of writing."""
        return [
            self._summary(row)
            for row in self._query(
                "SELECT doc_id, title, source, language, date, characters,"
                " (SELECT count(*) FROM chunks WHERE document = documents.position), digest,"
                " indexed, metadata"
                " FROM documents ORDER BY position"
            )
        ]

    def _summary(self, row: _Row) -> DocumentSummary:
        doc_id, title, source, language, date, characters, chunks, digest, indexed, text = row
        metadata = self._metadata(text)
        return DocumentSummary(
            doc_id=doc_id,
            title=title,
            source=source,
            language=language,
            date=date,
            characters=characters,
            chunks=chunks,
            digest=digest,
            indexed=indexed,
            publisher=metadata.get("publisher"),
            metadata=metadata,
        )

    def digests(self) -> dict[str, str]:
        """Return the digest of the source by ``doc_id``, in the order of writing."""
        return dict(self._query("SELECT doc_id, digest FROM documents ORDER BY position"))

    def files(self) -> tuple[StoredFile, ...]:
        """Return the files that the documents were read from, in the order of writing."""
        try:
            return read_stored_files(self._query)
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged(error) from error

    def abbreviations(self) -> tuple[tuple[str, str], ...]:
        """Return each abbreviation with what it stands for, sorted."""
        rows = self._query("SELECT short, long FROM abbreviations ORDER BY short, long")
        return tuple((short, long) for short, long in rows)

    def words(self, language: str) -> dict[str, int]:
        """Return the words of the documents in a language, and how often each stands in them."""
        rows = self._query("SELECT word, occurrences FROM words WHERE language = ?", language)
        return dict(rows)

    def rows_of(self, doc_ids: Iterable[str]) -> list[int]:
        """Return the rows of all chunks of the given documents, in their order."""
        found = self._query(
            "SELECT row FROM chunks JOIN documents ON documents.position = chunks.document"
            " WHERE doc_id IN (SELECT value FROM json_each(?)) ORDER BY row",
            json.dumps(list(doc_ids)),
        )
        return [row for (row,) in found]

    def rows_of_dates(self) -> dict[str, dict[str | None, list[int]]]:
        """Return the rows of each document with dated sections, by the dates of these.

        Those outside of all dated sections are under None.
        """
        rows: defaultdict[str, dict[str | None, list[int]]] = defaultdict(dict)
        for doc_id, date, row in self._query(
            "SELECT doc_id, (SELECT sections.date FROM sections"
            " WHERE sections.document = placed_chunks.document"
            " AND sections.start_char <= placed_chunks.start_char"
            " AND placed_chunks.start_char < sections.end_char), row"
            " FROM placed_chunks"
            " WHERE document IN (SELECT document FROM sections WHERE date IS NOT NULL) ORDER BY row"
        ):
            rows[doc_id].setdefault(date, []).append(row)
        return dict(rows)

    def languages(self) -> list[str | None]:
        """Return the language of each row's document, in the order of the rows."""
        found = self._query(
            "SELECT language FROM chunks JOIN documents ON documents.position = chunks.document"
            " ORDER BY row"
        )
        return [language for (language,) in found]

    def rows_by_encoded_digest(self) -> dict[str, int]:
        """Return the last row of each encoded text, by the text's digest."""
        return dict(self._query("SELECT encoded_digest, row FROM chunks ORDER BY row"))

    def stored_documents(self) -> Iterator[StoredDocument]:
        """Yield every document with its chunks, one in memory at a time."""
        for (position,) in self._query("SELECT position FROM documents ORDER BY position"):
            ((digest, indexed, text_sha256),) = self._query(
                "SELECT digest, indexed, text_sha256 FROM documents WHERE position = ?", position
            )
            document = self._document(position)
            chunks = self._query(
                "SELECT chunk_id, doc_id, start_char, end_char, heading, page, place"
                " FROM placed_chunks WHERE document = ? ORDER BY row",
                position,
            )
            yield StoredDocument(
                document=document,
                digest=digest,
                indexed=indexed,
                text_sha256=text_sha256,
                chunks=tuple(_chunk(row, document.text) for row in chunks),
            )

    def _document(self, position: int) -> Document:
        ((doc_id, title, text, source, language, date, metadata),) = self._query(
            "SELECT doc_id, title, text, source, language, date, metadata"
            " FROM documents WHERE position = ?",
            position,
        )
        sections = self._query(
            "SELECT heading, start_char, end_char, date FROM sections WHERE document = ?"
            " ORDER BY position",
            position,
        )
        pages = self._query(
            "SELECT number, start_char, end_char FROM pages WHERE document = ? ORDER BY position",
            position,
        )
        places = self._query(
            "SELECT kind, start_char, end_char, number, name FROM places WHERE document = ?"
            " ORDER BY position",
            position,
        )
        return Document(
            doc_id=doc_id,
            title=title,
            text=text,
            source=source,
            language=language,
            date=date,
            sections=tuple(Section(*row) for row in sections),
            pages=tuple(Page(*row) for row in pages),
            metadata=self._metadata(metadata),
            places=tuple(self._place(row) for row in places),
        )

    def _place(self, row: _Row) -> Place:
        kind, *rest = row
        try:
            return Place(PlaceKind(kind), *rest)
        except ValueError as error:
            raise self._damaged(error) from error

    def _metadata(self, text: str) -> dict[str, str]:
        try:
            return dict(json.loads(text))
        except (TypeError, ValueError) as error:
            raise self._damaged(error) from error

    def _texts(self, positions: Iterable[int]) -> dict[int, str]:
        found = self._query(
            "SELECT position, text FROM documents"
            " WHERE position IN (SELECT value FROM json_each(?))",
            json.dumps(sorted(positions)),
        )
        return dict(found)

    def _one_number(self, sql: str) -> int:
        ((number,),) = self._query(sql)
        return int(number)

    def _query(self, sql: str, *parameters: str | int) -> list[_Row]:
        try:
            with self._lock:
                return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.ProgrammingError as error:
            raise ValueError(f"{self._path} is closed") from error
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> StoreError:
        return StoreError(
            f"{self._path} is damaged: {error}; {rebuild_hint(self._path.parents[1])}"
        )


def _chunk(row: Sequence[Any], text: str) -> Chunk:
    chunk_id, doc_id, start, end, heading, page, place = row
    return Chunk(chunk_id, doc_id, text[start:end], start, end, heading, page, place)
