"""Yes, no, or neither."""

import pytest

from ragqa.questions import understand
from ragqa.verdicts import verdict


@pytest.mark.parametrize(
    ("question", "statement", "expected"),
    [
        ("Did IOM support the walk in Panama?", "IOM supported the walk in Panama.", True),
        ("Did IOM support the walk in Panama?", "IOM did not support the walk in Panama.", False),
        ("Did IOM support the walk in Panama?", "IOM never supported the walk in Panama.", False),
        ("¿Apoyó la OIM la caminata en Panamá?", "La OIM apoyó la caminata en Panamá.", True),
        ("¿Apoyó la OIM la caminata en Panamá?", "La OIM nunca apoyó caminatas en Panamá.", False),
        # A word is missing, or two clauses have them together.
        ("Did IOM support the walk in Panama?", "IOM supported the walk in Honduras.", None),
        ("Did IOM pay for the walk in Panama?",
         "IOM supported Panama, and Honduras paid for the walk.", None),
        # It is left open.
        ("Did IOM support the walk in Panama?", "IOM may support the walk in Panama.", None),
        ("Did IOM support the walk in Panama?", "IOM planned to support the walk in Panama.", None),
        ("Did IOM support the walk in Panama?",
         "IOM not only supported the walk in Panama but led it.", None),
        ("Did IOM support the walk in Panama?",
         "It is not true that, as Ortiz says, IOM supported the walk in Panama.", None),
        ("Did IOM not support the walk in Panama?", "IOM supported the walk in Panama.", None),
        ("Did IOM support the walk or the hubs?", "IOM supported the walk or the hubs.", None),
        # Too little is asked, or something else than yes or no.
        ("Is Cuba a member?", "Cuba is a member.", None),
        ("Who supported the walk in Panama?", "IOM supported the walk in Panama.", None),
    ],
)  # fmt: skip
def test_verdict_needs_a_clause_that_asserts_or_denies_all_that_is_asked(
    question: str, statement: str, expected: bool | None
) -> None:
    assert verdict(understand(question), statement) is expected


