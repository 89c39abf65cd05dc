"""Of two times or numbers the one that holds answers, not the one that is taken back."""

import pytest

from ragqa.phrases import find_phrase
from ragqa.questions import understand
from ragqa.types import Span


def phrase(question: str, quote: str, pointed: str) -> str | None:
    start = quote.index(pointed)
    return find_phrase(understand(question), quote, Span(start, start + len(pointed))).text


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "holds"),
    [
        ("¿Cuándo reabre el comedor?",
         "La reapertura, prevista para el 20 de octubre, se retrasa al 3 de noviembre por obras.",
         "el 20 de octubre", "3 de noviembre"),
        ("When is the lift ready?", "The lift is ready on 23 May 2025 instead of 9 May.",
         "9 May", "23 May 2025"),
        ("When does work begin?", "Work begins on 13 January, not on 6 January as we wrote.",
         "6 January", "13 January"),
        ("When is the fair?", "The fair is not on 3 May but on 10 May.", "3 May", "10 May"),
        ("When is the fair?", "The fair planned for 3 May has been postponed until 10 May.",
         "3 May", "10 May"),
        ("¿Cuándo es la feria?", "La feria no será el 3 de mayo sino el 10 de mayo.",
         "3 de mayo", "10 de mayo"),
        ("¿Cuándo es la feria?", "La feria es el 10 de mayo en vez del 3 de mayo.",
         "3 de mayo", "10 de mayo"),
        ("How many people came?", "It was 40 people rather than 50 people who came.",
         "50", "40 people"),
    ],
)  # fmt: skip
def test_time_that_holds_answers(question: str, quote: str, pointed: str, holds: str) -> None:
    assert holds.startswith(phrase(question, quote, pointed) or "?")


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "said"),
    [
        ("When is the fair?", "The fair is on 10 May instead of 3 May.", "10 May", "10 May"),
        ("When was the fair before?", "The fair is on 10 May instead of 3 May.", "3 May",
         "3 May"),
        ("When was the fair postponed?", "On 3 May the fair was postponed to 10 May.", "3 May",
         "3 May"),
        ("When was it opened?", "It was opened on 3 May 2010 and closed on 10 May 2012.",
         "3 May 2010", "3 May 2010"),
        ("When did it open?", "It opened on 3 May 2010, but burned down on 10 May 2012.",
         "3 May 2010", "3 May 2010"),
        ("¿Cuándo abrió?", "Abrió el 3 de mayo de 2010 y pasó a llamarse Sol en 2012.",
         "3 de mayo de 2010", "3 de mayo de 2010"),
        ("When did he come?", "He came in 2010 and moved to Almara in 2012.", "2010", "2010"),
    ],
)  # fmt: skip
def test_time_that_is_not_taken_back_stays(
    question: str, quote: str, pointed: str, said: str
) -> None:
    assert phrase(question, quote, pointed) == said
