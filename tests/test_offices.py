"""Which office is asked for, and which a sentence gives the person that it names."""

import pytest

from ragqa.offices import asks_for_a_role, gives_another_office, office_asked


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is the mayor of Almara?", "mayor"),
        ("Who's the president?", "president"),
        ("whos president", "president"),
        ("And who is currently the president?", "president"),
        ("In 2017, who was Almara's director?", "director"),
        ("Who will be prime minister?", "prime minister"),
        ("Who was the first vice-president?", "vice president"),
        ("Who serves as technical secretary?", "secretary"),
        ("¿Y quién es el presidente?", "president"),
        ("¿Quién será la rectora?", "director"),
        ("quien fue el embajador de Honduras", "ambassador"),
        ("Hola, ¿quién es actualmente la alcaldesa?", "mayor"),
    ],
)
def test_office_that_is_asked_for(question: str, name: str) -> None:
    office = office_asked(question)
    assert office is not None
    assert office.name == name
    assert asks_for_a_role(question)


@pytest.mark.parametrize(
    "question",
    ["Who is the leader?", "Who is the CEO of the bank?", "¿Quién es el líder?", "quien es la jefa",
     "Who's the captain?", "Who became president?",
     "Who was elected director in 2017?", "Who is the president's wife?"],
)  # fmt: skip
def test_other_roles_are_of_a_person_too(question: str) -> None:
    assert asks_for_a_role(question)
    assert office_asked(question) is None


@pytest.mark.parametrize(
    "question",
    ["Who is Ana Ruiz?", "Who met the president?", "When was the president born?",
     "Who is the wife of President Ruiz?", "Who was his principal rival?",
     "Who was the chief rival?",
     "¿Quién era la tripulación principal del barco?", "¿Quién votó al presidente?"],
)  # fmt: skip
def test_other_questions_ask_for_no_office(question: str) -> None:
    assert office_asked(question) is None
    assert not asks_for_a_role(question)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the president?", "It met. Ana Ruiz, Technical Secretary of the network, spoke."),
        ("Who is the president?", "Technical Secretary Ana Ruiz spoke."),
        ("Who is the president?", "The secretary of the network, Ana Ruiz, spoke."),
        ("Who is the president?", "Ana Ruiz is its vice president."),
        ("Who is the president?", "Ana Ruiz, the secretary, met President Luis Gómez."),
        ("Who is the president?", "Ana Ruiz (secretary) met the vice president."),
        ("Who is the president?", "The network's secretary is Ana Ruiz."),
        ("Who is the president?", "Ana Ruiz, who was then secretary, spoke."),
        ("Who is the president?", "The secretary of the local network is Dr. Ana Ruiz."),
        ("Who is the minister of Justice?", "Ana Ruiz, Minister of Foreign Affairs, spoke."),
        ("Who is the Justice Minister?", "The foreign minister Ana Ruiz spoke."),
        ("Who is the minister of Justice?",
         "The Minister of Foreign Affairs, International Business and Cooperation, Ana Ruiz."),
        ("¿Quién es la ministra de Salud?", "La ministra de Educación, Ana Ruiz, habló."),
        ("¿Quién es el presidente de la red?", "Ana Ruiz es la secretaria técnica de la red."),
        ("¿Quién es el presidente?", "Ana Ruiz, Technical Secretary of the network, spoke."),
        ("Who is the executive secretary?", "Ana Ruiz, Technical Secretary, spoke."),
    ],
)  # fmt: skip
def test_person_of_another_office_is_told(question: str, text: str) -> None:
    assert gives_another_office(question, text, "Ana Ruiz")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who is the president?", "Ana Ruiz, president of the network, spoke."),
        ("Who is the president?", "Ana Ruiz, then secretary, was elected president."),
        ("Who is the president?", "The presidency is held by Ana Ruiz."),
        ("Who is the president?", "Ana Ruiz spoke to Luis Gómez, the secretary."),
        ("Who is the president?", "The secretary spoke, and Ana Ruiz."),
        ("Who is the minister of Justice?", "Ana Ruiz, Minister of Justice and Police, spoke."),
        ("Who is the minister of Justice?", "The minister, Ana Ruiz, spoke."),
        ("Who is the minister of Suriname?", "Ana Ruiz, Minister of Justice, spoke."),
        ("Who is the leader?", "Ana Ruiz is the director."),
        ("Who is the principal of the school?", "Ana Ruiz, director of the school, spoke."),
        ("Who is Ana's sister?", "Ana Ruiz, the secretary, spoke."),
        ("Who is the president?", "The secretary of the network met Ana Ruiz."),
        ("Who is the president?", "Ana Ruiz is the daughter of the secretary."),
        ("Who is the president?", "Ana Ruiz is meeting the secretary."),
        ("Who is the president?", "Ana Ruiz, who met the secretary, spoke."),
        ("Who is the president?", "The minister's friend Ana Ruiz spoke."),
        ("¿Quién es la ministra de Salud?", "La ministra de Salud, Ana Ruiz, habló."),
    ],
)
def test_person_may_hold_the_office_that_is_asked_for(question: str, text: str) -> None:
    assert not gives_another_office(question, text, "Ana Ruiz")


def test_name_is_told_from_the_office_that_stands_with_it() -> None:
    text = "The Technical Secretary, Ana Ruiz, spoke."
    assert gives_another_office("Who is the president?", text, "Ana Ruiz, Technical Secretary")
    assert gives_another_office("Who is the president?", text, "The Technical Secretary, Ana Ruiz")
    assert not gives_another_office("Who is the president?", text, None)
    assert not gives_another_office("Who is the president?", text, "Technical Secretary")
