"""The phrase that answers: whole, and of the kind that is asked for."""

import pytest

from ragqa.demands import demands_kind
from ragqa.phrases import are_different, find_phrase
from ragqa.questions import understand
from ragqa.types import Span

SIGNED = "Costa Rica, Panama and the Dominican Republic signed the pact."
SESSIONS = (
    "The sessions were led by Ana María Ortiz, Senior Specialist on Assistance, and Miguel Gómez, "
    "a consultant."
)


def phrase(question: str, quote: str, pointed: str) -> tuple[str | None, bool]:
    start = quote.index(pointed)
    found = find_phrase(understand(question), quote, Span(start, start + len(pointed)))
    return found.text, found.fits


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "text"),
    [
        ("Which countries signed the pact?", SIGNED, "Panama and the Dominican Republic",
         "Costa Rica, Panama and the Dominican Republic"),
        ("Which countries signed the pact?", SIGNED, "Costa Rica",
         "Costa Rica, Panama and the Dominican Republic"),
        ("Who led the sessions?", SESSIONS, "Ana María Ortiz",
         "Ana María Ortiz, Senior Specialist on Assistance, and Miguel Gómez"),
        ("Who led the sessions?", SESSIONS, "Miguel Gómez",
         "Ana María Ortiz, Senior Specialist on Assistance, and Miguel Gómez"),
        ("¿Quiénes dirigieron las sesiones?", "Las dirigieron Ana Ortiz y Miguel Gómez.",
         "Ana Ortiz", "Ana Ortiz y Miguel Gómez"),
        ("Which agency signed?", "The Agency for Health and Order (AHO) signed.", "Agency",
         "Agency for Health and Order"),
        # One is asked for, or the other was named by the question, or it says where.
        ("Which player led the sessions?", SESSIONS, "Ana María Ortiz", "Ana María Ortiz"),
        ("Who worked with Miguel Gómez?", "Ana Ortiz and Miguel Gómez worked.", "Ana Ortiz",
         "Ana Ortiz"),
        ("Who met in the city?", "They met in Chinandega, Nicaragua.", "Chinandega", "Chinandega"),
        # Marks of the sentence are no part of it.
        ("What are they called?", "They are called ctenes, or combs.", "ctenes,", "ctenes"),
        ("What is the size of it?", "Its size is 3.62.", "3.62.", "3.62"),
        ("Which country is it?", "It is the U.S.", "the U.S.", "the U.S."),
        ("When will it close?", "It (in Almara) closes (in October 2016).", "October 2016)",
         "October 2016"),
    ],
)  # fmt: skip
def test_phrase_is_grown_to_what_it_cuts(
    question: str, quote: str, pointed: str, text: str
) -> None:
    assert phrase(question, quote, pointed) == (text, True)


def test_phrase_that_only_spells_out_what_is_asked_is_no_answer() -> None:
    quote = "Ten hubs work with the International Organization for Migration (IOM)."
    whole = "the International Organization for Migration"
    assert phrase("What did IOM do?", quote, whole) == (None, True)
    assert phrase("Who works with the hubs?", quote, whole) == (whole, True)
    assert phrase("What is the full name of IOM?", quote, whole) == (whole, True)
    assert phrase("¿Qué organización se llama IOM?", quote, whole) == (whole, True)


def test_who_is_not_answered_by_the_one_whom_the_question_names() -> None:
    quote = "The course ended with the International Organization for Migration (IOM)."
    whole = "the International Organization for Migration"
    assert phrase("Who signed the memorandum with IOM?", quote, whole) == (None, False)
    assert phrase("¿Quién firmó el acuerdo con IOM?", quote, whole) == (None, False)
    assert phrase("Who is IOM?", quote, whole) == (whole.removeprefix("the "), True)
    assert phrase("¿Quién es la IOM?", quote, whole) == (whole.removeprefix("the "), True)
    head = "The board named Luis Pérez chief executive officer (CEO)."
    assert phrase("Who is the CEO?", head, "Luis Pérez") == ("Luis Pérez", True)
    signed = "Ana Ortiz signed it with the International Organization for Migration (IOM)."
    assert phrase("Who signed the memorandum with IOM?", signed, whole) == ("Ana Ortiz", False)
    assert phrase("Who signed the memorandum, IOM or UNHCR?", quote, whole) == (None, True)


GUYANA = 'The title of the report of the IOM is "Planning for Prosperity".'
OIL = "It finds a connection between the oil sector and an increase in travel."


