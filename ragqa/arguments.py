"""What callers hand over: it is right, or a ValueError says what was found and expected."""

import os
from collections.abc import Iterable, Sequence
from numbers import Integral
from pathlib import Path

from ragqa.display import is_blank
from ragqa.errors import QuestionError
from ragqa.scope import Scope

AnyPath = str | os.PathLike[str]


def paths_of(paths: AnyPath | Iterable[AnyPath], name: str = "paths") -> list[Path]:
    """Return one path, or several, as a list; ValueError for an empty one."""
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise ValueError(f"{name} is {given!r}; expected a path or a list of paths")
    return [path_of(one, name) for one in given]


def ids_of(doc_ids: str | Iterable[str]) -> list[str]:
    """Return one id, or several, as a list, each once; ValueError if one is no text."""
    given = [doc_ids] if isinstance(doc_ids, str) else doc_ids
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise ValueError(f"doc_ids is {given!r}; expected an id or a list of ids")
    found = list(dict.fromkeys(given))
    for one in found:
        if not isinstance(one, str):
            raise ValueError(f"doc_ids has {one!r}; expected an id")
    return found


def path_of(path: AnyPath, name: str) -> Path:
    """Return a path; ValueError for an empty one, which would be the current folder."""
    if not isinstance(path, (str, os.PathLike)) or isinstance(os.fspath(path), bytes):
        raise ValueError(f"{name} has {path!r}; expected a path")
    if os.fspath(path) == "":
        raise ValueError(f'{name} has an empty path; give "." for the current folder')
    return Path(path)


def check_question(question: object, *, longest: int) -> None:
    """Raise ValueError for a question of another type, QuestionError for an empty or long one."""
    if not isinstance(question, str):
        raise ValueError(f"the question is {question!r}; expected a text")
    if is_blank(question):
        raise QuestionError("the question is empty; ask about the documents in words")
    check_length(question, "the question", longest=longest)


def check_length(question: str, name: str, *, longest: int) -> None:
    """Raise QuestionError for a question of more than so many characters."""
    if len(question) > longest:
        raise QuestionError(
            f"{name} has {len(question):,} characters, at most {longest:,} are read; "
            "ask a shorter one"
        )


def check_history(history: object) -> None:
    """Raise ValueError if earlier questions are none, or no sequence."""
    texts = history if isinstance(history, Sequence) and not isinstance(history, str) else (None,)
    if not all(isinstance(one, str) for one in texts):
        raise ValueError(f"history is {history!r}; expected a list of texts, earlier questions")


def check_scope(scope: object) -> None:
    """Raise ValueError if a scope is none."""
    if not isinstance(scope, Scope):
        raise ValueError(f"scope is {scope!r}; expected a Scope")


def check_count(name: str, value: object) -> None:
    """Raise ValueError if a value is no whole number from 1 on."""
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_whole or value < 1:  # type: ignore[operator]
        raise ValueError(f"{name} is {value!r}; expected a whole number, 1 or more")
