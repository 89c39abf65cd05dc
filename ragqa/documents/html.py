"""Web pages: the main text without menus and forms, and what the page says of itself."""

from collections.abc import Iterator

from ragqa.documents.blocks import Block
from ragqa.documents.composing import compose
from ragqa.documents.fields import declared_fields
from ragqa.documents.html_blocks import html_blocks
from ragqa.documents.html_events import decode_html, parse_html
from ragqa.documents.html_fields import html_fields
from ragqa.documents.html_main import main_text, never_seen
from ragqa.documents.source import LoadedDocument, SourceFile, place_name


def load_html(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a web page; its headings become sections, its tables lines."""
    page = parse_html(decode_html(file.content, place_name(file.path)))
    main = main_text(page)
    if main is None:
        yield compose(file, [], declared_fields({}))
        return
    blocks = html_blocks(page, main.element, main.left_out)
    yield compose(file, blocks, html_fields(page, main.element, main.left_out))


def plain_html_blocks(text: str) -> list[Block]:
    """Return the blocks of HTML that is all text: a message, or a chapter of a book."""
    page = parse_html(text)
    whole = next(page.elements(), None)
    return [] if whole is None else html_blocks(page, whole, never_seen(page))
