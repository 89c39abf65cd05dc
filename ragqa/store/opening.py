"""A store, open for reading."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ragqa.errors import IndexDamage, StoreError, StoreProblem
from ragqa.store.blocks import Blocks
from ragqa.store.files import StoredFile
from ragqa.store.manifest import (
    RECORDS_NAME,
    EncoderInfo,
    Manifest,
    read_manifest,
    rebuild_hint,
)
from ragqa.store.records import DocumentSummary, MissingChunksError, Records, StoredDocument
from ragqa.types import Chunk, Document


class Store:
    """One generation of a store: row i of ``dense`` and of ``sparse`` is of one chunk, or of none.

    Any number of threads may ask it. It stays whole while another run writes a new generation.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        *,
        records: Records,
        blocks: Blocks,
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.blocks = blocks
        self.dense = blocks.dense()
        self.sparse = blocks.sparse()
        self._records = records

    @classmethod
    def open(cls, folder: Path, *, encoder: EncoderInfo | None = None) -> Self:
        """Open the store in ``folder``, made by ``encoder`` where one is given.

        Sizes and counts are checked. Digests are not, since that takes reading every byte: it is
        what ``verify`` does.

        Raises
        ------
        StoreError
            If there is no store, or it is damaged, or of another format or encoder.
        """
        manifest = read_manifest(folder)
        try:
            return cls._open_generation(folder, manifest, encoder)
        except StoreError:
            # A writer may have put in a new generation since the manifest was read.
            return cls._open_generation(folder, read_manifest(folder), encoder)

    @classmethod
    def _open_generation(
        cls, folder: Path, manifest: Manifest, encoder: EncoderInfo | None
    ) -> Self:
        if encoder is not None:
            _check_encoder(folder, manifest, encoder)
        generation = folder / manifest.generation
        _check_sizes(generation, manifest)
        blocks = _open_blocks(generation, manifest)
        records = Records.open(generation / RECORDS_NAME)
        try:
            with _naming(folder):
                store = cls(folder, manifest, records=records, blocks=blocks)
            store._check_counts()
        except StoreError:
            records.close()
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self.close()
        if isinstance(error, IndexDamage):
            raise _of_store(error, self.folder) from error

    @contextmanager
    def naming_damage(self) -> Iterator[None]:
        """Let what proves damaged while it is read say which store it is of, and what to do.

        Leaving the context that a store is does it too.
        """
        with _naming(self.folder):
            yield

    def close(self) -> None:
        """Let go of the files; later questions for documents and chunks raise ValueError."""
        self._records.close()
        # They are mapped for as long as somebody holds these.
        for name in ("blocks", "dense", "sparse"):
            vars(self).pop(name, None)

    @property
    def records_path(self) -> Path:
        """The file of the documents and chunks."""
        return self.folder / self.manifest.generation / RECORDS_NAME

    def chunks(self, rows: Iterable[int]) -> tuple[Chunk, ...]:
        """Return the chunks of the given rows, in that order.

        Raises
        ------
        StoreError
            If a row of the indexes has no chunk: the store is damaged.
        ValueError
            If a row is none of the indexes, or removed.
        """
        wanted = [int(row) for row in rows]
        try:
            return self._records.chunks(wanted)
        except MissingChunksError as error:
            living = np.setdiff1d(np.arange(self.manifest.counts.rows), self.blocks.removed)
            if set(wanted) <= set(living.tolist()):
                raise self._records.damaged(error) from error
            raise

    def document(self, doc_id: str) -> Document:
        """Return a document; StoreError if the store has none of that name."""
        document = self._records.document(doc_id)
        if document is None:
            raise StoreError(
                f'no document "{doc_id}" in {self.folder}; '
                f'"ragqa info --store {self.folder}" lists them',
                problem=StoreProblem.GONE,
            )
        return document

    def documents(self) -> Iterator[DocumentSummary]:
        """Yield every document without its text, in the order of indexing."""
        yield from self._records.summaries()

    def stored_documents(self) -> Iterator[StoredDocument]:
        """Yield every document, in the order of indexing."""
        return self._records.stored_documents()

    def stored_document(self, doc_id: str) -> StoredDocument | None:
        """Return a document with what was noted of it, None if the store has none of that name."""
        return self._records.stored_document(doc_id)

    def abbreviations(self) -> tuple[tuple[str, str], ...]:
        """Return each abbreviation that the documents define, with what it stands for, sorted."""
        return self._records.abbreviations()

    def words(self, language: str) -> dict[str, int]:
        """Return the words of the documents in a language, and how often each stands in them."""
        return self._records.words(language)

    def rows_of(self, doc_ids: Iterable[str]) -> list[int]:
        """Return the rows of all chunks of the given documents, in ascending order."""
        return self._records.rows_of(doc_ids)

    def rows_of_dates(self) -> dict[str, dict[str | None, list[int]]]:
        """Return the rows of each document with dated sections, by the dates of these.

        Rows ascend; those of passages outside of all dated sections are under None.
        """
        return self._records.rows_of_dates()

    def languages(self) -> NDArray[np.str_]:
        """Return the language of each row's document, "" where it is not known: shape (rows,)."""
        found = self._records.languages()
        rows = range(self.manifest.counts.rows)
        return np.array([found.get(row) or "" for row in rows], dtype=np.str_)

    def digests(self) -> dict[str, str]:
        """Return the digest of each source file by ``doc_id``, in the order of indexing."""
        return self._records.digests()

    def files(self) -> tuple[StoredFile, ...]:
        """Return the files that the documents were read from, in the order of indexing.

        A document whose file is not among them is one of a file that shall be read anew.
        """
        return self._records.files()

    def known_vectors(self, encoded_digests: Iterable[str]) -> dict[str, int]:
        """Return a row whose vector can be used again, for each encoded text that is known.

        Unknown digests are left out; ``dense.vectors`` has the vectors of the rows.
        """
        return self._records.rows_of_encoded(encoded_digests)

    def _check_counts(self) -> None:
        counts = self.manifest.counts
        for what, found, expected in (
            ("documents", self._records.count_documents(), counts.documents),
            ("chunks", self._records.count_chunks(), counts.chunks),
            ("rows", self.blocks.rows, counts.rows),
            ("rows of chunks", self.blocks.rows - len(self.blocks.removed), counts.chunks),
            ("dimensions", self.dense.dimension, self.manifest.encoder.dimension),
        ):
            if found != expected:
                raise StoreError(
                    f"{self.folder} holds {found} {what}, its manifest says {expected}; "
                    f"{rebuild_hint(self.folder)}"
                )


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    try:
        yield
    except IndexDamage as error:
        raise _of_store(error, folder) from error


