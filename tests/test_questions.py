"""What a question asks for, and what it borrows from earlier ones."""

import unicodedata

import pytest

from ragqa.questions import Kind, kind_of, understand

KINDS_EN = [
    ("What's the network?", Kind.DEFINITION),
    ("Who's the director?", Kind.WHO),
    ("Isn't the desk open?", Kind.YES_NO),
    ("Can't I pay later?", Kind.YES_NO),
    ("Must I pay?", Kind.YES_NO),
    ("What documents do I need?", Kind.LIST),
    ("Name the director of the network", Kind.WHO),
    ("Name the countries of the network", Kind.LIST),
    ("technical meeting date", Kind.WHEN),
    ("Who founded the shelter in Tapachula?", Kind.WHO),
    ("Whose signature is on the agreement?", Kind.WHO),
    ("Which minister opened the meeting?", Kind.WHO),
    ("What is the name of the woman who leads the network?", Kind.WHO),
    ("Who was in charge when the bridge closed?", Kind.WHO),
    ("When the bridge closed, who was in charge?", Kind.WHO),
    ("When did the shelter open?", Kind.WHEN),
    ("In which year was the shelter built?", Kind.WHEN),
    ("What was the date of the last meeting?", Kind.WHEN),
    ("How and when did the fever reach Europe?", Kind.WHEN),
    ("Where is the shelter?", Kind.WHERE),
    ("Which city hosts the shelter?", Kind.WHERE),
    ("What is the capital of Belize?", Kind.WHERE),
    ("Where were the papers when the office burned down?", Kind.WHERE),
    ("How many beds does the shelter have?", Kind.HOW_MANY),
    ("How old is the shelter?", Kind.HOW_MANY),
    ("What percentage of guests are minors?", Kind.HOW_MANY),
    ("What is the population of Chinandega?", Kind.HOW_MANY),
    ("What was Warsaw's population in 1901?", Kind.HOW_MANY),
    ("Which ship sank when the storm came?", Kind.WHICH),
    ("Which award did the man who built the shelter win?", Kind.WHICH),
    ("What did Queen Sofía open?", Kind.WHICH),
    ("What did city officials promise?", Kind.WHICH),
    ("What is the shelter built of?", Kind.WHICH),
    ("What are the hairs on a comb jelly called?", Kind.WHICH),
    ("Which countries signed the agreement?", Kind.LIST),
    ("What are the aims of the network?", Kind.LIST),
    ("List the members of the network.", Kind.LIST),
    ("What is an information hub?", Kind.DEFINITION),
    ("What are clades?", Kind.DEFINITION),
    ("What does RRCOM stand for?", Kind.DEFINITION),
    ("Who is Ana?", Kind.WHO),
    ("Who is the IOM's director?", Kind.WHO),
    ("Define vulnerable migrant.", Kind.DEFINITION),
    ("Why was the shelter closed?", Kind.WHY),
    ("What was the reason for the delay?", Kind.WHY),
    ("What caused the delay?", Kind.WHY),
    # What a thing has is not what it is.
    ("What is the deadline?", Kind.WHEN),
    ("What is the entry fee?", Kind.HOW_MANY),
    ("What is the minimum wage?", Kind.HOW_MANY),
    ("What is the office address?", Kind.WHERE),
    ("What is RCM's address?", Kind.WHERE),
    ("What is the e-mail address?", Kind.WHICH),
    ("What was his nickname?", Kind.WHICH),
    ("What is the national currency?", Kind.WHICH),
    ("What is the director's name?", Kind.WHO),
    ("What is the director's salary?", Kind.HOW_MANY),
    ("What is an address?", Kind.DEFINITION),
    ("What is a fee?", Kind.DEFINITION),
    ("What is the price index?", Kind.DEFINITION),
    ("What is the principal language?", Kind.WHICH),
    ("Which coach left?", Kind.WHO),
    ("How does the shelter choose its guests?", Kind.HOW),
    ("Is the shelter open on Sundays?", Kind.YES_NO),
    ("Did Honduras sign the agreement?", Kind.YES_NO),
    ("In 1972, did Norway join the union?", Kind.YES_NO),
    # What stands in front says what is asked, not the "who" or "when" of a clause behind it.
    ("How does the shelter protect guests who are minors?", Kind.HOW),
    ("In Belize, how do the hubs help people who want to leave?", Kind.HOW),
    ("And how do guests leave when the shelter closes?", Kind.HOW),
    ("Do guests who return get help?", Kind.YES_NO),
    ("Can I get help when I cross the border?", Kind.YES_NO),
    ("When I cross the border, can I get help?", Kind.YES_NO),
    ("Is there an office where I can ask?", Kind.YES_NO),
    ("Is there an office where they can tell me about beds?", Kind.YES_NO),
    ("Do I have to say where I come from?", Kind.YES_NO),
    ("Can you tell me if guests who return get help?", Kind.YES_NO),
    # Behind a verb of telling or knowing it asks.
    ("Can you tell me who leads the network?", Kind.WHO),
    ("Could you please tell me when the shelter opens?", Kind.WHEN),
    ("Do you know when the shelter opens?", Kind.WHEN),
    ("Can I ask where the shelter is?", Kind.WHERE),
    ("Does the article say who signed the agreement?", Kind.WHO),
    ("Can you give me the name of the woman who leads the network?", Kind.WHO),
    ("When in 2017 did the shelter open?", Kind.WHEN),
    # A verb is no word of a name of places, times or people.
    ("What is border management?", Kind.DEFINITION),
    ("What is people smuggling?", Kind.DEFINITION),
    ("What is date of the meeting?", Kind.WHEN),
    ("Tell me about the shelter.", Kind.OTHER),
    ("Name a member of the network.", Kind.OTHER),
    ("", Kind.OTHER),
]
KINDS_ES = [
    ("¿La OIM apoyó la caminata?", Kind.YES_NO),
    ("¿Las sesiones de julio fueron presenciales?", Kind.YES_NO),
    ("¿Necesito una visa?", Kind.YES_NO),
    ("¿Por qué países pasó la caravana?", Kind.LIST),
    ("¿Por qué ciudad pasó la caravana?", Kind.WHERE),
    ("¿Por qué razón vino?", Kind.WHY),
    # Without accents.
    ("cual es la poblacion de Honduras", Kind.HOW_MANY),
    ("que paises participaron", Kind.LIST),
    ("¿Cual es la razon del viaje?", Kind.WHY),
    ("¿Que causo la crisis?", Kind.WHY),
    ("que region cubre", Kind.WHERE),
    ("en que epoca llueve", Kind.WHEN),
    ("en que ano se fundo", Kind.WHEN),
    ("¿Cual es la ubicacion de la sede?", Kind.WHERE),
    ("quien es el lider", Kind.WHO),
    ("¿Esta abierta la oficina los domingos?", Kind.YES_NO),
    ("¿Podria entrar sin visa?", Kind.YES_NO),
    ("¿Apoyo la OIM la caminata?", Kind.YES_NO),
    ("¿Desde cuando existe?", Kind.WHEN),
    ("¿Hasta cuando dura?", Kind.WHEN),
    ("¿Para cuando es?", Kind.WHEN),
    ("durante cuanto tiempo duro", Kind.HOW_MANY),
    ("¿Y quien dirigio la pelicula?", Kind.WHO),
    ("Hola, quien dirigio la pelicula", Kind.WHO),
    ("Dime quien dirigio la pelicula", Kind.WHO),
    ("En Honduras, cuantos centros hay", Kind.HOW_MANY),
    # What only the accent tells.
    ("Cuando cruce la frontera, ¿podria pedir ayuda?", Kind.YES_NO),
    ("Apoyo la caminata.", Kind.OTHER),
    ("Esta oficina, por favor", Kind.OTHER),
    ("Hasta que llegue la red", Kind.OTHER),
    ("¿Pero el albergue?", Kind.OTHER),
    ("¿Cuál es la dirección de la oficina?", Kind.WHERE),
    ("¿Cuál es la dirección de correo?", Kind.WHICH),
    ("¿Cuál es el salario mínimo?", Kind.HOW_MANY),
    ("¿Qué requisitos hay?", Kind.LIST),
    ("¿Qué significan las siglas OIM?", Kind.DEFINITION),
    ("reunión técnica fecha", Kind.WHEN),
    ("¿Quién fundó el albergue de Tapachula?", Kind.WHO),
    ("¿Quiénes firmaron el acuerdo?", Kind.WHO),
    ("¿Qué ministra abrió la reunión?", Kind.WHO),
    ("¿Cómo se llama la directora del albergue?", Kind.WHO),
    ("¿Cuándo abrió el albergue?", Kind.WHEN),
    ("cuando abrio el albergue", Kind.WHEN),
    ("¿En qué año se construyó el albergue?", Kind.WHEN),
    ("¿Cuál fue la fecha de la última reunión?", Kind.WHEN),
    ("¿Dónde está el albergue?", Kind.WHERE),
    ("donde esta el albergue", Kind.WHERE),
    ("¿Qué ciudad acoge el albergue?", Kind.WHERE),
    ("¿Cuál es la capital de Belice?", Kind.WHERE),
    ("¿Cuántas camas tiene el albergue?", Kind.HOW_MANY),
    ("cuantas camas tiene el albergue", Kind.HOW_MANY),
    ("¿Qué porcentaje de huéspedes son menores?", Kind.HOW_MANY),
    ("¿Cuál fue la población de Chinandega?", Kind.HOW_MANY),
    ("¿Cuál es el lema de la red?", Kind.WHICH),
    ("en que lengua se escribió el acuerdo", Kind.WHICH),
    ("¿Cómo se llama el himno?", Kind.WHICH),
    ("La decisión fue tomada por qué tribunal?", Kind.WHICH),
    ("¿Qué es lo que pide la red?", Kind.WHICH),
    ("¿Qué países firmaron el acuerdo?", Kind.LIST),
    ("¿Cuáles son los fines de la red?", Kind.LIST),
    ("Enumera los miembros de la red.", Kind.LIST),
    ("¿Qué es un centro de información?", Kind.DEFINITION),
    ("que es el MIRPS", Kind.DEFINITION),
    ("¿Qué significa MIRPS?", Kind.DEFINITION),
    ("¿Por qué se cerró el albergue?", Kind.WHY),
    ("por que se cerró el albergue", Kind.WHY),
    ("¿Cuál fue la causa del retraso?", Kind.WHY),
    ("¿Cómo elige el albergue a sus huéspedes?", Kind.HOW),
    ("¿Es gratuito el albergue?", Kind.YES_NO),
    ("¿Participó Honduras en la reunión?", Kind.YES_NO),
    ("¿Cómo ayuda la red a las personas a quienes deportan?", Kind.HOW),
    ("como ayuda la red a las personas a quienes deportan", Kind.HOW),
    ("¿Cómo y cuándo llegó la fiebre?", Kind.WHEN),
    ("¿Hay oficinas donde puedo pedir ayuda?", Kind.YES_NO),
    ("¿Hay oficinas donde pueden decirme qué hacer?", Kind.YES_NO),
    ("Cuando cruce la frontera, ¿puedo pedir ayuda?", Kind.YES_NO),
    ("¿Apoyó la red a quienes volvieron?", Kind.YES_NO),
    ("¿Puede decirme quién dirige la red?", Kind.WHO),
    ("puede decirme quien dirige la red", Kind.WHO),
    ("¿Se sabe cuándo abrió el albergue?", Kind.WHEN),
    ("¿Hay alguien que sepa donde está el albergue?", Kind.WHERE),
    ("¿Fue tomada por quién la decisión?", Kind.WHO),
    ("Háblame del albergue.", Kind.OTHER),
    ("Nombre un miembro de la red.", Kind.OTHER),
]


