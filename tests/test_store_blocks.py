"""Generations that share what did not change: as if each had been written anew."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ragqa.errors import StoreError
from ragqa.store import (
    ChunkingInfo,
    EncoderInfo,
    IndexedDocument,
    Manifest,
    ReadingInfo,
    Store,
    StoreWriter,
    blocks,
    read_manifest,
    verify,
)
from ragqa.types import Chunk, Document, Section
from ragqa.vector_blocks import VectorBlock

READING = ReadingInfo(file_mb=128, memory_mb=384, seconds=60.0, rules="ab" * 32)
ENCODER = EncoderInfo(name="fake", sha256="ab" * 32, dimension=8)
_WORDS = ("lion", "coyote", "moon", "río", "luna", "Regional Conference on Migration (RCM)")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def document_of(name: str, words: Sequence[str]) -> Document:
    """Return a document of a line a word, in the language that its name begins with."""
    text = "\n".join(words)
    return Document(
        doc_id=name,
        title=f"About {name}",
        text=text,
        source=name,
        language=name[:2],
        sections=(Section(words[0], 0, len(text)),),
        metadata={"words": str(len(words))},
    )


def chunks_of(document: Document) -> list[Chunk]:
    chunks, start = [], 0
    for number, line in enumerate(document.text.split("\n")):
        end = start + len(line)
        chunks.append(Chunk(f"{document.doc_id}#{number}", document.doc_id, line, start, end))
        start = end + 1
    return chunks


def vector_of(text: str) -> NDArray[np.float32]:
    numbers = np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], np.uint8) - 127.5
    return np.asarray(numbers / np.linalg.norm(numbers), np.float32)


def write(
    folder: Path,
    documents: Sequence[Document],
    *,
    previous: Store | None = None,
    kept: Sequence[str] = (),
    order: Sequence[str] | None = None,
    one_by_one: bool = False,
) -> Manifest:
    encoder, chunking = ENCODER, ChunkingInfo(max_tokens=200, overlap_tokens=20)
    with StoreWriter(folder, encoder=encoder, previous=previous, shares=bool(kept)) as writer:
        for part in [[one] for one in documents] if one_by_one else [documents]:
            chunks = [chunk for document in part for chunk in chunks_of(document)]
            writer.add(
                [IndexedDocument(one, sha256(one.text), "2026") for one in part],
                chunks,
                vectors=np.array([vector_of(one.text) for one in chunks], np.float32).reshape(
                    -1, 8
                ),
                terms=[one.text.lower().split() for one in chunks],
                encoded_digests=[sha256(one.text) for one in chunks],
            )
        return writer.finish(
            reading=READING, chunking=chunking, roots=["corpus"], kept=kept, order=order
        )


def change(
    folder: Path,
    documents: Sequence[Document],
    removed: Sequence[str] = (),
    *,
    one_by_one: bool = False,
) -> Manifest:
    """Put documents in, and take some out."""
    new = {one.doc_id for one in documents}
    with Store.open(folder) as store:
        kept = [one for one in store.digests() if one not in removed and one not in new]
        return write(folder, documents, previous=store, kept=kept, one_by_one=one_by_one)


def assert_alike(folder: Path, fresh: Path) -> None:
    assert verify(folder).problems == ()
    with Store.open(folder) as store, Store.open(fresh) as other:
        assert list(store.stored_documents()) == list(other.stored_documents())
        assert list(store.documents()) == list(other.documents())
        assert store.abbreviations() == other.abbreviations()
        for language in ("en", "es"):
            assert store.words(language) == other.words(language)
        assert store.manifest.sources_sha256 == other.manifest.sources_sha256
        for word in ("lion", "moon", "río", "whale"):
            assert store.sparse.idf(word) == other.sparse.idf(word)
            assert found(store, word) == found(other, word)


def found(store: Store, word: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return the scores of the chunks that either index finds."""
    rows, scores = store.sparse.search([word, "coyote"], k=100)
    sparse = dict(zip(chunk_ids(store, rows), scores.tolist(), strict=True))
    rows, scores = store.dense.search(vector_of(word), k=100)
    dense = dict(zip(chunk_ids(store, rows), scores.round(5).tolist(), strict=True))
    languages = store.languages()[rows].tolist()
    assert languages == [name[:2] for name in dense]
    return sparse, dense


def chunk_ids(store: Store, rows: NDArray[np.int64]) -> list[str]:
    return [chunk.chunk_id for chunk in store.chunks(rows)]


names = st.sampled_from(
    [f"{language}-{number}" for language in ("en", "es") for number in range(5)]
)
texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6)
corpora = st.dictionaries(names, texts, min_size=1, max_size=4)
steps = st.lists(
    st.tuples(st.dictionaries(names, texts, max_size=3), st.sets(names, max_size=3)), max_size=5
)


