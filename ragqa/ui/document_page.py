"""The whole text of a document as a page of its own, which needs neither script nor gradio."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from urllib.parse import urlencode

from ragqa.types import Document, PlaceKind, Section, Span
from ragqa.ui.dates import spoken_date
from ragqa.ui.escaping import escape
from ragqa.ui.places import spoken_place
from ragqa.ui.strings import Strings

QUOTATION_ID = "quotation"

_LINE = re.compile(r"\S[^\n]*")

# A browser lays out only the blocks in sight. They end at line ends as long as lines are not
# longer than `_MAX_BLOCK_CHARS`, for where a block ends, a line does.
_BLOCK_CHARS = 2_000
_MAX_BLOCK_CHARS = 100_000

_METADATA_SHOWN = ("publisher", "author", "place")

# What stands between the same two characters: first what ends, then what begins.
_CLOSING, _BLOCK_BREAK, _PAGE_BREAK, _OPENING = range(4)
_Insertion = tuple[int, int, str]
"""Where in the text, in which order there, and the markup."""


def document_url(doc_id: str, *, strings: Strings) -> str:
    """Return the relative address of a document's page."""
    query = {"id": doc_id, "lang": strings.language}
    return f"document?{urlencode(query, errors='replace')}"


def quotation_url(doc_id: str, *, start: int, quote: str, strings: Strings) -> str:
    """Return the relative address of a document's page at a quotation.

    A digest of the quotation goes along, since the document may be another one when it is opened.
    """
    place = {"start": start, "end": start + len(quote), "quote": digest_of_quote(quote)}
    page = document_url(doc_id, strings=strings)
    return f"{page}&{urlencode(place)}#{QUOTATION_ID}"


def digest_of_quote(quote: str) -> str:
    """Return what tells one quotation from another in an address."""
    return hashlib.sha256(quote.encode(errors="surrogatepass")).hexdigest()[:16]


def render_document(
    document: Document,
    *,
    start: int | None,
    end: int | None,
    strings: Strings,
    quote_digest: str = "",
) -> str:
    """Return the page of a document, ``text[start:end]`` highlighted.

    Where that is not the quotation of ``quote_digest``, if one is given, the document has changed
    since it was quoted: nothing is highlighted, and the page says so.
    The text of the page's ``main`` is the document's as displayed, and the text of its ``mark`` is
    the quotation's. Offsets that name no part of the text highlight nothing.
    """
    quotation = _quotation(document.text, start, end)
    has_changed = bool(quote_digest) and (
        quotation is None
        or digest_of_quote(document.text[quotation.start : quotation.end]) != quote_digest
    )
    quotation = None if has_changed else quotation
    changed = f'<p role="status">{escape(strings.documents.changed)}</p>' if has_changed else ""
    language = f' lang="{escape(document.language)}"' if document.language else ""
    link = (
        f'<p><a href="#{QUOTATION_ID}">{escape(strings.documents.to_quotation)}</a></p>'
        if quotation
        else ""
    )
    body = (
        f'<header>{_back(strings)}<h1 dir="auto"{language}>{escape(_title(document))}</h1>'
        f"{_origin(document, strings)}{link}{changed}</header>"
        f'<main class="document"{language}>{_text(document, quotation, strings)}</main>'
    )
    return _page(_title(document), body, strings)


def render_missing(doc_id: str, *, strings: Strings) -> str:
    """Return the page that stands for a document that is not there, or no longer."""
    words = strings.documents
    hint = words.missing_hint.format(name=doc_id)
    body = (
        f"<header>{_back(strings)}<h1>{escape(words.missing)}</h1></header>"
        f'<main><p dir="auto">{escape(hint)}</p></main>'
    )
    return _page(words.missing, body, strings)


def _page(title: str, body: str, strings: Strings) -> str:
    return (
        f'<!doctype html>\n<html lang="{strings.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="static/pages.css">'
        f'</head><body class="document-page">{body}</body></html>\n'
    )


def _back(strings: Strings) -> str:
    # The page may stand in a frame of the chat, where the chat must not open anew.
    label = escape(strings.documents.back_to_chat)
    return f'<p><a class="back" href="./" target="_top">{label}</a></p>'


