"""What changed among files since a store was made of them, told by as few looks as possible."""

import time
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ragqa.documents import (
    Failure,
    FoundFile,
    KnownDocument,
    LoadedDocument,
    ReadFile,
    SkippedFile,
    digest_of_file,
    settled_mtime_ns,
)
from ragqa.documents.source import moved
from ragqa.errors import FileProblem
from ragqa.store import StoredFile


@dataclass(frozen=True, slots=True)
class Changes:
    """How files compare with those that a store was made of; all but ``kept`` by their names.

    ``renamed`` has the old and the new name of each file that only has another one. ``kept`` are
    the files that need not be read, with what is known of them: all that are unchanged, but those
    of which something could not be read that might be now.
    """

    kept: Mapping[FoundFile, StoredFile]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def are_none(self) -> bool:
        """Whether all files are there, and none needs to be read."""
        differences = (*self.added, *self.changed, *self.renamed, *self.removed)
        return not differences and len(self.kept) == len(self.unchanged)


def compare_files(
    found: Sequence[FoundFile],
    stored: Sequence[StoredFile],
    *,
    retried: Collection[FileProblem] = (),
    otherwise: bool = False,
) -> Changes:
    """Compare files with the stored ones.

    A file of the same path, size and time is taken as unchanged; else its digest tells.

    Parameters
    ----------
    retried
        What might not stand in the way of reading a file again, though the file is the same.
    otherwise
        Whether other things than the files changed, so that all of them count as changed.
    """
    pairs = _pairs(found, stored)
    same = {
        file: as_it_is
        for file, before in pairs.items()
        if before is not None
        and not otherwise
        and (as_it_is := _unless_changed(file, before)) is not None
    }
    gone = _without(stored, (before for before in pairs.values() if before is not None))
    renamed = _renamed([file for file, before in pairs.items() if before is None], gone)
    changed = tuple(
        file.name for file, before in pairs.items() if before is not None and file not in same
    )
    added = tuple(
        file.name for file, before in pairs.items() if before is None and file not in renamed
    )
    removed = tuple(one.found.name for one in _without(gone, renamed.values()))
    if changed or added or renamed or removed:
        # Another document may have given up an id, or taken one.
        retried = {*retried, FileProblem.REPEATED_ID}
    return Changes(
        kept={file: before for file, before in same.items() if not _has_any(before, retried)},
        added=added,
        changed=changed,
        renamed=tuple((before.found.name, file.name) for file, before in renamed.items()),
        removed=removed,
        unchanged=tuple(file.name for file in same),
    )


def recalled(file: FoundFile, known: StoredFile, doc_ids: Container[str]) -> ReadFile:
    """Return what came of a file when it was read, of its documents those of the given ids."""
    documents = [KnownDocument(one, file.path) for one in known.doc_ids if one in doc_ids]
    unread = [moved(one, known.found.path, file.path) for one in known.unread]
    return ReadFile(file, known.state, (*documents, *unread))


def stored_file(read: ReadFile) -> StoredFile | None:
    """Return what a store is to know of a file that was read, None if it was never opened."""
    if read.found is None or read.state is None:
        return None
    documents = [one for one in read.outcomes if isinstance(one, LoadedDocument | KnownDocument)]
    file = StoredFile(
        found=read.found,
        state=read.state,
        doc_ids=tuple(one.doc_id for one in documents),
        unread=tuple(one for one in read.outcomes if isinstance(one, SkippedFile | Failure)),
    )
    return relocated(file, read.found.path.absolute())


def relocated(file: StoredFile, path: Path) -> StoredFile:
    """Return a file as it is known at another path."""
    old = file.found.path
    if path == old:
        return file
    return replace(
        file,
        found=FoundFile(path, file.found.name),
        unread=tuple(moved(one, old, path) for one in file.unread),
    )


def _pairs(
    found: Sequence[FoundFile], stored: Sequence[StoredFile]
) -> dict[FoundFile, StoredFile | None]:
    """Return for each file the one of its path, else one of its name, which may have moved."""
    by_place = {one.found: one for one in stored}
    pairs = {file: by_place.get(_absolute(file)) for file in found}
    by_name: dict[str, list[StoredFile]] = defaultdict(list)
    for one in _without(stored, (before for before in pairs.values() if before is not None)):
        by_name[one.found.name].append(one)
    return {
        file: before or (by_name[file.name].pop(0) if by_name[file.name] else None)
        for file, before in pairs.items()
    }


def _renamed(new: Iterable[FoundFile], gone: Sequence[StoredFile]) -> dict[FoundFile, StoredFile]:
    """Return the new files that have the bytes of one that is gone, with that one."""
    sizes = {one.state.size for one in gone}
    by_digest: dict[str, list[StoredFile]] = defaultdict(list)
    for one in gone:
        by_digest[one.state.digest].append(one)
    renamed = {}
    for file in new:
        if _size(file) in sizes and (alike := by_digest[_digest(file)]):
            renamed[file] = alike.pop(0)
    return renamed


def _unless_changed(file: FoundFile, before: StoredFile) -> StoredFile | None:
    """Return what was known of a file as it is known of it now, None if it has changed."""
    try:
        now_ns, status = time.time_ns(), file.path.stat()
    except OSError:
        return None
    found, state = _absolute(file), before.state
    if status.st_size != state.size:
        return None
    if status.st_mtime_ns == state.mtime_ns and found == before.found:
        return before
    if _digest(file) != state.digest:
        return None
    settled = replace(state, mtime_ns=settled_mtime_ns(status, now_ns))
    return relocated(replace(before, state=settled), found.path)


def _absolute(file: FoundFile) -> FoundFile:
    if file.path.is_absolute():
        return file
    return FoundFile(file.path.absolute(), file.name)


def _size(file: FoundFile) -> int | None:
    try:
        return file.path.stat().st_size
    except OSError:
        return None


def _digest(file: FoundFile) -> str:
    """Return the digest of a file; an empty string if it cannot be read, which says so later."""
    try:
        return digest_of_file(file.path)
    except OSError:
        return ""


def _without(stored: Iterable[StoredFile], others: Iterable[StoredFile]) -> list[StoredFile]:
    taken = {one.found for one in others}
    return [one for one in stored if one.found not in taken]


def _has_any(file: StoredFile, problems: Collection[FileProblem]) -> bool:
    return any(one.problem in problems for one in file.unread)
