"""The conversation, as HTML."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from ragqa.display import LIST_BREAK
from ragqa.quote_marks import quotation_pattern
from ragqa.scope import EVERYTHING
from ragqa.types import Answer, Citation
from ragqa.ui.actions import answer_actions, comment_form, problem_actions
from ragqa.ui.anchors import answer_anchor, source_anchor, sources_anchor
from ragqa.ui.confidence import confidence_mark
from ragqa.ui.conversation import Conversation, Problem, Turn
from ragqa.ui.escaping import displayable, escape, shorten
from ragqa.ui.problems import told_store_problem
from ragqa.ui.reasons import reasons
from ragqa.ui.scope_form import describe_scope
from ragqa.ui.strings import Strings
from ragqa.ui.understanding import told_understanding
from ragqa.ui.welcome import question_buttons

_MAX_QUESTION_CHARS = 600
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_STRUCTURE = r"(?P<gap>\n[^\S\n]*\n\s*)|(?P<item>(?m:^)- )|(?P<marker> ?\[\d{1,4}\])"

# Pieces of a text, each with its kind: quote, marker or text.
_Tokens = list[tuple[str, str]]


def render_log(
    conversation: Conversation, *, strings: Strings, greeting: str, min_confidence: float
) -> str:
    """Return a conversation, oldest turn first; an empty one is the greeting.

    ``greeting`` is HTML, and ``min_confidence`` the probability below which a question is refused.
    """
    last = conversation.turns[-1:]
    turns = "".join(
        f'<article class="turn{" edited" if turn.number == conversation.editing else ""}">'
        f"{_question(turn, strings)}"
        f"{_editing(strings) if turn.number == conversation.editing else ''}"
        f"{_reply(turn, strings, min_confidence, is_last=turn in last)}</article>"
        for turn in conversation.turns
    )
    return (
        '<div class="log" role="log" aria-live="polite" tabindex="0"'
        f' aria-label="{strings.chat.conversation}">{turns or greeting}</div>'
    )


def answer_blocks(answer: Answer, *, turn: int, strings: Strings) -> tuple[str, ...]:
    """Return the paragraphs and lists of an answer, each whole, with its markers as links."""
    cited = {citation.marker: citation for citation in answer.citations}
    blocks: list[str] = []
    for is_list, pieces in _blocks(answer):
        bodies = [
            "".join(_inline(kind, text, cited, turn, strings) for kind, text in tokens).strip()
            for tokens in pieces
        ]
        if is_list:
            blocks.append(f"<ul>{''.join(f'<li>{body}</li>' for body in bodies)}</ul>")
        else:
            blocks.append(f"<p>{''.join(bodies)}</p>")
    return tuple(blocks)


def block_count(answer: Answer) -> int:
    """Return the number of an answer's paragraphs and lists."""
    return len(_blocks(answer))


def _question(turn: Turn, strings: Strings) -> str:
    """Return the question as a bubble; a very long one is cut, a blank one is nothing."""
    shown = escape(shorten(turn.question.strip(), max_chars=_MAX_QUESTION_CHARS))
    who = f'<span class="for-listeners">{strings.chat.you_asked} </span>'
    bubble = f'<p class="question" dir="auto">{who}{shown}</p>' if shown else ""
    return bubble + _scope(turn, strings)


def _scope(turn: Turn, strings: Strings) -> str:
    if turn.scope == EVERYTHING:
        return ""
    described = describe_scope(turn.scope, strings=strings)
    said = escape(strings.chat.asked_of.format(scope=described))
    return f'<p class="scope" dir="auto">{said}</p>'


def _editing(strings: Strings) -> str:
    return (
        f'<p class="editing">{strings.chat.editing} <button type="button" class="plain"'
        f' data-action="cancel-edit">{strings.chat.cancel_edit}</button></p>'
    )


def _reply(turn: Turn, strings: Strings, min_confidence: float, *, is_last: bool) -> str:
    """Return what came of a question: an answer, a refusal, a problem, or that it is awaited."""
    if turn.answer is not None:
        body = _answer(turn, turn.answer, strings)
        if turn.shown_blocks is not None:
            return body
        return body + _beneath(turn, turn.answer, strings, min_confidence, is_last=is_last)
    if turn.problem is not None:
        actions = problem_actions(turn, strings=strings, is_last=is_last)
        return f'{_notice(turn, turn.problem, strings)}<div class="beneath">{actions}</div>'
    return f'<p class="pending">{strings.chat.pending}</p>'


def _notice(turn: Turn, problem: Problem, strings: Strings) -> str:
    detail = told_store_problem(turn.detail, strings=strings)
    message = strings.chat.problems[problem.value].format(detail=detail)
    return (
        f'<p class="notice" id="{answer_anchor(turn.number)}" tabindex="-1">{escape(message)}</p>'
    )


