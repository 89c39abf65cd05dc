"""Formats that are ZIP archives inside (Office, OpenDocument, EPUB), looked at before being read.

Some kilobytes can unpack to gigabytes. The directory of the archive says how large its members
are: that is checked first, and of a member no more is read than the directory says.
"""

import zlib
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from lzma import LZMAError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ragqa.documents.source import SourceFile, place_name
from ragqa.documents.xml import XmlElement, parse_xml
from ragqa.errors import DocumentError, FileProblem

_MB = 2**20

MAX_TREE_MB = 32
"""The most XML that is parsed to trees, which take five to ten times as much memory."""

MAX_PACKAGE_MB = 256
"""The most that all members together may have."""

_DAMAGES = (BadZipFile, EOFError, LZMAError, OSError, RuntimeError, ValueError, zlib.error)
"""What the standard library raises at an archive that is damaged, or packed in an unknown way."""

_MAX_MEMBERS = 20_000
_ENCRYPTED_FLAG = 0x1
_XML_SUFFIXES = (".xml", ".rels", ".xml.rels", ".opf", ".ncx")


@dataclass(frozen=True)
class Package:
    """An archive whose directory was found harmless."""

    place: str
    archive: ZipFile = field(repr=False)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the members."""
        return frozenset(self.archive.namelist())

    def read(self, name: str) -> bytes:
        """Return a member, no more of it than the directory says.

        Raises
        ------
        DocumentError
            If it is missing or damaged.
        """
        try:
            return self.archive.read(name)
        except KeyError as error:
            raise self.broken(f'no part "{name}" in it', "a whole file") from error
        except _DAMAGES as error:
            raise self.broken(f'a damaged part "{name}" ({error})', "a whole file") from error

    def tree(self, name: str) -> XmlElement:
        """Return the root of a member that is XML.

        Raises
        ------
        DocumentError
            If it is missing, damaged, larger than `MAX_TREE_MB`, or has a document type.
        """
        if name in self.names and self.archive.getinfo(name).file_size > MAX_TREE_MB * _MB:
            raise _too_large(self.place, MAX_TREE_MB)
        return parse_xml(self.read(name), self.place)

    def optional_tree(self, name: str) -> XmlElement | None:
        """Return the root of a member that is XML, None where there is no such member."""
        return self.tree(name) if name in self.names else None

    def broken(self, found: str, expected: str) -> DocumentError:
        """Return the error of a package that lacks something."""
        return DocumentError(
            f"{self.place}: found {found}, expected {expected}; save the file anew with the "
            "program that made it",
            detail=found,
        )


def open_package(file: SourceFile, *, max_tree_mb: int = MAX_TREE_MB) -> Package:
    """Return the archive that a file is.

    ``max_tree_mb`` is the most XML in it; more of it would not fit the memory as trees.

    Raises
    ------
    DocumentError
        If the file is no archive, is encrypted, or holds more than `MAX_PACKAGE_MB`.
    """
    place = place_name(file.path)
    try:
        package = Package(place, ZipFile(BytesIO(file.content)))
    except _DAMAGES as error:
        raise DocumentError(
            f"{place}: found a damaged file ({error}), expected the ZIP archive that this format "
            "is; save the file anew with the program that made it",
            detail=str(error),
        ) from error
    _check_directory(package, package.archive.infolist(), max_tree_mb)
    return package


def _check_directory(package: Package, members: list[ZipInfo], max_tree_mb: int) -> None:
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise DocumentError(
            f"{package.place}: found a part with a password, expected a file without; save it "
            "without",
            problem=FileProblem.ENCRYPTED,
        )
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        # Of other methods, zipfile unpacks more than the directory says before it looks.
        raise package.broken("a part packed in a way that the format does not know", "deflate")
    if len(members) > _MAX_MEMBERS:
        raise DocumentError(
            f"{package.place}: found {len(members)} parts in it, expected at most {_MAX_MEMBERS}; "
            "split the file",
            problem=FileProblem.TOO_MANY,
            limit=str(_MAX_MEMBERS),
        )
    if sum(member.file_size for member in members) > MAX_PACKAGE_MB * _MB:
        raise _too_large(package.place, MAX_PACKAGE_MB)
    if sum(member.file_size for member in members if _is_xml(member)) > max_tree_mb * _MB:
        raise _too_large(package.place, max_tree_mb)


def _is_xml(member: ZipInfo) -> bool:
    return member.filename.lower().endswith(_XML_SUFFIXES)


def _too_large(place: str, limit_mb: int) -> DocumentError:
    return DocumentError(
        f"{place}: found more than {limit_mb} MB in it once unpacked, expected less; split the "
        "file",
        problem=FileProblem.TOO_LARGE,
        limit=str(limit_mb),
    )