@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize("small", [0, 4, 1000])
@settings(max_examples=15, deadline=None)
@given(start=corpora, steps=steps)
def test_changed_store_is_as_one_written_anew(
    tmp_path_factory: pytest.TempPathFactory,
    small: int,
    one_by_one: bool,
    start: dict[str, list[str]],
    steps: list[tuple[dict[str, list[str]], set[str]]],
) -> None:
    folder, fresh = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("fresh")
    held = dict(start)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks, "_SMALL", small)
        write(folder, [document_of(*one) for one in held.items()])
        for new, removed in steps:
            if not held.keys() - removed - new.keys():
                continue
            held = {name: words for name, words in held.items() if name not in {*removed, *new}}
            held |= new
            documents = [document_of(*one) for one in new.items()]
            change(folder, documents, sorted(removed), one_by_one=one_by_one)
        write(fresh, [document_of(*one) for one in held.items()])
        assert_alike(folder, fresh)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of two documents of ten chunks each, in which no block is too small to stay."""
    monkeypatch.setattr(blocks, "_SMALL", 0)
    store = tmp_path / "store"
    write(store, [document_of(f"en-{number}", ["lion", "moon"] * 5) for number in range(2)])
    return store


def vectors_in(folder: Path) -> dict[str, int]:
    """Return the file on the disk that has the vectors of each block."""
    generation = folder / read_manifest(folder).generation
    return {
        path.parent.name: path.stat().st_ino
        for path in sorted(generation.glob("block-*/vectors.faiss"))
    }


def test_added_document_is_a_block_of_its_own_beside_the_one_that_is_shared(folder: Path) -> None:
    before = vectors_in(folder)

    manifest = change(folder, [document_of("es-0", ["luna"])])

    after = vectors_in(folder)
    assert manifest.counts.rows == manifest.counts.chunks == 21
    assert list(after) == ["block-000", "block-001"]
    assert after["block-000"] == before["block-000"]


def test_removed_document_is_only_noted_while_most_of_its_block_stays(folder: Path) -> None:
    change(folder, [document_of("es-0", ["luna"] * 3)], ["en-0"])
    before = vectors_in(folder)

    manifest = change(folder, [], ["es-0"])

    assert vectors_in(folder) == {"block-000": before["block-000"]}
    assert (manifest.counts.rows, manifest.counts.chunks) == (20, 10)


def test_block_of_which_most_is_removed_is_written_anew(folder: Path) -> None:
    change(folder, [document_of("es-0", ["luna"] * 3)])

    manifest = change(folder, [], ["en-0", "en-1"])

    assert manifest.counts.rows == manifest.counts.chunks == 3
    assert verify(folder).problems == ()


def test_blocks_of_many_small_changes_stay_few(folder: Path) -> None:
    for number in range(30):
        manifest = change(folder, [document_of(f"es-{number}", ["luna", "río"])])

    assert manifest.counts.chunks == 80
    assert len(manifest.blocks) <= 5
    assert verify(folder).problems == ()


def test_many_small_blocks_are_one(tmp_path: Path) -> None:
    write(tmp_path, [document_of("en-0", ["lion"])])

    manifest = change(tmp_path, [document_of("es-0", ["luna"])], ["en-0"])

    assert manifest.blocks == ("block-000",)
    assert manifest.counts.rows == 1


def test_where_files_cannot_be_shared_they_are_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    flushed: set[int] = set()

    def flush(descriptor: int) -> None:
        flushed.add(os.fstat(descriptor).st_ino)

    monkeypatch.setattr("os.link", refuse)
    monkeypatch.setattr("os.fsync", flush)
    before = vectors_in(folder)

    change(folder, [document_of("es-0", ["luna"])])

    assert vectors_in(folder)["block-000"] != before["block-000"]
    generation = folder / read_manifest(folder).generation
    assert {path.stat().st_ino for path in generation.rglob("*")} <= flushed
    assert verify(folder).problems == ()


def test_what_is_removed_is_not_left_in_the_file_of_the_documents(folder: Path) -> None:
    secret = "Wilhelmina Sprengstoff"
    change(folder, [document_of("es-0", [secret])])

    change(folder, [], ["es-0"])

    generation = folder / read_manifest(folder).generation
    for path in generation.rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes()


def test_open_store_goes_on_while_its_blocks_are_shared_and_written_anew(folder: Path) -> None:
    with Store.open(folder) as store:
        change(folder, [document_of("es-0", ["luna"])])
        change(folder, [], ["en-0", "en-1"])
        rows, _ = store.sparse.search(["moon"], k=100)
        assert {chunk.doc_id for chunk in store.chunks(rows)} == {"en-0", "en-1"}
        assert len(store.dense.search(vector_of("moon"), k=100)[0]) == 20


def test_documents_are_listed_in_the_order_that_is_given(folder: Path) -> None:
    order = ["es-0", "en-1", "en-0"]
    with Store.open(folder) as store:
        new = [document_of("es-0", ["luna"])]
        write(folder, new, previous=store, kept=["en-0", "en-1"], order=order)

    with Store.open(folder) as store:
        assert list(store.digests()) == order
        assert [one.document.doc_id for one in store.stored_documents()] == order


def test_store_is_the_same_whether_written_at_once_or_in_parts(tmp_path: Path) -> None:
    documents = [document_of(f"en-{n}", ["lion", f"moon {n}"] * 3) for n in range(7)]

    write(tmp_path / "once", documents)
    write(tmp_path / "parts", documents, one_by_one=True)

    assert_alike(tmp_path / "parts", tmp_path / "once")
    blocks_of = [
        tmp_path / name / read_manifest(tmp_path / name).generation / "block-000"
        for name in ("once", "parts")
    ]
    for path in blocks_of[0].iterdir():
        assert (blocks_of[1] / path.name).read_bytes() == path.read_bytes()


def test_many_parts_are_put_together_so_that_few_files_are_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [document_of(f"en-{n}", ["lion", f"moon {n}"]) for n in range(20)]
    opened: list[int] = []
    merge = VectorBlock.merge

    def counted(parts: Sequence[Any], folder: Path) -> None:
        opened.append(len(parts))
        merge(parts, folder)

    monkeypatch.setattr(blocks, "_TOGETHER", 3)
    monkeypatch.setattr(VectorBlock, "merge", staticmethod(counted))

    write(tmp_path / "parts", documents, one_by_one=True)

    # Threes, threes of threes, and at the end two nines and two single ones.
    assert opened == [3, 3, 3, 3, 3, 3, 3, 3, 4]
    write(tmp_path / "once", documents)
    assert_alike(tmp_path / "parts", tmp_path / "once")


def test_file_of_documents_stays_as_it_is_where_it_cannot_be_packed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder, [document_of("es-0", ["luna " * 100_000])])
    monkeypatch.setattr(Path, "with_suffix", lambda path, _: path.parent / "missing" / "packed")

    change(folder, [], ["es-0"])

    assert verify(folder).problems == ()


def test_writer_that_is_left_before_its_end_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragqa.store.folder._LOCK_TIMEOUT_S", 0)
    before = read_manifest(folder)
    new = document_of("es-0", ["luna"])
    (chunk,) = chunks_of(new)
    with StoreWriter(folder, encoder=ENCODER) as writer:
        writer.add(
            [IndexedDocument(new, "ab" * 32, "2026")],
            [chunk],
            vectors=vector_of("luna").reshape(1, 8),
            terms=[["luna"]],
            encoded_digests=["ab" * 32],
        )
        with pytest.raises(StoreError, match="wait for the run"):
            write(folder, [new])

    assert read_manifest(folder) == before
    assert {path.name for path in folder.iterdir()} == {
        ".lock",
        "manifest.json",
        before.generation,
    }


def test_file_of_documents_shrinks_when_most_of_them_go(folder: Path) -> None:
    change(folder, [document_of("es-0", ["luna " * 100_000])])
    with Store.open(folder) as store:
        before = store.records_path.stat().st_size

    change(folder, [], ["es-0"])

    with Store.open(folder) as store:
        assert store.records_path.stat().st_size < before / 2


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        (["en-0", "en-7"], "no document en-7"),
        (["en-0"], "two documents have the same doc_id, en-0"),
    ],
)
def test_impossible_documents_to_keep_change_nothing(
    folder: Path, kept: list[str], message: str
) -> None:
    before = read_manifest(folder)
    with Store.open(folder) as store, pytest.raises(ValueError, match=message):
        write(folder, [document_of("en-0", ["luna"])], previous=store, kept=kept)
    assert read_manifest(folder) == before


def test_damaged_block_that_is_shared_is_found_by_verifying(folder: Path) -> None:
    generation = folder / read_manifest(folder).generation
    raw = bytearray((generation / "block-000" / "rows.npy").read_bytes())
    raw[-1] ^= 1
    (generation / "block-000" / "rows.npy").write_bytes(raw)

    change(folder, [document_of("es-0", ["luna"])])

    (problem,) = verify(folder).problems
    assert "block-000/rows.npy has sha256" in problem


def test_store_on_a_full_disk_is_left_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_manifest(folder)
    usage = shutil.disk_usage(folder)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    with pytest.raises(StoreError, match=r"needs about .* on the disk, and 0\.0 MB are free"):
        change(folder, [document_of("es-0", ["luna"])])

    assert read_manifest(folder) == before
