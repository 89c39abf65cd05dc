"""Archives as folders, and compressed files: what lies in them goes back to the registry.

Nothing is unpacked to the disk. The sizes that an archive declares are only a first check: what
comes out is counted as it comes.
"""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, GzipFile
from pathlib import PurePosixPath
from typing import IO

from ragqa.documents.limits import MB
from ragqa.documents.source import (
    Failure,
    NestedFile,
    SkippedFile,
    SourceFile,
    path_within,
    place_name,
)
from ragqa.errors import DocumentError, FileProblem

_ENCRYPTED_FLAG = 0x1
_TYPE_MASK = 0o170000
_REGULAR_MODES = frozenset({0, 0o100000})
_READ_AT_ONCE = 2**16

_HIDDEN_PREFIXES = (".", "~$")
"""Besides what systems hide: the files by which Office notes who has a document open."""


def load_zip(file: SourceFile) -> Iterator[NestedFile | Failure | SkippedFile]:
    """Yield the files of a ZIP archive, in the order of their names."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _broken(file, "a ZIP archive", error) from error
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        for member in sorted(members, key=lambda one: one.filename):
            if _is_hidden(member.filename):
                continue
            mode = member.external_attr >> 16 & _TYPE_MASK
            if mode not in _REGULAR_MODES:
                yield not_regular(file, member.filename)
            elif member.flag_bits & _ENCRYPTED_FLAG and file.password is None:
                yield _encrypted(file, member.filename)
            else:
                yield _zip_member(file, archive, member)


def load_tar(file: SourceFile) -> Iterator[NestedFile | Failure | SkippedFile]:
    """Yield the files of a TAR archive, in the order in which they lie in it."""
    try:
        with tarfile.open(fileobj=io.BytesIO(file.content), mode="r:") as archive:
            for member in archive:
                if member.isdir() or _is_hidden(member.name):
                    continue
                if not member.isreg():
                    yield not_regular(file, member.name)
                    continue
                # A sparse file may claim any size.
                if member.size > file.limits.part_mb * MB:
                    raise too_large(file)
                content = archive.extractfile(member)
                if content is not None:
                    yield NestedFile(member.name, content.read())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise _broken(file, "a TAR archive", error) from error


def load_gzip(file: SourceFile) -> Iterator[NestedFile]:
    """Yield the one file that is compressed in a file; its name is the file's without ``.gz``."""
    name = PurePosixPath(file.name).name
    inner = name[:-3] if name.lower().endswith(".gz") else name
    if name.lower().endswith(".tgz"):
        inner = f"{name[:-4]}.tar"
    try:
        content = inflated(GzipFile(fileobj=io.BytesIO(file.content)), file)
    except (BadGzipFile, EOFError, zlib.error, OSError) as error:
        raise _broken(file, "a gzip file", error) from error
    yield NestedFile(inner or "content", content)


def inflated(stream: GzipFile | IO[bytes], file: SourceFile) -> bytes:
    """Return what a compressed stream holds.

    Raises
    ------
    DocumentError
        If that is more than a part may be, or than so few bytes can honestly hold.
    """
    limits = file.limits
    pieces, size = [], 0
    while piece := stream.read(_READ_AT_ONCE):
        size += len(piece)
        if size > limits.part_mb * MB:
            raise too_large(file)
        if size > max(limits.ratio_from_mb * MB, limits.ratio * len(file.content)):
            raise bomb(file)
        pieces.append(piece)
    return b"".join(pieces)


def too_large(file: SourceFile) -> DocumentError:
    """Return the error for a container that holds too large a file."""
    limit = file.limits.part_mb
    return DocumentError(
        f"{place_name(file.path)}: found more than {limit} MB in one file in it, expected less; "
        "take it out of there and split it",
        problem=FileProblem.TOO_LARGE,
        limit=str(limit),
    )


def bomb(file: SourceFile) -> DocumentError:
    """Return the error for a container that holds far more than its size makes likely."""
    return DocumentError(
        f"{place_name(file.path)}: found more than {file.limits.ratio} times its own size in it, "
        "expected less; take out what you need",
        problem=FileProblem.BOMB,
        limit=str(file.limits.ratio),
    )


def is_hidden_name(name: str) -> bool:
    """Tell whether a file or folder of this name, which is no path, is left out without a word."""
    return name.startswith(_HIDDEN_PREFIXES) and name not in (".", "..")


def not_regular(file: SourceFile, name: str) -> SkippedFile:
    """Return what is said of a link or device in an archive."""
    return SkippedFile(
        path_within(file.path, name),
        "it is a link or a device, not a file",
        FileProblem.NOT_REGULAR,
    )


def _zip_member(
    file: SourceFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> NestedFile | Failure:
    password = None if file.password is None else file.password.encode()
    path = path_within(file.path, member.filename)
    try:
        with archive.open(member, pwd=password) as stream:
            return NestedFile(member.filename, inflated(stream, file))
    except RuntimeError:
        return _encrypted(file, member.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        return Failure(
            path,
            f"{place_name(path)}: found a damaged file in the archive ({error}), expected a whole "
            "one; pack it anew",
            FileProblem.BROKEN,
            {"detail": str(error)},
        )


def _encrypted(file: SourceFile, name: str) -> Failure:
    path = path_within(file.path, name)
    return Failure(
        path,
        f"{place_name(path)}: found an encrypted file, expected one that can be read; take the "
        "password off, or give it",
        FileProblem.ENCRYPTED,
    )


def _broken(file: SourceFile, kind: str, error: Exception) -> DocumentError:
    detail = str(error) or type(error).__name__
    return DocumentError(
        f"{place_name(file.path)}: found a damaged file ({detail}), expected {kind}; "
        "pack it anew or take it out",
        detail=detail,
    )


def _is_hidden(name: str) -> bool:
    """Tell whether a file or a folder above it is hidden; what leads outside is not."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(map(is_hidden_name, parts))
