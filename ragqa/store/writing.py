"""Writing a store: a new generation is built aside, then put in by one step."""

import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ragqa.dense_index import DenseIndex
from ragqa.documents.structure import structure_problems
from ragqa.encoding import FloatArray
from ragqa.errors import StoreError, StoreProblem
from ragqa.sparse_index import SparseIndex
from ragqa.store.files import StoredFile
from ragqa.store.folder import remove_all_but, sole_writer
from ragqa.store.laws import chunk_problems
from ragqa.store.manifest import (
    FORMAT_VERSION,
    GENERATION_NAME,
    MANIFEST_NAME,
    RECORDS_NAME,
    TERMS_NAME,
    VECTORS_NAME,
    ChunkingInfo,
    Counts,
    EncoderInfo,
    FileInfo,
    Manifest,
    ReadingInfo,
    digest_of_sources,
    named_generation,
)
from ragqa.store.recording import IndexedDocument, write_records
from ragqa.types import Chunk, Document
from ragqa.version import VERSION


def write_store(
    folder: Path,
    *,
    documents: Sequence[IndexedDocument],
    chunks: Sequence[Chunk],
    vectors: FloatArray,
    terms: Sequence[Sequence[str]],
    encoded_digests: Sequence[str],
    encoder: EncoderInfo,
    reading: ReadingInfo,
    chunking: ChunkingInfo,
    roots: Sequence[str],
    files: Sequence[StoredFile] = (),
    previous: str | None = None,
) -> None:
    """Make ``folder`` a store of exactly these documents and chunks.

    Any failure leaves the store that was there as it was. One run at a time writes: others wait
    for up to 30 seconds.

    Parameters
    ----------
    folder
        Need not exist. If it does, it must be empty or a store.
    chunks, vectors, terms, encoded_digests
        Of the same length and order. ``vectors`` has shape (chunks, encoder's dimension);
        a digest is the sha256 of the exact text that was encoded.
    roots
        The paths that were indexed.
    files
        What the documents were read from; those of a file that is left out are read anew by the
        next run.
    previous
        The generation that the content was made from, if it was: if another one is in force by
        now, writing would undo what somebody else did.

    Raises
    ------
    StoreError
        If the folder holds something else, or cannot be written, or was written meanwhile.
    ValueError
        If the parts do not fit together, or a string is not valid Unicode.
    """
    _check_lengths(len(chunks), len(vectors), len(terms), len(encoded_digests))
    _check_shape(vectors, encoder)
    _check_laws([one.document for one in documents], chunks)
    with sole_writer(folder), _building_folder(folder) as building:
        _check_in_force(folder, previous)
        content = building / "content"
        content.mkdir()
        write_records(
            content / RECORDS_NAME,
            documents=documents,
            chunks=chunks,
            encoded_digests=encoded_digests,
            files=files,
        )
        DenseIndex.build(vectors).save(content / VECTORS_NAME)
        SparseIndex.build(terms).save(content / TERMS_NAME)
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            ragqa_version=VERSION,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            generation=f"generation-{secrets.token_hex(4)}",
            encoder=encoder,
            reading=reading,
            chunking=chunking,
            counts=Counts(documents=len(documents), chunks=len(chunks)),
            sources_sha256=digest_of_sources(
                {one.document.doc_id: one.digest for one in documents}
            ),
            roots=tuple(roots),
            files=_flushed_files(content),
        )
        _put_in(folder, content, manifest)


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
    if len(by_id) < len(documents):
        raise ValueError("two documents have the same doc_id")
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


def _check_in_force(folder: Path, previous: str | None) -> None:
    if previous is not None and named_generation(folder) != previous:
        raise StoreError(
            f"{folder} was written by somebody else while this change was made; "
            "nothing of it was stored: make it again",
            problem=StoreProblem.CHANGED,
        )


@contextmanager
def _building_folder(folder: Path) -> Iterator[Path]:
    """Make a folder to build in; afterwards, only the generation in force is left.

    What earlier runs left behind when they were killed goes too: the lock says they are dead.
    """
    before = {path.name for path in folder.iterdir() if GENERATION_NAME.fullmatch(path.name)}
    building = folder / f".building-{secrets.token_hex(4)}"
    building.mkdir()
    try:
        yield building
    finally:
        in_force = named_generation(folder)
        # Where the manifest is damaged, nothing says which generation was good: keep them.
        remove_all_but(folder, {in_force} if in_force else before)


def _put_in(folder: Path, content: Path, manifest: Manifest) -> None:
    """Give the generation its place, then switch to it; the second step alone counts."""
    new_manifest = content.parent / MANIFEST_NAME
    new_manifest.write_text(manifest.to_json(), encoding="utf-8")
    _flush(new_manifest)
    content.rename(folder / manifest.generation)
    _flush_folder(folder)
    new_manifest.replace(folder / MANIFEST_NAME)
    _flush_folder(folder)


def _flushed_files(content: Path) -> dict[str, FileInfo]:
    """Flush every file to the disk, and return its size and digest by its path."""
    files = {}
    for path in sorted(content.rglob("*")):
        if path.is_dir():
            _flush_folder(path)
            continue
        _flush(path)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        files[path.relative_to(content).as_posix()] = FileInfo(path.stat().st_size, sha256)
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
