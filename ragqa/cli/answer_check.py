"""The check of written answers: each quotation against its document, each word of the text."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ragqa.answering import direct_text, is_refusal_text, proof_text, unanswered_text
from ragqa.copies import stands_in
from ragqa.errors import StoreError
from ragqa.languages import LANGUAGES
from ragqa.types import Citation, Document, ReadDocument

_MARKER = re.compile(r"\[(\d+)\]")
_DIRECT = re.compile(r"(.+) \[(\d+)\]\.", re.DOTALL)
_WORD_JOINER = "\u2060"
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """How many answers and citations were checked, and a line for each problem."""

    answers: int
    citations: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _WrittenHit:
    doc_id: str
    start: int
    end: int
    also_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _WrittenAnswer:
    text: str
    short_answer: str | None
    abstained: bool
    language: str
    citations: tuple[Citation, ...]
    hits: tuple[_WrittenHit, ...]


def check_answers(lines: Iterable[bytes], *, name: str, documents: ReadDocument) -> AnswerReport:
    """Check the output of a batch.

    Parameters
    ----------
    lines
        An answer a line, as ``ragqa ask --batch`` writes it; blank lines are left alone.
    name
        What problems call the lines' file.
    documents
        Returns a document by its id; StoreError if there is none.
    """
    answers = citations = 0
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        answers += 1
        try:
            answer = _parse(line)
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            problems.append(f"{name}, line {number}: found no answer of a batch ({error!r})")
            continue
        citations += len(answer.citations)
        problems += (f"{name}, line {number}: {one}" for one in _problems(answer, documents))
    return AnswerReport(answers=answers, citations=citations, problems=tuple(problems))


def _parse(line: bytes) -> _WrittenAnswer:
    fields = json.loads(line)
    language = _value(fields, "language", str)
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r}")
    confidence = _value(fields, "confidence", int, float)
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence is {confidence!r}")
    for key in ("understood_as", "did_you_mean"):
        # Answers that were written before there were these have none.
        _value({key: None} | fields, key, str, type(None))
    return _WrittenAnswer(
        text=_value(fields, "text", str),
        short_answer=_value(fields, "short_answer", str, type(None)),
        abstained=_value(fields, "abstained", bool),
        language=language,
        citations=tuple(map(_parse_citation, _value(fields, "citations", list))),
        hits=tuple(map(_parse_hit, _value(fields, "hits", list))),
    )


def _parse_hit(fields: Any) -> _WrittenHit:
    for key, *kinds in (("chunk_id", str), ("rank", int), ("score", int, float)):
        _value(fields, key, *kinds)
    return _WrittenHit(
        doc_id=_value(fields, "doc_id", str),
        start=_value(fields, "start", int),
        end=_value(fields, "end", int),
        also_in=_names(fields),
    )


def _parse_citation(fields: Any) -> Citation:
    return Citation(
        marker=_value(fields, "marker", int),
        doc_id=_value(fields, "doc_id", str),
        source=_value(fields, "source", str),
        title=_value(fields, "title", str),
        page=_value(fields, "page", int, type(None)),
        start=_value(fields, "start", int),
        end=_value(fields, "end", int),
        quote=_value(fields, "quote", str),
        # Answers that were written before there were these have none.
        place=_value({"place": None} | fields, "place", str, type(None)),
        heading=_value({"heading": ""} | fields, "heading", str),
        date=_value({"date": None} | fields, "date", str, type(None)),
        also_in=_names(fields),
    )


def _names(fields: Any) -> tuple[str, ...]:
    names = _value({"also_in": []} | fields, "also_in", list)
    return tuple(str(_value({"also_in": name}, "also_in", str)) for name in names)


def _value(fields: Any, key: str, *kinds: type) -> Any:
    value = fields[key]
    if type(value) not in kinds:
        raise TypeError(f"{key} is {value!r}")
    return value


def _problems(answer: _WrittenAnswer, documents: ReadDocument) -> Iterator[str]:
    for citation in answer.citations:
        for problem in _citation_problems(citation, documents):
            yield f"citation [{citation.marker}]: {problem}"
    for number, hit in enumerate(answer.hits, start=1):
        for problem in _hit_problems(hit, documents):
            yield f"hit {number}: {problem}"
    if answer.abstained:
        yield from _refusal_problems(answer, documents)
    else:
        yield from _marker_problems(answer)
        yield from _short_answer_problems(answer)
        yield from _text_problems(answer, documents)


def _citation_problems(citation: Citation, documents: ReadDocument) -> Iterator[str]:
    start, end = citation.start, citation.end
    try:
        document = documents(citation.doc_id)
    except StoreError as error:
        yield str(error)
        return
    if not 0 <= start < end <= len(document.text):
        yield (
            f"{start}..{end} is no passage of {citation.doc_id}, "
            f"which has {len(document.text)} characters"
        )
        return
    if document.text[start:end] != citation.quote:
        yield f"its quotation is not {citation.doc_id}[{start}:{end}]"
    for what, found, expected in (
        ("title", citation.title, document.title),
        ("source", citation.source, document.source),
        ("page", citation.page, _page_at(document, start)),
        ("place", citation.place, _place_at(document, start)),
    ):
        if found != expected:
            yield f"its {what} is {found!r}, that of {citation.doc_id} is {expected!r}"
    section = document.section_at(start)
    for what, said, true in (
        ("heading", citation.heading, section.heading if section else ""),
        ("date", citation.date, document.date_at(start)),
    ):
        if said and said != true:
            yield f"its {what} is {said!r}, that of its place is {true!r}"
    for other in citation.also_in:
        yield from _other_document_problems(citation.quote, other, documents)


def _other_document_problems(quote: str, doc_id: str, documents: ReadDocument) -> Iterator[str]:
    try:
        text = documents(doc_id).text
    except StoreError as error:
        yield str(error)
        return
    if not stands_in(quote, text):
        yield f"its quotation does not stand in {doc_id}, which it names too"


def _page_at(document: Document, position: int) -> int | None:
    pages = (page.number for page in document.pages if page.start <= position < page.end)
    return next(pages, None)


def _place_at(document: Document, position: int) -> str | None:
    place = document.place_at(position)
    return place.label if place else None


def _hit_problems(hit: _WrittenHit, documents: ReadDocument) -> Iterator[str]:
    try:
        length = len(documents(hit.doc_id).text)
        for doc_id in hit.also_in:
            documents(doc_id)
    except StoreError as error:
        yield str(error)
        return
    if not 0 <= hit.start < hit.end <= length:
        yield f"{hit.start}..{hit.end} is no passage of {hit.doc_id}, which has {length} characters"


def _refusal_problems(answer: _WrittenAnswer, documents: ReadDocument) -> Iterator[str]:
    names = _names_of_hits(answer, documents)
    if not is_refusal_text(answer.text, language=answer.language, names=names):
        yield f"no refusal says {_shown(answer.text)}"
    if answer.citations:
        yield f"a refusal has {len(answer.citations)} citations, expected none"
    if answer.short_answer is not None:
        yield f"a refusal has the short answer {_shown(answer.short_answer)}, expected none"
    yield from (f"a refusal has marker [{one}], expected none" for one in _markers(answer.text))


def _names_of_hits(answer: _WrittenAnswer, documents: ReadDocument) -> set[str]:
    """Return what a refusal may call the passages that were found: by a title or a heading."""
    names: set[str] = set()
    for hit in answer.hits:
        with suppress(StoreError):  # reported with the hit
            document = documents(hit.doc_id)
            names |= {document.title, *(section.heading for section in document.sections)}
    return names


def _marker_problems(answer: _WrittenAnswer) -> Iterator[str]:
    # As they are written: "[01]" is not "[1]".
    cited = {str(citation.marker): None for citation in answer.citations}
    marked = _markers(answer.text)
    if not cited:
        yield "an answer has no citation, expected one or more"
    if len(cited) < len(answer.citations):
        yield "two citations have the same marker"
    yield from (f"marker [{one}] has no citation" for one in marked if one not in cited)
    yield from (f"citation [{one}] has no marker" for one in cited if one not in marked)


def _short_answer_problems(answer: _WrittenAnswer) -> Iterator[str]:
    short_answer = answer.short_answer
    if short_answer is not None and not _giving(short_answer, answer.citations):
        yield f"the short answer {_shown(short_answer)} stands in no quotation"


def _text_problems(answer: _WrittenAnswer, documents: ReadDocument) -> Iterator[str]:
    """Take out of the text what the citations prove; only one lead in front of it may be left."""
    text = _without_direct_text(answer)
    has_direct, rest = text != answer.text, text
    for citation in answer.citations:
        proof = proof_text(citation, language=answer.language)
        if proof not in text:
            yield f"citation [{citation.marker}]: its quotation does not stand before its marker"
        rest = _without_proof(rest, proof, _date(citation, documents))
    lines = [line.strip() for line in rest.splitlines()]
    unproved = [
        line
        for line in lines
        if line not in ("", "-")
        and not (has_direct and _is_direct(line, answer.citations))
        and not _says_nothing(line, answer.language)
    ]
    if unproved and unproved[0].endswith(":") and answer.text.startswith(unproved[0]):
        del unproved[0]
    yield from (f"no quotation says {_shown(line)}" for line in unproved)


def _without_proof(text: str, proof: str, date: str | None) -> str:
    """Return a text without a quotation, nor its document's date where that stands behind it."""
    dated = text.replace(f"{proof} ({date})", "") if date else text
    return dated.replace(proof, "")


