"""What of a passage states something."""

import pytest
from builders import document_of, hit_of

from ragqa.statements import Candidate, find_statements, question_above


def statements(text: str, *, heading: str = "") -> list[Candidate]:
    document = document_of(text)
    return list(find_statements(hit_of(document, heading=heading), document))


def texts(text: str, *, heading: str = "") -> list[str]:
    return [one.text for one in statements(text, heading=heading)]


@pytest.mark.parametrize(
    "question",
    [
        "Is there a shop for spare parts?",
        "“Is there a shop?”",
        "¿Hay una tienda de repuestos?",
        "1. Is there a shop?",
    ],
)
def test_question_states_nothing(question: str) -> None:
    assert texts(f"{question}\nThere is none.") == ["There is none."]


@pytest.mark.parametrize(
    "sentence",
    [
        'Her motto was "Why not?"',
        "Must I pay again?: No.",
        "Number: 3; Asked: Where do you live?",
        "3 | Where do you live?",
    ],
)
def test_sentence_with_a_question_in_it_states_something(sentence: str) -> None:
    assert sentence in texts(f"{sentence}\nThere is none.")


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Faults › “Fault 17: door open”", "“Fault 17: door open”"),
        ("Fault 17: door open", "Fault 17: door open"),
        ("Other fees (euros)", "Other fees (euros)"),
        ("The door sticks. What now", "The door sticks. What now"),
    ],
)
def test_heading_of_the_passage_states_nothing(heading: str, line: str) -> None:
    assert texts(f"{line}\n\nClose it.", heading=heading) == ["Close it."]


@pytest.mark.parametrize(
    "line",
    [
        "Fault 17: door open at night",
        "- Fault 17: door open, or broken",
        "Members pay 26 euros a year.",
    ],
)
def test_what_is_not_the_heading_itself_stays(line: str) -> None:
    heading = "Fault 17: door open › Members pay 26 euros a year"
    assert line in texts(f"{line}\n\nClose it.", heading=heading)


@pytest.mark.parametrize(
    "line",
    [
        "On 28 Oct 2024, Ana Ruiz wrote:",
        "On Mon, 28 Oct 2024 at 10:15, Ana Ruiz <ana@example.org> wrote:",
        "El 28 de octubre de 2024, Ana Ruiz escribió:",
        "> On 28 Oct 2024, Ana Ruiz wrote:",
    ],
)
def test_line_over_a_quoted_letter_states_nothing(line: str) -> None:
    assert texts(f"I agree.\n\n{line}\n\n1. Close it.") == ["I agree.", "1. Close it."]


@pytest.mark.parametrize(
    "line",
    [
        "On 28 Oct 2024, Ana Ruiz wrote that it is closed.",
        "On Sundays the following are closed:",
        "In 2024 Ana Ruiz wrote:",
    ],
)
def test_line_that_says_more_than_who_wrote_when_stays(line: str) -> None:
    assert line in texts(f"I agree.\n\n{line}\n\nClose it.")


def test_yes_is_one_statement_with_what_follows_it_on_its_line() -> None:
    assert texts("Is it safe?\nYes. It has a lock.") == ["Yes. It has a lock."]
    assert texts("Is it safe?\nYes.\nIt has a lock.") == ["Yes.", "It has a lock."]
    assert texts("¿Es seguro?\nSí. Tiene llave.") == ["Sí. Tiene llave."]


def test_where_nothing_is_stated_all_stays() -> None:
    assert texts("Is there a shop?") == ["Is there a shop?"]
    assert texts("Opening hours\nIs there a shop?") == ["Opening hours", "Is there a shop?"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is there a shop?\nThere is none.", 0),
        ("“Is there a shop?”\n\nThere is none.", 0),
        ("It is old.\nThere is none.", None),
        ("Is there a shop?\nIt is old.\nThere is none.", None),
    ],
)
def test_question_above_is_the_sentence_right_before(text: str, expected: int | None) -> None:
    assert question_above(statements(text)[-1]) == expected
