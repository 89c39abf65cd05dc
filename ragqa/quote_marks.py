"""Quotation marks around a quotation: those that it has itself become marks of another kind.

Each mark gives way to one other character, so that a quotation keeps its length and all its words.
"""

import re

_MARKS = {"en": ("“", "”"), "es": ("«", "»")}
_INNER = {
    "en": str.maketrans("“”", "‘’"),
    "es": str.maketrans("«»“”", "“”‘’"),
}
_INNER_OF_STRAIGHT = {"en": ("‘", "’"), "es": ("“", "”")}

# What opens stands behind a blank or a bracket. A mark behind a digit counts inches.
_STRAIGHT = re.compile(r'(?P<opening>(?<![^\s(\[—–])"(?=\S))|(?<!\d)"')
_ANY_MARK = re.compile(r"[“”«»\"]")
_SAME_OR_INNER = {"“": "[“‘]", "”": "[”’]", "«": "[«“]", "»": "[»”]", '"': '["‘’“”]'}


def in_quotation_marks(quote: str, language: str) -> str:
    """Return a quotation in the marks of a language."""
    opening, closing = _MARKS[language]
    return f"{opening}{with_inner_marks(quote, language)}{closing}"


def with_inner_marks(quote: str, language: str) -> str:
    """Return a quotation that can stand in the marks of a language without two of them in a row.

    Straight marks are left alone, unless the quotation begins or ends with one.
    """
    opening, _ = _MARKS[language]
    if opening in quote or _MARKS[language][1] in quote:
        quote = quote.translate(_INNER[language])
    if not (quote.startswith('"') or quote.endswith('"')):
        return quote
    opens, closes = _INNER_OF_STRAIGHT[language]
    return _STRAIGHT.sub(lambda mark: opens if mark["opening"] else closes, quote)


def quotation_pattern(quote: str) -> str:
    """Return a pattern for a quotation in the marks of any language.

    "[1]" in it may be broken by a word joiner, and its own marks may be of another kind.
    """
    pattern = words_pattern(quote)
    return "|".join(f"{opening}{pattern}{closing}" for opening, closing in _MARKS.values())


def words_pattern(quote: str) -> str:
    """Return a pattern for the words of a quotation as answers write them."""
    escaped = re.escape(quote).replace(r"\[", r"\[\u2060?")
    return _ANY_MARK.sub(lambda mark: _SAME_OR_INNER[mark[0]], escaped)
