"""What "it" and "they" are after a question of who does what: the thing, or who does it."""

import time

import pytest

from ragqa.objects import deed_in, joint_names
from ragqa.questions import understand


def understood(earlier: str, text: str) -> str:
    return understand(text, history=[earlier]).understood


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        ("Do Peru and Chile run any shelter together?", "What is it called?",
         "What is the shelter that Peru and Chile run together called?"),
        ("Do Peru and Chile run any shelter?", "How many beds does it have?",
         "How many beds does the shelter that Peru and Chile run have?"),
        ("Did Kenya and Uganda sign the water treaty?", "Who opposed it?",
         "Who opposed the water treaty?"),
        ("Which bridge did France and Spain build?", "How long is it?",
         "How long is the bridge that France and Spain built?"),
        ("Do the ministry and the university offer a course on floods?", "Who pays for it?",
         "Who pays for the course on floods that the ministry and the university offer?"),
        ("¿Firmaron Kenia y Uganda el tratado del agua?", "¿Cuándo se firmó?",
         "¿Cuándo se firmó el tratado del agua?"),
        ("¿Ofrecen Perú y Chile alguna beca conjunta?", "¿Quién la financia?",
         "¿Quién financia la beca conjunta que ofrecen Perú y Chile?"),
    ],
)  # fmt: skip
def test_one_of_several_who_do_it_together_is_not_it(
    earlier: str, text: str, expected: str
) -> None:
    assert understood(earlier, text) == expected


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        ("Does the Red Cross run a shelter in Lima?", "What is it called?",
         "What is the shelter that the Red Cross runs in Lima called?"),
        ("Has Oxfam published a guide?", "What does it say?",
         "What does the guide that Oxfam has published say?"),
        ("When did Oxfam hold the workshop on water?", "Where did it take place?",
         "Where did the workshop on water take place?"),
        ("Which agreement did Norway sign?", "What does it cover?",
         "What does the agreement that Norway signed cover?"),
        ("What figures does the Peru report give?", "What period did they cover?",
         "What period did the figures that the Peru report gives cover?"),
        ("Which documents do I need?", "How much do they cost?",
         "How much do the documents that I need cost?"),
        ("What books did Borges write?", "What are they about?",
         "What are the books that Borges wrote about?"),
        ("¿Qué curso ofrecen Perú y Chile?", "¿Cómo se llama?",
         "¿Cómo se llama el curso que ofrecen Perú y Chile?"),
        ("¿Organiza el colegio una feria?", "¿Cuánto dura?",
         "¿Cuánto dura la feria que organiza el colegio?"),
        ("¿Qué cursos ofrece la biblioteca?", "¿Cuánto cuestan?",
         "¿Cuánto cuestan los cursos que ofrece la biblioteca?"),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_thing_is_asked_of_the_object(
    earlier: str, text: str, expected: str
) -> None:
    assert understood(earlier, text) == expected


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        ("When did Oxfam open the clinic?", "Where is it based?", "Where is Oxfam based?"),
        ("Which topics did the workshop cover?", "Who paid for it?", "Who paid for the workshop?"),
        ("What year did the war end?", "When did it begin?", "When did the war begin?"),
        ("What time does the museum open?", "What does it cost?", "What does the museum cost?"),
        ("What figures does the Peru report give?", "What years does it cover?",
         "What years does the Peru report cover?"),
        ("Which documents does the embassy require?", "Where is it?", "Where is the embassy?"),
        ("When did the shelter open?", "How much does it cost?", "How much does the shelter cost?"),
        ("Where do Peru and Chile meet?", "When do they meet?", "When do Peru and Chile meet?"),
        ("Does Trinidad and Tobago belong to CARICOM?", "When did it join?",
         "When did Trinidad and Tobago join?"),
        ("¿Qué ofrece la biblioteca?", "¿Dónde está?", "¿Dónde está la biblioteca?"),
        ("¿Qué documentos pide la embajada?", "¿Dónde está?", "¿Dónde está la embajada?"),
        ("¿Qué países forman la UNASUR?", "¿Quién la preside?", "¿Quién preside la UNASUR?"),
        ("¿Qué ONG organiza la marcha entre Perú y Chile?", "¿Cuánto dura?",
         "¿Cuánto dura la marcha entre Perú y Chile?"),
        ("¿Dónde se reúnen Perú y Chile?", "¿Cuándo se reúnen?",
         "¿Cuándo se reúnen Perú y Chile?"),
    ],
)  # fmt: skip
def test_who_does_it_stays_the_subject_of_other_questions(
    earlier: str, text: str, expected: str
) -> None:
    assert understood(earlier, text) == expected


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        ("Which accord did WHO and FAO reach?", "How did they sign it?",
         "How did WHO and FAO sign the accord?"),
        ("Did UNICEF publish a handbook?", "When did they publish it?",
         "When did UNICEF publish the handbook?"),
        ("Who signed the charter with Oxfam?", "How did they sign it?",
         "How did they sign the charter with Oxfam?"),
        ("Who painted the mural in Lima?", "When did they meet?",
         "When did the mural in Lima meet?"),
        ("What is the RCM?", "When did they join it?", "When did the RCM join it?"),
    ],
)  # fmt: skip
def test_they_and_it_are_two_where_somebody_does_something(
    earlier: str, text: str, expected: str
) -> None:
    assert understood(earlier, text) == expected


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is the RRCOM", "en"),
        ("Who directed the fable", "en"),
        ("What does the RRCOM do", "en"),
        ("Where do Peru and Chile meet", "en"),
        ("When did IOM start", "en"),
        ("¿Qué hace la OIM en Panamá", "es"),
        ("Cuándo llegó Colón a América", "es"),
        ("Qué organización dirige la caminata", "es"),
        ("Por qué la OIM apoya a Panamá", "es"),
    ],
)
def test_question_without_an_object_has_no_deed(question: str, language: str) -> None:
    assert deed_in(question, language) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was the walk between Peru and Chile held", [("Peru and Chile", True)]),
        ("Do Chad, Mali and Niger meet", [("Chad, Mali and Niger", True)]),
        ("Does Trinidad and Tobago vote", [("Trinidad and Tobago", False)]),
        ("Does Chile work with Peru", []),
    ],
)
def test_joint_names_are_several_but_behind_a_singular_verb(
    question: str, expected: list[tuple[str, bool]]
) -> None:
    found = joint_names(question, "en")
    assert [(question[start:end], several) for start, end, several in found] == expected


@pytest.mark.parametrize(
    "earlier",
    [
        "What training do " + "Peru and Chile, " * 300 + "offer?",
        "¿Ofrecen " + "Perú y Chile " * 300,
    ],
)
def test_long_question_takes_no_long_time(earlier: str) -> None:
    begin = time.perf_counter()
    understood(earlier, "What is it called?")
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("earlier", "text", "expected"),
    [
        ("Which group organises the march between Kenya and Uganda?", "Who backs it?",
         "Who backs the march between Kenya and Uganda?"),
        ("When was the march between Peru and Chile held?", "Who supports it?",
         "Who supports the march between Peru and Chile?"),
        ("How many people attended the concert?", "Who paid for it?", "Who paid for the concert?"),
        ("¿De qué trata La ciudad y los perros?", "¿Y quién la escribió?",
         "¿Quién escribió La ciudad y los perros?"),
        ("¿En qué consiste el programa?", "¿Quién lo financia?", "¿Quién financia el programa?"),
    ],
)  # fmt: skip
def test_phrase_behind_the_verb_is_what_the_question_is_about(
    earlier: str, text: str, expected: str
) -> None:
    assert understood(earlier, text) == expected
