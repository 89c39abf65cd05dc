"""Retrieval: scores worked by hand, order and ties, and what every retriever holds to."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from builders import document_of
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ragqa.copies import DistinctRetriever
from ragqa.dense_index import DenseIndex
from ragqa.retrieval import (
    DenseRetriever,
    HybridRetriever,
    Query,
    Retriever,
    SparseRetriever,
    fuse,
    make_query,
)
from ragqa.sparse_index import SparseIndex
from ragqa.types import Chunk, Document, Hit

MakeRetriever = Callable[[DenseIndex, SparseIndex, Sequence[Chunk]], Retriever]

scores = st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=12)


def array(*values: float) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def unit(x: float, y: float) -> NDArray[np.float32]:
    return array(x, y) / np.float32(np.hypot(x, y))


def chunks_of(*chunk_ids: str) -> list[Chunk]:
    return [Chunk(chunk_id, "d", "", 0, 0) for chunk_id in chunk_ids]


def query_of(vector: NDArray[np.float32], *terms: str) -> Query:
    return Query(text="", terms=terms, vector=vector)


def dense_only(dense: DenseIndex, _: SparseIndex, chunks: Sequence[Chunk]) -> Retriever:
    return DenseRetriever(dense, chunks=lambda rows: [chunks[row] for row in rows])


def sparse_only(_: DenseIndex, sparse: SparseIndex, chunks: Sequence[Chunk]) -> Retriever:
    return SparseRetriever(sparse, chunks=lambda rows: [chunks[row] for row in rows])


def hybrid(dense: DenseIndex, sparse: SparseIndex, chunks: Sequence[Chunk]) -> Retriever:
    return HybridRetriever(dense, sparse, chunks=lambda rows: [chunks[row] for row in rows])


def distinct(dense: DenseIndex, sparse: SparseIndex, chunks: Sequence[Chunk]) -> Retriever:
    return DistinctRetriever(hybrid(dense, sparse, chunks), documents=document_named)


def document_named(doc_id: str) -> Document:
    return document_of("", doc_id=doc_id)


EVERY_RETRIEVER = pytest.mark.parametrize("make", [dense_only, sparse_only, hybrid, distinct])


def found(hits: Sequence[Hit]) -> list[str]:
    return [hit.chunk.chunk_id for hit in hits]


def test_fused_scores_worked_by_hand() -> None:
    # (1, 2, 3): mean 2, deviation sqrt(2/3), so -s, 0 and s with s = sqrt(1.5).
    # (0, 0, 3): mean 1, deviation sqrt(2), so -1/sqrt 2 twice and sqrt 2.
    s, r = 1.5**0.5, 2**0.5
    assert fuse(array(1, 2, 3)).tolist() == pytest.approx([-s, 0, s])
    assert fuse(array(1, 2, 3), array(0, 0, 3)).tolist() == pytest.approx(
        [-s - 1 / r, -1 / r, s + r]
    )


def test_scores_that_are_all_alike_say_nothing() -> None:
    assert fuse(array(7, 7, 7)).tolist() == [0, 0, 0]
    assert fuse(array(1, 2, 3), array(7, 7, 7)).tolist() == fuse(array(1, 2, 3)).tolist()
    assert fuse(array(), array()).tolist() == []


@given(first=scores, data=st.data())
def test_fusion_ignores_the_order_of_its_inputs(first: list[float], data: st.DataObject) -> None:
    same_length = st.lists(
        st.integers(-50, 50).map(float), min_size=len(first), max_size=len(first)
    )
    a, b, c = array(*first), array(*data.draw(same_length)), array(*data.draw(same_length))
    assert fuse(a, b, c).tolist() == pytest.approx(fuse(c, a, b).tolist())


@given(values=scores, scale=st.integers(1, 64), shift=st.integers(-100, 100))
def test_fusion_is_unchanged_by_scaling_and_shifting(
    values: list[float], scale: int, shift: int
) -> None:
    moved = array(*values) * np.float32(scale) + np.float32(shift)
    assert fuse(moved).tolist() == pytest.approx(fuse(array(*values)).tolist(), abs=1e-6)


@given(values=scores)
def test_fusion_keeps_the_order_of_a_single_input(values: list[float]) -> None:
    fused = fuse(array(*values)).tolist()
    for i, one in enumerate(values):
        for j, other in enumerate(values):
            assert (one < other) == (fused[i] < fused[j])


def test_query_has_the_terms_of_its_language_and_a_vector() -> None:
    query = make_query("Who directed the fables?", encoder=FakeEncoder())
    assert query.terms == ("direct", "fabl")
    assert query.vector.tolist() == FakeEncoder().encode_queries([query.text])[0].tolist()


def test_terms_that_are_given_are_kept() -> None:
    query = make_query("And he?", encoder=FakeEncoder(), terms=["fabl", "direct"])
    assert query.terms == ("fabl", "direct")


def test_dense_hits_carry_their_cosine() -> None:
    dense = DenseIndex.build(np.stack([unit(1, 0), unit(3, 4), unit(0, 1)]))
    retriever = dense_only(dense, SparseIndex.build([]), chunks_of("a", "b", "c"))

    hits = retriever.search(query_of(unit(0, 1)), k=2)

    assert found(hits) == ["c", "b"]
    assert [hit.rank for hit in hits] == [1, 2]
    assert [hit.score for hit in hits] == pytest.approx([1, 0.8])
    assert [hit.dense for hit in hits] == [hit.score for hit in hits]
    assert [hit.sparse for hit in hits] == [None, None]


def test_sparse_hits_hold_a_term_and_carry_their_score() -> None:
    sparse = SparseIndex.build([["lion"], ["coyote"], ["lion", "lion"]])
    retriever = sparse_only(
        DenseIndex.build(np.eye(3, 2, dtype=np.float32)), sparse, chunks_of("a", "b", "c")
    )

    hits = retriever.search(query_of(unit(0, 1), "lion"), k=5)

    assert found(hits) == ["c", "a"]
    assert [hit.score for hit in hits] == pytest.approx(sparse.scores(["lion"], [2, 0]).tolist())
    assert [hit.sparse for hit in hits] == [hit.score for hit in hits]
    assert [hit.dense for hit in hits] == [None, None]


def test_hybrid_hits_are_of_either_index_and_carry_both_raw_scores() -> None:
    dense = DenseIndex.build(np.stack([unit(1, 0), unit(0, 1), unit(3, 4)]))
    sparse = SparseIndex.build([["lion"], ["fable"], ["fable"]])
    query = query_of(unit(0, 1), "lion")

    hits = hybrid(dense, sparse, chunks_of("a", "b", "c")).search(query, k=3)

    # Cosines 0, 1, .8; BM25 of "lion" x, 0, 0: the standardised sums decide.
    raw_dense, raw_sparse = array(0, 1, 0.8), sparse.scores(["lion"], [0, 1, 2])
    fused = dict(zip("abc", fuse(raw_dense, raw_sparse).tolist(), strict=True))
    assert found(hits) == sorted("abc", key=lambda name: -fused[name])
    assert [hit.score for hit in hits] == pytest.approx([fused[name] for name in found(hits)])
    by_id = {hit.chunk.chunk_id: hit for hit in hits}
    assert [by_id[name].dense for name in "abc"] == pytest.approx([0, 1, 0.8])
    assert [by_id[name].sparse for name in "abc"] == pytest.approx(raw_sparse.tolist())


@pytest.mark.parametrize(
    ("weight", "order"), [(1.0, "bca"), (0.9, "bca"), (0.1, "abc"), (0.0, "abc")]
)
def test_weight_decides_which_index_leads(weight: float, order: str) -> None:
    dense = DenseIndex.build(np.stack([unit(1, 0), unit(0, 1), unit(3, 4)]))
    sparse = SparseIndex.build([["lion"], ["fable"], ["fable"]])
    chunks = chunks_of("a", "b", "c")
    retriever = HybridRetriever(
        dense, sparse, chunks=lambda rows: [chunks[row] for row in rows], dense_weight=weight
    )
    assert found(retriever.search(query_of(unit(0, 1), "lion"), k=3)) == list(order)


def test_hybrid_without_a_known_term_orders_as_dense_does() -> None:
    dense = DenseIndex.build(np.stack([unit(1, 0), unit(0, 1), unit(3, 4)]))
    sparse = SparseIndex.build([["lion"], ["fable"], ["fable"]])
    hits = hybrid(dense, sparse, chunks_of("a", "b", "c")).search(query_of(unit(0, 1), "x"), k=3)
    assert found(hits) == ["b", "c", "a"]


@EVERY_RETRIEVER
@given(chunk_ids=st.permutations("abcdefg"), k=st.integers(1, 9))
def test_ties_break_by_chunk_id_and_ranks_count_from_one(
    make: MakeRetriever, chunk_ids: list[str], k: int
) -> None:
    dense = DenseIndex.build(np.stack([unit(0, 1)] * 7))
    retriever = make(dense, SparseIndex.build([["lion"]] * 7), chunks_of(*chunk_ids))

    hits = retriever.search(query_of(unit(0, 1), "lion"), k=k)

    assert found(hits) == list("abcdefg")[:k]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


@EVERY_RETRIEVER
@given(
    rows=st.lists(
        st.tuples(st.integers(-3, 3), st.integers(1, 3), st.lists(st.sampled_from("xyz"))),
        max_size=8,
    ),
    k=st.integers(1, 10),
)
def test_hits_come_best_first_and_never_twice(
    make: MakeRetriever, rows: list[tuple[int, int, list[str]]], k: int
) -> None:
    vectors = np.array([unit(x, y) for x, y, _ in rows], dtype=np.float32).reshape(len(rows), 2)
    sparse = SparseIndex.build([terms for _, _, terms in rows])
    retriever = make(DenseIndex.build(vectors), sparse, chunks_of(*map(str, range(len(rows)))))

    hits = retriever.search(query_of(unit(1, 2), "x", "y"), k=k)

    assert len(hits) <= k
    assert len(set(found(hits))) == len(hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    keys = [(-hit.score, hit.chunk.chunk_id) for hit in hits]
    assert keys == sorted(keys)


@EVERY_RETRIEVER
@pytest.mark.parametrize("k", [0, -1])
def test_less_than_one_hit_cannot_be_asked_for(make: MakeRetriever, k: int) -> None:
    retriever = make(
        DenseIndex.build(np.eye(2, dtype=np.float32)),
        SparseIndex.build([["a"], []]),
        chunks_of("a", "b"),
    )
    with pytest.raises(ValueError, match=f"k is {k}; expected 1 or more"):
        retriever.search(query_of(unit(0, 1), "a"), k=k)


def bilingual(
    rows: Sequence[tuple[str, float, Sequence[str]]],
    *,
    weight: float = 0.5,
    among: Sequence[int] | None = None,
) -> HybridRetriever:
    """Return a retriever of rows "0", "1" …, each a language, a cosine with (0, 1), and terms."""
    chunks = chunks_of(*map(str, range(len(rows))))
    return HybridRetriever(
        DenseIndex.build(np.stack([array(np.sqrt(1 - cos**2), cos) for _, cos, _ in rows])),
        SparseIndex.build([terms for *_, terms in rows]),
        chunks=lambda found: [chunks[row] for row in found],
        among=None if among is None else np.array(among),
        dense_weight=weight,
        languages=np.array([language for language, *_ in rows]),
    )


def asked(text: str, *terms: str, language: str = "es") -> Query:
    return Query(text=text, terms=terms, vector=unit(0, 1), language=language)


def spread(language: str, least: float, term: str) -> list[tuple[str, float, list[str]]]:
    """Return thirty passages, each a little nearer to (0, 1) than the one before."""
    return [(language, least + number / 1000, [term]) for number in range(30)]


OWN = [("es", 0.9, ["red"]), ("es", 0.8, ["casa"]), ("es", 0.7, ["casa"])]


def test_best_passage_of_another_language_is_not_behind_all_of_the_question_s_own() -> None:
    rows = [*spread("es", 0.80, "casa"), *spread("en", 0.75, "house"), ("en", 0.80, ["walk"])]
    hits = bilingual(rows).search(asked("¿Qué hay?", "hay"), k=3)
    assert found(hits)[0] == "60"


def test_few_passages_of_another_language_are_measured_by_the_others() -> None:
    few = [("en", 0.771, ["house"]), ("en", 0.770, ["house"])]
    hits = bilingual([*spread("es", 0.80, "casa"), *few]).search(asked("¿Qué hay?", "hay"), k=5)
    assert {"30", "31"}.isdisjoint(found(hits))


def test_one_passage_in_the_question_s_language_is_found_by_its_words() -> None:
    rows = [*spread("en", 0.80, "house"), ("es", 0.83, ["barco"])]
    assert found(bilingual(rows).search(asked("el barco", "barco"), k=1)) == ["30"]


def test_name_of_a_question_finds_a_passage_in_another_language() -> None:
    foreign = [("en", 0.3, ["walk"]), ("en", 0.3, ["vinicio", "sandov"]), ("en", 0.3, ["house"])]
    question = asked("¿quién es vinicio sandoval?", "vinici", "sandoval")
    assert found(bilingual(foreign).search(question, k=1)) == ["1"]
    assert found(bilingual(foreign, among=[0, 1]).search(question, k=1)) == ["1"]


def test_passage_of_another_language_has_no_sparse_score() -> None:
    hits = bilingual([*OWN, ("en", 0.9, ["red"])]).search(asked("red", "red"), k=4)
    by_id = {hit.chunk.chunk_id: hit for hit in hits}
    assert by_id["3"].sparse is None
    assert by_id["0"].sparse
    assert by_id["3"].dense == pytest.approx(0.9)


def test_other_language_changes_nothing_among_those_of_the_question() -> None:
    question = asked("red", "red")
    alone = bilingual(OWN).search(question, k=3)
    beside = bilingual([*OWN, ("en", 0.95, ["net"])]).search(question, k=4)
    own = [hit.chunk.chunk_id for hit in beside if hit.chunk.chunk_id != "3"]
    assert own == found(alone)


def test_language_of_a_question_that_is_not_known_takes_all_alike() -> None:
    rows = [("es", 0.9, ["red"]), ("en", 0.8, ["red"])]
    hits = bilingual(rows).search(Query("red", ("red",), unit(0, 1), None), k=2)
    assert all(hit.sparse is not None for hit in hits)
