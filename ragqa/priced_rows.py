"""Amounts in a row whose currency stands above it: "Second card: 8.00" under "Fees (euros)"."""

import re
from collections.abc import Iterable

from ragqa.cells import Cell, cells_of
from ragqa.days import MODERN_YEAR
from ragqa.documents.blocks import HEADING_SEPARATOR
from ragqa.forms import AMOUNT, PRICED, SIGN
from ragqa.questions import Question
from ragqa.statements import Candidate
from ragqa.terms import tokenize
from ragqa.types import Span

_CELL_OF_AMOUNT = re.compile(
    rf"(?!{MODERN_YEAR}$)(?!0\d)(?!\d{{6}}){SIGN}?\s?(?P<amount>{AMOUNT})\.?", re.IGNORECASE
)
_DECIMALS = re.compile(r"[.,](\d+)$")
_MOST_WORDS_ABOVE = 12
"""A longer line above a table is a sentence, and tells of more than the table."""


def priced_amounts(candidate: Candidate) -> list[Cell]:
    """Return the cells of a row that have a price, as the names of their columns say, or its head.

    None of anything but a row. Where only the head says it, all numbers of the row are amounts, or
    it is not known which are: those that are written alike.
    """
    cells = cells_of(candidate.text)
    if named := [one for one in cells if PRICED.search(one.name) and _amount(one)]:
        return named
    amounts = [one for one in cells if _amount(one)]
    is_known = len(amounts) == 1 or len({_decimals(one) for one in amounts} - {0}) == 1
    is_priced = is_known and any(map(PRICED.search, _heads(candidate)))
    return amounts if is_priced and all(map(_decimals, amounts[1:])) else []


def asked_amount(question: Question, cells: Iterable[Cell]) -> Span | None:
    """Return the amount in the cell whose name has most of the question's words, if one has."""
    asked = set(question.terms)
    ranked = sorted(
        ((len(asked.intersection(tokenize(one.name, question.language))), one) for one in cells),
        key=lambda pair: -pair[0],
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    cell = ranked[0][1]
    found = _amount(cell)
    return found and Span(cell.start + found.start("amount"), cell.start + found.end("amount"))


def _amount(cell: Cell) -> re.Match[str] | None:
    return _CELL_OF_AMOUNT.fullmatch(cell.value)


def _decimals(cell: Cell) -> int:
    found = _DECIMALS.search(cell.value.rstrip("."))
    return len(found[1]) if found else 0


def _heads(candidate: Candidate) -> list[str]:
    """Return the heading over a row, and the line right above its table, if it is short."""
    chunk = candidate.hit.chunk
    lines = chunk.text[: candidate.start - chunk.start].splitlines()
    outside = (
        one for one in reversed(lines) if one.strip() and not any(map(_amount, cells_of(one)))
    )
    above = next(outside, "")
    heading = chunk.heading.rpartition(HEADING_SEPARATOR)[2]
    return [heading, *([above] if len(above.split()) <= _MOST_WORDS_ABOVE else [])]
