"""E-books (EPUB): the chapters in reading order, what the book says of itself."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from ragqa.documents.blocks import Block
from ragqa.documents.composing import compose
from ragqa.documents.fields import DeclaredFields, foreign_language
from ragqa.documents.html import plain_html_blocks
from ragqa.documents.html_events import decode_html
from ragqa.documents.packages import Package, open_package
from ragqa.documents.properties import property_fields
from ragqa.documents.source import LoadedDocument, SourceFile
from ragqa.documents.xml import XmlElement, attribute, child, children, local_name, text_within
from ragqa.errors import DocumentError, FileProblem

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_SCRAMBLING = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
"""Ways to scramble fonts, which many books use; their text is not encrypted."""

_CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


def load_epub(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a book; the headings of its chapters become sections."""
    package = open_package(file)
    _refuse_encrypted(package)
    part = _package_part(package)
    root = package.tree(part)
    blocks = (block for chapter in _chapters(package, part, root) for block in chapter)
    yield compose(file, blocks, _fields(root))


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


def _chapters(package: Package, part: str, root: XmlElement) -> Iterator[list[Block]]:
    """Yield the blocks of each chapter in reading order, without the table of contents."""
    manifest, spine = child(root, "manifest"), child(root, "spine")
    if manifest is None or spine is None:
        raise package.broken("no reading order", "an e-book")
    items = {attribute(item, "id"): item for item in children(manifest, "item")}
    for reference in children(spine, "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is not None and _is_chapter(item):
            href = unquote(attribute(item, "href")).partition("#")[0]
            name = posixpath.normpath(posixpath.join(posixpath.dirname(part), href))
            yield plain_html_blocks(decode_html(package.read(name), package.place))


def _is_chapter(item: XmlElement) -> bool:
    is_contents = "nav" in attribute(item, "properties").split()
    return attribute(item, "media-type") in _CHAPTER_TYPES and not is_contents


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
