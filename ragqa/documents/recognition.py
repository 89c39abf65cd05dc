"""Pictures of pages read by the program tesseract, where it is installed.

The only module that calls it. It gets a picture by its input and gives words by its output: no file
is written.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

_PROGRAM = "tesseract"
_LISTING_S = 10.0
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}

PICTURE_DPI = 300
"""The resolution that tesseract is made for."""

_WORD_LEVEL = "5"
_MIN_CONFIDENCE = 50.0
"""Lines of which tesseract is less sure, in percent, are mostly stains and drawings."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey: ``pixels`` has a byte each, 0 for black, from the top left, row after row."""

    width: int
    height: int
    pixels: bytes


class SeenWord(NamedTuple):
    """A word with its box in pixels of the picture, y downwards; ``confidence`` in 0..100."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


SeenLine = tuple[SeenWord, ...]


@dataclass(frozen=True, slots=True)
class Recogniser:
    """The call of tesseract by which pictures are read, each within ``page_seconds``.

    At ``until``, as ``time.monotonic`` has it in all processes, it has to be done with all of them.
    """

    command: tuple[str, ...]
    page_seconds: float
    until: float

    def read(self, picture: Picture) -> list[SeenLine]:
        """Return the lines of a picture, as tesseract orders them; none where it sees no text.

        Raises
        ------
        OSError, subprocess.SubprocessError
            If tesseract cannot be started, dies, takes too long, or answers nonsense.
        """
        left_s = min(self.page_seconds, self.until - time.monotonic())
        if left_s <= 0:
            raise subprocess.TimeoutExpired(self.command, 0)
        done = subprocess.run(  # noqa: S603 (nothing of a file is in the call)
            self.command,
            input=b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            timeout=left_s,
            check=True,
        )
        try:
            lines = list(_lines(done.stdout.decode("utf-8", "replace")))
        except (ValueError, IndexError) as error:
            raise subprocess.SubprocessError("tesseract answered nonsense") from error
        return [line for line in lines if _is_sure(line)]


def find_command(languages: str) -> tuple[str, ...] | None:
    """Return the call of tesseract for languages such as "spa+eng"; None where it is not there.

    Of the languages those count that are installed, in their order; without any there is no call.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    installed = _installed_languages(program)
    chosen = "+".join(one for one in languages.split("+") if one in installed)
    if not chosen:
        return None
    options = ("-l", chosen, "--dpi", str(PICTURE_DPI), "-c", "tessedit_create_tsv=1")
    return (program, "stdin", "stdout", *options)


def _installed_languages(program: str) -> list[str]:
    try:
        done = subprocess.run(  # noqa: S603 (nothing of a file is in the call)
            [program, "--list-langs"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LISTING_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return done.stdout.decode("utf-8", "replace").split()


def _lines(table: str) -> Iterator[SeenLine]:
    """Yield the words of each line of tesseract's table; its columns are level, page, block, …."""
    rows = (row.split("\t") for row in table.splitlines())
    words = (row for row in rows if row[0] == _WORD_LEVEL and row[-1].strip())
    for _, group in groupby(words, key=lambda row: row[1:5]):
        yield tuple(map(_word, group))


def _word(row: list[str]) -> SeenWord:
    left, top, width, height = map(int, row[6:10])
    return SeenWord(row[11].strip(), left, top, left + width, top + height, float(row[10]))


def _is_sure(line: SeenLine) -> bool:
    letters = sum(len(word.text) for word in line)
    weighted = sum(word.confidence * len(word.text) for word in line)
    return weighted >= _MIN_CONFIDENCE * letters
