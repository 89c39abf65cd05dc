"""The check of written answers: each quotation against its document, each marker both ways."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ragqa.errors import StoreError

_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """How many answers and citations were checked, and a line for each problem."""

    answers: int
    citations: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Quotation:
    marker: int
    doc_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class _WrittenAnswer:
    text: str
    abstained: bool
    quotations: tuple[_Quotation, ...]


def check_answers(
    lines: Iterable[bytes], *, name: str, text_of: Callable[[str], str]
) -> AnswerReport:
    """Check the output of a batch.

    Parameters
    ----------
    lines
        An answer a line, as ``ragqa ask --batch`` writes it; blank lines are left alone.
    name
        What problems call the lines' file.
    text_of
        Returns the text of a document by its id; StoreError if there is none.
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
        citations += len(answer.quotations)
        problems += (f"{name}, line {number}: {one}" for one in _problems(answer, text_of))
    return AnswerReport(answers=answers, citations=citations, problems=tuple(problems))


def _parse(line: bytes) -> _WrittenAnswer:
    fields = json.loads(line)
    return _WrittenAnswer(
        text=_value(fields, "text", str),
        abstained=_value(fields, "abstained", bool),
        quotations=tuple(
            _Quotation(
                marker=_value(citation, "marker", int),
                doc_id=_value(citation, "doc_id", str),
                start=_value(citation, "start", int),
                end=_value(citation, "end", int),
                quote=_value(citation, "quote", str),
            )
            for citation in _value(fields, "citations", list)
        ),
    )


def _value(fields: Any, key: str, kind: type) -> Any:
    value = fields[key]
    if type(value) is not kind:
        raise TypeError(f"{key} is {value!r}")
    return value


def _problems(answer: _WrittenAnswer, text_of: Callable[[str], str]) -> Iterator[str]:
    for quotation in answer.quotations:
        problem = _quotation_problem(quotation, text_of)
        if problem:
            yield f"citation [{quotation.marker}]: {problem}"
    cited = {quotation.marker for quotation in answer.quotations}
    if answer.abstained:
        if cited:
            yield f"a refusal has {len(cited)} citations, expected none"
        return
    if len(cited) < len(answer.quotations):
        yield "two citations have the same marker"
    marked = {int(number) for number in _MARKER.findall(answer.text)}
    yield from (f"marker [{marker}] has no citation" for marker in sorted(marked - cited))
    yield from (f"citation [{marker}] has no marker" for marker in sorted(cited - marked))


def _quotation_problem(quotation: _Quotation, text_of: Callable[[str], str]) -> str | None:
    start, end = quotation.start, quotation.end
    try:
        text = text_of(quotation.doc_id)
    except StoreError as error:
        return str(error)
    if not 0 <= start < end <= len(text):
        return (
            f"{start}..{end} is no passage of {quotation.doc_id}, which has {len(text)} characters"
        )
    if text[start:end] != quotation.quote:
        return f"its quotation is not {quotation.doc_id}[{start}:{end}]"
    return None
