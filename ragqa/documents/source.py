"""What goes into the reader of a format and what comes out of it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ragqa.types import Document


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a file, and the name that it has among the documents.

    ``name`` is the path below the indexed folder with forward slashes, or the name of a file that
    was given itself.
    """

    path: Path
    name: str
    content: bytes


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
    def place(self) -> str:
        """The file and line, for a person."""
        return place_name(self.path, self.line)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a line of it, that could not be read; ``reason`` is the whole message."""

    path: Path
    reason: str


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place_name(path: Path, line: int | None = None) -> str:
    """Return how a message names a file, or a line of it."""
    name = visible_name(str(path))
    return name if line is None else f"{name}, line {line}"


def visible_name(name: str) -> str:
    r"""Return a file name as UTF-8 can hold it: a byte that is not UTF-8 becomes ``\xe9``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
