"""Pages of a PDF that show pictures but hold no text: drawn, and read as lines like any others."""

import math
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ragqa.documents.pdf_layout import PageLines, Segment, Word, split_cells
from ragqa.documents.recognition import (
    PICTURE_DPI,
    Picture,
    Recogniser,
    SeenLine,
    SeenWord,
)

_POINTS_PER_INCH = 72
_MAX_PIXELS = 20_000_000
"""A page of the size A3 has about as many; a larger one is drawn more coarsely."""

_LOW = frozenset("acegmnopqrsuvwxyzç")
_DESCENDING = frozenset("gjpqyç,;()[]{}|@/")
_UNTOLD = frozenset(".-–—_*'\"’‘“”«»·•:~=^`")
"""Signs whose height says nothing of the letters' size."""

_EVEN_GAP_RATIO = 2.0
_EVEN_GAP_SIZES = 1.5
"""Gaps up to so many times the narrowest of a line, and so many letter sizes, are those of a
justified line; no border of a cell is in them.
"""

_SIZE_STEP = 0.2
"""How finely the sizes of lines are told apart: by this share of the usual one."""


@dataclass(frozen=True, slots=True)
class _SeenPage:
    number: int
    height: float
    points_per_pixel: float
    lines: tuple[SeenLine, ...]


def shows_something(page: Any) -> bool:
    """Tell whether a page of pypdfium2 has anything to be seen on it."""
    return next(iter(page.get_objects(max_depth=1)), None) is not None


def recognised_pages(
    pdf: Any, numbers: Sequence[int], recogniser: Recogniser
) -> tuple[dict[int, PageLines], list[int]]:
    """Return the lines of pages by their numbers, and the numbers of pages that failed."""
    seen: list[_SeenPage] = []
    failed: list[int] = []
    for number in numbers:
        try:
            with closing(pdf[number - 1]) as page:
                seen.append(_seen_page(page, number, recogniser))
        except (OSError, RuntimeError, subprocess.SubprocessError):
            failed.append(number)
    usual = _usual_size(seen)
    return {one.number: _page_lines(one, usual) for one in seen}, failed


def _seen_page(page: Any, number: int, recogniser: Recogniser) -> _SeenPage:
    width, height = page.get_size()
    scale = min(PICTURE_DPI / _POINTS_PER_INCH, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
    lines = recogniser.read(_picture(page, scale))
    return _SeenPage(number, height, 1 / scale, tuple(lines))


def _picture(page: Any, scale: float) -> Picture:
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        rows = memoryview(bitmap.buffer).cast("B")
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        pixels = b"".join(rows[y * stride : y * stride + width] for y in range(height))
    return Picture(width, height, pixels)


def _page_lines(page: _SeenPage, usual: float) -> PageLines:
    segments = tuple(one for line in page.lines for one in _segments(page, line, usual))
    return PageLines(page.number, page.height, segments)


def _segments(page: _SeenPage, line: SeenLine, usual: float) -> Iterator[Segment]:
    """Yield the words of a line in groups that stand close, in points with y upwards."""
    unit = page.points_per_pixel
    size = _stepped(median(_sizes(line) or [usual / unit]) * unit, usual)
    words = [
        Word(one.text, one.left * unit, one.right * unit, index) for index, one in enumerate(line)
    ]
    gaps = [other.left - one.right for one, other in pairwise(words)]
    even = min(_EVEN_GAP_SIZES * size, _EVEN_GAP_RATIO * min(gaps, default=0.0))

    def is_even(one: Word, other: Word) -> bool:
        return other.left - one.right <= even

    for cell in split_cells(words, size=size, same_object=is_even):
        seen = [line[word.first] for word in cell]
        yield Segment(
            text=" ".join(one.text for one in seen),
            left=cell[0].left,
            right=cell[-1].right,
            bottom=page.height - max(one.bottom for one in seen) * unit,
            top=page.height - min(one.top for one in seen) * unit,
            size=size,
        )


def _usual_size(pages: Sequence[_SeenPage]) -> float:
    """Return the size of most letters of all pages, in points."""
    sizes = [
        size * page.points_per_pixel
        for page in pages
        for line in page.lines
        for size in _sizes(line)
    ]
    return median(sizes or [1.0])


def _stepped(size: float, usual: float) -> float:
    """Return the size that lines of about one size share: what is measured wavers."""
    steps = max(round(size / usual / _SIZE_STEP), 1)
    return round(usual * _SIZE_STEP * steps, 1)


def _sizes(line: SeenLine) -> list[float]:
    """Return the size of the letters, in pixels, by each word of a line whose height tells it."""
    return [_size_of_word(word) for word in line if set(word.text) - _UNTOLD]


def _size_of_word(word: SeenWord) -> float:
    """Return the size of the font by which letters of this kind are as tall as the word.

    In usual fonts low letters take half of it, a "t" 0.16 more, what is tall or goes below the line
    0.22 more.
    """
    letters = set(word.text) - _UNTOLD
    above = 0.0 if letters <= _LOW else 0.16 if letters <= _LOW | {"t"} else 0.22
    below = 0.22 if letters & _DESCENDING else 0.0
    return (word.bottom - word.top) / (0.5 + above + below)
