"""One file read with all that lies in it, within its limits; what goes wrong is in what comes out.

This runs in a child process for everything but plain text, since a parser may die of its file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ragqa.documents.containers import bomb, too_large
from ragqa.documents.digests import with_stories
from ragqa.documents.limits import MB
from ragqa.documents.registry import find_loader
from ragqa.documents.source import (
    Failure,
    LoadedDocument,
    NestedFile,
    SkippedFile,
    SourceFile,
    path_within,
    place_name,
    visible_name,
)
from ragqa.documents.structure import structure_problems
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

Outcome = LoadedDocument | SkippedFile | Failure

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\0-\x1f\x7f]")
_MAX_DETAIL_CHARS = 200


@dataclass(slots=True)
class _Spent:
    """What was taken so far of what a file may take."""

    text: int = 0
    unpacked: int = 0
    parts: int = 0
    is_exhausted: bool = False
    names: set[str] = field(default_factory=set)


def read_file(file: SourceFile) -> list[Outcome]:
    """Return what a file holds, at the least why it holds nothing.

    Raises
    ------
    MemoryError
        If the memory does not suffice: then the process is no place to go on in.
    """
    return list(_read(file, file, 0, _Spent()))


def _read(file: SourceFile, outermost: SourceFile, depth: int, spent: _Spent) -> Iterator[Outcome]:
    found_any = False
    try:
        for outcome in find_loader(file)(file):
            found_any = True
            if isinstance(outcome, NestedFile):
                yield from _read_nested(outcome, file, outermost, depth + 1, spent)
            elif isinstance(outcome, LoadedDocument):
                yield _checked(outcome, outermost, spent)
            else:
                yield outcome
            if spent.is_exhausted:
                return
    except DocumentError as error:
        found_any = True
        yield _failure_or_skip(file, error, depth)
    except RecursionError:
        found_any = True
        yield Failure.of(file.path, too_deep(file, "marks in marks"))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (a parser may raise anything at a broken file)
        found_any = True
        yield Failure.of(file.path, _broken(file, error))
    if not found_any:
        yield SkippedFile(file.path, "it holds no document", FileProblem.NO_DOCUMENT)


def _failure_or_skip(file: SourceFile, error: DocumentError, depth: int) -> Failure | SkippedFile:
    """Return a failure; a strange file in an archive is skipped, as it is in a folder."""
    if depth and error.problem is FileProblem.UNKNOWN_FORMAT:
        reason = f"its name does not end in {error.values['expected']}"
        return SkippedFile(file.path, reason, error.problem, error.values)
    return Failure.of(file.path, error)


def _read_nested(
    nested: NestedFile, outer: SourceFile, outermost: SourceFile, depth: int, spent: _Spent
) -> Iterator[Outcome]:
    limits = outermost.limits
    name = _safe_name(nested.name)
    if name is None:
        yield Failure(
            path_within(outer.path, nested.name),
            f"{place_name(outer.path)}: found a file in it called {nested.name!r}, which leads out "
            "of it; expected a name inside; pack it anew",
            FileProblem.UNSAFE_NAME,
            {"name": visible_name(nested.name)},
        )
        return
    name = _unique(f"{outer.name}/{name}", spent).removeprefix(f"{outer.name}/")
    file = replace(
        outer, path=outer.path / name, name=f"{outer.name}/{name}", content=nested.content
    )
    spent.parts += 1
    spent.unpacked += len(nested.content)
    if depth > limits.depth:
        yield Failure.of(file.path, too_deep(file, "files in files"))
        return
    if len(nested.content) > limits.part_mb * MB:
        yield Failure.of(file.path, too_large(outer))
        return
    excess = _excess(outermost, spent)
    if excess is not None:
        spent.is_exhausted = True
        yield Failure.of(outermost.path, excess)
        return
    yield from _read(file, outermost, depth, spent)


def _excess(outermost: SourceFile, spent: _Spent) -> DocumentError | None:
    """Return the error for a file that has taken all that it may, None for any other."""
    limits = outermost.limits
    if spent.parts > limits.parts:
        return _too_many(outermost)
    honest = max(limits.ratio_from_mb * MB, limits.ratio * len(outermost.content))
    if spent.unpacked > honest:
        return bomb(outermost)
    if spent.unpacked > limits.unpacked_mb * MB:
        return _too_much(outermost, "in it", limits.unpacked_mb)
    if spent.text > limits.text_mb * MB:
        return _too_much(outermost, "of text", limits.text_mb)
    return None


def _checked(loaded: LoadedDocument, file: SourceFile, spent: _Spent) -> Outcome:
    """Return a document that can be stored, or why it cannot be."""
    document = loaded.document
    spent.text += len(document.text)
    excess = _excess(file, spent)
    if excess is not None:
        spent.is_exhausted = True
        return Failure.of(file.path, excess)
    if not document.text.strip():
        return SkippedFile(loaded.path, "it holds no text", FileProblem.NO_TEXT)
    problems = structure_problems(document)
    if problems:
        detail = problems[0]
        return Failure(
            loaded.path,
            f"{place_name(loaded.path)}: found a structure that cannot be ({detail}), expected "
            "parts in the order of the text; report this file as a fault of ragqa",
            FileProblem.BROKEN,
            {"detail": detail},
        )
    return replace(loaded, document=_without_surrogates(with_stories(document)))


def _without_surrogates(document: Document) -> Document:
    """Put a mark for each half of a surrogate pair, which is no character and cannot be stored."""
    strings = (document.text, document.title, document.doc_id, document.source)
    others = (*document.metadata, *document.metadata.values())
    headings = tuple(section.heading for section in document.sections)
    names = tuple(place.name for place in document.places)
    if not any(_SURROGATE.search(one) for one in (*strings, *others, *headings, *names)):
        return document
    return replace(
        document,
        doc_id=_whole(document.doc_id),
        title=_whole(document.title),
        text=_whole(document.text),
        source=_whole(document.source),
        sections=tuple(replace(one, heading=_whole(one.heading)) for one in document.sections),
        places=tuple(replace(one, name=_whole(one.name)) for one in document.places),
        metadata={_whole(key): _whole(value) for key, value in document.metadata.items()},
    )


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _safe_name(name: str) -> str | None:
    """Return a relative path of plain names, None where the name leads out of its folder."""
    parts = _CONTROL.sub("_", visible_name(name)).replace("\\", "/").split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        return None
    return "/".join(part for part in parts if part not in ("", ".")) or None


def _unique(name: str, spent: _Spent) -> str:
    """Return a name that no other file within the same outermost one has."""
    path = PurePosixPath(name)
    number, unique = 1, name
    while unique in spent.names:
        number += 1
        unique = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    spent.names.add(unique)
    return unique


def too_deep(file: SourceFile, what: str) -> DocumentError:
    """Return the error for what is nested beyond reason."""
    limit = file.limits.depth if what == "files in files" else 100
    return DocumentError(
        f"{place_name(file.path)}: found {what} too deep to read, expected at most {limit} levels; "
        "take out what you need",
        problem=FileProblem.TOO_DEEP,
        limit=str(limit),
    )


def _too_much(file: SourceFile, what: str, limit: int) -> DocumentError:
    return DocumentError(
        f"{place_name(file.path)}: found more than {limit} MB {what}, expected less; split it",
        problem=FileProblem.TOO_LARGE,
        limit=str(limit),
    )


def _too_many(file: SourceFile) -> DocumentError:
    limit = file.limits.parts
    return DocumentError(
        f"{place_name(file.path)}: found more than {limit} files in it, expected at most that; "
        "split it",
        problem=FileProblem.TOO_MANY,
        limit=str(limit),
    )


def _broken(file: SourceFile, error: Exception) -> DocumentError:
    said = " ".join(str(error).split())
    detail = f"{type(error).__name__}: {said}" if said else type(error).__name__
    detail = _whole(detail[:_MAX_DETAIL_CHARS])
    return DocumentError(
        f"{place_name(file.path)}: found a damaged file ({detail}), expected a whole one; "
        "save it anew or take it out",
        detail=detail,
    )