@pytest.mark.parametrize(
    "question", ["Which title does it have?", "¿Qué título tiene?", "How is it titled?"]
)
def test_title_that_is_asked_for_is_the_one_in_quotation_marks(question: str) -> None:
    assert phrase(question, GUYANA, "IOM") == ("Planning for Prosperity", True)
    assert phrase("Whose report is it?", GUYANA, "IOM") == ("IOM", True)


def test_relation_of_two_is_not_told_by_one_of_them() -> None:
    asked = "What does it find?"
    assert phrase(asked, OIL, "a connection between the oil sector") == (None, True)
    whole = "a connection between the oil sector and an increase in travel"
    assert phrase(asked, OIL, whole) == (whole, True)


SHARES = "Of 158,349 households, 68,511 (43.3%) had children, and 2.8% to 5% had none."


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "text"),
    [
        ("What is it called?", "It is called the Regional Conference (RCM).",
         "the Regional Conference (RCM)", "the Regional Conference"),
        ("What is its complexity?", "Its complexity is O(n).", "O(n", "O(n)"),
        ("What is the code?", "Its code is (42).", "(42)", "42"),
        ("How many cylinders has it?", "It is a 5-cylinder engine.", "5-", "5"),
        ("What did the bonds get?", "Fitch gave the bonds BBB- in March.", "BBB-", "BBB-"),
        ("When did she die?", "She died (in March 1943).", "(in March 1943)", "March 1943"),
        ("How many won?", "The team with the most wins (118) was first.", "(118", "118"),
        ("What year did she die?", "She died on 7 January 1943.", "7 January 1943", "1943"),
        ("¿En qué año murió?", "Murió el 7 de enero de 1943.", "7 de enero de 1943", "1943"),
        ("What year was it?", "It was in 1943 or 1944.", "1943 or 1944", "1943 or 1944"),
        ("When did she die?", "She died on 7 January 1943.", "on 7 January 1943",
         "7 January 1943"),
        ("Where was it shown?", "It was shown at the London Exhibition.",
         "at the London Exhibition", "the London Exhibition"),
        ("Where does it stand?", "It stands in front of a church.", "in front of a church",
         "in front of a church"),
        ("What is it for?", "It is for use in Panama.", "in Panama", "in Panama"),
        ("What percentage had children?", SHARES, "68,511 (43.3%)", "43.3%"),
        ("What percentage had none?", SHARES, "2.8% to 5%", "2.8% to 5%"),
        ("How many had children?", SHARES, "68,511 (43.3%)", "68,511"),
        ("How long was it open?", "It was open from June to August.", "from June to August",
         "from June to August"),
        ("How much is the course?", "It is a course on rights.", "a course on rights", None),
        ("¿Cuánto cuesta el curso?", "El curso trata de derechos.", "trata de derechos", None),
        ("¿Cuánto tiempo estuvo abierto?", "Estuvo abierto todo el verano.", "todo el verano",
         "todo el verano"),
    ],
)  # fmt: skip
def test_phrase_is_only_what_is_asked_for(
    question: str, quote: str, pointed: str, text: str | None
) -> None:
    assert phrase(question, quote, pointed)[0] == text


@pytest.mark.parametrize(
    ("question", "quote", "text"),
    [
        ("What is COPPAMI?",
         "The Permanent Commission for Migrants is known as COPPAMI, its abbreviation in Spanish.",
         "Permanent Commission for Migrants"),
        ("What does RCM stand for?", "The Regional Conference on Migration (RCM) met.",
         "Regional Conference on Migration"),
        ("¿Qué significa OIM?", "La Organización Internacional para las Migraciones (OIM) apoya.",
         "Organización Internacional para las Migraciones"),
    ],
)  # fmt: skip
def test_abbreviation_is_answered_by_what_it_stands_for(
    question: str, quote: str, text: str
) -> None:
    assert phrase(question, quote, quote[-5:]) == (text, True)


