import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ui_document_page import hostile_texts

from ragqa.ui.escaping import displayable, escape, shorten


@settings(deadline=None)
@given(hostile_texts)
def test_escaped_text_reads_as_the_text_and_holds_no_markup(text: str) -> None:
    escaped = escape(text)
    assert html.unescape(escaped) == displayable(text)
    assert not set(escaped) & set("<>\"'")


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_text_without_control_characters_is_shown_as_it_is(text: str) -> None:
    assert displayable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2066c\u2069d", "abcd"),
        ("<scr\u202eipt>", "<script>"),
        ("a\r\nb\rc\u2028d\ne\tf", "a\nb\nc\nd\ne\tf"),
        ("a\x00b\x1bc\x85d\udc00e", "abcde"),
        ("\u05d0\u200f!", "\u05d0\u200f!"),
    ],
)
def test_characters_that_reorder_or_hide_text_are_left_out(text: str, shown: str) -> None:
    assert displayable(text) == shown


def test_shortened_text_keeps_its_limit() -> None:
    assert shorten("abcd", max_chars=4) == "abcd"
    assert shorten("abcde", max_chars=4) == "abc…"
