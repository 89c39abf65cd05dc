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
        # A preposition before the second question word, or that word and little else.
        ("Who directed the fable and in what year was it shown?", "Who directed the fable?",
         "In what year was the fable shown?"),
        ("Who wrote the report and in which year?", "Who wrote the report?",
         "In which year was the report written?"),
        ("Who wrote the report and when?", "Who wrote the report?", "When was the report written?"),
        ("When did IOM open the hub, and for whom?", "When did IOM open the hub?",
         "For whom did IOM open the hub?"),
        ("How many hubs opened and in which countries?", "How many hubs opened?",
         "In which countries (how many hubs opened)?"),
        ("¿Quién elaboró el plan y para qué años?", "¿Quién elaboró el plan?",
         "¿Para qué años elaboró el plan?"),
        ("¿Quién dirige la red y desde cuándo?", "¿Quién dirige la red?",
         "¿Desde cuándo dirige la red?"),
        ("¿Qué es el plan y para qué sirve?", "¿Qué es el plan?", "¿Para qué sirve el plan?"),
        # Neither "between" nor "about" is open.
        ("What did IOM do between 2016 and 2018 and who paid for the hubs?",
         "What did IOM do between 2016 and 2018?", "Who paid for the hubs?"),
        ("What did they say about migration and when did they say it?",
         "What did they say about migration?", "When did they say it?"),
        ("What is IOM and what is UNHCR?", "What is IOM?", "What is UNHCR?"),
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
        ("Compare what Honduras and Costa Rica did in 2021.", "What did Honduras do in 2021?",
         "What did Costa Rica do in 2021?"),
        ("Compare Honduras with Mexico", "What is Honduras?", "What is Mexico?"),
        ("¿Qué diferencia hay entre el MIRPS y los centros?", "¿Qué es el MIRPS?",
         "¿Qué son los centros?"),
        ("And can you tell me the main differences between the RCM and IOM?", "What is the RCM?",
         "What is IOM?"),
        ("Difference between the RCM and IOM", "What is the RCM?", "What is IOM?"),
        ("¿Me puede explicar en qué consiste la diferencia entre trata y tráfico?",
         "¿Qué es la trata?", "¿Qué es el tráfico?"),
        ("Is there a difference between men and women?", "What are men?", "What are women?"),
        ("What is the difference between refugee and migrant?", "What is a refugee?",
         "What is a migrant?"),
        ("¿Qué diferencia hay entre trata y tráfico de personas?", "¿Qué es la trata?",
         "¿Qué es el tráfico de personas?"),
        ("¿Cuál es la diferencia entre refugiados y solicitante de asilo?",
         "¿Qué son los refugiados?", "¿Qué es un solicitante de asilo?"),
        ("¿En qué se diferencian centros y regiones?", "¿Qué son los centros?",
         "¿Qué son las regiones?"),
        # A noun that is said once for both.
        ("What is the difference between the number of men and women in 2017?",
         "What is the number of men?", "What is the number of women in 2017?"),
        ("¿Qué diferencia hay entre el número de hombres y mujeres?",
         "¿Cuál es el número de hombres?", "¿Cuál es el número de mujeres?"),
        ("What is the difference between internal and international migration?",
         "What is internal migration?", "What is international migration?"),
        ("¿Qué diferencia hay entre migración regular e irregular?",
         "¿Qué es la migración regular?", "¿Qué es la migración irregular?"),
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
        "Who said what and to whom?",
        "Which hubs serve migrants and those in need?",
        # What goes on behind "between" or "about", and half a question.
        "What is the relationship between what people know and what they do?",
        "What do people know about who they are and what they do?",
        "¿Qué relación hay entre qué sabe la gente y qué hace?",
        "¿Qué se sabe sobre quién dirige la red y cuándo abrió?",
        "What did IOM and what did UNHCR do?",
        "What can the hub and what can the shelter offer?",
        "How far from the border and in what conditions do they live?",
        "¿Qué puede la OIM y qué puede ACNUR ofrecer?",
        "¿Quién ayuda a los migrantes y a quienes retornan?",
        # What asks for something else than both of two.
        "Who defined the difference between migration and mobility?",
        "What is the age difference between Ana and Rosa?",
        "What is the difference between migration and what people call mobility?",
        "What is the difference between the RCM and the MIRPS and IOM?",
        "What is the difference between the office in Panama and the one in Honduras?",
        "¿Quién definió la diferencia entre migración y movilidad?",
        "How is the flow about a wing different from that on a closely related sweptback wing?",
        "¿Quién escribió el libro y la canción?",
        "",
    ],
)
def test_question_that_asks_one_thing_stays_whole(text: str) -> None:
    assert parts_of(understand(text)) is None
