"""The coloured grounds of a PDF page, which set the names of a table's columns off its rows."""

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

_MAX_OBJECTS = 20_000
"""A page with more of them is a drawing."""

_MAX_FILLS = 1_000

_LEAST_HEIGHT = 4.0
"""What is lower, in points, is a line."""

_NEARLY_WHITE = 250


class Fill(NamedTuple):
    """A filled rectangle of the file, by its ends, and its colour."""

    left: float
    bottom: float
    right: float
    top: float
    colour: tuple[int, int, int]


def fills_of(page: Any) -> list[Fill]:
    """Return the filled rectangles of a page of pypdfium2, as they are drawn over each other.

    None of a page that is a drawing.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > _MAX_OBJECTS:
        return []
    objects = (pdfium.FPDFPage_GetObject(page.raw, number) for number in range(count))
    fills = [*islice(_fills(pdfium, objects), _MAX_FILLS + 1)]
    return fills if len(fills) <= _MAX_FILLS else []


def _fills(pdfium: Any, objects: Iterator[Any]) -> Iterator[Fill]:
    mode, is_stroked = ctypes.c_int(), ctypes.c_int()
    parts = [ctypes.c_uint() for _ in range(4)]
    ends = [ctypes.c_float() for _ in range(4)]
    for one in objects:
        if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPath_GetDrawMode(one, mode, is_stroked)
        has_colour = mode.value and pdfium.FPDFPageObj_GetFillColor(one, *parts)
        if not has_colour or not pdfium.FPDFPageObj_GetBounds(one, *ends):
            continue
        left, bottom, right, top = (end.value for end in ends)
        red, green, blue, opacity = (part.value for part in parts)
        if opacity and top - bottom >= _LEAST_HEIGHT:
            yield Fill(left, bottom, right, top, (red, green, blue))


def colour_at(fills: list[Fill], x: float, y: float) -> tuple[int, int, int] | None:
    """Return the colour of the ground at a point of the file, None where it is white or bare."""
    there = (
        one.colour
        for one in reversed(fills)
        if one.left <= x <= one.right and one.bottom <= y <= one.top
    )
    colour = next(there, None)
    return None if colour is None or min(colour) >= _NEARLY_WHITE else colour