@pytest.mark.parametrize(
    ("question", "quote", "pointed", "fits"),
    [
        ("Who is the president of Panama?",
         "Panama takes the Pro-Tempore Presidency of the RCM.", "Pro-Tempore", False),
        ("Who is the president of Panama?", "Panama's President José Mulino met them.",
         "José Mulino", True),
        ("How many officials were trained?", "Officials trained reached 1200.", "1200", True),
        ("Who was the king then?", "William ruled from 1066.", "William", True),
        ("Before Manning, who was the oldest?", "Peyton Manning is the oldest.",
         "Peyton Manning", False),
        ("Before Manning, who was the oldest?", "It had been John Elway.", "John Elway", True),
        ("¿Quién además de Ana Ruiz firmó?", "Firmaron Ana Ruiz y Luis Gómez.", "Ana Ruiz", False),
        ("Who is the king of Spain?", "Felipe VI is the king of Spain.", "Felipe VI", True),
        ("Who is the mayor of Tolosa?", "Oliver North is its mayor.", "Oliver North", True),
        ("Who is the director?", "The director is ANA RUIZ.", "ANA RUIZ", True),
        ("Who is the director?", "It signed with CARICOM IMPACS.", "CARICOM IMPACS", False),
        ("What is the name of the person who signed?", "The Bank of Almara signed.",
         "The Bank of Almara", False),
        ("What is the phone number of Ana?", "Ana is an assistant.", "an assistant", False),
        ("What is the phone number of Ana?", "Call Ana at 979 555 044.", "Ana", True),
        ("¿Quién es la presidenta de Panamá?", "Panamá asume la Presidencia en Managua.",
         "Managua", False),
        ("Who organizes the Binational Walk?", "The Walk against Human Trafficking took place.",
         "Human Trafficking", False),
        ("Who organizes the walk?", "The walk is organized by local people.", "local people", True),
        ("How many people live in San Pedro?", "San Pedro is a big city.", "a big city", False),
        ("How many hubs did they open?", "They opened a small hub in Quito.", "a small hub", True),
        ("How many hubs did they open?", "None was opened.", "None", True),
        ("¿Cuántos centros abrieron?", "Abrieron un centro en Quito.", "un centro", True),
        ("¿Cuántos centros abrieron?", "Publicaron un informe.", "un informe", False),
        ("How many people live in San Pedro?", "San Pedro grows.", "grows", False),
        ("When did it open?", "It opened after the war.", "after the war", False),
        ("When was the walk?", "It led to Paso Canoas with two hundred people.",
         "Paso Canoas with two hundred people", False),
        ("How many people took part?", "In 2017 some 1200 people took part.", "1200", True),
        ("How many people took part?", "In 2017 people took part.", "2017", False),
        ("When did the caravan cross?", "A caravan of 1500 people crossed.", "1500", False),
        ("When did it open?", "It opened 1500 years ago.", "1500 years ago", True),
        ("When did it open?", "It opened 66 million years ago.", "66 million years ago", True),
    ],
)  # fmt: skip
def test_phrase_fits_what_is_asked_for(question: str, quote: str, pointed: str, fits: bool) -> None:
    assert phrase(question, quote, pointed)[1] is fits


def test_number_keeps_what_qualifies_it() -> None:
    asked = "How many documents were reviewed?"
    assert phrase(asked, "They reviewed approximately 23 documents.", "23")[0] == "approximately 23"
    assert phrase("¿Cuántos vinieron?", "Vinieron más de 100.", "100")[0] == "más de 100"


def test_value_of_a_cell_is_without_its_name() -> None:
    row = "Product: water filter; Price (GBP): 12.08; Days: 2"
    assert phrase("How much is the filter?", row, "Price (GBP): 12.08")[0] == "12.08"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much is a hotel in the rest of the country?", "£110"),
        ("How much is a hotel in London?", "£165"),
        ("How much is a hotel abroad?", "£150"),
        ("How much is a hotel?", "£165"),
    ],
)
def test_cell_is_that_of_the_column_asked_for(question: str, text: str) -> None:
    row = "Expense: hotel; London: £165; Rest of the country: £110; Abroad: £150"
    assert phrase(question, row, "£165")[0] == text


def test_what_was_moved_is_when_it_was_moved_to() -> None:
    quote = "The opening was moved from 1 September to 13 October."
    asked = "When is the opening?"
    assert phrase(asked, quote, "1 September to 13 October")[0] == "13 October"
    kept = "It is open from 1 September to 13 October."
    assert phrase(asked, kept, "1 September to 13 October")[0] == "1 September to 13 October"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("¿Cuánto dan por el tercer hijo?", "1.000"),
        ("¿Cuánto dan por el segundo hijo?", "800"),
        ("¿Cuánto dan?", "600"),
    ],
)
def test_of_several_cases_the_number_is_that_of_the_one_asked_for(question: str, text: str) -> None:
    quote = "Se dan 600 euros por el primer hijo, 800 por el segundo y 1.000 a partir del tercero."
    assert phrase(question, quote, "600")[0] == text


