"""The errors that ragqa raises on purpose.

RagqaError
├── ConditionError   a condition on documents cannot be read, or names an unknown field
├── DocumentError    a file cannot be read as a document
├── EncoderError     a model file is missing, damaged or not the one expected
├── EvaluationError  a question set or a result cannot be read, or does not fit the documents
├── QuestionError    a question is empty or too long
├── SettingsError    a setting is unknown or has an impossible value
└── StoreError       a store is missing, damaged, or made by another encoder or format
    └── IndexDamage  a part of an index holds what cannot be; a store says which one it is of

A message says what was found, what was expected and what to do next, in one line.
A caller's bad argument is a ``ValueError``; "no evidence" is an ``Answer``, not an error.
"""

from collections.abc import Mapping
from enum import StrEnum


class FileProblem(StrEnum):
    """Why a file, or a part of one, is not among the documents.

    After each, the values that say more.
    """

    MISSING = "missing"
    UNREADABLE = "unreadable"  # detail: what the system said
    NOT_TEXT = "not_text"  # found
    BROKEN = "broken"  # detail: what the parser said, in English
    BROKEN_LINE = "broken_line"  # line
    BROKEN_FRONT_MATTER = "broken_front_matter"  # line
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"  # limit, in MB
    TOO_MANY = "too_many"  # limit: of parts in one file
    TOO_DEEP = "too_deep"  # limit: of containers in containers, or of marks in marks
    BOMB = "bomb"  # limit: how many times larger than the file its content may be
    TOO_SLOW = "too_slow"  # limit, in seconds
    TOO_MUCH_MEMORY = "too_much_memory"  # limit, in MB
    CRASHED = "crashed"  # detail: how the parser died
    UNSAFE_NAME = "unsafe_name"  # name: that leads out of its archive
    NOT_REGULAR = "not_regular"  # a link, a device, a pipe
    SAME_FILE = "same_file"  # other: the name under which it is read
    UNKNOWN_FORMAT = "unknown_format"  # expected: the suffixes
    REPEATED_ID = "repeated_id"  # id
    NO_DOCUMENT = "no_document"
    NO_TEXT = "no_text"
    PAGES_WITHOUT_TEXT = "pages_without_text"  # count, total, pages: their numbers
    PAGES_OF_PICTURES = "pages_of_pictures"  # the same; no tesseract, or it is switched off
    PAGES_UNRECOGNISED = "pages_unrecognised"  # the same; tesseract failed or took too long


class StoreProblem(StrEnum):
    """Why a store is not what is asked of it, for who cannot mend it."""

    GONE = "gone"
    LAST = "last"
    CHANGED = "changed"
    BUSY = "busy"  # somebody else writes it
    UNWRITABLE = "unwritable"
    OTHER = "other"


class RagqaError(Exception):
    """Root of every error that ragqa raises on purpose."""


class ConditionError(RagqaError):
    """A condition on documents cannot be read, or names a field that none of them has."""


class DocumentError(RagqaError):
    """A file cannot be read as a document.

    ``problem`` and ``values`` say the reason to programs, which may put it in another language.
    """

    def __init__(
        self, message: str, *, problem: FileProblem = FileProblem.BROKEN, **values: str
    ) -> None:
        super().__init__(message)
        self.problem = problem
        self.values: Mapping[str, str] = values


class EncoderError(RagqaError):
    """A model file is missing, damaged or not the one expected."""


class EvaluationError(RagqaError):
    """A question set or a result cannot be read, or does not fit the documents."""


class QuestionError(RagqaError):
    """A question is empty or too long."""


class SettingsError(RagqaError):
    """A setting is unknown or has an impossible value."""


class StoreError(RagqaError):
    """A store is missing, damaged, or made by another encoder or format.

    ``problem`` says it to people who shall not read where the store lies.
    """

    def __init__(self, message: str, *, problem: StoreProblem = StoreProblem.OTHER) -> None:
        super().__init__(message)
        self.problem = problem


class IndexDamage(StoreError):  # noqa: N818 (what is raised to a user is a StoreError)
    """A part of an index holds what cannot be.

    Who reads the part does not know the store that it is of: `ragqa.store.Store` names it.
    """
