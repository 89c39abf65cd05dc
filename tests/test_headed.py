"""Lists under a heading that has all the words of the question."""

import pytest
from builders import document_of, hit_of

from ragqa.headed import item_under_asked_heading
from ragqa.questions import understand
from ragqa.statements import Candidate


def candidate_under(heading: str, text: str) -> Candidate:
    return Candidate(hit_of(document_of(text), heading=heading), 0, len(text), text, "")


NEWS = candidate_under("News", "The 2.x line gets security fixes until March.")


def first_of(asked: str, *candidates: Candidate) -> str | None:
    """Return the text of the item that is put in front."""
    order = range(len(candidates))
    found = item_under_asked_heading(understand(asked), candidates, order)
    return None if found is None else candidates[found].text


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("What was fixed in 3.2.1?", "Changes › 3.2.1 - 2025-09-30 › Fixed"),
        ("What was fixed in 3.2.1?", "Fixed in 3.2.1"),
        ("Which faults were removed in 2024?", "2024 › Faults removed"),
        ("¿Cuáles son los cambios de la 3.2.1?", "Historial › 3.2.1 › Cambios"),
    ],
)
def test_item_under_a_heading_that_says_all_that_is_asked_comes_first(
    asked: str, heading: str
) -> None:
    item = candidate_under(heading, "- The door closes again.")
    assert first_of(asked, NEWS, item) == item.text


@pytest.mark.parametrize(
    ("asked", "heading", "text"),
    [
        ("What was fixed in 3.2.0?", "Changes › 3.2.1 › Fixed", "- The door closes again."),
        ("What was added in 3.2.1?", "Changes › 3.2.1 › Fixed", "- The door closes again."),
        ("What was fixed at the door?", "The door › Fixed", "- The hinge."),
        ("What was fixed in 3.2.1?", "Changes › 3.2.1 › Fixed", "The door closes again."),
        ("When was it fixed in 3.2.1?", "Changes › 3.2.1 › Fixed", "- The door closes again."),
        ("Was it fixed in 3.2.1?", "Changes › 3.2.1 › Fixed", "- The door closes again."),
        ("What was fixed in 3.2.1?", "3.2.1 fixed › Doors › Known faults", "- The door sticks."),
        ("What was fixed in 3.2.1?", "Fixed in 3.2.1 › Thanks", "- Ana Ruiz"),
    ],
)
def test_item_under_another_heading_and_what_is_no_item_stay(
    asked: str, heading: str, text: str
) -> None:
    assert first_of(asked, NEWS, candidate_under(heading, text)) is None
