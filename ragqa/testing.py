"""Assertions on answers and their citations, for test suites.

Each passes silently or raises an ``AssertionError`` that shows the answer, its citations and what
was missing. They judge any `ragqa.Answer`: one of a bot here, or one of another system read with
``Answer.from_dict``. The fixture ``ragqa_bot`` and tests from tables come with the pytest plugin,
`ragqa.pytest_plugin`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn, Protocol

from ragqa.evaluation.cases import Case, is_document
from ragqa.evaluation.matching import holds
from ragqa.evaluation.statements import (
    Statement,
    cited_by,
    is_held,
    statements_of,
    unmarked_citations,
    unresolved_markers,
)
from ragqa.types import Answer, Citation, Document

__all__ = [
    "assert_answers",
    "assert_as_expected",
    "assert_cites",
    "assert_refuses",
    "assert_supported",
    "assert_verbatim",
]

_SHOWN_CHARS = 300
_AROUND_CHARS = 20


class HasDocuments(Protocol):
    """What documents can be had from, such as a `ragqa.ChatBot`."""

    def document(self, doc_id: str) -> Document:
        """Return a document by its id; an error of any kind if there is none."""


def assert_cites(
    answer: Answer, *, source: str | Iterable[str], quote: str | None = None, first: bool = False
) -> None:
    """Assert that an answer cites a document, and that this quotation holds a text.

    Parameters
    ----------
    source
        The document's id or the end of its path; of several, any one will do, and any that the
        quotation stands in too.
    quote
        What the quotation holds, without regard to capitals and runs of space.
    first
        Whether it must be the first citation.
    """
    __tracebackhide__ = True
    sources = [source] if isinstance(source, str) else list(source)
    if not sources:
        raise ValueError("source names no document; give one or more")
    judged = answer.citations[:1] if first else answer.citations
    of_source = [
        one for one in judged if any(is_document(d, s) for d in one.doc_ids for s in sources)
    ]
    named = " or ".join(sources)
    place = "first " if first else ""
    if answer.abstained:
        _fail(answer, f"a refusal cites nothing, expected a citation of {named}")
    if not of_source:
        _fail(answer, f"no {place}citation is of {named}")
    if quote is not None and not any(holds(one.quote, quote) for one in of_source):
        _fail(answer, f"no {place}citation of {named} holds {_quoted(quote)}")


def assert_supported(answer: Answer) -> None:
    """Assert that each sentence that states something cites a quotation that holds its words.

    Words are compared in their order, without regard to capitals and punctuation. A lead that ends
    with a colon and a question state nothing; a refusal needs no support. Every marker must have
    its citation, and every citation its marker.
    """
    __tracebackhide__ = True
    problems = list(_support_problems(answer))
    if problems:
        _fail(answer, *problems)


def assert_answers(
    answer: Answer, *, any_of: str | Iterable[str] = (), all_of: str | Iterable[str] = ()
) -> None:
    """Assert that an answer is no refusal, and that its text holds one of some texts, and all of
    others, without regard to capitals and runs of space.
    """  # noqa: D205
    __tracebackhide__ = True
    wanted, needed = _texts(any_of), _texts(all_of)
    if answer.abstained:
        _fail(answer, "it refuses, expected an answer")
    problems = []
    if wanted and not any(holds(answer.text, one) for one in wanted):
        problems.append(f"it holds none of {', '.join(map(_quoted, wanted))}")
    problems += [
        f"it does not hold {_quoted(one)}" for one in needed if not holds(answer.text, one)
    ]
    if problems:
        _fail(answer, *problems)


def assert_refuses(answer: Answer) -> None:
    """Assert that an answer is a refusal, and so has neither a short answer nor a citation."""
    __tracebackhide__ = True
    if not answer.abstained:
        _fail(answer, "it answers, expected a refusal")
    if answer.citations or answer.short_answer is not None:
        _fail(answer, "a refusal states something: it has a short answer or a citation")


def assert_verbatim(answer: Answer, documents: HasDocuments | Mapping[str, str]) -> None:
    """Assert that each quotation is exactly the slice of its document that the citation names.

    Parameters
    ----------
    documents
        A bot, or texts by ``doc_id``.
    """
    __tracebackhide__ = True
    problems = [
        problem
        for citation in answer.citations
        if (problem := _verbatim_problem(citation, documents)) is not None
    ]
    if problems:
        _fail(answer, *problems)


def assert_as_expected(case: Case, answer: Answer, documents: HasDocuments) -> None:
    """Assert all that a question of a set expects: what tests made of a table do.

    Whatever is expected, an answer must be supported and its quotations verbatim.
    """
    __tracebackhide__ = True
    if not case.answerable:
        assert_refuses(answer)
        return
    assert_answers(answer, any_of=case.any_of, all_of=case.all_of)
    assert_answers(answer, any_of=case.answers)
    if case.sources:
        assert_cites(answer, source=case.sources, quote=case.quote)
    elif case.quote is not None and not any(holds(c.quote, case.quote) for c in answer.citations):
        _fail(answer, f"no citation holds {_quoted(case.quote)}")
    assert_supported(answer)
    assert_verbatim(answer, documents)


def _support_problems(answer: Answer) -> Iterator[str]:
    if answer.abstained:
        return
    statements = statements_of(answer)
    if not statements:
        yield "it states nothing, expected an answer with statements or a refusal"
    for marker in unresolved_markers(answer):
        yield f"marker [{marker}] has no citation"
    for statement in statements:
        problem = _statement_problem(statement, answer)
        if problem is not None:
            yield problem
    for marker in unmarked_citations(answer):
        yield f"citation [{marker}] has no marker in the text"


def _statement_problem(statement: Statement, answer: Answer) -> str | None:
    if not statement.markers:
        return f"no marker proves {_quoted(statement.text)}"
    cited = cited_by(statement, answer.citations)
    if cited and not is_held(statement, answer.citations):
        markers = "".join(f"[{one.marker}]" for one in cited)
        return f"the quotation of {markers} does not hold {_quoted(statement.text)}"
    return None


def _verbatim_problem(
    citation: Citation, documents: HasDocuments | Mapping[str, str]
) -> str | None:
    marker, start, end = citation.marker, citation.start, citation.end
    try:
        text = (
            documents[citation.doc_id]
            if isinstance(documents, Mapping)
            else documents.document(citation.doc_id).text
        )
    except Exception as error:  # noqa: BLE001 - whatever a system raises, the document is not there
        return f"citation [{marker}]: {citation.doc_id} is no document ({error})"
    if not 0 <= start < end <= len(text):
        return (
            f"citation [{marker}]: {start}..{end} is no slice of {citation.doc_id}, which has"
            f" {len(text)} characters"
        )
    if text[start:end] != citation.quote:
        at = _first_difference(text[start:end], citation.quote)
        around = slice(max(0, at - _AROUND_CHARS), at + _AROUND_CHARS)
        return (
            f"citation [{marker}]: its quotation is not {citation.doc_id}[{start}:{end}]; around"
            f" {start + at} the document has {_quoted(text[start:end][around])}, the quotation"
            f" {_quoted(citation.quote[around])}"
        )
    return None


def _first_difference(ours: str, theirs: str) -> int:
    pairs = zip(ours, theirs, strict=False)
    shortest = min(len(ours), len(theirs))
    return next((number for number, (a, b) in enumerate(pairs) if a != b), shortest)


def _texts(texts: str | Iterable[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def _fail(answer: Answer, *problems: str) -> NoReturn:
    __tracebackhide__ = True
    raise AssertionError("\n".join([*problems, "", *_shown_answer(answer)]))


def _shown_answer(answer: Answer) -> Iterator[str]:
    kind = "refusal" if answer.abstained else "answer"
    yield f"question: {answer.question}"
    yield f"{kind} (confidence {answer.confidence:.2f}):"
    yield from (f"    {line}".rstrip() for line in answer.text.splitlines())
    if not answer.citations:
        yield "citations: none"
        return
    yield "citations:"
    for one in answer.citations:
        yield f"    [{one.marker}] {one.doc_id} {one.start}..{one.end} {_quoted(one.quote)}"


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _SHOWN_CHARS else line[:_SHOWN_CHARS] + '…'}”"
