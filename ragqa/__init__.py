"""ragqa answers questions from a folder of documents, each sentence with a checkable citation."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ragqa.version import VERSION

if TYPE_CHECKING:
    from ragqa.chatbot import ChatBot
    from ragqa.errors import (
        ConditionError,
        DocumentError,
        EncoderError,
        EvaluationError,
        QuestionError,
        RagqaError,
        SettingsError,
        StoreError,
    )
    from ragqa.scope import Scope
    from ragqa.settings import Settings
    from ragqa.types import Answer, Chunk, Citation, Document, Evidence, Hit, Page, Section, Span

__version__ = VERSION

__all__ = [
    "Answer",
    "ChatBot",
    "Chunk",
    "Citation",
    "ConditionError",
    "Document",
    "DocumentError",
    "EncoderError",
    "EvaluationError",
    "Evidence",
    "Hit",
    "Page",
    "QuestionError",
    "RagqaError",
    "Scope",
    "Section",
    "Settings",
    "SettingsError",
    "Span",
    "StoreError",
    "__version__",
]

_HOMES = {
    "ChatBot": "chatbot",
    "Scope": "scope",
    "Settings": "settings",
    **dict.fromkeys((name for name in __all__ if name.endswith("Error")), "errors"),
}


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
