"""The list of the indexed documents, as HTML.

The form that browses it is apart from the list, so that a list that is drawn anew while a person
types takes nothing from under their fingers.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from urllib.parse import quote, unquote
from zlib import crc32

from ragqa.store import DocumentSummary
from ragqa.ui.dates import spoken_date
from ragqa.ui.document_page import document_url
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.strings import Strings

PAGE_ROWS = 50

_MAX_SEARCH_CHARS = 200
_MAX_TITLE_CHARS = 200
_MAX_PAGE_DIGITS = 9
_MAX_SUFFIX_CHARS = 8
_OTHER = "other"
_UNKNOWN = "unknown"
_SAME_TYPE = {"markdown": "md", "htm": "html"}


@dataclass(frozen=True, slots=True)
class Browse:
    """What a person looks for in the list, and where in it they are.

    Parameters
    ----------
    search
        Words that title, source or publisher must hold, in any case, with or without accents.
    type, language
        One of those that the documents have; empty, or one that none has, for all.
    sort
        "indexed", "title" or "date".
    page
        From 1; one past the last stands for the last.
    asked_to_remove
        The ``doc_id`` of the document whose removal awaits a second word.
    """

    search: str = ""
    type: str = ""
    language: str = ""
    sort: str = "indexed"
    page: int = 1
    asked_to_remove: str | None = None

    @classmethod
    def from_fields(cls, fields: object) -> "Browse":
        """Return what a form asks for, whoever sent it: what cannot be meant is left out."""
        sort = _field(fields, "sort")
        return cls(
            search=_field(fields, "search")[:_MAX_SEARCH_CHARS],
            type=_field(fields, "type"),
            language=_field(fields, "language"),
            sort=sort if sort in _ORDERS else "indexed",
        )

    def after(self, event: object) -> "Browse":
        """Return what a person looks for after an event of the list, whoever sent it."""
        match _field(event, "action"):
            case "browse" if isinstance(event, Mapping):
                return Browse.from_fields(event.get("fields"))
            case "page":
                return replace(self, page=_page_number(event), asked_to_remove=None)
            case "remove":
                return replace(self, asked_to_remove=id_of_key(_field(event, "doc")))
            case "keep" | "confirm-remove":
                return replace(self, asked_to_remove=None)
        return self

    def confirmed_removal(self, event: object) -> str | None:
        """Return the ``doc_id`` that an event says to remove, if that was asked just before."""
        doc_id = id_of_key(_field(event, "doc"))
        is_confirmed = _field(event, "action") == "confirm-remove"
        return doc_id if is_confirmed and doc_id == self.asked_to_remove else None


def key_of_id(doc_id: str) -> str:
    """Return a ``doc_id`` as an attribute can hold it, invisible characters included."""
    # No store holds a lone surrogate, so that what stands for one names no document.
    return quote(doc_id, safe="/", errors="replace")


def id_of_key(key: str) -> str:
    """Return the ``doc_id`` that ``key_of_id`` wrote; what it did not write names no document."""
    return unquote(key)


def display_title(document: DocumentSummary) -> str:
    """Return how a document is called: by its title, or where that is blank, by its source."""
    title = document.title.strip() or document.source.strip() or document.doc_id
    return shorten(title, max_chars=_MAX_TITLE_CHARS)


def spoken_number(number: int, *, strings: Strings) -> str:
    """Return a number with its digits grouped as the language groups them."""
    if number < strings.documents.grouped_from:
        return str(number)
    return f"{number:,}".replace(",", strings.documents.thousands)


def counted(number: int, one: str, many: str, *, strings: Strings) -> str:
    """Return a number of things in words; ``many`` has "{count}" where the number goes."""
    return one if number == 1 else many.format(count=spoken_number(number, strings=strings))


def document_link(doc_id: str, title: str, *, strings: Strings) -> str:
    """Return a link that opens a document over the page."""
    return (
        f'<a href="{escape(document_url(doc_id, strings=strings))}" dir="auto"'
        f' data-client="open-document" data-title="{escape(title)}"'
        f' data-close="{escape(strings.chat.close)}">{escape(title)}</a>'
    )


def language_name(language: str | None, *, strings: Strings) -> str:
    """Return the name of a language; the code of one that has no name here."""
    return strings.common.language_names.get(language or "", language or "")


def folded(text: str) -> str:
    """Return a text without case and accents, for comparison."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def versioned_tag(name: str, content: Iterable[str]) -> str:
    """Return the name of an element that is another one whenever its content is.

    Gradio changes elements in place, and what is chosen in a field would stay where it was when
    the choices move; an element of another name is put there whole.
    """
    return f"{name}-{crc32(chr(0).join(content).encode(errors='replace')):08x}"


