"""The row of a table that a question asks for, where another row is as near in all but its key.

A model that finds answering words looks for the column: "How many renewals do masters have?" is as
well answered by the row of the doctors. The row asked for is the one whose cells have most of the
question's words; the names of the columns stand in all rows, and count for none.
"""

from collections.abc import Sequence

from ragqa.cells import row_of
from ragqa.questions import Kind, Question
from ragqa.statements import Candidate


def asked_row(
    question: Question, candidates: Sequence[Candidate], order: Sequence[int]
) -> tuple[int, list[int]]:
    """Return which candidate is the row asked for, and the rows of its table that are not.

    It is in the table of the first of the order, and the first itself where no other row has more
    of the question's words in its cells, or that is no row, or a list is asked for.
    """
    first = order[0]
    table = _table_of(candidates[first])
    if table is None or question.kind is Kind.LIST:
        return first, []
    rows = [row for row in order if _table_of(candidates[row]) == table]
    said = {row: len(_asked_in(question, candidates[row])) for row in rows}
    asked = max(rows, key=lambda row: said[row])
    return asked, [row for row in rows if said[row] < said[asked]]


def _table_of(candidate: Candidate) -> tuple[str, str, tuple[str, ...], int] | None:
    """Return what the rows of a table have in common: document, section, columns."""
    row = row_of(candidate.text)
    if row is None:
        return None
    chunk = candidate.hit.chunk
    return chunk.doc_id, chunk.heading, row.names, 0 if row.names else len(row.cells)


def _asked_in(question: Question, candidate: Candidate) -> set[str]:
    row = row_of(candidate.text)
    cells = " | ".join(row.cells) if row else ""
    return question.terms_in(cells)
