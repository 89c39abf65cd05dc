"""What went wrong, as people read it: in their language, and without where things lie."""

import logging
from collections.abc import Mapping

from ragqa.documents import Failure, SkippedFile
from ragqa.errors import DocumentError, FileProblem, StoreError, StoreProblem
from ragqa.ui.strings import Strings

_LOG = logging.getLogger(__name__)


def store_problem(error: Exception) -> StoreProblem:
    """Return what of an error may be told; the log gets the rest, for who can mend it."""
    _LOG.warning("%s", error)
    return error.problem if isinstance(error, StoreError) else StoreProblem.OTHER


def told_store_problem(problem: str, *, strings: Strings) -> str:
    """Return the words of a `StoreProblem`; those of any other where it is none."""
    words = strings.page.store_problems
    return words.get(problem, words[StoreProblem.OTHER])


def told_error(error: Exception, *, strings: Strings) -> str:
    """Return what is told of an error that kept documents from being changed."""
    if isinstance(error, DocumentError):
        return _told_file_problem(error.problem, error.values, strings)
    return told_store_problem(store_problem(error), strings=strings)


def told_reason(file: Failure | SkippedFile, *, strings: Strings) -> str:
    """Return why a file, or a part of it, is not among the documents."""
    return _told_file_problem(file.problem, file.values, strings)


def _told_file_problem(problem: FileProblem, values: Mapping[str, str], strings: Strings) -> str:
    # A file that gives less than its reason asks for still has to be told of.
    return strings.documents.problems[problem].format_map(_Known(values))


class _Known(dict[str, str]):
    """Values by name; of one that is missing, a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"