@pytest.mark.parametrize(("text", "kind"), KINDS_EN)
def test_kind_of_an_english_question(text: str, kind: Kind) -> None:
    assert kind_of(text, "en") is kind


@pytest.mark.parametrize(("text", "kind"), KINDS_ES)
def test_kind_of_a_spanish_question(text: str, kind: Kind) -> None:
    assert kind_of(text, "es") is kind


@pytest.mark.parametrize(("text", "kind"), KINDS_EN)
def test_kind_does_not_depend_on_case_or_spacing(text: str, kind: Kind) -> None:
    assert kind_of(f"  {text.upper().replace(' ', '  ')} ", "en") is kind


def test_question_without_history_is_understood_as_it_stands() -> None:
    question = understand(" Who directed the fable? ")

    assert question.text == " Who directed the fable? "
    assert question.understood == "Who directed the fable?"
    assert (question.language, question.kind) == ("en", Kind.WHO)
    assert question.terms == ("direct", "fabl")


def test_question_that_stands_alone_borrows_nothing() -> None:
    question = understand("Who directed the fable?", history=["What is the RRCOM?"])
    assert question.understood == "Who directed the fable?"


def test_follow_up_without_history_stays_as_it_is() -> None:
    assert understand("When did he die?").understood == "When did he die?"


