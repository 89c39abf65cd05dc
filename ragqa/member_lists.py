"""What a sentence lists, and the words that lead to it."""

import re
from dataclasses import dataclass

_BULLETS = re.compile(r"(?P<lead>[^:\n]+):\s*\n(?P<items>(?:\s*[-*•] [^\n]+(?:\n|$))+)")
_COLON = re.compile(r"(?P<lead>[^:\n]+): (?P<items>[^:;.\n]+)[.\n]?$")
_DASHES = re.compile(
    r"(?P<lead>[^–—(\n]+?) ?(?:[–—]|\()\s?(?P<items>[^–—()\n]+?)\s?(?:[–—]|\))(?P<after>[^\n]*)"
)
_VERB = re.compile(
    r"(?P<lead>[^:,\n]+? (?:are|son|consists? of|compris(?:e|es)|includes?|"
    r"(?:is|are) (?:made up|composed) of|incluyen?|"
    r"(?:está|están) (?:formad|compuest|integrad)[oa]s? por|se componen? de))"
    r" (?P<items>[^:;.\n]+)[.\n]?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|\n)\s*(?:(?:and|y|e) )?|\s+(?:and|y|e)\s+")
_LONGEST_ITEM = 6


@dataclass(frozen=True, slots=True)
class Enumeration:
    """What a sentence lists, and the words in front; behind them where the list ``is_aside``."""

    lead: str
    items: tuple[str, ...]
    after: str = ""
    is_aside: bool = False


def enumeration(statement: str) -> Enumeration | None:
    """Return what a sentence lists, if it lists several short things, by its shape.

    A list is in lines of its own or behind a colon, between dashes or in brackets, or behind "are".
    """
    for pattern in (_BULLETS, _COLON, _DASHES, _VERB):
        if found := pattern.match(statement.strip()):
            parts = (part.strip(" -*•\t.") for part in _BETWEEN.split(found["items"].strip()))
            items = tuple(filter(None, parts))
            if len(items) > 1 and all(len(item.split()) <= _LONGEST_ITEM for item in items):
                is_aside = pattern is _DASHES
                after = found["after"] if is_aside else ""
                return Enumeration(found["lead"].strip(), items, after, is_aside)
    return None
