"""How well and how fast a block of vectors is searched, exactly and approximately.

Run ``python -m benchmarks.nearest [--vectors N] [--rows-per-list R]`` from the repository's root
(50,000 by default). The first 12,000 vectors are those of real sentences (``../shared``), encoded
anew by each run; the others are made of these, moved with a fixed seed. The questions are real. The
block is opened and asked by a process of its own. HNSW is measured beside it up to 100,000 vectors.
Other work on the machine slows all of it: read the ratios.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks._recombined import real_passages
from ragqa.dense_index import DenseIndex
from ragqa.encoding import MINILM_INT8, open_encoder
from ragqa.nearest_index import APPROXIMATION, Approximation
from ragqa.sentences import split_sentences
from ragqa.vector_blocks import VectorBlock

N = 50_000
SENTENCES = 12_000
SHORTEST = 40
QUESTIONS = 100
SEED = 0
MOVED = 0.7
AT_ONCE = 50_000
POOL = 100
THREADS = 16
LISTS_READ = (64, 128, 256, 512)
CANDIDATES_PER_HIT = (1.0, 1.5, 3.0)
HNSW_UP_TO = 100_000
HNSW_LINKS = 32
HNSW_BUILT_WITH = 100
HNSW_READ = (64, 128, 256, 512)

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Search = Callable[[Vectors], Rows]

NEVER = replace(APPROXIMATION, from_rows=sys.maxsize)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", type=int, default=N)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rows-per-list", type=int, default=APPROXIMATION.rows_per_list)
    chosen = parser.parse_args()
    if chosen.ask:
        ask(chosen.ask, chosen.rows_per_list)
        return
    sentences, questions = encode()
    made = move(sentences, max(0, chosen.vectors - len(sentences)))
    vectors = np.concatenate([sentences[: chosen.vectors], made])
    print(f"{len(vectors) - len(made):,} vectors of real sentences by {MINILM_INT8}")
    print(f"{len(made):,} of them again, each moved by {MOVED} times the difference of two others")
    print(f"{len(questions)} real questions")
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "questions.npy", questions)
        build(vectors, Path(folder), chosen.rows_per_list)
        own = [*("--ask", folder), *("--rows-per-list", str(chosen.rows_per_list))]
        subprocess.run([sys.executable, "-m", "benchmarks.nearest", *own], check=True)
    if len(vectors) <= HNSW_UP_TO:
        ask_hnsw(vectors, questions)


def encode() -> tuple[Vectors, Vectors]:
    """Return the vectors of sentences, and of questions that some of them answer."""
    passages = real_passages()
    sentences = [
        text[start:end]
        for text in passages
        for start, end in split_sentences(text, "en")
        if end - start >= SHORTEST
    ]
    chance = np.random.default_rng(SEED)
    chosen = [sentences[number] for number in chance.permutation(len(sentences))[:SENTENCES]]
    asked = [*passages.values()]
    questions = [asked[number] for number in chance.permutation(len(asked))[:QUESTIONS]]
    encoder = open_encoder(MINILM_INT8)
    return encoder.encode_documents(chosen), encoder.encode_queries(questions)


def move(sentences: Vectors, count: int) -> Vectors:
    """Return unit vectors (count, dimension) near to those of sentences.

    They are moved along differences of real vectors, so that they spread as real ones do.
    """
    chance = np.random.default_rng(SEED)
    vectors = np.empty((count, sentences.shape[1]), dtype=np.float32)
    for start in range(0, count, AT_ONCE):
        piece = vectors[start : start + AT_ONCE]
        drawn, one, other = sentences[chance.integers(len(sentences), size=(3, len(piece)))]
        piece[:] = drawn + np.float32(MOVED / np.sqrt(2)) * (one - other)
        piece /= np.linalg.norm(piece, axis=1, keepdims=True)
    return vectors


def build(vectors: Vectors, folder: Path, rows_per_list: int) -> None:
    """Write a block with an approximate index, and say what that took."""
    approximation = Approximation(from_rows=0, rows_per_list=rows_per_list)
    start = time.perf_counter()
    VectorBlock.build(vectors, approximation=approximation).save(folder)
    built_s = time.perf_counter() - start
    sizes = [(folder / name).stat().st_size for name in ("vectors.faiss", "nearest.faiss")]
    exact, nearest = (size / len(vectors) for size in sizes)
    print(f"\n{rows_per_list} rows a list: built and saved in {built_s:.1f} s")
    print(f"bytes a vector: {exact:.0f} exact, {nearest:.0f} approximate", flush=True)


def ask(folder: Path, rows_per_list: int) -> None:
    """Open a block, ask it in several ways, and print what was found and how soon."""
    questions = np.load(folder / "questions.npy")
    chosen = replace(APPROXIMATION, from_rows=0, rows_per_list=rows_per_list)
    # All of faiss is loaded before anything is measured.
    VectorBlock.build(questions, approximation=chosen).search(questions[0], k=POOL)
    forget_files(folder)
    before = resident_mb()
    start = time.perf_counter()
    approximate = DenseIndex([VectorBlock.open(folder, approximation=chosen)])
    opened_ms = 1000 * (time.perf_counter() - start)
    print(f"opened from the disk in {opened_ms:.1f} ms: {resident_mb() - before:.0f} MB of memory")
    _, first_ms = ask_all(questions, searching(approximate))
    print(f"a question then takes {median(first_ms):.1f} ms")
    print(f"after all of them, {', '.join(mapped_memory(folder))} are in memory\n")

    exact = DenseIndex([VectorBlock.open(folder, approximation=NEVER)])
    exact.search(questions[0], k=POOL)  # the file is read from the disk once
    table = Table(questions, searching(exact))
    for lists_read in LISTS_READ:
        index = reopen(folder, replace(chosen, lists_read=lists_read))
        table.add(f"{lists_read} lists read", searching(index))
    for candidates in CANDIDATES_PER_HIT:
        index = reopen(folder, replace(chosen, candidates_per_hit=candidates))
        table.add(f"{candidates:g} candidates a hit", searching(index))
    half = np.arange(0, len(exact), 2)
    exact_half = DenseIndex([VectorBlock.open(folder, approximation=NEVER)], removed=half)
    half_table = Table(questions, searching(exact_half), name="exact, half removed")
    index = DenseIndex([VectorBlock.open(folder, approximation=chosen)], removed=half)
    half_table.add("approximate, half removed", searching(index))
    print(f"\n{THREADS} threads at once, questions a second: ", end="")
    print(f"exact {at_once(exact, questions):.0f}, ", end="")
    print(f"approximate {at_once(approximate, questions):.0f}", flush=True)


def ask_hnsw(vectors: Vectors, questions: Vectors) -> None:
    """Build the other approximate index that faiss is known for, ask it and print the same."""
    start = time.perf_counter()
    index: Any = faiss.index_factory(
        vectors.shape[1], f"HNSW{HNSW_LINKS}_SQ8", faiss.METRIC_INNER_PRODUCT
    )
    index.hnsw.efConstruction = HNSW_BUILT_WITH
    index.train(vectors)
    index.add(vectors)
    size = len(faiss.serialize_index(index)) / len(vectors)
    print(f"\nHNSW, {HNSW_LINKS} links, built in {time.perf_counter() - start:.1f} s")
    print(f"bytes a vector: {size:.0f}\n")
    exact = DenseIndex([VectorBlock.build(vectors, approximation=NEVER)])
    table = Table(questions, searching(exact))
    for read in HNSW_READ:
        index.hnsw.efSearch = read
        table.add(f"efSearch {read}", partial(search_hnsw, index, exact))


def search_hnsw(index: Any, exact: DenseIndex, question: Vectors) -> Rows:
    """Return the best rows of as many candidates as a block would score."""
    count = int(POOL * APPROXIMATION.candidates_per_hit)
    rows: Rows = index.search(question[np.newaxis], count)[1][0]
    return rows[np.argsort(-exact.scores(question, rows))][:POOL]


def searching(index: DenseIndex) -> Search:
    return lambda question: index.search(question, k=POOL)[0]


def reopen(folder: Path, approximation: Approximation) -> DenseIndex:
    return DenseIndex([VectorBlock.open(folder, approximation=approximation)])


class Table:
    """Prints a line a way of searching, beside an exact search of the same."""

    def __init__(self, questions: Vectors, exact: Search, *, name: str = "exact") -> None:
        self._questions = questions
        self._truth, self._exact_ms = ask_all(questions, exact)
        print(f"{'':26}recall@10  recall@{POOL}  p50 ms  p95 ms  times as fast")
        self._show(name, self._truth, self._exact_ms)

    def add(self, name: str, search: Search) -> None:
        self._show(name, *ask_all(self._questions, search))

    def _show(self, name: str, found: Sequence[Rows], taken_ms: Sequence[float]) -> None:
        recalls = [recall(found, self._truth, k=k) for k in (10, POOL)]
        p50, p95 = np.quantile(taken_ms, [0.5, 0.95])
        times = median(self._exact_ms) / p50
        print(
            f"{name:26}{recalls[0]:9.4f}{recalls[1]:12.4f}{p50:8.2f}{p95:8.2f}{times:15.1f}",
            flush=True,
        )


def recall(found: Sequence[Rows], truth: Sequence[Rows], *, k: int) -> float:
    """Return the part of the best k that was found among the first k, as a mean."""
    pairs = zip(found, truth, strict=True)
    return float(np.mean([np.isin(best[:k], rows[:k]).mean() for rows, best in pairs]))


def ask_all(questions: Vectors, search: Search) -> tuple[list[Rows], list[float]]:
    """Return what each question found, and the milliseconds that it took."""
    found, taken_ms = [], []
    for question in questions:
        start = time.perf_counter()
        found.append(search(question))
        taken_ms.append(1000 * (time.perf_counter() - start))
    return found, taken_ms


def at_once(index: DenseIndex, questions: Vectors) -> float:
    """Return the questions a second of threads that all ask at once."""
    with ThreadPoolExecutor(THREADS) as pool:
        start = time.perf_counter()
        list(pool.map(searching(index), questions))
        return len(questions) / (time.perf_counter() - start)


def forget_files(folder: Path) -> None:
    """Let the system forget what it holds of the files, as if it had just been started."""
    for path in folder.glob("*.faiss"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def mapped_memory(folder: Path) -> Iterator[str]:
    """Yield how much of each file is in memory, for this process."""
    name, sizes = "", dict.fromkeys(sorted(file.name for file in folder.glob("*.faiss")), 0)
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        first, *rest = line.split()
        if not first.endswith(":"):
            name = Path(rest[-1]).name
        elif first == "Rss:" and name in sizes:
            sizes[name] += int(rest[0])
    for name, kb in sizes.items():
        yield f"{kb / 1e3:.0f} MB of {name}"


if __name__ == "__main__":
    main()
