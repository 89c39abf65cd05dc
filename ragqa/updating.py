"""Changes to a store that is there: files added to it by themselves, documents taken out.

Added files are copied into the store, so that they are there when all is indexed again. The store
keeps the chunk sizes that it was made with.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ragqa.added_files import (
    added_folder,
    moved_in,
    moved_out,
    remove_abandoned,
    staging_folder,
)
from ragqa.changes import relocated, stored_file
from ragqa.documents import (
    ADDED_PREFIX,
    Failure,
    LoadReport,
    ReadOptions,
    SkippedFile,
    load_documents,
)
from ragqa.documents.containers import is_hidden_name
from ragqa.documents.finding import unreadable
from ragqa.documents.source import place_name
from ragqa.encoding import Encoder
from ragqa.errors import DocumentError, FileProblem, StoreError, StoreProblem
from ragqa.indexing import index_paths, read_options, source_of
from ragqa.passages import Source
from ragqa.settings import Settings
from ragqa.store import (
    DocumentSummary,
    Manifest,
    Store,
    StoredFile,
    clear_store,
)
from ragqa.storing import Progress, encoder_info, is_read_alike, no_progress, write_sources
from ragqa.version import VERSION

_Unread = TypeVar("_Unread", Failure, SkippedFile)

_COPIED_AT_ONCE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What became of documents, by ``doc_id``, and what could not be read, and why."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()


def add_files(
    paths: Sequence[Path],
    folder: Path,
    *,
    encoder: Encoder,
    settings: Settings,
    progress: Progress | None = None,
) -> UpdateReport:
    """Put files into the store in ``folder``; one of a name that was added before replaces it.

    The documents are called "added/" and the name of the file, or by their own ids in a JSONL
    file. Files that cannot be read are reported and left out.

    Raises
    ------
    DocumentError
        If a path is no file.
    StoreError
        If the store cannot be opened or written, or somebody else wrote it meanwhile.
    """
    report = progress or no_progress
    _check_files(paths)
    with (
        Store.open(folder, encoder=encoder_info(encoder)) as store,
        staging_folder(folder) as staging,
    ):
        report("read", 0, 1)
        unread = _stage(paths, staging)
        loaded = _load_staged(staging, read_options(settings), partial(report, "read"))
        documents = list(store.documents())
        loaded, others = _beside_others(loaded, documents)
        loaded = replace(loaded, failures=(*unread, *loaded.failures))
        names = _names_of(loaded)
        sources = [source_of(one, store.stored_document(one.doc_id)) for one in loaded.documents]
        if loaded.documents and not _are_all(len(documents) - len(others), sources):
            is_alike = is_read_alike(store, settings)
            files = [
                *(one for one in store.files() if one.found.name not in names),
                # Files that are read otherwise than the others, the next run reads anew.
                *(_files_added(loaded, added_folder(folder)) if is_alike else ()),
            ]
            _rewrite(
                store,
                sources,
                kept=others,
                files=files,
                encoder=encoder,
                settings=settings,
                switching=moved_in(_added_names(names), staging, added_folder(folder)),
                progress=report,
            )
        after = {one.document.doc_id: one.digest for one in loaded.documents}
        changes = _changes(store.digests(), after)
    given = {path.name: path for path in paths}
    return replace(
        changes,
        removed=(),
        failures=tuple(_as_given(one, staging, given) for one in loaded.failures),
        skipped=tuple(_as_given(one, staging, given) for one in loaded.skipped),
    )


def remove_documents(
    doc_ids: Collection[str], folder: Path, *, encoder: Encoder, settings: Settings
) -> UpdateReport:
    """Take documents out of the store in ``folder``, and the files of added ones with them.

    Files below the indexed paths stay where they are: indexing these again brings them back. So
    does an added file of which other documents stay.

    Raises
    ------
    StoreError
        If the store has no such document, or holds no other, or cannot be opened or written.
    """
    with Store.open(folder, encoder=encoder_info(encoder)) as store:
        documents = list(store.documents())
        unknown = set(doc_ids) - {one.doc_id for one in documents}
        if unknown:
            raise StoreError(
                f'no document "{min(unknown)}" in {folder}; it may be gone already',
                problem=StoreProblem.GONE,
            )
        kept = [one for one in documents if one.doc_id not in doc_ids]
        if not kept:
            raise StoreError(
                f"{folder} would hold no document any more; add another one before this is removed",
                problem=StoreProblem.LAST,
            )
        gone = _files_of(documents) - _files_of(kept)
        _rewrite(
            store,
            (),
            kept=[one.doc_id for one in kept],
            # A file of which a document is gone brings it back when it is read again.
            files=[one for one in store.files() if not set(doc_ids) & set(one.doc_ids)],
            encoder=encoder,
            settings=settings,
            switching=moved_out(_added_names(gone), folder),
            progress=no_progress,
        )
    return UpdateReport(removed=tuple(doc_ids))


def reindex(
    folder: Path, *, encoder: Encoder, settings: Settings, progress: Progress | None = None
) -> UpdateReport:
    """Index the paths of the store in ``folder`` again, and the files that were added to it.

    Raises
    ------
    DocumentError
        If a path is gone.
    StoreError
        If the store cannot be opened or written.
    """
    with Store.open(folder, encoder=encoder_info(encoder)) as store:
        before, manifest = store.digests(), store.manifest
    report = index_paths(
        [Path(root) for root in manifest.roots],
        folder,
        encoder=encoder,
        settings=_as_cut(settings, manifest),
        skip_errors=True,
        progress=progress,
    )
    with Store.open(folder) as store:
        after = store.digests()
    changes = _changes(before, after)
    return replace(changes, failures=report.failures, skipped=report.skipped)


def clear_up(folder: Path) -> int:
    """Delete what a store does not need, and return how many bytes that freed.

    That is what killed runs left, vectors that were kept for the next run, and generations that are
    not in force. A reader that has one of these open goes on with it.

    Raises
    ------
    StoreError
        If there is no store, or it is damaged or cannot be written.
    """
    return clear_store(folder) + remove_abandoned(folder)


def _check_files(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.is_file() or is_hidden_name(path.name):
            raise DocumentError(f"{path} is hidden or no file; give files, one by one")
    names = [path.name for path in paths]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise DocumentError(f"two files are called {min(twice)}; rename one of them")


def _stage(paths: Sequence[Path], staging: Path) -> tuple[Failure, ...]:
    """Copy files into a folder; return those that cannot be read."""
    failures = []
    for path in paths:
        error = _copy(path, staging / path.name)
        if error is not None:
            (staging / path.name).unlink(missing_ok=True)
            failures.append(unreadable(path, error))
    return tuple(failures)


def _copy(path: Path, target: Path) -> OSError | None:
    """Copy a file; return what stands in the way of reading it, raise what does of writing."""
    try:
        source = path.open("rb")
    except OSError as error:
        return error
    with source, target.open("wb") as copy:
        while True:
            try:
                block = source.read(_COPIED_AT_ONCE)
            except OSError as error:
                return error
            if not block:
                return None
            copy.write(block)


def _load_staged(
    staging: Path, options: ReadOptions, progress: Callable[[int, int], None]
) -> LoadReport:
    return load_documents([], skip_errors=True, added=staging, options=options, progress=progress)


def _as_given(unread: _Unread, staging: Path, given: Mapping[str, Path]) -> _Unread:
    """Say what could not be read of the files that were given, whose copies by name are staged."""
    path, reason = unread.path, unread.reason
    if path.is_relative_to(staging):
        file, *parts = path.relative_to(staging).parts
        path = given[file].joinpath(*parts)
    # The longest first: the name of one may begin with that of another.
    for name in sorted(given, key=len, reverse=True):
        reason = reason.replace(place_name(staging / name), place_name(given[name]))
    return replace(unread, path=path, reason=reason)


def _files_added(loaded: LoadReport, added: Path) -> Iterator[StoredFile]:
    """Yield the files whose documents all came in, as they are at their place in the store."""
    doc_ids = {one.doc_id for one in loaded.documents}
    for file in map(stored_file, loaded.files):
        if file and file.doc_ids and doc_ids.issuperset(file.doc_ids):
            yield relocated(file, added / file.found.path.name)


def _names_of(loaded: LoadReport) -> frozenset[str]:
    return frozenset(_file_of(one.document.source) for one in loaded.documents)


def _files_of(documents: Collection[DocumentSummary]) -> set[str]:
    return {_file_of(one.source) for one in documents}


def _file_of(source: str) -> str:
    """Return the file that a source is in: the added ones lie in no folder but in other files."""
    if not source.startswith(ADDED_PREFIX):
        return source
    return ADDED_PREFIX + source.removeprefix(ADDED_PREFIX).split("/")[0]


def _added_names(names: Collection[str]) -> list[str]:
    """Return the names that added files have in their folder, of those that are added ones."""
    return [name.removeprefix(ADDED_PREFIX) for name in names if name.startswith(ADDED_PREFIX)]


def _are_all(stored: int, sources: Collection[Source]) -> bool:
    """Return whether sources are the ``stored`` documents of these files, none of them changed."""
    return len(sources) == stored and all(one.stored is not None for one in sources)


def _beside_others(
    loaded: LoadReport, documents: Sequence[DocumentSummary]
) -> tuple[LoadReport, list[str]]:
    """Return what comes in, and the ids of the documents that stay beside it.

    Files of which nothing comes in leave what is there of them.
    """
    while True:
        names = _names_of(loaded)
        others = [one.doc_id for one in documents if _file_of(one.source) not in names]
        fitting = _without_taken_ids(loaded, taken=set(others))
        if len(fitting.documents) == len(loaded.documents):
            return fitting, others
        loaded = fitting


def _without_taken_ids(loaded: LoadReport, *, taken: Collection[str]) -> LoadReport:
    """Turn documents whose ids others have into failures."""
    clashes = [one for one in loaded.documents if one.document.doc_id in taken]
    failures = (
        Failure(
            one.path,
            f'{place_name(one.path)}: found the id "{one.document.doc_id}", which another '
            "document has; give it another one",
            FileProblem.REPEATED_ID,
            {"id": one.document.doc_id},
        )
        for one in clashes
    )
    documents = tuple(one for one in loaded.documents if one.document.doc_id not in taken)
    return replace(loaded, documents=documents, failures=(*loaded.failures, *failures))


def _rewrite(
    store: Store,
    sources: Sequence[Source],
    *,
    kept: Sequence[str],
    files: Sequence[StoredFile],
    encoder: Encoder,
    settings: Settings,
    switching: AbstractContextManager[None],
    progress: Progress,
) -> None:
    write_sources(
        sources,
        store.folder,
        kept=kept,
        # What another version read, the next run of indexing reads anew.
        files=files if store.manifest.ragqa_version == VERSION else (),
        reading=store.manifest.reading,
        previous=store,
        roots=store.manifest.roots,
        encoder=encoder,
        settings=_as_cut(settings, store.manifest),
        switching=switching,
        progress=progress,
    )


def _as_cut(settings: Settings, manifest: Manifest) -> Settings:
    """Return settings with the chunk sizes that a store was made with."""
    chunking = manifest.chunking
    return replace(
        settings, chunk_tokens=chunking.max_tokens, overlap_tokens=chunking.overlap_tokens
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> UpdateReport:
    """Compare digests by ``doc_id``."""
    return UpdateReport(
        added=tuple(one for one in after if one not in before),
        replaced=tuple(one for one in after if one in before and after[one] != before[one]),
        unchanged=tuple(one for one in after if after[one] == before.get(one)),
        removed=tuple(one for one in before if one not in after),
    )
