"""Questions that only words of one form can answer."""

from time import perf_counter

import pytest

from ragqa.forms import asked_form, find_form
from ragqa.types import Span

DESK = (
    "The desk in Almara is open from 8:00 a.m. to 4:00 p.m.; call +507 305-3350, write to"
    " help.desk@almara.org or see www.almara.org/desk. A permit costs 50 dollars."
)
MOSTRADOR = "La oficina atiende de 9 a 17 horas; el permiso cuesta 120 córdobas."


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("What is the phone number of the desk?", DESK, "+507 305-3350"),
        ("phone number desk", DESK, "+507 305-3350"),
        ("Which number can I call?", "In danger, call the line 911.", "911"),
        ("¿A qué teléfono llamo?", "Llame al 979 555 044.", "979 555 044"),
        ("What is the e-mail of Ana Ruiz?", DESK, "help.desk@almara.org"),
        ("What email can I write to?", DESK, "help.desk@almara.org"),
        ("¿Cuál es el correo de la oficina?", "Escriba a a-b@c.es.", "a-b@c.es"),
        ("What is the website of the desk?", DESK, "www.almara.org/desk"),
        ("How much does a work permit cost?", DESK, "50 dollars"),
        ("What is the price of it?", "Its price is $1.2 billion.", "$1.2 billion"),
        ("What is the fee?", "The course is free.", "free"),
        ("What is the price with VAT?", "Product: mill; Price (GBP): 509.00; Days: 5", "509.00"),
        ("¿Cuánto cuesta el permiso?", MOSTRADOR, "120 córdobas"),
        ("What time does the desk open?", DESK, "8:00 a.m. to 4:00 p.m."),
        ("At what time does it start?", "It starts at nine.", "nine"),
        ("¿A qué hora abre?", MOSTRADOR, "9 a 17 horas"),
        ("¿A qué hora abre?", "Abre a las nueve.", "nueve"),
        ("What are the opening hours?", "Shop: Tue-Sun 10-5.", "10-5"),
        ("What time does it open?", "It opens at half past four.", "half past four"),
        ("¿A qué hora abre?", "Abre a las siete y media.", "siete y media"),
        ("¿Cuál es el horario?", "Martes y jueves, de 18 a 20.", "18 a 20"),
        ("What are the opening hours?", "The ward is open round the clock.", "round the clock"),
        ("¿Cuánto cuesta el consultorio?", "Vale 410 000 euros.", "410 000 euros"),
        (
            "Who should I contact?",
            "For more information, please contact Eva Paz, clerk.",
            "Eva Paz",
        ),
        ("Whom can we contact about it?", "The contact for details is Dr. Eva Paz.", "Eva Paz"),
        ("How can I contact the desk?", "Write to help@desk.org.", "help@desk.org"),
        (
            "¿Con quién hay que ponerse en contacto?",
            "Para más informes, el contacto es Eva Paz.",
            "Eva Paz",
        ),
        ("¿A quién puedo contactar?", "Comuníquese con la Lic. Eva de la Paz.", "Eva de la Paz"),
        ("¿Cómo me pongo en contacto con ustedes?", "Llame al 979 555 044.", "979 555 044"),
        ("What is the fee?", "The fee is two hundred dollars.", "two hundred dollars"),
        ("What is the phone number of the lodge?", "Lodge; Extension: 4400", "4400"),
        ("What is the website of it?", "See www.almara.clinic for more.", "www.almara.clinic"),
        ("What is the website of it?", "The page is almara.co.cr.", "almara.co.cr"),
        # Prices in words, and in other currencies.
        ("What is the fee?", "It costs twenty-five dollars.", "twenty-five dollars"),
        ("What is the fee?", "Two hundred and fifty dollars.", "Two hundred and fifty dollars"),
        ("¿Cuánto cuesta?", "Son cuarenta y cinco dólares.", "cuarenta y cinco dólares"),
        ("¿Cuánto cuesta?", "Vale medio millón de colones.", "medio millón de colones"),
        ("¿Cuánto cuesta?", "Cuesta ₡5000.", "₡5000"),
        ("What is the fee?", "The course costs Q250 each.", "Q250"),
        ("What is the fee?", "A place is L 1,250.50.", "L 1,250.50"),
        ("¿Cuánto cuesta?", "Cuesta B/. 25.00.", "B/. 25.00"),
        ("¿Cuánto cuesta?", "Cuesta S/ 50.", "S/ 50"),
        ("¿Cuánto cuesta?", "Cuesta Bs 50.", "Bs 50"),
        ("What is the fee?", "The fee is GTQ 250.", "GTQ 250"),
        ("What is the fee?", "The course is free and open to all.", "free"),
        ("What is the fee?", "Entry is free for members.", "free"),
        ("What is the fee?", "It was given for free to schools.", "for free"),
        # Hyphens of other sorts.
        ("What is the phone number?", "Call +503 2250‑0000.", "+503 2250‑0000"),
        ("What is the phone number?", "Call 2250–0000.", "2250–0000"),
        ("What is the phone number?", "Call 2017-1234.", "2017-1234"),
        ("What time does it open?", "It opens at nine on Sundays.", "nine"),
        ("What time does it open?", "It opens at 9 every day.", "9"),
        ("What time does it open?", "It opens at nine o'clock.", "nine o'clock"),
        ("¿A qué hora abre?", "Abre a las ocho los lunes.", "ocho"),
        ("¿A qué hora abre?", "Abre a la una y media.", "una y media"),
    ],
)
def test_words_of_the_form_are_found(question: str, quote: str, words: str) -> None:
    form = asked_form(question)
    assert form is not None
    found = find_form(form, quote, Span(quote.index(words), quote.index(words) + 1))
    assert found is not None
    assert quote[slice(*found)] == words


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What is the phone number of the desk?", "In 2017 the desk had 110 visitors a day."),
        ("What is the e-mail of Ana Ruiz?", "Ana Ruiz is the director of the desk."),
        ("How much does the course cost?", "The course lasts 5 days and has 30 places."),
        ("What time does the course start?", "The course starts on 5 May and takes 3 days."),
        ("¿Cuál es el horario?", "La oficina está en la calle 12."),
        ("Who should I contact?", "Members of the club and Eva Paz came in 2021."),
        ("How do I contact the desk?", "The desk opened the platform “Contact without borders”."),
        ("¿Cómo contacto con la oficina?", "La plataforma se llama Contacto sin Fronteras."),
        ("What is the phone number of the desk?", "It was open from 2017-05-01 to 2018-06-01."),
        ("What is the phone number of the desk?", "It was open on 05/06/2017 and 5.6.2017."),
        ("What is the phone number of the desk?", "See the reports 1998-2003-2010 and 2016–2018."),
        ("What is the phone number of the desk?", "ISBN 978-3-16-148410-0, ISBN: 0-306-40615-2."),
        ("What time does the course start?", "It is held at one of the offices."),
        ("What time does the course start?", "It was opened at 12 sites and at two large schools."),
        ("¿A qué hora empieza?", "Se da en la una y en las dos ciudades, a las diez oficinas."),
        ("How much does the course cost?", "A free and open debate on free trade was held."),
        ("How much does the course cost?", "They were free to leave after free elections."),
        ("How much does the course cost?", "It was given in Q2 2017 to 250 people."),
        ("What is the website of the desk?", "This is the end.The next page is i.e. another."),
    ],
)
def test_sentence_without_the_form_has_none(question: str, quote: str) -> None:
    form = asked_form(question)
    assert form is not None
    assert form.search(quote) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who invented the telephone?",
        "How do I recall an e-mail?",
        "What time of year is it best?",
        "How much water does it need?",
        "¿Qué horas extra se pagan?",
        "¿Cuál es la tasa de desempleo?",
        "Which website lists the courses?",
        "Who made first contact with the Maori?",
        "Who did Ana contact in 1990?",
        "¿Con quién entró en contacto Colón?",
        "¿Cómo funcionan las lentes de contacto?",
    ],
)
def test_other_questions_ask_for_no_form(question: str) -> None:
    assert asked_form(question) is None


def test_of_several_the_nearest_to_where_a_model_points_is_taken() -> None:
    quote = "Ana: 979 555 044. Luis: 979 555 077."
    form = asked_form("What is the phone number of Luis?")
    assert form is not None
    assert find_form(form, quote, None) is None
    assert find_form(form, quote, Span(19, 23)) == Span(24, 35)


@pytest.mark.parametrize(
    "question",
    [
        "What is the phone number of the desk?",
        "What is the e-mail of Ana Ruiz?",
        "What is the website of it?",
        "How much does the course cost?",
        "What time does it open?",
    ],
)
@pytest.mark.parametrize("unit", ["1,", "1 111 ", "1-", "$1,", "a.", "one two ", "price ", "(1) "])
def test_long_rows_of_the_same_take_no_square_of_time(question: str, unit: str) -> None:
    form = asked_form(question)
    assert form is not None
    text = unit * (4000 // len(unit))
    began = perf_counter()
    assert all(found[0] for found in form.finditer(text))
    assert perf_counter() - began < 1
