"""Nouns that are of something that the earlier question named."""

import pytest

from ragqa.questions import understand


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        ("What did the study on bees and maize find?", "Which years did the figures cover?",
         "Which years did the figures of the study on bees and maize cover?"),
        ("What is the Andes Survey?", "And what do the results show?",
         "What do the results of the Andes Survey show?"),
        ("When was the workshop on water held?", "Who were the speakers?",
         "Who were the speakers of the workshop on water?"),
        ("Who wrote the report on salt?", "What were the conclusions?",
         "What were the conclusions of the report on salt?"),
        ("When was the workshop held?", "How many people were there?",
         "How many people were there (the workshop)?"),
        ("¿Qué encontró el estudio sobre las abejas?", "¿Qué años cubren las cifras?",
         "¿Qué años cubren las cifras del estudio sobre las abejas?"),
        ("¿Qué es la encuesta andina?", "¿Qué muestran los resultados?",
         "¿Qué muestran los resultados de la encuesta andina?"),
    ],
)  # fmt: skip
def test_noun_that_is_of_something_is_of_what_was_named(
    earlier: str, text: str, expected: str
) -> None:
    assert understand(text, history=[earlier]).understood == expected


@pytest.mark.parametrize(
    "text",
    [
        "What do the results of the election show?",
        "What did the figures in the Bolivia census show?",
        "What is the purpose of the tax?",
        "Who won the election?",
        "Who are the speakers at Davos?",
        "Did the results please the minister?",
        "What are the requirements for a visa?",
        "¿Qué muestran los resultados de las elecciones?",
        "¿Cuál es el costo del visado?",
        "¿Quién ganó las elecciones?",
    ],
)
def test_question_that_names_what_they_are_of_borrows_nothing(text: str) -> None:
    earlier = "¿Qué es la encuesta andina?" if text[0] == "¿" else "What is the Andes Survey?"
    assert not understand(text, history=[earlier]).borrows
