"""Other words for those of a question: abbreviations and misspelt words."""

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
    ],
)
def test_other_words_stay(asked: str) -> None:
    question = understand(asked)
    assert WORDING.mend(question) is question


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
