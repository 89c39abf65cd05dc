"""Text of documents and people, made safe to stand in HTML."""

import html
import re

# Invisible characters that can reorder or hide the text around them: C0 and C1 controls, the bidi
# embeddings, overrides and isolates (Unicode Annex 9), and halves of surrogate pairs, which no
# encoder takes. The weak marks of right-to-left prose (U+200E, U+200F) stay.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def displayable(text: str) -> str:
    r"""Return the text as shown: no harmful invisible characters, lines end in ``\n``."""
    return _HARMFUL.sub("", _LINE_END.sub("\n", text))


def escape(text: str) -> str:
    """Return HTML that shows the text and does nothing else, in an element or an attribute.

    Law: ``html.unescape(escape(text)) == displayable(text)``.
    """
    return html.escape(displayable(text))


def shorten(text: str, *, max_chars: int) -> str:
    """Return at most ``max_chars`` characters of the text, the last an ellipsis if it was cut."""
    return text if len(text) <= max_chars else f"{text[: max_chars - 1]}…"
