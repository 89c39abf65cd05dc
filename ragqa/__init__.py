"""ragqa answers questions from a folder of documents, each sentence with a checkable citation."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ragqa.version import VERSION

if TYPE_CHECKING:
    from ragqa.chatbot import ChatBot
    from ragqa.documents.source import Failure, SkippedFile
    from ragqa.errors import (
        ConditionError,
        DocumentError,
        EncoderError,
        EvaluationError,
        FileProblem,
        QuestionError,
        RagqaError,
        SettingsError,
        StoreError,
        StoreProblem,
    )
    from ragqa.indexing import IndexReport
    from ragqa.metadata import FileValues, MetadataRules
    from ragqa.scope import Scope
    from ragqa.settings import Settings
    from ragqa.store import (
        ChunkingInfo,
        Counts,
        DocumentSummary,
        EncoderInfo,
        FileInfo,
        Manifest,
        ReadingInfo,
    )
    from ragqa.storing import Progress
    from ragqa.types import (
        Answer,
        Chunk,
        Citation,
        Document,
        Evidence,
        Hit,
        Page,
        Place,
        PlaceKind,
        Section,
        Span,
    )
    from ragqa.updating import UpdateReport

__version__ = VERSION

__all__ = [
    "Answer",
    "ChatBot",
    "Chunk",
    "ChunkingInfo",
    "Citation",
    "ConditionError",
    "Counts",
    "Document",
    "DocumentError",
    "DocumentSummary",
    "EncoderError",
    "EncoderInfo",
    "EvaluationError",
    "Evidence",
    "Failure",
    "FileInfo",
    "FileProblem",
    "FileValues",
    "Hit",
    "IndexReport",
    "Manifest",
    "MetadataRules",
    "Page",
    "Place",
    "PlaceKind",
    "Progress",
    "QuestionError",
    "RagqaError",
    "ReadingInfo",
    "Scope",
    "Section",
    "Settings",
    "SettingsError",
    "SkippedFile",
    "Span",
    "StoreError",
    "StoreProblem",
    "UpdateReport",
    "__version__",
]

_NAMES_BY_MODULE = {
    "chatbot": ("ChatBot",),
    "documents.source": ("Failure", "SkippedFile"),
    "errors": (
        *(name for name in __all__ if name.endswith("Error")),
        "FileProblem",
        "StoreProblem",
    ),
    "indexing": ("IndexReport",),
    "metadata": ("FileValues", "MetadataRules"),
    "scope": ("Scope",),
    "settings": ("Settings",),
    "store": (
        *("ChunkingInfo", "Counts", "DocumentSummary", "EncoderInfo", "FileInfo", "Manifest"),
        "ReadingInfo",
    ),
    "storing": ("Progress",),
    "updating": ("UpdateReport",),
}
_HOMES = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}


if not TYPE_CHECKING:  # a type checker would take every misspelt name for one of these

    def __getattr__(name: str) -> Any:
        """Load the module of a public name when it is first asked for.

        pytest loads the plugin, and with it this package, in every project that it is installed
        beside; most of them never ask for more.
        """
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(f"ragqa.{_HOMES.get(name, 'types')}")
        globals()[name] = found = getattr(module, name)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
