"""Other words for those of a question: abbreviations and misspelt words."""

import unicodedata

import pytest
from builders import document_of, hit_of

from ragqa.questions import understand
from ragqa.wording import Wording

WORDS = {
    "fable": 3,
    "coyote": 2,
    "coyotes": 1,
    "gómez": 4,
    "directed": 2,
    "workshop": 1,
    "cable": 1,
}
WORDING = Wording(
    [("RCM", "Regional Conference on Migration")],
    words=lambda language: WORDS if language == "en" else {},
    is_word=lambda word: word in ("table", "bread"),
)


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("Who directed the fabel?", "Who directed the fable?"),
        ("Who wrote Coyotte?", "Who wrote Coyote?"),
        ("Who is Gomes?", "Who is Gómez?"),
        ("When was the wrokshop?", "When was the workshop?"),
    ],
)
def test_misspelt_word_becomes_the_nearest_of_the_documents(asked: str, mended: str) -> None:
    question = WORDING.mend(understand(asked))
    assert question.understood == question.asked == mended
    assert question.terms == understand(mended).terms


@pytest.mark.parametrize(
    "asked",
    [
        "Who is gomez?",  # an accent left out
        "Who is directing the workshops?",  # other endings
        "Who set the table?",  # a word that the language has
        "Who is FABEL?",  # an abbreviation
        "Who is Nikola Tesla?",  # nothing is near
        "¿Quién dirigió la fabel?",  # no document is in Spanish
        unicodedata.normalize("NFD", "Who is Gómez?"),  # the accents beside their letters
    ],
)
def test_other_words_stay(asked: str) -> None:
    question = understand(asked)
    assert WORDING.mend(question) is question


NAMES = {
    "areas": 9, "casa": 3, "conference": 4, "cuenta": 5, "especialista": 2, "fernando": 2,
    "formaron": 3, "hernández": 2, "honduras": 7, "media": 8, "quinto": 2, "regional": 9,
    "rosas": 2,
}  # fmt: skip
NAMING = Wording(
    [("RCM", "Regional Conference on Migration")],
    words=lambda _: NAMES,
    is_word=lambda _: False,
)


@pytest.mark.parametrize(
    "asked",
    [
        "¿Hay una oficina de la OIM en Quito?",
        "Who is Gonzalo Medina?",
        "Who is Gonzalo Arias?",
        "Who is Fernanda Díaz?",
        "Who is Ana Rocas?",
        "¿Cuesta algo el curso?",
        "En 2017, ¿Firmaron algo?",
    ],
)
def test_name_and_spanish_verb_do_not_become_another_word(asked: str) -> None:
    question = understand(asked)
    assert NAMING.mend(question) is question


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("Who is Ana Rozas?", "Who is Ana Rosas?"),
        ("Who is Ana Hernandes?", "Who is Ana Hernández?"),
        ("Is it in Hondras?", "Is it in Honduras?"),
        ("Who leads the Rejional Conferrense?", "Who leads the Regional Conference?"),
        ("Mediia of what?", "Media of what?"),
        ("Arias of what?", "Areas of what?"),
    ],
)
def test_misspelt_name_is_mended_where_it_is_surely_the_same(asked: str, mended: str) -> None:
    assert NAMING.mend(understand(asked)).understood == mended


SPANISH = {
    "abrazos": 2, "apoyaron": 2, "consejo": 5, "especialista": 2, "habilidades": 1, "hallaron": 2,
    "organizaron": 3, "protección": 4, "proteger": 1, "solidez": 2, "trabajadoras": 2, "vaca": 4,
    "víctimas": 2,
}  # fmt: skip
HEARD = Wording(words=lambda _: SPANISH, is_word=lambda word: word == "habilidades")


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("¿Qué piden las travajadoras?", "¿Qué piden las trabajadoras?"),
        ("¿Qué aprenden las bíctimas?", "¿Qué aprenden las víctimas?"),
        ("¿Qué enseñan sobre proteczion?", "¿Qué enseñan sobre protección?"),
        ("¿Quiénes la organisaron?", "¿Quiénes la organizaron?"),
        ("¿Quiénes la apollaron?", "¿Quiénes la apoyaron?"),
        ("¿Qué ayaron?", "¿Qué ayaron?"),  # too short to be sure
        ("¿Qué havilidades enseñan?", "¿Qué habilidades enseñan?"),
        ("Organisaron la red, ¿cuándo?", "Organizaron la red, ¿cuándo?"),
    ],
)
def test_long_spanish_word_becomes_the_only_one_of_its_sound(asked: str, mended: str) -> None:
    assert HEARD.mend(understand(asked)).understood == mended


