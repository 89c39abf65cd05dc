"""Question sets from files: ours, SQuAD, BEIR, CSV.

=====================  ==========================================================================
what                   how it is told
=====================  ==========================================================================
a BEIR folder          a folder with ``corpus.jsonl``, ``queries.jsonl`` and judgements
SQuAD 1.1 and 2.0      ``.json``
lines of SQuAD         ``.jsonl`` whose first line has a ``context``
ours                   ``.jsonl``, ``.yaml``, ``.yml``; ``ragqa feedback export`` writes it too
a table                ``.csv``: a question and its answer, or columns by the names of our keys
=====================  ==========================================================================

Each may be compressed, with ``.gz`` behind its suffix; a BEIR folder is not.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import yaml

from ragqa.errors import EvaluationError
from ragqa.evaluation.beir import read_beir
from ragqa.evaluation.cases import Case, GoldSpan, QuestionSet, is_document
from ragqa.evaluation.files import at, json_lines, text_of
from ragqa.evaluation.rows import Unfinished, case_of
from ragqa.evaluation.squad import read_squad, read_squad_lines

__all__ = ["Case", "GoldSpan", "QuestionSet", "is_document", "read_question_set"]

_ANSWER_SEPARATOR = "|"
_CSV_LISTS = ("answers", "any_of", "all_of", "history", "short_answer", "source")
_CSV_COLUMNS = (
    "id", "question", "answer", "answers", "source", "answerable", "missing", "language", "lang",
    "kind", "any_of", "all_of", "quote", "page", "place", "heading", "short_answer", "history",
    "note",
)  # fmt: skip
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_question_set(path: Path) -> QuestionSet:
    """Return the questions of a file or BEIR folder, in their order.

    Raises
    ------
    EvaluationError
        If the format is not known, something in the file cannot be what it should be, two
        questions have the same id, or there is no question in it. The line is named where there
        are lines.
    OSError
        If the file cannot be read.
    """
    found = read_beir(path) if path.is_dir() else _read_file(path)
    if not found.cases and not found.unfinished:
        raise EvaluationError(f"{path} has no question; give a set with one or more")
    seen: set[str] = set()
    for case in found.cases:
        if case.case_id in seen:
            raise EvaluationError(f'{path}: two questions have the id "{case.case_id}"; rename one')
        seen.add(case.case_id)
    return found


def _read_file(path: Path) -> QuestionSet:
    plain = PurePath(path.name.removesuffix(".gz"))
    name = plain.stem
    match plain.suffix:
        case ".json":
            return read_squad(path, name)
        case ".jsonl":
            return _read_jsonl(path, name)
        case ".yaml" | ".yml":
            return _read_yaml(path, name)
        case ".csv":
            return _read_csv(path, name)
    raise EvaluationError(
        f"{path} is no question set; expected .jsonl, .yaml, .csv, SQuAD as .json, or a BEIR folder"
    )


def _read_jsonl(path: Path, name: str) -> QuestionSet:
    rows = list(json_lines(path))
    if rows and isinstance(rows[0][1], dict) and "context" in rows[0][1]:
        return read_squad_lines(rows, name)
    return _set_of_rows(rows, name)


def _read_yaml(path: Path, name: str) -> QuestionSet:
    try:
        rows = yaml.safe_load(text_of(path))
    except yaml.YAMLError as error:
        line = " ".join(str(error).split())
        raise EvaluationError(f"{path} is not valid YAML: {line}") from error
    if not isinstance(rows, list):
        raise EvaluationError(f"{path}: expected a list of questions, each with its keys")
    placed = [(f"{path}, question {number}", row) for number, row in enumerate(rows, start=1)]
    return _set_of_rows(placed, name)


def _set_of_rows(rows: Iterable[tuple[str, Any]], name: str) -> QuestionSet:
    cases: list[Case] = []
    unfinished: list[str] = []
    for number, (place, row) in enumerate(rows, start=1):
        with at(place):
            one = case_of(row, default_id=str(number))
        if isinstance(one, Unfinished):
            unfinished.append(one.case_id)
        else:
            cases.append(replace(one, written_at=place))
    return QuestionSet(name, tuple(cases), unfinished=tuple(unfinished))


def _read_csv(path: Path, name: str) -> QuestionSet:
    """Read a table: two columns without a header, or columns with the names of our keys."""
    lines = [row for row in csv.reader(io.StringIO(text_of(path), newline="")) if any(row)]
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    if "question" in header:
        lines = lines[1:]
    else:
        header = ["question", "answer"]
    unknown = [column for column in header if column not in _CSV_COLUMNS]
    if unknown:
        known = ", ".join(_CSV_COLUMNS)
        raise EvaluationError(f'{path} has the unknown column "{unknown[0]}"; known are {known}')
    rows = []
    for number, cells in enumerate(lines, start=1):
        place = f"{path}, question {number}"
        if len(cells) != len(header):
            raise EvaluationError(
                f"{place}: found {len(cells)} columns, expected {len(header)}:"
                f" {', '.join(header)}; put quotation marks around a text with a comma"
            )
        with at(place):
            rows.append((place, _csv_row(dict(zip(header, cells, strict=True)))))
    return _set_of_rows(rows, name)


def _csv_row(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return a table's row; where there is a column for answers, an empty one expects a refusal."""
    row: dict[str, Any] = {
        key: _split(cell) if key in _CSV_LISTS else cell.strip()
        for key, cell in cells.items()
        if cell.strip() and key != "answer"
    }
    if "answer" in cells:
        row["answers"] = _split(cells["answer"])
    asks_for_answer = "answer" in cells or "answers" in cells
    row["answerable"] = bool(row.get("answers")) if asks_for_answer else True
    if cells.get("answerable", "").strip():
        row["answerable"] = _boolean(cells["answerable"].strip().lower())
    if str(row.get("page", "")).isdecimal():
        row["page"] = int(row["page"])
    return row


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(_ANSWER_SEPARATOR) if part.strip()]


def _boolean(cell: str) -> bool:
    if cell not in _BOOLEANS:
        raise EvaluationError(f'found "{cell}" as "answerable", expected true or false')
    return _BOOLEANS[cell]
