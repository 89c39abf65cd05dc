"""Yes or no where a sentence lists the members."""

import pytest

from ragqa.questions import understand
from ragqa.verdicts import verdict

CORA = "CORA is a network of legal organizations from 3 countries: Belize, Cuba and Haiti."
LINES = (
    "CORA is a network of organizations, and the organizations come from these 3 countries:\n\n"
    "- Belize\n- Cuba\n- the Dominican Republic"
)
DONORS = "It was a space in which the ALFA countries – Peru, Chile and Cuba – signed the pact."


def told(asked: str, statement: str) -> bool | None:
    return verdict(understand(asked), statement)


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Is Cuba one of the countries of CORA?", CORA),
        ("Is Cuba part of CORA?", CORA),
        ("Are Cuba and Belize members of CORA?", CORA),
        ("Does Cuba belong to CORA?", CORA),
        ("Does CORA include Cuba?", CORA),
        ("¿Forma parte Haití de CORA?", CORA),
        ("Is the Dominican Republic a member of the CORA network?", LINES),
        ("Is Chile one of the ALFA countries?", DONORS),
        ("Is Chile an ALFA country?", DONORS),
        ("Is Chile one of the countries that signed the pact?", DONORS),
        ("Is Chile one of the countries that shared their progress on ALFA plans?",
         "The ALFA countries – Peru, Chile and Cuba – shared their progress in all ALFA plans."),
        ("Is Cuba a member of the alliance CORA?",
         "The members of the alliance CORA are Cuba and Peru."),
        ("¿Es Cuba miembro de la alianza CORA?",
         "Los miembros de la alianza CORA son Cuba y Perú."),
        ("Is Cuba one of the ALFA countries?",
         "The ALFA countries that signed are the following:\n\n- Peru\n- Cuba"),
    ],
)  # fmt: skip
def test_yes_where_it_is_listed_among_the_members(asked: str, statement: str) -> None:
    assert told(asked, statement) is True


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        ("Is Peru one of the countries of CORA?", CORA),
        ("¿Es Perú uno de los miembros de CORA?", "Los únicos miembros de CORA son Cuba y Haití."),
    ],
)
def test_no_where_the_list_is_whole_and_lacks_it(asked: str, statement: str) -> None:
    assert told(asked, statement) is False


@pytest.mark.parametrize(
    ("asked", "statement"),
    [
        # It may be by another name, of another kind, or the list may not be whole.
        ("Is the USA one of the countries of CORA?",
         "CORA is a network from 2 countries: Cuba and the United States."),
        ("Is Casa Nueva part of CORA?", CORA),
        ("Is Brazil one of the ALFA countries?", DONORS),
        ("Is Guinea a member of CORA?", "The members of CORA are Equatorial Guinea and Haiti."),
        ("Is Peru one of the countries of CORA?",
         "CORA is a network of 5 countries: Belize, Cuba and Haiti."),
    ],
)  # fmt: skip
def test_no_verdict_where_it_is_only_not_listed(asked: str, statement: str) -> None:
    assert told(asked, statement) is None


@pytest.mark.parametrize(
    "statement",
    [
        "CORA helps migrants from 3 countries: Belize, Cuba and Haiti.",
        "CORA is a group of lawyers who defend migrants from 3 countries: Belize, Cuba and Haiti.",
        "The donors of the CORA countries – Belize, Cuba and Haiti – met.",
        "The former countries of CORA are Belize, Cuba and Haiti.",
        "The countries of CORA that left are Belize, Cuba and Haiti.",
        "The countries of CORA are not Belize, Cuba and Haiti.",
        "The countries of CORA may be Belize, Cuba and Haiti.",
        "The guests of the CORA countries were Belize, Cuba and Haiti.",
        "The CORA countries (unlike Belize, Cuba and Haiti) met.",
        "The CORA countries visited 3 others: Belize, Cuba and Haiti.",
        "The countries of the CORA report are Belize, Cuba and Haiti.",
    ],
)
def test_no_verdict_where_something_else_is_listed(statement: str) -> None:
    assert told("Is Cuba one of the countries of CORA?", statement) is None


def test_no_verdict_where_those_listed_did_something_else() -> None:
    asked = "Is Chile one of the countries that signed the pact?"
    for did in ("did not sign the pact", "signed the amendment to the pact", "refused the pact"):
        assert told(asked, f"The ALFA countries – Peru, Chile and Cuba – {did}.") is None
