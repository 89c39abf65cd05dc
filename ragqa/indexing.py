"""Files to a store: read, chunk, encode what is new, write."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ragqa.added_files import added_folder
from ragqa.changes import Changes, compare_files, recalled, stored_file
from ragqa.documents import (
    Failure,
    Found,
    FoundFile,
    KnownDocument,
    LoadedDocument,
    ReadFile,
    ReadLimits,
    ReadOptions,
    SkippedFile,
    find_files,
    iterate_files,
)
from ragqa.documents.recognition import find_command
from ragqa.encoding import Encoder
from ragqa.errors import DocumentError, FileProblem, SettingsError
from ragqa.passages import Source
from ragqa.settings import Settings
from ragqa.store import MANIFEST_NAME, Store, StoredDocument, StoredFile
from ragqa.storing import (
    Progress,
    SourceWriter,
    Written,
    as_stored,
    encoder_info,
    is_cut_alike,
    is_read_alike,
    no_progress,
)


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
        Report files that cannot be read, and index the others. Otherwise the first one ends the
        run when it is reached, and what was encoded before it is kept for the next run.
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
    settings = as_stored(settings, folder)
    chunk_tokens, _ = settings.chunk_sizes
    if chunk_tokens > encoder.max_tokens:
        raise SettingsError(
            f"chunk_tokens is {chunk_tokens}, but {encoder.name} reads "
            f"{encoder.max_tokens} tokens; give at most that"
        )
    report = progress or no_progress
    # Opened before anything is read: what somebody else writes meanwhile is then noticed.
    with _previous(folder, encoder, rebuild=rebuild) as store:
        report("read", 0, 1)
        found = find_files(paths, exclude=folder, added=added_folder(folder))
        is_alike = store is None or is_read_alike(store, settings)
        changes = _changes(found, store, settings, otherwise=not is_alike)
        # Whoever indexes them again may be in another folder.
        roots = [str(path.absolute()) for path in paths]
        is_unchanged = store and changes.are_none and _is_whole(store, changes, roots, settings)
        before = store.digests() if store and not is_unchanged else {}
        stream = iterate_files(
            found,
            skip_errors=skip_errors,
            added=added_folder(folder),
            known={one: recalled(one, known, before) for one, known in changes.kept.items()},
            options=read_options(settings),
            progress=partial(report, "read"),
        )
        gathered = _Gathered()
        with (
            closing(stream),
            SourceWriter(
                folder, encoder=encoder, settings=settings, previous=store, progress=report
            ) as writer,
        ):
            for read in stream:
                gathered.take(read, before)
                _write(read, writer, store, before)
            if store and (is_unchanged or _holds(store, gathered, roots, settings)):
                return _unchanged_report(store, gathered)
            _check_not_empty(gathered, paths)
            written = writer.finish(roots=roots, files=gathered.files)
    return _index_report(gathered, before, written)


@dataclass(slots=True)
class _Gathered:
    """What a run learns of files while they pass: the digests of their documents, by id, first."""

    digests: dict[str, str] = field(default_factory=dict)
    files: list[StoredFile] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def take(self, read: ReadFile, before: Mapping[str, str]) -> None:
        """Take in what came of a file; ``before`` has the digests of what the store holds."""
        for outcome in read.outcomes:
            match outcome:
                case LoadedDocument():
                    self.digests[outcome.doc_id] = outcome.digest
                case KnownDocument():
                    self.digests[outcome.doc_id] = before[outcome.doc_id]
                case SkippedFile():
                    self.skipped.append(outcome)
                case Failure():
                    self.failures.append(outcome)
        file = stored_file(read)
        if file is not None:
            self.files.append(file)


def _write(
    read: ReadFile, writer: SourceWriter, store: Store | None, before: Mapping[str, str]
) -> None:
    """Hand the documents of a file on."""
    for outcome in read.outcomes:
        match outcome:
            case LoadedDocument():
                stored = None
                if store and before.get(outcome.doc_id) == outcome.digest:
                    stored = store.stored_document(outcome.doc_id)
                writer.add(source_of(outcome, stored))
            case KnownDocument():
                writer.keep([outcome.doc_id])


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
    settings = as_stored(settings, folder)
    with _previous(folder, encoder, rebuild=rebuild) as store:
        found = find_files(paths, exclude=folder, added=added_folder(folder))
        is_alike = store is None or (
            is_read_alike(store, settings) and is_cut_alike(store, settings)
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


def _is_whole(store: Store, changes: Changes, roots: Sequence[str], settings: Settings) -> bool:
    """Return whether a store is made of the files that did not change, and of them alone."""
    documents = sum(len(one.doc_ids) for one in changes.kept.values())
    return documents == store.manifest.counts.documents and _is_made_alike(store, roots, settings)


def _check_not_empty(gathered: _Gathered, paths: Sequence[Path]) -> None:
    if gathered.digests:
        return
    reasons = [one.reason for one in gathered.failures]  # they name their files
    reasons += [f"{one.path}: {one.reason}" for one in gathered.skipped]
    raise DocumentError(
        f"nothing to index in {', '.join(map(str, paths))}: no file has text that can be read "
        f"({'; '.join(reasons[:3])}); give a folder with documents"
    )


def _holds(store: Store, gathered: _Gathered, roots: Sequence[str], settings: Settings) -> bool:
    return (
        _is_made_alike(store, roots, settings)
        and store.digests() == gathered.digests
        and _without_times(store.files()) == _without_times(gathered.files)
    )


def _without_times(files: Sequence[StoredFile]) -> list[StoredFile]:
    return [replace(one, state=replace(one.state, mtime_ns=None)) for one in files]


def _is_made_alike(store: Store, roots: Sequence[str], settings: Settings) -> bool:
    return (
        is_read_alike(store, settings)
        and is_cut_alike(store, settings)
        and store.manifest.roots == tuple(roots)
    )


def source_of(loaded: LoadedDocument, stored: StoredDocument | None) -> Source:
    """Return a document that was read, with what is stored of it, if it did not change."""
    is_same = stored and (stored.digest, stored.document) == (loaded.digest, loaded.document)
    return Source(loaded.document, loaded.digest, stored if is_same else None)


def _unchanged_report(store: Store, gathered: _Gathered) -> IndexReport:
    counts = store.manifest.counts
    return IndexReport(
        documents=counts.documents,
        chunks=counts.chunks,
        encoded=0,
        reused=counts.chunks,
        unchanged=True,
        skipped=tuple(gathered.skipped),
        failures=tuple(gathered.failures),
        kept=tuple(store.digests()),
    )


def _index_report(gathered: _Gathered, before: Mapping[str, str], written: Written) -> IndexReport:
    after = gathered.digests
    return IndexReport(
        documents=len(after),
        chunks=written.chunks,
        encoded=written.encoded,
        reused=written.chunks - written.encoded,
        unchanged=False,
        skipped=tuple(gathered.skipped),
        failures=tuple(gathered.failures),
        read=tuple(one for one in after if after[one] != before.get(one)),
        kept=tuple(one for one in after if after[one] == before.get(one)),
        removed=tuple(one for one in before if one not in after),
    )
