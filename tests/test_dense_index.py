"""The dense index against a plain NumPy oracle."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ragqa.dense_index import DenseIndex
from ragqa.errors import StoreError

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


def test_index_gives_back_the_vectors_it_was_built_from() -> None:
    vectors = unit_vectors(5)

    index = DenseIndex.build(vectors)

    assert (len(index), index.dimension) == (5, 48)
    assert np.array_equal(index.vectors([4, 0]), vectors[[4, 0]])
    assert index.vectors([]).shape == (0, 48)


@given(matrix=matrices, query=queries)
def test_saved_index_opens_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    matrix: NDArray[np.float32],
    query: NDArray[np.float32],
) -> None:
    path = tmp_path_factory.getbasetemp() / "vectors.faiss"
    built = DenseIndex.build(matrix)

    built.save(path)
    opened = DenseIndex.open(path)

    assert (len(opened), opened.dimension) == (len(built), built.dimension)
    assert np.array_equal(opened.vectors(range(len(matrix))), matrix)
    assert opened.search(query, k=5)[0].tolist() == built.search(query, k=5)[0].tolist()


def test_empty_index_finds_nothing() -> None:
    rows, scores = DenseIndex.build(unit_vectors(0)).search(unit_vectors(1)[0], k=3)

    assert rows.shape == scores.shape == (0,)


@pytest.mark.parametrize("kept", [0, 30, -1])
def test_truncated_file_is_a_store_error(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "vectors.faiss"
    DenseIndex.build(unit_vectors(5)).save(path)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(StoreError, match=r"vectors\.faiss is not a readable vector index \("):
        DenseIndex.open(path)


def test_garbage_and_missing_files_are_store_errors(tmp_path: Path) -> None:
    (tmp_path / "garbage").write_bytes(b"hello world" * 100)

    for name in ("garbage", "missing"):
        with pytest.raises(StoreError, match=f"{name} is not a readable vector index"):
            DenseIndex.open(tmp_path / name)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_stored_number_that_is_not_finite_is_a_store_error(tmp_path: Path, number: float) -> None:
    path = tmp_path / "vectors.faiss"
    DenseIndex.build(unit_vectors(5)).save(path)
    path.write_bytes(path.read_bytes()[:-4] + np.float32(number).tobytes())

    with pytest.raises(StoreError, match=r"vectors\.faiss .* \(it holds numbers .* not finite\)$"):
        DenseIndex.open(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("count", [0, 5, 20_000])
def test_full_disk_is_an_os_error_that_says_so(count: int) -> None:
    with pytest.raises(OSError, match="No space left on device"):
        DenseIndex.build(unit_vectors(count)).save(Path("/dev/full"))


def test_another_kind_of_faiss_index_is_a_store_error(tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatL2(3), str(tmp_path / "distances"))

    with pytest.raises(StoreError, match="IndexFlatIP expected"):
        DenseIndex.open(tmp_path / "distances")


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
    for rows in ([0, 2], [-1]):
        with pytest.raises(IndexError, match="of an index of 2"):
            index.vectors(rows)
