"""Copies: what is one passage in two documents, and what is another passage."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from builders import document_of, hit_of
from hypothesis import given
from hypothesis import strategies as st

from ragqa.copies import DistinctRetriever, distinct_hits, documents_that_quote, stands_in
from ragqa.retrieval import Query
from ragqa.types import Document, Hit, ReadDocument

RELEASE = (
    "On 4 March the harbour of Belmonte opened a reading room for sailors. It has 320 books in "
    "nine languages, and a table by the window that looks over the water. Ana Ortiz, who keeps "
    "the lighthouse, chose the books during the winter."
)
EXTRA = "; whoever borrows a book brings it back before the ship leaves"
SPANISH = (
    "El 4 de marzo el puerto de Belmonte abrió una sala de lectura para marineros. Tiene 320 "
    "libros en nueve idiomas y una mesa junto a la ventana. Ana Ortiz, que cuida el faro, eligió "
    "los libros durante el invierno."
)
QUERY = Query("", (), np.zeros(2, dtype=np.float32))


class FixedRetriever:
    """Returns the first of fixed hits, and keeps how many were asked for."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.asked: list[int] = []
        self._hits = tuple(hits)

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        self.asked.append(k)
        return self._hits[:k]


def documents_of(*texts: str) -> list[Document]:
    return [document_of(text, doc_id=f"{number}.txt") for number, text in enumerate(texts, start=1)]


def reading(documents: Sequence[Document]) -> ReadDocument:
    return {one.doc_id: one for one in documents}.__getitem__


def hits_on(documents: Sequence[Document]) -> list[Hit]:
    return [hit_of(one, rank=rank) for rank, one in enumerate(documents, start=1)]


def found_in(*texts: str) -> list[tuple[str, ...]]:
    """Return the documents of each hit that is left of hits on whole texts, best first."""
    documents = documents_of(*texts)
    hits = distinct_hits(hits_on(documents), documents=reading(documents))
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    return [hit.doc_ids for hit in hits]


ONE = [("1.txt", "2.txt")]
TWO = [("1.txt",), ("2.txt",)]


@pytest.mark.parametrize(
    "copy",
    [
        RELEASE,
        RELEASE.replace(" ", "\n"),
        RELEASE.replace("chose", "selected"),
        RELEASE.replace(", and", " and").replace("harbour", "harbor"),
        RELEASE[RELEASE.index("It has") :],
    ],
    ids=["same", "other lines", "other word", "other spelling", "without its first sentence"],
)
def test_same_passage_of_two_documents_is_one_hit(copy: str) -> None:
    assert found_in(RELEASE, copy) == ONE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("320", "230"),
        ("4 March", "5 March"),
        ("4 March", "4 April"),
        ("nine languages", "seven languages"),
        ("Ana Ortiz", "Eva Ruiz"),
        ("Belmonte", "Vallenar"),
        ("by the window", "by window b2"),
        ("the winter", "the winter of 2019"),
    ],
)
def test_text_with_another_number_date_or_name_is_another_passage(old: str, new: str) -> None:
    assert found_in(RELEASE, RELEASE.replace(old, new)) == TWO


def test_numbers_that_change_places_make_another_passage() -> None:
    text = f"{RELEASE} Of the readers 12 were captains and 30 were cooks."
    assert found_in(text, text.replace("12", "x").replace("30", "12").replace("x", "30")) == TWO


def test_spanish_number_in_words_makes_another_passage() -> None:
    assert found_in(SPANISH, SPANISH.replace("nueve", "ocho")) == TWO


def test_translation_is_another_passage() -> None:
    assert found_in(RELEASE, SPANISH) == TWO


def test_longer_text_behind_a_shorter_one_is_not_lost() -> None:
    assert found_in(RELEASE, RELEASE + EXTRA * 4) == TWO
    assert found_in(RELEASE + EXTRA, RELEASE) == ONE


def test_heading_is_no_copy_of_the_text_that_holds_it() -> None:
    assert found_in(RELEASE, "a reading room for sailors") == TWO


def test_texts_without_words_are_no_copies() -> None:
    assert found_in("…", "…") == TWO


def test_passage_that_stands_twice_in_its_own_document_stays_twice() -> None:
    document = document_of(f"{RELEASE}\n\n{RELEASE}")
    halves = [
        hit_of(document, end=len(RELEASE)),
        hit_of(document, start=len(RELEASE) + 2, rank=2),
    ]
    assert distinct_hits(halves, documents=reading([document])) == tuple(halves)


