"""reStructuredText: headings to sections, lists and tables as text; the only importer of docutils.

Nothing that a file names is opened: directives that include files or raw text are switched off. Of
a directive that docutils does not know, such as Sphinx's own, the content is read as it stands.
"""

import re
from collections.abc import Iterator
from typing import Any

from ragqa.documents.blocks import Block, group_lines
from ragqa.documents.composing import compose
from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import declared_fields
from ragqa.documents.source import LoadedDocument, SourceFile, place_name
from ragqa.documents.tables import Cell, TableRow, table_blocks

_Node = Any
"""A node of docutils, whose kinds have no attributes in common."""

_SETTINGS = {
    "_disable_config": True,
    "doctitle_xform": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "input_encoding": "unicode",
    "line_length_limit": 1_000_000,
    "raw_enabled": False,
    "report_level": 5,
    "smart_quotes": False,
    "warning_stream": False,
}

_UNSEEN = frozenset(
    """#text citation_reference comment decoration footnote_reference image label meta pending raw
    substitution_definition target title""".split()
)
_ROLE = re.compile(r":[\w:+.-]+:`(?P<shown>[^`<]*?)\s*(?:<(?P<target>[^`>]*)>)?`")
_DIRECTIVE = re.compile(r"\.\. (?P<name>[\w:+.-]+)::(?P<rest>.*)", re.DOTALL)
_OPTION = re.compile(r"^\s*:[\w-]+:.*$", re.MULTILINE)
_LISTS_OF_FILES = frozenset({"autosummary", "include", "literalinclude", "only", "toctree"})
_LETTERS = {"loweralpha": "a", "upperalpha": "A"}


def load_rst(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a file.

    The fields that it begins with, ``:Author: …``, are what it says of itself. Its title is that
    which they give, else the first heading.
    """
    from docutils.core import publish_doctree

    text = decode_text(file.content, place_name(file.path))
    root = publish_doctree(text, settings_overrides=_SETTINGS)
    docinfo = _docinfo(root)
    fields = {} if docinfo is None else dict(_fields(docinfo))
    yield compose(file, group_lines(_pieces(root, 1, docinfo)), declared_fields(fields))


def _docinfo(root: _Node) -> _Node | None:
    """Return the list of fields that a text begins with, below its title if it has one."""
    for node in root.children:
        if node.tagname == "section":
            below = [one for one in node.children if one.tagname != "title"]
            return below[0] if below and below[0].tagname == "field_list" else None
        if node.tagname not in _UNSEEN:
            return node if node.tagname == "field_list" else None
    return None


def _fields(node: _Node) -> Iterator[tuple[str, str]]:
    for field in node.children:
        name, body = field.children[:2]
        yield _text(name).lower(), " ".join(body.astext().split())


def _pieces(node: _Node, level: int, docinfo: _Node | None) -> Iterator[Block | str]:
    """Yield the blocks below a node, the items of its lists as lines."""
    for inner in node.children:
        if inner.tagname == "section":
            yield Block(_text(inner.children[0]), level=level)
            yield from _pieces(inner, level + 1, docinfo)
        elif inner is not docinfo and inner.tagname not in _UNSEEN:
            yield from _piece(inner, level)


def _piece(node: _Node, level: int) -> Iterator[Block | str]:
    match node.tagname:
        case "paragraph" | "attribution" | "caption" | "rubric":
            yield Block(_text(node))
        case "literal_block" | "doctest_block" | "math_block":
            yield Block(node.astext())
        case "bullet_list" | "enumerated_list":
            yield from _items(node)
        case "definition_list" | "field_list" | "option_list":
            yield from _explained(node)
        case "line_block":
            yield Block("\n".join(map(_text, node.findall(_is_line))))
        case "table":
            yield from _table(node)
        case "system_message":
            yield from _unknown_directive(node)
        case _:
            yield from _pieces(node, level, None)


def _is_line(node: _Node) -> bool:
    return bool(node.tagname == "line")


def _text(node: _Node) -> str:
    return " ".join("".join(_words(node)).split())


def _words(node: _Node) -> Iterator[str]:
    """Yield the text of a node; of a role that is not known what it would have shown."""
    for inner in node.children:
        if inner.tagname == "#text":
            yield inner.astext()
        elif inner.tagname == "problematic":
            yield _ROLE.sub(lambda role: role["shown"] or role["target"] or "", inner.astext())
        elif inner.tagname not in _UNSEEN:
            yield from _words(inner)


def _items(node: _Node) -> Iterator[Block | str]:
    number = int(node.get("start", 1))
    for item in node.children:
        mark = "- " if node.tagname == "bullet_list" else f"{_number(node, number)} "
        number += 1
        for piece in _pieces(item, 1, None):
            if isinstance(piece, Block) and mark:
                yield mark + piece.text
                mark = ""
            else:
                yield piece if isinstance(piece, str) else piece.text


def _number(node: _Node, number: int) -> str:
    first = _LETTERS.get(node.get("enumtype", ""))
    shown = chr(ord(first) + (number - 1) % 26) if first else str(number)
    return f"{node.get('prefix', '')}{shown}{node.get('suffix', '.')}"


def _explained(node: _Node) -> Iterator[str]:
    """Yield a line for each term with what explains it."""
    for item in node.children:
        *terms, body = item.children
        text = " ".join(body.astext().split())
        yield f"{', '.join(filter(None, map(_text, terms)))}: {text}"


def _table(node: _Node) -> list[Block]:
    titles = [_text(inner) for inner in node.children if inner.tagname == "title"]
    rows = node.findall(lambda one: one.tagname == "row")
    return table_blocks(map(_row, rows), title="\n".join(titles))


def _row(node: _Node) -> TableRow:
    cells = [
        Cell(
            " ".join(entry.astext().split()),
            columns=1 + entry.get("morecols", 0),
            rows=1 + entry.get("morerows", 0),
        )
        for entry in node.children
    ]
    return TableRow(cells, is_head=node.parent.tagname == "thead")


def _unknown_directive(message: _Node) -> Iterator[Block]:
    """Yield what stands in a directive that docutils does not know."""
    for inner in message.children:
        directive = _DIRECTIVE.match(inner.astext()) if inner.tagname == "literal_block" else None
        if directive and directive["name"] not in _LISTS_OF_FILES:
            lines = _OPTION.sub("", directive["rest"]).split("\n")
            text = "\n".join(line.strip() for line in lines).strip()
            if text:
                yield Block(re.sub(r"\n{3,}", "\n\n", text))