def _answer(turn: Turn, answer: Answer, strings: Strings) -> str:
    blocks = answer_blocks(answer, turn=turn.number, strings=strings)
    body = "".join(blocks[: turn.shown_blocks])
    kind, verdict = (
        ("answer refusal", f'<p class="verdict">{strings.chat.refused}</p>')
        if answer.abstained
        else ("answer", "")
    )
    return (
        f'<div class="{kind}" id="{answer_anchor(turn.number)}" tabindex="-1">'
        f"{_understood_as(answer, strings)}{verdict}"
        f'<div class="said" lang="{escape(answer.language)}" dir="auto">{body}</div></div>'
    )


def _understood_as(answer: Answer, strings: Strings) -> str:
    told = told_understanding(answer, strings=strings, max_chars=_MAX_QUESTION_CHARS)
    return "" if told is None else f'<p class="understood" dir="auto">{escape(told)}</p>'


def _beneath(
    turn: Turn, answer: Answer, strings: Strings, min_confidence: float, *, is_last: bool
) -> str:
    """Return what stands under a whole answer; listeners find it, but are not read it."""
    actions = answer_actions(turn, strings=strings, is_last=is_last)
    about = (
        _ways_on(turn, strings)
        if answer.abstained
        else confidence_mark(answer.confidence, strings=strings) + _see_sources(turn, strings)
    )
    return (
        f'<div class="beneath" aria-live="off">{about}{actions}'
        f"{comment_form(turn, strings=strings)}"
        f"{reasons(turn, strings=strings, min_confidence=min_confidence)}</div>"
    )


def _ways_on(turn: Turn, strings: Strings) -> str:
    """Return what a refusal offers: questions that have an answer, and the nearest passages."""
    words = strings.chat
    questions = (
        f'<p class="offer">{words.suggestions}</p>{question_buttons(turn.suggestions)}'
        if turn.suggestions
        else ""
    )
    nearest = (
        f'<a class="see-nearest" href="#{sources_anchor(turn.number)}">{words.see_nearest}</a>'
        if turn.passages
        else ""
    )
    return questions + nearest


def _see_sources(turn: Turn, strings: Strings) -> str:
    return (
        f'<a class="see-sources" href="#{sources_anchor(turn.number)}">'
        f"{strings.chat.see_sources}</a>"
    )


def _blocks(answer: Answer) -> list[tuple[bool, list[_Tokens]]]:
    """Return each paragraph as (False, its one piece) and each list as (True, its items)."""
    blocks: list[tuple[bool, list[_Tokens]]] = []
    for is_item, group in groupby(_pieces(answer), key=lambda piece: piece[0]):
        pieces = [tokens for _, tokens in group]
        blocks.extend([(True, pieces)] if is_item else ((False, [one]) for one in pieces))
    return blocks


def _pieces(answer: Answer) -> list[tuple[bool, _Tokens]]:
    """Return the paragraphs and the items of lists (True) in their order, without blank ones."""
    pieces: list[tuple[bool, _Tokens]] = [(False, [])]
    for kind, text in _tokens(answer):
        if kind in ("gap", "item"):
            pieces.append((kind == "item", []))
        else:
            pieces[-1][1].append((kind, text))
    return [piece for piece in pieces if displayable("".join(t for _, t in piece[1])).strip()]


def _tokens(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the text piece by piece, each with its kind: quote, marker, gap, item or text.

    A quotation may hold anything, empty lines and ``[1]`` included, so it is taken whole.
    """
    quotes = {citation.quote for citation in answer.citations}
    quoted = "|".join(map(quotation_pattern, sorted(quotes, key=len, reverse=True))) or r"(?!)"
    end = 0
    for match in re.finditer(f"(?P<quote>{quoted})|{_STRUCTURE}", answer.text):
        yield "text", answer.text[end : match.start()]
        yield match.lastgroup or "text", match[0]
        end = match.end()
    yield "text", answer.text[end:]


def _inline(
    kind: str, text: str, cited: Mapping[int, Citation], turn: int, strings: Strings
) -> str:
    if kind == "quote":
        return f'<span class="quotation">{_with_items(text)}</span>'
    citation = cited.get(int(text.strip(" []"))) if kind == "marker" else None
    if citation is None:
        return escape(text)
    # A marker stays on the line of what it proves.
    return f"{_NO_BREAK_SPACE if text.startswith(' ') else ''}{_link(citation, turn, strings)}"


def _with_items(text: str) -> str:
    """Return the text of a quotation with each item of a list in it on a line of its own."""
    breaks = LIST_BREAK.findall(text)
    first, *items = LIST_BREAK.split(text)
    lines = (
        f'{escape(space)}<span class="item">{escape(item)}</span>'
        for space, item in zip(breaks, items, strict=True)
    )
    return escape(first) + "".join(lines)


def _link(citation: Citation, turn: int, strings: Strings) -> str:
    label = strings.chat.show_source.format(marker=citation.marker, title=citation.title)
    return (
        f'<a class="marker" href="#{source_anchor(turn, citation.marker)}"'
        f' aria-label="{escape(label)}">[{citation.marker}]</a>'
    )
