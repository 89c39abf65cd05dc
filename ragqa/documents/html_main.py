"""Which part of a web page is its text, and what in it is navigation, form or decoration."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ragqa.documents.html_events import Element, Page
from ragqa.documents.html_notes import note_marks

NEVER_TEXT = frozenset(
    """audio button canvas datalist embed head iframe input map math meter nav noframes noscript
    object option optgroup progress script select style svg template textarea title video""".split()
)
"""Elements whose content is no running text; but a button may be all that a heading holds."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_SIDE_ROLES = frozenset(
    """alertdialog banner complementary contentinfo dialog menu menubar navigation search
    toolbar""".split()
)
_FURNITURE = frozenset({"footer", "header"})
_OWN_PARTS = frozenset({"article", "main", "section", "blockquote", "figure", "td"})
_SIDE_WORDS = frozenset(
    """ads advert advertisement cookie cookies menu nav navbar navigation newsletter pager
    pagination popup share sharing sidebar skip toolbar""".split()
)
"""Words that texts, dishes and chapters are named by as well: what is so named must have links."""

_TRAIL_WORDS = frozenset({"breadcrumb", "breadcrumbs"})
_COOKIE_WORDS = frozenset({"cookie", "cookies"})
_NOTICE_WORDS = frozenset(
    "alert banner bar consent dialog message modal notice overlay popup".split()
)
_PANEL_WORDS = frozenset({"accordion", "collapse", "collapsible"})
_NAME_PARTS = re.compile(r"[^\W_]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")

_MIN_MAIN_SHARE = 0.3
"""A part that says it is the main one and holds less of the text than this is not believed."""

_MAX_SIDE_SHARE = 0.4
"""A part with more of the text than this is no menu or side column, whatever its name."""

_MAX_NAMED_CHARS = 300
"""A trail of links or a notice of cookies is no longer than this; a text so named may be."""

_MOSTLY_LINKS_SHARE = 0.5
_MOST_OF_HEADING_SHARE = 0.5

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
    """Return where the elements start that no reader reads as text, wherever they stand.

    Among them are the marks of notes. The panels of an accordion are seen: a click on the heading
    before one opens it.
    """
    elements = list(page.elements())
    seen = _opening_buttons(page, elements)
    panels = _Panels.of(page, elements, seen)
    unseen = frozenset(
        element.start
        for element in elements
        if (element.name in NEVER_TEXT and element.start not in seen)
        or (_is_hidden(element) and not panels.has(page, element))
    )
    return unseen | note_marks(page)


