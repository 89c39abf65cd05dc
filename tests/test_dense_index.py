"""The dense index against a plain NumPy oracle."""

from concurrent.futures import ThreadPoolExecutor

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ragqa.dense_index import DenseIndex
from ragqa.errors import StoreError
from ragqa.nearest_index import Approximation
from ragqa.vector_blocks import VectorBlock

DIMENSION = 3

# Small whole numbers: inner products are exact, and there are many ties.
values = st.integers(-2, 2).map(float)
queries = arrays(np.float32, DIMENSION, elements=values)
matrices = st.integers(0, 40).flatmap(lambda n: arrays(np.float32, (n, DIMENSION), elements=values))


def unit_vectors(count: int, dimension: int = 48) -> NDArray[np.float32]:
    vectors = np.random.default_rng(7).normal(size=(count, dimension))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)


@given(matrix=matrices, query=queries, k=st.integers(1, 50))
def test_search_equals_sorting_all_inner_products(
    matrix: NDArray[np.float32], query: NDArray[np.float32], k: int
) -> None:
    products = matrix @ query
    expected = sorted(range(len(matrix)), key=lambda row: (-products[row], row))[:k]

    rows, scores = DenseIndex.build(matrix).search(query, k=k)

    assert rows.tolist() == expected
    assert scores.tolist() == products[expected].tolist()


@given(data=st.data(), query=queries, k=st.integers(1, 50))
def test_blocks_with_removed_rows_are_searched_as_what_is_left(
    data: st.DataObject, query: NDArray[np.float32], k: int
) -> None:
    parts = data.draw(st.lists(matrices, min_size=1, max_size=4))
    matrix = np.concatenate(parts)
    all_rows = st.sampled_from(range(len(matrix))) if len(matrix) else st.nothing()
    removed = sorted(data.draw(st.sets(all_rows)))
    products = matrix @ query
    left = sorted(set(range(len(matrix))) - set(removed))
    expected = sorted(left, key=lambda row: (-products[row], row))[:k]

    index = DenseIndex(
        [VectorBlock.build(part) for part in parts], removed=np.array(removed, dtype=np.int64)
    )
    rows, scores = index.search(query, k=k)

    assert rows.tolist() == expected
    assert scores.tolist() == products[expected].tolist()
    assert len(index) == len(matrix)
    assert np.array_equal(index.vectors(range(len(matrix))), matrix)
    assert index.scores(query, range(len(matrix)))[::-1].tolist() == products[::-1].tolist()


def test_of_many_equal_vectors_the_lowest_rows_are_found() -> None:
    vectors = unit_vectors(1000)
    vectors[500:] = vectors[0]

    rows, scores = DenseIndex.build(vectors).search(vectors[0], k=4)

    assert rows.tolist() == [0, 500, 501, 502]
    assert len(set(scores.tolist())) == 1


def test_search_is_exact_among_a_thousand_real_valued_vectors() -> None:
    vectors = unit_vectors(1000)
    products = vectors @ vectors[0]

    rows, scores = DenseIndex.build(vectors).search(vectors[0], k=25)

    assert rows.tolist() == np.argsort(-products)[:25].tolist()
    np.testing.assert_allclose(scores, products[rows], atol=1e-6)


def test_search_worked_by_hand() -> None:
    index = DenseIndex.build(np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32))

    rows, scores = index.search(np.array([0.8, 0.6], dtype=np.float32), k=2)

    assert rows.tolist() == [1, 0]
    np.testing.assert_allclose(scores, [0.96, 0.8], atol=1e-6)


def test_scores_of_chosen_rows_come_in_the_order_asked() -> None:
    index = DenseIndex.build(np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32))

    scores = index.scores(np.array([0.8, 0.6], dtype=np.float32), [2, 0, 2])

    np.testing.assert_allclose(scores, [0.6, 0.8, 0.6], atol=1e-6)
    assert scores.dtype == np.float32


def test_scores_of_many_rows_are_those_of_each() -> None:
    index = DenseIndex(
        [VectorBlock.build(unit_vectors(3, 2)), VectorBlock.build(unit_vectors(4, 2))]
    )
    query = unit_vectors(1, 2)[0]
    rows = np.random.default_rng(1).integers(7, size=70_000)

    scores = index.scores(query, rows)

    np.testing.assert_allclose(scores, index.scores(query, range(7))[rows], atol=1e-6)


def test_threads_that_search_at_once_find_the_same_as_one() -> None:
    vectors = unit_vectors(2000)
    blocks = [
        VectorBlock.build(vectors[:1500], approximation=Approximation(from_rows=1000)),
        VectorBlock.build(vectors[1500:]),
    ]
    index = DenseIndex(blocks, removed=np.arange(0, 2000, 3))

    def search(row: int) -> list[int]:
        return [*map(int, index.search(vectors[row], k=20)[0])]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(search, range(200)))

    assert found == [search(row) for row in range(200)]


def test_score_of_a_row_depends_on_neither_threads_nor_removed_rows() -> None:
    vectors = unit_vectors(12_000)  # faiss shares fewer with no thread
    whole = DenseIndex.build(vectors)
    half = DenseIndex([VectorBlock.build(vectors)], removed=np.arange(1000, 12_000))
    threads = faiss.omp_get_max_threads()
    found = []
    try:
        for count in (1, 2):
            faiss.omp_set_num_threads(count)
            found += [index.search(vectors[0], k=12_000) for index in (whole, half)]
    finally:
        faiss.omp_set_num_threads(threads)

    scores = [dict(zip(rows.tolist(), values.tolist(), strict=True)) for rows, values in found]

    assert scores[0] == scores[2]
    assert scores[1] == scores[3] == {row: scores[0][row] for row in range(1000)}


def test_index_gives_back_the_vectors_it_was_built_from() -> None:
    vectors = unit_vectors(5)

    index = DenseIndex.build(vectors)

    assert (len(index), index.dimension) == (5, 48)
    assert np.array_equal(index.vectors([4, 0]), vectors[[4, 0]])
    assert index.vectors([]).shape == (0, 48)


def test_empty_index_finds_nothing() -> None:
    rows, scores = DenseIndex.build(unit_vectors(0)).search(unit_vectors(1)[0], k=3)

    assert rows.shape == scores.shape == (0,)


def test_bad_arguments_are_named() -> None:
    index = DenseIndex.build(unit_vectors(2))
    query = unit_vectors(1)[0]

    with pytest.raises(ValueError, match="k is 0"):
        index.search(query, k=0)
    with pytest.raises(ValueError, match=r"shape \(47,\); expected \(48,\)"):
        index.search(query[:47], k=1)
    with pytest.raises(ValueError, match=r"shape \(47,\); expected \(48,\)"):
        index.scores(query[:47], [0])
    with pytest.raises(ValueError, match="1 axes; expected 2"):
        DenseIndex.build(query)
    with pytest.raises(ValueError, match="no blocks; expected 1 or more"):
        DenseIndex([])
    for rows in ([0, 2], [-1]):
        with pytest.raises(IndexError, match="of an index of 2"):
            index.vectors(rows)


def test_blocks_of_other_dimensions_are_a_store_error() -> None:
    blocks = [VectorBlock.build(unit_vectors(2, dimension)) for dimension in (3, 4)]

    with pytest.raises(StoreError, match=r"blocks of \[3, 4\] dimensions"):
        DenseIndex(blocks)
