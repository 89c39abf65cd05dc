"""Word files: headings to sections, lists with their numbers, tables row by row, notes in place.

The text is read from the XML itself. python-docx passes over what stands in content controls, in
text boxes and in tracked changes, counts no lists and knows no notes; and it unpacks all pictures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ragqa.documents.blocks import RAISED, Block, group_lines, settle_raised
from ragqa.documents.composing import compose
from ragqa.documents.docx_formulas import formula_text, set_fractions_apart
from ragqa.documents.docx_styles import (
    Numbering,
    Role,
    Style,
    paragraph_style,
    read_numbering,
    read_styles,
    value_of,
)
from ragqa.documents.docx_tables import Looks, read_looks, table_rows, unwrapped
from ragqa.documents.ooxml import main_part, related_parts
from ragqa.documents.packages import Package, open_package
from ragqa.documents.properties import office_fields
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.documents.tables import table_blocks
from ragqa.documents.xml import XmlElement, attribute, child, children, local_name

_UNSEEN = frozenset(
    {
        "del",
        "Fallback",
        "instrText",
        "moveFrom",
        "pPr",
        "rPr",
        "rt",
        "sectPr",
        "tblPr",
        "txbxContent",
    }
)
"""What is no text in a paragraph: deleted, moved away, settings, a second form for old programs."""

_CHARACTERS = {"br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " ", "tab": " "}


@dataclass(frozen=True)
class _Word:
    """What the parts of a file say that a paragraph refers to."""

    styles: Mapping[str, Style]
    looks: Looks
    numbering: Numbering
    notes: Mapping[str, XmlElement]


def load_docx(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a Word file.

    Its title is that of its properties, else the paragraph in the style "Title", else as for all.
    """
    package = open_package(file)
    part = main_part(package)
    body = child(package.tree(part), "body")
    if body is None:
        raise package.broken("no body", "a Word file")
    styles = _related_tree(package, part, "styles")
    word = _Word(
        read_styles(styles),
        read_looks(styles),
        read_numbering(_related_tree(package, part, "numbering")),
        {**_notes(package, part, "footnotes"), **_notes(package, part, "endnotes")},
    )
    title = next(_titles(body, word), "")
    blocks = group_lines(_pieces(body, word))
    yield compose(file, blocks, office_fields(package), title=title)


def _related_tree(package: Package, part: str, kind: str) -> XmlElement | None:
    names = related_parts(package, part, kind)
    return package.tree(names[0]) if names else None


def _notes(package: Package, part: str, kind: str) -> dict[str, XmlElement]:
    """Return the notes of a kind by what refers to them: "footnote 2"."""
    root = _related_tree(package, part, kind)
    name = kind.removesuffix("s")
    notes = () if root is None else children(root, name)
    return {f"{name} {attribute(one, 'id')}": one for one in notes if not attribute(one, "type")}


def _titles(body: XmlElement, word: _Word) -> Iterator[str]:
    for paragraph in unwrapped(body, "p"):
        if paragraph_style(child(paragraph, "pPr"), word.styles).role is Role.TITLE:
            yield " ".join(_text(paragraph).split())


def _pieces(element: XmlElement, word: _Word) -> Iterator[Block | str]:
    """Yield the blocks of a body, cell, note or text box, and the items of its lists as lines."""
    for inner in unwrapped(element, "p", "tbl"):
        if local_name(inner) == "tbl":
            yield from _table(inner, word)
        else:
            yield from _paragraph(inner, word)


def _paragraph(paragraph: XmlElement, word: _Word) -> Iterator[Block | str]:
    """Yield a paragraph, then the text boxes that hang on it and the notes to it."""
    style = paragraph_style(child(paragraph, "pPr"), word.styles)
    is_item = style.list_id is not None and style.list_id != "0"
    mark = word.numbering.mark(style.list_id or "", style.depth or 0) if is_item else ""
    text = _text(paragraph)
    if style.role is Role.CONTENTS:
        return
    if text and style.level is not None:
        number = "" if mark == "- " else mark
        yield Block(number + " ".join(text.split()), level=style.level)
    elif text:
        yield mark + text if is_item else Block(text)
    for box in _inside(paragraph, "txbxContent"):
        yield from _pieces(box, word)
    for kind in ("footnote", "endnote"):
        for reference in _inside(paragraph, f"{kind}Reference"):
            note = word.notes.get(f"{kind} {attribute(reference, 'id')}")
            if note is not None:
                yield from _pieces(note, word)


def _table(table: XmlElement, word: _Word) -> Iterator[Block | str]:
    """Yield the rows of a table; one of a single column, or that holds others, lays out a page."""
    rows = [list(unwrapped(row, "tc")) for row in unwrapped(table, "tr")]
    cells = [cell for row in rows for cell in row]
    if max(map(len, rows), default=0) <= 1 or any(map(_holds_table, cells)):
        for cell in cells:
            yield from _pieces(cell, word)
    else:
        yield from table_blocks(table_rows(table, word.looks, lambda cell: _cell_text(cell, word)))


def _holds_table(cell: XmlElement) -> bool:
    return next(unwrapped(cell, "tbl"), None) is not None


def _cell_text(cell: XmlElement, word: _Word) -> str:
    texts = (piece if isinstance(piece, str) else piece.text for piece in _pieces(cell, word))
    return " ".join(" ".join(texts).split())


def _inside(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """Yield the outermost elements of a name, but those in the second form for old programs."""
    for inner in element:
        if local_name(inner) == name:
            yield inner
        elif local_name(inner) not in ("Fallback", "del", "txbxContent"):
            yield from _inside(inner, name)


def _text(paragraph: XmlElement) -> str:
    return set_fractions_apart(settle_raised("".join(_characters(paragraph)))).strip()


def _characters(element: XmlElement) -> Iterator[str]:
    for inner in element:
        name = local_name(inner)
        if name == "t":
            yield inner.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "r":
            yield from _characters_of_run(inner)
        elif name == "oMath":
            yield formula_text(inner)
        elif name not in _UNSEEN:
            yield from _characters(inner)


def _characters_of_run(run: XmlElement) -> Iterator[str]:
    if _is_hidden(run):
        return
    if value_of(child(run, "rPr"), "vertAlign") == "superscript":
        yield RAISED
    yield from _characters(run)


def _is_hidden(run: XmlElement) -> bool:
    hidden = child(child(run, "rPr"), "vanish")
    return hidden is not None and attribute(hidden, "val") not in ("0", "false", "off")
