"""Excel workbooks: each row of each sheet a statement, its values as a person sees them."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ragqa.documents.composing import compose
from ragqa.documents.number_formats import BUILT_IN_FORMATS, general_number, shown_number
from ragqa.documents.ooxml import main_part, related_parts, relationships
from ragqa.documents.packages import MAX_PACKAGE_MB, Package, open_package
from ragqa.documents.properties import office_fields
from ragqa.documents.rows import Row, sheet_blocks
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.documents.xml import XmlElement, attribute, child, children, iterate_xml, local_name

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MAX_COLUMNS = 16_384
_MAX_ROWS = 1_048_576
_TRUTH = {"0": "FALSE", "1": "TRUE"}


@dataclass(frozen=True)
class _Workbook:
    """What the cells of a workbook refer to."""

    texts: Sequence[str]
    formats: Sequence[str]
    from_1904: bool


def load_xlsx(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a workbook.

    Where there are several sheets, each becomes a section under its name. The title is that of the
    properties, else the file's name.
    """
    # Sheets are read in passing, so that they may be larger than what becomes a tree.
    package = open_package(file, max_tree_mb=MAX_PACKAGE_MB)
    part = main_part(package)
    root = package.tree(part)
    workbook = _Workbook(
        list(_shared_texts(package, part)), list(_formats(package, part)), _counts_from_1904(root)
    )
    sheets = list(_sheets(package, part, root))
    blocks = (
        block
        for name, sheet in sheets
        for block in sheet_blocks(
            _rows(package, sheet, workbook), package.place, name=name if len(sheets) > 1 else ""
        )
    )
    yield compose(file, blocks, office_fields(package), title=PurePosixPath(file.name).stem)


def _sheets(package: Package, part: str, root: XmlElement) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet of cells, and that of its part."""
    parts = {one.ref: one.target for one in relationships(package, part) if one.kind == "worksheet"}
    sheets = child(root, "sheets")
    for sheet in () if sheets is None else children(sheets, "sheet"):
        # The id of the sheet and that of its part have one name in two namespaces.
        for key, value in sheet.attrib.items():
            if key.endswith("}id") and parts.get(value) in package.names:
                yield attribute(sheet, "name"), parts[value]


def _rows(package: Package, part: str, workbook: _Workbook) -> Iterator[Row]:
    number = 0
    for row in iterate_xml(package.read(part), "row", package.place):
        given = attribute(row, "r")
        number = int(given) if given.isdigit() and len(given) <= 7 else number + 1
        if number > _MAX_ROWS:
            raise package.broken(f"a row {number}", f"at most {_MAX_ROWS} rows")
        yield Row(number, dict(_cells(row, workbook)))


def _cells(row: XmlElement, workbook: _Workbook) -> Iterator[tuple[int, str]]:
    column = -1
    for cell in row:
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column_number(reference[1]) if reference else column + 1
        text = " ".join(_shown(cell, workbook).split())
        if text and column < _MAX_COLUMNS:
            yield column, text


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _shown(cell: XmlElement, workbook: _Workbook) -> str:
    """Return what a person sees in a cell; nothing for an error such as #REF!."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = child(cell, "is")
        return "" if inline is None else _rich_text(inline)
    element = child(cell, "v")
    value = "" if element is None else (element.text or "").strip()
    if kind == "s":
        return workbook.texts[int(value)] if _is_index(value, workbook.texts) else ""
    if kind == "n":
        return _shown_value(value, cell.get("s", ""), workbook)
    if kind == "b":
        return _TRUTH.get(value, value)
    return "" if kind == "e" else value.removesuffix("T00:00:00")


def _shown_value(value: str, style: str, workbook: _Workbook) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return ""
    if not _is_index(style, workbook.formats):
        return general_number(number)
    return shown_number(number, workbook.formats[int(style)], from_1904=workbook.from_1904)


def _is_index(value: str, values: Sequence[str]) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10 and int(value) < len(values)


def _shared_texts(package: Package, part: str) -> Iterator[str]:
    for name in related_parts(package, part, "sharedStrings")[:1]:
        for item in iterate_xml(package.read(name), "si", package.place):
            yield _rich_text(item)


def _rich_text(item: XmlElement) -> str:
    """Return the text of runs, without what says how it is pronounced."""
    texts = (
        one.text or ""
        for part in item
        for one in ([part] if local_name(part) == "t" else children(part, "t"))
        if local_name(part) in ("t", "r")
    )
    return "".join(texts)


def _formats(package: Package, part: str) -> Iterator[str]:
    """Yield the code of each style that a cell can have, in the order in which cells count them."""
    for name in related_parts(package, part, "styles")[:1]:
        root = package.tree(name)
        codes = {**BUILT_IN_FORMATS, **dict(_own_formats(root))}
        styles = child(root, "cellXfs")
        for style in () if styles is None else children(styles, "xf"):
            number = attribute(style, "numFmtId")
            yield codes.get(int(number) if number.isdigit() else 0, "General")


def _own_formats(root: XmlElement) -> Iterator[tuple[int, str]]:
    formats = child(root, "numFmts")
    for one in () if formats is None else children(formats, "numFmt"):
        number = attribute(one, "numFmtId")
        if number.isdigit():
            yield int(number), attribute(one, "formatCode")


def _counts_from_1904(root: XmlElement) -> bool:
    settings = child(root, "workbookPr")
    return settings is not None and attribute(settings, "date1904") in ("1", "true")
