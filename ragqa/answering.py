"""Evidence to an answer, by templates: one set a language.

An answer is quotations with a few words around them. Whatever states something carries the marker
of its citation; a refusal states nothing of the documents, and so has none.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath

from ragqa.copies import documents_that_quote
from ragqa.questions import Kind, Question
from ragqa.reading import Reading
from ragqa.types import Answer, Citation, Document, Evidence, Hit, ReadDocument
from ragqa.verdicts import verdict

_NEAREST_SHOWN = 3

# What breaks a phrase into several: an item of a list, numbered or not, or an empty line.
_LINES_APART = re.compile(r"\n\s*(?:\n|[-*•]\s|\d{1,3}[.)]\s)")
_ADDRESS = re.compile(r"\S+[@/.]\w")
_WORD_END = re.compile(r"\W")
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
    differs: str
    undecided: str
    no_answer_to: str
    understood_as: str
    did_you_mean: str
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
        differs="The documents give different answers:",
        undecided="One of these statements may answer:",
        no_answer_to="The documents do not say:",
        understood_as="Understood as:",
        did_you_mean="Did you mean:",
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
        differs="Los documentos dan respuestas distintas:",
        undecided="Una de estas afirmaciones puede responder:",
        no_answer_to="Los documentos no dicen:",
        understood_as="Entendida como:",
        did_you_mean="Quizá quiso decir:",
        quote=("«", "»"),
    ),
}


def compose_answer(
    question: Question,
    reading: Reading,
    *,
    hits: Sequence[Hit],
    documents: ReadDocument,
    dated: bool = False,
) -> Answer:
    """Return the answer that the evidence gives: a short answer where there is one, then proof.

    Parameters
    ----------
    reading
        With one piece of evidence or more.
    hits
        What the answer reports as found, best first.
    dated
        Show the proof with its date.
    """
    citations = _citations(reading.evidence, hits, documents)
    short_answer = None if reading.undecided else _phrase(reading.evidence[0])
    return Answer(
        question=question.text,
        text=_answer_text(
            question,
            reading,
            citations,
            proofs=[
                dated_proof_text(one, language=question.language)
                if dated or reading.differs
                else proof_text(one, language=question.language)
                for one in citations
            ],
        ),
        short_answer=short_answer,
        citations=citations,
        hits=tuple(hits),
        confidence=reading.confidence,
        abstained=False,
        language=question.language,
        evidence=tuple(reading.evidence),
    )


def compose_parts(
    question: Question,
    parts: Sequence[tuple[Question, Reading | None]],
    *,
    compares: bool,
    hits: Sequence[Hit],
    documents: ReadDocument,
) -> Answer:
    """Return the answer to a question that asks two: each part's short answer, then the proof.

    Parameters
    ----------
    parts
        Each part with what was read, None for one that the documents do not answer; one or more
        of them are answered. A part that compares two things gives one piece of evidence each.
    """
    read = [(part, reading) for part, reading in parts if reading is not None]
    evidence: list[Evidence] = []
    directs: list[str] = []
    for reading, best in [(one, best) for _, one in read for best in _of_part(one)]:
        places = [(one.hit.chunk.doc_id, one.start, one.end) for one in evidence]
        place = (best.hit.chunk.doc_id, best.start, best.end)
        if place not in places:
            evidence.append(best)
            places.append(place)
        phrase = None if compares or reading.undecided else _phrase(best)
        if phrase is not None:
            directs.append(direct_text(phrase, marker=places.index(place) + 1))
    citations = _citations(evidence, hits, documents)
    language = question.language
    proofs = [proof_text(one, language=language) for one in citations]
    unanswered = [
        unanswered_text(part.asked, language=language) for part, reading in parts if reading is None
    ]
    shorts = (_phrase(one.evidence[0]) for _, one in read if not one.undecided)
    return Answer(
        question=question.text,
        text=_parts_text(question, directs, proofs, unanswered),
        short_answer=None if compares else next((one for one in shorts if one), None),
        citations=citations,
        hits=tuple(hits),
        confidence=min(reading.confidence for _, reading in read),
        abstained=False,
        language=language,
        evidence=tuple(evidence),
    )


def _of_part(reading: Reading) -> Sequence[Evidence]:
    """Return the best piece of evidence, and the other where two were held against each other."""
    return reading.evidence[: 2 if reading.differs or reading.undecided else 1]


def _parts_text(
    question: Question, directs: Sequence[str], proofs: Sequence[str], unanswered: Sequence[str]
) -> str:
    if directs:
        return "\n\n".join([*dict.fromkeys(directs), *proofs, *unanswered])
    says = _PHRASES[question.language].says
    listed = "\n".join([says, "", *(f"- {proof}" for proof in proofs)])
    return "\n\n".join([listed, *unanswered])


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
    )


def is_refusal_text(text: str, *, language: str, names: Collection[str]) -> bool:
    """Tell whether a text is what refusals in a language say.

    ``names`` are those that the nearest passages may have; where there are some, it must list one
    of them or more.
    """
    phrases = _PHRASES[language]
    refusals = (
        getattr(phrases, field.name)
        for field in fields(phrases)
        if field.name.startswith("refusal_")
    )
    said = "|".join(re.escape(one).replace(r"\{count\}", r"\d+") for one in refusals)
    if not names:
        return re.fullmatch(said, text) is not None
    bullet = f"\n- (?:{'|'.join(re.escape(_without_markers(name)) for name in names)})"
    nearest = f"\n\n{re.escape(phrases.nearest)}\n(?:{bullet}){{1,{_NEAREST_SHOWN}}}"
    return re.fullmatch(f"(?:{said}){nearest}", text) is not None


def proof_text(citation: Citation, *, language: str) -> str:
    """Return a quotation with its marker, as answers in a language write it."""
    opening, closing = _PHRASES[language].quote
    return f"{opening}{_without_markers(citation.quote)}{closing} [{citation.marker}]"


def understood_text(answer: Answer) -> str | None:
    """Return the line that says how a question was understood, if not simply as it was asked."""
    phrases = _PHRASES[answer.language]
    if answer.did_you_mean is not None:
        return f"{phrases.did_you_mean} {answer.did_you_mean}"
    if answer.understood_as is not None:
        return f"{phrases.understood_as} {answer.understood_as}"
    return None


def dated_proof_text(citation: Citation, *, language: str) -> str:
    """Return a quotation with its marker and its date, if that is known."""
    proof = proof_text(citation, language=language)
    return f"{proof} ({citation.date})" if citation.date else proof


def unanswered_text(asked: str, *, language: str) -> str:
    """Return the line that says which part of a question the documents do not answer."""
    return f"{_PHRASES[language].no_answer_to} {_without_markers(' '.join(asked.split()))}"


def direct_text(short_answer: str, *, marker: int) -> str:
    """Return the sentence that an answer with a short answer opens with, on one line."""
    return f"{_capitalised(_without_markers(' '.join(short_answer.split())))} [{marker}]."


def _citations(
    evidence: Sequence[Evidence], hits: Sequence[Hit], documents: ReadDocument
) -> tuple[Citation, ...]:
    """Return evidence as numbered citations, each with the hits' other documents that hold it."""
    return tuple(
        replace(
            _citation(marker, one, documents(one.hit.chunk.doc_id)),
            also_in=documents_that_quote(
                one.quote, hits, doc_id=one.hit.chunk.doc_id, documents=documents
            ),
        )
        for marker, one in enumerate(evidence, start=1)
    )


