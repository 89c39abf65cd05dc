"""Files and folders to documents: the walk through the folders, and the report of it."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ragqa.documents.children import Parsers
from ragqa.documents.detection import HEAD_BYTES
from ragqa.documents.limits import MB, ReadOptions
from ragqa.documents.reading import Outcome, read_file
from ragqa.documents.registry import SUFFIXES, has_reader, is_plain
from ragqa.documents.source import (
    Failure,
    LoadedDocument,
    SkippedFile,
    SourceFile,
    place_name,
    visible_name,
)
from ragqa.errors import DocumentError, FileProblem

ADDED_PREFIX = "added/"
"""What stands before the names of files that were added to a store by themselves."""

DEFAULT_OPTIONS = ReadOptions()

_READ_AHEAD = 4
"""How many files for each process are read, or wait to be taken, at once."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of the files, each in the order of the paths given and the names below them."""

    documents: tuple[LoadedDocument, ...]
    skipped: tuple[SkippedFile, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class _FileToRead:
    path: Path
    name: str


_Entry = Outcome | _FileToRead

_Progress = Callable[[int, int], None]
"""Called with how many files were read, and of how many."""


def load_documents(
    paths: Sequence[Path],
    *,
    skip_errors: bool = False,
    exclude: Path | None = None,
    added: Path | None = None,
    options: ReadOptions = DEFAULT_OPTIONS,
    progress: _Progress | None = None,
) -> LoadReport:
    """Read the documents of files and folders.

    A folder is read with all below it, in the order of the names; hidden files and folders are left
    out, and a link to a folder is not followed. A file reached twice is read once. Of the folder
    ``exclude`` nothing is read or reported, but the folder ``added``, which may lie in it, is read
    last, and "added/" stands before the names of its files; what of it cannot be read is a failure
    in the report, whatever else is said. With ``skip_errors``, a file or a part of one that cannot
    be read, or repeats the id of a document before it, becomes one of the report's failures.

    Plain text is read here, all else in processes of its own: a file that kills its parser, or
    holds it for too long, is a failure like any other.

    Raises
    ------
    DocumentError
        If a path does not exist; if a folder holds no document; at the first failure, unless
        ``skip_errors`` is set.
    """
    excluded = exclude.resolve() if exclude else None
    outcomes: list[Outcome] = []
    entries = [*_entries_of_paths(paths, excluded), *_entries_of_added(added)]
    read = _read_all(entries, options, progress or _no_progress)
    for outcome in _without_repeated_ids(read):
        if isinstance(outcome, Failure) and not skip_errors and not _is_below(outcome.path, added):
            raise DocumentError(outcome.reason, problem=outcome.problem, **outcome.values)
        outcomes.append(outcome)
    return LoadReport(
        documents=tuple(one for one in outcomes if isinstance(one, LoadedDocument)),
        skipped=tuple(one for one in outcomes if isinstance(one, SkippedFile)),
        failures=tuple(one for one in outcomes if isinstance(one, Failure)),
    )


def _without_repeated_ids(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes, a failure in place of a document whose id another has."""
    places: dict[str, str] = {}
    for outcome in outcomes:
        if not isinstance(outcome, LoadedDocument):
            yield outcome
            continue
        doc_id = outcome.document.doc_id
        if doc_id in places:
            reason = (
                f'{outcome.place}: found the id "{doc_id}" again, which {places[doc_id]} has '
                "already; rename one of them, or index a folder that is above both"
            )
            yield Failure(outcome.path, reason, FileProblem.REPEATED_ID, {"id": doc_id})
        else:
            places[doc_id] = outcome.place
            yield outcome


def _no_progress(done: int, total: int) -> None:
    """Report nothing."""


def _entries_of_paths(paths: Sequence[Path], excluded: Path | None) -> Iterator[_Entry]:
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            entries = _entries_of_folder(path, excluded)
        elif path.is_file():
            entries = [_look_at_given_file(path)]
        else:
            raise DocumentError(
                f"no such file or folder: {place_name(path)}; give an existing path",
                problem=FileProblem.MISSING,
            )
        yield from (entry for entry in entries if _is_new(entry, seen))


def _look_at_given_file(path: Path) -> _Entry:
    entry = _look_at_file(path, visible_name(path.name))
    if not isinstance(entry, SkippedFile):
        return entry
    return Failure(
        path,
        f'{place_name(path)}: found a name ending in "{visible_name(path.suffix)}", expected one '
        f"of {', '.join(SUFFIXES)}; convert the file to one of them",
        entry.problem,
        entry.values,
    )


def _is_below(path: Path, folder: Path | None) -> bool:
    return folder is not None and path.is_relative_to(folder)


def _entries_of_added(folder: Path | None) -> Iterator[_Entry]:
    if folder is None or not folder.is_dir():
        return
    files, failures = _files_below(folder, None)
    yield from failures
    for file in files:
        name = f"{ADDED_PREFIX}{file.relative_to(folder).as_posix()}"
        yield _look_at_file(file, visible_name(name))


def _entries_of_folder(folder: Path, excluded: Path | None) -> list[_Entry]:
    files, failures = _files_below(folder, excluded)
    entries = [
        _look_at_file(file, visible_name(file.relative_to(folder).as_posix())) for file in files
    ]
    if not failures and all(isinstance(entry, SkippedFile) for entry in entries):
        raise DocumentError(
            f"{place_name(folder)}: found no document, expected files ending in "
            f"{', '.join(SUFFIXES)}; put some there or give another folder",
            problem=FileProblem.NO_DOCUMENT,
        )
    return [*failures, *entries]


def _files_below(folder: Path, excluded: Path | None) -> tuple[list[Path], list[Failure]]:
    """Return the files below a folder in order, and the folders that cannot be listed."""
    errors: list[OSError] = []
    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        if Path(parent).resolve() == excluded:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(parent, name) for name in names if not name.startswith(".")]
    return sorted(files), [_unreadable(Path(error.filename), error) for error in errors]


def _is_new(entry: _Entry, seen: set[Path]) -> bool:
    """Tell whether a file is met for the first time."""
    resolved = entry.path.resolve()
    if resolved in seen:
        return False
    seen.add(resolved)
    return True


def _look_at_file(path: Path, name: str) -> _Entry:
    """Return a file that there is a reader for; of any other, why it is not read."""
    if path.exists() and not path.is_file():
        return SkippedFile(path, "it is not a regular file", FileProblem.NOT_REGULAR)
    try:
        if has_reader(path.name, _head(path)):
            return _FileToRead(path, name)
    except OSError as error:
        if Path(path.name).suffix.lower() in SUFFIXES:
            return _unreadable(path, error)
    expected = ", ".join(SUFFIXES)
    return SkippedFile(
        path,
        f"its name does not end in {expected}",
        FileProblem.UNKNOWN_FORMAT,
        {"expected": expected},
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _read_all(
    entries: Sequence[_Entry], options: ReadOptions, progress: _Progress
) -> Iterator[Outcome]:
    """Yield what comes of all files in their order; several are read at once."""
    waiting = deque(entries)
    total, running = len(entries), deque[Future[list[Outcome]]]()
    with Parsers.open(options.workers) as parsers, ThreadPoolExecutor(options.workers) as threads:
        for done in range(total):
            # Not all at once: what was read must not pile up before one that takes long.
            while waiting and len(running) < _READ_AHEAD * options.workers:
                running.append(threads.submit(_read_entry, waiting.popleft(), parsers, options))
            progress(done, total)
            yield from running.popleft().result()
        progress(total, total)


def _read_entry(entry: _Entry, parsers: Parsers, options: ReadOptions) -> list[Outcome]:
    if not isinstance(entry, _FileToRead):
        return [entry]
    path, limits = entry.path, options.limits
    try:
        if path.stat().st_size > limits.file_mb * MB:
            return [Failure.of(path, _too_large(path, limits.file_mb))]
        file = SourceFile(path, entry.name, path.read_bytes(), limits, options.password)
    except OSError as error:
        return [_unreadable(path, error)]
    if is_plain(file.name, file.content[:HEAD_BYTES]):
        return read_file(file)
    return parsers.read(file)


def _too_large(path: Path, limit: int) -> DocumentError:
    return DocumentError(
        f"{place_name(path)}: found a file of more than {limit} MB, expected less; split it",
        problem=FileProblem.TOO_LARGE,
        limit=str(limit),
    )


def _unreadable(path: Path, error: OSError) -> Failure:
    detail = error.strerror or type(error).__name__
    return Failure(
        path,
        f"{place_name(path)}: {detail}; mend this or take it out",
        FileProblem.UNREADABLE,
        {"detail": detail},
    )
