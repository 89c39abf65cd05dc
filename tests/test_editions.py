"""Of two editions the newer holds, and none that another replaces."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import document_of, evidence_of, hit_of

from ragqa.answering import compose_answer
from ragqa.chatbot import ChatBot
from ragqa.editions import asks_for_old, newer_editions, replaced_documents, written_on
from ragqa.newer_reading import newest_evidence_first
from ragqa.questions import understand
from ragqa.reading import Reading
from ragqa.types import Document


@pytest.mark.parametrize(
    ("title", "doc_id", "date"),
    [
        ("Minutes of the AGM, 27 May 2024", "a.txt", "2024-05-27"),
        ("Hoja parroquial, mayo de 2025", "a.txt", "2025-05"),
        ("Minutes AGM 2024", "Minutes_AGM_2024-05-27.docx", "2024-05-27"),
        ("Bridge closed", "2025-03-14_bridge.txt", "2025-03-14"),
        ("House rules 2021", "a.txt", "2021"),
        ("Calendario académico 2025-2026", "a.txt", "2025"),
        ("rents", "rents_2024.xlsx", "2024"),
        ("A Short History", "a.txt", None),
        ("From 1914 to 1918", "a.txt", None),
        ("Room 12", "a-1234567.txt", None),
    ],
)
def test_day_that_a_title_or_a_file_tells(title: str, doc_id: str, date: str | None) -> None:
    assert written_on(document_of("Text.", doc_id=doc_id, title=title)) == date


def test_title_tells_better_than_the_day_on_which_a_file_was_made() -> None:
    document = replace(document_of("Text.", title="House rules 2021"), date="2026-11-28")
    assert written_on(document) == "2021"
    assert written_on(replace(document, title="House rules")) == "2026-11-28"


def newer(*documents: Document) -> list[str]:
    by_id = {one.doc_id: one for one in documents}
    hits = [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]
    found = newer_editions(documents[0], hits, documents=by_id.__getitem__)
    return [hit.chunk.doc_id for hit in found]


def titled(*titles: str) -> list[Document]:
    return [document_of("Text.", doc_id=str(i), title=one) for i, one in enumerate(titles)]


@pytest.mark.parametrize(
    "titles",
    [
        ("House rules 2021", "House rules 2024"),
        ("Minutes of the AGM, 22 May 2023", "Minutes of the AGM, 27 May 2024"),
        ("Hoja parroquial, mayo de 2025", "Hoja parroquial, octubre de 2025"),
        ("Ayudas 2024-2025", "Ayudas 2025-2026"),
        ("House rules 2021", "House rules 2024", "House rules 2022"),
    ],
)
def test_titles_that_are_the_same_but_for_the_time_are_editions(titles: tuple[str, ...]) -> None:
    assert newer(*titled(*titles)) == ["1"]


@pytest.mark.parametrize(
    "titles",
    [
        ("House rules 2024", "House rules 2021"),
        ("House rules 2021", "Bylaws 2024"),
        ("House rules", "House rules"),
        ("2021", "2024"),
        ("House rules 2024", "House rules 2024"),
    ],
)
def test_other_documents_are_no_newer_editions(titles: tuple[str, ...]) -> None:
    assert newer(*titled(*titles)) == []


def replaced(*documents: Document) -> set[str]:
    by_id = {one.doc_id: one for one in documents}
    return set(replaced_documents([*map(hit_of, documents)], documents=by_id.__getitem__))


OLD = document_of("Dogs are not allowed.", doc_id="old.txt", title="House rules 2021")


@pytest.mark.parametrize(
    "text",
    [
        "These rules replace the house rules of 2021.",
        "This edition supersedes the house rules of 14 May 2021.",
    ],
)
def test_document_that_another_names_is_replaced(text: str) -> None:
    assert replaced(document_of(text, doc_id="new.txt", title="House rules 2024"), OLD) == {
        "old.txt"
    }


@pytest.mark.parametrize(
    "text",
    [
        "These rules replace the house rules of 2019.",
        "The new roof replaces the old one of 2021.",
        "The house rules of 2021 were written by the board.",
    ],
)
def test_document_that_another_does_not_replace(text: str) -> None:
    assert replaced(document_of(text, doc_id="new.txt", title="House rules 2024"), OLD) == set()


@pytest.mark.parametrize(
    ("document", "is_old"),
    [
        (document_of("Text.", doc_id="House_rules_superseded.docx"), True),
        (document_of("Text.", title="Retention (obsolete)"), True),
        (document_of("This page describes an old version of the program."), True),
        (document_of("The old law was superseded by the new one."), False),
        (document_of("The guide describes an old version of the harbour."), False),
    ],
)
def test_document_says_that_it_is_old(document: Document, is_old: bool) -> None:
    assert (replaced(document) == {document.doc_id}) is is_old


def test_question_may_want_what_held_before() -> None:
    assert asks_for_old("Were dogs allowed before?")
    assert asks_for_old("What was the fee in 2021?")
    assert asks_for_old("¿Cuál era la cuota anterior?")
    assert not asks_for_old("Are dogs allowed?")
    assert not asks_for_old("¿Cuánto es la cuota?")


def test_newer_of_two_that_differ_goes_first_and_both_show_when_they_were_written() -> None:
    first = document_of("The fee is 24 euros.", doc_id="a", title="Fees 2023")
    second = document_of("The fee is 26 euros.", doc_id="b", title="Fees 2024")
    documents = {"a": first, "b": second}.__getitem__
    evidence = (evidence_of(first, first.text), evidence_of(second, second.text))
    found = newest_evidence_first(Reading(evidence, 0.9, differs=True), documents=documents)
    text = compose_answer(understand("What is the fee?"), found, hits=[], documents=documents).text
    assert text.endswith("- “The fee is 26 euros.” [1] (2024)\n- “The fee is 24 euros.” [2] (2023)")


def test_answer_comes_from_the_rules_that_hold(tmp_path: Path) -> None:
    old = "House rules 2021\n\nDogs are not allowed in the house."
    new = (
        "House rules 2024\n\nThese rules replace the house rules of 2021.\n\n"
        "Dogs are allowed in the house with the consent of the board."
    )
    for name, text in (("rules_2021.txt", old), ("rules_2024.txt", new)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with ChatBot.build(tmp_path, store=tmp_path / "store") as bot:
        current = bot.ask("Are dogs allowed in the house?")
    assert [one.doc_id for one in current.citations] == ["rules_2024.txt"]
