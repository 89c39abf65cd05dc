"""The bubbles of a conversation, as HTML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ragqa.types import Answer, Citation
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.strings import ENGLISH

_MAX_QUESTION_CHARS = 600
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_STRUCTURE = r"(?P<gap>\n[^\S\n]*\n\s*)|(?P<item>(?m:^)- )|(?P<marker> ?\[\d{1,4}\])"


def source_anchor(turn: int, marker: int) -> str:
    """Return the id of a passage in the panel; ``turn`` is unique within a conversation."""
    return f"source-{turn}-{marker}"


def answer_anchor(turn: int) -> str:
    """Return the id of an answer's bubble."""
    return f"answer-{turn}"


def question_bubble(question: str) -> str:
    """Return a question as a bubble; a very long one is cut, a blank one is nothing."""
    shown = escape(shorten(question.strip(), max_chars=_MAX_QUESTION_CHARS))
    who = f'<span class="for-listeners">{ENGLISH.you_asked} </span>'
    return f'<p class="question" dir="auto">{who}{shown}</p>' if shown else ""


def pending_bubble() -> str:
    """Return what stands in for an answer until it comes."""
    return f'<p class="pending">{ENGLISH.pending}</p>'


def answer_bubble(blocks: Iterable[str], *, turn: int, abstained: bool) -> str:
    """Return an answer, or as many of its blocks as are there, as a bubble."""
    kind = "answer refusal" if abstained else "answer"
    return (
        f'<div class="{kind}" id="{answer_anchor(turn)}" tabindex="-1" dir="auto">'
        f"{''.join(blocks)}</div>"
    )


def notice_bubble(message: str) -> str:
    """Return what went wrong as a bubble."""
    return f'<p class="notice">{escape(message[:1].upper() + message[1:])}</p>'


def answer_blocks(answer: Answer, *, turn: int) -> tuple[str, ...]:
    """Return the paragraphs and lists of an answer, each whole, with its markers as links."""
    blocks: list[str] = []
    for listed, pieces in groupby(_pieces(answer, turn), key=lambda piece: piece[0]):
        if listed:
            items = "".join(f"<li>{body}</li>" for _, body in pieces)
            blocks.append(f"<ul>{items}</ul>")
        else:
            blocks.extend(f"<p>{body}</p>" for _, body in pieces)
    return tuple(blocks)


def _pieces(answer: Answer, turn: int) -> list[tuple[bool, str]]:
    """Return each paragraph as (False, HTML) and each item of a list as (True, HTML)."""
    cited = {citation.marker: citation for citation in answer.citations}
    pieces = [(False, "")]
    for kind, text in _tokens(answer):
        if kind in ("gap", "item"):
            pieces.append((kind == "item", ""))
        else:
            listed, body = pieces[-1]
            pieces[-1] = (listed, body + _inline(kind, text, cited, turn))
    return [(listed, body.strip()) for listed, body in pieces if body.strip()]


def _tokens(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the text piece by piece, each with its kind: quote, marker, gap, item or text.

    A quotation may hold anything, empty lines and ``[1]`` included, so it is taken whole.
    """
    quotes = {citation.quote for citation in answer.citations}
    quoted = "|".join(map(_quote_pattern, sorted(quotes, key=len, reverse=True))) or r"(?!)"
    end = 0
    for match in re.finditer(f"(?P<quote>{quoted})|{_STRUCTURE}", answer.text):
        yield "text", answer.text[end : match.start()]
        yield match.lastgroup or "text", match[0]
        end = match.end()
    yield "text", answer.text[end:]


def _quote_pattern(quote: str) -> str:
    """Match a quotation as answers write it: "[1]" in it may be broken by a word joiner."""
    pattern = re.escape(quote).replace(r"\[", r"\[\u2060?")
    return f"“{pattern}”|«{pattern}»"


def _inline(kind: str, text: str, cited: Mapping[int, Citation], turn: int) -> str:
    if kind == "quote":
        return f'<span class="quotation">{escape(text)}</span>'
    citation = cited.get(int(text.strip(" []"))) if kind == "marker" else None
    if citation is None:
        return escape(text)
    # A marker stays on the line of what it proves.
    return f"{_NO_BREAK_SPACE if text.startswith(' ') else ''}{_link(citation, turn)}"


def _link(citation: Citation, turn: int) -> str:
    label = ENGLISH.show_source.format(marker=citation.marker, title=citation.title)
    return (
        f'<a class="marker" href="#{source_anchor(turn, citation.marker)}"'
        f' aria-label="{escape(label)}">[{citation.marker}]</a>'
    )
