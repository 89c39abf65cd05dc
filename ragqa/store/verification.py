"""The full check of a store: every digest, every offset, every count."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ragqa.documents.structure import structure_problems
from ragqa.errors import StoreError
from ragqa.store.blocks import Blocks
from ragqa.store.laws import chunk_problems
from ragqa.store.manifest import (
    RECORDS_NAME,
    REMOVED_NAME,
    FileInfo,
    Manifest,
    digest_of_sources,
    named_generation,
    read_manifest,
    rebuild_hint,
)
from ragqa.store.recording import text_digest
from ragqa.store.records import Records, StoredDocument
from ragqa.types import Chunk


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many files, documents and chunks were checked, and a line for each problem."""

    files: int
    documents: int
    chunks: int
    problems: tuple[str, ...]


def verify(folder: Path) -> VerifyReport:
    """Check every stored digest, offset and count of the store in ``folder``.

    Whatever is wrong is reported, never raised. A file whose digest is wrong is not opened: what
    its damaged bytes would say is worth nothing.
    """
    try:
        manifest = read_manifest(folder)
    except StoreError as error:
        return VerifyReport(files=0, documents=0, chunks=0, problems=(str(error),))
    report = _verify_generation(folder / manifest.generation, manifest)
    if report.problems and named_generation(folder) not in (manifest.generation, None):
        # A writer has put in a new generation meanwhile, and the old one went away.
        return verify(folder)
    return report


def _verify_generation(generation: Path, manifest: Manifest) -> VerifyReport:
    damaged = {
        name: problem
        for name, info in manifest.files.items()
        if (problem := _file_problem(generation / name, info))
    }
    problems = list(damaged.values())
    documents = chunks = 0
    if not any(name.startswith("block-") or name == REMOVED_NAME for name in damaged):
        problems += _block_problems(generation, manifest)
    if RECORDS_NAME not in damaged:
        documents, chunks, record_problems = _check_records(generation / RECORDS_NAME, manifest)
        problems += record_problems
    if not problems:
        problems += _row_problems(generation, manifest)
    return VerifyReport(
        files=len(manifest.files), documents=documents, chunks=chunks, problems=tuple(problems)
    )


def _file_problem(path: Path, info: FileInfo) -> str | None:
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    if size != info.size:
        return f"{path} has {size} bytes, the manifest says {info.size}"
    if sha256 != info.sha256:
        return f"{path} has sha256 {sha256[:8]}…, the manifest says {info.sha256[:8]}…"
    return None


def _block_problems(generation: Path, manifest: Manifest) -> Iterator[str]:
    try:
        blocks = Blocks.open(generation, manifest.blocks)
    except StoreError as error:
        yield f"{error}; {rebuild_hint(generation.parent)}"
        return
    counts = manifest.counts
    yield from _difference(generation, "rows", blocks.rows, counts.rows)
    held = blocks.rows - len(blocks.removed)
    yield from _difference(generation, "rows of chunks", held, counts.chunks)
    for block in blocks.blocks:
        dimension = block.vectors.dimension
        yield from _difference(block.folder, "dimensions", dimension, manifest.encoder.dimension)
        yield from (f"{block.folder}: {problem}" for problem in block.vectors.problems())


def _row_problems(generation: Path, manifest: Manifest) -> Iterator[str]:
    """Compare the rows of the chunks with those of the indexes, both of which could be read."""
    try:
        removed = Blocks.open(generation, manifest.blocks).removed
        with closing(Records.open(generation / RECORDS_NAME)) as records:
            found = records.rows()
    except StoreError as error:  # a writer has taken the generation away meanwhile
        yield str(error)
        return
    expected = np.setdiff1d(np.arange(manifest.counts.rows), removed).tolist()
    for row, other in zip(found, expected, strict=True):
        if row != other:
            yield f"{generation} has a chunk in row {row}, its indexes have {other} there"
            return


def _check_records(path: Path, manifest: Manifest) -> tuple[int, int, list[str]]:
    """Return how many documents and chunks were checked, and the problems."""
    documents = chunks = 0
    problems: list[str] = []
    try:
        with closing(Records.open(path)) as records:
            for stored in records.stored_documents():
                documents += 1
                stored_chunks = records.chunks_of(stored.document.doc_id)
                chunks += len(stored_chunks)
                problems += _stored_problems(stored, stored_chunks)
            sources_sha256 = digest_of_sources(records.digests())
    except StoreError as error:
        return documents, chunks, [*problems, str(error)]
    problems += _difference(path, "documents", documents, manifest.counts.documents)
    problems += _difference(path, "chunks", chunks, manifest.counts.chunks)
    if sources_sha256 != manifest.sources_sha256:
        problems.append(f"{path}: the digests of the sources are not those of the manifest")
    return documents, chunks, problems


def _stored_problems(stored: StoredDocument, chunks: Sequence[Chunk]) -> Iterator[str]:
    document = stored.document
    if text_digest(document.text) != stored.text_sha256:
        yield f"document {document.doc_id}: its text does not have the digest stored for it"
    yield from structure_problems(document)
    for chunk in chunks:
        yield from chunk_problems(chunk, document)


def _difference(path: Path, what: str, found: int, expected: int) -> Iterator[str]:
    if found != expected:
        yield f"{path} holds {found} {what}, the manifest says {expected}"
