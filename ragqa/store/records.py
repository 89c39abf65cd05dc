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

_DOCUMENTS_AT_ONCE = 100
_DIGESTS_AT_ONCE = 500  # of the parameters that SQLite takes


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
    """A document, and what was noted of it; ``text_sha256`` of its text."""

    document: Document
    digest: str
    indexed: str
    text_sha256: str


class MissingChunksError(ValueError):
    """Some rows have no chunk."""


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
        """Open what `ragqa.store.recording` wrote; StoreError if it is missing or damaged."""
        # Immutable: SQLite then takes no locks, and reads from a read-only disk.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise StoreError(
                f"{path} cannot be opened: {error}; {rebuild_hint(path.parents[1])}"
            ) from error
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
        """Return the number of documents."""
        return self._one_number("SELECT count(*) FROM documents")

    def count_chunks(self) -> int:
        """Return the number of chunks."""
        return self._one_number("SELECT count(*) FROM chunks")

    def chunks(self, rows: Iterable[int]) -> tuple[Chunk, ...]:
        """Return the chunks of the given rows, in their order; an error if a row has none."""
        wanted = [int(row) for row in rows]
        # One JSON parameter takes any number of rows, where "IN (?, ?, …)" has a limit.
        found = self._query(
            "SELECT document, chunk_id, doc_id, start_char, end_char, heading, page, place"
            " FROM json_each(?) AS wanted JOIN placed_chunks ON row = wanted.value"
            " ORDER BY wanted.key",
            json.dumps(wanted),
        )
        if len(found) != len(wanted):
            raise MissingChunksError(f"rows {wanted} are not all those of chunks")
        texts = self._texts({position for position, *_ in found})
        return tuple(_chunk(row, texts[position]) for position, *row in found)

    def document(self, doc_id: str) -> Document | None:
        """Return the document, or None if there is no such one."""
        stored = self.stored_document(doc_id)
        return stored.document if stored else None

    def summaries(self) -> list[DocumentSummary]:
        """Return every document without its text, in the order of writing."""
        return [
            self._summary(row)
            for row in self._query(
                "SELECT doc_id, title, source, language, date, characters,"
                " (SELECT count(*) FROM chunks WHERE document = documents.position), digest,"
                " indexed, metadata"
                " FROM documents ORDER BY listed"
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
        return dict(self._query("SELECT doc_id, digest FROM documents ORDER BY listed"))

    def files(self) -> tuple[StoredFile, ...]:
        """Return the files that the documents were read from, in the order of writing."""
        try:
            return read_stored_files(self._query)
        except (KeyError, TypeError, ValueError) as error:
            raise self.damaged(error) from error

    def abbreviations(self) -> tuple[tuple[str, str], ...]:
        """Return each abbreviation with what it stands for, sorted.

        Of long forms that differ only in case, the first document's is returned.
        """
        found = self._query(
            "SELECT short, long FROM abbreviations"
            " JOIN documents ON documents.position = abbreviations.document"
            " ORDER BY listed, abbreviations.position"
        )
        firsts: dict[tuple[str, str], tuple[str, str]] = {}
        for short, long in found:
            firsts.setdefault((short, long.lower()), (short, long))
        return tuple(sorted(firsts.values()))

    def words(self, language: str) -> dict[str, int]:
        """Return the words of the documents in a language, and how often each stands in them."""
        rows = self._query("SELECT word, occurrences FROM words WHERE language = ?", language)
        return dict(rows)

    def rows(self) -> list[int]:
        """Return the rows of all chunks, in ascending order."""
        return [row for (row,) in self._query("SELECT row FROM chunks ORDER BY row")]

    def rows_of(self, doc_ids: Iterable[str]) -> list[int]:
        """Return the rows of all chunks of the given documents, ascending."""
        positions: dict[str, int] = dict(self._query("SELECT doc_id, position FROM documents"))
        wanted = [positions[doc_id] for doc_id in doc_ids if doc_id in positions]
        return self._rows_at(wanted)

    def _rows_at(self, positions: Sequence[int]) -> list[int]:
        found = self._query(
            "SELECT row FROM chunks WHERE document IN (SELECT value FROM json_each(?))"
            " ORDER BY row",
            json.dumps(list(positions)),
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

    def languages(self) -> dict[int, str | None]:
        """Return the language of each row's document, by row."""
        return dict(
            self._query(
                "SELECT row, language FROM chunks"
                " JOIN documents ON documents.position = chunks.document"
            )
        )

    def rows_of_encoded(self, encoded_digests: Iterable[str]) -> dict[str, int]:
        """Return the last row of each encoded text that is there, by the text's digest."""
        wanted, rows = [bytes.fromhex(one) for one in encoded_digests], dict[str, int]()
        for start in range(0, len(wanted), _DIGESTS_AT_ONCE):
            digests = wanted[start : start + _DIGESTS_AT_ONCE]
            places = ", ".join("?" * len(digests))
            rows |= self._query(
                f"SELECT lower(hex(encoded_digest)), max(row) FROM chunks"  # noqa: S608
                f" WHERE encoded_digest IN ({places}) GROUP BY encoded_digest",
                *digests,
            )
        return rows

    def stored_documents(self) -> Iterator[StoredDocument]:
        """Yield every document in the order of indexing, some in memory at a time."""
        found = self._query("SELECT position FROM documents ORDER BY listed")
        positions = [position for (position,) in found]
        for start in range(0, len(positions), _DOCUMENTS_AT_ONCE):
            yield from self._stored(positions[start : start + _DOCUMENTS_AT_ONCE])

    def stored_document(self, doc_id: str) -> StoredDocument | None:
        """Return a document with what was noted of it, or None if there is no such one."""
        try:
            doc_id.encode()
        except UnicodeEncodeError:  # no id holds half of a surrogate pair: SQLite takes none
            return None
        found = self._query("SELECT position FROM documents WHERE doc_id = ?", doc_id)
        return self._stored([position for (position,) in found])[0] if found else None

    def chunks_of(self, doc_id: str) -> tuple[Chunk, ...]:
        """Return the chunks of a document, in their order."""
        found = self._query("SELECT position FROM documents WHERE doc_id = ?", doc_id)
        return self.chunks(self._rows_at([position for (position,) in found]))

    def _stored(self, positions: Sequence[int]) -> list[StoredDocument]:
        """Return the documents at some positions, in their order."""
        wanted = json.dumps(list(positions))
        sections = self._parts(
            "SELECT document, heading, start_char, end_char, date FROM sections"
            " WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document, position",
            wanted,
        )
        pages = self._parts(
            "SELECT document, number, start_char, end_char FROM pages"
            " WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document, position",
            wanted,
        )
        places = self._parts(
            "SELECT document, kind, start_char, end_char, number, name FROM places"
            " WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document, position",
            wanted,
        )
        documents = self._query(
            "SELECT position, doc_id, title, text, source, language, date, metadata,"
            " digest, indexed, text_sha256"
            " FROM json_each(?) AS wanted JOIN documents ON position = wanted.value"
            " ORDER BY wanted.key",
            wanted,
        )
        return [
            StoredDocument(
                Document(
                    doc_id=doc_id,
                    title=title,
                    text=text,
                    source=source,
                    language=language,
                    date=date,
                    sections=tuple(Section(*row) for row in sections[position]),
                    pages=tuple(Page(*row) for row in pages[position]),
                    metadata=self._metadata(metadata),
                    places=tuple(self._place(row) for row in places[position]),
                ),
                *noted,
            )
            for position, doc_id, title, text, source, language, date, metadata, *noted in documents
        ]

    def _parts(self, sql: str, documents: str) -> defaultdict[int, list[_Row]]:
        """Return rows without their first column, by what stands in it."""
        parts: defaultdict[int, list[_Row]] = defaultdict(list)
        for position, *row in self._query(sql, documents):
            parts[position].append(tuple(row))
        return parts

    def _place(self, row: _Row) -> Place:
        kind, *rest = row
        try:
            return Place(PlaceKind(kind), *rest)
        except ValueError as error:
            raise self.damaged(error) from error

    def _metadata(self, text: str) -> dict[str, str]:
        try:
            return dict(json.loads(text))
        except (TypeError, ValueError) as error:
            raise self.damaged(error) from error

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

    def _query(self, sql: str, *parameters: str | int | bytes) -> list[_Row]:
        try:
            with self._lock:
                return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.ProgrammingError as error:
            raise ValueError(f"{self._path} is closed") from error
        except sqlite3.Error as error:
            raise self.damaged(error) from error

    def damaged(self, error: Exception) -> StoreError:
        """Return the error of a file in which something is wrong."""
        return StoreError(
            f"{self._path} is damaged: {error}; {rebuild_hint(self._path.parents[1])}"
        )


def _chunk(row: Sequence[Any], text: str) -> Chunk:
    chunk_id, doc_id, start, end, heading, page, place = row
    return Chunk(chunk_id, doc_id, text[start:end], start, end, heading, page, place)
