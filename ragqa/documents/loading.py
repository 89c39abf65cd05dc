"""Files and folders to documents: the registry of formats, and the walk through the folders."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ragqa.documents.csv import load_csv
from ragqa.documents.docx import load_docx
from ragqa.documents.html import load_html
from ragqa.documents.jsonl import load_jsonl
from ragqa.documents.markdown import load_markdown
from ragqa.documents.source import (
    Failure,
    LoadedDocument,
    SkippedFile,
    SourceFile,
    place_name,
    visible_name,
)
from ragqa.documents.text import load_text
from ragqa.documents.xlsx import load_xlsx
from ragqa.errors import DocumentError

_Loader = Callable[[SourceFile], Iterable[LoadedDocument | Failure]]

_LOADERS: dict[str, _Loader] = {
    ".csv": load_csv,
    ".docx": load_docx,
    ".htm": load_html,
    ".html": load_html,
    ".jsonl": load_jsonl,
    ".markdown": load_markdown,
    ".md": load_markdown,
    ".tsv": load_csv,
    ".txt": load_text,
    ".xhtml": load_html,
    ".xlsm": load_xlsx,
    ".xlsx": load_xlsx,
}
"""The reader of each format; one more format is one more line."""

ADDED_PREFIX = "added/"
"""What stands before the names of files that were added to a store by themselves."""

SUFFIXES = tuple(_LOADERS)
"""The suffixes of files that are read, in lower case; upper case is read as well."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of the files, each in the order of the paths given and the names below them."""

    documents: tuple[LoadedDocument, ...]
    skipped: tuple[SkippedFile, ...]
    failures: tuple[Failure, ...]


_Outcome = LoadedDocument | SkippedFile | Failure


def load_documents(
    paths: Sequence[Path],
    *,
    skip_errors: bool = False,
    exclude: Path | None = None,
    added: Path | None = None,
) -> LoadReport:
    """Read the documents of files and folders.

    A folder is read with all below it, in the order of the names; hidden files and folders are left
    out, and a link to a folder is not followed. A file reached twice is read once. Of the folder
    ``exclude`` nothing is read or reported, but the folder ``added``, which may lie in it, is read
    last, and "added/" stands before the names of its files; what of it cannot be read is a failure
    in the report, whatever else is said. With ``skip_errors``, a file or line
    that cannot be read, or repeats the id of a document before it, becomes one of the report's
    failures.

    Raises
    ------
    DocumentError
        If a path does not exist or names a file of an unknown format; if a folder holds no
        document; at the first failure, unless ``skip_errors`` is set.
    """
    excluded = exclude.resolve() if exclude else None
    outcomes: list[_Outcome] = []
    read = chain(_read_paths(paths, excluded), _read_added(added))
    for outcome in _without_repeated_ids(read):
        if isinstance(outcome, Failure) and not skip_errors and not _is_below(outcome.path, added):
            raise DocumentError(outcome.reason)
        outcomes.append(outcome)
    return LoadReport(
        documents=tuple(one for one in outcomes if isinstance(one, LoadedDocument)),
        skipped=tuple(one for one in outcomes if isinstance(one, SkippedFile)),
        failures=tuple(one for one in outcomes if isinstance(one, Failure)),
    )


def _without_repeated_ids(outcomes: Iterable[_Outcome]) -> Iterator[_Outcome]:
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
            yield Failure(outcome.path, reason)
        else:
            places[doc_id] = outcome.place
            yield outcome


def _read_paths(paths: Sequence[Path], excluded: Path | None) -> Iterator[_Outcome]:
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, excluded, seen)
        elif not path.is_file():
            raise DocumentError(
                f"no such file or folder: {place_name(path)}; give an existing path"
            )
        elif path.suffix.lower() not in _LOADERS:
            raise DocumentError(
                f'{place_name(path)}: found a name ending in "{visible_name(path.suffix)}", '
                f"expected one of {', '.join(SUFFIXES)}; convert the file to one of them"
            )
        else:
            yield from _read_file_once(path, path.name, seen)


def _is_below(path: Path, folder: Path | None) -> bool:
    return folder is not None and path.is_relative_to(folder)


def _read_added(folder: Path | None) -> Iterator[_Outcome]:
    if folder is None or not folder.is_dir():
        return
    files, failures = _files_below(folder, None)
    yield from failures
    for file in files:
        yield from _read_file(
            file, visible_name(f"{ADDED_PREFIX}{file.relative_to(folder).as_posix()}")
        )


def _read_folder(folder: Path, excluded: Path | None, seen: set[Path]) -> Iterator[_Outcome]:
    files, failures = _files_below(folder, excluded)
    yield from failures
    readable = [file for file in files if file.suffix.lower() in _LOADERS]
    if not readable and not failures:
        raise DocumentError(
            f"{place_name(folder)}: found no document, expected files ending in "
            f"{', '.join(SUFFIXES)}; put some there or give another folder"
        )
    for file in files:
        yield from _read_file_once(file, file.relative_to(folder).as_posix(), seen)


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


def _read_file_once(path: Path, name: str, seen: set[Path]) -> Iterator[_Outcome]:
    resolved = path.resolve()
    if resolved not in seen:
        seen.add(resolved)
        yield from _read_file(path, visible_name(name))


def _read_file(path: Path, name: str) -> Iterator[_Outcome]:
    """Yield what one file holds; at the least, why it holds nothing."""
    load = _LOADERS.get(path.suffix.lower())
    if load is None:
        yield SkippedFile(path, f"its name does not end in {', '.join(SUFFIXES)}")
    elif path.exists() and not path.is_file():
        yield SkippedFile(path, "it is not a regular file")
    else:
        yield from _load_file(path, name, load)


def _load_file(path: Path, name: str, load: _Loader) -> Iterator[_Outcome]:
    try:
        outcomes = list(load(SourceFile(path, name, path.read_bytes())))
    except OSError as error:
        outcomes = [_unreadable(path, error)]
    except DocumentError as error:
        outcomes = [Failure(path, str(error))]
    if not outcomes:
        yield SkippedFile(path, "it holds no document")
    for outcome in outcomes:
        if isinstance(outcome, LoadedDocument) and not outcome.document.text.strip():
            yield SkippedFile(path, "it holds no text")
        else:
            yield outcome


def _unreadable(path: Path, error: OSError) -> Failure:
    return Failure(path, f"{place_name(path)}: {error.strerror}; mend this or take it out")
