"""What a Word file's styles and numberings make of a paragraph: a heading, an item, its number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ragqa.documents.xml import XmlElement, attribute, child, children

_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc(?: [1-9]| heading)|table of figures", re.IGNORECASE)
_COUNTER = re.compile(r"%([1-9])")
MAX_STYLE_DEPTH = 20
"""How many styles one may be based on."""

_BODY_OUTLINE_LEVEL = 9
_MAX_LETTERS = 780
"""The highest number that Word writes in letters: thirty times z."""

_MAX_DIGITS = 7
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


class Role(StrEnum):
    """What a paragraph is by its style."""

    TEXT = "text"
    TITLE = "title"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph has of its style, or says of itself.

    ``level`` is that of a heading, from 1. ``list_id`` names a numbering, "0" that there is none,
    and ``depth`` the level in it, from 0.
    """

    role: Role = Role.TEXT
    level: int | None = None
    list_id: str | None = None
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a numbering is counted and written: ``pattern`` is such as "%1.%2)"."""

    form: str
    pattern: str
    start: int


@dataclass(frozen=True, slots=True)
class WordList:
    """A list by which its items are numbered.

    Lists with the same ``definition`` are counted as one, save that a list starts anew with its
    first item in a level of ``restarts``.
    """

    definition: str
    levels: Mapping[int, ListLevel]
    restarts: frozenset[int] = frozenset()


_NO_LIST = WordList("", {})


@dataclass
class Numbering:
    """The lists of a file by their ids, and how far each definition has been counted."""

    lists: Mapping[str, WordList]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def mark(self, list_id: str, depth: int) -> str:
        """Count one more item of a list, and return what stands before it."""
        word_list = self.lists.get(list_id, _NO_LIST)
        level = word_list.levels.get(depth)
        if level is None or level.form == "bullet":
            return "- "
        if level.form == "none":
            return ""
        counts = self._counts.setdefault(word_list.definition, {})
        if depth in word_list.restarts and (list_id, depth) not in self._restarted:
            self._restarted.add((list_id, depth))
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return f"{_number(word_list.levels, level, counts)} ".lstrip()


def _number(levels: Mapping[int, ListLevel], level: ListLevel, counts: Mapping[int, int]) -> str:
    def write(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        other = levels.get(depth, level)
        return written_number(counts.get(depth, other.start), other.form)

    return _COUNTER.sub(write, level.pattern).strip()


def read_styles(root: XmlElement | None) -> Mapping[str, Style]:
    """Return the paragraph styles by their ids, each with what it has of those it is based on."""
    elements = (
        {} if root is None else {attribute(one, "styleId"): one for one in children(root, "style")}
    )
    return {ref: _style(ref, elements) for ref in elements}


def _style(ref: str, elements: Mapping[str, XmlElement]) -> Style:
    style = Style()
    for _ in range(MAX_STYLE_DEPTH):
        element = elements.get(ref)
        if element is None:
            break
        own = own_style(child(element, "pPr"))
        named = _named_style(value_of(element, "name"))
        style = _over(style, _over(own, named))
        ref = value_of(element, "basedOn")
    return style


def _over(style: Style, below: Style) -> Style:
    """Return a style with what it leaves open taken from the one below it."""
    return Style(
        role=below.role if style.role is Role.TEXT else style.role,
        level=below.level if style.level is None else style.level,
        list_id=below.list_id if style.list_id is None else style.list_id,
        depth=below.depth if style.depth is None else style.depth,
    )


def _named_style(name: str) -> Style:
    heading = _HEADING_NAME.fullmatch(name)
    if heading:
        return Style(level=int(heading[1]))
    if name.lower() == "title":
        return Style(role=Role.TITLE)
    return Style(role=Role.CONTENTS if _CONTENTS_NAME.fullmatch(name) else Role.TEXT)


def own_style(properties: XmlElement | None) -> Style:
    """Return what the properties of a paragraph say, be it a style's or one of the text."""
    outline = value_of(properties, "outlineLvl")
    numbering = child(properties, "numPr")
    level = int(outline) + 1 if outline.isdigit() and int(outline) < _BODY_OUTLINE_LEVEL else None
    depth = value_of(numbering, "ilvl")
    return Style(
        level=level,
        list_id=value_of(numbering, "numId") or None,
        depth=int(depth) if depth.isdigit() else None,
    )


def paragraph_style(properties: XmlElement | None, styles: Mapping[str, Style]) -> Style:
    """Return the style of a paragraph: its own settings over those of its style."""
    named = styles.get(value_of(properties, "pStyle"), Style())
    return _over(own_style(properties), named)


def read_numbering(root: XmlElement | None) -> Numbering:
    """Return the numberings of a file."""
    if root is None:
        return Numbering({})
    levels = {
        attribute(one, "abstractNumId"): dict(_levels(one)) for one in children(root, "abstractNum")
    }
    return Numbering(
        {attribute(one, "numId"): _word_list(one, levels) for one in children(root, "num")}
    )


def _word_list(element: XmlElement, levels: Mapping[str, Mapping[int, ListLevel]]) -> WordList:
    """Return a list: the levels of its definition, but for those that it has of its own."""
    definition = value_of(element, "abstractNumId")
    own = dict(levels.get(definition, {}))
    restarts: set[int] = set()
    for override in children(element, "lvlOverride"):
        own.update(_levels(override))
        depth = whole_number(attribute(override, "ilvl"))
        start = whole_number(value_of(override, "startOverride"))
        if depth in own and start is not None:
            own[depth] = replace(own[depth], start=start)
            restarts.add(depth)
    return WordList(definition, own, frozenset(restarts))


def _levels(definition: XmlElement) -> Iterator[tuple[int, ListLevel]]:
    for element in children(definition, "lvl"):
        start = whole_number(value_of(element, "start"))
        yield (
            int(attribute(element, "ilvl") or 0),
            ListLevel(
                form=value_of(element, "numFmt") or "decimal",
                pattern=value_of(element, "lvlText"),
                start=1 if start is None else start,
            ),
        )


def value_of(element: XmlElement | None, name: str) -> str:
    """Return the value of a setting within an element, empty where it is not set."""
    setting = child(element, name)
    return "" if setting is None else attribute(setting, "val")


def whole_number(text: str) -> int | None:
    """Return the number that a setting of a list is, None where it is none, or past counting."""
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else None


def written_number(number: int, form: str) -> str:
    """Return a number in the form of a list: decimal, letters or Roman."""
    if form in ("lowerLetter", "upperLetter") and 0 < number <= _MAX_LETTERS:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters
