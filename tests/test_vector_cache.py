"""Vectors of a run that was stopped: the next run finds them."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import CountingEncoder, FakeEncoder

from ragqa.errors import StoreError
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import EncoderInfo, VectorCache, clear_store, verify
from ragqa.storing import encoder_info

ENCODER = EncoderInfo(name="fake", sha256="ab" * 32, dimension=4)
SETTINGS = Settings(chunk_tokens=32)


def vectors(*firsts: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.array([[first, 0, 0, 1] for first in firsts], dtype=np.float32)


def found(cache: VectorCache, *digests: str) -> dict[str, list[float]]:
    return {digest: vector.tolist() for digest, vector in cache.find(digests).items()}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def file_of(store: Path) -> Path:
    return store / "cache" / "vectors.sqlite"


def test_vectors_are_found_by_the_digests_of_their_texts(store: Path) -> None:
    with VectorCache(store, ENCODER) as cache:
        cache.put(["one", "two"], vectors(1, 2))
    with VectorCache(store, ENCODER) as cache:
        assert found(cache, "two", "none") == {"two": [2, 0, 0, 1]}


def test_nothing_is_made_before_there_is_something_to_keep(store: Path) -> None:
    with VectorCache(store, ENCODER) as cache:
        assert found(cache, "one") == {}
        cache.clear()
    assert not store.exists()


@pytest.mark.parametrize(
    "other",
    [
        EncoderInfo(name="other", sha256="ab" * 32, dimension=4),
        EncoderInfo(name="fake", sha256="cd" * 32, dimension=4),
        EncoderInfo(name="fake", sha256="ab" * 32, dimension=5),
    ],
)
def test_vectors_of_another_encoder_are_none(store: Path, other: EncoderInfo) -> None:
    with VectorCache(store, ENCODER) as cache:
        cache.put(["one"], vectors(1))
    with VectorCache(store, other) as cache:
        assert found(cache, "one") == {}


def test_oldest_vectors_go_when_there_are_too_many(store: Path) -> None:
    with VectorCache(store, ENCODER, max_bytes=2 * 4 * 4) as cache:
        cache.put(["one", "two"], vectors(1, 2))
        cache.put(["three"], vectors(3))
        assert set(found(cache, "one", "two", "three")) == {"two", "three"}


def test_cleared_file_is_small_again(store: Path) -> None:
    digests = [str(number) for number in range(2000)]
    with VectorCache(store, ENCODER) as cache:
        cache.put(["one"], vectors(1))
        empty = file_of(store).stat().st_size
        cache.put(digests, vectors(*range(2000)))
        assert file_of(store).stat().st_size > 2 * empty
        cache.clear()
        assert found(cache, *digests) == {}
    assert file_of(store).stat().st_size <= empty


@pytest.mark.parametrize("keep", [0, 100])
def test_damaged_file_is_begun_anew(store: Path, keep: int) -> None:
    with VectorCache(store, ENCODER) as cache:
        cache.put([str(number) for number in range(2000)], vectors(*range(2000)))
    raw = file_of(store).read_bytes()
    file_of(store).write_bytes(raw[:keep] + b"\xff" * (len(raw) - keep))
    with VectorCache(store, ENCODER) as cache:
        assert found(cache, "1") == {}
        cache.put(["1"], vectors(1))
        assert found(cache, "1") == {"1": [1, 0, 0, 1]}


@pytest.mark.parametrize("raw", [b"", b"short", b"\0" * 16])
def test_vector_whose_bytes_changed_is_left_out(store: Path, raw: bytes) -> None:
    with VectorCache(store, ENCODER) as cache:
        cache.put(["one"], vectors(1))
    with closing(sqlite3.connect(file_of(store))) as connection:
        connection.execute("UPDATE vectors SET vector = ?", (raw,))
        connection.commit()
    with VectorCache(store, ENCODER) as cache:
        assert found(cache, "one") == {}


def test_folder_that_is_no_store_gets_no_cache(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Somebody's.")
    with VectorCache(tmp_path, ENCODER) as cache, pytest.raises(StoreError, match="not a ragqa"):
        cache.put(["one"], vectors(1))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


class StoppedEncoder(CountingEncoder):
    """Encodes some texts, then is stopped as by Ctrl-C; keeps what it encoded."""

    def __init__(self, *, until: int) -> None:
        super().__init__()
        self._until = until

    def encode_documents(self, texts: Any) -> Any:
        if len(self.encoded) >= self._until:
            raise KeyboardInterrupt
        return super().encode_documents(texts)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Lion number {number}.")
    return folder


def test_run_that_was_stopped_goes_on_where_it_was(corpus: Path, store: Path) -> None:
    stopped, other = StoppedEncoder(until=1), StoppedEncoder(until=1000)
    with pytest.raises(KeyboardInterrupt):
        index_paths([corpus], store, encoder=stopped, settings=SETTINGS)
    report = index_paths([corpus], store, encoder=other, settings=SETTINGS)

    assert (len(stopped.encoded), len(other.encoded)) == (256, 44)
    assert (report.encoded, report.reused) == (44, 256)
    assert verify(store).problems == ()
    with VectorCache(store, encoder_info(other)) as cache:
        digests = [sha256_of(text) for text in stopped.encoded]
        assert cache.find(digests) == {}


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_clearing_a_store_forgets_the_vectors_of_a_stopped_run(corpus: Path, store: Path) -> None:
    index_paths([corpus / "000.txt"], store, encoder=FakeEncoder(), settings=SETTINGS)
    with pytest.raises(KeyboardInterrupt):
        index_paths([corpus], store, encoder=StoppedEncoder(until=1), settings=SETTINGS)
    assert clear_store(store) > 256 * 256 * 4
    again = StoppedEncoder(until=1000)
    index_paths([corpus], store, encoder=again, settings=SETTINGS)
    assert len(again.encoded) == 299


def test_text_that_stands_in_two_documents_is_encoded_once(corpus: Path, store: Path) -> None:
    (corpus / "copy.txt").write_text("Lion number 7.")
    encoder = StoppedEncoder(until=1000)
    report = index_paths([corpus], store, encoder=encoder, settings=SETTINGS)
    assert (report.chunks, report.encoded, len(encoder.encoded)) == (301, 300, 300)
    assert verify(store).problems == ()
