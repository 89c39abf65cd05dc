"""Text of documents and people, made safe to stand in HTML."""

import html
import re

from ragqa.display import without_unsafe

# No page can be sent with one, since no encoder takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def displayable(text: str) -> str:
    r"""Return the text as shown: no harmful invisible characters, lines end in ``\n``."""
    return without_unsafe(_SURROGATE.sub("", _LINE_END.sub("\n", text)))


def escape(text: str) -> str:
    """Return HTML that shows the text and does nothing else, in an element or an attribute.

    Law: ``html.unescape(escape(text)) == displayable(text)``.
    """
    return html.escape(displayable(text))


def shorten(text: str, *, max_chars: int) -> str:
    """Return at most ``max_chars`` characters of the text, the last an ellipsis if it was cut."""
    return text if len(text) <= max_chars else f"{text[: max_chars - 1]}…"
