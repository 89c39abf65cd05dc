"""Word files: what of them is text, how lists are numbered, and what is refused."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import archive, references

from ragqa.documents.docx import load_docx
from ragqa.documents.docx_styles import written_number
from ragqa.documents.source import SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def word_members(body: str, **parts: str) -> dict[str, str | bytes]:
    """Return the members of a Word file: its body, and styles, numbering or notes as XML."""
    return {
        "_rels/.rels": references(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": references(**{part: f"{part}.xml" for part in parts}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{part}.xml": f"<w:{part} {NAMESPACES}>{xml}</w:{part}>"
            for part, xml in parts.items()
        },
    }


def read(members: dict[str, str | bytes]) -> Document:
    (loaded,) = load_docx(SourceFile(Path("in/a.docx"), "in/a.docx", archive(members)))
    return loaded.document


def text_of(body: str, **parts: str) -> str:
    return read(word_members(body, **parts)).text


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def item(text: str, list_id: int, depth: int = 0) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(run(text), properties=numbering)


def style(ref: str, name: str, inside: str = "") -> str:
    return f'<w:style w:styleId="{ref}"><w:name w:val="{name}"/>{inside}</w:style>'


def error_of(content: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        list(load_docx(SourceFile(Path("a.docx"), "a.docx", content)))
    assert str(caught.value).startswith("a.docx: found ")
    return caught.value


# What is text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("one ") + run("two"), "one two"),
        (f"<w:hyperlink>{run('link')}</w:hyperlink>{run('ed')}", "linked"),
        (f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", "new"),
        (f"<w:moveTo>{run('here')}</w:moveTo><w:moveFrom>{run('gone')}</w:moveFrom>", "here"),
        (f"<w:sdt><w:sdtContent>{run('filled in')}</w:sdtContent></w:sdt>", "filled in"),
        (f"<w:smartTag>{run('Bogotá')}</w:smartTag>", "Bogotá"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b\nc"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a-b"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("3"), "3"),
        (run("seen") + run("unseen", "<w:vanish/>") + run("!", '<w:vanish w:val="0"/>'), "seen!"),
        (run("10") + run("6", '<w:vertAlign w:val="superscript"/>'), "10^6"),
        (run("1") + run("st", '<w:vertAlign w:val="superscript"/>'), "1st"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph_is_what_a_person_reads(inside: str, text: str) -> None:
    assert text_of(paragraph(inside)) == text


def r(text: str) -> str:
    return f"<m:r><w:rPr/><m:t>{text}</m:t></m:r>"


def structure(name: str, settings: str = "", **arguments: str) -> str:
    inside = "".join(f"<m:{key}>{xml}</m:{key}>" for key, xml in arguments.items())
    return f"<m:{name}><m:{name}Pr>{settings}</m:{name}Pr>{inside}</m:{name}>"


def fraction(above: str, below: str, settings: str = "") -> str:
    return structure("f", settings, num=above, den=below)


def power(base: str, raised: str) -> str:
    return structure("sSup", e=base, sup=raised)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (power(r("10"), r("6")), "10^6"),
        (r("5×") + power(r("10"), r("−6")), "5×10^−6"),
        (power(r("x"), r("n+1")), "x^(n+1)"),
        (r("20") + power("", r("°")) + r("C"), "20°C"),
        (fraction(r("1"), r("2")), "1/2"),
        (r("1") + fraction(r("1"), r("2")) + r("h"), "1 1/2 h"),
        (fraction(r("a+b"), r("2c-1")), "(a+b)/(2c-1)"),
        (fraction(fraction(r("1"), r("2")), r("3")), "(1/2)/3"),
        (power(fraction(r("1"), r("2")), r("2")), "(1/2)^2"),
        (power(structure("d", e=r("a+b")), r("2")), "(a+b)^2"),
        (structure("d", '<m:begChr m:val="["/><m:endChr m:val=""/>', e=r("x")), "[x"),
        (structure("d", e=fraction(r("n"), r("k"), '<m:type m:val="noBar"/>')), "(n; k)"),
        (structure("sSub", e=r("CO"), sub=r("2")), "CO2"),
        (structure("sSub", e=r("101"), sub=r("2")), "101_2"),
        (structure("sSub", e=r("x"), sub=r("i")), "x_i"),
        (structure("rad", deg="", e=r("x+1")), "√(x+1)"),
        (structure("rad", deg=r("3"), e=r("8")), "8^(1/3)"),
        (structure("nary", '<m:chr m:val="∑"/>', sub=r("i=1"), sup=r("n"), e=r("i")),
         "∑_(i=1)^n i"),
        (structure("func", fName=r("log"), e=r("x")), "log x"),
    ],
)  # fmt: skip
def test_formula_is_written_on_one_line_and_means_the_same(formula: str, text: str) -> None:
    assert text_of(paragraph(f"<m:oMathPara><m:oMath>{formula}</m:oMath></m:oMathPara>")) == text


def test_fraction_stays_apart_from_the_number_in_front() -> None:
    half = f"<m:oMath>{fraction(r('1'), r('2'))}</m:oMath>"
    assert text_of(paragraph(run("Within 2"), half, run("months"))) == "Within 2 1/2 months"
    assert text_of(paragraph(run("Half ("), half, run(") a year"))) == "Half (1/2) a year"


def test_paragraphs_in_content_controls_are_read() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph(run('in it'))}</w:sdtContent></w:sdt>"
    assert text_of(control + paragraph(run("after it"))) == "in it\n\nafter it"


def test_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(run("Before"), f"<w:r>{both}</w:r>") + paragraph(run("After"))
    assert text_of(body) == "Before\n\nIn the box\n\nAfter"


def test_notes_follow_the_paragraph_that_they_belong_to() -> None:
    notes = '<w:footnote w:type="separator" w:id="0"/>' + "".join(
        f'<w:footnote w:id="{number}">{paragraph(run(f"Note {number}."))}</w:footnote>'
        for number in (1, 2)
    )
    body = paragraph(run("One."), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    assert text_of(body + paragraph(run("Two.")), footnotes=notes) == "One.\n\nNote 2.\n\nTwo."


def cell(*texts: str, properties: str = "", bold: bool = False) -> str:
    letters = "<w:b/>" if bold else ""
    inside = "".join(paragraph(run(text, letters)) for text in texts)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str, properties: str = "") -> str:
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{inside}</w:tbl>"


GREY = '<w:shd w:fill="D9D9D9"/>'
HEADED = '<w:tblStyle w:val="Headed"/><w:tblLook w:{look}/>'
AB_ON_GREY = cell("A", properties=GREY) + cell("B", properties=GREY)
XY = cell("x") + cell("y")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([cell("a") + cell("b"), XY, cell("") * 2], "a | b\nx | y"),
        ([cell("Monday") + cell("8:00", "(winter: 9:00)")], "Monday: 8:00 (winter: 9:00)"),
        (["<w:trPr><w:tblHeader/></w:trPr>" + cell("A") + cell("B"), XY], "A: x; B: y"),
        (['<w:trPr><w:tblHeader w:val="0"/></w:trPr>' + cell("A") + cell("B"), XY], "A | B\nx | y"),
        ([cell("A", bold=True) + cell("B", bold=True), XY], "A: x; B: y"),
        ([cell("A", bold=True) + cell("B"), XY], "A | B\nx | y"),
        ([cell("A", bold=True) + cell("x"), cell("B", bold=True) + cell("y")], "A: x\n\nB: y"),
        ([AB_ON_GREY, XY, XY], "A: x; B: y\n\nA: x; B: y"),
        ([AB_ON_GREY, XY, AB_ON_GREY, XY], "A | B\nx | y\nA | B\nx | y"),
    ],
)  # fmt: skip
def test_table_is_read_row_by_row(rows: list[str], text: str) -> None:
    assert text_of(table(*rows)) == text


@pytest.mark.parametrize(
    ("look", "text"),
    [
        ('firstRow="1"', "A: x; B: y"),
        ('firstRow="0"', "A | B\nx | y"),
        ('val="04A0"', "A: x; B: y"),
        ('val="0480"', "A | B\nx | y"),
        ('val="none"', "A | B\nx | y"),
    ],
)
def test_first_row_names_the_columns_where_the_style_shows_it(look: str, text: str) -> None:
    first = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    styles = style("Base", "Base", first) + style("Headed", "Mine", '<w:basedOn w:val="Base"/>')
    grid = '<w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1"/>'
    rows = [cell("A") + cell("B"), XY]
    headed = table(*rows, properties=HEADED.format(look=look))
    assert text_of(headed, styles=styles) == text
    assert text_of(table(*rows, properties=grid), styles=styles) == "A | B\nx | y"


def test_letters_are_bold_by_their_styles_too() -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    styles = style("S", "Strong", bold) + style("H", "Table head", bold)
    head = "".join(
        f"<w:tc>{one}</w:tc>"
        for one in (
            paragraph(run("A", '<w:rStyle w:val="S"/>')),
            paragraph(run("B"), properties='<w:pStyle w:val="H"/>'),
        )
    )
    assert text_of(table(head, XY), styles=styles) == "A: x; B: y"


def test_cells_that_span_columns_or_rows_are_said_in_each() -> None:
    def merged(text: str, how: str = "") -> str:
        return cell(text, properties=f"<w:vMerge{how}/>")

    rows = [
        "<w:trPr><w:tblHeader/></w:trPr>" + cell("A") + cell("B") + cell("C"),
        merged("x", ' w:val="restart"') + cell("1") + cell("2"),
        merged("") + cell("y", properties='<w:gridSpan w:val="2"/>'),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("3") + cell("4"),
    ]
    assert text_of(table(*rows)).split("\n\n") == [
        "A: x; B: 1; C: 2",
        "A: x; B / C: y",
        "B: 3; C: 4",
    ]


def test_table_of_one_column_or_around_others_lays_out_a_page() -> None:
    assert text_of(table(cell("One", "Two"))) == "One\n\nTwo"
    inner = f"<w:tc>{table(cell('A') + cell('B'), XY)}</w:tc>"
    assert text_of(table(cell("One") + inner)) == "One\n\nA | B\nx | y"


# Headings and lists


def test_headings_are_known_by_style_by_base_style_and_by_outline() -> None:
    styles = (
        style("H1", "heading 1")
        + style("Mine", "Mi título", '<w:basedOn w:val="H1"/>')
        + style("Out", "Other", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
        + style("Loop", "Loop", '<w:basedOn w:val="Loop"/>')
        + style("T", "Title")
        + style("C", "toc 1")
    )
    body = "".join(
        paragraph(run(text), properties=f'<w:pStyle w:val="{ref}"/>')
        for ref, text in (
            ("T", "The title"), ("C", "One 3"), ("H1", "One"), ("Out", "Two"), ("Loop", "text"),
            ("Mine", "Three"), ("None", "text"),
        )
    )  # fmt: skip
    document = read(word_members(body, styles=styles))
    assert document.title == "The title"
    assert [one.heading for one in document.sections] == ["One", "One › Two", "Three"]
    assert "One 3" not in document.text


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="Artículo %1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)


def test_items_carry_the_numbers_that_a_person_sees() -> None:
    body = (
        item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1) + item("e", 1, 1)
        + paragraph(run("between")) + item("f", 1) + item("g", 2) + item("h", 0)
    )  # fmt: skip
    assert text_of(body, numbering=NUMBERING) == (
        "Artículo 3. a\n3.a) b\n3.b) c\nArtículo 4. d\n4.a) e\n\nbetween\n\nArtículo 5. f\n- g\n\nh"
    )


def restarted(list_id: int, overrides: str) -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="7"/>{overrides}</w:num>'


def test_list_starts_anew_where_it_says_so_and_only_once() -> None:
    numbering = NUMBERING + restarted(
        4, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    body = (
        item("a", 1) + item("b", 1) + item("c", 4) + item("d", 4, 1) + item("e", 4) + item("f", 1)
    )  # fmt: skip
    assert text_of(body, numbering=numbering) == (
        "Artículo 3. a\nArtículo 4. b\nArtículo 1. c\n1.a) d\nArtículo 2. e\nArtículo 3. f"
    )


def test_lists_of_one_definition_go_on_counting() -> None:
    body = item("a", 1) + item("b", 5)
    numbering = NUMBERING + restarted(5, "")
    assert text_of(body, numbering=numbering) == "Artículo 3. a\nArtículo 4. b"


def test_list_has_levels_of_its_own() -> None:
    override = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="8"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    body = item("a", 6) + item("b", 6, 1) + item("c", 6, 1) + item("d", 6) + item("e", 6, 1)
    assert text_of(body, numbering=NUMBERING + restarted(6, override)) == (
        "C) a\nC.e) b\nC.f) c\nD) d\nD.e) e"
    )


def test_number_of_a_heading_is_part_of_it() -> None:
    outline = '<w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr>'
    document = read(word_members(paragraph(run("Duties"), properties=outline), numbering=NUMBERING))
    assert [one.heading for one in document.sections] == ["Artículo 3. Duties"]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (10**7, "upperLetter", "10000000"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (0, "lowerRoman", "0"),
        (3, "chicago", "3"),
    ],
)
def test_numbers_are_written_in_the_form_of_their_list(
    number: int, form: str, written: str
) -> None:
    assert written_number(number, form) == written


# Properties


@pytest.mark.parametrize(
    ("core", "title", "date", "author"),
    [
        ("<title>Plan</title><created>2021-03-04T10:00:00Z</created><creator>A B</creator>",
         "Plan", "2021-03-04", "A B"),
        ("<title>Document1</title><creator>Windows User</creator>", "First line", None, None),
        ("<title>Microsoft Word - plan.doc</title><created>1601-01-01T00:00:00Z</created>"
         "<modified>2020-05-06T00:00:00Z</modified>", "First line", "2020-05-06", None),
        ("<created>2013-12-23T23:15:00Z</created><creator>python-docx</creator>",
         "First line", None, None),
        ("<created>yesterday</created>", "First line", None, None),
        (None, "First line", None, None),
    ],
)  # fmt: skip
def test_only_plausible_properties_count(
    core: str | None, title: str, date: str | None, author: str | None
) -> None:
    members = word_members(paragraph(run("First line")))
    if core is not None:
        members["docProps/core.xml"] = f"<coreProperties>{core}</coreProperties>"
    document = read(members)
    assert (document.title, document.date) == (title, date)
    assert document.metadata.get("author") == author


# What is refused


def test_file_that_is_no_archive_is_named() -> None:
    assert "expected the ZIP archive" in str(error_of(b"PK\x03\x04 and no more"))


@pytest.mark.parametrize("gone", ["_rels/.rels", "word/document.xml"])
def test_missing_part_is_named(gone: str) -> None:
    members = word_members(paragraph(run("x")))
    del members[gone]
    assert error_of(archive(members)).problem is FileProblem.BROKEN


def test_document_type_is_refused_in_whatever_encoding() -> None:
    members = word_members(paragraph(run("x")))
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'
    for content in (
        bomb.encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{bomb}'.encode("utf-16"),
    ):
        assert "document type" in str(error_of(archive({**members, "word/document.xml": content})))


def test_four_hundred_megabytes_in_a_small_file_are_refused_unread() -> None:
    members = word_members(paragraph(run("x")))
    stream = BytesIO(archive(members))
    with ZipFile(stream, "a", ZIP_DEFLATED) as file, file.open("word/media/a.bin", "w") as member:
        for _ in range(400):
            member.write(bytes(2**20))
    error = error_of(stream.getvalue())
    assert (error.problem, error.values) == (FileProblem.TOO_LARGE, {"limit": "256"})


def test_more_xml_than_the_memory_holds_as_a_tree_is_refused() -> None:
    padding = " " * (33 * 2**20)
    assert error_of(archive(word_members(padding))).problem is FileProblem.TOO_LARGE


def test_member_longer_than_the_directory_says_is_refused() -> None:
    members = word_members(paragraph(run("x" * 5000)))
    content = archive(members)
    size = len(members["word/document.xml"]).to_bytes(4, "little")
    assert (
        error_of(content.replace(size, (100).to_bytes(4, "little"))).problem is FileProblem.BROKEN
    )


def test_member_packed_in_a_way_that_hides_its_size_is_refused() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_BZIP2) as file:
        for name, content in word_members(paragraph(run("x"))).items():
            file.writestr(name, content)
    assert "packed in a way that the format does not know" in str(error_of(stream.getvalue()))


@settings(deadline=None)
@given(st.integers(1, 80), st.integers(0, 255))
def test_file_with_a_damaged_directory_is_read_or_refused(from_end: int, byte: int) -> None:
    content = bytearray(archive(word_members(paragraph(run("x")))))
    content[-from_end] = byte
    try:
        (loaded,) = load_docx(SourceFile(Path("a.docx"), "a.docx", bytes(content)))
    except DocumentError as error:
        assert str(error).startswith("a.docx: found ")
    else:
        assert isinstance(loaded.document.text, str)


def test_encrypted_member_is_refused_with_the_way_out() -> None:
    content = bytearray(archive(word_members(paragraph(run("x")))))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert error_of(bytes(content)).problem is FileProblem.ENCRYPTED


def test_deep_nesting_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    assert error_of(archive(word_members(deep))).problem is FileProblem.BROKEN
