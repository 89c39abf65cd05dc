"""BM25 against numbers worked by hand and against its formula in plain Python."""

from collections.abc import Sequence
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.sparse_index import SparseIndex
from ragqa.term_blocks import TermBlock

K1, B = 1.5, 0.75

TALES = [
    ["lion", "coyote"],
    ["lion", "lion", "fable", "tale"],
    ["tale", "coyote", "moral"],
]

words = st.sampled_from(["a", "b", "c", "ñ", "d’e", "f g"])
texts = st.lists(words, max_size=8)
corpora = st.lists(texts, max_size=8)


def bm25(query: Sequence[str], document: Sequence[str], corpus: Sequence[Sequence[str]]) -> float:
    mean_length = sum(map(len, corpus)) / len(corpus)
    score = 0.0
    for term in query:
        df = sum(term in other for other in corpus)
        tf = document.count(term)
        if tf:
            idf = log(1 + (len(corpus) - df + 0.5) / (df + 0.5))
            score += idf * tf / (tf + K1 * (1 - B + B * len(document) / mean_length))
    return score


def test_scores_worked_by_hand() -> None:
    # 3 documents of 2, 4 and 3 terms, 3 on average. "lion" stands in 2 of them:
    # idf = ln(1 + (3 - 2 + 0.5) / (2 + 0.5)) = ln 1.6.
    # k1 * (1 - b + b * length / 3) is 1.5 * 0.75 = 1.125 for the first, 1.5 * 1.25 for the second.
    index = SparseIndex.build(TALES)

    rows, scores = index.search(["lion"], k=5)

    assert rows.tolist() == [1, 0]
    assert scores.tolist() == pytest.approx([log(1.6) * 2 / 3.875, log(1.6) * 1 / 2.125])


def test_idf_and_document_frequency_worked_by_hand() -> None:
    index = SparseIndex.build(TALES)

    assert [index.document_frequency(term) for term in ("lion", "moral", "whale")] == [2, 1, 0]
    assert index.idf("lion") == pytest.approx(log(1.6))
    assert index.idf("moral") == pytest.approx(log(1 + 2.5 / 1.5))
    assert index.idf("whale") == pytest.approx(log(8))


@given(corpus=corpora, query=texts, k=st.integers(1, 10))
def test_search_equals_the_formula(corpus: list[list[str]], query: list[str], k: int) -> None:
    index = SparseIndex.build(corpus)
    expected = [bm25(query, document, corpus) for document in corpus if any(corpus)]

    rows, scores = index.search(query, k=k)

    assert len(rows) == min(k, sum(score > 0 for score in expected))
    assert scores.tolist() == pytest.approx(sorted(expected, reverse=True)[: len(rows)], rel=1e-5)
    assert scores.tolist() == pytest.approx([expected[row] for row in rows], rel=1e-5)
    assert index.scores(query, rows).tolist() == scores.tolist()


@given(corpus=corpora, term=words)
def test_document_frequency_counts_the_documents_with_the_term(
    corpus: list[list[str]], term: str
) -> None:
    frequency = SparseIndex.build(corpus).document_frequency(term)

    assert frequency == sum(term in document for document in corpus)


def test_equal_scores_come_by_lower_row() -> None:
    index = SparseIndex.build([["b"], ["a"], ["b"], ["a"], ["a"], ["a", "a"]])

    assert index.search(["a"], k=3)[0].tolist() == [5, 1, 3]


def test_only_documents_with_a_term_of_the_query_are_found() -> None:
    index = SparseIndex.build(TALES)

    assert index.search(["moral", "whale"], k=5)[0].tolist() == [2]
    assert index.search(["whale"], k=5)[0].tolist() == []
    assert index.search([], k=5)[0].tolist() == []
    assert index.scores(["moral"], [0, 1]).tolist() == [0, 0]


def test_term_asked_twice_counts_twice() -> None:
    index = SparseIndex.build(TALES)
    once = index.scores(["lion"], [0, 1, 2])

    assert index.scores(["lion", "lion"], [0, 1, 2]).tolist() == (2 * once).tolist()


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_corpus_without_terms_finds_nothing(corpus: list[list[str]]) -> None:
    index = SparseIndex.build(corpus)

    assert len(index) == len(corpus)
    assert index.search(["lion"], k=3)[0].tolist() == []


def test_k_below_one_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="k is 0"):
        SparseIndex.build(TALES).search(["lion"], k=0)


@given(corpus=corpora, query=texts, k=st.integers(1, 10), data=st.data())
def test_blocks_without_removed_rows_score_as_what_is_left(
    corpus: list[list[str]], query: list[str], k: int, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(corpus)))
    removed = sorted(
        data.draw(st.sets(st.sampled_from(range(len(corpus)))) if corpus else st.just(set()))
    )
    left = [row for row in range(len(corpus)) if row not in removed]
    whole = SparseIndex.build([corpus[row] for row in left])
    blocks = [TermBlock.build(corpus[:cut]), TermBlock.build(corpus[cut:])]

    index = SparseIndex(blocks, removed=np.array(removed, dtype=np.int64))

    rows, scores = index.search(query, k=k)
    expected_rows, expected_scores = whole.search(query, k=k)
    assert rows.tolist() == [left[row] for row in expected_rows]
    assert scores.tolist() == expected_scores.tolist()
    assert len(index) == len(corpus)
    assert index.scores(query, removed).tolist() == [0] * len(removed)
    assert [index.idf(term) for term in query] == [whole.idf(term) for term in query]


def test_of_many_documents_the_best_are_found_though_few_columns_are_looked_at() -> None:
    generator = np.random.default_rng(5)
    names = np.array([f"w{number}" for number in range(60)])
    share = 1 / np.arange(1, 61)
    corpus = [
        list(generator.choice(names, size=generator.integers(1, 40), p=share / share.sum()))
        for _ in range(400)
    ]
    index = SparseIndex.build(corpus)
    for _ in range(40):
        query = [str(name) for name in generator.choice(names, size=6)]
        every = index.scores(query, range(len(corpus)))

        rows, scores = index.search(query, k=5)

        assert rows.tolist() == np.argsort(-every, kind="stable")[:5].tolist()
        assert scores.tolist() == every[rows].tolist()


def test_coverage_is_the_share_of_the_terms_by_their_weight() -> None:
    index = SparseIndex.build([["lion"], ["lion", "coyote"], ["coyote", "coyote"], ["fable"]])
    rare, common = index.idf("lion"), index.idf("coyote")
    covered = index.coverage(["lion", "coyote", "lion", "unicorn"], [0, 1, 2, 3])
    assert covered.tolist() == pytest.approx(
        [rare / (rare + common), 1, common / (rare + common), 0]
    )


def test_coverage_of_terms_that_no_document_has_is_nothing() -> None:
    assert SparseIndex.build([["lion"]]).coverage(["unicorn"], [0]).tolist() == [0]
