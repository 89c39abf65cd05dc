"""Four lexical indexes over the same terms: how well they find, how fast, and what they cost.

Run ``python -m benchmarks.lexical [CHUNKS]`` from the repository's root (100,000 by default), with
``../shared`` beside it. All hold the terms of `ragqa.terms.tokenize`, stop words out and stemmed,
so that they differ in nothing but the index: tantivy and SQLite's FTS5 get them joined by spaces,
since neither stems the texts of one field each in its own language. A question asks for any of its
terms. ragqa's index and bm25s have k1 = 1.5; tantivy and FTS5 have 1.2, which cannot be set there.

The first figures are of whole documents with real judgements. The others are of chunks made of
sentences of real passages, drawn with a fixed seed, and of real questions. Each chunk has besides a
term of its own, since the words of a folder grow in number with its texts. An index is asked in a
process of its own, with its files in the system's cache: the time to open it includes the import of
its library and the first question, its memory the pages of mapped files that were read. To add or
remove a text ends where the next search knows of it; each is the median of five. bm25s can do
neither. Other work on the machine slows all of it: read the ratios.
"""

import argparse
import json
import multiprocessing
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self, runtime_checkable

import numpy as np

from benchmarks._made_up import HashEncoder
from benchmarks._recombined import Recombined
from benchmarks._sets import SHARED, in_language
from benchmarks._timing import seconds
from ragqa import Document
from ragqa.evaluation.datasets import QuestionSet, read_question_set
from ragqa.evaluation.ranking import ranking_values
from ragqa.sparse_index import SparseIndex
from ragqa.term_blocks import TermBlock
from ragqa.terms import tokenize
from ragqa.types import Chunk, Hit

CHUNKS = 100_000
AT_ONCE = 50_000
K = 100
WARM_UP = 20
CHANGES = 5

Terms = Sequence[str]


class Engine(Protocol):
    """An index in a folder, of texts given as terms; the rows are those of the texts, from 0."""

    name: ClassVar[str]

    @classmethod
    def build(cls, texts: Sequence[Terms], folder: Path) -> None: ...

    @classmethod
    def open(cls, folder: Path) -> Self: ...

    def search(self, terms: Terms, *, k: int) -> list[int]:
        """Return at most k rows with any of the terms, best first."""
        ...

    def scores(self, terms: Terms, rows: Sequence[int]) -> list[float]:
        """Return the scores of the rows, in their order."""
        ...


@runtime_checkable
class Changeable(Engine, Protocol):
    """An index that takes changes; the next search knows of them."""

    def add(self, row: int, terms: Terms, /) -> None:
        """Add a text as the row behind the last."""
        ...

    def remove(self, row: int, terms: Terms, /) -> None:
        """Remove the row of a text that had these terms."""
        ...


class Ragqa:
    name: ClassVar[str] = "ragqa"

    def __init__(self, folder: Path, blocks: Sequence[TermBlock]) -> None:
        self._folder = folder
        self._blocks = list(blocks)
        self._removed: list[int] = []
        self._index = SparseIndex(blocks)

    @classmethod
    def build(cls, texts: Sequence[Terms], folder: Path) -> None:
        cls._write_block(texts, folder, 0)

    @classmethod
    def open(cls, folder: Path) -> Self:
        return cls(folder, [TermBlock.open(block) for block in sorted(folder.glob("block-*"))])

    def search(self, terms: Terms, *, k: int) -> list[int]:
        rows, _ = self._index.search(terms, k=k)
        return [int(row) for row in rows]

    def scores(self, terms: Terms, rows: Sequence[int]) -> list[float]:
        return [float(score) for score in self._index.scores(terms, rows)]

    def add(self, row: int, terms: Terms, /) -> None:
        assert row == len(self._index)
        block = self._write_block([terms], self._folder, len(self._blocks))
        self._blocks.append(TermBlock.open(block))
        self._renew()

    def remove(self, row: int, _: Terms, /) -> None:
        self._removed = sorted([*self._removed, row])
        path = self._folder / "removed.npy"
        np.save(path, np.array(self._removed))
        flush(path)
        self._renew()

    def _renew(self) -> None:
        removed = np.array(self._removed, dtype=np.int64)
        self._index = SparseIndex(self._blocks, removed=removed)

    @staticmethod
    def _write_block(texts: Sequence[Terms], folder: Path, number: int) -> Path:
        block = folder / f"block-{number:03d}"
        block.mkdir()
        TermBlock.build(texts).save(block)
        for path in block.iterdir():
            flush(path)
        return block


