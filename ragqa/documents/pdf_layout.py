"""The lines of a page put into reading order: columns, rows of tables, paragraphs, headings.

A PDF says where letters stand, not what they are. What is told here is told by white space and by
the size of the letters; all measures are in points, with y upwards as in the file.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from ragqa.days import MODERN_YEAR

_GUTTER_TRIES = 60
_MAX_CROSSING_SHARE = 0.4
_COLUMN_MIN_LINES = 3
_COLUMN_FILLED_SHARE = 0.6
_SHORT_COLUMN_MIN_CHARS = 25
_COLUMN_MIN_CHARS = 12
"""The lines of a column of prose have more letters than most cells of a table."""

_CELL_GAP_SIZES = 0.9
_WIDE_GAP_SIZES = 2.5
"""Gaps this many letter sizes wide lie between cells or columns, not words: the first if the file
writes the two by different steps, the second even if it writes them by one.
"""

_PARAGRAPH_GAP_SIZES = 0.4
"""White space above a line, in letter sizes, that makes it open a paragraph."""

_WRAPPED_GAP_SIZES = 0.6
_CELL_PADDING_SIZES = 1.5
_SAME_LEFT_SIZES = 0.2
"""What goes on in a cell stands this close below it and this exactly, and the cell had no more room
than this beside it, in letter sizes.
"""

_MIN_GAPS = 4
_FULL_SHARE = 0.85
"""A line that takes this share of its column's width is followed by more of its paragraph."""

_HEADING_SIZE_RATIO = 1.12
_MAX_HEADING_CHARS = 200
_MAX_BOLD_HEADING_CHARS = 80
_MAX_LEVELS = 4

_MARGIN_SHARE = 0.12
"""Running headers and footers stand in this share of the page's height, at either end."""

_RUNNING_SHARE = 0.4
_MIN_RUNNING_PAGES = 3
_PAGE_NUMBER = re.compile(
    r"(?:p[aá]g(?:ina|e|\.)?\.?\s*)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:/|of|de)\s*\d{1,4})?",
    re.IGNORECASE,
)
_YEAR = re.compile(MODERN_YEAR)
_NUMBER = re.compile(r"\d{1,6}")
_MAX_RUNNING_NUMBERS = 4
_HYPHENS = "-\u2010\u00ad\x02\ufffe"
_HYPHEN_AT_END = re.compile(rf"(\w+)[{_HYPHENS}]$")
_WORD_AT_START = re.compile(r"[^\W\d_]\w*")
_WORDS = re.compile(r"\w+(?:-\w+)*")


_ITEM_SIGN = re.compile(r"[•‣◦∙⁃▪▫■□●○\ue000-\uf8ff](?:\s+|$)")
"""What stands before the items of lists; fonts of signs have theirs in the private use area."""

_ITEM = "- "

_RunningKey = tuple[str, bool]


