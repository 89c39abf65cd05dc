"""Files read as documents: one module a format, one registry."""

from ragqa.documents.limits import ReadLimits, ReadOptions
from ragqa.documents.loading import (
    ADDED_PREFIX,
    LoadReport,
    load_documents,
)
from ragqa.documents.registry import SUFFIXES
from ragqa.documents.source import Failure, LoadedDocument, SkippedFile

__all__ = [
    "ADDED_PREFIX",
    "SUFFIXES",
    "Failure",
    "LoadReport",
    "LoadedDocument",
    "ReadLimits",
    "ReadOptions",
    "SkippedFile",
    "load_documents",
]
