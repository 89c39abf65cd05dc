"""Texts and JSON lines of question sets, and where in them something is wrong."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ragqa.errors import EvaluationError


def text_of(path: Path) -> str:
    """Return the text of a file, without a mark in front; EvaluationError if it is not UTF-8."""
    content = path.read_bytes()
    try:
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError) as error:
        raise EvaluationError(f"{path} is no gzip file: {error}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is not UTF-8: {error.reason}; save it as UTF-8") from error


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each line that is not blank, as the place it stands at and its JSON."""
    # Not splitlines: JSON may hold the other line ends of Unicode as they are.
    for number, line in enumerate(text_of(path).split("\n"), start=1):
        if line.strip():
            place = f"{path}, line {number}"
            try:
                yield place, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise EvaluationError(f"{place}: found no JSON ({error})") from error


@contextmanager
def at(place: str) -> Iterator[None]:
    """Put the place in front of what is wrong there."""
    try:
        yield
    except EvaluationError as error:
        raise EvaluationError(f"{place}: {error}; mend it") from error
