"""Blocks of vectors, on the disk and searched approximately."""

from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ragqa import vector_blocks, vector_files
from ragqa.dense_index import DenseIndex
from ragqa.errors import StoreError
from ragqa.nearest_index import Approximation
from ragqa.vector_blocks import VectorBlock
from ragqa.vector_files import write_flat

DIMENSION = 3
APPROXIMATION = Approximation(from_rows=20, sure_from_rows=20, rows_per_list=40, lists_read=32)
NAMES = ["vectors.faiss", "nearest.faiss"]

values = st.integers(-2, 2).map(float)
matrices = st.integers(0, 40).flatmap(lambda n: arrays(np.float32, (n, DIMENSION), elements=values))


def clustered_vectors(count: int, *, seed: int = 7) -> NDArray[np.float32]:
    """Return unit vectors (count, 48) around 50 centres."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(50, 48))
    vectors = centres[chance.integers(50, size=count)] + 1.4 * chance.normal(size=(count, 48))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def build(vectors: NDArray[np.float32]) -> VectorBlock:
    return VectorBlock.build(vectors, approximation=APPROXIMATION)


def reopen(folder: Path) -> VectorBlock:
    return VectorBlock.open(folder, approximation=APPROXIMATION)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a saved block of 100 rows, and a file of somebody else."""
    (tmp_path / "terms.json").write_text("[]", encoding="utf-8")
    build(clustered_vectors(100)).save(tmp_path)
    return tmp_path


