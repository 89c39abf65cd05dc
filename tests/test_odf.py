"""OpenDocument texts, presentations and spreadsheets as LibreOffice writes them."""

from pathlib import Path

import pytest
from office import archive

from ragqa.documents.odf import load_odf
from ragqa.documents.source import SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{prefix}"'
    for prefix in ("office", "text", "table", "draw", "presentation", "style", "svg", "dc", "meta")
)


def odf(kind: str, inside: str, *, styles: str = "", **members: str) -> bytes:
    """Return a file of a kind ("text", "presentation", "spreadsheet") with more members."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{inside}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    return archive(
        {"content.xml": content, **{f"{name}.xml": xml for name, xml in members.items()}}
    )


def read(content: bytes) -> Document:
    (loaded,) = load_odf(SourceFile(Path("in/List.odt"), "in/List.odt", content))
    return loaded.document


def text_of(inside: str, styles: str = "") -> str:
    return read(odf("text", inside, styles=styles)).text


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


# Texts


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (p("a\n  b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e"), "a b c d\ne"),
        (p("a <text:span>b<text:a>c</text:a></text:span> d"), "a bc d"),
        (p("a<office:annotation><text:p>remark</text:p></office:annotation>b"), "ab"),
        (f"<text:tracked-changes>{p('gone')}</text:tracked-changes>{p('here')}", "here"),
        (f"<text:table-of-content><text:index-body>{p('One 3')}</text:index-body>"
         f"</text:table-of-content>{p('text')}", "text"),
        (f"<text:section><text:section>{p('in')}</text:section></text:section>", "in"),
        (p("a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
           f"{p('The note.')}</text:note-body></text:note>b") + p("c"), "ab\n\nThe note.\n\nc"),
        (p(f"a<draw:frame><draw:text-box>{p('box')}</draw:text-box></draw:frame>") + p("b"),
         "a\n\nbox\n\nb"),
        (f"<table:table>{row(cell('a'), cell('b'))}<table:table-rows>{row(cell('c'), cell(''))}"
         "</table:table-rows></table:table>", "a | b\nc | "),
        (f"<table:table>{row(cell('a'))}{row(cell('b'))}</table:table>", "a\n\nb"),
    ],
)  # fmt: skip
def test_text_is_what_a_person_reads(inside: str, text: str) -> None:
    assert text_of(inside) == text


def test_headings_become_nested_sections() -> None:
    inside = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        for level, text in ((1, "A"), (3, "B"), (2, "C"))
    )
    sections = read(odf("text", inside)).sections
    assert [one.heading for one in sections] == ["A", "A › B", "A › C"]


LIST_STYLE = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="." text:start-value="4"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def test_items_carry_their_marks() -> None:
    def item(inside: str) -> str:
        return f"<text:list-item>{inside}</text:list-item>"

    nested = f"<text:list>{item(p('b'))}</text:list>"
    numbered = f'<text:list text:style-name="L">{item(p("a") + nested)}{item(p("c"))}</text:list>'
    assert text_of(numbered, LIST_STYLE) == "4. a\n- b\n5. c"
    assert text_of(f"<text:list>{item(p('a') + p('b'))}</text:list>") == "- a\nb"


def test_properties_are_read() -> None:
    meta = (
        f"<office:document-meta {NAMESPACES}><office:meta><dc:title>Plan</dc:title>"
        "<meta:initial-creator>Ana Ruiz</meta:initial-creator><dc:creator>Eva</dc:creator>"
        "<meta:creation-date>2021-03-04T10:00:00.123456789</meta:creation-date>"
        "<dc:language>fr-FR</dc:language></office:meta></office:document-meta>"
    )
    document = read(odf("text", p("The office opens at eight in the morning."), meta=meta))
    assert (document.title, document.date, document.language) == ("Plan", "2021-03-04", "en")
    assert document.metadata == {"author": "Ana Ruiz"}


# Presentations


def test_slides_are_cited_with_title_first_and_notes_last() -> None:
    def frame(text: str, kind: str = "outline") -> str:
        return (
            f'<draw:frame presentation:class="{kind}"><draw:text-box>{p(text)}</draw:text-box>'
            "</draw:frame>"
        )

    notes = f"<presentation:notes>{frame('Said to it.', 'notes')}</presentation:notes>"
    group = f"<draw:g>{frame('Body')}<draw:custom-shape>{p('Arrow')}</draw:custom-shape></draw:g>"
    pages = (group + frame("The title", "title") + notes, "", frame("Third"))
    inside = "".join(f"<draw:page>{page}</draw:page>" for page in pages)
    document = read(odf("presentation", inside))
    cited = {one.label: document.text[one.start : one.end] for one in document.places}
    assert cited == {"slide 1": "The title\n\nBody\n\nArrow\n\nSaid to it.", "slide 3": "Third"}
    assert [one.heading for one in document.sections] == ["The title"]


# Spreadsheets


def test_cells_show_what_a_person_sees() -> None:
    names = row(*(cell(name) for name in ("Day", "Moment", "Time", "Span", "Money", "Bare")))
    values = row(
        cell("03/05/23", 'office:value-type="date" office:date-value="2023-05-03"'),
        cell("x", 'office:value-type="date" office:date-value="2023-05-03T14:30:00"'),
        cell("8:30 AM", 'office:value-type="time" office:time-value="PT08H30M00S"'),
        cell("x", 'office:value-type="time" office:time-value="PT36H00M05S"'),
        cell("Q 1,50", 'office:value-type="currency" office:value="1.5"'),
        '<table:table-cell office:value-type="float" office:value="7"/>',
    )
    document = read(
        odf("spreadsheet", f'<table:table table:name="S">{names}{values}</table:table>')
    )
    assert document.text == (
        "Day: 2023-05-03; Moment: 2023-05-03 14:30:00; Time: 08:30; Span: 36:00:05; "
        "Money: Q 1,50; Bare: 7"
    )
    assert document.title == "List"


def test_rows_are_counted_with_those_that_repeat() -> None:
    rows = (
        row(cell(""), attributes='table:number-rows-repeated="4"')
        + row(cell(""), cell("Place"), cell("Fee"))
        + row(cell("", 'table:number-columns-repeated="1"'), cell("Bus"), cell("3"))
        + row(cell(""), cell("same"), cell("5"), attributes='table:number-rows-repeated="2"')
        + row(cell(""), cell("end"), cell("6"))
        + row(cell(""), attributes='table:number-rows-repeated="1048000"')
    )  # fmt: skip
    sheets = f'<table:table table:name="A">{rows}</table:table><table:table table:name="B"/>'
    document = read(odf("spreadsheet", sheets))
    cited = {one.label: document.text[one.start : one.end] for one in document.places}
    assert cited == {
        "sheet A, row 6": "Place: Bus; Fee: 3",
        "sheet A, row 7": "Place: same; Fee: 5",
        "sheet A, row 8": "Place: same; Fee: 5",
        "sheet A, row 9": "Place: end; Fee: 6",
    }
    assert [one.heading for one in document.sections] == ["A"]


def test_cell_repeated_a_million_times_counts_once() -> None:
    many = 'table:number-columns-repeated="16000"'
    rows = row(cell("filled", many), attributes='table:number-rows-repeated="1000000"')
    assert read(odf("spreadsheet", f"<table:table>{rows}</table:table>")).text == "filled"


# What is refused


def test_encrypted_file_is_refused_with_the_way_out() -> None:
    manifest = (
        "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    )
    content = odf("text", p("x"), **{"META-INF/manifest": manifest})
    with pytest.raises(DocumentError, match="found a file with a password") as caught:
        read(content)
    assert caught.value.problem is FileProblem.ENCRYPTED


@pytest.mark.parametrize("content", ["<a/>", "<a><body/></a>", "<a>", "no XML"])
def test_content_without_a_body_is_refused(content: str) -> None:
    with pytest.raises(DocumentError, match="expected"):
        read(archive({"content.xml": content}))
