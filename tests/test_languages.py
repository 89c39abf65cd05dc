"""The language of short questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.languages import LANGUAGES, detect_language, detect_question_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who directed the documentary?", "en"),
        ("When is the World Day against Trafficking in Persons?", "en"),
        ("What is the population of San Pedro Sula?", "en"),
        ("How many hubs are there in Panama?", "en"),
        ("Why?", "en"),
        ("¿Quién dirigió el documental?", "es"),
        ("¿Cuántos países integran la red?", "es"),
        ("quien dirigio el documental", "es"),
        ("¿Dónde se celebró la reunión anual del MIRPS?", "es"),
        ("¿Por qué?", "es"),
    ],
)
def test_language_of_a_question(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   ", "2017", "?!", "12/07/2021", "👍"])
def test_text_without_a_letter_has_no_language(text: str) -> None:
    assert detect_language(text) is None


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=30))
def test_any_letters_get_a_supported_language(text: str) -> None:
    assert detect_language(text) in LANGUAGES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who is Miguel Gómez?", "en"),
        ("Who directed La fábula del león y el coyote?", "en"),
        ("  What’s Casa del Migrante?", "en"),
        ("“Did Honduras sign?”", "en"),
        ("¿Quién dirige Doctors Without Borders?", "es"),
        ("que es Save the Children", "es"),
        ("¿Save the Children?", "es"),
        ("Has Miguel Gómez directed La fábula del león y el coyote?", "en"),
        ("Might Ana Ruiz visit San José?", "en"),
        ("Am I in San José de la Montaña?", "en"),
        ("Explain Pacto Mundial para la Migración", "en"),
        ("Describe La fábula del león", "en"),
        ("Describe la fábula del león", "es"),
        ("whats La Paz", "en"),
        # A word of grammar that opens a name.
        ("De Gaulle was president when?", "en"),
        ("Con Edison supplies which city?", "en"),
        ("En Vogue released what?", "en"),
        ("Que Sera is a song by whom?", "en"),
        ("de que trata The Who Sell Out", "es"),
        ("como se llama la banda The Who", "es"),
        ("En Panamá, quien dirige la red What Now", "es"),
        ("EN QUE AÑO SE FUNDO", "es"),
    ],
)
def test_names_do_not_decide_the_language_of_a_question(text: str, language: str) -> None:
    assert detect_question_language(text) == language


@pytest.mark.parametrize("text", ["", "?", "2017", "… 3"])
def test_question_without_a_letter_has_no_language(text: str) -> None:
    assert detect_question_language(text) is None


def test_question_without_a_telling_opening_is_in_the_language_of_its_words() -> None:
    assert detect_question_language("The organizations that sent help, please") == "en"
    assert detect_question_language("Las organizaciones que enviaron ayuda, por favor") == "es"


@pytest.mark.parametrize("text", ["Panama", "IOM", "Honduras?", "Lima", "OIM", "MIRPS"])
def test_name_alone_that_tells_nothing_is_taken_as_english(text: str) -> None:
    assert detect_question_language(text) == "en"


@pytest.mark.parametrize(
    "text", ["什么是移民", "Τι είναι;", "Кто режиссёр фильма?", "من أخرج الفيلم؟"]
)
def test_question_without_a_latin_letter_is_taken_as_english(text: str) -> None:
    assert detect_question_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    ["Panamá", "¿Panama?", "refugiados", "frontera", "Migrantes", "Derechos Humanos", "Población"],
)
def test_word_with_a_sign_of_spanish_is_taken_as_spanish(text: str) -> None:
    assert detect_question_language(text) == "es"
