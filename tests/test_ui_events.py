import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.ui.events import event_of, event_of_json, number_of, text_of

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_anything_is_an_event_with_nothing_but_texts(sent: object) -> None:
    event = event_of(sent)
    assert isinstance(text_of(event, "action"), str)
    assert isinstance(number_of(event, "turn"), int | None)


def test_text_is_taken_and_anything_else_is_empty() -> None:
    assert text_of({"action": "ask"}, "action") == "ask"
    assert text_of({"action": 3}, "action") == ""
    assert text_of({}, "action") == ""


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("12", 12),
        ("-1", None),
        ("１", None),
        ("9" * 10, None),
        (12, None),
        ("", None),
        ("1.5", None),
    ],
)
def test_number_is_made_of_few_digits(sent: object, number: int | None) -> None:
    assert number_of({"turn": sent}, "turn") == number


@pytest.mark.parametrize("sent", ["", "{", "[1]", "3", "[" * 100_000, None, 7])
def test_what_is_no_json_object_is_an_empty_event(sent: object) -> None:
    assert event_of_json(sent) == {}


def test_json_object_is_an_event() -> None:
    assert event_of_json('{"language": "es"}') == {"language": "es"}
