"""Questions from JSON lines, answers to JSON lines."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ragqa.display import json_line
from ragqa.errors import QuestionError
from ragqa.types import Answer

_EXPECTED = 'expected {"question": "…"} and, where wanted, "id": … and "history": ["…"]'


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A line of a batch; ``history`` has the user's earlier questions, oldest first."""

    question_id: str | int
    question: str
    history: tuple[str, ...] = ()


def answer_lines(
    lines: Iterable[bytes], *, ask: Callable[..., Answer]
) -> Iterator[tuple[int, str | QuestionError]]:
    """Yield the number of each line, from 1, with its answer as JSON or what is wrong with it.

    Lines are read one at a time, so that a partner can wait for an answer before the next question.
    Blank lines yield nothing.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _answer_line(line, ask, number)


def _answer_line(line: bytes, ask: Callable[..., Answer], number: int) -> str | QuestionError:
    try:
        asked = read_question(line, number)
        answer = ask(asked.question, history=asked.history)
    except QuestionError as error:
        return error
    return json_line({"id": asked.question_id, **answer.to_dict()})


def read_question(line: bytes, number: int) -> BatchQuestion:
    """Return the question on a line, by its number where it has no id.

    Keys other than those of the contract are left alone.

    Raises
    ------
    QuestionError
        If the line is not a JSON object, or a key is missing or of the wrong type.
    """
    try:
        text = line.decode("utf-8-sig", "surrogatepass")
    except UnicodeDecodeError as error:
        raise QuestionError(f"found no UTF-8 ({error.reason}); save it as UTF-8") from error
    if "\0" in text:  # as every other character is in UTF-16
        raise QuestionError("found NULs, as in UTF-16; save it as UTF-8")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"found no JSON ({error}), {_EXPECTED}") from error
    if not isinstance(values, dict):
        raise QuestionError(f"found {type(values).__name__}, {_EXPECTED}")
    question_id, question = values.get("id", number), values.get("question")
    history = values.get("history", [])
    # JSON's true is an int to Python, and no id to anybody.
    if not isinstance(question_id, str) and type(question_id) is not int:
        raise QuestionError(f'found no text or whole number as "id", {_EXPECTED}')
    if not isinstance(question, str):
        raise QuestionError(f'found no text as "question", {_EXPECTED}')
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError(f'found no list of texts as "history", {_EXPECTED}')
    return BatchQuestion(question_id, question, tuple(history))
