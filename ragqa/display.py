"""What must not reach a screen, whatever documents hold, and where lines of it end."""

import json
import re
import unicodedata
from typing import Any

# Invisible characters that can command a terminal, or reorder and hide the text around them: the
# C0 and C1 controls but for the tab and the line feed, and the bidi embeddings, overrides and
# isolates (Unicode Annex 9). The weak marks of right-to-left prose (U+200E, U+200F) stay.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069]")

# An item of a list stands on a line of its own; other lines end where their file had no room.
LIST_BREAK = re.compile(r"(?<!\s)\s*\n[^\S\n]*(?=[-*•]\s)")

# JSON lets them stand as they are, and many readers of lines, Python's splitlines among them, take
# them for line ends.
_LINE_ENDS = str.maketrans({one: f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"})


def without_unsafe(text: str) -> str:
    """Return a text without the invisible characters that do more than space it."""
    return _UNSAFE.sub("", text)


def is_blank(text: str) -> bool:
    """Return whether nothing of a text can be seen: no letter, number, punctuation or symbol.

    Spaces, control characters and those of no width are not seen, nor is a mark that has nothing
    to stand on.
    """
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def json_line(values: Any) -> str:
    """Return values as JSON on one line, for every reader of lines."""
    # Outside of its strings JSON has none of them, and in these an escape means the same.
    return json.dumps(values, ensure_ascii=False).translate(_LINE_ENDS)
