"""The panel beside the conversation: the passages behind each answer, as HTML."""

from collections.abc import Sequence

from ragqa.types import Answer, Citation
from ragqa.ui.anchors import answer_anchor, source_anchor, sources_anchor
from ragqa.ui.conversation import Conversation, Passage, Turn
from ragqa.ui.dates import spoken_date
from ragqa.ui.document_page import quotation_url
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.icons import icon
from ragqa.ui.places import spoken_place
from ragqa.ui.strings import Strings

_MAX_SUMMARY_CHARS = 80
_MAX_NEAREST = 5


def render_sources(conversation: Conversation, *, strings: Strings) -> str:
    """Return the panel: the latest answer's passages, then those of earlier ones, folded.

    A question that has no answer yet changes nothing.
    """
    words = strings.chat
    parts = [
        (turn, _passages(turn, turn.answer, strings))
        for turn in reversed(conversation.turns)
        if turn.answer is not None
    ]
    body = "".join(_latest(*part) for part in parts[:1])
    folds = "".join(_fold(*part, strings) for part in parts[1:])
    return (
        '<section class="sources" aria-labelledby="sources-heading" tabindex="0">'
        f'<div class="sheet-head"><h2 id="sources-heading">{words.sources}</h2>'
        f'<button type="button" class="tool sheet-close" data-client="close"'
        f' title="{words.close}" aria-label="{words.close}">{icon("close")}</button></div>'
        f"{body or _note(words.no_sources_yet)}{folds}</section>"
    )


def _latest(turn: Turn, passages: str) -> str:
    return f'<div class="latest" id="{sources_anchor(turn.number)}" tabindex="-1">{passages}</div>'


def _fold(turn: Turn, passages: str, strings: Strings) -> str:
    question = shorten(turn.question.strip(), max_chars=_MAX_SUMMARY_CHARS)
    summary = escape(strings.chat.earlier.format(question=question))
    return (
        f'<details class="earlier" id="{sources_anchor(turn.number)}" tabindex="-1">'
        f'<summary dir="auto">{summary}</summary>{passages}</details>'
    )


def _passages(turn: Turn, answer: Answer, strings: Strings) -> str:
    if answer.abstained:
        return _nearest(turn, strings)
    return "".join(_proof(turn, citation, strings) for citation in answer.citations)


def _nearest(turn: Turn, strings: Strings) -> str:
    """Return the passages that came near a question without answering it."""
    words = strings.chat
    if not turn.passages:
        return _note(words.no_sources)
    passages = "".join(
        f'<article class="source"><h4 dir="auto">{escape(passage.title)}</h4>'
        f"{_origin(passage, passage.start, passage.also_in, strings)}"
        f"{_text(escape(passage.text), passage)}"
        f'<p class="ways">{_in_document(passage, passage.start, passage.end, strings)}</p>'
        "</article>"
        for passage in turn.passages[:_MAX_NEAREST]
    )
    return f"<h3>{words.nearest}</h3>{_note(words.nearest_note)}{passages}"


def _proof(turn: Turn, citation: Citation, strings: Strings) -> str:
    """Return the whole passage that an answer cites, the quotation highlighted."""
    passage = turn.cited_passage(citation)
    anchor = source_anchor(turn.number, citation.marker)
    start, end = citation.start - passage.start, citation.end - passage.start
    marked = (
        f"{escape(passage.text[:start])}<mark>{escape(passage.text[start:end])}</mark>"
        f"{escape(passage.text[end:])}"
    )
    return (
        f'<article class="source" id="{anchor}" tabindex="-1" aria-labelledby="{anchor}-title">'
        f'<h3 id="{anchor}-title" dir="auto"><span class="number">{citation.marker}</span>'
        f" {escape(passage.title)}</h3>"
        f"{_origin(passage, citation.start, citation.also_in, strings)}"
        f"{_text(marked, passage)}"
        f'<p class="ways">{_in_document(passage, citation.start, citation.end, strings)}'
        f'<a class="back" href="#{answer_anchor(turn.number)}">{strings.chat.back_to_answer}</a>'
        "</p></article>"
    )


def _text(body: str, passage: Passage) -> str:
    language = f' lang="{escape(passage.language)}"' if passage.language else ""
    return f'<div class="passage" dir="auto"{language}>{body}</div>'


def _origin(passage: Passage, position: int, also_in: Sequence[str], strings: Strings) -> str:
    """Return what is known of where a position in a passage is from, and what else carries it."""
    words = strings.common
    place = passage.place_at(position)
    heading = (
        f'<p class="heading" dir="auto">{escape(words.section.format(heading=passage.heading))}</p>'
        if passage.heading
        else ""
    )
    facts = (
        passage.publisher,
        spoken_date(passage.date, strings=strings) if passage.date else None,
        words.page.format(number=passage.page) if passage.page is not None else None,
        spoken_place(place, strings=strings) if place else None,
        passage.source,
        words.also_in.format(names=", ".join(also_in)) if also_in else None,
    )
    shown = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    return f'{heading}<ul class="origin">{shown}</ul>'


def _in_document(passage: Passage, start: int, end: int, strings: Strings) -> str:
    """Return a link to the place in the whole document."""
    quote = passage.text[start - passage.start : end - passage.start]
    address = quotation_url(passage.doc_id, start=start, quote=quote, strings=strings)
    return (
        f'<a href="{escape(address)}" data-client="open-document"'
        f' data-title="{escape(passage.title)}" data-close="{strings.chat.close}">'
        f"{strings.chat.show_in_document}</a>"
    )


def _note(message: str) -> str:
    return f'<p class="note">{message}</p>'
