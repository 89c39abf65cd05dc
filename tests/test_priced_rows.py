"""Amounts whose currency stands above their row."""

import pytest
from builders import document_of, hit_of, question_of

from ragqa.forms import asks_price
from ragqa.priced_rows import asked_amount, priced_amounts
from ragqa.statements import Candidate


def amount_of(row: str, *, head: str = "", heading: str = "", asked: str = "?") -> str | None:
    """Return the amount of the last line of a text, None if it has none."""
    lead = f"{head}\n" if head else ""
    document = document_of(f"{lead}{row}")
    hit = hit_of(document, heading=heading)
    candidate = Candidate(hit, len(lead), len(document.text), row, "")
    cells = priced_amounts(candidate)
    found = asked_amount(question_of(asked), cells)
    return row[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("row", "head", "heading", "amount"),
    [
        ("Second card: 8.00", "", "Prices 2025 › Other fees (euros)", "8.00"),
        ("Duplicado del carné: 8,00", "Otras tasas (euros)", "", "8,00"),
        ("- Second card: 8", "What it costs", "", "8"),
        ("Second card | 8.00", "Item | Price", "", "8.00"),
        ("Item: second card; Euros a year: 8.00", "", "", "8.00"),
        ("Item: second card; Places: 12; Monthly charge (pounds): 8.00", "", "", "8.00"),
        ("Second card: 1,250.00", "Other fees: first card: 5.00", "Fees", "1,250.00"),
    ],
)
def test_amount_in_a_row_under_a_currency_or_a_price(
    row: str, head: str, heading: str, amount: str
) -> None:
    assert amount_of(row, head=head, heading=heading) == amount


@pytest.mark.parametrize(
    ("row", "head", "heading"),
    [
        ("Second card: 8.00", "", ""),
        ("Second card: 8.00", "Cards", "Prices (euros) › Cards"),
        ("Second card: 2025", "", "Fees"),
        ("Second card: room 8", "", "Fees"),
        ("Telephone: 915550101", "", "Fees"),
        ("The second card is 8.00.", "", "Fees"),
        ("Second card: 8.00", "The fees of the year before were laid down by the board in the "
         "spring of that year.", ""),
        ("Room: double; Floor: 2; Places: 3", "", "Room fees"),
    ],
)  # fmt: skip
def test_number_that_nothing_calls_a_price_is_no_amount(row: str, head: str, heading: str) -> None:
    assert amount_of(row, head=head, heading=heading) is None


def test_of_several_amounts_it_is_that_of_the_column_asked_for() -> None:
    row = "Branch: law; First year: 12.62; Second year: 22.30"
    asked = "How much is the second year of law?"
    assert amount_of(row, heading="Price (euros)", asked=asked) == "22.30"
    assert amount_of(row, heading="Price (euros)", asked="How much is law?") is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("How much does a card cost?", True),
        ("¿Qué cuesta el carné?", True),
        ("¿Cuánto valen los carnés?", True),
        ("¿Qué valor tiene el carné?", False),
        ("How many cards are there?", False),
    ],
)
def test_price_is_asked_for(asked: str, expected: bool) -> None:
    assert asks_price(asked) is expected
