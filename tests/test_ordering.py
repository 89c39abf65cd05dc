"""Which sentence answers: of two languages, and behind one that tells of another."""

import pytest
from builders import document_of, hit_of, question_of
from test_reading import LONGEST_FIRST, quotes, read, reader_of

from ragqa.questions import Kind

SPANISH = "El taller con todas las personas de la red tuvo lugar en junio de 2021 en Almara."
ENGLISH = "The workshop of all people of the network was held in June 2021."


def quoted_first(*texts: tuple[str, str], question: str = "Where was the workshop held?") -> str:
    documents = [
        document_of(text, doc_id=str(number), language=language)
        for number, (text, language) in enumerate(texts)
    ]
    hits = [hit_of(document, rank=rank) for rank, document in enumerate(documents, 1)]
    asked = question_of(question, kind=Kind.OTHER)
    return quotes(read(reader_of(documents, weights=LONGEST_FIRST), asked, hits))[0]


def test_of_two_languages_as_sure_the_question_s_own_is_quoted() -> None:
    assert quoted_first((SPANISH, "es"), (ENGLISH, "en")) == ENGLISH


def test_language_does_not_matter_where_it_is_the_only_one() -> None:
    assert quoted_first((SPANISH, "es")) == SPANISH


@pytest.mark.parametrize(
    ("question", "confident"),
    [("What is the rent of HL-05?", False), ("What is the rent of HL-02?", True)],
)
def test_sentence_of_another_is_not_sure(question: str, *, confident: bool) -> None:
    document = document_of("The rent of the flat HL-02 is 498 pounds.")
    asked = question_of(question, kind=Kind.WHICH)
    reading = read(reader_of([document], weights=LONGEST_FIRST), asked, [hit_of(document)])
    assert (reading.confidence > 0.19) is confident
