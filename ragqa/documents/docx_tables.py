"""The tables of a Word file: their cells in columns, and which are shown as names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ragqa.documents.docx_styles import MAX_STYLE_DEPTH, value_of, whole_number
from ragqa.documents.tables import MAX_SPAN, Cell, TableRow
from ragqa.documents.xml import XmlElement, attribute, child, children, local_name

_WRAPPERS = frozenset({"customXml", "ins", "moveTo", "sdt", "sdtContent", "smartTag"})
"""What may stand around paragraphs, rows and cells."""

_OFF = ("0", "false", "off")
_FIRST_ROW = 0x20
"""The bit of a table's look that stands for its first row."""

_NO_FILL = ("", "auto", "FFFFFF")


@dataclass(frozen=True, slots=True)
class Looks:
    """What the styles of a file show: the ids of those in bold, and of tables with a first row."""

    bold: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()


def unwrapped(element: XmlElement, *names: str) -> Iterator[XmlElement]:
    """Yield the elements of some names below one, through what only stands around them."""
    for inner in element:
        if local_name(inner) in names:
            yield inner
        elif local_name(inner) in _WRAPPERS:
            yield from unwrapped(inner, *names)


def read_looks(root: XmlElement | None) -> Looks:
    """Return what the styles of a file show."""
    elements = (
        {} if root is None else {attribute(one, "styleId"): one for one in children(root, "style")}
    )

    def those(shows: Callable[[XmlElement], bool | None]) -> frozenset[str]:
        return frozenset(ref for ref in elements if _first_said(ref, elements, shows))

    return Looks(bold=those(_is_bold), headed=those(_has_first_row))


def _first_said(
    ref: str, elements: dict[str, XmlElement], shows: Callable[[XmlElement], bool | None]
) -> bool:
    """Return what a style says, or the first that says it of those that it is based on."""
    for _ in range(MAX_STYLE_DEPTH):
        element = elements.get(ref)
        if element is None:
            return False
        said = shows(element)
        if said is not None:
            return said
        ref = value_of(element, "basedOn")
    return False


def _is_bold(element: XmlElement) -> bool | None:
    """Tell whether a style or a run has bold letters, None if it does not say."""
    setting = child(child(element, "rPr"), "b")
    return None if setting is None else attribute(setting, "val") not in _OFF


def _has_first_row(style: XmlElement) -> bool | None:
    """Tell whether a style shows the first row of a table otherwise, None if it does not say."""
    for part in children(style, "tblStylePr"):
        if attribute(part, "type") == "firstRow":
            return bool(_is_bold(part) or _fill(part) not in _NO_FILL)
    return None


def _fill(element: XmlElement) -> str:
    shading = child(child(element, "tcPr"), "shd")
    return "" if shading is None else attribute(shading, "fill")


def table_rows(
    table: XmlElement, looks: Looks, cell_text: Callable[[XmlElement], str]
) -> list[TableRow]:
    """Return the rows of a table."""
    rows = list(unwrapped(table, "tr"))
    has_head = _shows_first_row(table, looks) or _is_filled_apart(rows)
    return [
        TableRow(
            _cells(row, looks, cell_text),
            is_head=(has_head and number == 0) or _is_on(child(row, "trPr"), "tblHeader"),
        )
        for number, row in enumerate(rows)
    ]


def _shows_first_row(table: XmlElement, looks: Looks) -> bool:
    properties = child(table, "tblPr")
    look = child(properties, "tblLook")
    if look is None or value_of(properties, "tblStyle") not in looks.headed:
        return False
    said = attribute(look, "firstRow")
    if said:
        return said not in _OFF
    bits = attribute(look, "val")
    return (
        len(bits) <= 4
        and all(one in "0123456789ABCDEFabcdef" for one in bits)
        and bool(int(bits or "0", 16) & _FIRST_ROW)
    )


def _is_filled_apart(rows: Sequence[XmlElement]) -> bool:
    """Tell whether the first row has a colour that none below has; a sum at the end may have it."""
    first, *below = [{_fill(cell) for cell in list(unwrapped(row, "tc"))[1:]} for row in rows]
    below = below[:-1] or below
    return (
        bool(first and below) and first.isdisjoint(_NO_FILL) and not any(map(first.__and__, below))
    )


def _is_on(properties: XmlElement | None, name: str) -> bool:
    setting = child(properties, name)
    return setting is not None and attribute(setting, "val") not in _OFF


def _cells(row: XmlElement, looks: Looks, cell_text: Callable[[XmlElement], str]) -> list[Cell]:
    properties = child(row, "trPr")
    before, after = (
        whole_number(value_of(properties, f"grid{one}")) for one in ("Before", "After")
    )
    return [
        *([Cell("", columns=min(before, MAX_SPAN))] if before else []),
        *(_cell(cell, looks, cell_text(cell)) for cell in unwrapped(row, "tc")),
        *([Cell("", columns=min(after, MAX_SPAN))] if after else []),
    ]


def _cell(cell: XmlElement, looks: Looks, text: str) -> Cell:
    properties = child(cell, "tcPr")
    merged = child(properties, "vMerge")
    goes_on = merged is not None and attribute(merged, "val") in ("", "continue") and not text
    return Cell(
        text,
        columns=min(whole_number(value_of(properties, "gridSpan")) or 1, MAX_SPAN),
        rows=0 if goes_on else 1,
        is_name=all(_are_bold(one, looks) for one in unwrapped(cell, "p")),
    )


def _are_bold(paragraph: XmlElement, looks: Looks) -> bool:
    """Tell whether all letters of a paragraph are bold."""
    by_style = value_of(child(paragraph, "pPr"), "pStyle") in looks.bold
    for run in paragraph.iter("{*}r"):
        said = _is_bold(run)
        if said is None:
            said = by_style or value_of(child(run, "rPr"), "rStyle") in looks.bold
        if not said and any((text.text or "").strip() for text in children(run, "t")):
            return False
    return True
