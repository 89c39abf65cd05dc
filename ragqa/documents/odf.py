"""OpenDocument texts, presentations and spreadsheets, as LibreOffice writes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ragqa.documents.blocks import Block, group_lines
from ragqa.documents.composing import compose
from ragqa.documents.docx_styles import whole_number, written_number
from ragqa.documents.fields import DeclaredFields
from ragqa.documents.packages import Package, open_package
from ragqa.documents.properties import property_fields
from ragqa.documents.rows import Row, sheet_blocks
from ragqa.documents.slides import slide_blocks
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.documents.tables import MAX_SPAN, Cell, TableRow, table_blocks
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

_SHAPES = frozenset(
    {
        "caption",
        "circle",
        "connector",
        "custom-shape",
        "ellipse",
        "line",
        "path",
        "polygon",
        "polyline",
        "rect",
        "regular-polygon",
    }
)
"""What is drawn and may hold paragraphs of its own."""

_WRAPPERS = frozenset({"g", "section", "text-box"}) | _SHAPES
"""What may stand around paragraphs. A table of contents is none: it repeats the headings."""

_ROW_WRAPPERS = ("table-header-rows", "table-row-group", "table-rows")
_FURNITURE = frozenset({"date-time", "footer", "header", "page-number"})
_UNSEEN = _SHAPES | {
    *("annotation", "annotation-end", "frame", "g", "note", "ruby-text", "tracked-changes")
}
"""What is no text in a paragraph, or hangs on it and is set apart."""

_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")

_MAX_REPEATED = 100
"""A cell or row that repeats more often than this was filled in by a program, and counts once."""

_MAX_LIST_DEPTH = 20
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
"""The forms of numbers as `ragqa.documents.docx_styles.written_number` calls them."""


@dataclass(frozen=True, slots=True)
class _ListLevel:
    """How the items of a list are marked."""

    before: str
    after: str
    form: str
    start: int
    shown_levels: int = 1


_Counts = dict[int, int]
"""The number of the last item in each level of a list."""


@dataclass(frozen=True)
class _Lists:
    """How the lists of a file are marked by their styles, and how far each has been counted."""

    styles: Mapping[str, Mapping[int, _ListLevel]]
    _last: dict[str, _Counts] = field(default_factory=dict)
    _named: dict[str, _Counts] = field(default_factory=dict)

    def counts(self, element: XmlElement, style: str) -> _Counts:
        """Return the counts of a list that begins: none, or those of the list that it continues."""
        earlier = self._named.get(attribute(element, "continue-list"))
        if earlier is None and attribute(element, "continue-numbering") == "true":
            earlier = self._last.get(style)
        counts: _Counts = {} if earlier is None else earlier
        self._last[style] = counts
        name = attribute(element, "id")
        if name:
            self._named[name] = counts
        return counts


@dataclass(frozen=True, slots=True)
class _Counted:
    """A list as it is counted: in a level, from 1, of counts that nested lists share."""

    style: str
    depth: int
    counts: _Counts


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
        yield compose(file, _slides(content, _lists(package, root)), fields)
    else:
        pieces = _pieces(content, _lists(package, root))
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


def _pieces(element: XmlElement, lists: _Lists) -> Iterator[Block | str]:
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
            yield from _items(inner, lists)
        elif name == "table":
            yield from _table(inner, lists)
        elif name == "frame":
            yield from _frame(inner, lists)
        elif name in _WRAPPERS:
            yield from _pieces(inner, lists)


def _hanging(paragraph: XmlElement, lists: _Lists) -> Iterator[Block | str]:
    """Yield the text boxes and shapes that hang on a paragraph, and the notes to it."""
    for inner in outermost(paragraph, "frame", "note-body", *_SHAPES):
        if local_name(inner) == "frame":
            yield from _frame(inner, lists)
        else:
            yield from _pieces(inner, lists)


def _frame(frame: XmlElement, lists: _Lists) -> Iterator[Block | str]:
    for inner in children(frame, "text-box", "table"):
        yield from _table(inner, lists) if local_name(inner) == "table" else _pieces(inner, lists)


def _items(
    element: XmlElement, lists: _Lists, above: _Counted | None = None
) -> Iterator[Block | str]:
    """Yield each item of a list as a line, and what is nested in it on lines of its own."""
    own = _counted(element, lists, above)
    for item in children(element, "list-item", "list-header"):
        mark = _mark(item, own, lists)
        for inner in item:
            if local_name(inner) == "list" and own.depth < _MAX_LIST_DEPTH:
                yield from _items(inner, lists, own)
                continue
            for piece in _pieces([inner], lists):
                if isinstance(piece, Block) and piece.level is None and piece.text:
                    yield mark + piece.text
                    mark = ""
                else:
                    yield piece


def _counted(element: XmlElement, lists: _Lists, above: _Counted | None) -> _Counted:
    """Return how a list is counted: on its own, or as a level of the list that it is nested in."""
    style = attribute(element, "style-name") or (above.style if above else "")
    if above is None or style != above.style:
        depth = above.depth + 1 if above else 1
        return _Counted(style, depth, lists.counts(element, style))
    if attribute(element, "continue-numbering") == "false":
        above.counts.pop(above.depth + 1, None)
    return _Counted(style, above.depth + 1, above.counts)


def _mark(item: XmlElement, counted: _Counted, lists: _Lists) -> str:
    """Count an item, and return what stands before it."""
    names = {local_name(inner) for inner in item} - {"number"}
    if local_name(item) == "list-header" or names == {"list"}:
        # A header has no number, nor has an item that only leads to those nested in it.
        return ""
    levels = lists.styles.get(counted.style, {})
    level = levels.get(counted.depth)
    if level is None:
        return "- "
    given = whole_number(attribute(item, "start-value"))
    last = counted.counts.get(counted.depth, level.start - 1)
    counted.counts[counted.depth] = last + 1 if given is None else given
    for deeper in [one for one in counted.counts if one > counted.depth]:
        del counted.counts[deeper]
    first = max(1, counted.depth - level.shown_levels + 1)
    shown = [depth for depth in range(first, counted.depth + 1) if depth in levels]
    numbers = (
        written_number(counted.counts.get(depth, levels[depth].start), levels[depth].form)
        for depth in shown
    )
    return f"{level.before}{'.'.join(numbers)}{level.after} "


def _table(table: XmlElement, lists: _Lists) -> Iterator[Block | str]:
    """Yield the rows of a table; one of a single column, or that holds others, lays out a page."""
    rows = [row for row, _ in _repeated(table, "table-row")]
    cells = [list(_repeated(row, "table-cell")) for row in rows]
    if max(map(len, cells), default=0) <= 1 or any(
        child(cell, "table") is not None for row in cells for cell, _ in row
    ):
        for row in cells:
            for cell, _ in row:
                yield from _pieces(cell, lists)
        return
    yield from table_blocks(
        TableRow(
            [
                one
                for cell, times in inside
                for one in [_table_cell(cell, lists)] * (times if times <= _MAX_REPEATED else 1)
            ],
            is_head=local_name(row.getparent()) == "table-header-rows",
        )
        for row, inside in zip(rows, cells, strict=True)
    )


def _table_cell(cell: XmlElement, lists: _Lists) -> Cell:
    columns, rows = (
        whole_number(attribute(cell, f"number-{kind}-spanned")) or 1 for kind in ("columns", "rows")
    )
    return Cell(_cell_text(cell, lists), columns=min(columns, MAX_SPAN), rows=rows)


def _cell_text(cell: XmlElement, lists: _Lists) -> str:
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


def _lists(package: Package, root: XmlElement) -> _Lists:
    roots = [root, package.optional_tree("styles.xml")]
    return _Lists(
        {
            attribute(style, "name"): dict(_levels(style))
            for each in roots
            if each is not None
            for style in each.iter("{*}list-style")
        }
    )


def _levels(style: XmlElement) -> Iterator[tuple[int, _ListLevel]]:
    """Yield the numbered levels of a style; the others have bullets."""
    for element in children(style, "list-level-style-number"):
        start = whole_number(attribute(element, "start-value"))
        level = whole_number(attribute(element, "level"))
        if level is not None and attribute(element, "num-format"):
            yield (
                level,
                _ListLevel(
                    before=attribute(element, "num-prefix"),
                    after=attribute(element, "num-suffix"),
                    form=_FORMS.get(attribute(element, "num-format"), "decimal"),
                    start=1 if start is None else start,
                    shown_levels=whole_number(attribute(element, "display-levels")) or 1,
                ),
            )


# Presentations


def _slides(content: XmlElement, lists: _Lists) -> Iterator[Block]:
    for number, page in enumerate(children(content, "page"), start=1):
        shapes = list(outermost(page, "frame", "notes", *_SHAPES))
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


def _shape(shape: XmlElement, lists: _Lists) -> Iterator[Block | str]:
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
