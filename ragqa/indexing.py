"""Files to a store: read, chunk, encode what is new, write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ragqa.added_files import added_folder
from ragqa.changes import Changes, compare_files, recalled, stored_files
from ragqa.documents import (
    Failure,
    Found,
    FoundFile,
    LoadedDocument,
    LoadReport,
    ReadFile,
    ReadLimits,
    ReadOptions,
    SkippedFile,
    find_files,
    read_files,
)
from ragqa.documents.recognition import find_command
from ragqa.encoding import Encoder
from ragqa.errors import DocumentError, FileProblem, SettingsError
from ragqa.passages import Source, cut_passages, encode_passages
from ragqa.settings import Settings
from ragqa.store import (
    MANIFEST_NAME,
    ChunkingInfo,
    EncoderInfo,
    IndexedDocument,
    ReadingInfo,
    Store,
    StoredDocument,
    StoredFile,
    VectorCache,
    write_store,
)
from ragqa.version import VERSION

Progress = Callable[[str, int, int], None]
"""Called with a step ("read", "chunk", "encode" or "write"), how much is done, and of how much."""


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
        found = find_files(paths, exclude=folder, added=added_folder(folder))
        is_alike = store is None or is_read_alike(store, settings)
        changes = _changes(found, store, settings, otherwise=not is_alike)
        read = partial(
            read_files,
            found,
            skip_errors=skip_errors,
            added=added_folder(folder),
            options=read_options(settings),
            progress=partial(report, "read"),
        )
        # Whoever indexes them again may be in another folder.
        roots = [str(path.absolute()) for path in paths]
        if store and changes.are_none and _is_whole(store, changes, roots, settings):
            return _unchanged_report(store, read(known=_recalled(changes, {})))
        before = stored_by_id(store)
        loaded = read(known=_recalled(changes, before))
        _check_not_empty(loaded, paths)
        files = stored_files(loaded)
        if store and _holds(store, loaded, files, roots, settings):
            return _unchanged_report(store, loaded)
        written = write_sources(
            sources_of(loaded, before),
            folder,
            files=files,
            previous=store,
            roots=roots,
            encoder=encoder,
            settings=settings,
            progress=report,
        )
    digests = {doc_id: one.digest for doc_id, one in before.items()}
    return _index_report(loaded, digests, written)


def plan_index(
    paths: Sequence[Path],
    folder: Path,
    *,
    encoder: Encoder,
    settings: Settings,
    rebuild: bool = False,
) -> Changes:
    """Return what `index_paths` would find changed, without reading a document.

    Where files would be read or cut in another way than the store's were, all count as changed.

    Raises
    ------
    DocumentError
        If a path does not exist, or a folder holds no document.
    StoreError
        If the store cannot be opened.
    """
    with _previous(folder, encoder, rebuild=rebuild) as store:
        found = find_files(paths, exclude=folder, added=added_folder(folder))
        is_alike = store is None or (
            is_read_alike(store, settings) and _is_cut_alike(store, settings)
        )
        return _changes(found, store, settings, otherwise=not is_alike)


def read_options(settings: Settings) -> ReadOptions:
    """Return how files are read with these settings."""
    limits = ReadLimits(
        file_mb=settings.max_file_mb,
        memory_mb=settings.read_memory_mb,
        seconds=settings.read_seconds,
        ocr_seconds=settings.ocr_seconds,
    )
    return ReadOptions(
        limits=limits,
        workers=settings.read_workers,
        password=settings.file_password,
        metadata=settings.metadata,
        ocr_languages=settings.ocr_languages,
    )


@contextmanager
def _previous(folder: Path, encoder: Encoder, *, rebuild: bool) -> Iterator[Store | None]:
    """Open the store that is there; None where there is none, or where it shall not matter."""
    if rebuild or not (folder / MANIFEST_NAME).exists():
        yield None
        return
    with Store.open(folder, encoder=encoder_info(encoder)) as store:
        yield store


@dataclass(frozen=True, slots=True)
class Written:
    """How many chunks a store holds now, and how many texts were encoded for it."""

    chunks: int
    encoded: int


def sources_of(loaded: LoadReport, before: Mapping[str, StoredDocument]) -> list[Source]:
    """Return the documents that were read, each with what is stored of it, if it did not change."""
    return [
        Source(one.document, one.digest, _unless_changed(one, before)) for one in loaded.documents
    ]


def write_sources(
    sources: Sequence[Source],
    folder: Path,
    *,
    kept: Sequence[str] = (),
    files: Sequence[StoredFile] = (),
    previous: Store | None,
    roots: Sequence[str],
    encoder: Encoder,
    settings: Settings,
    reading: ReadingInfo | None = None,
    switching: AbstractContextManager[None] = nullcontext(),  # noqa: B008 (it holds nothing)
    progress: Progress,
) -> Written:
    """Make the store in ``folder`` hold exactly the sources, and the documents that it keeps.

    Documents that did not change keep their chunks, where these would be cut in the same way, and
    passages that did not change their vectors. So do passages that a run encoded which was stopped
    before it could write.

    Parameters
    ----------
    kept
        The ids of documents of ``previous`` that stay, and are listed before the sources.
    files
        What the documents were read from, as far as it need not be read again.
    reading
        How they were read, if not as the settings say.
    switching
        Entered while nobody else can write, around the step by which the new state counts.

    Raises
    ------
    StoreError
        If the store cannot be written, or is no longer as ``previous`` is.
    """
    order = [*kept, *(one.document.doc_id for one in sources)]
    if previous is None or _is_cut_alike(previous, settings):
        kept = [*kept, *(one.document.doc_id for one in sources if one.stored)]
        sources = [one for one in sources if one.stored is None]
    else:
        sources = [*_stored_sources(previous, kept), *sources]
        kept = ()
    passages = cut_passages(
        sources, encoder, settings=settings, progress=partial(progress, "chunk")
    )
    with VectorCache(folder, encoder_info(encoder)) as cache:
        vectors, encoded = encode_passages(
            passages, encoder, previous=previous, cache=cache, progress=partial(progress, "encode")
        )
        progress("write", 0, 1)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = write_store(
            folder,
            documents=[
                IndexedDocument(one.document, one.digest, one.stored.indexed if one.stored else now)
                for one in sources
            ],
            chunks=passages.chunks,
            vectors=vectors,
            terms=passages.terms,
            encoded_digests=passages.digests,
            encoder=encoder_info(encoder),
            reading=reading or reading_info(settings),
            chunking=chunking_info(settings),
            roots=roots,
            files=files,
            previous=previous,
            kept=kept,
            order=order,
            switching=switching,
        )
        cache.clear()
    progress("write", 1, 1)
    return Written(manifest.counts.chunks, encoded)


def _stored_sources(store: Store, doc_ids: Sequence[str]) -> Iterator[Source]:
    for doc_id in doc_ids:
        stored = store.stored_document(doc_id)
        if stored is not None:
            yield Source(stored.document, stored.digest, stored)


def encoder_info(encoder: Encoder) -> EncoderInfo:
    """Return what a store notes of the encoder that made its vectors."""
    return EncoderInfo(name=encoder.name, sha256=encoder.sha256, dimension=encoder.dimension)


def _changes(
    found: Sequence[Found], store: Store | None, settings: Settings, *, otherwise: bool
) -> Changes:
    return compare_files(
        [one for one in found if isinstance(one, FoundFile)],
        store.files() if store else (),
        retried=_retried(settings),
        otherwise=otherwise,
    )


def _retried(settings: Settings) -> set[FileProblem]:
    """Return what may not stand in the way any more, though the files are the same."""
    retried = set()
    if settings.file_password:
        # Whether the password is the right one, only reading tells.
        retried.add(FileProblem.ENCRYPTED)
    if settings.ocr_languages and find_command(settings.ocr_languages):
        retried.add(FileProblem.PAGES_OF_PICTURES)
    return retried


def _recalled(
    changes: Changes, documents: Mapping[str, StoredDocument]
) -> dict[FoundFile, ReadFile]:
    return {file: recalled(file, known, documents) for file, known in changes.kept.items()}


def _is_whole(store: Store, changes: Changes, roots: Sequence[str], settings: Settings) -> bool:
    """Return whether a store is made of the files that did not change, and of them alone."""
    documents = sum(len(one.doc_ids) for one in changes.kept.values())
    return documents == store.manifest.counts.documents and _is_made_alike(store, roots, settings)


def _check_not_empty(loaded: LoadReport, paths: Sequence[Path]) -> None:
    if loaded.documents:
        return
    reasons = [f"{one.path}: {one.reason}" for one in loaded.failures]
    reasons += [f"{one.path}: {one.reason}" for one in loaded.skipped]
    raise DocumentError(
        f"nothing to index in {', '.join(map(str, paths))}: no file has text that can be read "
        f"({'; '.join(reasons[:3])}); give a folder with documents"
    )


def _holds(
    store: Store,
    loaded: LoadReport,
    files: Sequence[StoredFile],
    roots: Sequence[str],
    settings: Settings,
) -> bool:
    digests = {one.document.doc_id: one.digest for one in loaded.documents}
    return (
        _is_made_alike(store, roots, settings)
        and store.digests() == digests
        and _without_times(store.files()) == _without_times(files)
    )


def _without_times(files: Sequence[StoredFile]) -> list[StoredFile]:
    return [replace(one, state=replace(one.state, mtime_ns=None)) for one in files]


def _is_made_alike(store: Store, roots: Sequence[str], settings: Settings) -> bool:
    return (
        is_read_alike(store, settings)
        and _is_cut_alike(store, settings)
        and store.manifest.roots == tuple(roots)
    )


def is_read_alike(store: Store, settings: Settings) -> bool:
    """Return whether files would be read with these settings as those of the store were."""
    manifest = store.manifest
    return manifest.ragqa_version == VERSION and manifest.reading == reading_info(settings)


def _is_cut_alike(store: Store, settings: Settings) -> bool:
    manifest = store.manifest
    return manifest.ragqa_version == VERSION and manifest.chunking == chunking_info(settings)


def stored_by_id(store: Store | None) -> dict[str, StoredDocument]:
    """Return all documents of a store, if there is one."""
    if store is None:
        return {}
    return {stored.document.doc_id: stored for stored in store.stored_documents()}


def _unless_changed(
    loaded: LoadedDocument, before: Mapping[str, StoredDocument]
) -> StoredDocument | None:
    stored = before.get(loaded.document.doc_id)
    if stored and stored.digest == loaded.digest and stored.document == loaded.document:
        return stored
    return None


def reading_info(settings: Settings) -> ReadingInfo:
    """Return what a store notes of how its files were read."""
    return ReadingInfo(
        file_mb=settings.max_file_mb,
        memory_mb=settings.read_memory_mb,
        seconds=settings.read_seconds,
        rules=settings.metadata.digest,
        ocr_languages=settings.ocr_languages or "",
        ocr_seconds=settings.ocr_seconds,
    )


def chunking_info(settings: Settings) -> ChunkingInfo:
    """Return what a store notes of how its documents were cut."""
    return ChunkingInfo(max_tokens=settings.chunk_tokens, overlap_tokens=settings.overlap_tokens)


def _unchanged_report(store: Store, loaded: LoadReport) -> IndexReport:
    counts = store.manifest.counts
    return IndexReport(
        documents=counts.documents,
        chunks=counts.chunks,
        encoded=0,
        reused=counts.chunks,
        unchanged=True,
        skipped=loaded.skipped,
        failures=loaded.failures,
        kept=tuple(store.digests()),
    )


def _index_report(
    loaded: LoadReport,
    before: Mapping[str, str],
    written: Written,
) -> IndexReport:
    after = {one.document.doc_id: one.digest for one in loaded.documents}
    return IndexReport(
        documents=len(loaded.documents),
        chunks=written.chunks,
        encoded=written.encoded,
        reused=written.chunks - written.encoded,
        unchanged=False,
        skipped=loaded.skipped,
        failures=loaded.failures,
        read=tuple(one for one in after if after[one] != before.get(one)),
        kept=tuple(one for one in after if after[one] == before.get(one)),
        removed=tuple(one for one in before if one not in after),
    )


def no_progress(step: str, done: int, total: int) -> None:
    """Report nothing."""
