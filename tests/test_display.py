"""What may reach a screen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.cli.printing import printable
from ragqa.display import without_unsafe
from ragqa.ui.escaping import displayable


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf"])))
def test_text_without_invisible_characters_stays(text: str) -> None:
    assert without_unsafe(text) == text


def test_every_control_character_but_tab_and_line_feed_is_taken_out() -> None:
    controls = [one for one in map(chr, range(0x100)) if unicodedata.category(one) == "Cc"]
    assert without_unsafe("".join(controls)) == "\t\n"


@pytest.mark.parametrize("turns", ["\u202e", "\u2066", "\u2069", "\u061c"])
def test_terminal_and_page_agree_on_what_turns_the_direction(turns: str) -> None:
    assert [show(f"a{turns}b") for show in (without_unsafe, printable, displayable)] == ["ab"] * 3


def test_weak_marks_of_right_to_left_prose_stay() -> None:
    assert without_unsafe("a\u200eb\u200f") == "a\u200eb\u200f"
