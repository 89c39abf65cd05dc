"""Files to documents: several are read at once, and a report says what became of each."""

import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ragqa.documents.children import Parsers
from ragqa.documents.finding import Found, find_files, unreadable
from ragqa.documents.limits import MB, ReadOptions
from ragqa.documents.mapping import with_rules
from ragqa.documents.reading import Outcome, read_file
from ragqa.documents.recognition import Recogniser, find_command
from ragqa.documents.registry import is_plain
from ragqa.documents.source import (
    Failure,
    FileState,
    FoundFile,
    KnownDocument,
    LoadedDocument,
    SkippedFile,
    SourceFile,
    digest_of,
    place_name,
)
from ragqa.documents.unread_pages import as_unrecognised
from ragqa.errors import DocumentError, FileProblem

DEFAULT_OPTIONS = ReadOptions()

_READ_AHEAD = 4
"""How many files for each process are read, or wait to be taken, at once."""

_CLOCK_NS = 2_000_000_000
"""Two changes within this may leave one time: FAT, the coarsest file system, counts in 2 s."""


FileOutcome = Outcome | KnownDocument
"""What comes of a file, or of a part of it."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read, and what came of it; ``state`` is None where it was not opened.

    ``found`` is None where something was known of a path that is no file to read.
    """

    found: FoundFile | None
    state: FileState | None
    outcomes: tuple[FileOutcome, ...]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of the files, each in the order of the paths given and the names below them."""

    files: tuple[ReadFile, ...]
    documents: tuple[LoadedDocument, ...]
    skipped: tuple[SkippedFile, ...]
    failures: tuple[Failure, ...]


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
    """Find the files of paths and read them all at once; `find_files` and `iterate_files` say how.

    What of ``added`` cannot be read is a failure in the report, whatever ``skip_errors`` says.
    """
    found = find_files(paths, exclude=exclude, added=added)
    files: list[ReadFile] = []
    outcomes: list[FileOutcome] = []
    stream = iterate_files(
        found, skip_errors=skip_errors, added=added, options=options, progress=progress
    )
    with closing(stream):
        for read in stream:
            outcomes += read.outcomes
            if read.found is not None:
                files.append(read)
    return LoadReport(
        files=tuple(files),
        documents=tuple(one for one in outcomes if isinstance(one, LoadedDocument)),
        skipped=tuple(one for one in outcomes if isinstance(one, SkippedFile)),
        failures=tuple(one for one in outcomes if isinstance(one, Failure)),
    )


def iterate_files(
    found: Sequence[Found],
    *,
    skip_errors: bool = False,
    added: Path | None = None,
    known: Mapping[FoundFile, ReadFile] | None = None,
    options: ReadOptions = DEFAULT_OPTIONS,
    progress: _Progress | None = None,
) -> Generator[ReadFile]:
    """Yield what comes of files in their order, some of them in memory at a time.

    Those that are ``known`` are not read: what came of them comes again.

    With ``skip_errors``, a file or a part of one that cannot be read, or repeats the id of a
    document before it, is a failure among the outcomes; below the folder ``added`` it always is.

    Plain text is read here, all else in processes of its own: a file that kills its parser, or
    holds it for too long, is a failure like any other. They end when the generator is closed.

    Raises
    ------
    DocumentError
        At the first failure, unless ``skip_errors`` is set.
    """
    places: dict[str, str] = {}
    with closing(_read_all(found, known or {}, options, progress or _no_progress)) as stream:
        for read in stream:
            unique = tuple(_unless_repeated(one, places) for one in read.outcomes)
            if not skip_errors:
                _raise_first(unique, added)
            yield replace(read, outcomes=unique)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settled_mtime_ns(status: os.stat_result, now_ns: int) -> int | None:
    """Return the time at which a file was changed, None if the next change may leave it as it is.

    ``now_ns`` is the time before the file was looked at.
    """
    return status.st_mtime_ns if status.st_mtime_ns < now_ns - _CLOCK_NS else None


def _raise_first(outcomes: Iterable[FileOutcome], added: Path | None) -> None:
    for one in outcomes:
        if isinstance(one, Failure) and not (added and one.path.is_relative_to(added)):
            raise DocumentError(one.reason, problem=one.problem, **one.values)


def _unless_repeated(outcome: FileOutcome, places: dict[str, str]) -> FileOutcome:
    """Return a failure in place of a document whose id another has; note where each id stands."""
    if not isinstance(outcome, LoadedDocument | KnownDocument):
        return outcome
    doc_id = outcome.doc_id
    if doc_id not in places:
        places[doc_id] = outcome.place
        return outcome
    reason = (
        f'{outcome.place}: found the id "{doc_id}" again, which {places[doc_id]} has '
        "already; give one of them another"
    )
    return Failure(outcome.path, reason, FileProblem.REPEATED_ID, {"id": doc_id})


def _no_progress(done: int, total: int) -> None:
    """Report nothing."""


def _read_all(
    found: Sequence[Found],
    known: Mapping[FoundFile, ReadFile],
    options: ReadOptions,
    progress: _Progress,
) -> Generator[ReadFile]:
    """Yield what comes of all files in their order; several are read at once."""
    waiting = deque(found)
    total, running = len(found), deque[Future[ReadFile] | ReadFile]()
    with Parsers.open(options.workers) as parsers, _threads(options.workers) as threads:

        def begin(one: Found) -> Future[ReadFile] | ReadFile:
            if not isinstance(one, FoundFile):
                return ReadFile(None, None, (one,))
            return known.get(one) or threads.submit(_read, one, parsers, options)

        for done in range(total):
            # Not all at once: what was read must not pile up before one that takes long.
            while waiting and len(running) < _READ_AHEAD * options.workers:
                running.append(begin(waiting.popleft()))
            progress(done, total)
            first = running.popleft()
            yield first.result() if isinstance(first, Future) else first
        progress(total, total)


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Have threads while the context lasts; what they have not begun then is left."""
    threads = ThreadPoolExecutor(count)
    try:
        yield threads
    finally:
        # Whoever stops a run must not wait for what its processes are at: these end after this.
        threads.shutdown(wait=False, cancel_futures=True)


