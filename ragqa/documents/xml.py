"""XML parsed safely: no document type, so no entities; no network; no depth that hurts.

With `ragqa.documents.html_events` the only importer of lxml.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.parsers import expat

from ragqa.errors import DocumentError

XmlElement = Any
"""An element of lxml, which has no types of its own."""

_PROLOG_STEP_BYTES = 65_536


def parse_xml(content: bytes, place: str) -> XmlElement:
    """Return the root of some XML; its depth is limited to 256 elements.

    Raises
    ------
    DocumentError
        If it has a document type, or is no XML.
    """
    from lxml import etree

    refuse_document_type(content, place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(place, str(error)) from error


def iterate_xml(content: bytes, name: str, place: str) -> Iterator[XmlElement]:
    """Yield the elements of a name in turn; what was yielded before is emptied.

    Raises
    ------
    DocumentError
        If it has a document type, or is no XML, once that is reached.
    """
    from lxml import etree

    refuse_document_type(content, place)
    steps = etree.iterparse(
        BytesIO(content), tag=f"{{*}}{name}", resolve_entities=False, no_network=True
    )
    try:
        for _, element in steps:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise _broken(place, str(error)) from error


def refuse_document_type(content: bytes, place: str) -> None:
    """Raise a ``DocumentError`` if some XML has a document type, which could define entities.

    Only what stands before the first element is looked at: there alone it may stand.
    """
    parser = expat.ParserCreate()
    prolog = _Prolog()
    parser.StartElementHandler = prolog.end
    parser.StartDoctypeDeclHandler = prolog.note_document_type
    try:
        for start in range(0, len(content), _PROLOG_STEP_BYTES):
            parser.Parse(content[start : start + _PROLOG_STEP_BYTES])
    except _PrologOver:
        pass
    except (expat.ExpatError, LookupError) as error:
        raise _broken(place, str(error)) from error
    if prolog.document_type is not None:
        raise DocumentError(
            f"{place}: found a document type (<!DOCTYPE {prolog.document_type}>), expected XML "
            "without one; save the file anew with the program that made it",
            detail="document type",
        )


class _PrologOver(Exception):  # noqa: N818 (it ends the parsing and is no error)
    """Raised where the prolog of some XML ends."""


class _Prolog:
    """What stands before the first element."""

    def __init__(self) -> None:
        self.document_type: str | None = None

    def note_document_type(self, name: str, *_: object) -> None:
        self.document_type = name
        raise _PrologOver

    def end(self, *_: object) -> None:
        raise _PrologOver


def local_name(element: XmlElement) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: XmlElement, name: str) -> str:
    """Return an attribute by its name without a namespace, empty where it lacks."""
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: XmlElement, *names: str) -> Iterator[XmlElement]:
    """Yield the children of an element that have one of the names."""
    return (child for child in element if local_name(child) in names)


def child(element: XmlElement | None, name: str) -> XmlElement | None:
    """Return the first child with a name, None without one."""
    return None if element is None else next(children(element, name), None)


def outermost(element: XmlElement, *names: str) -> Iterator[XmlElement]:
    """Yield the elements below one that have one of the names, but none that lies in another."""
    for inner in element:
        if local_name(inner) in names:
            yield inner
        else:
            yield from outermost(inner, *names)


def text_within(element: XmlElement | None) -> str:
    """Return all text of an element on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _broken(place: str, detail: str) -> DocumentError:
    return DocumentError(
        f"{place}: found broken XML ({detail}), expected well-formed XML; save the file anew with "
        "the program that made it",
        detail=detail,
    )
