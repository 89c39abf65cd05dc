"""E-books: the reading order, what is no chapter, and what is refused."""

from pathlib import Path

import pytest
from office import archive

from ragqa.documents.epub import load_epub
from ragqa.documents.source import Failure, LoadedDocument, SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

CONTAINER = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'


def book(spine: str, *, manifest: str | None = None, **members: str) -> dict[str, str | bytes]:
    """Return the members of a book with the chapters a, b and c."""
    items = "".join(
        f'<item id="{name}" href="./text/../{name}.html#top" media-type="text/html"/>'
        for name in "abc"
    )
    references = "".join(f'<itemref idref="{name}"/>' for name in spine)
    return {
        "META-INF/container.xml": CONTAINER,
        "book.opf": f"<package><metadata/><manifest>{items if manifest is None else manifest}"
        f"</manifest><spine>{references}</spine></package>",
        **{f"{name}.html": f"<title>x</title><p>Chapter {name}.</p>" for name in "abc"},
        **members,
    }


def outcomes(members: dict[str, str | bytes]) -> list[LoadedDocument | Failure]:
    return list(load_epub(SourceFile(Path("in/a.epub"), "in/a.epub", archive(members))))


def read(members: dict[str, str | bytes]) -> Document:
    (loaded,) = outcomes(members)
    assert isinstance(loaded, LoadedDocument)
    return loaded.document


def test_chapters_come_in_reading_order() -> None:
    assert read(book("cxa")).text == "Chapter c.\n\nChapter a."


def test_contents_and_pictures_are_no_chapters() -> None:
    manifest = (
        '<item id="a" href="a.html" media-type="text/html" properties="scripted nav"/>'
        '<item id="b" href="b.html" media-type="image/svg+xml"/>'
        '<item id="c" href="c.html" media-type="application/xhtml+xml"/>'
    )
    assert read(book("abc", manifest=manifest)).text == "Chapter c."


def test_contents_give_the_headings_of_chapters_without_any() -> None:
    points = (
        '<navPoint><navLabel><text>Part  One</text></navLabel><content src="a.html"/>'
        "<navPoint><navLabel><text>A desk</text></navLabel>"
        '<content src="a.html#desk"/></navPoint></navPoint>'
        '<navPoint><navLabel><text>Chapter b.</text></navLabel><content src="b.html"/></navPoint>'
    )
    members = book(
        "ab",
        **{
            "a.html": "<p>Part One</p><p>So it is.</p><p>A desk</p><p>It opens.</p><p>A desk</p>",
            "b.html": "<h2>Of its own</h2><p>Chapter b.</p>",
        },
    )
    opf = str(members["book.opf"]).replace("<spine>", '<spine toc="toc">')
    toc = '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    members["book.opf"] = opf.replace("</manifest>", toc)
    for head in ("", '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "ncx-2005-1.dtd">'):
        members["toc.ncx"] = f"{head}<ncx><navMap>{points}</navMap></ncx>"
        headings = [section.heading for section in read(members).sections]
        assert headings == ["Part One", "Part One › A desk", "Part One › Of its own"]
    members["toc.ncx"] = "<ncx><navMap>"
    assert [section.heading for section in read(members).sections] == ["Of its own"]
    del members["toc.ncx"]
    assert read(members).text.startswith("Part One")


def test_scrambled_fonts_are_no_copy_protection() -> None:
    def encryption(method: str) -> dict[str, str]:
        return {"META-INF/encryption.xml": f'<e><EncryptionMethod Algorithm="{method}"/></e>'}

    fonts = {**book("a"), **encryption("http://www.idpf.org/2008/embedding")}
    assert read(fonts).text == "Chapter a."
    with pytest.raises(DocumentError, match="found a book with copy protection") as caught:
        read({**book("a"), **encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")})
    assert caught.value.problem is FileProblem.ENCRYPTED


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"META-INF/container.xml": "<container/>"}, "found no list of its contents"),
        ({"book.opf": "<package/>"}, "found no reading order"),
        ({"book.opf": '<!DOCTYPE a [<!ENTITY b "c">]><package/>'}, "found a document type"),
        ({"META-INF/container.xml": "<a><rootfile full-path='x'/></a>"}, 'found no part "x" in it'),
    ],
)
def test_book_without_its_parts_is_refused(changes: dict[str, str], found: str) -> None:
    with pytest.raises(DocumentError, match=f"^in/a.epub: {found}"):
        read({**book("a"), **changes})


def test_missing_chapter_costs_itself_only_and_is_named() -> None:
    members = book("abcb")
    del members["b.html"]
    loaded, failure = outcomes(members)
    assert isinstance(loaded, LoadedDocument)
    assert loaded.document.text == "Chapter a.\n\nChapter c."
    assert isinstance(failure, Failure)
    assert 'in/a.epub: found no part "b.html" in it' in failure.reason
    assert (failure.problem, failure.name) == (FileProblem.BROKEN, "b.html")


def test_book_without_any_chapter_that_can_be_read_is_a_failure() -> None:
    members = {**book("abc"), "a.html": b"\0", "b.html": b"\0"}
    del members["c.html"]
    (failure,) = outcomes(members)
    assert isinstance(failure, Failure)
    assert (failure.problem, failure.name) == (FileProblem.NOT_TEXT, "a.html, b.html, c.html")


def test_many_missing_chapters_are_counted() -> None:
    items = "".join(f'<item id="{one}" href="{one}" media-type="text/html"/>' for one in "abcdefg")
    (failure,) = outcomes(book("abcdefg", manifest=items))
    assert isinstance(failure, Failure)
    assert failure.name == "a, b, c, d, e, 2 more"
