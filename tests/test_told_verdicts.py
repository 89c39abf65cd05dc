"""The verdict that a document gives itself, right below a question."""

import pytest

from ragqa.questions import understand
from ragqa.verdicts import verdict


def told(asked: str, statement: str) -> bool | None:
    return verdict(understand(asked), statement)


@pytest.mark.parametrize(
    ("asked", "statement", "expected"),
    [
        ("Can members share a locker?", "Can members share a locker? Yes.", True),
        ("Can members share a locker?", "Can members share a locker?\nYes, up to three.", True),
        ("Can I share a locker?", "May I share a locker? No. Each locker has one key.", False),
        ("Must I pay everything again?", "Must I pay everything again?: No. It is kept.", False),
        ("Is there a shop for spare parts?",
         "Is there a shop for spare parts? There is none, and none is planned.", False),
        ("¿Se puede compartir la taquilla?", "¿Se puede compartir la taquilla? Sí.", True),
        ("¿Puedo compartir la taquilla?",
         "¿Se puede compartir la taquilla? No. Cada una tiene una llave.", False),
        ("¿Hay una tienda de repuestos?", "¿Hay una tienda de repuestos? No hay ninguna.", False),
        ("hay una tienda de repuestos", "¿Hay una tienda de repuestos? Si, en el patio.", True),
    ],
)  # fmt: skip
def test_yes_or_no_below_the_same_question_is_the_verdict(
    asked: str, statement: str, expected: bool
) -> None:
    assert told(asked, statement) is expected


@pytest.mark.parametrize(
    "statement",
    [
        "Can members share a locker?",
        "“Can members share a locker?”",
        "Can members share a locker? That is for the board to decide.",
        "Can members share a locker? Yes, but not in summer.",
        "Can members share a locker? Yes. But only in winter.",
        "Can members share a locker? Yes, if both have paid.",
        "Can members share a locker? No, except in winter.",
        "Can members share a locker? Yesterday it was decided.",
        "Can members share a locker? There is none.",
        "Can guests share a locker? Yes.",
        "Can all members share a locker? Yes.",
        "Must members share a locker? Yes.",
        "Could members share a locker? Yes.",
        "Can members not share a locker? No.",
        "Can members share a locker with guests? Yes.",
    ],
)
def test_no_verdict_where_the_question_or_its_answer_is_another(statement: str) -> None:
    assert told("Can members share a locker?", statement) is None


def test_question_of_another_time_tells_nothing() -> None:
    assert told("Is the mill open to visitors?", "Was the mill open to visitors? Yes.") is None
    assert told("Is there a shop in the mill?", "Was there a shop in the mill? Yes.") is None
    assert told("¿Cierra el museo los lunes?", "¿Cerró el museo los lunes? Sí.") is None


def test_what_is_said_behind_the_question_may_assert_what_is_asked() -> None:
    said = "Who supported the walk? IOM supported the walk in Panama."
    assert told("Did IOM support the walk in Panama?", said) is True
    assert told("Did IOM support the walk in Peru?", said) is None