def _title(document: Document) -> str:
    return document.title.strip() or document.source


def _origin(document: Document, strings: Strings) -> str:
    facts = [document.metadata.get(name) for name in _METADATA_SHOWN]
    facts.append(spoken_date(document.date, strings=strings) if document.date else None)
    facts.append(document.source)
    shown = "".join(f'<li dir="auto">{escape(fact)}</li>' for fact in facts if fact)
    return f'<ul class="origin">{shown}</ul>'


def _quotation(text: str, start: int | None, end: int | None) -> Span | None:
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return Span(start, end)


def _text(document: Document, quotation: Span | None, strings: Strings) -> str:
    headings = list(_headings(document, quotation))
    whole = sorted([*headings, *([quotation] if quotation else [])])
    insertions = [
        *_tags(headings, '<span class="heading" role="heading" aria-level="2">', "</span>"),
        *_tags([quotation] if quotation else [], _MARK, "</mark>"),
        *_page_breaks(document, strings),
        *((cut, _BLOCK_BREAK, "</div>" + _BLOCK) for cut in _block_ends(document.text, whole)),
    ]
    return f"{_BLOCK}{_woven(document.text, insertions)}</div>"


_BLOCK = '<div class="block" dir="auto">'
_MARK = f'<mark id="{QUOTATION_ID}" tabindex="-1">'


def _woven(text: str, insertions: Iterable[_Insertion]) -> str:
    """Return the text, made safe, with markup in its places."""
    ordered = [(0, 0, ""), *sorted(insertions), (len(text), 0, "")]
    return "".join(
        f"{markup}{escape(text[at:next_at])}"
        for (at, _, markup), (next_at, _, _) in pairwise(ordered)
    )


def _tags(spans: Iterable[Span], opening: str, closing: str) -> Iterator[_Insertion]:
    for start, end in spans:
        yield start, _OPENING, opening
        yield end, _CLOSING, closing


def _page_breaks(document: Document, strings: Strings) -> Iterator[_Insertion]:
    """Yield a mark where each page or place begins.

    The style sheet writes the label, for it is no text of the document.
    """
    for page in document.pages:
        yield _page_break(page.start, strings.common.page.format(number=page.number), document)
    for place in document.places:
        label = spoken_place(place, strings=strings)
        if place.kind is PlaceKind.SLIDE:
            yield _page_break(place.start, label, document)
        else:
            markup = f'<span class="place-mark" data-label="{escape(label)}"></span>'
            yield place.start, _PAGE_BREAK, markup


def _page_break(start: int, label: str, document: Document) -> _Insertion:
    shown = escape(label)
    markup = (
        f'<span class="page-break" role="separator" aria-label="{shown}"'
        f' data-label="{shown}"></span>'
    )
    return min(max(start, 0), len(document.text)), _PAGE_BREAK, markup


def _headings(document: Document, quotation: Span | None) -> Iterator[Span]:
    """Yield the headings that stand in the text, but for those that the quotation touches."""
    for section in document.sections:
        heading = _heading_line(document.text, section)
        if heading and not (
            quotation and heading.start < quotation.end and quotation.start < heading.end
        ):
            yield heading


def _heading_line(text: str, section: Section) -> Span | None:
    """Return the section's heading if it is the first line, or the second where it has a date."""
    lines = _LINE.finditer(text, section.start, section.end)
    for found in islice(lines, 2 if section.date else 1):
        if section.heading.endswith(found[0]):
            return Span(*found.span())
    return None


def _block_ends(text: str, whole: Sequence[Span]) -> Iterator[int]:
    """Yield where a block ends and the next begins; ``whole`` has the spans not to be cut."""
    end = 0
    while len(text) - end > _BLOCK_CHARS:
        line_end = text.find("\n", end + _BLOCK_CHARS - 1, end + _MAX_BLOCK_CHARS)
        end = _outside(line_end + 1 if line_end >= 0 else end + _MAX_BLOCK_CHARS, whole)
        if end >= len(text):
            return
        yield end


def _outside(offset: int, whole: Sequence[Span]) -> int:
    """Return the offset, or the end of the span that it falls within."""
    before = bisect_left(whole, (offset,)) - 1
    return max(offset, whole[before].end) if before >= 0 else offset
