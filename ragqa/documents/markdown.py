"""Markdown files: front matter to fields, headings to sections, the rest to readable plain text.

The only importer of markdown-it-py (CommonMark, and tables as GitHub writes them) and PyYAML.
Blocks of HTML are read as HTML is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ragqa.documents.blocks import Block, join_blocks
from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import declared_fields, language_of_text
from ragqa.documents.html import plain_html_blocks
from ragqa.documents.source import LoadedDocument, SourceFile, digest_of, place_name
from ragqa.documents.tables import Cell, TableRow, table_blocks
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_MAX_YAML_DEPTH = 8
_HTML_LINE = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|[\r\n])[ \t>*+.)0-9-]*+<[A-Za-z/!?]")
"""A line on which a block of HTML may begin, behind the marks of lists and quotations."""

_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def load_markdown(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a Markdown file.

    Its title is that of the front matter, else the first heading of level 1, else the file's name.
    """
    place = place_name(file.path)
    fields, body = _split_front_matter(decode_text(file.content, place), place)
    declared = declared_fields(fields)
    blocks = _blocks(body, place)
    text, sections = join_blocks(blocks)
    first_heading = next((block.text for block in blocks if block.level == 1), None)
    document = Document(
        doc_id=file.name,
        title=declared.title or first_heading or PurePosixPath(file.name).stem,
        text=text,
        source=file.name,
        language=declared.language or language_of_text(text),
        date=declared.date,
        sections=sections,
        metadata=declared.metadata,
    )
    yield LoadedDocument(document, digest_of(file.content), file.path)


def may_hold_html(content: bytes) -> bool:
    """Tell whether a Markdown file may have a block of HTML, which another parser reads.

    Of what is not UTF-8, or has NULs as other encodings of Unicode do, it may be.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return b"\0" in content or _HTML_LINE.search(content) is not None


def _split_front_matter(text: str, place: str) -> tuple[Mapping[str, object], str]:
    """Return the fields between two lines of ``---`` at the very start, and what follows them."""
    front_matter = _FRONT_MATTER.match(text)
    if front_matter is None:
        return {}, text
    return _parse_yaml(front_matter["yaml"], place), text[front_matter.end() :]


def _parse_yaml(source: str, place: str) -> Mapping[str, object]:
    """Return the fields of a front matter, all values as strings: ``no`` is not False here."""
    import yaml

    try:
        _refuse_expensive_yaml(source, place)
        fields = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 (it makes only strings)
    except yaml.MarkedYAMLError as error:
        raise _broken_front_matter(place, error.problem_mark, error.problem) from error
    except yaml.YAMLError as error:
        raise _broken_front_matter(place, None, "a character that YAML forbids") from error
    if not isinstance(fields, Mapping | None):
        raise _broken_front_matter(place, None, "no names")
    return fields or {}


def _refuse_expensive_yaml(source: str, place: str) -> None:
    """Raise at an alias, which can write gigabytes in a few lines, and at lists in lists in lists.

    The time that PyYAML takes grows with the square of the depth.
    """
    import yaml

    depth = 0
    for event in yaml.parse(source, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _broken_front_matter(place, event.start_mark, "aliases are not read")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_YAML_DEPTH:
            raise _broken_front_matter(place, event.start_mark, "lists or names too deep")


def _broken_front_matter(place: str, mark: Any, problem: str | None) -> DocumentError:
    """Return the error at a mark of the YAML parser, whose lines count from 0 after the ``---``."""
    line = 2 + (mark.line if mark else 0)
    return DocumentError(
        f"{place}, line {line}: found a broken front matter ({problem}), expected lines like "
        '"name: value"; mend it, or put a blank line before it if it is none',
        problem=FileProblem.BROKEN_FRONT_MATTER,
        line=str(line),
    )


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _blocks(body: str, place: str) -> list[Block]:
    from markdown_it.tree import SyntaxTreeNode

    try:
        root = SyntaxTreeNode(_parser().parse(body))
        blocks = list(_blocks_of(root.children))
    except RecursionError as error:
        raise DocumentError(
            f"{place}: found marks inside marks too deep to read, expected some dozens at the "
            "most; take the needless * and [ out",
            problem=FileProblem.TOO_DEEP,
            limit="100",
        ) from error
    return [block for block in blocks if block.text.strip()]


def _blocks_of(nodes: "Sequence[SyntaxTreeNode]") -> Iterator[Block]:
    """Yield the blocks of what stands side by side.

    Blocks of HTML in a row are one piece of it: a blank line in a table parts it into several.
    """
    for is_html, run in groupby(nodes, key=lambda node: node.type == "html_block"):
        if is_html:
            yield from plain_html_blocks("\n".join(node.content for node in run))
        else:
            for node in run:
                yield from _table(node) if node.type == "table" else [_block(node)]


def _block(node: "SyntaxTreeNode") -> Block:
    if node.type == "heading":
        return Block(" ".join(_block_text(node).split()), level=int(node.tag[1:]))
    return Block(_block_text(node))


def _block_text(node: "SyntaxTreeNode") -> str:
    match node.type:
        case "inline":
            return "".join(_inline_text(child) for child in node.children).strip()
        case "bullet_list" | "ordered_list":
            return "\n".join(_list_lines(node))
        case "fence" | "code_block":
            return node.content.rstrip("\n")
        case "blockquote" | "heading" | "paragraph":
            return _children_text(node, "\n\n")
    return ""


def _children_text(node: "SyntaxTreeNode", separator: str) -> str:
    texts = (block.text for block in _blocks_of(node.children))
    return separator.join(text for text in texts if text)


def _list_lines(node: "SyntaxTreeNode") -> Iterator[str]:
    """Yield each item of a list with its mark, what is nested in it on lines of its own."""
    number = int(node.attrs.get("start", 1))
    for item in node.children:
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        yield mark + _children_text(item, "\n")
        number += 1


def _table(node: "SyntaxTreeNode") -> list[Block]:
    rows = ((row, part) for part in node.children for row in part.children)
    return table_blocks(
        TableRow([Cell(_cell_text(cell)) for cell in row.children], is_head=part.type == "thead")
        for row, part in rows
    )


def _cell_text(cell: "SyntaxTreeNode") -> str:
    return " ".join(_children_text(cell, " ").split())


def _inline_text(node: "SyntaxTreeNode") -> str:
    match node.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if _LINE_BREAK_TAG.fullmatch(node.content) else ""
    if node.children:
        return "".join(_inline_text(child) for child in node.children)
    return node.content