def _is_hidden(element: Element) -> bool:
    return (
        "hidden" in element.attributes
        or element.attribute("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.attribute("style")) is not None
    )


def _opening_buttons(page: Page, elements: list[Element]) -> frozenset[int]:
    """Return where the buttons start that are the text of a heading, as accordions have them.

    A button beside the text of its heading ("Edit", "Copy the link") is none of them.
    """
    return frozenset(
        element.start
        for element, heading in _with_heading(elements)
        if heading is not None
        and element.name == "button"
        and page.text_size(element) > _MOST_OF_HEADING_SHARE * page.text_size(heading)
    )


def _with_heading(elements: Iterable[Element]) -> Iterator[tuple[Element, Element | None]]:
    """Yield each element, and the heading that it is or stands in."""
    heading: Element | None = None
    for element in elements:
        if heading is not None and heading.end < element.start:
            heading = None
        if heading is None and element.name in _HEADINGS:
            heading = element
        yield element, heading


@dataclass(frozen=True, slots=True)
class _Panels:
    """The hidden parts of a page that its headings open.

    ``ids`` are those that the headings name, and ``sizes`` how much text of the page stands before
    the ends of the headings that open something.
    """

    ids: frozenset[str]
    sizes: frozenset[int]

    @classmethod
    def of(cls, page: Page, elements: list[Element], buttons: frozenset[int]) -> "_Panels":
        """Return the panels of a page, by the buttons in its headings."""
        ids: set[str] = set()
        sizes: set[int] = set()
        for element, heading in _with_heading(_without_furniture(elements)):
            if heading is None or not (element is heading or element.start in buttons):
                continue
            ids.update(element.attribute("aria-controls").split())
            if element.start in buttons:
                sizes.add(page.letters[heading.end])
        return cls(frozenset(ids), frozenset(sizes))

    def has(self, page: Page, element: Element) -> bool:
        """Tell whether a heading opens an element, and that is no menu or notice of cookies."""
        if element.name in NEVER_TEXT or element.attribute("role") in _SIDE_ROLES:
            return False
        if _is_mostly_links(page, element) or _is_cookie_notice(_names(element)):
            return False
        is_called_panel = not _PANEL_WORDS.isdisjoint(_names(element, ids=False))
        # No text between the two: it stands right after such a heading.
        is_next = page.letters[element.start] in self.sizes
        return element.attribute("id") in self.ids or (is_called_panel and is_next)


def _side_parts(page: Page, elements: list[Element]) -> frozenset[int]:
    limit = _MAX_SIDE_SHARE * page.text_size(elements[0])
    titles = [element.start for element in elements if element.name == "h1"]
    named = _named_sides(page, elements)
    return frozenset(
        element.start
        for element, is_inside in _with_whether_inside(elements)
        if page.text_size(element) <= limit
        and not _holds_any(element, titles)
        and (_is_furniture(element, is_inside=is_inside) or element.start in named)
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


def _without_furniture(elements: list[Element]) -> Iterator[Element]:
    """Yield each element that is no furniture of the site and stands in none."""
    end = -1
    for element, is_inside in _with_whether_inside(elements):
        if element.start > end and (
            element.name in NEVER_TEXT - {"button"} or _is_furniture(element, is_inside=is_inside)
        ):
            end = element.end
        if element.start > end:
            yield element


def _is_furniture(element: Element, *, is_inside: bool) -> bool:
    if element.attribute("role") in _SIDE_ROLES or element.name == "aside":
        return True
    return element.name in _FURNITURE and not is_inside


def _named_sides(page: Page, elements: list[Element]) -> frozenset[int]:
    """Return where the elements start that are called a menu or the like, and are one.

    The programs that write documentation and web logs make names of the words of headings: so a
    heading, and what stands in one or holds one, is no menu by its name. Only a short notice of
    cookies with a button to press may have a heading, as no chapter about them has.
    """
    headings = [element.start for element in elements if element.name in _HEADINGS]
    buttons = [element.start for element in elements if element.name in ("button", "input")]
    return frozenset(
        element.start
        for element, heading in _with_heading(elements)
        if heading is None
        and (
            _is_named_side(page, element)
            if not _holds_any(element, headings)
            else _holds_any(element, buttons)
            and _is_short_notice(page, element, _names(element, ids=False))
        )
    )


def _is_named_side(page: Page, element: Element) -> bool:
    names = _names(element, ids=element.name != "section")
    if _is_short_notice(page, element, names):
        return True
    if not _TRAIL_WORDS.isdisjoint(names) and page.text_size(element) <= _MAX_NAMED_CHARS:
        return True
    return (
        not _SIDE_WORDS.isdisjoint(names)
        and _is_mostly_links(page, element)
        and not _is_within_words(page, element)
    )


def _is_short_notice(page: Page, element: Element, names: frozenset[str]) -> bool:
    return page.text_size(element) <= _MAX_NAMED_CHARS and _is_cookie_notice(names)


def _is_cookie_notice(names: frozenset[str]) -> bool:
    return not (names.isdisjoint(_COOKIE_WORDS) or names.isdisjoint(_NOTICE_WORDS))


def _names(element: Element, *, ids: bool = True) -> frozenset[str]:
    """Return the words of the classes of an element, and of its id unless that is to be left."""
    names = element.attribute("class") + (f" {element.attribute('id')}" if ids else "")
    return frozenset(_NAME_PARTS.findall(names))


def _is_mostly_links(page: Page, element: Element) -> bool:
    return page.link_size(element) >= _MOSTLY_LINKS_SHARE * max(page.text_size(element), 1)


def _is_within_words(page: Page, element: Element) -> bool:
    """Tell whether an element is a link in a sentence, which would have a gap without it."""
    if element.name not in ("a", "span"):
        return False
    before, after = element.start - 1, element.end + 1
    around = (*page.events[before : before + 1], *page.events[after : after + 1])
    return any(isinstance(event, str) and any(map(str.isalnum, event)) for event in around)


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