class Word(NamedTuple):
    """A word of a line with its left and right ends; ``first`` is the index of its first letter."""

    text: str
    left: float
    right: float
    first: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that stand close together.

    ``size`` is that of the letters, ``ground`` the colour behind them, None on white.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_bold: bool = False
    ground: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageLines:
    """The segments of a page, in the order of the file."""

    number: int
    height: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of one page that belongs together; ``cells`` of what is a row of a table."""

    page: int
    text: str
    size: float
    is_bold: bool = False
    cells: tuple[Segment, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return len(self.cells) > 1


@dataclass(frozen=True, slots=True)
class _Line:
    segments: tuple[Segment, ...]
    is_item: bool = False

    @property
    def left(self) -> float:
        return self.segments[0].left

    @property
    def right(self) -> float:
        return self.segments[-1].right

    @property
    def top(self) -> float:
        return max(one.top for one in self.segments)

    @property
    def bottom(self) -> float:
        return min(one.bottom for one in self.segments)

    @property
    def size(self) -> float:
        return max(one.size for one in self.segments)

    @property
    def is_bold(self) -> bool:
        return all(one.is_bold for one in self.segments)

    @property
    def text(self) -> str:
        return " | ".join(one.text for one in self.segments)


def without_running_lines(pages: Sequence[PageLines]) -> list[PageLines]:
    """Take out the headers and footers that pages share, and bare page numbers at their ends.

    A header may count the pages: a number that goes up with them is taken as the same.
    """
    shared = _shared_keys(pages)
    return [
        replace(page, segments=tuple(one for one in page.segments if one not in running))
        for page in pages
        for running in [set(_running_segments(page, shared))]
    ]


def _shared_keys(pages: Sequence[PageLines]) -> set[_RunningKey]:
    """Return what stands at the ends of so many pages that it runs through them."""
    seen: Counter[_RunningKey] = Counter()
    for page in pages:
        margin = (one for one in page.segments if _in_margin(one, page))
        seen.update({key for one in margin for key in _running_keys(one, page)})
    enough = max(_MIN_RUNNING_PAGES, _RUNNING_SHARE * len(pages))
    return {key for key, count in seen.items() if count >= min(enough, max(len(pages), 2))}


def _running_segments(page: PageLines, shared: Set[_RunningKey]) -> Iterator[Segment]:
    """Yield the lines of which all is shared: a cell that pages share may be that of a table."""
    for line in _on_base_lines(page.segments):
        if not all(_in_margin(one, page) for one in line):
            continue
        if all(not shared.isdisjoint(_running_keys(one, page)) for one in line) or (
            len(line) == 1 and _is_page_number(line[0])
        ):
            yield from line


def _is_page_number(one: Segment) -> bool:
    """Tell whether a line is but a number; that of a year is one only if pages share it."""
    text = one.text.strip()
    return _PAGE_NUMBER.fullmatch(text) is not None and not _YEAR.fullmatch(text)


def paragraphs_of(page: PageLines) -> list[Paragraph]:
    """Return the paragraphs and table rows of a page in reading order."""
    return [
        paragraph
        for column in _columns(list(page.segments))
        for paragraph in _paragraphs(_lines(column), page.number)
    ]


def without_hyphenation(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join the words that were divided at the ends of lines, which still stand as line ends.

    Where the document has the whole word elsewhere, or has nothing to say, it is joined; where it
    has it with the hyphen, that stays.
    """
    words = Counter(word.lower() for one in paragraphs for word in _WORDS.findall(one.text))
    return [
        replace(one, text=_rejoined(one.text, words)) if "\n" in one.text else one
        for one in paragraphs
    ]