def test_follow_up_borrows_the_last_question_that_stood_alone() -> None:
    history = ["Who founded the shelter?", "What is the RRCOM?", " ", "When did it start?"]

    question = understand("How many countries does it cover?", history=history)

    assert question.understood == question.asked == "How many countries does the RRCOM cover?"
    assert question.borrows
    assert question.terms == ("mani", "countri", "rrcom", "cover")
    assert question.kind is Kind.HOW_MANY


def test_bare_question_word_is_asked_behind_the_earlier_question_but_read_alone() -> None:
    question = understand("Why?", history=["How many meetings were held?"])
    assert question.understood == "How many meetings were held? Why?"
    assert question.asked == "Why?"
    assert question.kind is Kind.WHY


def test_what_was_borrowed_once_is_still_what_the_talk_is_about() -> None:
    history = ["What is the RRCOM?", "When did it hold the workshop in Panama?"]
    question = understand("Who coordinates it?", history=history)
    assert question.understood == "Who coordinates the RRCOM?"


def test_correction_is_the_earlier_question_put_right() -> None:
    history = ["How many hubs operate in Honduras in 2017?", "no, I meant 2018"]
    assert (
        understand(history[1], history=history[:1]).understood
        == "How many hubs operate in Honduras in 2018?"
    )
    question = understand("And in Panama?", history=history)
    assert question.understood == "How many hubs operate in Panama in 2018?"


