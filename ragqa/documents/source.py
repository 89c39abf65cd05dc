"""What goes into the reader of a format and what comes out of it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ragqa.documents.limits import DEFAULT_LIMITS, ReadLimits
from ragqa.documents.recognition import Recogniser
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

_UNPRINTABLE = re.compile("[\0-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is to be read; ``name`` is as in `SourceFile`."""

    path: Path
    name: str

    def __hash__(self) -> int:
        """Return the name's hash: a path's is computed anew for each path that is made."""
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells later whether a file changed: its size in bytes, its time and its SHA-256.

    ``mtime_ns`` is None where the file was written so shortly before it was read that the next
    change might leave the time as it is.
    """

    size: int
    mtime_ns: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a file, and the name that it has among the documents.

    ``name`` is the path below the indexed folder with forward slashes, or the name of a file that
    was given itself. A file within a file, such as an attachment, has a path and a name that go on
    behind those of the outer one: ``mail.mbox/3/report.pdf``. ``password`` opens it, if it needs
    one. ``recogniser`` reads its pictures of pages; None where they are not read.
    """

    path: Path
    name: str
    content: bytes
    limits: ReadLimits = DEFAULT_LIMITS
    password: str | None = None
    recogniser: Recogniser | None = None


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A document with where it was read from, and what tells whether that changed.

    ``digest`` is the SHA-256, in hexadecimal, of the bytes it was read from: the file's, or those
    of the ``line``, which is None where the document is a whole file.
    """

    document: Document
    digest: str
    path: Path
    line: int | None = None

    @property
    def doc_id(self) -> str:
        """The id of the document."""
        return self.document.doc_id

    @property
    def place(self) -> str:
        """The file and line, for a person."""
        return place_name(self.path, self.line)


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document of a file that need not be read, since it did not change; ``path`` is the file."""

    doc_id: str
    path: Path

    @property
    def place(self) -> str:
        """The file, for a person."""
        return place_name(self.path)


@dataclass(frozen=True, slots=True)
class NestedFile:
    """A file within a file, on its way back to the registry, which reads it as its format asks.

    ``name`` is relative to the file that holds it, with forward slashes.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file, or a part of one, that was left out without being wrong, and why.

    ``problem`` and ``values`` say the reason to programs. ``name`` is that of the part, where only
    a part of the file at ``path`` was left out.
    """

    path: Path
    reason: str
    problem: FileProblem = FileProblem.UNKNOWN_FORMAT
    values: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a part of one, that could not be read; ``reason`` is the whole message.

    ``problem``, ``values`` and ``name`` are as in `SkippedFile`.
    """

    path: Path
    reason: str
    problem: FileProblem = FileProblem.BROKEN
    values: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None

    @classmethod
    def of(cls, path: Path, error: DocumentError, *, name: str | None = None) -> "Failure":
        """Return the failure that an error stands for."""
        return cls(path, str(error), error.problem, error.values, name)


def moved(unread: SkippedFile | Failure, old: Path, new: Path) -> SkippedFile | Failure:
    """Return what could not be read of the file ``old`` as it is said of the file ``new``."""
    path = new / unread.path.relative_to(old)
    reason = unread.reason.replace(place_name(old), place_name(new), 1)
    return replace(unread, path=path, reason=reason)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place_name(path: Path, line: int | None = None) -> str:
    """Return how a message names a file, or a line of it."""
    name = visible_name(str(path))
    return name if line is None else f"{name}, line {line}"


def path_within(path: Path, name: str) -> Path:
    """Return how a part of a file is called in reports, whatever its name: a path below it."""
    parts = _UNPRINTABLE.sub("_", visible_name(name)).replace("\\", "/").split("/")
    return path.joinpath(*(part.replace("..", "__") for part in parts if part not in ("", ".")))


def visible_name(name: str) -> str:
    r"""Return a file name as UTF-8 can hold it: a byte that is not UTF-8 becomes ``\xe9``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
