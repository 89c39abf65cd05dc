"""Acts that nothing else stands for."""

import pytest

from ragqa.acts import names_the_act_as_a_thing, speaks_of_it, tells_only_what_happened


@pytest.mark.parametrize(
    ("question", "text", "speaks"),
    [
        ("How many people died in 2016?", "In 2016 25 thousand migrants arrived.", False),
        ("How many people died in 2016?", "In 2016 300 lost their lives at sea.", True),
        ("¿Cuántas personas murieron?", "Llegaron 300 personas.", False),
        ("¿Cuántas personas murieron?", "Hubo 300 víctimas.", True),
        ("When was the plan approved?", "The meeting prepared the plan for 2017-2022.", False),
        ("When was the plan approved?", "The plan was adopted in 2017.", True),
        ("¿Cuándo se aprobó el plan?", "El plan entró en vigor en 2017.", True),
        ("How many were arrested?", "There were 30 at the border.", False),
        ("How many were arrested?", "They detained 30 at the border.", True),
        ("When did she die?", "Ana Ruiz (Leeds, 1921 – Oslo, 1998) was a chemist.", True),
        ("How many workers died when it was built?", "Three lost their lives.", True),
        ("What is the salary?", "The post has £45,163 to £52,841 per annum.", True),
        ("Who built the tower?", "The tower dates from 1868.", True),
        ("How many people took part?", "It harms millions of people.", False),
        ("¿Cuántas personas participaron?", "Afecta a millones de personas.", False),
        ("How many people attended?", "A crowd of 300 filled the hall.", True),
        ("¿Cuántas personas asistieron?", "Contó con más de 100 personas.", True),
        # Forms of the verbs of one language that begin words of the other.
        ("Who funded the mural?", "The page was done by Ana Ruiz.", False),
        ("Who paid for the walk?", "The walk through Costa Rica was long.", False),
        ("How many people died?", "Three murals are on the national wall.", False),
        ("Who succeeded her?", "What is relevant is in the report.", False),
        ("When was the law approved?", "A superior firm wrote a significant text in 2017.", False),
        ("When was the mill built?", "The data of 1999 are on Alzheimer's disease.", False),
        ("¿Quién financió el mural?", "La cooperativa pagó 300 pesos.", True),
        ("¿Quién financió el mural?", "Ana Ruiz donó la pintura.", True),
        ("¿Cuándo se construyó el molino?", "Data de 1868.", True),
        ("¿Cuándo se aprobó el plan?", "Las partes lo firmaron en 2017.", True),
        # Who leads or represents something is not who pays for it.
        ("Who coordinates the network?", "The network is funded by Spain.", False),
        ("Who facilitated the session?", "The International Organization paid for it.", False),
        ("Who led the segment?", "The network took part in the segment.", False),
        ("¿Quién coordina la red?", "Una organización financia la red.", False),
        ("¿Quién representa a Honduras?", "España financia la oficina de Honduras.", False),
        ("Who coordinates the network?", "Ana Ruiz runs the network.", True),
        ("Who coordinates the network?", "The network's manager is Ana Ruiz.", True),
        ("Who facilitated the session?", "The session was given by Ana Ruiz.", True),
        ("Who led the segment?", "The segment, chaired by Ana Ruiz, was short.", True),
        ("¿Quién coordina la red?", "Ana Ruiz está a cargo de la red.", True),
        ("¿Quién facilitó la sesión?", "La sesión fue impartida por Ana Ruiz.", True),
        ("¿Quién representa a Honduras?", "La delegada de Honduras es Ana Ruiz.", True),
        ("What are the coordinates of the hub?", "14.08 N, 87.21 W", True),
        # In capital letters, and without accents.
        ("HOW MANY PEOPLE DIED?", "There were 30 at the border.", False),
        ("WHO BUILT IT?", "Ana Ruiz came.", False),
        ("¿Quien murio?", "Ana Ruiz vino.", False),
        ("When did it reach the Dead Sea?", "It came in 1994.", True),
        # A name, and a question about something else.
        ("¿Cuándo sucedió el terremoto?", "Ocurrió el 3 de mayo de 1994.", True),
        ("When did the probe succeed?", "It reached orbit in 1994.", True),
        ("When was the financial crisis?", "It was in 2008.", True),
        ("When did the Black Death reach Norway?", "1349: Norway, by a ship.", True),
        ("How many people came?", "In 2016 25 thousand migrants arrived.", True),
    ],
)
def test_text_speaks_of_the_act_that_is_asked_about(
    question: str, text: str, *, speaks: bool
) -> None:
    assert speaks_of_it(question, text) is speaks


