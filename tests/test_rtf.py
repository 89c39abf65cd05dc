"""Rich Text: characters in every way of writing them, and what is no text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.documents.rtf import load_rtf
from ragqa.documents.source import SourceFile
from ragqa.errors import DocumentError
from ragqa.types import Document


def read(content: bytes) -> Document:
    (loaded,) = load_rtf(SourceFile(Path("in/a.rtf"), "in/a.rtf", content))
    return loaded.document


def text_of(body: str, head: str = r"\ansi\ansicpg1252\uc1") -> str:
    return read(rf"{{\rtf1{head} {body}}}".encode("latin-1")).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"atenci\'f3n", "atención"),
        ("atención", "atención"),
        (r"atenci\u243?n", "atención"),
        (r"atenci\u243\'f3n", "atención"),
        (r"{\uc2 a\u8364 EUb}c\u243?d", "a€bcód"),
        (r"{\uc0 a\u8364 b}", "a€b"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\u-10179? alone", "\ufffd alone"),
        (r"a\emdash b\endash c\ldblquote d\rdblquote\rquote s", "a—b–c“d”’s"),
        (r"a\{b\}c\\d\~e\_f\-g", "a{b}c\\d\u00a0e-fg"),
        ("a\r\nb\nc", "abc"),
        (r"a\line b\tab c", "a\nb c"),
        (r"a{\b b}{\i c}d", "abcd"),
        (r"10{\super 6} 1{\super st} 2{\super0 3}", "10^6 1st 23"),
        (r"seen{\v unseen}{\deleted gone} again{\v a\v0 b}", "seen againb"),
        (r"a{\*\unknown b}{\*\bkmkstart c}{\pict ff00}{\fldrslt d}{\*\fldinst e}f", "adf"),
        (r"{\header Top}{\footer Below}{\colortbl;\red1;}text", "text"),
        (r"a\bin3 {}}b", "ab"),
        (r"{\fonttbl{\f1\fcharset204 Arial;}}{\f1 \'cf\'f0\'e8} \'cf", "При Ï"),
    ],
)
def test_characters_are_read_however_they_are_written(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    ("head", "byte", "letter"),
    [(r"\ansi\ansicpg1251", "cf", "П"), (r"\mac", "87", "á"), (r"\pc", "a0", "á"),
     (r"\ansi\ansicpg99999", "e1", "á"), (r"\ansi\ansicpg65001", "c3\\'a1", "á")],
)  # fmt: skip
def test_bytes_are_read_by_the_code_page(head: str, byte: str, letter: str) -> None:
    assert text_of(rf"\'{byte}", head) == letter


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"one\par two\par\par three", "one\n\ntwo\n\nthree"),
        (r"one\sect two\page three\
four", "one\n\ntwo\n\nthree\nfour"),
        (r"{\listtext 1.\tab}\pard a\par{\listtext 2.\tab}\pard b\par\pard c", "1. a\n2. b\n\nc"),
        (r"{\pntext\f1\'b7\tab}a\par{\pntext\'b7\tab}b\par", "- a\n- b"),
        (r"\trowd\pard\intbl a\par b\cell c\cell\row\trowd\intbl\cell d\cell\row\pard e",
         "a b | c\n | d\n\ne"),
        (r"\trowd\pard\intbl only\cell\row\pard e", "only\n\ne"),
        (r"\trowd\trhdr\pard\intbl A\cell B\cell\row\trowd\intbl x\cell y\cell\row\pard e",
         "A: x; B: y\n\ne"),
        (r"\trowd\intbl{\b A\cell B\cell}\row\trowd\intbl x\cell y\cell\row", "A: x; B: y"),
        (r"\trowd\intbl\b A\b0  a\cell B\cell\row\trowd\intbl x\cell y\cell\row", "A a | B\nx | y"),
        (r"\trowd\intbl\b A\cell\plain x\cell\row\trowd\intbl\b B\cell\plain y\cell\row",
         "A: x\n\nB: y"),
        (r"\trowd\intbl a\cell b{\footnote\pard The note.}\cell\row\trowd\intbl c\cell d\cell"
         r"\row\pard e", "a | b\nc | d\n\nThe note.\n\ne"),
        (r"\trowd\intbl a\cell b\cell\row\pard\par\trowd\intbl c\cell d\cell\row",
         "a | b\n\nc | d"),
        (r"One.{\super\chftn}{\footnote\pard The note.} Two.\par Three.",
         "One. Two.\n\nThe note.\n\nThree."),
        (r"One.{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt In the box.\par}}}\par Two.",
         "One.\n\nIn the box.\n\nTwo."),
    ],
)  # fmt: skip
def test_paragraphs_items_rows_and_notes(body: str, text: str) -> None:
    assert text_of(body) == text


def test_headings_are_known_by_style_and_by_outline() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s3\f5 heading 1;}{\s7\outlinelevel1\f2 Mi estilo;}}"
    body = (
        r"\pard\s3 A\par\pard\s7 B\par\pard x\par\pard\outlinelevel2 C\par\pard\s3\outlinelevel9 D"
    )
    sections = read(rf"{{\rtf1 {styles}{body}}}".encode()).sections
    assert [one.heading for one in sections] == ["A", "A › B", "A › B › C"]


@pytest.mark.parametrize(
    "content",
    [b"", b"text", b"{\\rt", b"\xef\xbb\xbf<html>"],
)
def test_what_does_not_begin_as_rtf_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"in/a.rtf: found a file that does not begin as RTF"):
        read(content)


def test_hundred_thousand_nested_groups_lose_no_word() -> None:
    assert text_of("first " + "{" * 100_000 + "deep" + "}" * 100_000 + " last") == "first deep last"


@pytest.mark.parametrize("end", ["", "{", "\\", "\\'", "\\u", "}}}", "{\\footnote x", "\\bin99"])
def test_file_that_breaks_off_is_read_as_far_as_it_goes(end: str) -> None:
    assert read(b"{\\rtf1 The text" + end.encode()).text.startswith("The text")


@given(st.text("\\{}'\nabuvspf019 *", max_size=60))
def test_any_words_and_braces_are_read(body: str) -> None:
    assert isinstance(text_of(body), str)
