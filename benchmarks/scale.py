"""What a store costs as it grows: time, memory, disk, and how soon and how well it finds.

Run ``make bench-scale N=1000000``, or ``python -m benchmarks.scale [N]`` from the repository's root
(10,000 by default). The chunks are made of sentences of real passages (``../shared``), drawn with a
fixed seed; their vectors are those of real passages, moved at random, since a million texts would
take hours to encode. The store grows to a tenth, to all of N: at each size a process of its own
opens it and asks 200 real questions, whose vectors are given. Beside it the same vectors lie in an
exact fp32 index of FAISS, and the same terms in bm25s. Other work on the machine slows all of it:
read the ratios.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._recombined import Batch, Recombined
from benchmarks._timing import seconds
from ragqa.retrieval import HybridRetriever, Query
from ragqa.settings import Settings
from ragqa.store import IndexedDocument, Store, StoreWriter, read_manifest
from ragqa.storing import chunking_info, encoder_info, reading_info
from ragqa.terms import tokenize
from ragqa.updating import add_files, remove_documents

N = 10_000
AT_ONCE = 50_000
K = 10
WARM_UP = 20


@dataclass(frozen=True)
class Asked:
    """What is asked: vectors (questions, dimension), and the terms of each question."""

    vectors: NDArray[np.float32]
    terms: list[list[str]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("n", nargs="?", type=int, default=N)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.ask:
        print(json.dumps(ask_store(chosen.ask)))
        return
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder), chosen.n)


def grow(place: Path, n: int) -> None:
    made = Recombined.open()
    asked = Asked(
        made.encoder.encode_queries(made.questions),
        [tokenize(question, "en") for question in made.questions],
    )
    np.save(place / "vectors.npy", asked.vectors)
    (place / "terms.json").write_text(json.dumps(asked.terms))
    print("vectors: those of real passages, moved at random; texts: their sentences, recombined\n")
    batches: list[Batch] = []
    figures: list[dict[str, Any]] = []
    for size in sorted({max(n // 100, 1000), max(n // 10, 1000), n}):
        held = sum(len(batch.chunks) for batch in batches)
        took_s = 0.0
        while held < size:
            batch = made.batch(min(AT_ONCE, size - held))
            took_s += seconds(partial(write, place / "store", batch, made))
            batches.append(batch)
            held += len(batch.chunks)
        found = ask_in_a_process(place)
        figures.append(found)
        print_size(size, took_s, place / "store", batches, found)
        if size >= n // 10:
            print_one_changed(place, made)
            print_beside_exact(batches, asked, found)
        print()
    print_growth(figures)


def write(folder: Path, batch: Batch, made: Recombined) -> None:
    settings = Settings()
    previous = Store.open(folder) if (folder / "manifest.json").exists() else None
    with StoreWriter(folder, encoder=encoder_info(made.encoder), previous=previous) as writer:
        writer.add(
            [IndexedDocument(one, digest(one.text), "2026") for one in batch.documents],
            batch.chunks,
            vectors=batch.vectors,
            terms=batch.terms,
            encoded_digests=[digest(one.text) for one in batch.chunks],
        )
        writer.finish(
            reading=reading_info(settings),
            chunking=chunking_info(settings),
            roots=(),
            kept=list(previous.digests()) if previous else (),
        )
    if previous:
        previous.close()


def ask_in_a_process(place: Path) -> dict[str, Any]:
    """Ask the store in a process that has done nothing else, so that its memory can be read."""
    command = [sys.executable, "-m", "benchmarks.scale", "--ask", str(place)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def ask_store(place: Path) -> dict[str, Any]:
    asked = Asked(np.load(place / "vectors.npy"), json.loads((place / "terms.json").read_text()))
    start = time.perf_counter()
    store = Store.open(place / "store")
    opened_s = time.perf_counter() - start
    retriever = HybridRetriever(
        store.dense, store.sparse, chunks=store.chunks, languages=store.languages()
    )
    dense_s, neighbours = times(lambda vector, _: store.dense.search(vector, k=K), asked)
    sparse_s, _ = times(lambda _, terms: store.sparse.search(terms, k=K), asked)
    fused_s, _ = times(
        lambda vector, terms: retriever.search(Query("", tuple(terms), vector, "en"), k=K), asked
    )
    return {
        "opened_s": opened_s,
        "resident_mb": resident_mb(),
        "dense_s": dense_s,
        "sparse_s": sparse_s,
        "fused_s": fused_s,
        "neighbours": [rows.tolist() for rows, _ in neighbours],
    }


def times(
    search: Callable[[NDArray[np.float32], list[str]], Any], asked: Asked
) -> tuple[list[float], list[Any]]:
    """Return the seconds that each question took, and what was found."""
    questions = list(zip(asked.vectors, asked.terms, strict=True))
    for vector, terms in questions[:WARM_UP]:
        search(vector, terms)
    took, found = [], []
    for vector, terms in questions:
        start = time.perf_counter()
        found.append(search(vector, terms))
        took.append(time.perf_counter() - start)
    return took, found


def print_size(
    size: int, took_s: float, folder: Path, batches: Sequence[Batch], found: dict[str, Any]
) -> None:
    manifest = read_manifest(folder)
    written = sum(info.size for info in manifest.files.values())
    text = sum(len(one.text.encode()) for batch in batches for one in batch.documents)
    print(f"{size:,} chunks in blocks of {', '.join(manifest.blocks)}")
    print(f"  written without encoding   {took_s:9.1f} s in all since the size before")
    print(f"  disk beyond the text       {(written - text) / size:9.0f} bytes a chunk")
    print(f"  opened in                  {found['opened_s']:9.2f} s")
    print(f"  resident after 600 asked   {found['resident_mb']:9.0f} MB")
    for name in ("dense", "sparse", "fused"):
        p50, p95, p99 = np.percentile(np.array(found[f"{name}_s"]) * 1000, [50, 95, 99])
        print(f"  {name:6} search p50 p95 p99 {p50:9.2f} {p95:8.2f} {p99:8.2f} ms")


def print_one_changed(place: Path, made: Recombined) -> None:
    letter, store = place / "letter.txt", place / "store"
    letter.write_text("A letter of one sentence.")
    options: dict[str, Any] = {"encoder": made.encoder, "settings": Settings()}
    added_s = seconds(lambda: add_files([letter], store, **options))
    removed_s = seconds(lambda: remove_documents(["added/letter.txt"], store, **options))
    print(f"  one document added         {added_s:9.2f} s")
    print(f"  one document removed       {removed_s:9.2f} s")


def print_beside_exact(batches: Sequence[Batch], asked: Asked, found: dict[str, Any]) -> None:
    """Print how the search compares with exact fp32 search and bm25s, added up."""
    import bm25s
    import faiss

    exact = faiss.IndexFlatIP(asked.vectors.shape[1])
    for batch in batches:
        exact.add(batch.vectors)
    vocabulary: dict[str, int] = {}
    numbered = [
        [vocabulary.setdefault(term, len(vocabulary)) for term in terms]
        for batch in batches
        for terms in batch.terms
    ]
    model: Any = bm25s.BM25(method="lucene")
    model.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
    del numbered

    def search_both(vector: NDArray[np.float32], terms: list[str]) -> NDArray[np.int64]:
        _, rows = exact.search(vector[np.newaxis], K)
        known = [vocabulary[term] for term in terms if term in vocabulary]
        model.retrieve([known], k=K, show_progress=False)
        return np.asarray(rows[0])

    both_s, neighbours = times(search_both, asked)
    recall = np.mean(
        [
            len(set(ours) & set(exact_rows.tolist())) / K
            for ours, exact_rows in zip(found["neighbours"], neighbours, strict=True)
        ]
    )
    ratio = np.median(both_s) / np.median(found["fused_s"])
    print(f"  exact fp32 and bm25s, p50  {np.median(both_s) * 1000:9.2f} ms")
    print(f"  times as fast as these     {ratio:9.2f}   (at least 8 at a million expected)")
    print(f"  recall@{K} of dense search  {recall:9.4f}   (at least .98 expected)")


def print_growth(figures: Sequence[dict[str, Any]]) -> None:
    """Print by how much the last step made a search longer."""
    before, after = (np.median(one["fused_s"]) for one in figures[-2:])
    print(f"fused search from a tenth to all: {after / before:.2f} times (at most 4 expected)")


def resident_mb() -> float:
    """Return the most memory that this process had at once; rusage counts its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
