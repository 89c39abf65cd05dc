"""The marks of notes in pages and books: "taken in 1612" with a "1" behind is not "16121".

A mark is left out with the link that it is. What it leads to stands elsewhere in the text.
"""

import re

from ragqa.documents.html_events import Element, Page

_MARK = re.compile(
    r"[\[(]? ?(?:(?:note|n\.|nota) )?(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,4}|[↑↩↵^]\W?) ?[\])]?"
)
_LONGEST_MARK = 10
_NOTE_TYPES = frozenset({"noteref", "backlink", "doc-noteref", "doc-backlink"})


def note_marks(page: Page) -> frozenset[int]:
    """Return where the elements start that only mark a note, or lead back from one.

    They say so by their role or type, or are links within the page that are raised.
    """
    found: set[int] = set()
    raised_to = -1
    for element in page.elements():
        if element.name == "sup":
            raised_to = max(raised_to, element.end)
        is_raised = element.end < raised_to or _holds_only_raised(page, element)
        is_note = _says_so(element) or (_leads_within(element) and is_raised)
        if is_note and _is_mark(page, element):
            found.add(element.start)
    return frozenset(found)


def _says_so(element: Element) -> bool:
    types = f"{element.attribute('role')} {element.attribute('epub:type')}".split()
    return not _NOTE_TYPES.isdisjoint(types)


def _leads_within(element: Element) -> bool:
    return element.name == "a" and "#" in element.attribute("href")


def _holds_only_raised(page: Page, element: Element) -> bool:
    """Tell whether all text of a link is raised: ``<a href="#n1"><sup>1</sup></a>``."""
    if not _leads_within(element) or page.text_size(element) > _LONGEST_MARK:
        return False
    inside = page.events[element.start + 1 : element.end]
    raised = [one for one in inside if isinstance(one, Element) and one.name == "sup"]
    return sum(map(page.text_size, raised)) == page.text_size(element) > 0


def _is_mark(page: Page, element: Element) -> bool:
    if page.text_size(element) > _LONGEST_MARK:
        return False
    return _MARK.fullmatch(page.text(element).lower()) is not None