def _citation(marker: int, evidence: Evidence, document: Document) -> Citation:
    place = document.place_at(evidence.start)
    section = document.section_at(evidence.start)
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
        heading=section.heading if section else "",
        date=document.date_at(evidence.start),
    )


def _answer_text(
    question: Question,
    reading: Reading,
    citations: Sequence[Citation],
    *,
    proofs: Sequence[str],
) -> str:
    phrases, evidence = _PHRASES[question.language], reading.evidence
    is_list = question.kind is Kind.LIST and len(proofs) > 1
    for applies, lead in (
        (reading.differs, phrases.differs),
        (reading.undecided, phrases.undecided),
        (is_list, phrases.says),
    ):
        if applies:
            return "\n".join([lead, "", *(f"- {proof}" for proof in proofs)])
    if _phrase(evidence[0]) is not None:
        named = evidence if question.kind is Kind.WHO else evidence[:1]
        directs = [
            direct_text(phrase, marker=citation.marker)
            for phrase, citation in zip(map(_phrase, named), citations, strict=False)
            if phrase is not None
        ]
        return "\n\n".join([*dict.fromkeys(directs), *proofs])
    lead = _lead(question, citations[0].quote)
    return "\n\n".join([f"{lead} {proofs[0]}", *proofs[1:]])


def _phrase(evidence: Evidence) -> str | None:
    """Return a short answer that can stand in front of its quotation, None if it cannot.

    Several items or paragraphs cannot, for the quotation has them as a list; neither can nothing
    but punctuation.
    """
    phrase = evidence.short_answer or ""
    says_something = any(not _is_mark(one) for one in phrase)
    return phrase if says_something and not _LINES_APART.search(phrase) else None


def _is_mark(character: str) -> bool:
    """Tell whether a character is punctuation, or not to be seen."""
    return unicodedata.category(character)[0] in "PCZ"


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
    # Documents may share a title, as the parts of one article do: once tells as much.
    names = dict.fromkeys(_name(hit, documents(hit.chunk.doc_id)) for hit in hits)
    if not names:
        return said
    bullets = (f"- {_without_markers(name)}" for name in list(names)[:_NEAREST_SHOWN])
    return "\n".join([said, "", phrases.nearest, "", *bullets])


def _name(hit: Hit, document: Document) -> str:
    """Return the title of a hit's document; where it is called by its file, the hit's heading.

    The sections of a table are its sheets, whose names say less than that of their file.
    """
    has_title = document.title != PurePosixPath(document.doc_id).stem or document.places
    return document.title if has_title else hit.chunk.heading or document.title


def _capitalised(phrase: str) -> str:
    """Return a phrase as the beginning of a sentence; an address, or "iPhone", stays as it is."""
    word = _WORD_END.split(phrase, maxsplit=1)[0]
    is_spelt_so = _ADDRESS.match(phrase) or any(map(str.isupper, word[1:]))
    return phrase if is_spelt_so else phrase[:1].upper() + phrase[1:]


def _without_markers(text: str) -> str:
    """Keep a document's own "[3]" from reading as a marker, by a character that is not seen."""
    return _BRACKETED_NUMBER.sub("[" + _WORD_JOINER, text)