def _date(citation: Citation, documents: ReadDocument) -> str | None:
    try:
        return documents(citation.doc_id).date_at(citation.start)
    except StoreError:  # reported with the citation
        return None


def _without_direct_text(answer: _WrittenAnswer) -> str:
    short_answer = answer.short_answer or ""
    for citation in _giving(short_answer, answer.citations):
        words = direct_text(short_answer, marker=citation.marker).split(" ")
        # Before it stood on one line, it was written with the white space of its document.
        if direct := re.match(r"\s+".join(map(re.escape, words)), answer.text):
            return answer.text[direct.end() :]
    return answer.text


def _is_direct(line: str, citations: Iterable[Citation]) -> bool:
    """Tell whether a line is a phrase of a quotation with its marker: the answer to a part."""
    marked = _DIRECT.fullmatch(line)
    if marked is None:
        return False
    phrase = marked[1].replace(_WORD_JOINER, "")
    spellings = (phrase, phrase[:1].lower() + phrase[1:])
    return any(
        one.marker == int(marked[2])
        and any(
            said in " ".join(one.quote.split()) and direct_text(said, marker=one.marker) == line
            for said in spellings
        )
        for one in citations
    )


def _says_nothing(line: str, language: str) -> bool:
    """Tell whether a line only names a part of the question that is not answered."""
    return line.startswith(unanswered_text("", language=language))


def _giving(short_answer: str, citations: Iterable[Citation]) -> list[Citation]:
    """Return the citations that a short answer can be from, whatever their white space."""
    words = " ".join(short_answer.split())
    return [one for one in citations if words and words in " ".join(one.quote.split())]


def _markers(text: str) -> list[str]:
    """Return each marker of a text once, in its order."""
    return list(dict.fromkeys(_MARKER.findall(text)))


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _SHOWN_CHARS else line[:_SHOWN_CHARS] + '…'}”"