class Bm25s:
    name: ClassVar[str] = "bm25s"

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def build(cls, texts: Sequence[Terms], folder: Path) -> None:
        import bm25s

        vocabulary: dict[str, int] = {}
        numbered = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in texts
        ]
        model = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        model.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
        model.save(folder, show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> Self:
        import bm25s

        return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False))

    def search(self, terms: Terms, *, k: int) -> list[int]:
        known = self._known(terms)
        if not known:
            return []
        count = min(k, self._model.scores["num_docs"])
        rows, scores = self._model.retrieve([known], k=count, show_progress=False)
        return [int(row) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def scores(self, terms: Terms, rows: Sequence[int]) -> list[float]:
        known = self._known(terms)
        if not known:
            return [0.0] * len(rows)
        return [float(score) for score in self._model.get_scores(known)[rows]]

    def _known(self, terms: Terms) -> list[int]:
        numbers = self._model.vocab_dict
        return [numbers[term] for term in terms if term in numbers]


class Tantivy:
    name: ClassVar[str] = "tantivy"

    _HEAP_BYTES = 128_000_000

    def __init__(self, index: Any) -> None:
        import tantivy

        self._library: Any = tantivy
        self._index = index
        splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("spaces", splitter)
        self._searcher = index.searcher()

    @classmethod
    def build(cls, texts: Sequence[Terms], folder: Path) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("terms", tokenizer_name="spaces", index_option="freq")
        schema.add_integer_field("row", indexed=True, fast=True)
        built = cls(tantivy.Index(schema.build(), path=str(folder)))
        built._write(lambda writer: built._add_all(writer, texts))

    @classmethod
    def open(cls, folder: Path) -> Self:
        import tantivy

        return cls(tantivy.Index.open(str(folder)))

    def search(self, terms: Terms, *, k: int) -> list[int]:
        return [row for row, _ in self._found(self._any_of(terms), k)]

    def scores(self, terms: Terms, rows: Sequence[int]) -> list[float]:
        query, must = self._library.Query, self._library.Occur.Must
        among = query.term_set_query(self._index.schema, "row", rows)
        filtered = [(must, query.const_score_query(among, 0.0)), *self._any_of(terms)]
        found = dict(self._found(filtered, len(rows)))
        return [found[row] for row in rows]

    def add(self, row: int, terms: Terms, /) -> None:
        self._write(lambda writer: self._add_all(writer, [terms], first_row=row))

    def remove(self, row: int, _: Terms, /) -> None:
        self._write(lambda writer: writer.delete_documents_by_term("row", row))

    def _any_of(self, terms: Terms) -> list[tuple[Any, Any]]:
        schema, should = self._index.schema, self._library.Occur.Should
        term_query = self._library.Query.term_query
        return [(should, term_query(schema, "terms", term, index_option="freq")) for term in terms]

    def _found(self, clauses: list[tuple[Any, Any]], k: int) -> list[tuple[int, float]]:
        query = self._library.Query.boolean_query(clauses)
        hits = self._searcher.search(query, limit=k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row), score) for row, (score, _) in zip(rows, hits, strict=True)]

    def _add_all(self, writer: Any, texts: Sequence[Terms], *, first_row: int = 0) -> None:
        for row, terms in enumerate(texts, start=first_row):
            writer.add_document(self._library.Document(terms=" ".join(terms), row=row))

    def _write(self, change: Callable[[Any], object]) -> None:
        """Change the index in one thread, as the others do, and merge what its policy says."""
        writer = self._index.writer(self._HEAP_BYTES, num_threads=1)
        change(writer)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()


