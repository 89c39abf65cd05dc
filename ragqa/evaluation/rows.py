"""A question of a set from a mapping, as a line of JSONL or an item of YAML holds it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ragqa.errors import ConditionError, EvaluationError
from ragqa.evaluation.cases import MISSING, NO_SUBJECT, Case, GoldSpan
from ragqa.scope import EVERYTHING, Scope, from_json

_KNOWN = (
    "id", "question", "history", "language", "lang", "answerable", "missing", "source", "answers",
    "any_of", "all_of", "quote", "page", "place", "heading", "short_answer", "evidence",
    "kind", "scope", "note",
)  # fmt: skip
# What exports of feedback and sets of SQuAD's kind carry along.
_LEFT_ALONE = ("opinion", "comment", "answer_text", "sources", "title")

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A question of which nobody has said yet what is expected of its answer."""

    case_id: str


def case_of(row: object, *, default_id: str) -> Case | Unfinished:
    """Return the question of a row.

    Parameters
    ----------
    row
        A mapping with the keys that ``docs/evaluation.md`` lists.
    default_id
        The id of a row that has none.

    Raises
    ------
    EvaluationError
        If it is no mapping, or a key is unknown, or a value impossible.
    """
    row = _mapping(row)
    case_id = _case_id(row, default_id)
    if "answerable" in row and row["answerable"] is None:
        return Unfinished(case_id)
    answerable = _value(row, "answerable", bool, default=True)
    sources = _texts(row, "source")
    return Case(
        case_id=case_id,
        question=question_of(row),
        history=_texts(row, "history"),
        language=_language(row),
        answerable=answerable,
        missing=_missing(row, answerable=answerable),
        sources=sources,
        answers=_answers(row),
        any_of=_texts(row, "any_of"),
        all_of=_texts(row, "all_of"),
        quote=_words(row, "quote"),
        page=_page(row),
        place=_words(row, "place"),
        heading=_words(row, "heading"),
        short_answer=_texts(row, "short_answer"),
        evidence=(*_evidence(row), *_answer_spans(row, sources)),
        kind=_value(row, "kind", str, default=None),
        scope=_scope(row),
    )


def question_of(row: _Row) -> str:
    """Return the question of a row; EvaluationError if there is none."""
    question = row.get("question")
    if not isinstance(question, str) or not question.strip():
        raise _wrong("question", question, "a text that is not blank")
    return question


def _texts(row: _Row, key: str) -> tuple[str, ...]:
    """Return the texts under a key, which may hold one, a list, or nothing."""
    value = row.get(key)
    listed = [value] if isinstance(value, str) else value
    if listed is None:
        return ()
    if not isinstance(listed, list) or not all(
        isinstance(one, str) and one.strip() for one in listed
    ):
        raise _wrong(key, value, "a text or a list of texts")
    return tuple(listed)


def _words(row: _Row, key: str) -> str | None:
    """Return the text under a key, None where there is none; a blank one would expect nothing."""
    text: str | None = _value(row, key, str, default=None)
    if text is not None and not text.strip():
        raise _wrong(key, text, "a text that is not blank")
    return text


def _page(row: _Row) -> int | None:
    page: int | None = _value(row, "page", int, default=None)
    if page is not None and page < 1:
        raise _wrong("page", page, "the number of a page, 1 or more")
    return page


def _mapping(row: object) -> _Row:
    if not isinstance(row, dict):
        raise EvaluationError(f"found {_shown(row)}, expected a question with its keys")
    unknown = [str(key) for key in row if key not in _KNOWN and key not in _LEFT_ALONE]
    if unknown:
        raise EvaluationError(
            f'found the unknown key "{unknown[0]}"; known are {", ".join(_KNOWN)}'
        )
    return row


def _case_id(row: _Row, default: str) -> str:
    case_id = row.get("id", default)
    if type(case_id) is int:
        return str(case_id)
    if not isinstance(case_id, str) or not case_id.strip():
        raise _wrong("id", case_id, "a text or a whole number")
    return case_id


def _language(row: _Row) -> str | None:
    key = "language" if "language" in row else "lang"
    language: str | None = _value(row, key, str, default=None)
    return language


def _missing(row: _Row, *, answerable: bool) -> str:
    missing: str = _value(row, "missing", str, default="" if answerable else NO_SUBJECT)
    if answerable and missing:
        raise EvaluationError('found "missing" at a question that has an answer; leave one out')
    if not answerable and missing not in MISSING:
        raise _wrong("missing", missing, " or ".join(f'"{one}"' for one in MISSING))
    return missing


def _answers(row: _Row) -> tuple[str, ...]:
    """Return the right answers, each once, in their order."""
    listed = (_answer_text(one) for one in _list(row, "answers"))
    return tuple(dict.fromkeys(listed))


def _answer_text(answer: object) -> str:
    text = answer.get("text") if isinstance(answer, dict) else answer
    if not isinstance(text, str) or not text.strip():
        raise _wrong("answers", answer, 'texts, or objects with "text" and "start"')
    return text


def _answer_spans(row: _Row, sources: Sequence[str]) -> list[GoldSpan]:
    """Return where the answers stand, if they say so and there is one document to stand in."""
    placed = [one for one in _list(row, "answers") if isinstance(one, dict) and "start" in one]
    if len(sources) != 1:
        return []
    spans = [span_of(sources[0], one["start"], text=_answer_text(one)) for one in placed]
    return list(dict.fromkeys(spans))


def span_of(doc_id: str, start: object, *, text: str) -> GoldSpan:
    """Return the span of an answer that begins at an offset; EvaluationError if it is none."""
    if type(start) is not int or start < 0:
        raise _wrong("start", start, "a whole number that is not negative")
    return GoldSpan(doc_id, start, start + len(text))


def _evidence(row: _Row) -> list[GoldSpan]:
    return [_gold_span(one) for one in _list(row, "evidence")]


def _gold_span(value: object) -> GoldSpan:
    fields_of = value if isinstance(value, dict) else {}
    doc_id, start, end = (fields_of.get(key) for key in ("doc_id", "start", "end"))
    if not isinstance(doc_id, str) or not isinstance(start, int) or not isinstance(end, int):
        raise _wrong("evidence", value, 'objects with "doc_id", "start" and "end"')
    if not 0 <= start < end:
        raise _wrong("evidence", value, "a start that is not negative, and an end behind it")
    return GoldSpan(doc_id, start, end)


def _scope(row: _Row) -> Scope:
    value = _value(row, "scope", dict, default=None)
    if value is None:
        return EVERYTHING
    names = {one.name for one in fields(Scope)}
    if not set(value) <= names:
        raise _wrong("scope", value, f"only the keys {', '.join(sorted(names))}")
    try:
        return Scope(**from_json(value))
    except (ConditionError, ValueError) as error:
        raise EvaluationError(f"found a scope that cannot be: {error}") from error


def _list(row: _Row, key: str) -> list[Any]:
    value = row.get(key)
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise _wrong(key, value, "a list")
    return value


def _value(row: _Row, key: str, kind: type, *, default: Any) -> Any:
    value = row.get(key)
    if value is None:
        return default
    if type(value) is not kind:
        names = {str: "a text", int: "a whole number", bool: "true or false", dict: "an object"}
        raise _wrong(key, value, names[kind])
    return value


def _wrong(key: str, value: object, expected: str) -> EvaluationError:
    return EvaluationError(f'found {_shown(value)} as "{key}", expected {expected}')


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:59]}…"
