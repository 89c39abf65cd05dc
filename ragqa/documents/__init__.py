"""Files read as documents: one module a format, one registry of suffixes."""

from ragqa.documents.loading import (
    ADDED_PREFIX,
    SUFFIXES,
    LoadReport,
    load_documents,
)
from ragqa.documents.source import Failure, LoadedDocument, SkippedFile

__all__ = [
    "ADDED_PREFIX",
    "SUFFIXES",
    "Failure",
    "LoadReport",
    "LoadedDocument",
    "SkippedFile",
    "load_documents",
]
