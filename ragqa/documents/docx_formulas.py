"""The formulas of a Word file on one line: 10^6, 1/2, (a + b)/2.

A formula is a tree of what stands above, below and beside what; its letters alone say something
else: 106, 12. The elements are those of ECMA-376, part 1, 22.1.2.
"""

import re

from ragqa.documents.xml import XmlElement, attribute, child, local_name

_APART = "\1"
"""Stands on both sides of a fraction until it is known what it stands beside; no text holds it."""

_TOUCHING = re.compile(rf"(?<=\w){_APART}++(?=\w)")
_TERM = re.compile(r"[+\-\u2212]?\w+(?:[.,]\w+)*+")
_WRAPPED = re.compile(r"\([^()]*+\)")
_RAISED_TERM = re.compile(r"[\w+\-\u2212(]")
_DELETED = frozenset({"del", "moveFrom"})
_SPACED = frozenset({"eqArr", "func", "limLow", "limUpp", "m", "mr", "sPre"})
"""Whose parts stand beside each other, or above and below, with room between."""


def formula_text(formula: XmlElement) -> str:
    """Return a formula on one line; `set_fractions_apart` has to follow on the text around it."""
    return "".join(_part(inner) for inner in formula if not _is_unseen(inner))


def set_fractions_apart(text: str) -> str:
    """Return a text with a space between a fraction and what touches it: "1 1/2" is not 11/2."""
    return _TOUCHING.sub(" ", text).replace(_APART, "")


def _is_unseen(element: XmlElement) -> bool:
    name = local_name(element)
    return name in _DELETED or name.endswith("Pr")


def _part(element: XmlElement) -> str:
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name in ("sSup", "sSub", "sSubSup"):
        return _indexed(element) + _raised(element)
    if name == "f":
        return _fraction(element)
    if name == "rad":
        return _root(element)
    if name == "d":
        return _delimited(element)
    if name == "nary":
        sign = _property(element, "chr", "\u222b")
        return f"{sign}{_lowered(element)}{_raised(element)} {_argument(element, 'e')}"
    if name in _SPACED:
        parts = (_part(inner) for inner in element if not _is_unseen(inner))
        return " ".join(part for part in parts if part)
    return formula_text(element)


def _argument(element: XmlElement, name: str) -> str:
    argument = child(element, name)
    return "" if argument is None else set_fractions_apart(formula_text(argument))


def _property(element: XmlElement, name: str, usual: str) -> str:
    """Return the value of a setting of a structure, which may be empty, else the usual one."""
    setting = child(child(element, f"{local_name(element)}Pr"), name)
    return usual if setting is None else attribute(setting, "val")


def _grouped(text: str) -> str:
    text = text.strip()
    is_whole = not text or _TERM.fullmatch(text) or _WRAPPED.fullmatch(text)
    return text if is_whole else f"({text})"


def _base(element: XmlElement) -> str:
    text = _argument(element, "e")
    # What is raised stands beside the last letter of a row, but beside the whole of a fraction.
    return _grouped(text) if child(child(element, "e"), "f") is not None else text


def _indexed(element: XmlElement) -> str:
    """Return the base of a structure with what stands below it; CO2 is written as everywhere."""
    base, index = _base(element), _lowered(element)
    return base + (
        index.removeprefix("_") if base[-1:].isalpha() and index[1:].isdigit() else index
    )


def _raised(element: XmlElement) -> str:
    text = _argument(element, "sup").strip()
    # A degree or a prime is raised and no power.
    return f"^{_grouped(text)}" if _RAISED_TERM.match(text) else text


def _lowered(element: XmlElement) -> str:
    text = _argument(element, "sub").strip()
    return f"_{_grouped(text)}" if text else ""


def _fraction(element: XmlElement) -> str:
    above, below = (_grouped(_argument(element, name)) for name in ("num", "den"))
    # Without a line it is no fraction: n over k are the ways to choose k of n.
    line = "; " if _property(element, "type", "bar") == "noBar" else "/"
    return f"{_APART}{above}{line}{below}{_APART}"


def _root(element: XmlElement) -> str:
    inside = _grouped(_argument(element, "e"))
    degree = _argument(element, "deg").strip()
    return f"{inside}^(1/{degree})" if degree else f"\u221a{inside}"


def _delimited(element: XmlElement) -> str:
    before, between, after = (
        _property(element, name, usual)
        for name, usual in (("begChr", "("), ("sepChr", "|"), ("endChr", ")"))
    )
    parts = [
        set_fractions_apart(formula_text(inner)) for inner in element if local_name(inner) == "e"
    ]
    return before + between.join(parts) + after
