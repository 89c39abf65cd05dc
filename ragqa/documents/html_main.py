"""Which part of a web page is its text, and what in it is navigation, form or decoration."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ragqa.documents.html_events import Element, Page

NEVER_TEXT = frozenset(
    """audio button canvas datalist embed head iframe input map math meter nav noframes noscript
    object option optgroup progress script select style svg template textarea title video""".split()
)
"""Elements whose content is no running text."""

_SIDE_ROLES = frozenset(
    """alertdialog banner complementary contentinfo dialog menu menubar navigation search
    toolbar""".split()
)
_FURNITURE = frozenset({"footer", "header"})
_OWN_PARTS = frozenset({"article", "main", "section", "blockquote", "figure", "td"})
_SIDE_WORDS = frozenset(
    """ads advert advertisement breadcrumb breadcrumbs cookie cookies menu nav navbar navigation
    newsletter pager pagination popup share sharing sidebar skip toolbar""".split()
)
_NAME_PARTS = re.compile(r"[^\W_]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")

_MIN_MAIN_SHARE = 0.3
"""A part that says it is the main one and holds less of the text than this is not believed."""

_MAX_SIDE_SHARE = 0.4
"""A part with more of the text than this is no menu or side column, whatever its name."""

_MAX_NAMED_CHARS = 300
_NAMED_LINK_SHARE = 0.5
"""A name alone condemns only what is short or mostly links: people call many things a menu."""

_MENU_LINK_SHARE = 0.8
_MENU_MIN_LINKS = 3
_MENU_LINK_CHARS = 40


@dataclass(frozen=True, slots=True)
class MainText:
    """The element whose text is read, and where the elements within it start that are not."""

    element: Element
    left_out: frozenset[int]


def main_text(page: Page) -> MainText | None:
    """Return the main text of a page, None for a page without an element.

    Where what is left would be nothing, only what is never text is left out.
    """
    elements = list(page.elements())
    if not elements:
        return None
    whole = elements[0]
    certain = never_seen(page)
    side = certain | _side_parts(page, elements)
    element = _declared_main(page, elements, side) or whole
    if element is whole:
        side |= _menus(page, elements)
    kept = _size_without(page, element, side)
    return MainText(element, side if kept else certain)


def never_seen(page: Page) -> frozenset[int]:
    """Return where the elements start that no reader sees as text, wherever they stand."""
    return frozenset(element.start for element in page.elements() if _is_never_seen(element))


def _is_never_seen(element: Element) -> bool:
    return (
        element.name in NEVER_TEXT
        or "hidden" in element.attributes
        or element.attribute("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.attribute("style")) is not None
    )


def _side_parts(page: Page, elements: list[Element]) -> frozenset[int]:
    limit = _MAX_SIDE_SHARE * page.text_size(elements[0])
    titles = [element.start for element in elements if element.name == "h1"]
    return frozenset(
        element.start
        for element, is_inside in _with_whether_inside(elements)
        if page.text_size(element) <= limit
        and not _holds_any(element, titles)
        and (_is_furniture(element, is_inside=is_inside) or _is_named_side(page, element))
    )


def _holds_any(element: Element, positions: list[int]) -> bool:
    index = bisect_left(positions, element.start)
    return index < len(positions) and positions[index] < element.end


def _with_whether_inside(elements: list[Element]) -> Iterator[tuple[Element, bool]]:
    """Yield each element, and whether it stands within an article or the like.

    There a header holds a headline and a footer a note; elsewhere they hold the site's.
    """
    ends: list[int] = []
    for element in elements:
        while ends and ends[-1] < element.start:
            ends.pop()
        yield element, bool(ends)
        if element.name in _OWN_PARTS or element.attribute("role") in ("main", "article"):
            ends.append(element.end)


def _is_furniture(element: Element, *, is_inside: bool) -> bool:
    if element.attribute("role") in _SIDE_ROLES or element.name == "aside":
        return True
    return element.name in _FURNITURE and not is_inside


def _is_named_side(page: Page, element: Element) -> bool:
    size = page.text_size(element)
    if size > _MAX_NAMED_CHARS and page.link_size(element) < _NAMED_LINK_SHARE * size:
        return False
    names = f"{element.attribute('class')} {element.attribute('id')}"
    return not _SIDE_WORDS.isdisjoint(_NAME_PARTS.findall(names))


def _declared_main(page: Page, elements: list[Element], side: frozenset[int]) -> Element | None:
    """Return the element that says it is the main text, or the only article."""
    mains = [one for one in elements if one.name == "main" or one.attribute("role") == "main"]
    articles = [one for one in elements if one.name == "article"]
    needed = max(_MIN_MAIN_SHARE * _size_without(page, elements[0], side), 1)
    for candidates in (_outermost(mains), _outermost(articles)):
        if len(candidates) == 1 and _size_without(page, candidates[0], side) >= needed:
            return candidates[0]
    return None


def _outermost(elements: list[Element]) -> list[Element]:
    """Return the elements that no other among them holds; they come in the order of the page."""
    outermost: list[Element] = []
    for element in elements:
        if not outermost or element.start > outermost[-1].end:
            outermost.append(element)
    return outermost


def _menus(page: Page, elements: list[Element]) -> frozenset[int]:
    """Return the lists that hold little but short links, on a page that marks no main text."""
    links = [element.start for element in elements if element.name == "a"]
    return frozenset(
        one.start for one in elements if one.name in ("ul", "ol") and _is_menu(page, one, links)
    )


def _is_menu(page: Page, element: Element, links: list[int]) -> bool:
    size = page.text_size(element)
    count = bisect_left(links, element.end) - bisect_left(links, element.start)
    return (
        count >= _MENU_MIN_LINKS
        and size <= count * _MENU_LINK_CHARS
        and page.link_size(element) >= _MENU_LINK_SHARE * size
    )


def _size_without(page: Page, element: Element, left_out: frozenset[int]) -> int:
    """Return how much text an element holds without some of the elements in it."""
    size = page.text_size(element)
    position = element.start + 1
    while position < element.end:
        event = page.events[position]
        if isinstance(event, Element) and event.start in left_out:
            size -= page.text_size(event)
            position = event.end
        position += 1
    return size
