"""Who holds an office now is not whoever leaves it."""

import pytest
from builders import document_of, hit_of
from test_reading import read, reader_of

from ragqa.questions import understand
from ragqa.successors import asks_who_holds, succession_in, successor_in


@pytest.mark.parametrize(
    "question",
    [
        "Who is the chair of the association?",
        "Who's our treasurer?",
        "Who chairs the board?",
        "Who currently leads the choir?",
        "¿Quién coordina Cáritas?",
        "¿Quién es la presidenta?",
        "Quién preside la junta",
    ],
)
def test_question_asks_who_holds_an_office_now(question: str) -> None:
    assert asks_who_holds(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who was the chair?",
        "Who was the chair before Ines Carvalho?",
        "Who is the former mayor?",
        "Who is the chair that resigned?",
        "Who is the chair for 2019?",
        "Who is Ana Ruiz?",
        "Who founded the choir?",
        "¿Quién fue la presidenta?",
        "¿Quién es la presidenta saliente?",
        "¿Quién es el sucesor de Ana Ruiz?",
        "¿Quién dejó la coordinación?",
    ],
)
def test_question_of_another_time_does_not(question: str) -> None:
    assert not asks_who_holds(question)


@pytest.mark.parametrize(
    ("text", "leaver", "successor"),
    [
        ("Mercedes Ruiz deja la coordinación; le sucede Alba Cifuentes, 611 000 224.",
         "Mercedes Ruiz", "Alba Cifuentes"),
        ("Margaret Ellery resigned as chair for reasons of health.", "Margaret Ellery", None),
        ("Ann Bell steps down; Joan Blake takes over.", "Ann Bell", "Joan Blake"),
        ("Ann Bell, treasurer since 2010, was succeeded by Tom Ray.", "Ann Bell", "Tom Ray"),
        ("Ann Bell left the board and Tom Ray was elected chair.", "Ann Bell", "Tom Ray"),
        ("Rosa Gil dimite y fue elegida Ana Paz.", "Rosa Gil", "Ana Paz"),
        ("Pedro Gil renunció a la presidencia; su sucesora es Ana López.", "Pedro Gil",
         "Ana López"),
    ],
)  # fmt: skip
def test_whoever_leaves_and_the_next(text: str, leaver: str, successor: str | None) -> None:
    found = succession_in(text)
    assert found is not None
    assert (found.leaver, found.successor) == (leaver, successor)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Bell left Paris in 1990.",
        "Ann Bell will step down in 2027.",
        "Ann Bell would not say whether she resigns.",
        "Ann Bell never resigned.",
        "Ann Bell leads the choir.",
        "Rosa Gil no dimite.",
        "Rosa Gil deja claro que sigue.",
        "Rosa Gil abandonó la sala.",
        "Ines Carvalho was elected chair with 46 votes.",
    ],
)
def test_nobody_leaves(text: str) -> None:
    assert succession_in(text) is None


def test_leaver_is_not_the_successor() -> None:
    assert successor_in("Ann Bell was elected in 2010.", "Mrs Bell") is None


MINUTES = (
    "Margaret Ellery resigned as chair for reasons of health, before the end of her term. "
    "Ines Carvalho was elected chair."
)


def answer(question: str, *texts: str) -> str | None:
    documents = [document_of(text, doc_id=str(number)) for number, text in enumerate(texts)]
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]
    return read(reader_of(documents), understand(question), hits).evidence[0].short_answer


def test_successor_answers_though_older_documents_name_the_leaver() -> None:
    older = "Yours sincerely, on behalf of all of us who live here, Margaret Ellery, the chair."
    assert answer("Who is the chair?", older, MINUTES) == "Ines Carvalho"


def test_question_of_the_past_is_answered_with_the_leaver() -> None:
    assert answer("Who was the chair before?", MINUTES) == "Margaret Ellery"


def test_whoever_leaves_another_office_still_holds_this() -> None:
    text = "Margaret Ellery resigned as treasurer of the club, and she remains chair of the board."
    assert answer("Who is the chair?", text) == "Margaret Ellery"


def test_successor_in_the_same_sentence_is_the_short_answer() -> None:
    text = "Mercedes Ruiz deja la coordinación de Cáritas; le sucede Alba Cifuentes."
    assert answer("¿Quién coordina Cáritas?", text) == "Alba Cifuentes"
