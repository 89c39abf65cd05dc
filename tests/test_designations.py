"""One of a kind: a sentence about another of it."""

import pytest

from ragqa.designations import is_of_another


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the rent of HL-05?", "Dwelling: HL-02; Rent: 498"),
        ("What does error E42 mean?", "Error E31: there is no key."),
        ("When does support for 3.3 end?", "Version: 3.0.x; Fixes until: 2 October 2025"),
        ("Where was the VII MIRPS meeting held?", "The VI MIRPS meeting was held in Panama."),
        ("¿Quién fue a la VII reunión?", "SIMN participated in the VI Annual Meeting."),
        ("Who found the crack in the third pillar?", "Divers found a crack in the second pillar."),
        ("¿Quién halló la grieta del tercer pilar?", "Se halló una grieta en el segundo pilar."),
    ],
)
def test_sentence_about_another_of_the_kind_is_told(question: str, sentence: str) -> None:
    language = "es" if question.startswith("¿") else "en"
    assert is_of_another(question, sentence, sentence, language)


@pytest.mark.parametrize(
    ("question", "sentence", "context"),
    [
        ("What is the rent of HL-05?", "Dwelling: HL-05; Rent: 498", ""),
        ("What is the rent of HL-05?", "It is 498 pounds.", ""),
        ("What is the rent of HL-05?", "It is more than that of HL-02.", "The flat HL-05 is new."),
        ("When does support for 3.1 end?", "Version: 3.1.x; Fixes until: 19 February", ""),
        ("How did 2.5 million people vote?", "Of these 3.1 million voted by mail.", ""),
        ("Who was Louis XIV?", "Louis XIV, grandfather of Louis XV, was king.", ""),
        ("When did they first meet?", "The second meeting was in May.", ""),
        ("Who won the first prize?", "The second half was won by Ana.", ""),
        ("What about the 19th century?", "In the 20th century it grew.", ""),
    ],
)
def test_others_are_left_alone(question: str, sentence: str, context: str) -> None:
    assert not is_of_another(question, sentence, context, "en")
