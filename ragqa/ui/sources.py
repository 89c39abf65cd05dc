"""The panel beside the conversation: the passages behind each answer, as HTML."""

import re
from collections.abc import Iterable, Sequence

from ragqa.types import Chunk, Citation, Document, Hit
from ragqa.ui.bubbles import answer_anchor, source_anchor
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.strings import ENGLISH

_MAX_SUMMARY_CHARS = 80
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def proof(
    citations: Iterable[Citation],
    *,
    hits: Sequence[Hit],
    documents: Sequence[Document],
    turn: int,
) -> str:
    """Return the passages that an answer cites, the quotations highlighted.

    ``documents`` goes with ``citations``.
    """
    return "".join(
        _cited_passage(citation, _chunk_around(citation, hits), document, turn)
        for citation, document in zip(citations, documents, strict=True)
    )


def nearest(hits: Sequence[Hit], *, documents: Sequence[Document]) -> str:
    """Return the passages that came near a question without answering it.

    ``documents`` goes with ``hits``.
    """
    if not hits:
        return f'<p class="note">{ENGLISH.no_sources}</p>'
    passages = "".join(
        f'<article class="source"><h4>{escape(document.title)}</h4>'
        f"{_origin(document, hit.chunk)}{_passage(escape(hit.chunk.text), document)}</article>"
        for hit, document in zip(hits, documents, strict=True)
    )
    return f'<h3>{ENGLISH.nearest}</h3><p class="note">{ENGLISH.nearest_note}</p>{passages}'


def panel(latest: str, earlier: Iterable[tuple[str, str]] = ()) -> str:
    """Return the panel: the latest answer's passages, then earlier ones, folded.

    ``earlier`` has pairs of a question and its passages. A link to a passage in a fold opens it.
    """
    body = latest or f'<p class="note">{ENGLISH.no_sources_yet}</p>'
    folds = "".join(
        f"<details><summary>{_summary(question)}</summary>{passages}</details>"
        for question, passages in earlier
    )
    return (
        '<section class="sources" aria-labelledby="sources-heading" tabindex="0">'
        f'<h2 id="sources-heading">{ENGLISH.sources}</h2>{body}{folds}</section>'
    )


def _summary(question: str) -> str:
    shown = shorten(question.strip(), max_chars=_MAX_SUMMARY_CHARS)
    return escape(ENGLISH.earlier.format(question=shown))


def _chunk_around(citation: Citation, hits: Sequence[Hit]) -> Chunk:
    """Return the chunk that holds the quotation; where none does, the quotation itself."""
    for hit in hits:
        chunk = hit.chunk
        if chunk.doc_id == citation.doc_id and (
            chunk.start <= citation.start <= citation.end <= chunk.end
        ):
            return chunk
    return Chunk(
        chunk_id="",
        doc_id=citation.doc_id,
        text=citation.quote,
        start=citation.start,
        end=citation.end,
        page=citation.page,
    )


def _cited_passage(citation: Citation, chunk: Chunk, document: Document, turn: int) -> str:
    anchor = source_anchor(turn, citation.marker)
    start, end = citation.start - chunk.start, citation.end - chunk.start
    marked = (
        f"{escape(chunk.text[:start])}<mark>{escape(chunk.text[start:end])}</mark>"
        f"{escape(chunk.text[end:])}"
    )
    return (
        f'<article class="source" id="{anchor}" tabindex="-1" aria-labelledby="{anchor}-title">'
        f'<h3 id="{anchor}-title"><span class="number">{citation.marker}</span>'
        f" {escape(document.title)}</h3>{_origin(document, chunk)}{_passage(marked, document)}"
        f'<a class="back" href="#{answer_anchor(turn)}">{ENGLISH.back_to_answer}</a></article>'
    )


def _passage(body: str, document: Document) -> str:
    language = f' lang="{escape(document.language)}"' if document.language else ""
    return f'<div class="passage" dir="auto"{language}>{body}</div>'


def _origin(document: Document, chunk: Chunk) -> str:
    heading = (
        f'<p class="heading">{escape(ENGLISH.section.format(heading=chunk.heading))}</p>'
        if chunk.heading
        else ""
    )
    facts = (
        document.metadata.get("publisher"),
        _spoken_date(document.date) if document.date else None,
        ENGLISH.page.format(number=chunk.page) if chunk.page is not None else None,
        document.source,
    )
    shown = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    return f'{heading}<ul class="origin">{shown}</ul>'


def _spoken_date(date: str) -> str:
    """Return an ISO 8601 day in words, and anything else, such as a year alone, as it is."""
    match = _DAY.fullmatch(date)
    if match is None or not 1 <= int(match[2]) <= len(ENGLISH.months):
        return date
    month = ENGLISH.months[int(match[2]) - 1]
    return ENGLISH.date.format(day=int(match[3]), month=month, year=match[1])
