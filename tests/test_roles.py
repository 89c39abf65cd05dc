"""Who does it and to whom: sentences with the parts the other way round."""

import pytest

from ragqa.roles import is_the_other_way_round


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who defeated the Lions?", "On Sunday the Lions defeated the Tigers in the final."),
        ("Who defeated the Bears?", "The Lions were defeated by the Bears."),
        ("Who did the Lions defeat?", "The Lions were defeated by the Bears."),
        ("Who did the Tigers defeat?", "On Sunday the Lions defeated the Tigers."),
        ("Who funds the Harbour Foundation?", "The Harbour Foundation funds the Night School."),
        ("Which body trained the Ministry?", "The Ministry trained the volunteers."),
        ("Who interviewed Maria Lopez?", "Maria Lopez interviewed John Carter."),
        ("What causes malaria?", "Malaria causes fever."),
        ("¿Quién entrenó a la policía?", "La policía entrenó a los voluntarios."),
        ("¿A quién entrenó la OIM?", "La policía entrenó a la OIM."),
    ],
)
def test_one_named_who_does_it_is_not_whom_it_is_done_to(question: str, sentence: str) -> None:
    assert is_the_other_way_round(question, sentence, "es" if question[0] == "¿" else "en")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who defeated the Tigers?", "On Sunday the Lions defeated the Tigers in the final."),
        ("Who defeated the Lions?", "The Lions were defeated by the Bears."),
        ("Who did the Bears defeat?", "The Lions were defeated by the Bears."),
        ("Who funds the Night School?", "The Harbour Foundation funds the Night School."),
        ("What causes malaria?", "A parasite causes malaria."),
        ("¿Quién entrenó a la policía?", "La OIM entrenó a la policía."),
        ("¿A quién entrenó la OIM?", "La OIM entrenó a la policía."),
        ("¿Quién dirigió la película?", "La película fue dirigida por Ana."),
        # Both sides are alike, or both have words of the one named.
        ("Who married Ana?", "Ana married John."),
        ("Who trained the volunteers of the Red Cross?", "The Red Cross trained volunteers."),
        # A participle, or a verb without an object.
        ("Who organized the workshop?", "The workshop organized in Panama by the IOM was good."),
        ("Who organized the workshop?", "The workshop organized last week was good."),
        ("Who wrote the report?", "The report written by Ana was long."),
        ("Who leads the team?", "The team leads to Ana."),
        # Another clause has the part that is asked for.
        ("Who beat the Lions?", "The Lions beat the Tigers, but the Bears beat the Lions."),
        ("Who owned Blue Beetle before DC Comics?", "Blue Beetle was owned by Charlton Comics."),
    ],
)
def test_sentence_with_the_parts_as_asked_is_left_alone(question: str, sentence: str) -> None:
    assert not is_the_other_way_round(question, sentence, "es" if question[0] == "¿" else "en")
