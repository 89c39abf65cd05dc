"""PowerPoint presentations: slide by slide, the title first, then the shapes in their order."""

from collections.abc import Iterator

from ragqa.documents.blocks import Block
from ragqa.documents.composing import compose
from ragqa.documents.docx_styles import whole_number
from ragqa.documents.ooxml import main_part, related_parts, relationships
from ragqa.documents.packages import Package, open_package
from ragqa.documents.properties import office_fields
from ragqa.documents.slides import slide_blocks
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.documents.tables import MAX_SPAN, Cell, TableRow, table_blocks
from ragqa.documents.xml import XmlElement, attribute, child, children, local_name

_TITLES = frozenset({"ctrTitle", "title"})
_FURNITURE = frozenset({"dt", "ftr", "hdr", "sldImg", "sldNum"})
_LISTS = frozenset({"", "body", "obj"})
"""Placeholders whose paragraphs are items where nothing says otherwise."""

_MAX_DEPTH = 20
_TRUE = frozenset({"1", "true"})


def load_pptx(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a presentation."""
    package = open_package(file)
    blocks = (
        block
        for number, slide in enumerate(_slides(package), start=1)
        for block in _blocks(package, slide, number)
    )
    yield compose(file, blocks, office_fields(package))


def _slides(package: Package) -> Iterator[str]:
    """Yield the names of the slides' parts in the order in which they are shown."""
    part = main_part(package)
    parts = {one.ref: one.target for one in relationships(package, part) if one.kind == "slide"}
    listed = child(package.tree(part), "sldIdLst")
    for slide in () if listed is None else children(listed, "sldId"):
        # The id of the slide and that of its part have one name in two namespaces.
        for key, ref in slide.attrib.items():
            if key.endswith("}id") and parts.get(ref) in package.names:
                yield parts[ref]


def _blocks(package: Package, part: str, number: int) -> Iterator[Block]:
    shapes = list(_shapes(package.tree(part)))
    titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
    title = " ".join(text for shape in titles[:1] for _, text in _paragraphs(shape))
    pieces = (piece for shape in shapes if shape not in titles[:1] for piece in _pieces(shape))
    notes = (
        piece
        for name in related_parts(package, part, "notesSlide")
        for shape in _shapes(package.tree(name))
        for piece in _pieces(shape)
    )
    yield from slide_blocks(number, title, pieces, (Block(_text_of(note)) for note in notes))


def _text_of(piece: Block | str) -> str:
    # What is said to a slide is running text, though its placeholder is one for lists.
    return piece.text if isinstance(piece, Block) else piece.removeprefix("- ")


def _shapes(root: XmlElement) -> list[XmlElement]:
    """Return the shapes and frames of a slide in their order, those of groups among them."""
    tree = child(child(root, "cSld"), "spTree")
    return [] if tree is None else list(_ungrouped(tree, _MAX_DEPTH))


def _ungrouped(group: XmlElement, depth: int) -> Iterator[XmlElement]:
    for shape in group:
        name = local_name(shape)
        if name in ("sp", "graphicFrame"):
            yield shape
        elif name in ("grpSp", "AlternateContent", "Choice") and depth:
            yield from _ungrouped(shape, depth - 1)


def _placeholder(shape: XmlElement) -> str | None:
    """Return the type of the placeholder that a shape fills, None where it fills none."""
    for properties in children(shape, "nvSpPr", "nvGraphicFramePr"):
        placeholder = child(child(properties, "nvPr"), "ph")
        if placeholder is not None:
            return attribute(placeholder, "type")
    return None


def _pieces(shape: XmlElement) -> Iterator[Block | str]:
    placeholder = _placeholder(shape)
    if placeholder in _FURNITURE:
        return
    for table in shape.iter("{*}tbl"):
        yield from table_blocks(_rows(table))
    for properties, text in _paragraphs(shape):
        if _is_item(properties, in_list=placeholder in _LISTS):
            yield f"- {text}"
        else:
            yield Block(text)


def _is_item(properties: XmlElement | None, *, in_list: bool) -> bool:
    if child(properties, "buNone") is not None:
        return False
    marks = (child(properties, name) for name in ("buChar", "buAutoNum", "buBlip"))
    return in_list or any(mark is not None for mark in marks)


def _rows(table: XmlElement) -> Iterator[TableRow]:
    """Yield the rows of a table; of cells that were made one, the first has the text of all."""
    properties = child(table, "tblPr")
    has_head = properties is not None and attribute(properties, "firstRow") in _TRUE
    for number, row in enumerate(children(table, "tr")):
        cells = [
            cell
            for cell in children(row, "tc")
            if not {attribute(cell, "hMerge"), attribute(cell, "vMerge")} & _TRUE
        ]
        yield TableRow([_cell(cell) for cell in cells], is_head=has_head and number == 0)


def _cell(cell: XmlElement) -> Cell:
    return Cell(
        " ".join(" ".join(text for _, text in _paragraphs(cell)).split()),
        columns=min(whole_number(attribute(cell, "gridSpan")) or 1, MAX_SPAN),
        rows=whole_number(attribute(cell, "rowSpan")) or 1,
    )


def _paragraphs(shape: XmlElement) -> Iterator[tuple[XmlElement | None, str]]:
    """Yield the properties and the text of each paragraph of a shape or cell that has text."""
    for body in children(shape, "txBody"):
        for paragraph in children(body, "p"):
            text = "".join(_characters(paragraph)).strip()
            if text:
                yield child(paragraph, "pPr"), text


def _characters(paragraph: XmlElement) -> Iterator[str]:
    for part in paragraph:
        if local_name(part) == "br":
            yield "\n"
        elif local_name(part) in ("r", "fld"):
            yield from (text.text or "" for text in children(part, "t"))