@given(matrix=matrices, query=arrays(np.float32, DIMENSION, elements=values))
def test_saved_block_opens_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    matrix: NDArray[np.float32],
    query: NDArray[np.float32],
) -> None:
    first, second = (tmp_path_factory.mktemp(name) for name in ("first", "second"))
    built = build(matrix)

    built.save(first)
    reopen(first).save(second)
    opened = reopen(second)

    assert (len(opened), opened.dimension) == (len(built), built.dimension)
    assert np.array_equal(opened.vectors(np.arange(len(matrix))), matrix)
    assert list(opened.problems()) == []
    for index in (DenseIndex([opened]), DenseIndex([opened], removed=np.arange(len(matrix) // 2))):
        rows, scores = index.search(query, k=5)
        assert scores.tolist() == (matrix @ query)[rows].tolist()
    assert opened.search(query, k=5)[0].tolist() == built.search(query, k=5)[0].tolist()


@pytest.mark.parametrize("rows", [0, APPROXIMATION.from_rows - 1, 3000])
def test_merged_blocks_are_the_block_of_their_chosen_rows(
    tmp_path: Path, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = clustered_vectors(2 * rows)
    chosen = [np.arange(rows)[::2], np.arange(rows)[1::2]]
    for name in ("first", "second", "merged", "whole"):
        (tmp_path / name).mkdir()
    build(vectors[:rows]).save(tmp_path / "first")
    build(vectors[rows:]).save(tmp_path / "second")
    parts = [(reopen(tmp_path / "first"), chosen[0]), (reopen(tmp_path / "second"), chosen[1])]
    monkeypatch.setattr(vector_blocks, "_PIECE", 700)

    VectorBlock.merge(parts, tmp_path / "merged", approximation=APPROXIMATION)

    build(np.concatenate([vectors[:rows][::2], vectors[rows:][1::2]])).save(tmp_path / "whole")
    for path in (tmp_path / "whole").iterdir():
        assert (tmp_path / "merged" / path.name).read_bytes() == path.read_bytes(), path.name


def test_no_blocks_cannot_be_merged(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no blocks to merge"):
        VectorBlock.merge([], tmp_path)


@pytest.mark.parametrize("rows", [1, 3])
def test_other_number_of_vectors_than_announced_is_an_error(tmp_path: Path, rows: int) -> None:
    with pytest.raises(ValueError, match=f"2 vectors written, {rows} announced"):
        write_flat(tmp_path / "flat", [np.ones((2, 4), np.float32)], dimension=4, rows=rows)


def test_large_block_finds_nearly_all_that_an_exact_search_finds() -> None:
    vectors, queries = clustered_vectors(20_000), clustered_vectors(100, seed=8)
    exact = DenseIndex([VectorBlock.build(vectors)])
    approximate = DenseIndex([build(vectors)])

    found = [
        (exact.search(query, k=10)[0], approximate.search(query, k=10)[0]) for query in queries
    ]

    recall = np.mean([np.isin(ours, truth).mean() for truth, ours in found])
    assert 0.9 < recall < 1


def test_scores_of_a_large_block_are_those_of_an_exact_search() -> None:
    vectors, queries = clustered_vectors(5000), clustered_vectors(20, seed=8)
    exact = DenseIndex([VectorBlock.build(vectors)])
    approximate = DenseIndex([build(vectors)])

    for query in queries:
        all_rows, all_scores = exact.search(query, k=5000)
        expected = all_scores[np.argsort(all_rows)]
        rows, scores = approximate.search(query, k=50)
        assert expected[rows].tolist() == scores.tolist()


@pytest.mark.parametrize("left", [0, 5, 200, 4000])
@pytest.mark.parametrize("k", [1, 100, 6000])
def test_removed_rows_of_a_large_block_are_never_found(left: int, k: int) -> None:
    vectors = clustered_vectors(5000)
    removed = np.sort(np.random.default_rng(3).permutation(5000)[left:])
    index = DenseIndex([build(vectors)], removed=removed)

    rows, _ = index.search(vectors[removed[0]], k=k)

    assert len(set(rows.tolist())) == min(k, left)
    assert not np.isin(rows, removed).any()


def test_block_is_built_twice_alike(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        build(clustered_vectors(3000)).save(tmp_path / name)

    for name in NAMES:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_only_a_large_block_has_an_approximate_index(tmp_path: Path) -> None:
    build(clustered_vectors(APPROXIMATION.from_rows - 1)).save(tmp_path)
    assert not (tmp_path / "nearest.faiss").exists()

    build(clustered_vectors(APPROXIMATION.from_rows)).save(tmp_path)
    assert (tmp_path / "nearest.faiss").exists()


def test_block_of_an_earlier_release_may_lack_its_approximate_index(tmp_path: Path) -> None:
    vectors = clustered_vectors(30)
    build(vectors).save(tmp_path)
    (tmp_path / "nearest.faiss").unlink()

    later = replace(APPROXIMATION, sure_from_rows=31)
    block = VectorBlock.open(tmp_path, approximation=later)

    exact = VectorBlock.build(vectors).search(vectors[3], k=5)
    assert block.search(vectors[3], k=5)[0].tolist() == exact[0].tolist()


def test_rows_read_here_and_there_are_let_go_of_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = clustered_vectors(300)
    build(vectors).save(tmp_path)
    block = reopen(tmp_path)
    monkeypatch.setattr(vector_files, "_KEPT_ROWS", 7)
    for rows in (np.arange(5), np.arange(300), np.array([299, 0]), np.arange(0)):
        assert np.array_equal(block.vectors(rows), vectors[rows])


def test_saved_vectors_are_an_index_of_faiss(folder: Path) -> None:
    index = faiss.read_index(str(folder / "vectors.faiss"))

    assert isinstance(index, faiss.IndexFlatIP)
    assert np.array_equal(index.reconstruct_n(0, 100), clustered_vectors(100))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kept", [0, 3, 20, 26, 30, 60, 300, -1])
def test_cut_file_is_a_store_error(folder: Path, name: str, kept: int) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(StoreError, match=rf"{name} is not a readable vector index \(Index\w+ exp"):
        reopen(folder)


@pytest.mark.parametrize("name", NAMES)
def test_garbage_and_missing_files_are_store_errors(folder: Path, name: str) -> None:
    for content in (b"hello world" * 100, b"?" * 100, bytes(1000)):
        (folder / name).write_bytes(content)
        with pytest.raises(StoreError, match=f"{name} is not a readable vector index"):
            reopen(folder)

    (folder / name).unlink()
    with pytest.raises(StoreError, match=f"{name} is not a readable vector index"):
        reopen(folder)


@pytest.mark.parametrize("name", NAMES)
def test_any_damage_of_the_structure_is_a_store_error(folder: Path, name: str) -> None:
    path = folder / name
    sound = path.read_bytes()
    payload = 100 * {"vectors.faiss": 4 * 48, "nearest.faiss": 48 + 8}[name]
    for place in range(len(sound) - payload - 4):
        damaged = bytearray(sound)
        damaged[place] ^= 0x20
        path.write_bytes(damaged)
        with pytest.raises(StoreError, match=f"{name} is not a readable vector index"):
            reopen(folder)


def test_index_of_other_vectors_is_a_store_error(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    build(clustered_vectors(101)).save(other)
    (other / "nearest.faiss").replace(folder / "nearest.faiss")

    with pytest.raises(StoreError, match=r"holds 101 rows of 48 dimensions; 100 of 48 expected"):
        reopen(folder)


def test_another_kind_of_faiss_index_is_a_store_error(folder: Path) -> None:
    faiss.write_index(faiss.IndexFlatL2(3), str(folder / "vectors.faiss"))

    with pytest.raises(StoreError, match="IndexFlatIP expected"):
        reopen(folder)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_stored_number_that_is_not_finite_is_a_problem(folder: Path, number: float) -> None:
    path = folder / "vectors.faiss"
    content = path.read_bytes()
    path.write_bytes(content[:-8] + np.float32(number).tobytes() + content[-4:])

    assert list(reopen(folder).problems()) == ["vectors.faiss holds numbers that are not finite"]


def test_row_that_is_not_in_the_block_is_found_out(folder: Path) -> None:
    path = folder / "nearest.faiss"
    content = path.read_bytes()
    rows = b"\x7f" * (100 * (48 + 8))
    path.write_bytes(content[: -4 - len(rows)] + rows + content[-4:])
    block = reopen(folder)

    assert list(block.problems()) == ["nearest.faiss does not hold each row once"]
    with pytest.raises(StoreError, match=r"approximate index of 100 vectors names row \d+$"):
        block.search(clustered_vectors(1)[0], k=5)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [APPROXIMATION.from_rows, 20_000])
def test_full_disk_is_an_os_error_that_says_so(tmp_path: Path, count: int, name: str) -> None:
    (tmp_path / name).symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left on device"):
        build(clustered_vectors(count)).save(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_empty_block_does_not_fit_a_full_disk_either(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left on device"):
        build(clustered_vectors(0)).save(tmp_path)
