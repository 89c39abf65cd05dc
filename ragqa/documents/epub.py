"""E-books (EPUB): the chapters in reading order, what the book says of itself."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import unquote

from ragqa.documents.blocks import Block
from ragqa.documents.composing import compose
from ragqa.documents.fields import DeclaredFields, foreign_language
from ragqa.documents.html import plain_html_blocks
from ragqa.documents.html_events import decode_html
from ragqa.documents.packages import Package, open_package
from ragqa.documents.properties import property_fields
from ragqa.documents.source import Failure, LoadedDocument, SourceFile
from ragqa.documents.xml import (
    XmlElement,
    attribute,
    child,
    children,
    local_name,
    parse_xml,
    text_within,
)
from ragqa.errors import DocumentError, FileProblem

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_SCRAMBLING = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
"""Ways to scramble fonts, which many books use; their text is not encrypted."""

_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")
"""The document type that tables of contents have by their standard; it defines nothing."""

_Levels = dict[str, int]
"""How deep in the table of contents its entries stand, by their folded texts."""

_SHOWN_NAMES = 5

_CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


def load_epub(file: SourceFile) -> Iterator[LoadedDocument | Failure]:
    """Yield the one document of a book; the headings of its chapters become sections.

    Behind it comes a failure, if chapters cannot be read.
    """
    package = open_package(file)
    _refuse_encrypted(package)
    part = _package_part(package)
    root = package.tree(part)
    unread: dict[str, DocumentError] = {}
    chapters = _chapters(package, part, root, unread)
    blocks = [block for chapter in chapters for block in chapter]
    if blocks or not unread:
        yield compose(file, blocks, _fields(root))
    for error in list(unread.values())[:1]:
        yield Failure.of(file.path, error, name=_listed(list(unread)))


def _package_part(package: Package) -> str:
    root = package.tree(_CONTAINER)
    for element in root.iter("{*}rootfile"):
        return attribute(element, "full-path")
    raise package.broken("no list of its contents", "an e-book")


def _refuse_encrypted(package: Package) -> None:
    root = package.optional_tree(_ENCRYPTION)
    methods = () if root is None else root.iter("{*}EncryptionMethod")
    if any(attribute(method, "Algorithm") not in _FONT_SCRAMBLING for method in methods):
        raise DocumentError(
            f"{package.place}: found a book with copy protection, expected one without; ask the "
            "publisher for it",
            problem=FileProblem.ENCRYPTED,
        )


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    return ", ".join([*names[:_SHOWN_NAMES], *([f"{more} more"] if more > 0 else [])])


def _chapters(
    package: Package, part: str, root: XmlElement, unread: dict[str, DocumentError]
) -> Iterator[list[Block]]:
    """Yield the blocks of each chapter in reading order, without the table of contents.

    Chapters that cannot be read are noted in ``unread`` by their names, with the reasons.
    """
    manifest, spine = child(root, "manifest"), child(root, "spine")
    if manifest is None or spine is None:
        raise package.broken("no reading order", "an e-book")
    items = {attribute(item, "id"): item for item in children(manifest, "item")}
    contents = _contents(package, part, items.get(attribute(spine, "toc")))
    for reference in children(spine, "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is not None and _is_chapter(item):
            name = _member(part, attribute(item, "href"))
            try:
                blocks = plain_html_blocks(decode_html(package.read(name), package.place))
            except DocumentError as error:
                unread.setdefault(name, error)
                continue
            yield _with_headings(blocks, contents.get(name, {}))


def _is_chapter(item: XmlElement) -> bool:
    is_contents = "nav" in attribute(item, "properties").split()
    return attribute(item, "media-type") in _CHAPTER_TYPES and not is_contents


def _member(part: str, reference: str) -> str:
    """Return the name of the member that a part refers to."""
    path = unquote(reference).partition("#")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), path))


def _contents(package: Package, part: str, item: XmlElement | None) -> dict[str, _Levels]:
    """Return the entries of the table of contents by the members they lead to.

    What is wrong with it costs no chapter.
    """
    if item is None:
        return {}
    name = _member(part, attribute(item, "href"))
    found: dict[str, _Levels] = {}
    with suppress(DocumentError):
        content = _DOCUMENT_TYPE.sub(b"", package.read(name), count=1)
        for point in parse_xml(content, package.place).iter("{*}navPoint"):
            target, level = child(point, "content"), 1 + len(list(point.iterancestors(point.tag)))
            label = _folded(text_within(child(point, "navLabel")))
            if target is not None and label:
                levels = found.setdefault(_member(name, attribute(target, "src")), {})
                levels.setdefault(label, level)
    return found


def _with_headings(blocks: list[Block], levels: _Levels) -> list[Block]:
    """Return the blocks of a chapter; where none is a heading, those that the contents name are."""
    if any(block.level for block in blocks):
        return blocks
    left = dict(levels)
    return [replace(block, level=left.pop(_folded(block.text), block.level)) for block in blocks]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _fields(root: XmlElement) -> DeclaredFields:
    values: dict[str, str] = {}
    metadata = child(root, "metadata")
    for element in () if metadata is None else metadata.iter("{*}*"):
        values.setdefault(local_name(element), text_within(element))
    return property_fields(
        title=values.get("title", ""),
        author=values.get("creator", ""),
        dates=(values.get("date", ""),),
        language=foreign_language(values.get("language", "")),
        publisher=values.get("publisher", ""),
    )