def test_one_item_of_a_list_does_not_say_who_they_are() -> None:
    quote = "The members of the club are:\n- Ana Ruiz\n- Luis Gómez"
    assert phrase("Who are the members of the club?", quote, "Ana Ruiz") == (None, True)
    assert phrase("Who leads the club?", quote, "Ana Ruiz") == ("Ana Ruiz", True)


def test_how_many_they_were_does_not_say_who() -> None:
    quote = "More than 100 people took part: officials and students."
    assert phrase("Who took part?", quote, "More than 100 people") == (None, True)
    assert phrase("Who took part?", quote, "officials and students")[0] == "officials and students"


def test_name_that_shares_a_word_with_the_question_is_not_asked() -> None:
    quote = "It was given to Pierre Curie and Henri Becquerel."
    asked = "Who shared the prize with Marie Curie?"
    assert phrase(asked, quote, "Henri Becquerel")[0] == "Pierre Curie and Henri Becquerel"


def test_definition_is_what_stands_behind_is() -> None:
    supports = "The Mesoamerica Program supports the efforts of a workgroup."
    defines = "The Mesoamerica Program is a project of the IOM."
    asked = "What is the Mesoamerica Program?"
    assert phrase(asked, supports, "a workgroup") == (None, True)
    assert phrase(asked, defines, "a project of the IOM") == ("a project of the IOM", True)
    assert phrase("¿Qué es la OIM?", "La OIM es una agencia.", "agencia") == ("agencia", True)


def test_number_or_date_is_no_place_and_no_person() -> None:
    barn = "The barn of Almara was designed by Dora Crane. It was built in 1815."
    assert phrase("Where is the barn?", barn, "1815") == (None, False)
    assert phrase("¿Dónde se celebró?", "Se celebró el 3 de mayo.", "3 de mayo") == (None, False)
    assert phrase("Where did she live?", "She lived at 10 Elm Street.", "10 Elm Street")[1]


@pytest.mark.parametrize(
    ("question", "demands"),
    [
        ("Who is the president of Panama?", True),
        ("Who's the president?", True),
        ("And who will be the CEO?", True),
        ("¿Y quién es la alcaldesa?", True),
        ("quien es el lider", True),
        ("¿Cual es la poblacion de Honduras?", True),
        ("que numero de personas vino", True),
        ("¿Quién fue el rey de España?", True),
        ("How many hubs are open?", True),
        ("What is the population of Honduras?", True),
        ("Who organizes the walk?", False),
        ("What is the phone number of the desk?", True),
        ("How long is the walk?", False),
        ("When is the walk?", False),
    ],
)
def test_only_some_questions_demand_one_kind_of_thing(question: str, demands: bool) -> None:
    assert demands_kind(understand(question)) is demands


COUNTRIES = "The network has members in these 3 countries:\n\n- Canada\n- Mexico\n- Belize"


@pytest.mark.parametrize(
    ("question", "pointed", "text"),
    [
        ("Which countries belong to the network?", "3 countries", None),
        ("List the countries of the network.", "Canada", None),
        ("How many countries belong to the network?", "3 countries", "3 countries"),
    ],
)
def test_list_is_answered_by_neither_its_heading_nor_one_item(
    question: str, pointed: str, text: str | None
) -> None:
    assert phrase(question, COUNTRIES, pointed) == (text, True)


@pytest.mark.parametrize(
    ("one", "other", "different"),
    [
        ("eight houses", "8 houses", False),
        ("8", "eight houses", False),
        ("ocho casas", "8 casas", False),
        ("eight houses", "9 houses", True),
        ("two hundred", "two thousand", True),
    ],
)
def test_phrases_differ_unless_one_has_all_of_the_other(
    one: str, other: str, *, different: bool
) -> None:
    assert are_different(one, other, "en") is different


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("In what country is most of the forest?", False),
        ("¿En qué país está la mayor parte del bosque?", False),
        ("Which continent has the forest?", True),
        ("Where is the forest?", True),
    ],
)
def test_continent_is_no_country(question: str, *, fits: bool) -> None:
    quote = "The forest covers much of the basin of South America."
    assert phrase(question, quote, "South America")[1] is fits
