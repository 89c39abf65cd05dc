"""Files to a store: read, chunk, encode what is new, write."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from ragqa.chunking import chunk_document
from ragqa.documents import (
    Failure,
    LoadReport,
    ReadLimits,
    ReadOptions,
    SkippedFile,
    load_documents,
)
from ragqa.encoding import Encoder, FloatArray
from ragqa.errors import DocumentError, SettingsError
from ragqa.settings import Settings
from ragqa.store import (
    MANIFEST_NAME,
    USER_NAME,
    ChunkingInfo,
    EncoderInfo,
    IndexedDocument,
    Store,
    StoredDocument,
    write_store,
)
from ragqa.terms import tokenize
from ragqa.types import Chunk, Document
from ragqa.version import VERSION

Progress = Callable[[str, int, int], None]
"""Called with a step ("read", "chunk", "encode" or "write"), how much is done, and of how much."""

_ENCODE_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did.

    ``encoded`` of the chunks were encoded by it, ``reused`` had been before. ``unchanged`` says
    that the store held just this already, and was not written. ``read``, ``kept`` and ``removed``
    have the documents that are new or changed, that are as they were, and that are gone.
    """

    documents: int
    chunks: int
    encoded: int
    reused: int
    unchanged: bool
    skipped: tuple[SkippedFile, ...]
    failures: tuple[Failure, ...]
    read: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document on its way into a store, and the digest of what it was read from."""

    document: Document
    digest: str


@dataclass(frozen=True, slots=True)
class _Passages:
    """Chunks with the texts that they are found by, and the digests of these texts."""

    chunks: tuple[Chunk, ...]
    texts: tuple[str, ...]
    terms: tuple[list[str], ...]
    digests: tuple[str, ...]


def index_paths(
    paths: Sequence[Path],
    folder: Path,
    *,
    encoder: Encoder,
    settings: Settings,
    skip_errors: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> IndexReport:
    """Make the store in ``folder`` hold exactly the documents below ``paths``, and the added ones.

    Added are those whose files `ragqa.updating` put into the store itself. Passages that an
    existing store holds with the same text keep their vectors. The store may lie below the paths:
    nothing else of its folder is read.

    Parameters
    ----------
    skip_errors
        Report files that cannot be read, and index the others.
    rebuild
        Put a new store in place of one that is damaged or of another encoder or format.

    Raises
    ------
    DocumentError
        If a file cannot be read, or there is nothing to index. The store stays as it was.
    SettingsError
        If the chunks would be longer than the encoder reads.
    StoreError
        If the store cannot be opened or written.
    """
    if settings.chunk_tokens > encoder.max_tokens:
        raise SettingsError(
            f"chunk_tokens is {settings.chunk_tokens}, but {encoder.name} reads "
            f"{encoder.max_tokens} tokens; give at most that"
        )
    report = progress or no_progress
    # Opened before anything is read: what somebody else writes meanwhile is then noticed.
    with _previous(folder, encoder, rebuild=rebuild) as store:
        report("read", 0, 1)
        loaded = load_documents(
            paths,
            skip_errors=skip_errors,
            exclude=folder,
            added=added_folder(folder),
            options=read_options(settings),
            progress=partial(report, "read"),
        )
        before = store.digests() if store else {}
        _check_not_empty(loaded, paths)
        sources = [Source(one.document, one.digest) for one in loaded.documents]
        if store and _holds(store, sources, settings):
            return _index_report(loaded, before, chunks=len(store.dense), encoded=0, unchanged=True)
        chunks, encoded = write_sources(
            sources,
            folder,
            previous=store,
            # Whoever indexes them again may be in another folder.
            roots=[str(path.absolute()) for path in paths],
            encoder=encoder,
            settings=settings,
            progress=report,
        )
    return _index_report(loaded, before, chunks=chunks, encoded=encoded, unchanged=False)


def read_options(settings: Settings) -> ReadOptions:
    """Return how files are read with these settings."""
    limits = ReadLimits(
        file_mb=settings.max_file_mb,
        memory_mb=settings.read_memory_mb,
        seconds=settings.read_seconds,
    )
    return ReadOptions(limits, settings.read_workers, settings.file_password)


@contextmanager
def _previous(folder: Path, encoder: Encoder, *, rebuild: bool) -> Iterator[Store | None]:
    """Open the store that is there; None where there is none, or where it shall not matter."""
    if rebuild or not (folder / MANIFEST_NAME).exists():
        yield None
        return
    with Store.open(folder, encoder=encoder_info(encoder)) as store:
        yield store


def added_folder(folder: Path) -> Path:
    """Return where a store keeps the files that were added to it by themselves."""
    return folder / USER_NAME / "added"


def write_sources(
    sources: Sequence[Source],
    folder: Path,
    *,
    previous: Store | None,
    roots: Sequence[str],
    encoder: Encoder,
    settings: Settings,
    progress: Progress,
) -> tuple[int, int]:
    """Make the store in ``folder`` hold exactly the sources; return its chunks, and the new ones.

    What ``previous`` holds of them is taken from it: documents that did not change keep their
    chunks, and passages that did not change their vectors.

    Raises
    ------
    StoreError
        If the store cannot be written, or is no longer as ``previous`` is.
    """
    before = _stored_by_id(previous)
    kept = before if previous and _same_chunking(previous, settings) else {}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    passages = _passages(sources, kept, encoder, settings, progress)
    vectors, reused = _vectors(passages, encoder, previous, progress)
    progress("write", 0, 1)
    write_store(
        folder,
        documents=[
            IndexedDocument(one.document, one.digest, _unchanged_since(one, before) or now)
            for one in sources
        ],
        chunks=passages.chunks,
        vectors=vectors,
        terms=passages.terms,
        encoded_digests=passages.digests,
        encoder=encoder_info(encoder),
        chunking=_chunking_info(settings),
        roots=roots,
        previous=previous.manifest.generation if previous else None,
    )
    progress("write", 1, 1)
    return len(passages.chunks), len(passages.chunks) - reused


def encoder_info(encoder: Encoder) -> EncoderInfo:
    """Return what a store notes of the encoder that made its vectors."""
    return EncoderInfo(name=encoder.name, sha256=encoder.sha256, dimension=encoder.dimension)


def _check_not_empty(loaded: LoadReport, paths: Sequence[Path]) -> None:
    if loaded.documents:
        return
    reasons = [f"{one.path}: {one.reason}" for one in loaded.failures]
    reasons += [f"{one.path}: {one.reason}" for one in loaded.skipped]
    raise DocumentError(
        f"nothing to index in {', '.join(map(str, paths))}: no file has text that can be read "
        f"({'; '.join(reasons[:3])}); give a folder with documents"
    )


def _holds(store: Store, sources: Sequence[Source], settings: Settings) -> bool:
    digests = {one.document.doc_id: one.digest for one in sources}
    return _same_chunking(store, settings) and store.digests() == digests


def _same_chunking(store: Store, settings: Settings) -> bool:
    manifest = store.manifest
    return manifest.ragqa_version == VERSION and manifest.chunking == _chunking_info(settings)


def _stored_by_id(store: Store | None) -> dict[str, StoredDocument]:
    if store is None:
        return {}
    return {stored.document.doc_id: stored for stored in store.stored_documents()}


def _unchanged_since(source: Source, before: Mapping[str, StoredDocument]) -> str | None:
    stored = before.get(source.document.doc_id)
    return stored.indexed if stored and stored.digest == source.digest else None


def _passages(
    sources: Sequence[Source],
    kept: Mapping[str, StoredDocument],
    encoder: Encoder,
    settings: Settings,
    report: Progress,
) -> _Passages:
    chunks: list[Chunk] = []
    texts: list[str] = []
    terms: list[list[str]] = []
    for done, source in enumerate(sources, start=1):
        document = source.document
        for chunk in _chunks(source, kept, encoder, settings):
            chunks.append(chunk)
            texts.append(passage_text(document, chunk, encoder))
            terms.append(tokenize(texts[-1], document.language))
        report("chunk", done, len(sources))
    digests = (hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return _Passages(tuple(chunks), tuple(texts), tuple(terms), tuple(digests))


def _chunks(
    source: Source, kept: Mapping[str, StoredDocument], encoder: Encoder, settings: Settings
) -> tuple[Chunk, ...]:
    stored = kept.get(source.document.doc_id)
    if stored and stored.digest == source.digest:
        return stored.chunks
    return chunk_document(
        source.document,
        max_tokens=settings.chunk_tokens,
        overlap_tokens=settings.overlap_tokens,
        count_tokens=encoder.count_tokens,
    )


def passage_text(document: Document, chunk: Chunk, encoder: Encoder) -> str:
    """Return the text that a chunk is found by: its title and heading, then the chunk.

    Title and heading tell what a passage is about that only says "the organization". What of them
    does not fit the encoder beside the chunk is left out.
    """
    for context in _contexts(document.title, chunk):
        text = f"{context}\n{chunk.text}"
        if encoder.count_tokens(text) <= encoder.max_tokens:
            return text
    return chunk.text


def _contexts(title: str, chunk: Chunk) -> Iterator[str]:
    title = "" if chunk.text.startswith(title) else title
    heading = "" if chunk.heading.split(" › ")[-1] in chunk.text else chunk.heading
    parts = [part for part in (title, heading) if part]
    if parts:
        yield ". ".join(parts) + "."
    if len(parts) == 2:
        yield parts[0] + "."


def _vectors(
    passages: _Passages, encoder: Encoder, previous: Store | None, report: Progress
) -> tuple[FloatArray, int]:
    """Return the vector of each passage, and how many of them the previous store had."""
    vectors = np.empty((len(passages.texts), encoder.dimension), dtype=np.float32)
    known = previous.known_vectors(passages.digests) if previous else {}
    old = [row for row, digest in enumerate(passages.digests) if digest in known]
    new = [row for row, digest in enumerate(passages.digests) if digest not in known]
    if previous and old:
        vectors[old] = previous.dense.vectors([known[passages.digests[row]] for row in old])
    for start in range(0, len(new), _ENCODE_AT_ONCE):
        report("encode", start, len(new))
        rows = new[start : start + _ENCODE_AT_ONCE]
        vectors[rows] = encoder.encode_documents([passages.texts[row] for row in rows])
    report("encode", len(new), len(new))
    return vectors, len(old)


def _chunking_info(settings: Settings) -> ChunkingInfo:
    return ChunkingInfo(max_tokens=settings.chunk_tokens, overlap_tokens=settings.overlap_tokens)


def _index_report(
    loaded: LoadReport,
    before: Mapping[str, str],
    *,
    chunks: int,
    encoded: int,
    unchanged: bool,
) -> IndexReport:
    after = {one.document.doc_id: one.digest for one in loaded.documents}
    return IndexReport(
        documents=len(loaded.documents),
        chunks=chunks,
        encoded=encoded,
        reused=chunks - encoded,
        unchanged=unchanged,
        skipped=loaded.skipped,
        failures=loaded.failures,
        read=tuple(one for one in after if after[one] != before.get(one)),
        kept=tuple(one for one in after if after[one] == before.get(one)),
        removed=tuple(one for one in before if one not in after),
    )


def no_progress(step: str, done: int, total: int) -> None:
    """Report nothing."""
