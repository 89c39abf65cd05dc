"""What must not reach a screen, whatever documents hold, and where lines of it end."""

import re
import unicodedata

# Invisible characters that can command a terminal, or reorder and hide the text around them: the
# C0 and C1 controls but for the tab and the line feed, and the bidi embeddings, overrides and
# isolates (Unicode Annex 9). The weak marks of right-to-left prose (U+200E, U+200F) stay.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069]")

# An item of a list stands on a line of its own; other lines end where their file had no room.
LIST_BREAK = re.compile(r"(?<!\s)\s*\n[^\S\n]*(?=[-*•]\s)")


def without_unsafe(text: str) -> str:
    """Return a text without the invisible characters that do more than space it."""
    return _UNSAFE.sub("", text)


def is_blank(text: str) -> bool:
    """Return whether nothing of a text can be seen: no letter, number, punctuation or symbol.

    Spaces, control characters and those of no width are not seen, nor is a mark that has nothing
    to stand on.
    """
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)
