"""Assertions on answers and their citations, for test suites.

Each passes silently or raises an ``AssertionError`` that shows the answer, its citations and what
was missing. They judge any `ragqa.Answer`: one of a bot here, or one of another system read with
``Answer.from_dict``. The fixture ``ragqa_bot`` and tests from tables come with the pytest plugin,
`ragqa.pytest_plugin`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NoReturn, Protocol

from ragqa.evaluation.cases import Case, is_document
from ragqa.evaluation.cited import Cited, quoted, texts_of
from ragqa.evaluation.matching import holds, is_same
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

_AROUND_CHARS = 20


class HasDocuments(Protocol):
    """What documents can be had from, such as a `ragqa.ChatBot`."""

    def document(self, doc_id: str) -> Document:
        """Return a document by its id; an error of any kind if there is none."""


def assert_cites(
    answer: Answer,
    *,
    source: str | Iterable[str],
    quote: str | None = None,
    page: int | None = None,
    place: str | None = None,
    heading: str | None = None,
    first: bool = False,
    documents: HasDocuments | Mapping[str, str] | None = None,
) -> None:
    """Assert that an answer has a citation that is of a document and meets all that is given.

    Parameters
    ----------
    source
        The document's id, or whole names from the end of its path: "b/c.md" and "c.md" of
        "a/b/c.md". Of several, any one will do, and any that the quotation stands in too.
    quote
        What the quotation holds, without regard to capitals and runs of space.
    page
        The number of the page that the quotation begins on.
    place
        The place that it begins at, as "sheet Budget, row 12", or the end of it, as "row 12".
    heading
        The heading of its section, or of one that this is within.
    first
        Whether it must be the first citation.
    documents
        A bot, or texts by ``doc_id``: where no document is called as the source, the message says.

    Raises
    ------
    ValueError
        If there is no source, or what is expected is empty, which any citation would meet.
    """
    __tracebackhide__ = True
    sources = texts_of("source", source)
    cited = Cited(tuple(sources), quote=quote, page=page, place=place, heading=heading)
    problem = cited.problem_of(answer, first=first)
    if problem is not None:
        _fail(answer, problem, *_unknown_sources(sources, documents))


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
    answer: Answer,
    *,
    any_of: str | Iterable[str] | None = None,
    all_of: str | Iterable[str] | None = None,
    short_answer: str | Iterable[str] | None = None,
) -> None:
    """Assert that an answer is no refusal, and that its text and its short answer are right.

    Parameters
    ----------
    any_of, all_of
        What its text holds: one of these texts, and all of those.
    short_answer
        What its short answer is, or one of several. All are compared without regard to capitals
        and runs of space.

    Raises
    ------
    ValueError
        If a list or a text is empty, which any answer would meet.
    """
    __tracebackhide__ = True
    wanted, needed = _given("any_of", any_of), _given("all_of", all_of)
    short = _given("short_answer", short_answer)
    if answer.abstained:
        _fail(answer, "it refuses, expected an answer")
    problems = []
    if wanted and not any(holds(answer.text, one) for one in wanted):
        problems.append(f"it holds none of {', '.join(map(quoted, wanted))}")
    problems += [f"it does not hold {quoted(one)}" for one in needed if not holds(answer.text, one)]
    if short and not any(is_same(answer.short_answer or "", one) for one in short):
        found = "none" if answer.short_answer is None else quoted(answer.short_answer)
        problems.append(f"its short answer is {found}, not {' or '.join(map(quoted, short))}")
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
    assert_answers(
        answer,
        any_of=case.any_of or None,
        all_of=case.all_of or None,
        short_answer=case.short_answer or None,
    )
    assert_answers(answer, any_of=case.answers or None)
    cited = Cited(
        case.sources, quote=case.quote, page=case.page, place=case.place, heading=case.heading
    )
    problem = cited.problem_of(answer)
    if problem is not None:
        _fail(answer, problem, *_unknown_sources(case.sources, documents))
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
        return f"no marker proves {quoted(statement.text)}"
    cited = cited_by(statement, answer.citations)
    if cited and not is_held(statement, answer.citations):
        markers = "".join(f"[{one.marker}]" for one in cited)
        return f"the quotation of {markers} does not hold {quoted(statement.text)}"
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
            f" {start + at} the document has {quoted(text[start:end][around])}, the quotation"
            f" {quoted(citation.quote[around])}"
        )
    return None


def _first_difference(ours: str, theirs: str) -> int:
    pairs = zip(ours, theirs, strict=False)
    shortest = min(len(ours), len(theirs))
    return next((number for number, (a, b) in enumerate(pairs) if a != b), shortest)


def _given(name: str, texts: str | Iterable[str] | None) -> list[str]:
    return [] if texts is None else texts_of(name, texts)


def _unknown_sources(
    sources: Sequence[str], documents: HasDocuments | Mapping[str, str] | None
) -> Iterator[str]:
    """Yield a line for each source that names none of the documents, where these can be listed."""
    known = _known_ids(documents)
    for source in sources if known else ():
        if not any(is_document(doc_id, source) for doc_id in known):
            yield f"no document is called {source}"


def _known_ids(documents: HasDocuments | Mapping[str, str] | None) -> list[str]:
    """Return the ids of documents; none where they can be asked for by their ids alone."""
    if isinstance(documents, Mapping):
        return list(documents)
    listing = getattr(documents, "documents", None)
    return [one.doc_id for one in listing()] if callable(listing) else []


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
        yield f"    [{one.marker}] {one.doc_id} {one.start}..{one.end} {quoted(one.quote)}"
