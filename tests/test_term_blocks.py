"""Blocks of postings: saved, opened, merged, damaged."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ragqa.errors import IndexDamage, StoreError
from ragqa.term_blocks import TermBlock

TALES = [
    ["lion", "coyote"],
    ["lion", "lion", "fable", "tale"],
    ["tale", "coyote", "moral"],
]

words = st.sampled_from(["a", "b", "c", "ñ", "d’e", "f g"])
corpora = st.lists(st.lists(words, max_size=8), max_size=8)


def postings(block: TermBlock, term: str) -> list[tuple[int, int]]:
    rows, counts = block.column(term)
    return list(zip(rows.tolist(), counts.tolist(), strict=True))


def assert_holds(block: TermBlock, corpus: list[list[str]]) -> None:
    assert len(block) == len(corpus)
    assert block.lengths.tolist() == [len(document) for document in corpus]
    for term in {term for document in corpus for term in document} | {"whale"}:
        counts = [(row, Counter(document)[term]) for row, document in enumerate(corpus)]
        assert postings(block, term) == [(row, count) for row, count in counts if count]
        assert block.frequency(term) == sum(count > 0 for _, count in counts)


@given(corpus=corpora)
def test_block_holds_how_often_each_term_stands_where(corpus: list[list[str]]) -> None:
    assert_holds(TermBlock.build(corpus), corpus)


@given(corpus=corpora)
def test_saved_block_opens_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("block")

    TermBlock.build(corpus).save(folder)

    assert_holds(TermBlock.open(folder), corpus)


def test_term_that_stands_there_without_end_is_counted_as_far_as_it_goes() -> None:
    assert postings(TermBlock.build([["lion"] * 70_000]), "lion") == [(0, 65_535)]


def test_same_documents_give_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        TermBlock.build(TALES).save(tmp_path / name)

    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_stray_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    TermBlock.build(TALES).save(tmp_path)

    assert len(TermBlock.open(tmp_path)) == 3
    assert (tmp_path / "notes.txt").read_text() == "mine"


def rewritten(name: str, array: NDArray[Any]) -> Callable[[Path], None]:
    return lambda folder: np.save(folder / name, array)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no terms": lambda folder: (folder / "terms.npy").unlink(),
    "too few terms": rewritten("ends.npy", np.array([6, 11, 15, 20], np.int64)),
    "terms in disorder": rewritten("ends.npy", np.array([6, 11, 10, 20, 24], np.int64)),
    "an empty term": rewritten("ends.npy", np.array([0, 11, 15, 20, 24], np.int64)),
    "terms beyond their text": rewritten("ends.npy", np.array([6, 11, 15, 20, 25], np.int64)),
    "no counts": lambda folder: (folder / "counts.npy").unlink(),
    "empty counts file": lambda folder: (folder / "counts.npy").write_bytes(b""),
    "garbage for rows": lambda folder: (folder / "rows.npy").write_bytes(b"garbage" * 50),
    "unclosed bracket in the shape of rows": lambda folder: (folder / "rows.npy").write_bytes(
        (folder / "rows.npy").read_bytes().replace(b"(8,)", b"(8, ")
    ),
    "shape of rows beyond all memory": lambda folder: (folder / "rows.npy").write_bytes(
        (folder / "rows.npy").read_bytes().replace(b"(8,), }             ", b"(8000000000000000,)}")
    ),
    "truncated rows": lambda folder: (folder / "rows.npy").write_bytes(
        (folder / "rows.npy").read_bytes()[:-1]
    ),
    "too few counts": rewritten("counts.npy", np.ones(7, np.uint16)),
    "counts of another type": rewritten("counts.npy", np.ones(8, np.float64)),
    "counts in a square": rewritten("counts.npy", np.ones((2, 4), np.uint16)),
    "columns in disorder": rewritten("starts.npy", np.array([0, 3, 2, 4, 6, 8], np.int64)),
    "first column cut off": rewritten("starts.npy", np.array([1, 2, 3, 4, 6, 8], np.int64)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_folder_is_a_store_error(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    TermBlock.build(TALES).save(tmp_path)
    damage(tmp_path)

    with pytest.raises(StoreError, match=r"not a readable BM25 index \(.+\)$") as raised:
        TermBlock.open(tmp_path)
    assert "pickle" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("rows", [[0, 9], [1, 0], [1, 1]])
def test_rows_that_cannot_be_are_a_store_error_when_they_are_asked_for(
    tmp_path: Path, rows: list[int]
) -> None:
    block = TermBlock.build([["lion"], ["lion"]])
    block.save(tmp_path)
    rewritten("rows.npy", np.array(rows, np.uint32))(tmp_path)

    with pytest.raises(IndexDamage, match='the rows of "lion" are out of order'):
        TermBlock.open(tmp_path).column("lion")


def test_rows_beyond_a_block_are_not_merged(tmp_path: Path) -> None:
    TermBlock.build([["lion"], ["lion"]]).save(tmp_path)
    rewritten("rows.npy", np.array([0, 9], np.uint32))(tmp_path)
    block, whole = TermBlock.open(tmp_path), np.array([True, True])

    with pytest.raises(IndexDamage, match="a BM25 index of 2 rows names row 9"):
        block.postings(0, 1)
    with pytest.raises(IndexDamage, match="a BM25 index of 2 rows names row 9"):
        block.count_postings(~whole)