def _read(found: FoundFile, parsers: Parsers, options: ReadOptions) -> ReadFile:
    path, limits = found.path, options.limits
    try:
        now_ns, status = time.time_ns(), path.stat()
        if status.st_size > limits.file_mb * MB:
            return ReadFile(found, None, (Failure.of(path, _too_large(path, limits.file_mb)),))
        content = path.read_bytes()
    except OSError as error:
        return ReadFile(found, None, (unreadable(path, error),))
    state = FileState(len(content), settled_mtime_ns(status, now_ns), digest_of(content))
    file = SourceFile(path, found.name, content, limits, options.password)
    is_light = is_plain(file.name, content)
    outcomes = read_file(file) if is_light else parsers.read(file)
    if any(map(_is_of_pictures, outcomes)):
        outcomes = _with_pictures(outcomes, file, parsers, options)
    return ReadFile(found, state, tuple(_mapped(one, options) for one in outcomes))


def _with_pictures(
    outcomes: list[Outcome], file: SourceFile, parsers: Parsers, options: ReadOptions
) -> list[Outcome]:
    """Return what a file holds with its pictures of pages read, if there is a program for it.

    The file is read once more for that: where this fails as a whole, what it held before stays.
    """
    command = find_command(options.ocr_languages) if options.ocr_languages else None
    if command is None:
        return outcomes
    limits = file.limits
    until = time.monotonic() + limits.ocr_seconds
    recogniser = Recogniser(command, limits.ocr_page_seconds, until)
    again = parsers.read(replace(file, recogniser=recogniser))
    if any(isinstance(one, Failure) and one.path == file.path for one in again):
        return [
            as_unrecognised(one) if isinstance(one, SkippedFile) and _is_of_pictures(one) else one
            for one in outcomes
        ]
    return again


def _is_of_pictures(outcome: Outcome) -> bool:
    return isinstance(outcome, SkippedFile) and outcome.problem is FileProblem.PAGES_OF_PICTURES


def _mapped(outcome: Outcome, options: ReadOptions) -> Outcome:
    if isinstance(outcome, LoadedDocument):
        return with_rules(outcome, options.metadata)
    return outcome


def _too_large(path: Path, limit: int) -> DocumentError:
    return DocumentError(
        f"{place_name(path)}: found a file of more than {limit} MB, expected less; split it",
        problem=FileProblem.TOO_LARGE,
        limit=str(limit),
    )
