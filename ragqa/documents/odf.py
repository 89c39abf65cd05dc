"""OpenDocument texts, presentations and spreadsheets, as LibreOffice writes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ragqa.documents.blocks import Block, group_lines, row_line
from ragqa.documents.composing import compose
from ragqa.documents.fields import DeclaredFields
from ragqa.documents.packages import Package, open_package
from ragqa.documents.properties import property_fields
from ragqa.documents.rows import Row, sheet_blocks
from ragqa.documents.slides import slide_blocks
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.documents.xml import (
    XmlElement,
    attribute,
    child,
    children,
    local_name,
    outermost,
    text_within,
)
from ragqa.errors import DocumentError, FileProblem

_WRAPPERS = frozenset({"section", "text-box"})
"""What may stand around paragraphs. A table of contents is none: it repeats the headings."""

_ROW_WRAPPERS = ("table-header-rows", "table-row-group", "table-rows")
_FURNITURE = frozenset({"date-time", "footer", "header", "page-number"})
_UNSEEN = frozenset(
    {"annotation", "annotation-end", "frame", "note", "ruby-text", "tracked-changes"}
)
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")

_MAX_REPEATED = 100
"""A cell or row that repeats more often than this was filled in by a program, and counts once."""

_MAX_LIST_DEPTH = 20


@dataclass(frozen=True, slots=True)
class _ListLevel:
    """How the items of a list are marked."""

    before: str
    after: str
    start: int
    is_numbered: bool


_BULLETS = _ListLevel("", "", 1, is_numbered=False)
_ListStyles = Mapping[str, Mapping[int, _ListLevel]]


def load_odf(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of an OpenDocument file: a text, a presentation or a spreadsheet."""
    package = open_package(file)
    _refuse_encrypted(package)
    root = package.tree("content.xml")
    body = child(root, "body")
    content = next(iter([] if body is None else body), None)
    if content is None:
        raise package.broken("no body", "an OpenDocument file")
    fields = _fields(package)
    if local_name(content) == "spreadsheet":
        title = PurePosixPath(file.name).stem
        yield compose(file, _sheets(content, package.place), fields, title=title)
    elif local_name(content) == "presentation":
        yield compose(file, _slides(content, _list_styles(package, root)), fields)
    else:
        pieces = _pieces(content, _list_styles(package, root))
        yield compose(file, group_lines(pieces), fields)


def _refuse_encrypted(package: Package) -> None:
    manifest = package.optional_tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise DocumentError(
            f"{package.place}: found a file with a password, expected one without; save it without",
            problem=FileProblem.ENCRYPTED,
        )


def _fields(package: Package) -> DeclaredFields:
    meta = child(package.optional_tree("meta.xml"), "meta")
    values = {} if meta is None else {local_name(one): text_within(one) for one in meta}
    return property_fields(
        title=values.get("title", ""),
        author=values.get("initial-creator") or values.get("creator", ""),
        dates=(values.get("creation-date", ""), values.get("date", "")),
    )


def _pieces(element: XmlElement, lists: _ListStyles) -> Iterator[Block | str]:
    """Yield the blocks of a text, and the items of its lists as lines."""
    for inner in element:
        name = local_name(inner)
        if name == "h":
            level = attribute(inner, "outline-level")
            text = " ".join(_text(inner).split())
            yield Block(text, level=int(level) if level.isdigit() and level != "0" else 1)
            yield from _hanging(inner, lists)
        elif name == "p":
            yield Block(_text(inner))
            yield from _hanging(inner, lists)
        elif name == "list":
            yield from _items(inner, lists, "", 1)
        elif name == "table":
            yield from _table(inner, lists)
        elif name == "frame":
            yield from _frame(inner, lists)
        elif name in _WRAPPERS:
            yield from _pieces(inner, lists)


def _hanging(paragraph: XmlElement, lists: _ListStyles) -> Iterator[Block | str]:
    """Yield the text boxes that hang on a paragraph, and the notes to it."""
    for inner in outermost(paragraph, "frame", "note-body"):
        if local_name(inner) == "frame":
            yield from _frame(inner, lists)
        else:
            yield from _pieces(inner, lists)


def _frame(frame: XmlElement, lists: _ListStyles) -> Iterator[Block | str]:
    for inner in children(frame, "text-box", "table"):
        yield from _table(inner, lists) if local_name(inner) == "table" else _pieces(inner, lists)


def _items(
    element: XmlElement, lists: _ListStyles, style: str, depth: int
) -> Iterator[Block | str]:
    """Yield each item of a list as a line, and what is nested in it on lines of its own."""
    style = attribute(element, "style-name") or style
    level = lists.get(style, {}).get(depth, _BULLETS)
    number = level.start
    for item in children(element, "list-item", "list-header"):
        mark = f"{level.before}{number}{level.after} " if level.is_numbered else "- "
        number += local_name(item) == "list-item"
        for inner in item:
            if local_name(inner) == "list" and depth < _MAX_LIST_DEPTH:
                yield from _items(inner, lists, style, depth + 1)
                continue
            for piece in _pieces([inner], lists):
                if isinstance(piece, Block) and piece.level is None and piece.text:
                    yield mark + piece.text
                    mark = ""
                else:
                    yield piece


