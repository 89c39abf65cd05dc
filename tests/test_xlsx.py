"""Excel workbooks: what a cell shows, which row it is in, and what is refused."""

from pathlib import Path

import pytest
from office import archive, references

from ragqa.documents.source import SourceFile
from ragqa.documents.xlsx import load_xlsx
from ragqa.errors import DocumentError
from ragqa.types import Document

RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def workbook(
    sheets: dict[str, str], *, settings: str = "", strings: str = "", styles: str = ""
) -> bytes:
    """Return a workbook of the rows of its sheets, its shared strings and its styles as XML."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="worksheet{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    targets = {f"worksheet{number}": f"sheet{number}.xml" for number in range(1, len(sheets) + 1)}
    related = references(**targets, sharedStrings="strings.xml", styles="styles.xml")
    for number in range(1, len(sheets) + 1):
        related = related.replace(f'/worksheet{number}"', '/worksheet"')
    return archive(
        {
            "_rels/.rels": references(officeDocument="/xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": related,
            "xl/workbook.xml": f"<workbook {RELATED}>{settings}<sheets>{names}</sheets></workbook>",
            "xl/strings.xml": f"<sst>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
            **{
                f"xl/sheet{number}.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
                for number, rows in enumerate(sheets.values(), start=1)
            },
        }
    )


def read(content: bytes) -> Document:
    (loaded,) = load_xlsx(SourceFile(Path("in/List.xlsx"), "in/List.xlsx", content))
    return loaded.document


STRINGS = (
    "<si><t>Bus</t></si><si><r><t>Cen</t></r><r><t>tral</t></r><rPh><t>sound</t></rPh></si>"
    '<si><t xml:space="preserve"> two\n lines </t></si>'
)
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0 &quot;km&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "Bus"),
        ('<c r="A1" t="s"><v>1</v></c>', "Central"),
        ('<c r="A1" t="s"><v>2</v></c>', "two lines"),
        ('<c r="A1" t="s"><v>99</v></c>', ""),
        ('<c r="A1" t="inlineStr"><is><t>in it</t></is></c>', "in it"),
        ('<c r="A1" t="str"><f>A2&amp;"!"</f><v>made!</v></c>', "made!"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', ""),
        ('<c r="A1" t="d"><v>2023-03-05T00:00:00</v></c>', "2023-03-05"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="A1"><f>1+1</f></c>', ""),
        ('<c r="A1"><v>1E+3</v></c>', "1000"),
        ('<c r="A1"><v>NaN</v></c>', ""),
        ('<c r="A1" s="1"><v>44990</v></c>', "2023-03-05"),
        ('<c r="A1" s="2"><v>2.25</v></c>', "2.3 km"),
        ('<c r="A1" s="3"><v>0.5</v></c>', "50%"),
        ('<c r="A1" s="77"><v>0.5</v></c>', "0.5"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_cell_shows_what_a_person_sees(cell: str, shown: str) -> None:
    content = workbook({"S": f'<row r="1">{cell}</row>'}, strings=STRINGS, styles=STYLES)
    assert read(content).text == shown


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    row = '<row><c s="1"><v>43528</v></c></row>'
    content = workbook({"S": row}, settings='<workbookPr date1904="1"/>', styles=STYLES)
    assert read(content).text == "2023-03-05"


def rows(*numbers: int) -> str:
    cells = '<c r="B{0}" t="inlineStr"><is><t>place {0}</t></is></c><c r="D{0}"><v>{0}</v></c>'
    return "".join(f'<row r="{number}">{cells.format(number)}</row>' for number in numbers)


def test_every_row_is_cited_by_its_sheet_and_number() -> None:
    document = read(workbook({"One": rows(3, 4, 9), "Empty": "", "Dos": rows(7)}))
    cited = [(place.label, document.text[place.start : place.end]) for place in document.places]
    assert cited == [
        ("sheet One, row 3", "place 3: 3"),
        ("sheet One, row 4", "place 4: 4"),
        ("sheet One, row 9", "place 9: 9"),
        ("sheet Dos, row 7", "place 7: 7"),
    ]
    assert [section.heading for section in document.sections] == ["One", "Dos"]


def test_only_sheet_needs_no_name() -> None:
    document = read(workbook({"Sheet1": rows(3)}))
    assert (document.title, document.text, document.sections) == ("List", "place 3: 3", ())
    assert document.places[0].label == "row 3"


def test_row_beyond_what_a_sheet_has_is_refused() -> None:
    with pytest.raises(DocumentError, match="found a row 2000000, expected at most 1048576 rows"):
        read(workbook({"S": rows(2_000_000)}))


def test_chart_sheet_and_missing_part_are_passed_over() -> None:
    content = workbook({"S": rows(1), "Gone": ""})
    assert b"xl/sheet2.xml" in content
    assert read(content.replace(b"xl/sheet2.xml", b"xl/chart2.xml")).text == "place 1: 1"
