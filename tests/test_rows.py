"""Rows as statements: which row names the columns, and how text tables are cut into cells."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.documents.csv import load_csv
from ragqa.documents.rows import row_of, row_statements
from ragqa.documents.source import SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document, PlaceKind


def statements(*rows: str) -> list[str]:
    """Return the statements of rows whose cells have a "|" between."""
    sheet = [row_of(number, row.split("|")) for number, row in enumerate(rows, start=1)]
    return [block.text for block in row_statements(sheet, "f")]


def table(text: str | bytes) -> Document:
    content = text.encode() if isinstance(text, str) else text
    (loaded,) = load_csv(SourceFile(Path("in/Desk list.csv"), "in/Desk list.csv", content))
    return loaded.document


# The names of the columns


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Place|Opens", "Bus|8:00"], ["Place: Bus; Opens: 8:00"]),
        (
            ["Place|Town", "Bus|León", "Square|Quito"],
            ["Place: Bus; Town: León", "Place: Square; Town: Quito"],
        ),
        (["Country|2019|2020", "Peru|5|6"], ["Country: Peru; 2019: 5; 2020: 6"]),
        (["Place:|Fee (Q)", "Bus|1,50"], ["Place: Bus; Fee (Q): 1,50"]),
        (["Fee", "1.50", "2.50"], ["Fee: 1.50", "Fee: 2.50"]),
        (["Place|Fee|Note", "Bus||late", "|3|"], ["Place: Bus; Note: late", "Fee: 3"]),
        (["Place|Fee", "Bus|3|cash only"], ["Place: Bus; Fee: 3; cash only"]),
        (["List of 2023", "Place|Fee", "Bus|3"], ["List of 2023", "Place: Bus; Fee: 3"]),
        (
            ["List", "", "Place|Fee", "Bus|3", "", "Square|4"],
            ["List", "Place: Bus; Fee: 3", "Place: Square; Fee: 4"],
        ),
        (["A|B", "x|1", "", "C|D", "y|2"], ["A: x; B: 1", "C: y; D: 2"]),
        (
            ["A|B", "x|1", "", "y|2|z|4", "w|3|v|5"],
            ["A: x; B: 1", "y | 2 | z | 4", "w | 3 | v | 5"],
        ),
    ],
)
def test_row_of_names_is_found_and_named_in_each_statement(
    rows: list[str], expected: list[str]
) -> None:
    assert statements(*rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Ana|2019|x", "Luis|2020|y"], ["Ana | 2019 | x", "Luis | 2020 | y"]),
        (["1|2|3", "4|5|6"], ["1 | 2 | 3", "4 | 5 | 6"]),
        (
            ["Name|Desk", "Since|2020-01-01", "Street|Calle 5"],
            ["Name: Desk", "Since: 2020-01-01", "Street: Calle 5"],
        ),
        (["yes|no|x", "yes|yes|x"], ["yes | no | x", "yes | yes | x"]),
        (["Bus|Bus", "a|1"], ["Bus: Bus", "a: 1"]),
        (["one", "two", "three"], ["one", "two", "three"]),
        (["Place|Fee"], ["Place: Fee"]),
        ([], []),
        (["", "|"], []),
    ],
)
def test_rows_without_names_are_given_as_they_are(rows: list[str], expected: list[str]) -> None:
    assert statements(*rows) == expected


STAFF = ["Name|Role|Office", "Ana|Director|San José", "Luis|Clerk|Panama", ""]
FIRST_GROUP = [
    "Name: Ana; Role: Director; Office: San José",
    "Name: Luis; Role: Clerk; Office: Panama",
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["Marta|Analyst|Guatemala", "Pedro|Driver|Managua"],
            [
                "Name: Marta; Role: Analyst; Office: Guatemala",
                "Name: Pedro; Role: Driver; Office: Managua",
            ],
        ),
        (["Marta|Analyst", "Pedro|Driver"], ["Name: Marta; Role: Analyst"]),
        (
            ["Field team", "Marta|Analyst|Guatemala", "Pedro|Driver|Managua"],
            ["Field team", "Name: Marta; Role: Analyst; Office: Guatemala"],
        ),
        # What goes beyond the names is not theirs; and a person names no columns still.
        (
            ["Marta|Analyst|Guatemala", "Pedro|Driver|Managua|on leave"],
            ["Marta | Analyst | Guatemala", "Pedro | Driver | Managua | on leave"],
        ),
    ],
)
def test_group_after_a_blank_row_has_the_names_above(rows: list[str], expected: list[str]) -> None:
    found = statements(*STAFF, *rows)
    assert found[:2] == FIRST_GROUP
    assert found[2 : 2 + len(expected)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Visa|Price|Where", "Work|40|Bank"], ["Visa: Work; Price: 40; Where: Bank"]),
        (["NAME:|Task|City", "Eva|Cook|León"], ["NAME: Eva; Task: Cook; City: León"]),
        (["Name|Role|Office", "Eva|Cook|León"], ["Name: Eva; Role: Cook; Office: León"]),
        (
            ["Visa|Where|From|Until", "Work|Bank|a|b"],
            ["Visa: Work; Where: Bank; From: a; Until: b"],
        ),
    ],
)
def test_table_after_a_blank_row_has_names_of_its_own(rows: list[str], expected: list[str]) -> None:
    assert statements(*STAFF, *rows) == [*FIRST_GROUP, *expected]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        (["Passport|40 euros", "Visa|60 euros", "Permit|Free"], "Passport: 40 euros"),
        (["Passport|40 euros|a", "Visa|60 euros|b"], "Passport | 40 euros | a"),
        (["Ana|$40 per adult|x", "Luis|$20 per child|y"], "Ana | $40 per adult | x"),
        (["Bus|from 8 to 12 h|3rd", "Car|from 9 to 17 h|"], "Bus | from 8 to 12 h | 3rd"),
        (["Ana|+506 2222-3333|a", "Luis|+506 4444-5555|b"], "Ana | +506 2222-3333 | a"),
        (["Ana|ana@iom.example|a", "Luis|l@iom.example|b"], "Ana | ana@iom.example | a"),
        (["Ana|www.a.example|a", "Luis|https://b.example/x|b"], "Ana | www.a.example | a"),
    ],
)
def test_row_like_those_below_it_names_no_columns(rows: list[str], first: str) -> None:
    found = statements(*rows)
    assert len(found) == len(rows)
    assert found[0] == first


@pytest.mark.parametrize(
    ("names", "values"),
    [
        ("Name|Type of visa", "Ana|work visa"),
        ("Document|Fee 2024 (euros)", "Visa|40 euros"),
        ("Visa|1 adult|2 adults", "Work|40 euros|70 euros"),
        ("Country|Fiscal 2023|Budget 2024", "Peru|5|6"),
        ("Country|2023|2024", "Peru|1500|1600"),
        ("Office|E-mail|Phase 1", "León|a@b.example|done"),
        ("Country|90 days|180 days", "Peru|with a visa, 90 days|no"),
    ],
)
def test_names_that_hold_numbers_or_words_of_the_values_stay_names(names: str, values: str) -> None:
    cells = zip(names.split("|"), values.split("|"), strict=True)
    expected = "; ".join(f"{name}: {value}" for name, value in cells)
    other = "|".join(["Chile", "none", "none"][: names.count("|") + 1])
    assert statements(names, values, other)[0] == expected


def test_statement_is_one_line() -> None:
    row = row_of(1, ["a\nb", " ", "c\td\u00a0e"])
    assert [block.text for block in row_statements([row], "f")] == ["a b: c d e"]


@given(st.lists(st.lists(st.sampled_from(["", "a", "b c", "7", "2020", "1:00"]), max_size=4)))
def test_no_cell_is_lost_but_names_and_every_row_is_cited(rows: list[list[str]]) -> None:
    sheet = [row_of(number, cells) for number, cells in enumerate(rows, start=1)]
    blocks = list(row_statements(sheet, "f", sheet="S"))
    numbers = [block.mark.number or 0 for block in blocks if block.mark]
    assert numbers == sorted(set(numbers))
    for block in blocks:
        assert block.mark is not None
        assert block.mark.number is not None
        for cell in rows[block.mark.number - 1]:
            assert cell in block.text
    unnamed = [row for row in sheet if row.cells and row.number not in numbers]
    assert all("a" in row.cells.values() or "b c" in row.cells.values() for row in unnamed)


def test_cell_that_a_great_many_rows_repeat_is_refused() -> None:
    rows = (row_of(number, ["x" * 2**20, "1"]) for number in range(1, 40))
    with pytest.raises(DocumentError, match="more than 32 MB of text") as caught:
        list(row_statements(rows, "f"))
    assert caught.value.problem is FileProblem.TOO_LARGE


# Text tables


@pytest.mark.parametrize(
    "text",
    [
        "Place,Fee\nBus,3.50\n",
        "Place;Fee\r\nBus;3.50\r\n",
        "Place\tFee\nBus\t3.50",
        "Place|Fee\nBus|3.50",
        '"Place","Fee"\n"Bus","3.50"\n',
        "sep=;\nPlace;Fee\nBus;3.50",
        "\ufeffPlace,Fee\nBus,3.50",
    ],
)
def test_what_separates_the_cells_is_found(text: str) -> None:
    assert table(text).text == "Place: Bus; Fee: 3.50"


def test_decimal_commas_do_not_separate_cells() -> None:
    assert (
        table("Lugar;Costo\nA;1,5\nB;2,5\n").text == "Lugar: A; Costo: 1,5\n\nLugar: B; Costo: 2,5"
    )


def test_quoted_cell_may_hold_line_ends_and_marks() -> None:
    text = table('Place,Note\n"Bus, old","He said ""no"".\nTwice."\nSquare,x\n').text
    assert text == 'Place: Bus, old; Note: He said "no". Twice.\n\nPlace: Square; Note: x'


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    document = table('List\n\nPlace,Note\nBus,"a\nb"\n\nSquare,c\n')
    texts = {place.number: document.text[place.start : place.end] for place in document.places}
    assert texts == {1: "List", 4: "Place: Bus; Note: a b", 6: "Place: Square; Note: c"}
    assert {place.kind for place in document.places} == {PlaceKind.ROW}
    assert document.places[0].label == "row 1"


def test_title_is_the_name_of_the_file() -> None:
    assert table("Place,Fee\nBus,3").title == "Desk list"


def test_cell_too_large_is_refused_with_its_line() -> None:
    with pytest.raises(DocumentError, match=r"in/Desk list.csv, line 2: found a broken row"):
        table('a,b\n"' + "x" * 200_000)