def _table(table: XmlElement, lists: _ListStyles) -> Iterator[Block | str]:
    """Yield a table as one block with a line a row; what stands in a single column is no table."""
    rows = [
        [cell for cell, _ in _repeated(row, "table-cell", "covered-table-cell")]
        for row, _ in _repeated(table, "table-row")
    ]
    if all(len(cells) <= 1 for cells in rows):
        for cells in rows:
            for cell in cells:
                yield from _pieces(cell, lists)
        return
    lines = (row_line([_cell_text(cell, lists) for cell in cells]) for cells in rows)
    yield Block("\n".join(line for line in lines if line))


def _cell_text(cell: XmlElement, lists: _ListStyles) -> str:
    texts = (piece if isinstance(piece, str) else piece.text for piece in _pieces(cell, lists))
    return " ".join(" ".join(texts).split())


def _repeated(element: XmlElement, *names: str) -> Iterator[tuple[XmlElement, int]]:
    """Yield the rows of a table or the cells of a row, and how often each stands there."""
    for inner in element:
        if local_name(inner) in names:
            kind = "columns" if local_name(inner).endswith("cell") else "rows"
            times = attribute(inner, f"number-{kind}-repeated")
            yield inner, int(times) if times.isdigit() and len(times) < 8 else 1
        elif local_name(inner) in _ROW_WRAPPERS:
            yield from _repeated(inner, *names)


def _text(paragraph: XmlElement) -> str:
    return "".join(_characters(paragraph)).strip()


def _characters(element: XmlElement) -> Iterator[str]:
    # White space counts once, save where an element says that there is more of it.
    yield re.sub(r"\s+", " ", element.text or "")
    for inner in element:
        name = local_name(inner)
        if name == "s" or name == "tab":
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in _UNSEEN:
            yield from _characters(inner)
        yield re.sub(r"\s+", " ", inner.tail or "")


def _list_styles(package: Package, root: XmlElement) -> _ListStyles:
    roots = [root, package.optional_tree("styles.xml")]
    return {
        attribute(style, "name"): dict(_levels(style))
        for each in roots
        if each is not None
        for style in each.iter("{*}list-style")
    }


def _levels(style: XmlElement) -> Iterator[tuple[int, _ListLevel]]:
    for element in children(style, "list-level-style-number"):
        start = attribute(element, "start-value")
        level = attribute(element, "level")
        if level.isdigit() and attribute(element, "num-format"):
            yield (
                int(level),
                _ListLevel(
                    before=attribute(element, "num-prefix"),
                    after=attribute(element, "num-suffix"),
                    start=int(start) if start.isdigit() else 1,
                    is_numbered=True,
                ),
            )


# Presentations


def _slides(content: XmlElement, lists: _ListStyles) -> Iterator[Block]:
    for number, page in enumerate(children(content, "page"), start=1):
        shapes = list(outermost(page, "frame", "custom-shape", "notes"))
        titles = [one for one in shapes if attribute(one, "class") == "title"][:1]
        title = " ".join(_cell_text(box, lists) for one in titles for box in one)
        shown = (one for one in shapes if one not in titles and not _is_furniture(one))
        notes = (
            frame
            for one in children(page, "notes")
            for frame in outermost(one, "frame")
            if not _is_furniture(frame)
        )
        yield from slide_blocks(
            number,
            title,
            (piece for shape in shown for piece in _shape(shape, lists)),
            (piece for frame in notes for piece in _frame(frame, lists)),
        )


def _is_furniture(shape: XmlElement) -> bool:
    return local_name(shape) == "notes" or attribute(shape, "class") in _FURNITURE


def _shape(shape: XmlElement, lists: _ListStyles) -> Iterator[Block | str]:
    is_frame = local_name(shape) == "frame"
    yield from _frame(shape, lists) if is_frame else _pieces(shape, lists)


# Spreadsheets


def _sheets(content: XmlElement, place: str) -> Iterator[Block]:
    sheets = list(children(content, "table"))
    for sheet in sheets:
        name = attribute(sheet, "name") if len(sheets) > 1 else ""
        yield from sheet_blocks(_rows(sheet), place, name=name)


def _rows(sheet: XmlElement) -> Iterator[Row]:
    number = 1
    for row, times in _repeated(sheet, "table-row"):
        cells = dict(_cells(row))
        for repeated in range(times if cells and times <= _MAX_REPEATED else 1):
            yield Row(number + repeated, cells)
        number += times


def _cells(row: XmlElement) -> Iterator[tuple[int, str]]:
    column = 0
    for cell, times in _repeated(row, "table-cell", "covered-table-cell"):
        text = " ".join(_shown(cell).split())
        for repeated in range(times if text and times <= _MAX_REPEATED else 1):
            if text:
                yield column + repeated, text
        column += times


def _shown(cell: XmlElement) -> str:
    """Return what a person sees in a cell; a day as YYYY-MM-DD, however it is written there."""
    kind = attribute(cell, "value-type")
    if kind == "date":
        return attribute(cell, "date-value").removesuffix("T00:00:00").replace("T", " ")
    duration = _DURATION.fullmatch(attribute(cell, "time-value")) if kind == "time" else None
    if duration:
        hours, minutes, seconds = duration.groups()
        return f"{hours}:{minutes}" if seconds == "00" else f"{hours}:{minutes}:{seconds}"
    shown = " ".join(_text(paragraph) for paragraph in children(cell, "p"))
    return shown or attribute(cell, "value") or attribute(cell, "string-value")
