"""Yes or no by what a sentence says in other words: voices, additions, values, opposites."""

import pytest

from ragqa.questions import understand
from ragqa.verdicts import verdict

FILM = "Was The Tale of the Fox and the Owl directed by Ana Ruiz?"
DIRECTED = "Did Ana Ruiz direct the film about owls?"
OFFICE = "¿Fue la oficina de Lima dirigida por Ana Ruiz?"
MAYOR = "Is Carla Vega mayor of Tapachula?"
ALCALDESA = "¿Es Carla Vega alcaldesa de Tapachula?"
FAIR = "Is the Fair of Lima held on July 4?"
SIGNED = "Was the pact signed online?"


def told(asked: str, statement: str) -> bool | None:
    return verdict(understand(asked), statement)


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        (FILM, 'The film "The Tale of the Fox and the Owl" was directed by Ana Ruiz.'),
        (FILM, "They showed a film, The Tale of the Fox and the Owl, directed by the Peruvian"
               " writer and singer, Ana Ruiz."),
        (DIRECTED, "The film about owls was directed by Ana Ruiz in 2017."),
        (DIRECTED, "The film about owls, directed by Ana Ruiz, won a prize."),
        ("Was the film about owls directed by Ana Ruiz?", "Ana Ruiz directed the film about owls."),
        ("Was the book about owls written by Ana Ruiz?", "Ana Ruiz wrote the book about owls."),
        (OFFICE, "Ana Ruiz dirigió la oficina de Lima."),
        (OFFICE, "La oficina de Lima fue dirigida por la jurista Ana Ruiz."),
        ("¿Dirigió Ana Ruiz la oficina de Lima?", "La oficina de Lima fue dirigida por Ana Ruiz."),
        ("Did Ana Ruiz direct the film in 2017?", "In 2017, Ana Ruiz directed the film."),
    ],
)  # fmt: skip
def test_active_and_passive_say_the_same(asked: str, statement: str) -> None:
    assert told(asked, statement) is True


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        # Another role, another agent, another thing.
        ("Did Honduras defeat Panama in the final?",
         "Honduras was defeated by Panama in the final."),
        (DIRECTED, "The film about owls was directed by a student of Ana Ruiz."),
        (DIRECTED, "The film about owls was directed by the poet who taught Ana Ruiz."),
        (DIRECTED, "The film about owls was directed by someone unlike Ana Ruiz."),
        (DIRECTED, "The film about owls was directed by Luis Solano, Ana Ruiz's brother."),
        (DIRECTED, "The trailer of the film about owls was directed by Ana Ruiz."),
        (DIRECTED, "The film about owls was directed by Luis Solano and sold by Ana Ruiz."),
        ("Was the film about owls directed by Ana Ruiz?",
         "Ana Ruiz directed the trailer of the film about owls."),
        (OFFICE, "La oficina de Lima fue dirigida por el marido de Ana Ruiz."),
        # It is open, or of another time.
        (DIRECTED, "The film about owls is to be directed by Ana Ruiz."),
        (DIRECTED, "The film about owls was nearly directed by Ana Ruiz."),
        (OFFICE, "Ana Ruiz dirige la oficina de Lima."),
        ("Does Ana Ruiz lead the office in Lima?", "The office in Lima was led by Ana Ruiz."),
        ("Did Pizarro find the city of Lima?", "The city of Lima was founded by Pizarro."),
    ],
)  # fmt: skip
def test_no_verdict_where_the_other_voice_says_something_else(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        (MAYOR, "Carla Vega, mayor of Tapachula, spoke at the meeting."),
        (MAYOR, "The guests met Carla Vega, the mayor of Tapachula, in May."),
        (MAYOR, "“It is a plan,” said Carla Vega, mayor of Tapachula."),
        (ALCALDESA, "La reunión fue abierta por Carla Vega, alcaldesa de Tapachula."),
        ("Are most farmers in Lima women?", "The majority of farmers in Lima are women."),
        ("Are most farmers in Lima women?", "It opened because most farmers in Lima are women."),
        (FAIR, "The Fair of Lima takes place on July 4 every year."),
        (FAIR,
         "The parade is part of the week as part of the Fair of Lima which is held on July 4."),
    ],
)  # fmt: skip
def test_yes_by_what_a_sentence_adds(asked: str, statement: str) -> None:
    assert told(asked, statement) is True


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        *((MAYOR, f"Carla Vega, {what}, spoke at the meeting.") for what in
          ("mayor of Tapachula until 2015",
         "wife of the mayor of Tapachula", "then mayor of Tapachula",
           "former mayor of Tapachula", "candidate for mayor of Tapachula")),
        (MAYOR, "The father of Carla Vega, mayor of Tapachula, spoke at the meeting."),
        (MAYOR, "According to Carla Vega, mayor of Tapachula, it rained."),
        (MAYOR, "Invited were Carla Vega, the mayor of Tapachula, a priest and a nun."),
        (MAYOR, "Carla Vega, the mayor of Tapachula and the governor signed it."),
        (ALCALDESA, "Carla Vega, hermana de la alcaldesa de Tapachula, habló."),
        (ALCALDESA, "Según Carla Vega, la alcaldesa de Tapachula mintió."),
        ("Are all farmers in Lima women?", "The majority of farmers in Lima are women."),
        ("Are most farmers in Lima women?", "The majority of young farmers in Lima are women."),
        ("Were the members of CORA expelled in 2010?",
         "The members of CORA that were expelled in 2010 sued."),
        (FAIR, "The parade on the Fair of Lima, which is held on July 4, is loud."),
        ("Is the Fair of Lima held every year on July 4?", "The Fair of Lima is held on July 4."),
    ],
)  # fmt: skip
def test_no_verdict_where_an_addition_is_of_something_else(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Is the Fair of Lima held on July 5?", "The Fair of Lima is held every year on July 4."),
        ("¿Se celebra la Feria de Lima el 5 de julio?",
         "La Feria de Lima se celebra el 4 de julio."),
        ("Was the pact of Lima signed in 2011?", "The pact of Lima was signed in 2010."),
        ("¿Se firmó el pacto de Lima en 2011?", "El pacto de Lima se firmó en 2010."),
        ("Was the ferry to Lima launched on May 3, 2019?",
         "The ferry to Lima was launched on May 4, 2019."),
        ("Does the tower in Lima have 30 floors?", "The tower in Lima has twelve floors."),
        ("¿Cuesta la visa de Lima 50 dólares?", "La visa de Lima cuesta 40 dólares."),
        ("Is the test mandatory for the visa?", "The test is voluntary for the visa."),
        ("¿Es obligatorio el examen de Lima?", "El examen de Lima es opcional."),
        ("Was the pact signed in person?",
         "The two parties signed the pact at a virtual ceremony."),
        ("¿Se firmó el pacto en línea?", "El pacto se firmó de forma presencial."),
    ],
)  # fmt: skip
def test_no_where_a_sentence_asserts_another_value(asked: str, statement: str) -> None:
    assert told(asked, statement) is False


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        # It may have been on several days, or in several years; or is of something else.
        *(("Is the Fair of Lima held on July 5?", f"The Fair of Lima {what}.") for what in
          ("is held on July 4 and 5", "is held from July 4 to July 9", "is not held on July 4",
           "is usually held on July 4", "was held on July 4")),
        ("Was the Fair of Lima held in 2016?", "The Fair of Lima was held in 2017."),
        ("Was a report on Lima published in 2016?", "A report on Lima was published in 2017."),
        ("Was the pact of Lima signed in 2011?",
         "The draft of the pact of Lima was signed in 2010."),
        ("Was the pact of Lima signed in 2011?", "The pact of Lima was signed by Peru in 2010."),
        ("Was the pact of Lima signed in July 2010?", "The pact of Lima was signed in 2010."),
        ("Was Ana Ruiz born in 1970?", "Ana Ruiz was born in the 1970s."),
        # Who has more has that many too, or it is a part.
        ("Did 8 officials of Peru come?", "10 officials of Peru came."),
        ("Does the tower in Lima have 30 floors?", "The tower in Lima has 12 floors of offices."),
        ("Does the visa for Lima cost 50 dollars?", "The visa for Lima costs about 40 dollars."),
        ("Do the towers in Lima have 30 floors?", "The tower in Lima has 12 floors."),
        ("Has the museum of Lima sold 20 tickets?", "The museum of Lima has sold 10 tickets."),
        # The opposite of another thing.
        ("Is the test mandatory for the visa?", "The test is voluntary for the permit."),
        ("Is the museum in Lima open on Mondays?", "The museum in Lima is closed on Sundays."),
        ("Is the temporary visa valid for Lima?", "The permanent visa is valid for Lima."),
        (SIGNED, "The pact was signed in Lima and discussed at a virtual meeting."),
        (SIGNED, "The pact was signed as agreed at a virtual meeting."),
        (SIGNED, "The pact was signed at a hybrid ceremony, online and in person."),
        ("Was the course on visas held online?",
         "The course on visas was held for online teachers."),
    ],
)  # fmt: skip
def test_no_verdict_where_another_value_denies_nothing(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        (SIGNED, "The two parties signed the pact at a virtual ceremony."),
        (SIGNED, "The pact was signed between Peru and Chile by video conference."),
        ("¿Se firmó el pacto en linea?", "El pacto se firmó en una ceremonia virtual."),
        ("Is the test mandatory for the visa?", "The test is compulsory for the visa."),
        ("Is the Fair of Lima held on 4 July?", "The Fair of Lima is held on July 4."),
    ],
)
def test_yes_where_a_sentence_says_the_same_otherwise(asked: str, statement: str) -> None:
    assert told(asked, statement) is True
