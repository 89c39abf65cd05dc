"""Writing a store: a new generation is built aside, then put in by one step."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from ragqa.documents.structure import structure_problems
from ragqa.encoding import FloatArray
from ragqa.errors import StoreError, StoreProblem
from ragqa.store.blocks import NO_BLOCKS, NewBlocks, WrittenBlocks, write_blocks
from ragqa.store.files import StoredFile
from ragqa.store.folder import as_store_errors, remove_all_but, sole_writer
from ragqa.store.laws import chunk_problems
from ragqa.store.manifest import (
    FORMAT_VERSION,
    GENERATION_NAME,
    MANIFEST_NAME,
    RECORDS_NAME,
    ChunkingInfo,
    Counts,
    EncoderInfo,
    FileInfo,
    Manifest,
    ReadingInfo,
    digest_of_sources,
    named_generation,
)
from ragqa.store.opening import Store
from ragqa.store.recording import IndexedDocument, Recorder, as_record_errors
from ragqa.types import Chunk, Document
from ragqa.version import VERSION


class StoreWriter:
    """Makes a folder a store of what is added to it and of what it keeps of the one before.

    ::

        with StoreWriter(folder, encoder=encoder) as writer:
            writer.add(documents, chunks, vectors=vectors, terms=terms, encoded_digests=digests)
            writer.finish(reading=reading, chunking=chunking, roots=["corpus"])

    Any failure, and leaving the context before ``finish``, leaves the store that was there as it
    was. One run at a time writes, from its first call on: others wait for up to 30 seconds. What is
    added goes to the disk at once. What the documents that are kept take up is shared with the
    generation before, not copied, as far as the file system can.

    Parameters
    ----------
    folder
        Need not exist. If it does, it must be empty or a store.
    previous
        The store that the content was made from, if it was: if another generation is in force when
        writing begins, it would undo what somebody else did.
    shares
        Whether documents of ``previous`` may be kept.
    """

    def __init__(
        self,
        folder: Path,
        *,
        encoder: EncoderInfo,
        previous: Store | None = None,
        shares: bool = True,
    ) -> None:
        self._folder = folder
        self._encoder = encoder
        self._previous = previous
        self._base = previous if shares else None
        self._digests: dict[str, str] = {}
        self._first_row = self._base.blocks.rows if self._base else 0
        self._held = ExitStack()
        self._started: _Started | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: Any) -> None:
        with as_store_errors(self._folder):
            self._held.__exit__(*exception)

    def add(
        self,
        documents: Sequence[IndexedDocument],
        chunks: Sequence[Chunk],
        *,
        vectors: FloatArray,
        terms: Sequence[Sequence[str]],
        encoded_digests: Sequence[str],
    ) -> None:
        """Put in new documents, with all of their chunks.

        A document of an id that the store before has takes the place of that one.

        Parameters
        ----------
        chunks, vectors, terms, encoded_digests
            Of the same length and order. ``vectors`` has shape (chunks, encoder's dimension); a
            digest is the sha256 of the exact text that was encoded.

        Raises
        ------
        StoreError
            If the folder holds something else, or cannot be written, or was written meanwhile.
        ValueError
            If the parts do not fit together, or a string is not valid Unicode.
        """
        _check_lengths(len(chunks), len(vectors), len(terms), len(encoded_digests))
        _check_shape(vectors, self._encoder)
        _check_laws([one.document for one in documents], chunks)
        for one in documents:
            self._note(one.document.doc_id, one.digest)
        texts = sum(len(one.document.text) for one in documents)
        with self._writing(vectors.nbytes + texts) as started:
            started.records.remove(
                one.document.doc_id for one in documents if one.document.doc_id in self._before
            )
            first_row = self._first_row + started.new.rows
            started.records.add(documents, chunks, encoded_digests, first_row=first_row)
            started.new.add(vectors, terms)

    def finish(
        self,
        *,
        reading: ReadingInfo,
        chunking: ChunkingInfo,
        roots: Sequence[str],
        files: Sequence[StoredFile] = (),
        kept: Sequence[str] = (),
        order: Sequence[str] | None = None,
        switching: AbstractContextManager[None] = nullcontext(),  # noqa: B008 (it holds nothing)
    ) -> Manifest:
        """Put the new state in place of the old one, in one step.

        Parameters
        ----------
        roots
            The paths that were indexed.
        files
            What the documents were read from; those of a file that is left out are read anew by the
            next run.
        kept
            The ids of the documents of the store before that stay as they are, with their chunks.
        order
            The ids of all documents in the order in which they are listed; without it, the kept
            ones come first.
        switching
            Entered while nobody else can write, just before the new state takes the old one's
            place, and left right after.

        Returns
        -------
        manifest
            What the store says of itself now.

        Raises
        ------
        StoreError, ValueError
            As ``add`` does.
        """
        added = self._note_kept(kept)
        with self._writing(0) as started:
            gone = sorted(self._before.keys() - set(kept))
            blocks = self._write_blocks(started, removed=gone)
            records = started.records
            records.remove(doc_id for doc_id in gone if doc_id not in added)
            records.renumber(blocks.renumbered)
            records.list_in_order(order if order is not None else list(self._digests))
            records.replace_files(files)
            records.save()
            manifest = self._manifest(
                started.content, blocks, reading=reading, chunking=chunking, roots=roots
            )
            with switching:
                _put_in(self._folder, started.content, manifest)
        return manifest

    def _note_kept(self, kept: Sequence[str]) -> Set[str]:
        """Note the kept documents before those that were added; return the ids of the latter."""
        added, self._digests = self._digests, {}
        for doc_id in kept:
            if doc_id not in self._before:
                raise ValueError(f"no document {doc_id} to be kept")
            self._note(doc_id, self._before[doc_id])
        for doc_id, digest in added.items():
            self._note(doc_id, digest)
        return added.keys()

    def _write_blocks(self, started: "_Started", *, removed: Sequence[str]) -> WrittenBlocks:
        """Write the blocks of before without those documents, and what was added behind them."""
        # The blocks that were added are copied once more.
        _check_space(self._folder, started.new.size())
        return write_blocks(
            started.content,
            before=self._base.blocks if self._base else NO_BLOCKS,
            removed=self._base.rows_of(removed) if self._base else (),
            new=started.new,
        )

    def _manifest(
        self,
        content: Path,
        blocks: WrittenBlocks,
        *,
        reading: ReadingInfo,
        chunking: ChunkingInfo,
        roots: Sequence[str],
    ) -> Manifest:
        """Return what is to be said of the new generation, all files of which are flushed then."""
        return Manifest(
            format_version=FORMAT_VERSION,
            ragqa_version=VERSION,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            generation=f"generation-{secrets.token_hex(4)}",
            encoder=self._encoder,
            reading=reading,
            chunking=chunking,
            counts=Counts(
                documents=len(self._digests),
                chunks=blocks.rows - blocks.removed,
                rows=blocks.rows,
            ),
            sources_sha256=digest_of_sources(self._digests),
            roots=tuple(roots),
            blocks=blocks.names,
            files=_flushed_files(
                content, known=_files_of_blocks(self._base, blocks.names[: blocks.shared])
            ),
        )

    @cached_property
    def _before(self) -> dict[str, str]:
        return self._base.digests() if self._base else {}

    def _note(self, doc_id: str, digest: str) -> None:
        if doc_id in self._digests:
            raise ValueError(f"two documents have the same doc_id, {doc_id}")
        self._digests[doc_id] = digest

    @contextmanager
    def _writing(self, needed: int) -> Iterator["_Started"]:
        """Begin to write, if that is still to be done, and turn what fails into a StoreError.

        ``needed`` are the bytes that are about to be written.
        """
        with as_store_errors(self._folder):
            if self._started is None:
                self._started = self._start(needed)
            else:
                _check_space(self._folder, needed)
            base = self._base.records_path if self._base else None
            with as_record_errors(self._started.content / RECORDS_NAME, copied=base):
                yield self._started

    def _start(self, needed: int) -> "_Started":
        held = self._held
        held.enter_context(sole_writer(self._folder))
        building = held.enter_context(_building_folder(self._folder))
        _check_in_force(self._folder, self._previous)
        base = self._base.records_path if self._base else None
        _check_space(self._folder, needed + (base.stat().st_size if base else 0))
        content, new = building / "content", building / "new"
        content.mkdir()
        new.mkdir()
        with as_record_errors(content / RECORDS_NAME, copied=base):
            records = Recorder.create(content / RECORDS_NAME, base=base)
        held.callback(records.close)
        return _Started(content, NewBlocks(new, dimension=self._encoder.dimension), records)


@dataclass(frozen=True, slots=True)
class _Started:
    """The folder of the new generation, the blocks that are new in it, its documents and chunks."""

    content: Path
    new: NewBlocks
    records: Recorder


def _files_of_blocks(store: Store | None, names: Sequence[str]) -> dict[str, FileInfo]:
    """Return what is known of the files of a store's blocks."""
    if store is None:
        return {}
    return {
        name: info for name, info in store.manifest.files.items() if name.split("/")[0] in names
    }


def _check_lengths(chunks: int, vectors: int, terms: int, encoded_digests: int) -> None:
    if not chunks == vectors == terms == encoded_digests:
        raise ValueError(
            f"{chunks} chunks, {vectors} vectors, {terms} lists of terms and"
            f" {encoded_digests} digests: all must be as many"
        )


def _check_shape(vectors: FloatArray, encoder: EncoderInfo) -> None:
    if vectors.shape[1:] != (encoder.dimension,):
        raise ValueError(
            f"vectors have shape {vectors.shape}, the encoder gives {encoder.dimension} dimensions"
        )


def _check_laws(documents: Sequence[Document], chunks: Sequence[Chunk]) -> None:
    by_id = {document.doc_id: document for document in documents}
    if len({chunk.chunk_id for chunk in chunks}) < len(chunks):
        raise ValueError("two chunks have the same chunk_id")
    for document in documents:
        _raise_first(structure_problems(document))
    for chunk in chunks:
        if chunk.doc_id not in by_id:
            raise ValueError(f"chunk {chunk.chunk_id}: no document {chunk.doc_id}")
        _raise_first(chunk_problems(chunk, by_id[chunk.doc_id]))


def _raise_first(problems: Sequence[str]) -> None:
    if problems:
        raise ValueError(problems[0])


def _check_in_force(folder: Path, previous: Store | None) -> None:
    if previous is not None and named_generation(folder) != previous.manifest.generation:
        raise StoreError(
            f"{folder} was written by somebody else while this change was made; "
            "nothing of it was stored: make it again",
            problem=StoreProblem.CHANGED,
        )


def _check_space(folder: Path, needed: int) -> None:
    """Find out before the work, not after it, that the disk is too small; ``needed`` in bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"{folder} needs about {needed / 1e6:.1f} MB on the disk, and {free / 1e6:.1f} MB are"
            " free; free the place or choose another folder",
            problem=StoreProblem.UNWRITABLE,
        )


@contextmanager
def _building_folder(folder: Path) -> Iterator[Path]:
    """Make a folder to build in; afterwards, only the generation in force is left.

    What earlier runs left behind when they were killed goes too: the lock says they are dead.
    """
    before = _generations(folder)
    named = named_generation(folder)
    remove_all_but(folder, {named} if named else before)
    building = folder / f".building-{secrets.token_hex(4)}"
    building.mkdir()
    is_done = False
    try:
        yield building
        is_done = True
    finally:
        in_force = named_generation(folder)
        # Where the manifest cannot be read, nothing says which generation is good: keep them.
        unnamed = _generations(folder) if is_done else before
        remove_all_but(folder, {in_force} if in_force else unnamed)


def _generations(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if GENERATION_NAME.fullmatch(path.name)}


def _put_in(folder: Path, content: Path, manifest: Manifest) -> None:
    """Give the generation its place, then switch to it; the second step alone counts."""
    new_manifest = content.parent / MANIFEST_NAME
    new_manifest.write_text(manifest.to_json(), encoding="utf-8")
    _flush(new_manifest)
    content.rename(folder / manifest.generation)
    _flush_folder(folder)
    new_manifest.replace(folder / MANIFEST_NAME)
    _flush_folder(folder)


def _flushed_files(content: Path, *, known: Mapping[str, FileInfo]) -> dict[str, FileInfo]:
    """Flush every file to the disk that is not known, and return all sizes and digests by path."""
    files = dict(known)
    for path in sorted(content.rglob("*")):
        if path.is_dir():
            _flush_folder(path)
            continue
        name = path.relative_to(content).as_posix()
        if name in known:
            continue
        _flush(path)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        files[name] = FileInfo(path.stat().st_size, sha256)
    _flush_folder(content)
    return files


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # Windows can neither open a folder nor needs to flush one.
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