def told(asked: str, statement: str) -> bool | None:
    return verdict(understand(asked), statement)


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Does Panama support the International Organization for Migration in its preparations?",
         "The International Organization for Migration (IOM) supports Panama in its preparations."),
        ("Was the highest increase in migration recorded among travellers from Guyana to the "
         "Caribbean?",
         "The highest increase in migration to Guyana was recorded among travellers from the "
         "Caribbean."),
        ("Do citizens of Suriname need a visa to travel to Guyana?",
         "Citizens of Guyana need a visa to travel to Suriname."),
        ("Did IOM support the walk in Panama?", "IOM never supported Panama's walk."),
        ("¿Apoyó la COPPAMI a la OIM en la caminata?",
         "La OIM apoyó a la COPPAMI en la caminata."),
        ("¿Apoyó la COPPAMI a la OIM en la caminata?",
         "A la COPPAMI la apoyó la OIM en la caminata."),
    ],
)  # fmt: skip
def test_no_verdict_where_what_is_asked_stands_in_another_order(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Do migrants travel from Guyana to Suriname by boat?",
         "Migrants travel to Guyana from Suriname by boat."),
        ("Do migrants travel from Guyana to Suriname by boat?",
         "Migrants to Guyana travel from Guyana to Suriname by boat."),
        ("Did IOM train officials in Panama?", "IOM partners trained officials in Panama."),
        ("Did IOM train officials in Panama?", "Ortiz of IOM trained officials in Panama."),
        ("Did IOM train officials in Panama?",
         "Critics of the International Organization for Migration (IOM) trained officials in "
         "Panama."),
        ("Did IOM train officials in Panama?",
         "The partners of Honduras and IOM trained officials in Panama."),
        ("Do migrants need a visa for Guyana?", "Migrants need a visa waiver for Guyana."),
        ("Do migrants need a visa for Guyana?", "Migrants need a waiver of a visa for Guyana."),
        ("Do migrants in Guyana need a visa?", "Migrants in Guyana need a visa waiver."),
    ],
)  # fmt: skip
def test_no_verdict_where_other_words_make_something_else_of_those_asked(
    asked: str, statement: str
) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Is the World Day against Trafficking held before July 30?",
         "The World Day against Trafficking is held on July 30 every year."),
        ("Is the visa valid for under 30 days?", "The visa is valid for over 30 days."),
        ("Is the visa valid for 30 days?", "The visa is valid for 30 days at most."),
        ("Is the visa valid for 30 days?", "The visa is valid for 30 days, but only in Panama."),
        ("Were more than 500 people trained in Honduras?",
         "Fewer than 500 people were trained in Honduras."),
        ("Did all countries of the region sign the agreement?",
         "Most countries of the region signed the agreement."),
        ("Did IOM support the walk in Panama?", "IOM will support the walk in Panama."),
        ("¿Firmaron todos los países el acuerdo?",
         "La mayoría de los países firmaron el acuerdo."),
        ("¿Apoyó la OIM la caminata en Panamá?", "La OIM solo apoyó la caminata en Panamá."),
        ("¿Apoyó la OIM la caminata en Panamá?",
         "La OIM apoyó la caminata en Panamá después de 2017."),
    ],
)  # fmt: skip
def test_no_verdict_where_only_one_side_compares_counts_or_orders_in_time(
    asked: str, statement: str
) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Was the meeting held in Panama in 2020?",
         "The meeting to be held in Panama in 2020 was cancelled."),
        ("Was the meeting held in Panama in 2020?",
         "The meeting held in Panama in 2020 was first postponed."),
        ("Do migrants need a visa for Guyana?", "Migrants need a visa for Guyana when they work."),
        ("Is the visa valid for 30 days?", "The visa is valid for 30 days in ports not closed."),
        ("¿Apoyó la OIM la caminata en Panamá?",
         "La OIM apoyó la caminata en Panamá, que fue aplazada."),
        ("¿Apoyó la OIM la caminata en Panamá?",
         "La OIM apoyó la caminata en Panamá, que dejó de celebrarse."),
    ],
)  # fmt: skip
def test_no_verdict_where_the_rest_of_the_sentence_leaves_it_open(
    asked: str, statement: str
) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Do migrants need a visa for Guyana?", "Migrants needed a visa for Guyana."),
        ("Is the office in Panama open on Mondays?", "The office in Panama was open on Mondays."),
        ("Was the office in Panama open on Mondays?", "The office in Panama is open on Mondays."),
        ("¿Apoyó la OIM la caminata en Panamá?", "La OIM apoyará la caminata en Panamá."),
    ],
)
def test_no_verdict_where_the_sentence_is_of_another_tense(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement", "expected"),
    [
        ("Did IOM support the walk in Panama?",
         "In 2017, IOM supported the annual walk in Panama, and it rained.", True),
        ("Did IOM support the walk in Panama?",
         "The International Organization for Migration (IOM) supported the walk in Panama.", True),
        ("Did the International Organization for Migration support the walk in Panama?",
         "The International Organization for Migration (IOM) supported the walk in Panama.", True),
        ("Do migrants need a visa for Guyana?", "Migrants don't need a visa for Guyana.", False),
        ("Can migrants work in Panama?", "Migrants can work in Panama.", True),
        ("Can migrants work in Panama?", "Migrants cannot work in Panama.", False),
        ("Were more than 500 people trained in Honduras?",
         "More than 500 people were trained in Honduras.", True),
        ("¿Apoyó la OIM a la COPPAMI en la caminata?",
         "La OIM apoyó a la COPPAMI en la caminata.", True),
        ("¿Se celebró la reunión en Panamá en 2020?",
         "La reunión se celebró en Panamá en 2020.", True),
        ("¿Fue la caminata apoyada por la OIM?", "La caminata no fue apoyada por la OIM.", False),
    ],
)  # fmt: skip
def test_verdict_where_a_sentence_opens_with_what_is_asked(
    asked: str, statement: str, expected: bool
) -> None:
    assert told(asked, statement) is expected


