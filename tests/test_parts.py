"""Questions that ask for more than one thing."""

import pytest

from ragqa.parts import parts_of
from ragqa.questions import understand


def parts(text: str) -> list[str]:
    found = parts_of(understand(text))
    assert found is not None
    return [one.asked for one in found.questions]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("When and where was the meeting held?", "When was the meeting held?",
         "Where was the meeting held?"),
        ("Who directed the fable and when was it shown?", "Who directed the fable?",
         "When was the fable shown?"),
        ("Who directed the fable? When did it come out?", "Who directed the fable?",
         "When did the fable come out?"),
        ("How many hubs are open, and who runs the shelter?", "How many hubs are open?",
         "Who runs the shelter?"),
        ("¿Cuándo y dónde se celebró la reunión?", "¿Cuándo se celebró la reunión?",
         "¿Dónde se celebró la reunión?"),
        ("¿Quién dirigió el documental y cuándo se presentó?", "¿Quién dirigió el documental?",
         "¿Cuándo se presentó el documental?"),
    ],
)  # fmt: skip
def test_question_with_two_parts_is_taken_apart(text: str, first: str, second: str) -> None:
    assert parts(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("What is the difference between the RCM and the information hubs?", "What is the RCM?",
         "What are the information hubs?"),
        ("How do the RCM and the MIRPS differ?", "What is the RCM?", "What is the MIRPS?"),
        ("How does the RCM differ from the MIRPS?", "What is the RCM?", "What is the MIRPS?"),
        ("Compare what Honduras and Costa Rica did in 2021.", "What Honduras did in 2021?",
         "What Costa Rica did in 2021?"),
        ("Compare Honduras with Mexico", "What is Honduras?", "What is Mexico?"),
        ("¿Qué diferencia hay entre el MIRPS y los centros?", "¿Qué es el MIRPS?",
         "¿Qué son los centros?"),
        ("Compara lo que hizo Honduras con México en 2021", "¿Qué hizo Honduras en 2021?",
         "¿Qué hizo México en 2021?"),
    ],
)  # fmt: skip
def test_comparison_asks_the_same_of_both(text: str, first: str, second: str) -> None:
    assert parts(text) == [first, second]
    found = parts_of(understand(text))
    assert found is not None
    assert found.compares


@pytest.mark.parametrize(
    "text",
    [
        "Who wrote the book and the song?",
        "Which countries and cities joined?",
        "When was the meeting held?",
        "Who said what and why?",
        "Did it rain and snow?",
        "How is the flow about a wing different from that on a closely related sweptback wing?",
        "¿Quién escribió el libro y la canción?",
        "",
    ],
)
def test_question_that_asks_one_thing_stays_whole(text: str) -> None:
    assert parts_of(understand(text)) is None
