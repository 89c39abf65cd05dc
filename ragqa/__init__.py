"""ragqa answers questions from a folder of documents, each sentence with a checkable citation."""

from ragqa.chatbot import ChatBot
from ragqa.errors import (
    DocumentError,
    EncoderError,
    QuestionError,
    RagqaError,
    SettingsError,
    StoreError,
)
from ragqa.settings import Settings
from ragqa.types import Answer, Chunk, Citation, Document, Evidence, Hit, Page, Section, Span
from ragqa.version import VERSION

__version__ = VERSION

__all__ = [
    "Answer",
    "ChatBot",
    "Chunk",
    "Citation",
    "Document",
    "DocumentError",
    "EncoderError",
    "Evidence",
    "Hit",
    "Page",
    "QuestionError",
    "RagqaError",
    "Section",
    "Settings",
    "SettingsError",
    "Span",
    "StoreError",
    "__version__",
]