def render_browse_form(
    documents: Sequence[DocumentSummary], browse: Browse, *, strings: Strings
) -> str:
    """Return the form that searches, filters and sorts the list."""
    words = strings.documents
    types = _by_name((_type_of(one), _type_name(_type_of(one), strings)) for one in documents)
    spoken = _by_name((_language_of(one), _language_shown(one, strings)) for one in documents)
    selects = (
        _select("type", words.type, {"": words.any_type, **types}, browse.type),
        _select("language", words.language, {"": words.any_language, **spoken}, browse.language),
        _select("sort", words.sort, words.sort_names, browse.sort),
    )
    tag = versioned_tag("browse-filters", [*types, *spoken])
    return (
        '<form class="browse" data-live="browse" role="search"'
        f' aria-label="{escape(words.browse)}">{_search_box(browse, strings)}'
        f'<{tag} class="unboxed">{"".join(selects)}</{tag}></form>'
    )


def render_catalogue(
    documents: Sequence[DocumentSummary],
    browse: Browse,
    *,
    strings: Strings,
    read_only: bool,
) -> str:
    """Return the list: how many documents fit, a page of them, and what can be done to them."""
    found = _ORDERS[browse.sort](_matching(documents, browse))
    pages = max(1, -(-len(found) // PAGE_ROWS))
    page = min(browse.page, pages)
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    rows = _rows(shown, browse, strings, read_only=read_only, any_indexed=bool(documents))
    # In every state the same elements follow one another: they are changed in place, and what has
    # the keyboard keeps it.
    return (
        '<section class="catalogue" aria-labelledby="catalogue-heading">'
        f"{_head(len(found), len(documents), strings, read_only=read_only)}"
        f'<div class="rows">{rows}</div>'
        f"{_pages(page, pages, strings)}</section>"
    )


def _search_box(browse: Browse, strings: Strings) -> str:
    words = strings.documents
    return (
        f'<label class="browse-search"><span>{escape(words.search)}</span><input type="search"'
        f' name="search" value="{escape(browse.search)}" placeholder="{escape(words.search_hint)}"'
        f' maxlength="{_MAX_SEARCH_CHARS}" autocomplete="off" spellcheck="false"></label>'
    )


def _head(found: int, count: int, strings: Strings, *, read_only: bool) -> str:
    words = strings.documents
    reindex = "" if read_only else _button(words.reindex, "reindex")
    return (
        f'<div class="catalogue-head"><h2 id="catalogue-heading">{escape(words.heading)}</h2>'
        f'<p class="count" role="status">{escape(_count(found, count, strings))}</p>{reindex}</div>'
    )


def _field(fields: object, name: str) -> str:
    value = fields.get(name) if isinstance(fields, Mapping) else None
    return value if isinstance(value, str) else ""


def _page_number(event: object) -> int:
    digits = _field(event, "page")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MAX_PAGE_DIGITS
    return max(1, int(digits)) if is_number else 1


def _matching(documents: Sequence[DocumentSummary], browse: Browse) -> list[DocumentSummary]:
    """Return the documents that fit, in their order.

    A type or language that no document has cannot be chosen in the form, where "all" stands then.
    """
    words = folded(browse.search).split()
    kind = browse.type if any(_type_of(one) == browse.type for one in documents) else ""
    spoken = (
        browse.language if any(_language_of(one) == browse.language for one in documents) else ""
    )
    return [
        one
        for one in documents
        if (not kind or _type_of(one) == kind)
        and (not spoken or _language_of(one) == spoken)
        and all(word in _searched(one) for word in words)
    ]


def _searched(document: DocumentSummary) -> str:
    return folded(f"{document.title} {document.source} {document.publisher or ''}")


def _as_indexed(documents: list[DocumentSummary]) -> list[DocumentSummary]:
    return documents


def _by_title(documents: list[DocumentSummary]) -> list[DocumentSummary]:
    return sorted(documents, key=lambda one: (folded(display_title(one)), one.doc_id))


def _newest_first(documents: list[DocumentSummary]) -> list[DocumentSummary]:
    """Return the documents by date; those without one come last."""
    return sorted(documents, key=lambda one: one.date or "", reverse=True)


_ORDERS: Mapping[str, Callable[[list[DocumentSummary]], list[DocumentSummary]]] = {
    "indexed": _as_indexed,
    "title": _by_title,
    "date": _newest_first,
}


def _type_of(document: DocumentSummary) -> str:
    suffix = PurePath(document.source).suffix[1:].lower()
    is_plain = suffix.isascii() and suffix.isalnum() and len(suffix) <= _MAX_SUFFIX_CHARS
    return _SAME_TYPE.get(suffix, suffix) if is_plain else _OTHER


def _type_name(kind: str, strings: Strings) -> str:
    words = strings.documents
    return words.other_type if kind == _OTHER else words.type_names.get(kind, kind.upper())


def _language_of(document: DocumentSummary) -> str:
    return document.language or _UNKNOWN


def _language_shown(document: DocumentSummary, strings: Strings) -> str:
    if document.language is None:
        return strings.documents.unknown_language
    return language_name(document.language, strings=strings)


def _by_name(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(sorted(set(named), key=lambda pair: folded(pair[1])))


def _select(name: str, label: str, options: Mapping[str, str], chosen: str) -> str:
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(text)}</option>"
        for value, text in options.items()
    )
    return f'<label><span>{escape(label)}</span><select name="{name}">{shown}</select></label>'


def _count(found: int, count: int, strings: Strings) -> str:
    words, common = strings.documents, strings.common
    if found == count:
        return counted(count, common.one_document, common.many_documents, strings=strings)
    return words.found.format(
        found=spoken_number(found, strings=strings), count=spoken_number(count, strings=strings)
    )


def _rows(
    shown: Sequence[DocumentSummary],
    browse: Browse,
    strings: Strings,
    *,
    read_only: bool,
    any_indexed: bool,
) -> str:
    words = strings.documents
    if not shown:
        message = words.none_found if any_indexed else words.none_indexed
        return f'<p class="note">{escape(message)}</p>'
    # A table that a style sheet lays out as cards is no table for a screen reader, unless each
    # role is said.
    head = "".join(
        f'<th role="columnheader" scope="col">{escape(column)}</th>'
        for column in _columns(strings, read_only=read_only)
    )
    rows = "".join(_row(one, browse, strings, read_only=read_only) for one in shown)
    return (
        f'<table role="table"><caption>{escape(words.heading)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _columns(strings: Strings, *, read_only: bool) -> list[str]:
    words = strings.documents
    facts = [words.column_title, words.type, words.language, words.column_date, words.column_size]
    facts += [words.column_passages, words.column_indexed]
    return facts if read_only else [*facts, words.column_remove]


def _row(document: DocumentSummary, browse: Browse, strings: Strings, *, read_only: bool) -> str:
    cells = "".join(
        f'<td role="cell" data-label="{escape(column)}">{cell}</td>'
        for column, cell in zip(
            _columns(strings, read_only=read_only)[1:],
            _cells(document, browse, strings, read_only=read_only),
            strict=True,
        )
    )
    link = document_link(document.doc_id, display_title(document), strings=strings)
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{link}'
        f'<span class="origin" dir="auto">{escape(_source_shown(document))}</span></th>{cells}</tr>'
    )


def _source_shown(document: DocumentSummary) -> str:
    return shorten(document.source, max_chars=_MAX_TITLE_CHARS)


def _cells(
    document: DocumentSummary, browse: Browse, strings: Strings, *, read_only: bool
) -> list[str]:
    words = strings.documents
    size = counted(document.characters, words.one_character, words.many_characters, strings=strings)
    date = spoken_date(document.date, strings=strings) if document.date else words.unknown
    facts = [
        _type_name(_type_of(document), strings),
        _language_shown(document, strings),
        date,
        size,
        spoken_number(document.chunks, strings=strings),
        _spoken_time(document.indexed, strings),
    ]
    cells = [escape(fact) for fact in facts]
    return cells if read_only else [*cells, _removal(document, browse, strings)]


def _spoken_time(time: str, strings: Strings) -> str:
    """Return an ISO 8601 time in words, to the minute, and anything else as it is."""
    try:
        moment = datetime.fromisoformat(time).astimezone(UTC)
    except (ValueError, OverflowError):
        return time
    date = spoken_date(moment.date().isoformat(), strings=strings)
    return strings.documents.time.format(date=date, time=f"{moment:%H:%M}")


def _removal(document: DocumentSummary, browse: Browse, strings: Strings) -> str:
    """Return what removes a document.

    Where the button was that asks to remove, the one stands then that keeps: a second press of
    the same key or place does no harm.
    """
    words = strings.documents
    keep, remove = (
        name.format(title=display_title(document))
        for name in (words.keep_named, words.remove_named)
    )
    doc_id = document.doc_id
    if doc_id != browse.asked_to_remove:
        button = _button(words.remove, "remove", doc_id=doc_id, name=remove)
        return f'<span class="asked"></span>{button}'
    return (
        f'<span class="asked" role="alert">{escape(words.really_remove)}</span>'
        f"{_button(words.keep, 'keep', doc_id=doc_id, name=keep)}"
        f"{_button(words.remove, 'confirm-remove', doc_id=doc_id, name=remove)}"
    )


def _button(label: str, action: str, *, doc_id: str | None = None, name: str = "") -> str:
    """Return a button; ``name`` is what listeners hear where the label does not say all."""
    target = f' data-doc="{escape(key_of_id(doc_id))}"' if doc_id is not None else ""
    heard = f' aria-label="{escape(name)}"' if name else ""
    return (
        f'<button type="button" class="small" data-action="{action}"{target}{heard}>'
        f"{escape(label)}</button>"
    )


def _pages(page: int, pages: int, strings: Strings) -> str:
    words = strings.documents
    if pages == 1:
        return ""
    number, count = (spoken_number(one, strings=strings) for one in (page, pages))
    return (
        f'<nav class="pages" aria-label="{escape(words.pages)}">'
        f"{_page_button(words.previous_page, page - 1, pages)}"
        f"<span>{escape(words.page_of.format(number=number, count=count))}</span>"
        f"{_page_button(words.next_page, page + 1, pages)}</nav>"
    )


def _page_button(label: str, page: int, pages: int) -> str:
    # A button that is disabled would lose the keyboard on the last page.
    target = (
        f'data-action="page" data-page="{page}"' if 1 <= page <= pages else 'aria-disabled="true"'
    )
    return f'<button type="button" class="small" {target}>{escape(label)}</button>'