def _of_store(error: IndexDamage, folder: Path) -> StoreError:
    return StoreError(f"{folder} is damaged: {error}; {rebuild_hint(folder)}")


def _check_encoder(folder: Path, manifest: Manifest, encoder: EncoderInfo) -> None:
    if encoder != manifest.encoder:
        raise StoreError(
            f"{folder} was made with encoder {manifest.encoder}, this run uses {encoder}; "
            f"{_other_encoder_hint(folder, manifest, encoder)}"
        )


def _other_encoder_hint(folder: Path, manifest: Manifest, encoder: EncoderInfo) -> str:
    """Say how the store keeps its encoder, and how it gets the other one."""
    made_by = manifest.encoder.name
    if made_by == encoder.name:  # of other weights: nobody has the old ones
        return rebuild_hint(folder)
    return (
        "name no encoder to keep its own, or make it anew for the other with "
        f'"ragqa index --store {folder} --encoder {encoder.name} --rebuild"'
    )


def _open_blocks(generation: Path, manifest: Manifest) -> Blocks:
    try:
        return Blocks.open(generation, manifest.blocks)
    except StoreError as error:  # a block knows what is wrong, not which store it is part of
        raise StoreError(f"{error}; {rebuild_hint(generation.parent)}") from error


def _check_sizes(generation: Path, manifest: Manifest) -> None:
    for name, info in manifest.files.items():
        path = generation / name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise StoreError(
                f"{path} cannot be read: {error.strerror}; {rebuild_hint(generation.parent)}"
            ) from error
        if size != info.size:
            raise StoreError(
                f"{path} has {size} bytes, the manifest says {info.size}; "
                f"{rebuild_hint(generation.parent)}"
            )
