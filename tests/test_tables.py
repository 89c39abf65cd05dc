"""Tables as statements: which rows name the columns, which cells others, what stays as it is."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.documents.tables import Cell, TableRow, stated_rows, table_blocks


def rows(*written: str) -> Iterator[TableRow]:
    """Yield rows written as "# Place|Fee": "#" says that it is a head, "*" before a cell a name."""
    for row in written:
        cells = row.removeprefix("#").strip().split("|")
        yield TableRow(
            [Cell(one.removeprefix("*"), is_name=one.startswith("*")) for one in cells],
            is_head=row.startswith("#"),
        )


def texts(*written: str, title: str = "") -> list[str]:
    return [block.text for block in table_blocks(rows(*written), title=title)]


# The names of the columns


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (["#Place|Fee", "Bus|none", "Square|$3"],
         ["Place: Bus; Fee: none", "Place: Square; Fee: $3"]),
        (["*Place|*Fee", "Bus|none"], ["Place: Bus; Fee: none"]),
        (["#Place|Fee:|Note", "Bus||late", "Square|$3|"],
         ["Place: Bus; Note: late", "Place: Square; Fee: $3"]),
        (["#|London|Abroad", "Hotel|£165|£150"], ["Hotel; London: £165; Abroad: £150"]),
        (["#Place|2 adults|3 adults", "Bus|2 euros|3 euros"],
         ["Place: Bus; 2 adults: 2 euros; 3 adults: 3 euros"]),
        (["#Country|2024", "Peru|1,500"], ["Country: Peru; 2024: 1,500"]),
        (["#Fees of 2023||", "#Place|Fee|Note", "Bus|3|a"],
         ["Fees of 2023", "Place: Bus; Fee: 3; Note: a"]),
        (["*|*Price|*Price", "*Place|*today|*later", "Bus|3|4"],
         ["Place: Bus; Price, today: 3; Price, later: 4"]),
        (["*Place|*Fee|*Note", "*All|*7|*a", "Bus|3|a"],
         ["Place: All; Fee: 7; Note: a", "Place: Bus; Fee: 3; Note: a"]),
        # A group of rows, and a note, say nothing of a column.
        (["#Place|Fee|Note", "In Peru||", "Bus|3|a", "All fees in euros.||"],
         ["In Peru", "Place: Bus; Fee: 3; Note: a", "All fees in euros."]),
        # Said again at the top of a page; others take their place; a sum is a row.
        (["#Place|Fee", "Bus|3", "#Place|Fee", "Square|4"],
         ["Place: Bus; Fee: 3", "Place: Square; Fee: 4"]),
        (["#Place|Fee", "Bus|3", "#Person|Task", "Ana|Cook"],
         ["Place: Bus; Fee: 3", "Person: Ana; Task: Cook"]),
        (["#Place|Fee", "Bus|3", "#All|7"], ["Place: Bus; Fee: 3", "Place: All; Fee: 7"]),
        (["#Place|Fee", "Bus|3", "*All|*7"], ["Place: Bus; Fee: 3", "Place: All; Fee: 7"]),
    ],
)  # fmt: skip
def test_rows_are_statements_below_names_that_the_format_shows(
    table: list[str], expected: list[str]
) -> None:
    assert texts(*table) == expected


@pytest.mark.parametrize(
    ("table", "first"),
    [
        (["Clase|Ejemplo|Multa", "Leve|un perro suelto|de 50 a 200 euros", "Grave|ruido|201 euros"],
         "Clase: Leve; Ejemplo: un perro suelto; Multa: de 50 a 200 euros"),
        (["|Queen|Worker", "Egg|3 days|4 days", "Pupa|7 days|8 days"],
         "Egg; Queen: 3 days; Worker: 4 days"),
        (["Cover|Mean at 15:00|Streets", "none|0.0 °C (as before)|17", "a tenth|-0.8 °C|13"],
         "Cover: none; Mean at 15:00: 0.0 °C (as before); Streets: 17"),
        (["Year|People", "1950|4,812", "2025|2,516"], "Year: 1950; People: 4,812"),
        (["Country|2019|2020", "Peru|5|6", "Chile|7|8"], "Country: Peru; 2019: 5; 2020: 6"),
        (["Name|Role|Mail", "Ana|Cook|a@b.example", "Eva|none|e@b.example"],
         "Name: Ana; Role: Cook; Mail: a@b.example"),
        (["Place|Opens|Fee", "Bus|8:00|3", "Place|Opens|Fee", "Pier|9:00|4"],
         "Place: Bus; Opens: 8:00; Fee: 3"),
        (["Fees||", "Place|Opens|Fee", "Bus|8:00|3", "In Peru||", "Square|9:00|none"], "Fees"),
    ],
)  # fmt: skip
def test_names_are_known_by_the_values_below(table: list[str], first: str) -> None:
    assert texts(*table)[0] == first
    assert len(texts(*table)) < len(table)


@pytest.mark.parametrize(
    "table",
    [
        ["Ana|Cook|León", "Eva|Driver|Quito", "Luis|Clerk|Lima"],
        ["Ana|Cook|3", "Eva|Driver|5"],
        ["Place|Fee|Note", "Bus|3|a"],
        ["Place|Fee|Fee", "Bus|3|4", "Square|5|6"],
        ["Bus|$3 per adult|x", "Square|$4 per adult|y", "Pier|$5 per adult|z"],
        ["none|yes|3", "none|no|4", "some|yes|5"],
        ["Head|Vocal|" + "x" * 61, "A|1|2", "B|3|4"],
        ["Place|Fee|Note", "Bus|3|a", "Square|4|b|more"],
        ["Presidenta|Elena", "Vocal 1|Ana", "Vocal 2|Eva"],
        ["9:00|Breakfast", "10:00|Coffee"],
        ["Up to 2 years|4 weeks", "Up to 5 years|6 weeks"],
        ["México|Guatemala", "Belice|Panamá"],
        ["Good morning|Buenos días", "Room 3|Cuarto 3"],
        ["Can I bring a dog?|Yes, up to 2.", "Is it free?|No, $3."],
        ["Bus|3", "Bus|4"],
        ["#Place|Fee"],
        ["*Ana|*Cook|*3", "*Eva|*Driver|*5"],
        ["#Place|Fee|Note", "Bus|3|a|b"],
        [f"#Place|{'x' * 201}|Note", "Bus|3|a"],
        ["#a|b", "#c|d", "#e|f", "#g|h", "#i|j", "k|l"],
        ["only", "one", "column"],
    ],
)  # fmt: skip
def test_where_it_is_unclear_rows_stay_as_they_are(table: list[str]) -> None:
    plain = [row.translate({ord("#"): "", ord("*"): "", ord("|"): " | "}) for row in table]
    assert texts(*table, title="Its title") == ["\n".join(["Its title", *plain])]
    assert stated_rows(rows(*table)) is None


def test_title_and_each_statement_are_blocks_of_their_own() -> None:
    assert texts("#Place|Fee", "Bus|3", title="Fees") == ["Fees", "Place: Bus; Fee: 3"]
    assert texts("|", "") == []


def test_row_of_another_width_than_the_names_stays_as_it_is() -> None:
    table = ["#Place|Opens|Fee", "Bus|3", "Square|9:00|4"]
    assert texts(*table) == ["Bus | 3", "Place: Square; Opens: 9:00; Fee: 4"]


# Pairs of a name and a value


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (["Power|1,450 W", "Weight|7.4 kg"], ["Power: 1,450 W", "Weight: 7.4 kg"]),
        (["Colour|black", "Power|1,450 W", "Weight|7.4 kg", "Mail|a@b.example", "Made in|Peru"],
         ["Colour: black", "Power: 1,450 W", "Weight: 7.4 kg", "Mail: a@b.example",
          "Made in: Peru"]),
        # What stands above only numbers may be the names of the columns.
        (["Item|Price", "Coffee|£3", "Tea|£2"], ["Item | Price", "Coffee: £3", "Tea: £2"]),
        (["*Item|Price", "*Coffee|£3", "*Tea|£2"], ["Item: Price", "Coffee: £3", "Tea: £2"]),
        (["Name:|Maria", "A1:|Lima"], ["Name: Maria", "A1: Lima"]),
        (["*Term|what it says", "*Other|what that says"],
         ["Term: what it says", "Other: what that says"]),
        (["#|", "Mayor|Elena", "Clerk|Luis"], ["Mayor: Elena", "Clerk: Luis"]),
        # A program shows the first row as the names of columns, whatever it holds.
        (["#Power|1,450 W", "Weight|7.4 kg"], ["Power: 1,450 W", "Weight: 7.4 kg"]),
        (["Data||", "Power|1,450 W", "Others|", "Weight|7.4 kg"],
         ["Data", "Power: 1,450 W", "Others", "Weight: 7.4 kg"]),
    ],
)  # fmt: skip
def test_pair_of_cells_is_a_name_and_its_value(table: list[str], expected: list[str]) -> None:
    narrow = [row.removesuffix("|") if row.endswith("||") else row for row in table]
    assert texts(*narrow) == expected


# Cells that span columns or rows


def test_name_above_names_goes_in_front_of_them() -> None:
    table = [
        TableRow([Cell("Place", rows=2), Cell("Opens", columns=2)], is_head=True),
        TableRow([Cell("summer"), Cell("winter")], is_head=True),
        TableRow([Cell("Bus"), Cell("8:00"), Cell("9:00")]),
        TableRow([Cell("Square"), Cell("closed", columns=2)]),
        TableRow([Cell("In the north", columns=3)]),
    ]
    assert [block.text for block in table_blocks(table)] == [
        "Place: Bus; Opens, summer: 8:00; Opens, winter: 9:00",
        "Place: Square; Opens, summer / Opens, winter: closed",
        "In the north",
    ]


@pytest.mark.parametrize("goes_on", [Cell("", rows=0), None])
def test_cell_of_several_rows_is_said_in_each(goes_on: Cell | None) -> None:
    first = Cell("Bus", rows=1 if goes_on else 3)
    table = [
        TableRow([Cell("Place"), Cell("Day"), Cell("Fee")], is_head=True),
        TableRow([first, Cell("Monday"), Cell("3")]),
        TableRow([*([goes_on] if goes_on else []), Cell("Sunday"), Cell("4")]),
        TableRow([*([goes_on] if goes_on else []), Cell(""), Cell("")]),
        TableRow([Cell("Square"), Cell("Monday"), Cell("5")]),
    ]
    assert [block.text for block in table_blocks(table)] == [
        "Place: Bus; Day: Monday; Fee: 3",
        "Place: Bus; Day: Sunday; Fee: 4",
        "Place: Square; Day: Monday; Fee: 5",
    ]


def test_long_cell_of_several_rows_is_said_once() -> None:
    table = [
        TableRow([Cell("Note"), Cell("Fee")], is_head=True),
        TableRow([Cell("x" * 201, rows=2), Cell("3")]),
        TableRow([Cell("4")]),
    ]
    assert [block.text for block in table_blocks(table)] == [f"Note: {'x' * 201}; Fee: 3", "Fee: 4"]


CELLS = st.builds(
    Cell,
    st.sampled_from(["", "a", "b c", "7 kg", "2020", "1:00", "x@y.example", "z:"]),
    columns=st.integers(1, 3),
    rows=st.sampled_from([1, 1, 1, 1, 0, 2, 3]),
    is_name=st.booleans(),
)


@given(st.lists(st.builds(TableRow, st.lists(CELLS, max_size=4), is_head=st.booleans())))
def test_no_cell_is_lost_but_names_and_rows_keep_their_order(table: list[TableRow]) -> None:
    text = "\n".join(block.text for block in table_blocks(table))
    stated = stated_rows(table)
    numbers = range(len(table)) if stated is None else list(stated)
    assert list(numbers) == sorted(numbers)
    for number in numbers:
        for cell in table[number].cells:
            assert cell.text.removesuffix(":") in text
    unsaid = [row for number, row in enumerate(table) if number not in numbers]
    shown = [row for row in unsaid if any(cell.text for cell in row.cells)]
    names = [
        row
        for number, row in enumerate(shown)
        if row.is_head or number == 0 or all(cell.is_name for cell in row.cells if cell.text)
    ]
    # Names may be said again; what stands in a row from above is not told from them here.
    said = [[cell.text for cell in row.cells if cell.text] for row in names]
    spans = any(cell.rows != 1 for row in table for cell in row.cells)
    assert spans or all([cell.text for cell in row.cells if cell.text] in said for row in shown)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (["Item|Landlord|Tenant", "Bulbs|No|Yes", "Boiler|Yes, each May|No", "Glass|In a storm|No"],
         ["Item: Bulbs; Landlord: No; Tenant: Yes",
          "Item: Boiler; Landlord: Yes, each May; Tenant: No",
          "Item: Glass; Landlord: In a storm; Tenant: No"]),
        (["Sala|Gratis|Niños", "Este|Sí|No", "Oeste|No|Sí"],
         ["Sala: Este; Gratis: Sí; Niños: No", "Sala: Oeste; Gratis: No; Niños: Sí"]),
    ],
)  # fmt: skip
def test_names_stand_above_columns_that_say_yes_or_no(
    table: list[str], expected: list[str]
) -> None:
    assert texts(*table) == expected


@pytest.mark.parametrize(
    "table",
    [
        ["Bulbs|No|Yes", "Boiler|Yes|No", "Glass|No|Yes"],
        ["Glass|If a storm broke it|By the household", "Bulbs|No|Yes", "Boiler|Yes|No"],
        ["Glass|Landlord|Tenant", "Bulbs|Tenant|Yes", "Boiler|Tenant|No"],
        ["Glass|Landlord|Tenant", "Bulbs|Nobody|Yesterday", "Boiler|Nothing|Yesteryear"],
        ["Glass|Landlord|Tenant", "Bulbs|No|Yes"],
    ],
)
def test_first_row_is_no_names_where_yes_and_no_do_not_tell(table: list[str]) -> None:
    assert texts(*table) == ["\n".join(" | ".join(row.split("|")) for row in table)]
