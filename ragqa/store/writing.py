"""Writing a store: a new generation is built aside, then put in by one step."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

from ragqa.documents.structure import structure_problems
from ragqa.encoding import FloatArray
from ragqa.errors import StoreError, StoreProblem
from ragqa.store.blocks import NO_BLOCKS, write_blocks
from ragqa.store.files import StoredFile
from ragqa.store.folder import remove_all_but, sole_writer
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
from ragqa.store.recording import IndexedDocument, recording
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
    previous: Store | None = None,
    kept: Sequence[str] = (),
    order: Sequence[str] | None = None,
    switching: AbstractContextManager[None] = nullcontext(),  # noqa: B008 (it holds nothing)
) -> Manifest:
    """Make ``folder`` a store of exactly these documents and chunks, and those that it keeps.

    Any failure leaves the store that was there as it was. One run at a time writes: others wait
    for up to 30 seconds. What the documents that are kept take up is shared with the generation
    before, not copied, as far as the file system can.

    Parameters
    ----------
    folder
        Need not exist. If it does, it must be empty or a store.
    documents, chunks
        Those that are new. A document of an id that ``previous`` has takes the place of that one.
    chunks, vectors, terms, encoded_digests
        Of the same length and order. ``vectors`` has shape (chunks, encoder's dimension);
        a digest is the sha256 of the exact text that was encoded.
    roots
        The paths that were indexed.
    files
        What the documents were read from; those of a file that is left out are read anew by the
        next run.
    previous
        The store that the content was made from, if it was: if another generation is in force by
        now, writing would undo what somebody else did.
    kept
        The ids of the documents of ``previous`` that stay as they are, with their chunks.
    order
        The ids of all documents in the order in which they are listed; without it, the kept ones
        come first.
    switching
        Entered while nobody else can write, just before the new state takes the old one's place,
        and left right after.

    Returns
    -------
    manifest
        What the store says of itself now.

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
    # Of a store of which nothing is kept, nothing is worth a look.
    base = previous if kept else None
    digests = _digests(documents, base, kept)
    with sole_writer(folder), _building_folder(folder) as building:
        _check_in_force(folder, previous)
        _check_space(folder, documents, vectors, base)
        content = building / "content"
        content.mkdir()
        gone = sorted(base.digests().keys() - set(kept)) if base else []
        blocks = write_blocks(
            content,
            before=base.blocks if base else NO_BLOCKS,
            removed=base.rows_of(gone) if base else (),
            vectors=vectors,
            terms=terms,
        )
        with recording(content / RECORDS_NAME, base=base.records_path if base else None) as records:
            records.remove(gone)
            records.renumber(blocks.renumbered)
            records.add(documents, chunks, encoded_digests, first_row=blocks.first_row)
            records.list_in_order(order if order is not None else list(digests))
            records.replace_files(files)
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            ragqa_version=VERSION,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            generation=f"generation-{secrets.token_hex(4)}",
            encoder=encoder,
            reading=reading,
            chunking=chunking,
            counts=Counts(
                documents=len(digests),
                chunks=blocks.rows - blocks.removed,
                rows=blocks.rows,
            ),
            sources_sha256=digest_of_sources(digests),
            roots=tuple(roots),
            blocks=blocks.names,
            files=_flushed_files(
                content, known=_files_of_blocks(base, blocks.names[: blocks.shared])
            ),
        )
        with switching:
            _put_in(folder, content, manifest)
    return manifest


def _digests(
    documents: Sequence[IndexedDocument], base: Store | None, kept: Sequence[str]
) -> dict[str, str]:
    """Return the digest of the source of each document that there will be, by id.

    Raises
    ------
    ValueError
        If a document that shall be kept is not there, or comes again.
    """
    before = base.digests() if base else {}
    unknown = set(kept) - before.keys()
    if unknown:
        raise ValueError(f"no document {min(unknown)} to be kept")
    digests = {doc_id: before[doc_id] for doc_id in kept}
    for one in documents:
        if one.document.doc_id in digests:
            raise ValueError(f"two documents have the same doc_id, {one.document.doc_id}")
        digests[one.document.doc_id] = one.digest
    return digests


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


def _check_space(
    folder: Path,
    documents: Sequence[IndexedDocument],
    vectors: FloatArray,
    base: Store | None,
) -> None:
    """Find out before the work, not after it, that the disk is too small."""
    needed = vectors.nbytes + sum(len(one.document.text) for one in documents)
    if base is not None:
        needed += base.records_path.stat().st_size
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
