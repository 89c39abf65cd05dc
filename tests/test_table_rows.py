"""Rows of tables: which of them a question asks for."""

import pytest
from builders import candidate_of

from ragqa.cells import Row, row_of
from ragqa.questions import understand
from ragqa.table_rows import asked_row

LOANS = (
    "Reader: Students; Books at once: 8; Renewals: 2",
    "Reader: Master students; Books at once: 12; Renewals: 3",
    "Reader: Doctors; Books at once: 20; Renewals: 4",
)
CHARGES = ("Parking space: 28.00", "Garage: 62.00", "Cellar: 9.50")
HOLIDAYS = ("15 May | Day of the Faculty", "30 March to 6 April | Holy Week")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Key: lock; Default: 60", Row(("Key", "Default"), ("lock", "60"))),
        ("1 May | Labour Day", Row((), ("1 May", "Labour Day"))),
        ("Garage: 62.00", Row((), ("Garage",))),
        ("The garage costs 62 pounds.", None),
        ("He said: it is too late now to go back to where all of us came from.", None),
        ("First line | second\nanother line", None),
    ],
)
def test_row_has_names_and_cells(text: str, row: Row | None) -> None:
    assert row_of(text) == row


@pytest.mark.parametrize(
    ("question", "rows", "wanted", "others"),
    [
        ("How many renewals do doctors have?", LOANS, 2, [0, 1]),
        ("How many books can a master student have?", LOANS, 1, [0, 2]),
        ("How much is a garage?", CHARGES, 1, [0, 2]),
        ("When is Holy Week?", HOLIDAYS, 1, [0]),
        # Nothing tells them apart, or all are asked for.
        ("How many renewals are there?", LOANS, 0, []),
        ("Which readers are students?", ("Students read.", *LOANS[1:]), 0, []),
        ("Who are the doctors on the list of readers?", ("Doctors read.",), 0, []),
    ],
)
def test_row_asked_for_has_most_of_the_question_in_its_cells(
    question: str, rows: tuple[str, ...], wanted: int, others: list[int]
) -> None:
    candidates = [candidate_of(text) for text in rows]
    found, lesser = asked_row(understand(question), candidates, list(range(len(rows))))
    assert (found, sorted(lesser)) == (wanted, others)


def test_row_of_another_table_is_not_compared() -> None:
    candidates = [candidate_of(LOANS[0]), candidate_of(LOANS[2], doc_id="old")]
    question = understand("How many renewals do doctors have?")
    assert asked_row(question, candidates, [0, 1]) == (0, [])
