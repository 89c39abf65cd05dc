"""Short ways to make the values that flow along the road."""

from ragqa.questions import Kind, Question
from ragqa.statements import Candidate
from ragqa.terms import tokenize
from ragqa.types import Chunk, Document, Evidence, Hit


def document_of(
    text: str, *, doc_id: str = "a.txt", title: str = "A Title", language: str | None = "en"
) -> Document:
    return Document(doc_id=doc_id, title=title, text=text, source=doc_id, language=language)


def hit_of(
    document: Document,
    *,
    start: int = 0,
    end: int | None = None,
    rank: int = 1,
    score: float = 0.0,
    dense: float | None = None,
    heading: str = "",
    page: int | None = None,
) -> Hit:
    """Return a hit on a slice of a document, by default on all of it."""
    end = len(document.text) if end is None else end
    chunk = Chunk(
        chunk_id=f"{document.doc_id}#{start}",
        doc_id=document.doc_id,
        text=document.text[start:end],
        start=start,
        end=end,
        heading=heading,
        page=page,
    )
    return Hit(chunk=chunk, rank=rank, score=score, dense=dense)


def candidate_of(text: str, *, doc_id: str = "a.txt", before: str = "") -> Candidate:
    """Return a document that is one sentence, as a candidate."""
    return Candidate(hit_of(document_of(text, doc_id=doc_id)), 0, len(text), text, before)


def question_of(
    text: str, *, kind: Kind = Kind.OTHER, language: str = "en", terms: tuple[str, ...] = ()
) -> Question:
    """Return a question of a kind, whatever its words; its terms are its own if none are given."""
    return Question(
        text=text,
        understood=text,
        asked=text,
        language=language,
        kind=kind,
        terms=terms or tuple(tokenize(text, language)),
    )


def evidence_of(
    document: Document,
    quote: str,
    *,
    short_answer: str | None = None,
    support: float = 0.9,
    page: int | None = None,
) -> Evidence:
    """Return a quote of a document as evidence; the quote must stand in its text."""
    start = document.text.index(quote)
    return Evidence(
        hit=hit_of(document, page=page),
        quote=quote,
        start=start,
        end=start + len(quote),
        short_answer=short_answer,
        support=support,
    )
