"""What a web page says of itself: title, date, language, author, publisher."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ragqa.documents.fields import DeclaredFields, declared_fields, foreign_language, iso_date
from ragqa.documents.html_events import Element, Page

_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_DATES = (
    "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dcterms.created", "citation_publication_date", "citation_date", "pubdate",
    "publishdate", "publish_date", "date", "og:published_time", "created", "last-modified",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher")
_LANGUAGES = ("content-language", "dc.language", "dcterms.language", "language", "og:locale")

_MAX_JSON_CHARS = 200_000
_MAX_JSON_OBJECTS = 1000


def html_fields(page: Page, element: Element, left_out: frozenset[int]) -> DeclaredFields:
    """Return the fields of a page whose main text is an element less what starts at left_out.

    A date is the one that the page gives as that of its publication, else the first ``<time>`` of
    its main text that has one.
    """
    declared = dict(_meta_values(page))
    linked = dict(_linked_data_values(page))
    dates = [*_found(declared, _DATES), *_found(linked, ("datepublished", "datecreated"))]
    dates += _times(page, element, left_out)
    values = {
        "title": _title(page, element, left_out, [*_found(declared, _TITLES)]),
        "language": _language(page, element, declared),
        "date": _first(filter(iso_date, dates)),
        "author": _first([*_found(declared, _AUTHORS), *_found(linked, ("author",))]),
        "publisher": _first([*_found(declared, _PUBLISHERS), *_found(linked, ("publisher",))]),
    }
    return declared_fields({name: value for name, value in values.items() if value})


def _meta_values(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the page's ``<meta>``, of a repeated name the first last."""
    metas = [element for element in page.elements() if element.name == "meta"]
    for meta in reversed(metas):
        content = " ".join(meta.attributes.get("content", "").split())
        for kind in ("name", "property", "itemprop", "http-equiv"):
            if content and meta.attribute(kind):
                yield meta.attribute(kind), content


def _linked_data_values(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the first description of an article in JSON-LD."""
    for element in page.elements():
        if element.name == "script" and element.attribute("type") == "application/ld+json":
            for record in _records(page.text(element)):
                if "datePublished" in record or "headline" in record:
                    yield from ((name.lower(), _plain(value)) for name, value in record.items())
                    return


def _records(source: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of some JSON, the outer before the inner; none of what is broken."""
    try:
        waiting = [json.loads(source)] if len(source) <= _MAX_JSON_CHARS else []
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_JSON_OBJECTS):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += [inner for inner in value.values() if isinstance(inner, dict | list)]
        elif isinstance(value, list):
            waiting += value


def _plain(value: object) -> str:
    """Return a value of JSON-LD as text: of a list the first, of a person the name."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _found(values: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (values[name] for name in names if values.get(name))


def _times(page: Page, element: Element, left_out: frozenset[int]) -> Iterator[str]:
    """Yield the dates of the times in the main text, one marked as the publication's first."""
    times = [
        one
        for one in seen_elements(page, element, left_out)
        if one.name == "time" and iso_date(one.attributes.get("datetime", ""))
    ]
    marked = ("datepublished", "pubdate")
    times.sort(key=lambda one: one.attribute("itemprop") not in marked)
    return (one.attributes["datetime"] for one in times)


def seen_elements(page: Page, element: Element, left_out: frozenset[int]) -> Iterator[Element]:
    """Yield an element and those in it, without the parts that start at ``left_out``."""
    position = element.start
    while position < element.end:
        event = page.events[position]
        if isinstance(event, Element):
            if event.start in left_out and event is not element:
                position = event.end
            else:
                yield event
        position += 1


def _title(page: Page, element: Element, left_out: frozenset[int], declared: list[str]) -> str:
    """Return the title: the headline where the page's title is that and the name of the site."""
    seen = seen_elements(page, element, left_out)
    headline = _first(page.text(one) for one in seen if one.name == "h1")
    titles = (page.text(one) for one in page.elements() if one.name == "title")
    candidates = [*declared, *filter(None, titles)]
    if headline and (not candidates or any(headline in one for one in candidates)):
        return headline
    return _first(candidates)


def _language(page: Page, element: Element, declared: Mapping[str, str]) -> str:
    """Return the language named by the main text itself, else that which the page is said to have.

    The latter is often that of a template: as in all formats, where it is one that the text can be
    told by, the text decides.
    """
    own = "" if element.name == "html" else _first(_tags(element))
    pages = (tag for one in page.elements() if one.name == "html" for tag in _tags(one))
    # "en_US", as Facebook has it, is "en-US".
    tag = _first([*pages, *_found(declared, _LANGUAGES)]).replace("_", "-")
    return own or foreign_language(tag)


def _tags(element: Element) -> Iterator[str]:
    return (element.attribute(name) for name in ("lang", "xml:lang"))


def _first(values: Iterable[str]) -> str:
    """Return the first value that is not empty, an empty one if there is none."""
    return next(filter(None, values), "")
