"""Files read as documents: one module a format, one registry."""

from ragqa.documents.finding import ADDED_PREFIX, Found, find_files
from ragqa.documents.limits import ReadLimits, ReadOptions
from ragqa.documents.loading import (
    LoadReport,
    ReadFile,
    digest_of_file,
    load_documents,
    read_files,
    settled_mtime_ns,
)
from ragqa.documents.registry import SUFFIXES
from ragqa.documents.source import (
    Failure,
    FileState,
    FoundFile,
    LoadedDocument,
    SkippedFile,
)

__all__ = [
    "ADDED_PREFIX",
    "SUFFIXES",
    "Failure",
    "FileState",
    "Found",
    "FoundFile",
    "LoadReport",
    "LoadedDocument",
    "ReadFile",
    "ReadLimits",
    "ReadOptions",
    "SkippedFile",
    "digest_of_file",
    "find_files",
    "load_documents",
    "read_files",
    "settled_mtime_ns",
]
