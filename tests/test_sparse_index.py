"""BM25 against numbers worked by hand and against its formula in plain Python."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from ragqa.errors import StoreError
from ragqa.sparse_index import SparseIndex

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
def test_corpus_without_terms_finds_nothing(tmp_path: Path, corpus: list[list[str]]) -> None:
    SparseIndex.build(corpus).save(tmp_path)

    index = SparseIndex.open(tmp_path)

    assert len(index) == len(corpus)
    assert index.search(["lion"], k=3)[0].tolist() == []


def test_k_below_one_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="k is 0"):
        SparseIndex.build(TALES).search(["lion"], k=0)


@given(corpus=corpora, query=texts)
def test_saved_index_opens_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], query: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "sparse"
    built = SparseIndex.build(corpus)

    built.save(folder)
    opened = SparseIndex.open(folder)

    assert len(opened) == len(built) == len(corpus)
    everywhere = range(len(corpus))
    assert opened.scores(query, everywhere).tolist() == built.scores(query, everywhere).tolist()
    assert [opened.idf(term) for term in query] == [built.idf(term) for term in query]


def test_same_documents_give_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        SparseIndex.build(TALES).save(tmp_path / name)

    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_stray_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    SparseIndex.build(TALES).save(tmp_path)

    assert len(SparseIndex.open(tmp_path)) == 3
    assert (tmp_path / "notes.txt").read_text() == "mine"


def rewritten(name: str, array: NDArray[Any]) -> Callable[[Path], None]:
    return lambda folder: np.save(folder / name, array)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no header": lambda folder: (folder / "terms.json").unlink(),
    "broken header": lambda folder: (folder / "terms.json").write_text('{"documents": 3'),
    "header is a list": lambda folder: (folder / "terms.json").write_text("[]"),
    "header without terms": lambda folder: (folder / "terms.json").write_text('{"documents": 3}'),
    "count is no number": lambda folder: (folder / "terms.json").write_text(
        json.dumps({"documents": "3", "terms": ["coyote", "fable", "lion", "moral", "tale"]})
    ),
    "too few documents": lambda folder: (folder / "terms.json").write_text(
        json.dumps({"documents": 2, "terms": ["coyote", "fable", "lion", "moral", "tale"]})
    ),
    "too few terms": lambda folder: (folder / "terms.json").write_text(
        json.dumps({"documents": 3, "terms": ["coyote"]})
    ),
    "no scores": lambda folder: (folder / "scores.npy").unlink(),
    "empty scores file": lambda folder: (folder / "scores.npy").write_bytes(b""),
    "garbage for rows": lambda folder: (folder / "rows.npy").write_bytes(b"garbage" * 50),
    "unclosed bracket in the shape of rows": lambda folder: (folder / "rows.npy").write_bytes(
        (folder / "rows.npy").read_bytes().replace(b"(8,)", b"(8, ")
    ),
    "shape of rows beyond all memory": lambda folder: (folder / "rows.npy").write_bytes(
        (folder / "rows.npy").read_bytes().replace(b"(8,), }             ", b"(8000000000000000,)}")
    ),
    "header nested without end": lambda folder: (folder / "terms.json").write_text("[" * 99_999),
    "truncated rows": lambda folder: (folder / "rows.npy").write_bytes(
        (folder / "rows.npy").read_bytes()[:-1]
    ),
    "too few scores": rewritten("scores.npy", np.ones(7, np.float32)),
    "scores of another type": rewritten("scores.npy", np.ones(8, np.float64)),
    "rows of no document": rewritten("rows.npy", np.full(8, -1, np.int32)),
    "columns in disorder": rewritten("starts.npy", np.array([0, 3, 2, 4, 6, 8], np.int64)),
    "first column cut off": rewritten("starts.npy", np.array([1, 2, 3, 4, 6, 8], np.int64)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_folder_is_a_store_error(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    SparseIndex.build(TALES).save(tmp_path)
    damage(tmp_path)

    with pytest.raises(StoreError, match=r"not a readable BM25 index \(.+\)$") as raised:
        SparseIndex.open(tmp_path)
    assert "pickle" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_opening_and_searching_import_no_bm25s_and_print_nothing(tmp_path: Path) -> None:
    SparseIndex.build(TALES).save(tmp_path)
    code = (
        "import pathlib, sys; from ragqa.sparse_index import SparseIndex;"
        f"SparseIndex.open(pathlib.Path({str(tmp_path)!r})).search(['lion'], k=1);"
        "sys.exit('bm25s' in sys.modules or 'scipy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_building_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    SparseIndex.build(TALES)

    assert capfd.readouterr() == ("", "")
