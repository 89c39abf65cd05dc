"""Follow-ups, and what they borrow from the question before."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.borrowing import borrow, is_correction
from ragqa.follow_ups import stands_alone

ENGLISH = [
    # What a pronoun stands for.
    ("What is the RRCOM?", "How many countries does it cover?",
     "How many countries does the RRCOM cover?"),
    ("What is the Walk against Trafficking?", "When does it take place?",
     "When does the Walk against Trafficking take place?"),
    ("What is the RRCOM?", "Who coordinates its work?", "Who coordinates the RRCOM’s work?"),
    ("Tell me about the hubs.", "Who founded them?", "Who founded the hubs?"),
    ("Who founded the shelter?", "When did it start?", "When did the shelter start?"),
    ("Who led the sessions in Panama?", "When were they held?",
     "When were the sessions in Panama held?"),
    ("Where do groundhogs live?", "What do they eat?", "What do groundhogs eat?"),
    ("What was Ana Ortiz's sentence?", "Where was she born?", "Where was Ana Ortiz born?"),
    ("Who directed the fable?", "When was he born?", "When was whoever directed the fable born?"),
    ("How many units has the 501st Legion?", "Do they pay?", "Do the 501st Legion pay?"),
    ("What is the shelter?", "Is it free?", "Is the shelter free?"),
    ("What is the shelter?", "Is it true that it closed?", "Is it true that the shelter closed?"),
    ("What is the shelter?", "Is it possible to visit it?", "Is it possible to visit the shelter?"),
    # One of several, and what is pointed at.
    ("Which countries signed the pact in May?", "And which one held a meeting?",
     "Which of the countries that signed the pact in May held a meeting?"),
    ("What did the 2019 report say?", "Who wrote that report?", "Who wrote the 2019 report?"),
    # A subject left out.
    ("Where was the Annual Meeting held?", "Who took part?",
     "Who took part (the Annual Meeting)?"),
    # A phrase in place of one of its kind.
    ("How many hubs operate in Honduras?", "And in Panama?", "How many hubs operate in Panama?"),
    ("How many hubs operate in Honduras?", "What about Costa Rica?",
     "How many hubs operate in Costa Rica?"),
    ("How many hubs are in the United States?", "And in Canada?", "How many hubs are in Canada?"),
    ("What is the RRCOM?", "And the RCM?", "What is the RCM?"),
    ("How many migrants came in 2016?", "And women?", "How many women came in 2016?"),
    ("How many hubs operate in Honduras in 2017?", "No, I meant 2018",
     "How many hubs operate in Honduras in 2018?"),
    ("How many hubs are open?", "I meant 2018", "How many hubs are open in 2018?"),
    ("How many hubs operate in Honduras?", "Sorry, in Mexico", "How many hubs operate in Mexico?"),
]  # fmt: skip
SPANISH = [
    ("¿Qué es el MIRPS?", "¿Cuándo se fundó?", "¿Cuándo se fundó el MIRPS?"),
    ("¿Quién dirigió La fábula?", "¿Cuándo se estrenó?", "¿Cuándo se estrenó La fábula?"),
    ("¿Quién dirigió La fábula?", "¿Cuándo nació?", "¿Cuándo nació quien dirigió La fábula?"),
    ("¿Cuándo se celebró la reunión anual?", "¿Quién la organizó?",
     "¿Quién organizó la reunión anual?"),
    ("¿Qué es la Conferencia?", "¿Cuáles son sus fines?",
     "¿Cuáles son sus fines (la Conferencia)?"),
    ("¿Qué es la caminata?", "¿Y quién participó?", "¿Quién participó (la caminata)?"),
    ("¿Dónde nació Nikola Tesla?", "¿De qué país era él?", "¿De qué país era Nikola Tesla?"),
    ("¿Qué países firmaron el acuerdo?", "¿Cuál de ellos fue el primero?",
     "¿Cuál de los países que firmaron el acuerdo fue el primero?"),
    ("¿Qué es el albergue?", "¿Es gratis?", "¿Es gratis el albergue?"),
    ("¿Qué es el albergue?", "¿Está abierto los domingos?",
     "¿Está abierto los domingos (el albergue)?"),
    ("¿Cuántos centros hay en Honduras?", "¿Y en Panamá?", "¿Cuántos centros hay en Panamá?"),
    ("¿Cuántos centros hay en Honduras?", "No, quise decir México",
     "¿Cuántos centros hay en México?"),
    ("¿Cuántos centros hay en Honduras?", "Me refería a 2018",
     "¿Cuántos centros hay en Honduras en 2018?"),
]  # fmt: skip


def borrowed(earlier: str, text: str, language: str) -> str:
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert found.is_one
    return found.text


@pytest.mark.parametrize(("earlier", "text", "understood"), ENGLISH)
def test_english_follow_up_borrows_what_it_lacks(earlier: str, text: str, understood: str) -> None:
    assert borrowed(earlier, text, "en") == understood


@pytest.mark.parametrize(("earlier", "text", "understood"), SPANISH)
def test_spanish_follow_up_borrows_what_it_lacks(earlier: str, text: str, understood: str) -> None:
    assert borrowed(earlier, text, "es") == understood


@pytest.mark.parametrize(
    ("earlier", "topic"),
    [
        ("When were the information sessions on protection held?",
         "the information sessions on protection"),
        ("When did the information sessions on protection start?",
         "the information sessions on protection"),
        ("Where was the annual meeting of the RCM held?", "the annual meeting of the RCM"),
        ("Was the humanitarian aid delivered by IOM?", "the humanitarian aid"),
        ("Has the app for women been used in Honduras?", "the app for women"),
        ("How was the newly formed group founded?", "the newly formed group"),
        ("Where is the information session?", "the information session"),
        ("Is the information session free?", "the information session"),
        ("Are the information sessions in Spanish?", "the information sessions"),
        ("Is the local shelter helping migrants?", "the local shelter"),
        ("Is the director of the RCM a woman?", "the director of the RCM"),
        ("Did the shelter help migrants in Panama?", "the shelter"),
        ("When did the shelter flourish?", "the shelter"),
        ("When did the shelter in Panama open?", "the shelter in Panama"),
        ("Did the fund for women vanish?", "the fund for women"),
        ("What does the migrant information hub offer?", "the migrant information hub"),
        ("Which topics did the workshop on work permits cover?", "the workshop on work permits"),
        # A "the" that is no subject's.
        ("How many units are a part of the 501st Legion?", "the 501st Legion"),
        ("When did IOM open the shelter?", "IOM"),
    ],
)  # fmt: skip
def test_english_noun_phrase_is_borrowed_whole(earlier: str, topic: str) -> None:
    assert borrowed(earlier, "Who pays for it?", "en") == f"Who pays for {topic}?"


@pytest.mark.parametrize(
    ("earlier", "topic"),
    [
        ("When did IOM hold the information sessions on protection in Honduras?",
         "the information sessions on protection"),
        ("How many people attended the information sessions?", "the information sessions"),
        ("When did the information sessions on protection start?",
         "the information sessions on protection"),
        ("When did the hubs help the children?", "the hubs"),
        ("When did IOM hold the workshop?", "IOM"),
    ],
)  # fmt: skip
def test_them_are_the_only_several_that_were_named(earlier: str, topic: str) -> None:
    assert borrowed(earlier, "Who pays for them?", "en") == f"Who pays for {topic}?"


@pytest.mark.parametrize(
    ("earlier", "text", "understood"),
    [
        # The verb has another number, or what is counted does it.
        ("¿Qué son los centros?", "¿Cuándo se fundaron?", "¿Cuándo se fundaron los centros?"),
        ("¿Qué son los centros?", "¿Cuándo se fundó?", "¿Cuándo se fundó (los centros)?"),
        ("¿Qué hace la OIM en Honduras?", "¿Por qué migran?",
         "¿Por qué migran (la OIM en Honduras)?"),
        ("¿Qué es el albergue?", "¿Cuántos migrantes llegaron?",
         "¿Cuántos migrantes llegaron (el albergue)?"),
        ("¿Qué es el albergue?", "¿Cuántos han participado?",
         "¿Cuántos han participado (el albergue)?"),
        ("¿Qué es el albergue?", "¿Cuántos migrantes?", "¿Cuántos migrantes (el albergue)?"),
        ("¿Qué es el albergue?", "¿Cuántas camas tiene?", "¿Cuántas camas tiene el albergue?"),
        ("¿Qué es el albergue?", "¿A cuántas personas atendió?",
         "¿A cuántas personas atendió el albergue?"),
        # No third person, or a subject of its own.
        ("¿Qué es el taller?", "¿Y cómo puedo participar?", "¿Cómo puedo participar (el taller)?"),
        ("¿Qué es el taller?", "¿Cómo participo?", "¿Cómo participo (el taller)?"),
        ("¿Qué es el taller?", "¿Y cuándo abrió el albergue?",
         "¿Cuándo abrió el albergue (el taller)?"),
        ("¿Qué es la OIM?", "¿Qué países la integran?", "¿Qué países integran la OIM?"),
        # What the earlier subject does, or when, is not its name.
        ("¿Cuándo organiza la OIM talleres para jóvenes?", "¿Cuántos han participado?",
         "¿Cuántos han participado (la OIM, talleres para jóvenes)?"),
        ("¿Cuándo abre el albergue los domingos?", "¿Dónde está?", "¿Dónde está el albergue?"),
        ("¿Dónde trabaja la OIM en Honduras?", "¿Cuándo se fundó?",
         "¿Cuándo se fundó la OIM en Honduras?"),
    ],
)  # fmt: skip
def test_spanish_subject_follows_a_verb_of_its_own_and_else_stands_in_brackets(
    earlier: str, text: str, understood: str
) -> None:
    assert borrowed(earlier, text, "es") == understood


@pytest.mark.parametrize(
    ("earlier", "text", "understood"),
    [
        ("Where is the walk held?", "And when?", "When is the walk held?"),
        ("When did the hubs open?", "Why?", "Why did the hubs open?"),
        ("¿Dónde se celebra la caminata?", "¿Y cuándo?", "¿Cuándo se celebra la caminata?"),
        ("¿Cuándo abrieron los centros?", "¿Por qué?", "¿Por qué abrieron los centros?"),
    ],
)
def test_adverb_alone_takes_the_place_of_another(earlier: str, text: str, understood: str) -> None:
    language = "es" if text.startswith("¿") else "en"
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert (found.text, found.is_one) == (understood, True)


@pytest.mark.parametrize(
    ("earlier", "text", "understood"),
    [
        ("Where is the walk held?", "In which month?", "In which month is the walk held?"),
        ("When did IOM open the hub?", "And for whom?", "For whom did IOM open the hub?"),
        ("Who directed the fable?", "When?", "When was the fable directed?"),
        ("Who wrote the reports in Panama?", "In what year?",
         "In what year were the reports written in Panama?"),
        ("Which countries signed the pact?", "In which year?",
         "In which year was the pact signed?"),
        ("Who leads the networks?", "Since when?", "Since when are the networks led?"),
        ("Who organizes the walk in May?", "Where?", "Where is the walk organized in May?"),
        ("Who carries the flag?", "In which month?", "In which month is the flag carried?"),
        ("Who plans the walk?", "Since when?", "Since when (who plans the walk)?"),
        ("Who has the keys?", "Since when?", "Since when (who has the keys)?"),
        ("Who took part in the walk?", "In what year?",
         "In what year (who took part in the walk)?"),
        ("What did IOM do?", "In which year?", "In which year (what did IOM do)?"),
        ("What is the plan?", "For which years?", "For which years (the plan)?"),
        ("Which country was the last?", "What year?", "What year (which country was the last)?"),
        ("¿Dónde se celebró la reunión?", "¿En qué año?", "¿En qué año se celebró la reunión?"),
        ("¿Quién elaboró el plan?", "¿Y para qué años?", "¿Para qué años elaboró el plan?"),
        ("¿Quién elaboró el plan?", "¿Cuándo?", "¿Cuándo elaboró el plan?"),
        ("¿Qué es el plan?", "¿Para qué años?", "¿Para qué años (el plan)?"),
        ("¿Qué es el plan?", "¿Para qué sirve?", "¿Para qué sirve el plan?"),
        ("¿Qué ofrece la OIM?", "¿Desde cuándo?", "¿Desde cuándo (qué ofrece la OIM)?"),
    ],
)  # fmt: skip
def test_question_word_with_a_preposition_or_noun_is_completed_by_the_earlier_question(
    earlier: str, text: str, understood: str
) -> None:
    language = "es" if text.startswith("¿") else "en"
    assert borrowed(earlier, text, language) == understood


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("How many hubs opened?", "When?"),
        ("Who took part in the walk?", "When?"),
        ("How is the film called?", "Where?"),
        ("¿Cómo se llama el director?", "¿Dónde?"),
        ("¿Cómo de alto es el puente?", "¿Cuándo?"),
        ("Cuando llegó el huracán, ¿quién dirigía el país?", "¿Dónde?"),
    ],
)
def test_adverb_alone_is_put_behind_a_question_of_another_kind(earlier: str, text: str) -> None:
    language = "es" if text.startswith("¿") else "en"
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert (found.text, found.is_one) == (f"{earlier} {text}", False)


@pytest.mark.parametrize("text", ["Who?", "Who else?", "How many?", "And when exactly?"])
def test_question_word_alone_stands_behind_the_earlier_question(text: str) -> None:
    earlier = "Where was the meeting held?"
    found = borrow(text, earlier=earlier, language="en", earlier_language="en")
    assert found.text == f"{earlier} {text}"
    assert not found.is_one


def test_question_with_words_enough_is_left_alone_where_nothing_can_be_borrowed() -> None:
    text = "What ancient methods did people barred from office describe with it?"
    found = borrow(text, earlier="Why so late?", language="en", earlier_language="en")
    assert found.text == text


def test_pointing_at_what_the_earlier_question_names_lacks_nothing() -> None:
    earlier = "Where do migrant hubs operate?"
    assert borrowed(earlier, "Who pays for these hubs?", "en") == "Who pays for these hubs?"


def test_phrase_that_was_borrowed_before_is_borrowed_again() -> None:
    found = borrow(
        "Who pays for it?",
        earlier="When did the RRCOM hold the workshop?",
        language="en",
        earlier_language="en",
        topic="the RRCOM",
    )
    assert found.text == "Who pays for the RRCOM?"


@pytest.mark.parametrize(
    ("text", "language", "is_one"),
    [
        ("No, I meant 2018", "en", True),
        ("sorry, in Mexico", "en", True),
        ("I meant the RCM", "en", True),
        ("No, who directed it?", "en", False),
        ("Nobody in Mexico", "en", False),
        ("I want to learn about pain", "en", False),
        ("no, quise decir México", "es", True),
        ("perdón, en 2018", "es", True),
        ("No, ¿quién la dirigió?", "es", False),
    ],
)
def test_correction_is_told_from_a_question(text: str, language: str, is_one: bool) -> None:
    assert is_correction(text, language) is is_one


@pytest.mark.parametrize(
    ("earlier", "text", "understood"),
    [
        ("What does CARICOM stand for?", "When was it founded?", "When was CARICOM founded?"),
        ("What does the RCM do?", "Where is it?", "Where is the RCM?"),
        ("What does trafficking mean?", "Who studies it?", "Who studies trafficking?"),
        ("What does the RCM offer?", "When was it founded?", "When was the RCM founded?"),
        ("What is the arithmetic mean?", "Who found it?", "Who found the arithmetic mean?"),
        ("What is https://a.org/en?", "Who wrote it?", "Who wrote https://a.org/en?"),
    ],
)
def test_topic_ends_before_the_verb_and_not_inside_an_address(
    earlier: str, text: str, understood: str
) -> None:
    assert borrowed(earlier, text, "en") == understood


@pytest.mark.parametrize(
    ("earlier", "text", "understood"),
    [
        ("What is the IOM?", "Where are their offices?", "Where are the IOM’s offices?"),
        ("What is COPPAMI?", "When did they hold their walk?",
         "When did they hold COPPAMI’s walk?"),
        ("What was the walk?", "Who led them?", "Who led the walk?"),
        ("Which hubs are located in Honduras?", "Where are they?",
         "Where are the hubs that are located in Honduras?"),
        ("What services does the IOM offer?", "And workshops?",
         "What workshops does the IOM offer?"),
    ],
)  # fmt: skip
def test_only_a_plural_noun_is_what_several_stand_for(
    earlier: str, text: str, understood: str
) -> None:
    assert borrowed(earlier, text, "en") == understood


@pytest.mark.parametrize(
    ("earlier", "text", "language"),
    [
        ("What is the IOM?", "And women?", "en"),
        ("What happens in Honduras?", "Who studies them?", "en"),
        ("What causes floods?", "And women?", "en"),
        ("¿Qué es la OIM?", "¿Y mujeres?", "es"),
        ("¿Qué tenemos que llevar?", "¿Y mujeres?", "es"),
    ],
)
def test_verb_is_no_noun_to_exchange(earlier: str, text: str, language: str) -> None:
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert (found.text, found.is_one) == (f"{earlier} {text}", False)


@pytest.mark.parametrize(
    ("earlier", "text", "language", "understood"),
    [
        ("What countries participate in the RCM?", "When was it founded?", "en",
         "When was the RCM founded?"),
        ("¿Qué países participan en la CRM?", "¿Cuándo se fundó?", "es",
         "¿Cuándo se fundó la CRM?"),
        ("WHEN WAS THE RCM FOUNDED?", "Who leads it?", "en", "Who leads the rcm?"),
        ("What happened in Honduras?", "How many people live there?", "en",
         "How many people live there (Honduras)?"),
    ],
)  # fmt: skip
def test_words_that_are_no_names_are_not_taken_for_names(
    earlier: str, text: str, language: str, understood: str
) -> None:
    assert borrowed(earlier, text, language) == understood


@pytest.mark.parametrize(
    ("earlier", "text", "language"),
    [
        ("What happened in Honduras?", "When did it happen?", "en"),
        ("WHAT HAPPENED IN HONDURAS?", "When did it happen?", "en"),
        ("¿Qué pasó en Honduras?", "¿Cuándo pasó?", "es"),
    ],
)
def test_place_is_not_what_happened_there(earlier: str, text: str, language: str) -> None:
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert (found.text, found.is_one) == (f"{earlier} {text}", False)


@pytest.mark.parametrize(
    ("when", "text", "understood"),
    [
        ("in July 2017", "And in August?", "in August 2017"),
        ("in july 2017", "and in august?", "in August 2017"),
        ("in July 2017", "And May?", "in May 2017"),
        ("in July 2017", "And in the year 2018?", "in 2018"),
        ("in July 2017", "And on August 5?", "on August 5, 2017"),
        ("in July 2017", "And August 5?", "on August 5, 2017"),
        ("in July", "And in August?", "in August"),
        ("in 2017", "And in August?", "in August 2017"),
        ("in Honduras", "And in August?", "in Honduras in August"),
        ("on July 30, 2017", "And in 2018?", "in 2018"),
        ("on July 30, 2017", "And 2018?", "in 2018"),
        ("on the 30th of July 2017", "And on the 5th of August?", "on the 5th of August 2017"),
        ("since 2016", "And in 2017?", "in 2017"),
        ("since 2016", "I meant 2017", "since 2017"),
        ("in the 2017 report", "And in 2018?", "in the 2018 report"),
        ("in July 2017", "And in Sept.?", "in Sept 2017"),
    ],
)
def test_date_takes_the_place_of_another_and_keeps_its_year(
    when: str, text: str, understood: str
) -> None:
    assert borrowed(f"What did IOM do {when}?", text, "en") == f"What did IOM do {understood}?"


@pytest.mark.parametrize(
    ("when", "text", "understood"),
    [
        ("en julio de 2017", "¿Y en agosto?", "en agosto de 2017"),
        ("en julio de 2017", "Me refería a agosto", "en agosto de 2017"),
        ("en julio de 2017", "¿Y el 5 de agosto?", "el 5 de agosto de 2017"),
        ("el 30 de julio de 2017", "¿Y el 5 de agosto?", "el 5 de agosto de 2017"),
        ("el 30 de julio de 2017", "¿Y en 2018?", "en 2018"),
        ("antes de 2017", "¿Y en 2018?", "en 2018"),
        ("en Honduras", "¿Y en agosto?", "en Honduras en agosto"),
        ("en julio de 2017", "¿Y en setiembre?", "en setiembre de 2017"),
        ("el 3 de setiembre de 2017", "¿Y el 5 de oct.?", "el 5 de oct de 2017"),
        ("en julio de 2017", "¿Y en el mar?", "en julio de 2017 en el mar"),
    ],
)
def test_spanish_date_takes_the_place_of_another_and_keeps_its_year(
    when: str, text: str, understood: str
) -> None:
    assert borrowed(f"¿Qué hizo la OIM {when}?", text, "es") == f"¿Qué hizo la OIM {understood}?"


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("What did IOM do between 2016 and 2017?", "And in 2018?"),
        ("What did IOM do from July to August 2017?", "And in September?"),
        ("What did IOM do in the 1990s?", "And in August?"),
        ("What did IOM do in Honduras in July 2017?", "And in August in Panama?"),
    ],
)
def test_date_is_not_exchanged_where_it_is_open_which(earlier: str, text: str) -> None:
    found = borrow(text, earlier=earlier, language="en", earlier_language="en")
    assert (found.text, found.is_one) == (f"{earlier} {text}", False)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "earlier",
    [
        f"What is {'a' * 1_900} about and who wrote it and when please?",
        f"What does {'a' * 1_900} about and who wrote it and when please?",
        f"What is {'a' * 200} {'a' * 200} {'a' * 200} and who wrote it and when was that, please?",
        "What is https://rosanjose.iom.int/en/"
        + "a/" * 900
        + " about and who wrote it and when, please?",
        f"Tell me about {'word ' * 380}",
        f"¿Qué es {'a' * 1_900} y quién lo escribió y cuándo?",
        f"The man {'his what ' * 210}",
        f"El hombre su {', ¿su ' * 270}",
    ],
)
def test_long_words_and_many_words_are_read_at_once(earlier: str, language: str) -> None:
    started = time.perf_counter()
    for text in ("When was it written?", "And in August?", "¿Quién la escribió?"):
        borrow(text, earlier=earlier, language=language, earlier_language=language)
    stands_alone(earlier, language)
    assert time.perf_counter() - started < 5  # milliseconds, unless tried again and again


@given(
    text=st.text(max_size=60), earlier=st.text(max_size=60), language=st.sampled_from(["en", "es"])
)
def test_any_text_can_be_asked_after_any_other(text: str, earlier: str, language: str) -> None:
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert isinstance(found.text, str)
