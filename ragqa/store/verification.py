"""The full check of a store: every digest, every offset, every count."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ragqa.dense_index import DenseIndex
from ragqa.documents.structure import structure_problems
from ragqa.errors import StoreError
from ragqa.sparse_index import SparseIndex
from ragqa.store.laws import chunk_problems
from ragqa.store.manifest import (
    RECORDS_NAME,
    TERMS_NAME,
    VECTORS_NAME,
    FileInfo,
    Manifest,
    digest_of_sources,
    named_generation,
    read_manifest,
    rebuild_hint,
)
from ragqa.store.recording import text_digest
from ragqa.store.records import Records, StoredDocument


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
    if VECTORS_NAME not in damaged:
        problems += _vector_problems(generation / VECTORS_NAME, manifest)
    if not any(name.startswith(f"{TERMS_NAME}/") for name in damaged):
        problems += _term_problems(generation / TERMS_NAME, manifest)
    if RECORDS_NAME not in damaged:
        documents, chunks, record_problems = _check_records(generation / RECORDS_NAME, manifest)
        problems += record_problems
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


def _vector_problems(path: Path, manifest: Manifest) -> Iterator[str]:
    try:
        dense = DenseIndex.open(path)
    except StoreError as error:
        yield f"{error}; {rebuild_hint(path.parents[1])}"
        return
    yield from _difference(path, "vectors", len(dense), manifest.counts.chunks)
    yield from _difference(path, "dimensions", dense.dimension, manifest.encoder.dimension)


def _term_problems(path: Path, manifest: Manifest) -> Iterator[str]:
    try:
        sparse = SparseIndex.open(path)
    except StoreError as error:
        yield f"{error}; {rebuild_hint(path.parents[1])}"
        return
    yield from _difference(path, "rows of terms", len(sparse), manifest.counts.chunks)


def _check_records(path: Path, manifest: Manifest) -> tuple[int, int, list[str]]:
    """Return how many documents and chunks were checked, and the problems."""
    documents = chunks = 0
    problems: list[str] = []
    try:
        with closing(Records.open(path)) as records:
            for stored in records.stored_documents():
                documents += 1
                chunks += len(stored.chunks)
                problems += _stored_problems(stored)
            rows = records.count_chunks()
            sources_sha256 = digest_of_sources(records.digests())
    except StoreError as error:
        return documents, chunks, [*problems, str(error)]
    problems += _difference(path, "documents", documents, manifest.counts.documents)
    problems += _difference(path, "chunks", chunks, manifest.counts.chunks)
    problems += _difference(path, "rows of chunks", rows, manifest.counts.chunks)
    if sources_sha256 != manifest.sources_sha256:
        problems.append(f"{path}: the digests of the sources are not those of the manifest")
    return documents, chunks, problems


def _stored_problems(stored: StoredDocument) -> Iterator[str]:
    document = stored.document
    if text_digest(document.text) != stored.text_sha256:
        yield f"document {document.doc_id}: its text does not have the digest stored for it"
    yield from structure_problems(document)
    for chunk in stored.chunks:
        yield from chunk_problems(chunk, document)


def _difference(path: Path, what: str, found: int, expected: int) -> Iterator[str]:
    if found != expected:
        yield f"{path} holds {found} {what}, the manifest says {expected}"