@pytest.mark.parametrize(
    "asked",
    [
        "¿Quién preside el concejo?",  # another word, that sounds alike
        "¿Cuántos abrasos hay?",
        "¿Qué solides tiene?",
        "¿Cuánto pesa una baca?",
        "¿Quiénes la organizarían?",  # another form
        "¿Qué es un protejer?",  # what the documents have once may be misspelt itself
    ],
)
def test_spanish_word_that_may_be_right_stays(asked: str) -> None:
    question = understand(asked)
    assert HEARD.mend(question) is question


def test_of_two_words_of_one_sound_none_is_chosen() -> None:
    wording = Wording(words=lambda _: {"trabajos": 2, "trabajoz": 2}, is_word=lambda _: False)
    question = understand("¿Qué travajos hay?")
    assert wording.mend(question) is question


ORDINARY = Wording(
    words=lambda _: {
        "banks": 3, "organized": 2, "labour": 2, "centres": 1, "information": 4, "gómez": 2,
        "share": 2, "priorities": 1,
    },
    is_word=lambda word: word in ("Gomes", "shard"),
    is_english=lambda word: word in ("back", "bark", "organizes", "priority", "snare"),
)  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        "Who backs the walk?",
        "Who backed it?",
        "What barks at night?",
        "Which snare is it?",
        "Which snares are there?",
        "Who prioritised it?",
        "Who organises it?",
        "What is a labor centre?",
    ],
)
def test_ordinary_english_word_is_not_taken_for_one_of_the_documents(asked: str) -> None:
    question = understand(asked)
    assert ORDINARY.mend(question) is question


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("Where is infomation?", "Where is information?"),
        ("Who bankks it?", "Who banks it?"),
        ("Who orgenized it?", "Who organized it?"),
        ("who is gomes?", "who is gómez?"),
    ],
)
def test_misspelt_word_is_mended_though_others_are_known(asked: str, mended: str) -> None:
    assert ORDINARY.mend(understand(asked)).understood == mended


@pytest.mark.parametrize(
    ("asked", "respelt"),
    [
        ("Who organises the labor?", "Who organizes the labour?"),
        ("Where are the Centers?", "Where are the Centers?"),  # a name
        ("Who shares the information?", "Who shares the information?"),
        ("Who prioritised it?", "Who prioritised it?"),  # the documents have neither
        ("¿Qué es labor?", "¿Qué es labor?"),
    ],
)
def test_question_is_searched_in_the_spelling_of_the_documents(asked: str, respelt: str) -> None:
    assert ORDINARY.respelt(understand(asked)).understood == respelt


def test_abbreviation_is_searched_with_its_long_form_and_the_other_way_round() -> None:
    assert WORDING.more_terms(understand("Who chairs the RCM?")) == ("region", "confer", "migrat")
    long = understand("Who chairs the regional  conference on migration?")
    assert WORDING.more_terms(long) == ("rcm",)
    assert WORDING.more_terms(understand("Who chairs the RCMP?")) == ()


def test_question_is_read_with_the_form_that_the_passages_have() -> None:
    question = understand("Who chairs the RCM?")
    long = [hit_of(document_of("Panama chairs the Regional Conference on Migration."))]
    both = [hit_of(document_of("The Regional Conference on Migration (RCM) met."))]
    asked = "Who chairs the Regional Conference on Migration?"
    assert WORDING.as_in(long, question).asked == asked
    assert WORDING.as_in(long, question).terms == understand(asked).terms
    assert WORDING.as_in(both, question) is question