def test_follow_up_of_follow_ups_only_stays_as_it_is() -> None:
    question = understand("And when did he die?", history=["Who is he?", ""])
    assert question.understood == "And when did he die?"


def test_fragment_asks_for_what_the_earlier_question_asked_for() -> None:
    question = understand("And in Panama?", history=["How many hubs operate in Honduras?"])
    assert question.understood == "How many hubs operate in Panama?"
    assert question.kind is Kind.HOW_MANY


@pytest.mark.parametrize(
    ("text", "earlier", "language"),
    [
        ("In Honduras?", "How many hubs operate in Mexico?", "en"),
        ("¿Y Honduras?", "¿Cuántos centros hay en México?", "es"),
        ("2017?", "¿Cuántos centros hay en México?", "es"),
    ],
)
def test_word_or_two_are_in_the_language_of_the_question_before(
    text: str, earlier: str, language: str
) -> None:
    assert understand(text, history=[earlier]).language == language


def test_longer_question_is_in_its_own_language() -> None:
    history = ["How many hubs operate in Mexico?"]
    assert understand("¿Quién dirigió el documental?", history=history).language == "es"


def test_text_without_letters_is_taken_as_english() -> None:
    assert understand("2017?").language == "en"


def test_earlier_question_in_the_other_language_is_judged_by_its_own_rules() -> None:
    history = ["¿Quién dirigió el documental?", "¿Dónde se celebró?"]
    question = understand("When did it come out?", history=history)
    assert question.understood == "When did el documental come out?"


@pytest.mark.parametrize("text", ["¿Cuándo se fundó la OIM?", "¿En qué año se fundó la OIM?"])
def test_accents_beside_their_letters_are_understood(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    question, composed = understand(apart), understand(text)

    assert question.text == apart
    assert (question.understood, question.asked) == (text, text)
    assert (question.kind, question.terms) == (composed.kind, composed.terms)
    assert not question.borrows


def test_accents_beside_the_letters_of_an_earlier_question_are_understood() -> None:
    history = ["¿Quién dirigió el documental?"]
    apart = [unicodedata.normalize("NFD", one) for one in history]
    followed = understand("¿Cuándo?", history=apart)
    assert followed.understood == understand("¿Cuándo?", history=history).understood
    assert followed.borrows


def test_numeric_date_of_the_earlier_question_is_exchanged() -> None:
    history = ["What happened on 05/06/2017?"]
    question = understand("And on 6 June 2018?", history=history)
    assert question.understood == "What happened on 6 June 2018?"