class Fts5:
    """SQLite's full-text search in a table that does not keep the texts, as the others do not.

    BM25 needs the places of the terms there: how often one stands in a text is counted from them.
    """

    name: ClassVar[str] = "FTS5"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def build(cls, texts: Sequence[Terms], folder: Path) -> None:
        built = cls.open(folder)._connection
        built.execute(
            "CREATE VIRTUAL TABLE texts USING fts5"
            """(terms, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '''.,'")"""
        )
        built.execute("BEGIN")
        rows = ((row, " ".join(terms)) for row, terms in enumerate(texts))
        built.executemany("INSERT INTO texts (rowid, terms) VALUES (?, ?)", rows)
        built.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        built.execute("COMMIT")
        built.close()

    @classmethod
    def open(cls, folder: Path) -> Self:
        return cls(sqlite3.connect(folder / "terms.sqlite", isolation_level=None))

    def search(self, terms: Terms, *, k: int) -> list[int]:
        found = self._connection.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (any_of(terms), k)
        )
        return [row for (row,) in found]

    def scores(self, terms: Terms, rows: Sequence[int]) -> list[float]:
        # With the plus sign, or the search is begun anew for each row.
        found = dict(
            self._connection.execute(
                "SELECT rowid, -rank FROM texts WHERE texts MATCH ?"
                " AND +rowid IN (SELECT value FROM json_each(?))",
                (any_of(terms), json.dumps(rows)),
            )
        )
        return [found.get(row, 0.0) for row in rows]

    def add(self, row: int, terms: Terms, /) -> None:
        self._connection.execute(
            "INSERT INTO texts (rowid, terms) VALUES (?, ?)", (row, " ".join(terms))
        )

    def remove(self, row: int, terms: Terms, /) -> None:
        self._connection.execute(
            "INSERT INTO texts (texts, rowid, terms) VALUES ('delete', ?, ?)",
            (row, " ".join(terms)),
        )


def any_of(terms: Terms) -> str:
    return " OR ".join(f'"{term}"' for term in terms)


ENGINES: tuple[type[Engine], ...] = (Ragqa, Bm25s, Tantivy, Fts5)


@dataclass(frozen=True)
class Asked:
    """What is asked of a large index, by terms, and the texts that come to it, one at a time."""

    questions: list[list[str]]
    new_texts: list[list[str]]
    rows: int


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("chunks", nargs="?", type=int, default=CHUNKS)
    chunks = parser.parse_args().chunks
    texts, asked = made_texts(chunks)
    columns = [{**dict(quality(engine)), **dict(cost(engine, texts, asked))} for engine in ENGINES]
    print(f"{'':32}" + "".join(f"{engine.name:>12}" for engine in ENGINES))
    for label in columns[0]:
        print(f"{label:32}" + "".join(f"{column.get(label, '-'):>12}" for column in columns))


def made_texts(chunks: int) -> tuple[list[list[str]], Asked]:
    made = Recombined(HashEncoder())  # the vectors are not looked at
    texts: list[list[str]] = []
    while len(texts) < chunks:
        texts += made.batch(min(AT_ONCE, chunks - len(texts))).terms
    new_texts = made.batch(CHANGES).terms
    for row, terms in enumerate([*texts, *new_texts]):
        terms.append(own_term(row))
    questions = [tokenize(question, "en") for question in made.questions]
    words = np.mean([len(question.split()) for question in made.questions])
    print(f'from "built" on: {chunks:,} chunks, {len(questions)} questions of {words:.1f} words\n')
    return texts, Asked(questions, new_texts, rows=chunks)


def own_term(row: int) -> str:
    return f"own{row}"