PETS = "Are pets allowed in the shelter?"
MEMBER = "Is Mexico a member of the conference?"
MIEMBRO = "¿Es México miembro de la conferencia?"
MASCOTAS = "¿Están permitidas las mascotas en el albergue?"


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        *((PETS, f"Pets are {adverb} allowed in the shelter.") for adverb in
          ("rarely", "hardly", "seldom", "barely", "scarcely", "occasionally", "sometimes",
           "reportedly", "partially", "temporarily")),
        *((MASCOTAS, f"Las mascotas están {adverb} permitidas en el albergue.") for adverb in
          ("rara vez", "apenas", "a veces", "ocasionalmente", "difícilmente", "parcialmente")),
        ("Can migrants work in Panama?", "Migrants can seldom work in Panama."),
        ("Did IOM support the walk in Panama?", "IOM supported the walk in Panama in principle."),
    ],
)  # fmt: skip
def test_no_verdict_where_an_adverb_limits_what_is_said(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        *((MEMBER, f"Mexico is {modified} of the conference.") for modified in
          ("a former member", "an ex-member", "a candidate member", "an associate member",
           "an observer member", "an honorary member", "a future member", "an alleged member",
           "a non-member", "a member-elect", "the interim and former member")),
        *((MIEMBRO, f"México es {modified} de la conferencia.") for modified in
          ("un antiguo miembro", "ex miembro", "un ex miembro", "un exmiembro",
           "miembro candidato", "un miembro observador", "un futuro miembro",
           "un presunto miembro")),
        ("Is Luis Gómez the president of the committee?",
         "Luis Gómez is the vice president of the committee."),
        ("Do citizens of Cuba need a visa for Guyana?",
         "Citizens of Cuba need a visa-free letter for Guyana."),
        ("Did Mexico join the conference in 2010?",
         "Mexico joined the conference in 2010 as an observer."),
        ("¿Ingresó México a la conferencia en 2010?",
         "México ingresó a la conferencia en 2010 como candidato."),
    ],
)  # fmt: skip
def test_no_verdict_where_a_modifier_makes_something_else_of_a_noun(
    asked: str, statement: str
) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        *((PETS, f"Pets are allowed in the shelter{more}.") for more in
          (" with a certificate", " in August", " for children of citizens", " during the day",
           ", with a certificate", " (with a certificate)", ": in August", " but with a leash",
           " although with a leash")),
        *((PETS, f"Pets are not allowed in the shelter{more}.") for more in
          (" in August", ", in August", " during the day")),
        (PETS, "In August, pets are allowed in the shelter."),
        (PETS, "Pets are not always allowed in the shelter."),
        ("Were pets allowed in the shelter?", "Pets were allowed in the shelter in August."),
        (MASCOTAS, "Las mascotas están permitidas en el albergue con certificado."),
        (MASCOTAS, "Las mascotas no están permitidas en el albergue en agosto."),
        (MASCOTAS, "En agosto, las mascotas están permitidas en el albergue."),
        (MEMBER, "Mexico is not a full member of the conference."),
        ("Do citizens of Cuba need a visa for Guyana?",
         "Citizens of Cuba do not need a work visa for Guyana."),
        # It may have happened at another time.
        ("Did IOM support the walk in Panama?", "IOM did not support the walk in Panama in 2017."),
        ("Did IOM support the walk in Panama?",
         "In 2017, IOM did not support the walk in Panama."),
        ("¿Apoyó la OIM la caminata en Panamá?",
         "La OIM no apoyó la caminata en Panamá en 2017."),
    ],
)  # fmt: skip
def test_no_verdict_where_what_follows_restricts_it(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        *((PETS, f"Pets are allowed in the shelter{more}.") for more in
          (", says a report", ", the manual says", ", as a report of August says",
           ", according to the manual", ", which is why dogs came", " and in the garden",
           ", because children like them")),
        (PETS, "Pets are now officially allowed in the shelter."),
        (MASCOTAS, "Las mascotas están permitidas en el albergue, según un informe."),
        (MASCOTAS, "Las mascotas están ya permitidas en el albergue, por lo que vinieron perros."),
        *((MEMBER, f"Mexico is {modified} of the conference.") for modified in
          ("a full member", "a founding member", "the newest member")),
        (MIEMBRO, "México es un nuevo miembro de la conferencia."),
        # What happened, happened somewhere, sometime and somehow.
        *(("Did IOM support the walk in Panama?", f"IOM supported the walk in Panama{more}.")
          for more in (" in late July", " with funds from Canada", ", with children")),
        ("Was the meeting held in Panama in 2020?",
         "The meeting was held in Panama in 2020 with 30 officials."),
        ("Has IOM trained officials in Panama?",
         "IOM has already trained officials in Panama during a course."),
        ("Have officials been trained in Panama?",
         "Officials have been trained in Panama during a course."),
        ("¿Se celebró la reunión en Panamá?",
         "La reunión se celebró en Panamá con apoyo de la OIM."),
        ("¿Apoyó la OIM la caminata en Panamá?",
         "En 2017, la OIM apoyó la quinta caminata en Panamá, con fondos de Canadá."),
    ],
)  # fmt: skip
def test_verdict_where_more_is_said_that_limits_nothing(asked: str, statement: str) -> None:
    assert told(asked, statement) is True


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Did the coach train the rowers?", "The coach trained the rowers' parents in 2019."),
        ("Did the coach train the rowers?", "The coach trained the rowers’ parents in 2019."),
        ("Did IOM support the annual walk?", "IOM supported the annual walk for nobody."),
    ],
)
def test_owner_and_nobody_assert_nothing(asked: str, statement: str) -> None:
    assert verdict(understand(asked), statement) is not True
