"""Evidence to an answer, by templates: one set a language.

An answer is quotations with a few words around them. Whatever states something carries the marker
of its citation; a refusal states nothing of the documents, and so has none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.questions import Kind, Question
from ragqa.reading import Reading
from ragqa.types import Answer, Citation, Document, Evidence, Hit, ReadDocument
from ragqa.verdicts import verdict

_NEAREST_SHOWN = 3

_BRACKETED_NUMBER = re.compile(r"\[(?=\d+\])")
_WORD_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What is said around quotations in one language."""

    says: str
    no_verdict: str
    yes: str
    no: str
    refusal_none: str
    refusal_one: str
    refusal_many: str
    nearest: str
    understood_as: str
    quote: tuple[str, str]


_PHRASES = {
    "en": _Phrases(
        says="The documents say:",
        no_verdict="The nearest statement is:",
        yes="Yes, by this statement:",
        no="No, by this statement:",
        refusal_none="The documents do not say: none of them belongs to what was to be searched.",
        refusal_one="The documents do not say: the one document searched does not answer this.",
        refusal_many="The documents do not say: none of the {count} searched answers this.",
        nearest="The nearest passages, which may be about something else, are in:",
        understood_as="Understood as:",
        quote=("“", "”"),
    ),
    "es": _Phrases(
        says="Los documentos dicen:",
        no_verdict="La afirmación más cercana es:",
        yes="Sí, según esta afirmación:",
        no="No, según esta afirmación:",
        refusal_none="Los documentos no lo dicen: ninguno pertenece a lo que debía consultarse.",
        refusal_one="Los documentos no lo dicen: el único documento consultado no lo responde.",
        refusal_many="Los documentos no lo dicen: ninguno de los {count} consultados lo responde.",
        nearest="Los pasajes más cercanos, que quizá traten de otra cosa, están en:",
        understood_as="Entendida como:",
        quote=("«", "»"),
    ),
}


def compose_answer(
    question: Question, reading: Reading, *, hits: Sequence[Hit], documents: ReadDocument
) -> Answer:
    """Return the answer that the evidence gives: a short answer where there is one, then proof.

    Parameters
    ----------
    reading
        With one piece of evidence or more.
    hits
        What the answer reports as found, best first.
    """
    citations = tuple(
        _citation(marker, evidence, documents(evidence.hit.chunk.doc_id))
        for marker, evidence in enumerate(reading.evidence, start=1)
    )
    short_answer = reading.evidence[0].short_answer
    return Answer(
        question=question.text,
        text=_answer_text(question, short_answer, citations),
        short_answer=short_answer,
        citations=citations,
        hits=tuple(hits),
        confidence=reading.confidence,
        abstained=False,
        language=question.language,
        evidence=tuple(reading.evidence),
        understood_as=question.understood if question.borrows else None,
    )


def compose_refusal(
    question: Question,
    *,
    confidence: float,
    hits: Sequence[Hit],
    documents: ReadDocument,
    searched: int,
) -> Answer:
    """Return an honest "the documents do not say", with the nearest passages as such.

    ``searched`` is the number of documents that were searched.
    """
    return Answer(
        question=question.text,
        text=_refusal_text(question.language, hits, documents, searched),
        short_answer=None,
        citations=(),
        hits=tuple(hits),
        confidence=confidence,
        abstained=True,
        language=question.language,
        understood_as=question.understood if question.borrows else None,
    )


def proof_text(citation: Citation, *, language: str) -> str:
    """Return a quotation with its marker, as answers in a language write it."""
    opening, closing = _PHRASES[language].quote
    return f"{opening}{_without_markers(citation.quote)}{closing} [{citation.marker}]"


def understood_text(answer: Answer) -> str | None:
    """Return the line that says how a question was understood, if not simply as it was asked."""
    if answer.understood_as is None:
        return None
    return f"{_PHRASES[answer.language].understood_as} {answer.understood_as}"


def direct_text(short_answer: str, *, marker: int) -> str:
    """Return the sentence that an answer with a short answer opens with."""
    return f"{_capitalised(_without_markers(short_answer))} [{marker}]."


def _citation(marker: int, evidence: Evidence, document: Document) -> Citation:
    place = document.place_at(evidence.start)
    return Citation(
        marker=marker,
        doc_id=document.doc_id,
        source=document.source,
        title=document.title,
        page=evidence.hit.chunk.page,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        place=place.label if place else None,
    )


def _answer_text(
    question: Question, short_answer: str | None, citations: Sequence[Citation]
) -> str:
    phrases = _PHRASES[question.language]
    proofs = [proof_text(citation, language=question.language) for citation in citations]
    if question.kind is Kind.LIST and len(proofs) > 1:
        return "\n".join([phrases.says, "", *(f"- {proof}" for proof in proofs)])
    if short_answer is not None:
        direct = direct_text(short_answer, marker=citations[0].marker)
        return "\n\n".join([direct, *proofs])
    lead = _lead(question, citations[0].quote)
    return "\n\n".join([f"{lead} {proofs[0]}", *proofs[1:]])


def _lead(question: Question, statement: str) -> str:
    """Return what is said before a quotation: a verdict only where it asserts or denies."""
    phrases = _PHRASES[question.language]
    if question.kind is not Kind.YES_NO:
        return phrases.says
    verdicts = {True: phrases.yes, False: phrases.no, None: phrases.no_verdict}
    return verdicts[verdict(question, statement)]


def _refusal_text(
    language: str, hits: Sequence[Hit], documents: ReadDocument, searched: int
) -> str:
    phrases = _PHRASES[language]
    refusals = {0: phrases.refusal_none, 1: phrases.refusal_one}
    said = refusals.get(searched, phrases.refusal_many).format(count=searched)
    nearest = dict.fromkeys(hit.chunk.doc_id for hit in hits)
    titles = [documents(doc_id).title for doc_id in list(nearest)[:_NEAREST_SHOWN]]
    if not titles:
        return said
    bullets = (f"- {_without_markers(title)}" for title in titles)
    return "\n".join([said, "", phrases.nearest, "", *bullets])


def _capitalised(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _without_markers(text: str) -> str:
    """Keep a document's own "[3]" from reading as a marker, by a character that is not seen."""
    return _BRACKETED_NUMBER.sub("[" + _WORD_JOINER, text)
