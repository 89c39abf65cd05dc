"""Quotation marks around a quotation, which stays letter by letter as the document has it."""

import re

_MARKS = {"en": ("“", "”"), "es": ("«", "»")}


def in_quotation_marks(quote: str, language: str) -> str:
    """Return a quotation in the marks of a language."""
    opening, closing = _MARKS[language]
    return f"{opening}{quote}{closing}"


def quotation_pattern(quote: str) -> str:
    """Return a pattern for a quotation in the marks of any language.

    "[1]" in it may be broken by a word joiner.
    """
    pattern = words_pattern(quote)
    return "|".join(f"{opening}{pattern}{closing}" for opening, closing in _MARKS.values())


def words_pattern(quote: str) -> str:
    """Return a pattern for a quotation as answers write it."""
    return re.escape(quote).replace(r"\[", "\\[\u2060?")
