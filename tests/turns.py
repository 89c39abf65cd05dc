"""Turns of a conversation for the tests of what is drawn of them."""

from dataclasses import replace

from builders import hit_of

from ragqa.types import Answer, Citation, Document, Evidence, Hit
from ragqa.ui.conversation import Conversation, Turn, passages_of

TEXT = "A seminar began. Miguel Gómez directed the documentary.\n\nIt lasts 30 minutes [1]."
DOCUMENT = Document(
    doc_id="news/a b&c.md",
    title="The Fable",
    text=TEXT,
    source="news/fable.md",
    language="en",
    date="2017-08-22",
    metadata={"publisher": "IOM"},
)


def hit_on(document: Document, *, rank: int = 1, sparse: float | None = 14.25) -> Hit:
    """Return a hit on the whole of a document."""
    hit = hit_of(document, rank=rank, score=0.9134, dense=0.812, heading="News › Film", page=3)
    return replace(hit, sparse=sparse)


def citation(quote: str, *, marker: int = 1, document: Document = DOCUMENT) -> Citation:
    start = document.text.index(quote)
    return Citation(
        marker=marker,
        doc_id=document.doc_id,
        source=document.source,
        title=document.title,
        page=None,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def answer(
    text: str, *citations: Citation, confidence: float = 0.83, hits: tuple[Hit, ...] = ()
) -> Answer:
    """Return an answer, or a refusal where it cites nothing."""
    found = hits or (hit_on(DOCUMENT),)
    return Answer(
        question="Who directed it?",
        text=text,
        short_answer=None,
        citations=citations,
        hits=found,
        confidence=confidence,
        abstained=not citations,
        language="en",
        timing_ms={"encode": 3.14, "search": 0.4},
        evidence=tuple(
            Evidence(found[0], one.quote, one.start, one.end, None, 0.83) for one in citations
        ),
    )


DIRECTED = citation("Miguel Gómez directed the documentary.")
ANSWER = answer(f"Miguel Gómez [1].\n\n“{DIRECTED.quote}” [1]", DIRECTED)
REFUSAL = answer(
    "The documents do not say.\n\nThe nearest passages are in:\n\n- The Fable", confidence=0.12
)


def turn_of(number: int, given: Answer | None = ANSWER, *, question: str = "Who?") -> Turn:
    documents = [DOCUMENT] * (len(given.hits) if given else 0)
    return Turn(
        number=number,
        question=question,
        asked_at="2026-11-22T21:30:05+00:00",
        answer=given,
        passages=passages_of(given.hits, documents) if given else (),
    )


def conversation_of(*turns: Turn) -> Conversation:
    return Conversation("c" * 64, turns=turns, last_number=len(turns))
