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
from ragqa.editions import written_on
from ragqa.questions import Kind, Question
from ragqa.quote_marks import in_quotation_marks
from ragqa.reading import Reading
from ragqa.terms import tokenize
from ragqa.types import Answer, Citation, Document, Evidence, Hit, ReadDocument
from ragqa.verdicts import verdict

_NEAREST_SHOWN = 3
_TWO = 2
_NAMING_KINDS = frozenset({Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.HOW_MANY})

_LONGEST_TRANSLATION = 1.5
"""A sentence that is so many times as long as another says more than it."""

# What breaks a phrase into several: an item of a list, numbered or not, or an empty line.
_LINES_APART = re.compile(r"\n\s*(?:\n|[-*•]\s|\d{1,3}[.)]\s)")
_ADDRESS = re.compile(r"\S+(?:[@.]|://)\w")
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
            proofs=_proofs(citations, reading, documents, question.language, dated=dated),
        ),
        short_answer=short_answer,
        citations=citations,
        hits=tuple(hits),
        confidence=reading.confidence,
        abstained=False,
        language=question.language,
        evidence=tuple(reading.evidence),
    )


def _proofs(
    citations: Sequence[Citation],
    reading: Reading,
    documents: ReadDocument,
    language: str,
    *,
    dated: bool,
) -> list[str]:
    """Return quotations as they are shown, with their dates where they differ or one is asked for.

    Where documents differ that declare no date, their titles or files may tell one.
    """
    if reading.differs:
        told = (
            replace(one, date=one.date or written_on(documents(one.doc_id))) for one in citations
        )
        return [dated_proof_text(one, language=language) for one in told]
    show = dated_proof_text if dated else proof_text
    return [show(one, language=language) for one in citations]


def compose_parts(
    question: Question,
    parts: Sequence[tuple[Question, Reading | None]],
    *,
    compares: bool,
    hits: Sequence[Hit],
    documents: ReadDocument,
    dated: bool = False,
) -> Answer:
    """Return the answer to a question that asks two: each part's short answer, then the proof.

    Parameters
    ----------
    parts
        Each part with what was read, None for one that the documents do not answer; one or more
        of them are answered. A part that compares two things gives one piece of evidence each.
        Two with the same statement are two answers only if it is of both.
    dated
        Show the proof with its date.
    """
    parts = _told_apart(parts, compares=compares, documents=documents)
    read = [(part, reading) for part, reading in parts if reading is not None]
    evidence: list[Evidence] = []
    directs: list[str] = []
    for reading, best in [(one, best) for _, one in read for best in _of_part(one)]:
        places, place = [_place(one) for one in evidence], _place(best)
        if place not in places:
            evidence.append(best)
            places.append(place)
        phrase = None if compares or reading.undecided else _phrase(best)
        if phrase is not None:
            directs.append(direct_text(phrase, marker=places.index(place) + 1))
    citations = _citations(evidence, hits, documents)
    language = question.language
    show = dated_proof_text if dated else proof_text
    proofs = [show(one, language=language) for one in citations]
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


def _told_apart(
    parts: Sequence[tuple[Question, Reading | None]], *, compares: bool, documents: ReadDocument
) -> Sequence[tuple[Question, Reading | None]]:
    """Return parts with None for one of two whose statement is the same and not of it."""
    read = [(part, reading) for part, reading in parts if reading is not None]
    if len(read) != _TWO or not _is_one_statement(read[0][1], read[1][1], documents):
        return parts
    unsaid = _least_said(read, documents) if compares else _without_phrase(read)
    return [(part, None if part is unsaid else reading) for part, reading in parts]


def _is_one_statement(one: Reading, other: Reading, documents: ReadDocument) -> bool:
    """Tell whether two readings quote the same first, or a sentence and its translation.

    As a translation counts a sentence of another language that answers the same question nearly as
    well, and is about as long.
    """
    first, second = one.evidence[0], other.evidence[0]
    if first.hit.chunk.doc_id == second.hit.chunk.doc_id:
        return first.start < second.end and second.start < first.end
    languages = {documents(best.hit.chunk.doc_id).language for best in (first, second)}
    answer_alike = _place(first) in map(_place, other.evidence) or _place(second) in map(
        _place, one.evidence
    )
    short, long = sorted(len(best.quote) for best in (first, second))
    return first.quote == second.quote or (
        len(languages) == _TWO and answer_alike and long <= _LONGEST_TRANSLATION * short
    )


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.hit.chunk.doc_id, evidence.start, evidence.end


def _least_said(
    read: Sequence[tuple[Question, Reading]], documents: ReadDocument
) -> Question | None:
    """Return the part of which a statement says less, None if it names what both ask for."""
    quotes = [(documents(reading.evidence[0].hit.chunk.doc_id), reading) for _, reading in read]
    language = read[0][0].language
    own = [one.evidence[0].quote for document, one in quotes if document.language == language]
    said = set(tokenize(own[0], language)) if own else set()
    shares = [
        (len(said.intersection(part.terms)) / max(1, len(part.terms)), reading.confidence)
        for part, reading in read
    ]
    least = min(shares)
    return None if least[0] == 1 else read[shares.index(least)][0]


def _without_phrase(read: Sequence[tuple[Question, Reading]]) -> Question | None:
    """Return the part that asks for a name, a time or a number and gets none but the other's."""
    parts = [part for part, _ in read]
    phrases = [reading.evidence[0].short_answer for _, reading in read]
    if phrases[0] == phrases[1] and parts[0].kind is not parts[1].kind:
        return parts[1] if phrases[1] and parts[1].kind in _NAMING_KINDS else None
    without = [part for part, phrase in zip(parts, phrases, strict=True) if phrase is None]
    return without[0] if len(without) == 1 and without[0].kind in _NAMING_KINDS else None


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
    quotation = in_quotation_marks(_without_markers(citation.quote), language)
    return f"{quotation} [{citation.marker}]"


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

    It is on one line, with single blanks. Several items or paragraphs cannot, for the quotation has
    them as a list; neither can nothing but punctuation.
    """
    phrase = evidence.short_answer or ""
    says_something = any(not _is_mark(one) for one in phrase)
    if not says_something or _LINES_APART.search(phrase):
        return None
    return " ".join(phrase.split())


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
