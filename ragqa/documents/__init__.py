"""Files read as documents: one module a format, one registry."""

from ragqa.documents.finding import ADDED_PREFIX, Found, find_files
from ragqa.documents.limits import ReadLimits, ReadOptions
from ragqa.documents.loading import (
    FileOutcome,
    LoadReport,
    ReadFile,
    digest_of_file,
    iterate_files,
    load_documents,
    settled_mtime_ns,
)
from ragqa.documents.registry import EDITION, SUFFIXES
from ragqa.documents.source import (
    Failure,
    FileState,
    FoundFile,
    KnownDocument,
    LoadedDocument,
    SkippedFile,
)

__all__ = [
    "ADDED_PREFIX",
    "EDITION",
    "SUFFIXES",
    "Failure",
    "FileOutcome",
    "FileState",
    "Found",
    "FoundFile",
    "KnownDocument",
    "LoadReport",
    "LoadedDocument",
    "ReadFile",
    "ReadLimits",
    "ReadOptions",
    "SkippedFile",
    "digest_of_file",
    "find_files",
    "iterate_files",
    "load_documents",
    "settled_mtime_ns",
]