@pytest.mark.parametrize(
    ("question", "text", "only_happened"),
    [
        ("How do I report it?", "The walk against trafficking took place in May.", True),
        ("What papers do I need?", "In 2016 the hubs gave help to 2,000 people.", True),
        ("¿Cómo denuncio la trata?", "La caminata se realizó en Costa Rica.", True),
        ("¿Dónde puedo denunciar?", "Firmaron el acuerdo en Panamá.", True),
        ("How do I report it?", "Whoever was a witness can call the desk.", False),
        ("How do I clean it?", "Use the marked cloth.", False),
        ("How do I pay?", "3. Send the signed form to the office.", False),
        ("¿Cómo lo entrego?", "Rellene la hoja que le entregaron.", False),
        ("How do I return it?", "The desk takes the slip that you received.", False),
        ("How do I enrol?", "Learners enrol on the platform.", False),
        ("¿Cómo solicito la ayuda?", "La solicitud se presenta en el registro.", False),
        ("¿Dónde puedo denunciar?", "Escriba a ayuda@almara.org.", False),
        ("¿Como denuncio la trata?", "La caminata se realizó en Costa Rica.", True),
        ("¿Como llego a la oficina?", "La oficina se abrió en Almara.", True),
        ("¿Dónde entrego la hoja?", "La hoja se entregó en Almara.", True),
        ("¿Cómo pago la matrícula en línea?", "La matrícula se pagó en mayo.", True),
        # Nobody asks what to do.
        ("¿Dónde tuvo lugar la reunión?", "La reunión se celebró en Almara.", False),
        ("¿Cómo hizo la cooperativa para pagar?", "La cooperativa vendió el molino.", False),
        ("¿Donde nacio Ana Ruiz?", "Ana Ruiz nació en Almara.", False),
        ("¿Donde nacio la directora?", "La directora nació en Almara.", False),
        ("¿Como compro la cooperativa el molino?", "Lo compró con un crédito.", False),
        ("¿Donde quedo la oficina?", "La oficina quedó en Almara.", False),
        ("¿Dónde Pedro trabaja?", "Pedro trabajó en Almara.", False),
        ("How was it reported?", "The walk took place in May.", False),
        ("¿Cómo se realizó la caminata?", "La caminata se realizó en mayo.", False),
    ],
)
def test_report_of_the_past_does_not_tell_what_to_do(
    question: str, text: str, *, only_happened: bool
) -> None:
    assert tells_only_what_happened(question, text) is only_happened


@pytest.mark.parametrize(
    ("question", "text", "as_a_thing"),
    [
        ("How do I report trafficking?", "The report gives links to the sessions.", True),
        ("How can I book a room?", "The last book of rooms is in the office.", True),
        ("How do I visit the exhibition?", "The visit takes an hour.", True),
        ("How do I report trafficking?", "Report it to the police.", False),
        ("How do I report trafficking?", "The report says that witnesses report it here.", False),
        ("How can I book a room?", "You can book it online.", False),
        ("How do I order a card?", "To order a card, send the order form.", False),
        ("How do I enrol?", "Learners send the form.", False),
        ("How was the report made?", "The report was made in May.", False),
    ],
)
def test_noun_does_not_tell_how_to_do_what_the_verb_says(
    question: str, text: str, *, as_a_thing: bool
) -> None:
    assert names_the_act_as_a_thing(question, text) is as_a_thing