def heading_levels(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return the level, from 1, of each paragraph that is a heading, by its index.

    Headings are larger than the body, which is the size of most letters; or short, bold and alone
    on their line where the body is not bold. The larger, the higher; at most four levels.
    """
    sizes: Counter[float] = Counter()
    bold = 0
    for one in paragraphs:
        sizes[one.size] += len(one.text)
        bold += len(one.text) if one.is_bold else 0
    if not sizes:
        return {}
    body = sizes.most_common(1)[0][0]
    body_is_bold = 2 * bold > sizes.total()
    found = [
        index
        for index, one in enumerate(paragraphs)
        if _is_heading(one, body=body, body_is_bold=body_is_bold)
    ]
    ranks = sorted({_rank(paragraphs[index]) for index in found}, reverse=True)
    levels = {rank: min(level, _MAX_LEVELS) for level, rank in enumerate(ranks, start=1)}
    return {index: levels[_rank(paragraphs[index])] for index in found}


def _rank(paragraph: Paragraph) -> tuple[float, bool]:
    return paragraph.size, paragraph.is_bold


def _is_heading(one: Paragraph, *, body: float, body_is_bold: bool) -> bool:
    if one.is_row or not any(map(str.isalpha, one.text)) or len(one.text) > _MAX_HEADING_CHARS:
        return False
    if one.size >= _HEADING_SIZE_RATIO * body:
        return True
    return (
        one.is_bold
        and not body_is_bold
        and one.size >= body
        and len(one.text) <= _MAX_BOLD_HEADING_CHARS
        and "\n" not in one.text
        and one.text[-1] not in ".:;,"
    )


def _in_margin(one: Segment, page: PageLines) -> bool:
    margin = _MARGIN_SHARE * page.height
    return one.bottom > page.height - margin or one.top < margin


def _running_keys(one: Segment, page: PageLines) -> Iterator[_RunningKey]:
    """Yield what a header shares with its like on other pages: its words, and its end of the page.

    Once as they are, and once for each number in them, less the number of the page.
    """
    text, is_top = " ".join(one.text.split()), one.bottom > page.height / 2
    yield text, is_top
    for number in list(_NUMBER.finditer(text))[:_MAX_RUNNING_NUMBERS]:
        shifted = int(number[0]) - page.number
        yield f"{text[: number.start()]}\0{shifted}{text[number.end() :]}", is_top


def _columns(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Yield the segments in groups, each read from top to bottom, in reading order.

    What crosses the gutter between two columns stands above or below them: it parts them.
    """
    gutter = _gutter(segments)
    if gutter is None:
        if segments:
            yield segments
        return
    ordered = sorted(segments, key=lambda one: -one.top)
    for crosses, group in groupby(ordered, key=lambda one: one.left < gutter < one.right):
        part = list(group)
        if crosses:
            yield part
        else:
            yield from _columns([one for one in part if one.right <= gutter])
            yield from _columns([one for one in part if one.left >= gutter])


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Return where the white space between two columns of prose is, None if there is none."""
    if len(segments) < _COLUMN_MIN_LINES + 1:
        return None
    lefts, rights = sorted(one.left for one in segments), sorted(one.right for one in segments)
    middle = (lefts[0] + rights[-1]) / 2
    tries = (
        lefts[0] + (rights[-1] - lefts[0]) * i / _GUTTER_TRIES for i in range(1, _GUTTER_TRIES)
    )
    # Of equally good places the one nearest the middle.
    ranked = sorted(
        (crossing, abs(x - middle), x)
        for x in tries
        for crossing in [bisect_left(lefts, x) - bisect_right(rights, x)]
        if crossing <= _MAX_CROSSING_SHARE * len(segments)
    )
    return next((x for _, _, x in ranked if _parts_prose(segments, x)), None)


def _parts_prose(segments: Sequence[Segment], x: float) -> bool:
    return all(
        _is_prose(side)
        for side in (
            [one for one in segments if one.right <= x],
            [one for one in segments if one.left >= x],
        )
    )


def _is_prose(side: Sequence[Segment]) -> bool:
    """Tell whether most of what stands on one side reaches over its width, as no cell does."""
    if not side:
        return False
    width = max(one.right for one in side) - min(one.left for one in side)
    wide = [one for one in side if one.right - one.left >= _COLUMN_FILLED_SHARE * width]
    if not wide:
        return False
    # The last column of a text may have one line only: then that has to be long.
    enough = _COLUMN_MIN_CHARS if len(wide) >= _COLUMN_MIN_LINES else _SHORT_COLUMN_MIN_CHARS
    return median(len(one.text) for one in wide) >= enough and 2 * sum(
        len(one.text) for one in wide
    ) >= sum(len(one.text) for one in side)


def _lines(segments: Sequence[Segment]) -> list[_Line]:
    """Return the lines that segments make, from top to bottom."""
    return [_line(line) for line in _on_base_lines(segments)]


def _on_base_lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return segments that stand on one base line together, from top to bottom."""
    lines: list[list[Segment]] = []
    for one in sorted(segments, key=lambda one: (-one.bottom, one.left)):
        if lines and _on_one_line(lines[-1][0], one):
            lines[-1].append(one)
        else:
            lines.append([one])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _line(segments: Sequence[Segment]) -> _Line:
    """Return a line; the sign before an item of a list is no cell, whatever space follows it."""
    first, *others = segments
    sign = _ITEM_SIGN.match(first.text)
    if sign is None or (sign[0] == first.text and not others):
        return _Line(tuple(segments))
    if sign[0] == first.text:
        item, *others = others
        first = replace(item, left=first.left)
    text = first.text.removeprefix(sign[0])
    return _Line((replace(first, text=f"{_ITEM}{text}"), *others), is_item=True)


def _on_one_line(first: Segment, other: Segment) -> bool:
    shared = min(first.top, other.top) - max(first.bottom, other.bottom)
    return shared > 0.5 * min(first.top - first.bottom, other.top - other.bottom)


def _paragraphs(lines: Sequence[_Line], page: int) -> Iterator[Paragraph]:
    usual_gap = _usual_gap(lines)
    open_lines: list[_Line] = []
    for line in _with_whole_cells(lines):
        if open_lines and _opens_paragraph(open_lines[-1], line, usual_gap):
            yield _paragraph(open_lines, page)
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield _paragraph(open_lines, page)


def _with_whole_cells(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Yield the lines of a page, what goes on below a cell of a row put into its row."""
    right_end = max((one.right for line in lines for one in line.segments), default=0.0)
    row: _Line | None = None
    for line in lines:
        whole = row and _with_rest_of_cells(row, line, right_end)
        if row and not whole:
            yield row
        row = whole or line
    if row:
        yield row


def _with_rest_of_cells(row: _Line, line: _Line, right_end: float) -> _Line | None:
    """Return a row with what goes on in the line below it, None if that is a line of its own."""
    size = min(row.size, line.size)
    is_close = -size < row.bottom - line.top <= _WRAPPED_GAP_SIZES * size
    if len(row.segments) < 2 or len(line.segments) >= len(row.segments) or not is_close:
        return None
    rests = list(line.segments)
    cells: list[Segment] = []
    ends = [*(one.left for one in row.segments[1:]), right_end + size]
    for cell, end in zip(row.segments, ends, strict=True):
        goes_on = rests and _goes_on(cell, rests[0], end, size)
        cells.append(_joined(cell, rests.pop(0)) if goes_on else cell)
    return None if rests else replace(row, segments=tuple(cells))


def _joined(cell: Segment, rest: Segment) -> Segment:
    text = f"{cell.text}\n{rest.text}"
    return replace(cell, text=text, right=rest.right, bottom=rest.bottom)


def _goes_on(cell: Segment, rest: Segment, end: float, size: float) -> bool:
    """Tell whether a text goes on in a cell that ends at ``end``: its first word had no room."""
    word = (rest.right - rest.left) * len(rest.text.split()[0]) / len(rest.text)
    return (
        abs(cell.left - rest.left) <= _SAME_LEFT_SIZES * size
        and rest.right < end
        and cell.right + word > end - _CELL_PADDING_SIZES * size
        and abs(cell.size - rest.size) <= 0.1 * size
    )


def _usual_gap(lines: Sequence[_Line]) -> float:
    """Return the white space between two lines of a paragraph, as most of the lines have it.

    That below a line which fills its column counts first: what ends a paragraph is mostly shorter.
    """
    pairs = list(pairwise(lines))
    left, right = min(one.left for one in lines), max(one.right for one in lines)
    full = [pair for pair in pairs if pair[0].right - left >= _FULL_SHARE * (right - left)]
    gaps = [above.bottom - below.top for above, below in pairs]
    if len(full) >= _MIN_GAPS:
        return median(above.bottom - below.top for above, below in full)
    if len(gaps) >= _MIN_GAPS:
        return median(gaps)
    # So few lines may all be paragraphs: their gaps say nothing of what is usual.
    return min([*gaps, 0.3 * lines[0].size])


def _opens_paragraph(above: _Line, line: _Line, usual_gap: float) -> bool:
    if line.is_item or len(above.segments) > 1 or len(line.segments) > 1:
        return True
    gap = above.bottom - line.top
    size = min(above.size, line.size)
    if gap > max(usual_gap, 0) + _PARAGRAPH_GAP_SIZES * size or gap < -2 * size:
        return True
    return abs(above.size - line.size) > 0.1 * size or above.is_bold != line.is_bold


def _paragraph(lines: Sequence[_Line], page: int) -> Paragraph:
    return Paragraph(
        page=page,
        text="\n".join(line.text for line in lines),
        size=round(max(line.size for line in lines), 1),
        is_bold=all(line.is_bold for line in lines),
        cells=lines[0].segments if len(lines[0].segments) > 1 else (),
    )


def _rejoined(text: str, words: Mapping[str, int]) -> str:
    """Return the lines of a paragraph as one line."""
    lines = [line.strip() for line in text.split("\n")]
    for i, (line, following) in enumerate(pairwise(lines)):
        lines[i] = _with_its_end(line, following, words)
    return "".join(lines)


def _with_its_end(line: str, following: str, words: Mapping[str, int]) -> str:
    """Return a line with what stands between it and the next: nothing within a divided word."""
    divided = _HYPHEN_AT_END.search(line) if line[-1:] in _HYPHENS else None
    begun = _WORD_AT_START.match(following)
    if divided is None or begun is None or not begun[0][0].islower():
        return f"{line} "
    whole, hyphenated = (f"{divided[1]}{mark}{begun[0]}".lower() for mark in ("", "-"))
    return line[:-1] + ("-" if words.get(hyphenated, 0) > words.get(whole, 0) else "")


def split_cells(
    words: Sequence[Word], *, size: float, same_object: Callable[[Word, Word], bool]
) -> Iterator[list[Word]]:
    """Yield the words of a line in groups that stand close.

    White space within what the file writes by one step has to be wider: justified lines have wide
    spaces.
    """
    group: list[Word] = []
    for word in words:
        if group and _is_apart(group[-1], word, size, same_object):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _is_apart(
    one: Word, other: Word, size: float, same_object: Callable[[Word, Word], bool]
) -> bool:
    gap = other.left - one.right
    if gap < -size or gap > _WIDE_GAP_SIZES * size:
        return True
    return gap > _CELL_GAP_SIZES * size and not same_object(one, other)
