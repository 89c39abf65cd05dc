"""Follow-ups, and what they borrow from the question before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.borrowing import borrow, is_correction

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
    ("earlier", "text"),
    [
        ("How many hubs opened?", "When?"),
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


@given(
    text=st.text(max_size=60), earlier=st.text(max_size=60), language=st.sampled_from(["en", "es"])
)
def test_any_text_can_be_asked_after_any_other(text: str, earlier: str, language: str) -> None:
    found = borrow(text, earlier=earlier, language=language, earlier_language=language)
    assert isinstance(found.text, str)