def quality(engine: type[Engine]) -> Iterator[tuple[str, str]]:
    cranfield = read_question_set(SHARED / "eval" / "cranfield")
    yield "cranfield nDCG@10", ranked(engine, cranfield.documents, cranfield)["nDCG@10"]
    folder = SHARED / "eval" / "xquad-dev"
    questions = in_language(read_question_set(folder / "questions.jsonl"), "en")
    values = ranked(engine, read_paragraphs(folder / "corpus.jsonl"), questions)
    for measure in ("Recall@1", "Recall@5"):
        yield f"xquad-dev {measure}", values[measure]


def ranked(
    engine: type[Engine], documents: Sequence[Document], questions: QuestionSet
) -> dict[str, str]:
    """Return the mean of each measure of ranking."""
    with tempfile.TemporaryDirectory() as folder:
        texts = [tokenize(f"{one.title}\n{one.text}", "en") for one in documents]
        engine.build(texts, Path(folder))
        index = engine.open(Path(folder))
        found = (
            (case, hits_of(index.search(tokenize(case.question, "en"), k=K), documents))
            for case in questions.cases
        )
        values = list(ranking_values(found).values())
    return {name: f"{np.mean([one[name] for one in values]):.4f}" for name in values[0]}


def hits_of(rows: Sequence[int], documents: Sequence[Document]) -> list[Hit]:
    return [
        Hit(chunk=Chunk(documents[row].doc_id, documents[row].doc_id, "", 0, 0), rank=rank, score=0)
        for rank, row in enumerate(rows, start=1)
    ]


def read_paragraphs(path: Path) -> list[Document]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Document(row["id"], row["title"], row["text"], row["id"]) for row in rows]


def cost(engine: type[Engine], texts: Sequence[Terms], asked: Asked) -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield "built, s", f"{seconds(engine.build, texts, folder):.1f}"
        written = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield "on disk, bytes a chunk", f"{written / len(texts):.0f}"
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
            yield from fresh.submit(ask, engine, folder, asked).result().items()


def ask(engine: type[Engine], folder: Path, asked: Asked) -> dict[str, str]:
    before_mb = peak_mb()
    start = time.perf_counter()
    index = engine.open(folder)
    index.search(asked.questions[0], k=K)
    shown = {"opened, first answer, ms": in_ms(time.perf_counter() - start)}
    for terms in asked.questions[:WARM_UP]:
        index.search(terms, k=K)
    took, found = [], []
    for terms in asked.questions:
        start = time.perf_counter()
        found.append(index.search(terms, k=K))
        took.append(time.perf_counter() - start)
    shown["memory, MB"] = f"{peak_mb() - before_mb:.0f}"
    for percent in (50, 95):
        shown[f"search for {K}, p{percent}, ms"] = in_ms(np.percentile(took, percent))
    # Of another question, as those are that were found by their vectors.
    others = zip(asked.questions, [*found[1:], found[0]], strict=True)
    scored = [seconds(index.scores, terms, rows) for terms, rows in others]
    shown[f"scores of {K} given rows, p50, ms"] = in_ms(np.median(scored))
    return shown | (changed(index, asked) if isinstance(index, Changeable) else {})


def changed(index: Changeable, asked: Asked) -> dict[str, str]:
    added, removed = [], []
    for row, terms in enumerate(asked.new_texts, start=asked.rows):
        added.append(seconds(index.add, row, terms))
        assert index.search([own_term(row)], k=K) == [row]
    for row, terms in enumerate(asked.new_texts, start=asked.rows):
        removed.append(seconds(index.remove, row, terms))
        assert index.search([own_term(row)], k=K) == []
    return {
        "one text added, ms": in_ms(np.median(added)),
        "one text removed, ms": in_ms(np.median(removed)),
    }


def peak_mb() -> float:
    """Return the most memory that this process had at once."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def in_ms(seconds_taken: Any) -> str:
    return f"{1000 * seconds_taken:.2f}"


if __name__ == "__main__":
    main()
