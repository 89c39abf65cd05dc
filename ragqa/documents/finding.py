"""The walk through files and folders: which files there are to read, and which are left out."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ragqa.documents.containers import is_hidden_name
from ragqa.documents.detection import HEAD_BYTES
from ragqa.documents.links import Links, is_other_name, same_file
from ragqa.documents.naming import told_apart
from ragqa.documents.reading import Outcome
from ragqa.documents.registry import SUFFIXES, has_reader, has_suffix_of_reader
from ragqa.documents.source import Failure, FoundFile, SkippedFile, place_name, visible_name
from ragqa.errors import DocumentError, FileProblem

ADDED_PREFIX = "added/"
"""What stands before the names of files that were added to a store by themselves."""

Found = FoundFile | Outcome
"""A file to read, or what is known of a path without reading it."""


def find_files(
    paths: Sequence[Path], *, exclude: Path | None = None, added: Path | None = None
) -> list[Found]:
    """Return the files that are to be read, and what cannot be, in the order of the documents.

    A folder is searched with all below it, in the order of the names; hidden files and folders are
    left out, as are the files by which Office notes who has a document open. A file reached twice
    is returned once. A link in a folder is followed to a file that lies below one of the paths, no
    link to a folder is; links out of the paths, and other names of a file that is returned, are
    returned as skipped. Where files of several folders have the same name below these, the names of
    the folders stand before it. Of the folder ``exclude`` nothing is returned, but the folder
    ``added``, which may lie in it, comes last, and "added/" stands before the names of its files.

    Raises
    ------
    DocumentError
        If a path does not exist, or a folder holds no document.
    """
    excluded = exclude.resolve() if exclude else None
    of_paths = list(_entries_of_paths(paths, excluded))
    return [*told_apart(of_paths), *_entries_of_added(added)]


def _entries_of_paths(paths: Sequence[Path], excluded: Path | None) -> Iterator[tuple[Path, Found]]:
    """Yield the entries, each with the folder that its name is below."""
    links = Links.of(paths, excluded)
    seen, told, real_folders = dict[str, Path](), set[Path](), dict[str, str]()
    for path in paths:
        if path.is_dir():
            root, entries = path, _entries_of_folder(path, excluded, links)
        elif path.is_file():
            root, entries = path.parent, [_look_at_given_file(path)]
        else:
            raise DocumentError(
                f"no such file or folder: {place_name(path)}; give an existing path",
                problem=FileProblem.MISSING,
            )
        for entry in entries:
            first = seen.setdefault(_key_of(entry, real_folders), entry.path)
            if first is entry.path:
                yield root, entry
            elif is_other_name(entry.path, first) and entry.path not in told:
                told.add(entry.path)
                yield root, same_file(entry.path, first)


def _look_at_given_file(path: Path) -> Found:
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


def _entries_of_added(folder: Path | None) -> Iterator[Found]:
    if folder is None or not folder.is_dir():
        return
    files, failures, _ = _files_below(folder, None)
    yield from failures
    for file in files:
        yield _look_at_file(file, visible_name(f"{ADDED_PREFIX}{_name_in(folder, file)}"))


def _entries_of_folder(folder: Path, excluded: Path | None, links: Links) -> list[Found]:
    files, failures, linked = _files_below(folder, excluded)
    entries = [
        links.leading_out(file) or _look_at_file(file, visible_name(_name_in(folder, file)))
        for file in files
    ]
    # What is in the others is found where it lies.
    entries += filter(None, map(links.leading_out, linked))
    if not failures and all(isinstance(entry, SkippedFile) for entry in entries):
        raise DocumentError(
            f"{place_name(folder)}: found no document, expected files ending in "
            f"{', '.join(SUFFIXES)}; put some there or give another folder",
            problem=FileProblem.NO_DOCUMENT,
        )
    return [*failures, *entries]


def _files_below(
    folder: Path, excluded: Path | None
) -> tuple[list[Path], list[Failure], list[Path]]:
    """Return the files below a folder in order, the folders that cannot be listed, and linked ones.

    Of each folder that is a link, nothing is among the files.
    """
    errors: list[OSError] = []
    files: list[Path] = []
    linked: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        if Path(parent).resolve() == excluded:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not is_hidden_name(name)]
        linked += [path for name in folders if (path := Path(parent, name)).is_symlink()]
        files += [Path(parent, name) for name in names if not is_hidden_name(name)]
    # As paths are ordered, which compare part by part, but faster.
    files.sort(key=lambda file: file.parts)
    unlisted = [unreadable(Path(error.filename), error) for error in errors]
    return files, unlisted, sorted(linked)


def _name_in(folder: Path, file: Path) -> str:
    """Return what ``file.relative_to(folder)`` does of a file below, many times as fast."""
    return "/".join(file.parts[len(folder.parts) :])


def _key_of(entry: Found, real_folders: dict[str, str]) -> str:
    """Return what is the same of two entries that are the same; a link not followed is itself."""
    if not isinstance(entry, FoundFile) and entry.path.is_symlink():
        return str(entry.path.absolute())
    return _real_path(entry.path, real_folders)


def _real_path(path: Path, real_folders: dict[str, str]) -> str:
    """Return what `os.path.realpath` does, which looks at each folder above each file again."""
    if path.is_symlink():
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in real_folders:
        real_folders[folder] = os.path.realpath(folder).rstrip("/")
    return f"{real_folders[folder]}/{name}"


def _look_at_file(path: Path, name: str) -> Found:
    """Return a file that there is a reader for; of any other, why it is not read."""
    if not path.is_file() and path.exists():
        return SkippedFile(path, "it is not a regular file", FileProblem.NOT_REGULAR)
    if has_suffix_of_reader(path.name):
        return FoundFile(path, name)
    with suppress(OSError):
        if has_reader(path.name, _head(path)):
            return FoundFile(path, name)
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


def unreadable(path: Path, error: OSError) -> Failure:
    """Return the failure of a file or folder that the system does not open."""
    detail = error.strerror or type(error).__name__
    return Failure(
        path,
        f"{place_name(path)}: {detail}; mend this or take it out",
        FileProblem.UNREADABLE,
        {"detail": detail},
    )
