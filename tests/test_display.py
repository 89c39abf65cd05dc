"""What may reach a screen."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.cli.printing import printable
from ragqa.display import is_blank, json_line, without_unsafe
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


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\x00\x1b", "\u200b\ufeff", "\u2028", "\u0301", "\ue000"]
)
def test_text_of_which_nothing_can_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "\ufeffqué", "7", "?", "¿\u200b", "字", "☃", "e\u0301"])
def test_text_of_which_something_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@given(st.dictionaries(st.text(), st.text(st.sampled_from('a\\"ñ\n\r\x0b\x1c\x85\u2028\u2029'))))
def test_json_line_is_one_line_for_every_reader_and_says_the_same(values: dict[str, str]) -> None:
    line = json_line(values)
    assert line.splitlines() == [line]
    assert json.loads(line) == values
    assert json_line("año") == '"año"'
