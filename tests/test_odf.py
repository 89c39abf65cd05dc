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
        (p(f"Before<draw:custom-shape><svg:title>t</svg:title>{p('In the shape.')}{p('Second.')}"
           "</draw:custom-shape>after"), "Beforeafter\n\nIn the shape.\n\nSecond."),
        (p(f"a<draw:g><draw:rect>{p('b')}</draw:rect><draw:frame><draw:text-box>{p('c')}"
           "</draw:text-box></draw:frame></draw:g>"), "a\n\nb\n\nc"),
        (f"<draw:g><draw:ellipse>{p('on the page')}</draw:ellipse></draw:g>{p('a')}",
         "on the page\n\na"),
        (f"<table:table>{row(cell('a'), cell('b'))}<table:table-rows>{row(cell('c'), cell(''))}"
         "</table:table-rows></table:table>", "a | b\nc | "),
        (f"<table:table>{row(cell('a'))}{row(cell('b'))}</table:table>", "a\n\nb"),
        (f"<table:table><table:table-header-rows>{row(cell('A'), cell('B'))}"
         f"</table:table-header-rows>{row(cell('x'), cell('y'))}</table:table>", "A: x; B: y"),
        (f"<table:table><table:table-header-rows>{row(cell('A'), cell('B'), cell('C'))}"
         "</table:table-header-rows>"
         + row(cell("x", "table:number-rows-spanned='2'"), cell("1"), cell("2"))
         + row("<table:covered-table-cell/>", cell("y", "table:number-columns-spanned='2'"),
               "<table:covered-table-cell/>")
         + row(cell("z"), "<table:table-cell table:number-columns-repeated='2'/>") +
         "</table:table>", "A: x; B: 1; C: 2\n\nA: x; B / C: y\n\nz"),
        ("<table:table>" + row(cell("a"), "<table:table-cell><table:table>"
         + row(cell("b"), cell("c")) + "</table:table></table:table-cell>") + "</table:table>",
         "a\n\nb | c"),
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


def item(inside: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{inside}</text:list-item>"


def items(*inside: str, attributes: str = 'text:style-name="L"') -> str:
    return f"<text:list {attributes}>{''.join(inside)}</text:list>"


def numbered(level: int, attributes: str = "", form: str = "1") -> str:
    return (
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" '
        f'style:num-suffix="." {attributes}/>'
    )


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def test_items_carry_their_marks() -> None:
    nested = f"<text:list>{item(p('b'))}</text:list>"
    numbered = f'<text:list text:style-name="L">{item(p("a") + nested)}{item(p("c"))}</text:list>'
    assert text_of(numbered, LIST_STYLE) == "4. a\n- b\n5. c"
    assert text_of(f"<text:list>{item(p('a') + p('b'))}</text:list>") == "- a\nb"


GO_ON = 'text:style-name="L" text:continue-numbering="true"'


def test_list_goes_on_where_it_says_so() -> None:
    first = items(item(p("a")), item(p("b")))
    other = items(item(p("x")), attributes='text:style-name="M"')
    styles = LIST_STYLE + list_style("M", numbered(1))
    again = items(item(p("c")), attributes=GO_ON)
    assert text_of(first + p("-") + again, styles) == "4. a\n5. b\n\n-\n\n6. c"
    assert text_of(first + other + again, styles) == "4. a\n5. b\n1. x\n6. c"
    assert text_of(other + again, styles) == "1. x\n4. c"
    anew = items(item(p("c")))
    assert text_of(first + anew + again, styles) == "4. a\n5. b\n4. c\n5. c"


def test_list_goes_on_from_the_one_that_it_names() -> None:
    style = 'text:style-name="L"'
    lists = (
        items(item(p("a")), item(p("b")), attributes=f'{style} xml:id="one"'),
        items(item(p("c")), attributes=f'{style} xml:id="two"'),
        items(item(p("d")), attributes=f'{style} xml:id="three" text:continue-list="one"'),
        items(item(p("e")), attributes=f'{style} text:continue-list="three"'),
        items(item(p("f")), attributes=f'{style} text:continue-list="two"'),
        items(item(p("g")), attributes=f'{style} text:continue-list="gone"'),
    )
    found = text_of("".join(lists), LIST_STYLE)
    assert found == "4. a\n5. b\n4. c\n6. d\n7. e\n5. f\n4. g"


def test_item_can_say_its_number() -> None:
    found = items(item(p("a")), item(p("b"), 'text:start-value="9"'), item(p("c")))
    assert text_of(found, LIST_STYLE) == "4. a\n9. b\n10. c"
    huge = items(item(p("a"), f'text:start-value="{"9" * 5000}"'))
    assert text_of(huge, LIST_STYLE) == "4. a"


def test_numbers_of_the_levels_above_are_shown() -> None:
    levels = (
        numbered(1, form="A"),
        numbered(2, 'text:display-levels="2"', form="a"),
        numbered(3, 'text:display-levels="3" text:start-value="2"', form="i"),
        numbered(4, 'text:display-levels="9999999"'),
    )
    plain = ""
    deep = items(item(p("e")), attributes=plain)
    deep = items(item(p("c")), item(p("d") + deep), attributes=plain)
    nested = items(item(p("a") + deep), item(p("b")), attributes=plain)
    found = text_of(
        items(item(p("x")), item(p("y") + nested), item(p("z") + nested)),
        list_style("L", *levels),
    )
    assert found == (
        "A. x\nB. y\nB.a. a\nB.a.ii. c\nB.a.iii. d\nB.a.iii.1. e\nB.b. b\n"
        "C. z\nC.a. a\nC.a.ii. c\nC.a.iii. d\nC.a.iii.1. e\nC.b. b"
    )


def test_items_without_text_and_headers_are_not_counted() -> None:
    styles = list_style("L", numbered(1), numbered(2, 'text:display-levels="2"'))
    nested = items(item(p("b")), attributes="")
    going_on = items(item(nested), item(p("c")), attributes=GO_ON)
    header = f"<text:list-header>{p('head')}</text:list-header>"
    found = text_of(items(header, item(p("a") + nested)) + p("-") + going_on, styles)
    assert found == "head\n1. a\n1.1. b\n\n-\n\n1.2. b\n2. c"
    anew = items(item(p("b")), attributes='text:continue-numbering="false"')
    assert text_of(items(item(p("a") + nested + anew)), styles) == "1. a\n1.1. b\n1.1. b"


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
    group += f"<draw:rect>{p('Box')}</draw:rect>"
    pages = (group + frame("The title", "title") + notes, "", frame("Third"))
    inside = "".join(f"<draw:page>{page}</draw:page>" for page in pages)
    document = read(odf("presentation", inside))
    cited = {one.label: document.text[one.start : one.end] for one in document.places}
    assert cited == {
        "slide 1": "The title\n\nBody\n\nArrow\n\nBox\n\nSaid to it.",
        "slide 3": "Third",
    }
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