def test_copy_of_another_date_stays() -> None:
    undated, copy = documents_of(RELEASE, RELEASE)
    first, same = replace(undated, date="2017-08-22"), replace(copy, date="2017-08-22")
    for documents, count in (
        ([first, same], 1),
        ([first, copy], 1),
        ([undated, same], 2),
        ([first, replace(copy, date="2018")], 2),
    ):
        left = distinct_hits(hits_on(documents), documents=reading(documents))
        assert len(left) == count


def test_hits_of_two_searches_keep_what_each_knows() -> None:
    documents = documents_of(RELEASE, RELEASE, RELEASE)
    first, second, _ = hits_on(documents)
    (left,) = distinct_hits(
        [first, replace(second, also_in=("3.txt", "1.txt"))], documents=reading(documents)
    )
    assert left == replace(first, also_in=("2.txt", "3.txt"))


def test_as_many_passages_are_left_as_were_asked_for() -> None:
    documents = documents_of(*[RELEASE] * 9, "Lion.", "Coyote.", "Owl.")
    retriever = FixedRetriever(hits_on(documents))

    hits = DistinctRetriever(retriever, documents=reading(documents)).search(QUERY, k=3)

    assert [hit.chunk.doc_id for hit in hits] == ["1.txt", "10.txt", "11.txt"]
    assert hits[0].also_in == tuple(f"{number}.txt" for number in range(2, 10))
    assert retriever.asked == [6, 12]


def test_search_ends_where_nothing_but_copies_is_found() -> None:
    documents = documents_of(*[RELEASE] * 7)
    retriever = FixedRetriever(hits_on(documents))
    (hit,) = DistinctRetriever(retriever, documents=reading(documents)).search(QUERY, k=2)
    assert len(hit.also_in) == 6


words = st.sampled_from("lion owl fox 7 Ana".split())


@given(st.lists(st.lists(words, max_size=6).map(" ".join), max_size=6))
def test_no_document_is_lost_and_none_is_named_twice_for_a_hit(texts: list[str]) -> None:
    found = found_in(*texts)
    assert sorted(one for doc_ids in found for one in doc_ids) == sorted(
        one.doc_id for one in documents_of(*texts)
    )
    assert [doc_ids[0] for doc_ids in found] == sorted(
        (doc_ids[0] for doc_ids in found), key=lambda one: int(one.split(".")[0])
    )


def test_quotation_names_the_documents_that_hold_it_word_for_word() -> None:
    documents = documents_of(RELEASE, RELEASE.replace(" ", "\n"), RELEASE.replace("table", "desk"))
    (hit,) = distinct_hits(hits_on(documents), documents=reading(documents))
    assert hit.also_in == ("2.txt", "3.txt")

    def holding(quote: str) -> tuple[str, ...]:
        return documents_that_quote(quote, [hit], doc_id="1.txt", documents=reading(documents))

    assert holding("It has 320 books in nine languages") == ("2.txt", "3.txt")
    assert holding("a table by the window") == ("2.txt",)


def test_quotation_is_found_in_passages_that_only_overlap() -> None:
    documents = documents_of(RELEASE, f"{RELEASE[:70]}{EXTRA * 5}")
    hits = hits_on(documents)
    found = documents_that_quote(RELEASE[:70], hits, doc_id="1.txt", documents=reading(documents))
    assert found == ("2.txt",)


@pytest.mark.parametrize(
    ("text", "holds"), [("a  b\nc", True), ("x a b c", True), ("a c b", False), ("A b c", False)]
)
def test_text_holds_a_quotation_whatever_the_space(text: str, *, holds: bool) -> None:
    assert stands_in("a b\tc", text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("In all 13 people were injured.", False),
        ("About 1.3 people were injured.", False),
        ("Some x3 people were injured.", False),
        ("In all 13 people were hurt; 3 people were injured.", True),
        ("(3 people were injured.)", True),
    ],
)
def test_quotation_within_a_longer_number_or_word_is_another_text(
    text: str, *, holds: bool
) -> None:
    assert stands_in("3 people were injured.", text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [("It costs 3.", True), ("It costs 3.5 euros", False), ("It costs 35", False)],
)
def test_quotation_that_ends_in_a_number_ends_there(text: str, *, holds: bool) -> None:
    assert stands_in("It costs 3", text) is holds
