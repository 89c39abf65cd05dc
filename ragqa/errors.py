"""The errors that ragqa raises on purpose.

RagqaError
├── DocumentError    a file cannot be read as a document
├── EncoderError     a model file is missing, damaged or not the one expected
├── EvaluationError  a question set or a result cannot be read, or does not fit the documents
├── QuestionError    a question is empty or too long
├── SettingsError    a setting is unknown or has an impossible value
└── StoreError       a store is missing, damaged, or made by another encoder or format

A message says what was found, what was expected and what to do next, in one line.
A caller's bad argument is a ``ValueError``; "no evidence" is an ``Answer``, not an error.
"""


class RagqaError(Exception):
    """Root of every error that ragqa raises on purpose."""


class DocumentError(RagqaError):
    """A file cannot be read as a document."""


class EncoderError(RagqaError):
    """A model file is missing, damaged or not the one expected."""


class EvaluationError(RagqaError):
    """A question set or a result cannot be read, or does not fit the documents."""


class QuestionError(RagqaError):
    """A question is empty or too long."""


class SettingsError(RagqaError):
    """A setting is unknown or has an impossible value."""


class StoreError(RagqaError):
    """A store is missing, damaged, or made by another encoder or format."""
