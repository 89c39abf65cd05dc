"""PowerPoint presentations: which shapes are text, in which order, and where slides end."""

from pathlib import Path

import pytest
from office import OFFICE, archive, references

from ragqa.documents.pptx import load_pptx
from ragqa.documents.source import SourceFile
from ragqa.errors import DocumentError
from ragqa.types import Document

NAMESPACES = f'xmlns:p="p" xmlns:a="a" xmlns:mc="mc" xmlns:r="{OFFICE}"'


def presentation(*slides: str, notes: str = "", order: tuple[int, ...] = ()) -> bytes:
    """Return a presentation of the shapes of its slides, and of those of the notes to the first."""
    numbers = range(1, len(slides) + 1)
    related = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/slide" Target="slides/s{number}.xml"/>'
        for number in numbers
    )
    listed = "".join(f'<p:sldId id="25{number}" r:id="r{number}"/>' for number in order or numbers)
    return archive(
        {
            "_rels/.rels": references(officeDocument="ppt/presentation.xml"),
            "ppt/_rels/presentation.xml.rels": f"<Relationships>{related}</Relationships>",
            "ppt/presentation.xml": f"<p:presentation {NAMESPACES}><p:sldIdLst>{listed}"
            "</p:sldIdLst></p:presentation>",
            "ppt/slides/_rels/s1.xml.rels": references(notesSlide="../notes1.xml"),
            "ppt/notes1.xml": slide(notes),
            **{f"ppt/slides/s{number}.xml": slide(slides[number - 1]) for number in numbers},
        }
    )


def slide(shapes: str) -> str:
    return f"<p:sld {NAMESPACES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def shape(*paragraphs: str, kind: str | None = None, properties: str = "") -> str:
    placeholder = "" if kind is None else f'<p:ph type="{kind}"/>' if kind else "<p:ph/>"
    texts = "".join(
        f"<a:p><a:pPr>{properties}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs
    )
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"<p:txBody>{texts}</p:txBody></p:sp>"
    )


def read(content: bytes) -> Document:
    (loaded,) = load_pptx(SourceFile(Path("in/a.pptx"), "in/a.pptx", content))
    return loaded.document


def slides_of(document: Document) -> dict[int | None, str]:
    return {one.number: document.text[one.start : one.end] for one in document.places}


@pytest.mark.parametrize(
    ("shapes", "text"),
    [
        (shape("One", "Two"), "One\n\nTwo"),
        (shape("One", "Two", kind="body"), "- One\n- Two"),
        (shape("One", kind=""), "- One"),
        (shape("One", kind="body", properties="<a:buNone/>"), "One"),
        (shape("One", properties='<a:buChar char="•"/>'), "- One"),
        (shape("3", kind="sldNum") + shape("May", kind="dt") + shape("Us", kind="ftr"), ""),
        (f"<p:grpSp>{shape('In')}<p:grpSp>{shape('Deep')}</p:grpSp></p:grpSp>", "In\n\nDeep"),
        ("<p:sp><p:txBody><a:p><a:r><a:t>a</a:t></a:r><a:br/><a:fld><a:t>b</a:t></a:fld></a:p>"
         "</p:txBody></p:sp>", "a\nb"),
        (shape(" ", kind="body"), ""),
        ("<p:pic/>", ""),
    ],
)  # fmt: skip
def test_shapes_are_read_as_paragraphs_and_items(shapes: str, text: str) -> None:
    assert read(presentation(shapes)).text == text


def table(*rows: str, look: str = "") -> str:
    return (
        f"<p:graphicFrame><a:tbl><a:tblPr {look}/>{''.join(f'<a:tr>{row}</a:tr>' for row in rows)}"
        "</a:tbl></p:graphicFrame>"
    )


def cell(text: str, attributes: str = "") -> str:
    return f"<a:tc {attributes}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


@pytest.mark.parametrize(
    ("rows", "look", "text"),
    [
        ([cell("a") + cell("b")] * 2, "", "a | b\na | b"),
        ([cell("A") + cell("B"), cell("x") + cell("y")], "firstRow='1'", "A: x; B: y"),
        ([cell("A") + cell("B"), cell("x") + cell("y")], "firstRow='0'", "A | B\nx | y"),
        (
            [
                cell("A") + cell("B") + cell("C"),
                cell("x", "rowSpan='2'") + cell("y", "gridSpan='2'") + cell("", "hMerge='1'"),
                cell("", "vMerge='1'") + cell("1") + cell("2"),
            ],
            "firstRow='true'",
            "A: x; B / C: y\n\nA: x; B: 1; C: 2",
        ),
    ],
)
def test_table_is_read_row_by_row(rows: list[str], look: str, text: str) -> None:
    assert read(presentation(table(*rows, look=look))).text == text


def test_title_comes_first_and_notes_last() -> None:
    shapes = shape("Body") + shape("The title", kind="ctrTitle")
    notes = shape("4", kind="sldNum") + shape("Said to it.", kind="body")
    document = read(presentation(shapes, shape("Next"), notes=notes))
    assert slides_of(document) == {1: "The title\n\nBody\n\nSaid to it.", 2: "Next"}
    assert document.title == "The title"


def test_slide_without_a_title_belongs_to_no_heading_before_it() -> None:
    document = read(presentation(shape("Title", kind="title"), shape("Untitled"), shape("Third")))
    assert [
        (one.heading, document.text[one.start : one.end].strip()) for one in document.sections
    ] == [("Title", "Title")]


def test_slides_come_in_the_order_in_which_they_are_shown() -> None:
    document = read(presentation(shape("a"), shape("b"), shape("c"), order=(3, 1)))
    assert slides_of(document) == {1: "c", 2: "a"}


def test_slide_without_text_still_counts() -> None:
    assert slides_of(read(presentation(shape("a"), "", shape("c")))) == {1: "a", 3: "c"}


def test_file_without_its_main_part_is_refused() -> None:
    content = archive({"ppt/presentation.xml": "<p/>"})
    with pytest.raises(DocumentError, match=r"in/a.pptx: found no main part, expected an Office"):
        read(content)
