"""The text of a part of a page as blocks: headings, paragraphs, lists, tables row by row."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import count, repeat

from ragqa.documents.blocks import Block
from ragqa.documents.datelines import date_of_line
from ragqa.documents.fields import iso_date
from ragqa.documents.html_events import Close, Element, Event, Page
from ragqa.documents.tables import MAX_SPAN, Cell, TableRow, table_blocks

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"dir", "dl", "menu", "ol", "ul"})
_ITEMS = frozenset({"dd", "dt", "li"})
_BREAKING = frozenset(
    """address article aside blockquote body caption center details dialog div fieldset figcaption
    figure footer form header hgroup hr html legend main nav p pre search section summary table
    tbody td tfoot th thead tr""".split()
)
"""Elements that begin and end a paragraph, besides headings, lists and their items."""

_WHITE_SPACE = re.compile(r"\s+")
_SPACES = re.compile(" {2,}")
_SPACES_AT_BREAK = re.compile(r" *\n *")
_MANY_BREAKS = re.compile(r"\n{3,}")
_INVISIBLE = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))


def html_blocks(page: Page, element: Element, left_out: Set[int]) -> list[Block]:
    """Return the blocks of an element without those parts of it that start at ``left_out``."""
    facts = _tables_of_facts(page)
    writer = _Writer()
    position = element.start
    while position <= element.end:
        event = page.events[position]
        if isinstance(event, str):
            writer.text(event)
        elif isinstance(event, Close):
            writer.close(event.element)
        elif event.start in left_out and event is not element:
            position = event.end
        elif event.start in facts:
            writer.table(_table_blocks(page, event, left_out))
            position = event.end
        else:
            writer.open(event)
        position += 1
    writer.end_all()
    return writer.blocks


def _tables_of_facts(page: Page) -> frozenset[int]:
    """Return the starts of the tables that hold facts; the others only lay out a page.

    A table of facts has no table, heading or list in it: these are the parts of a page.
    """
    facts: set[int] = set()
    open_tables: list[Element] = []
    for event in page.events:
        if isinstance(event, Close):
            if open_tables and event.element is open_tables[-1]:
                open_tables.pop()
        elif isinstance(event, Element):
            if open_tables and (event.name in ("table", "ul", "ol") or event.name in _HEADINGS):
                facts.discard(open_tables[-1].start)
            if event.name == "table":
                open_tables.append(event)
                if event.attribute("role") not in ("presentation", "none"):
                    facts.add(event.start)
    return frozenset(facts)


def _table_blocks(page: Page, table: Element, left_out: Set[int]) -> list[Block]:
    """Return the caption of a table and its rows.

    Cells that stand outside a row make one of their own, as in browsers.
    """
    rows: list[TableRow] = []
    captions: list[str] = []
    cells: list[Cell] = []
    is_in_head = False
    position = table.start + 1
    while position < table.end:
        event = page.events[position]
        if _parts_rows(event):
            rows.append(_row(cells, is_in_head=is_in_head))
            cells = []
            is_in_head = _is_in_head(event, is_in_head=is_in_head)
        if isinstance(event, Element) and event.start in left_out:
            position = event.end
        elif isinstance(event, Element) and event.name in ("td", "th"):
            cells.append(_cell(event, _one_line(page, event, left_out)))
            position = event.end
        elif isinstance(event, Element) and event.name == "caption":
            captions.append(_one_line(page, event, left_out))
            position = event.end
        position += 1
    rows.append(_row(cells, is_in_head=is_in_head))
    return table_blocks((row for row in rows if row.cells), title="\n".join(captions))


def _row(cells: Sequence[Cell], *, is_in_head: bool) -> TableRow:
    """Return a row, which names the columns if all its cells are names."""
    told = [cell for cell in cells if cell.text]
    return TableRow(cells, is_in_head or (bool(told) and all(cell.is_name for cell in told)))


def _cell(element: Element, text: str) -> Cell:
    return Cell(
        text,
        columns=min(_span(element, "colspan"), MAX_SPAN),
        rows=_span(element, "rowspan"),
        is_name=element.name == "th",
    )


def _span(element: Element, name: str) -> int:
    written = element.attribute(name)
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 1
    return max(number, 1)


def _is_in_head(event: Event, *, is_in_head: bool) -> bool:
    """Tell whether what follows the border of rows or of groups of them is in the head."""
    element = event.element if isinstance(event, Close) else event
    if isinstance(element, Element) and element.name != "tr":
        return element.name == "thead" and isinstance(event, Element)
    return is_in_head


def _parts_rows(event: Event) -> bool:
    """Tell whether a row or a group of rows begins or ends."""
    element = event.element if isinstance(event, Close) else event
    return isinstance(element, Element) and element.name in ("tr", "thead", "tbody", "tfoot")


def _one_line(page: Page, element: Element, left_out: Set[int]) -> str:
    writer = _Writer()
    position = element.start + 1
    while position < element.end:
        event = page.events[position]
        if isinstance(event, str):
            writer.text(event)
        elif isinstance(event, Element) and event.start in left_out:
            position = event.end
        elif isinstance(event, Element):
            writer.open(event)
        else:
            writer.close(event.element)
        position += 1
    writer.end_all()
    return " ".join(" ".join(block.text.split()) for block in writer.blocks)


class _Writer:
    """Takes tags and texts in turn and keeps the blocks that they make.

    A list, with the lists in it, becomes one block of several lines.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._lines: list[str] = []
        self._lists: list[Iterator[str]] = []
        self._mark = ""
        self._term = ""
        self._level: int | None = None
        self._verbatim = 0
        self._raised = False
        self._day: str | None = None
        self._has_day = False
        self._with_days: list[str] = []
        """The words, with the day in digits in place of those in a ``<time>`` that names it."""

    def text(self, text: str) -> None:
        text = text.translate(_INVISIBLE)
        # "10<sup>6</sup>" is not 106, nor "2019<sup>3</sup>" the year 20193.
        if self._raised and text[:1].isdigit() and "".join(self._words[-1:])[-1:].isdigit():
            self._words.append("^")
        self._raised = False
        self._words.append(text if self._verbatim else _WHITE_SPACE.sub(" ", text))
        if self._day is None:
            self._with_days.append(text)

    def table(self, blocks: list[Block]) -> None:
        self._end_paragraph()
        if self._lists:
            self._lines += (block.text for block in blocks)
        else:
            self._end_lines()
            self.blocks += blocks

    def open(self, element: Element) -> None:
        name = element.name
        if name == "br":
            self._words.append("\n")
        elif name == "sup":
            self._raised = True
        elif name == "time":
            self._day = iso_date(element.attributes.get("datetime", ""))
            self._has_day |= self._day is not None
            self._with_days.append(self._day or "")
        elif name in _HEADINGS:
            self._end_paragraph()
            self._level = _HEADINGS[name]
        elif name in _LISTS:
            self._end_paragraph()
            self._lists.append(_marks(element))
        elif name in _ITEMS:
            self._end_paragraph()
            self._mark = next(self._lists[-1]) if self._lists and name == "li" else ""
        elif name in _BREAKING:
            self._end_paragraph()
            self._verbatim += name == "pre"

    def close(self, element: Element) -> None:
        name = element.name
        if name in _HEADINGS:
            self._end_heading()
        elif name in _LISTS:
            self._end_paragraph()
            self._end_list()
        elif name == "dt":
            self._end_term()
        elif name == "time":
            self._day = None
        elif name in _ITEMS or name in _BREAKING:
            self._end_paragraph()
            self._verbatim -= name == "pre"

    def end_all(self) -> None:
        """End the paragraph or list that is still open."""
        self._end_paragraph()
        self._end_lines()

    def _end_list(self) -> None:
        if self._lists:
            self._lists.pop()
        if not self._lists:
            self._end_lines()

    def _end_term(self) -> None:
        term = " ".join(self._taken_words().split())
        self._end_lone_term()
        self._term = term if term.endswith(":") or not term else f"{term}:"

    def _end_lone_term(self) -> None:
        if self._term:
            self._lines.append(self._term.removesuffix(":"))
        self._term = ""

    def _end_heading(self) -> None:
        level, self._level = self._level, None
        heading = " ".join(self._taken_words().split())
        if heading:
            self._end_lines()
            self._mark = ""
            self.blocks.append(Block(heading, level=level))

    def _end_paragraph(self) -> None:
        if self._level is not None:
            # What begins a paragraph within a heading only ends a word of it.
            self._words.append(" ")
            return
        day = date_of_line("".join(self._with_days)) if self._has_day else None
        text = self._taken_words()
        if not text:
            return
        if self._lists:
            words = [self._mark + self._term, text] if self._term else [self._mark + text]
            self._lines.append(" ".join(words).replace("\n\n", "\n"))
            self._mark = self._term = ""
        else:
            self._end_lines()
            self.blocks.append(Block(text, date=day))

    def _end_lines(self) -> None:
        self._end_lone_term()
        if self._lines:
            self.blocks.append(Block("\n".join(self._lines)))
        self._lines = []

    def _taken_words(self) -> str:
        text, self._words = "".join(self._words), []
        self._with_days, self._has_day = [], False
        if self._verbatim:
            return text.strip("\n").rstrip()
        text = _SPACES_AT_BREAK.sub("\n", _SPACES.sub(" ", text))
        return _MANY_BREAKS.sub("\n\n", text).strip()


def _marks(element: Element) -> Iterator[str]:
    """Return what stands before each item of a list."""
    if element.name != "ol":
        return repeat("- ")
    start = element.attribute("start")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 10 else 1
    return (f"{number}. " for number in count(first))
