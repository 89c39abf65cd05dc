"""A place that is full or must not be written: that is said, and the store stays as it was."""

import gc
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks._made_up import HashEncoder, write_documents
from ragqa.errors import StoreError, StoreProblem
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import Store, VectorCache, read_manifest, verify
from ragqa.updating import add_files, clear_up, remove_documents

ENCODER = HashEncoder()
SETTINGS = Settings(chunk_tokens=32)


def index(corpus: Path, store: Path) -> None:
    index_paths([corpus], store, encoder=ENCODER, settings=SETTINGS)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def mounted(folder: Path, *, size_kb: int) -> Iterator[Callable[..., None]]:
    """Mount a small disk, and yield how to mount it in another way; skip where that is refused."""
    folder.mkdir()

    def mount(options: str) -> None:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
            check=True,
            capture_output=True,
        )

    try:
        mount(f"size={size_kb}k")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    try:
        yield mount
    finally:
        gc.collect()  # a store that an error has kept is still mapped
        subprocess.run(["umount", str(folder)], check=True)


def assert_refused(work: Callable[[], object], store: Path) -> None:
    """Check that a change is refused because of the place, and that the store is what it was."""
    before = read_manifest(store)
    with pytest.raises(StoreError) as caught:
        work()
    assert caught.value.problem is StoreProblem.UNWRITABLE
    assert str(store) in str(caught.value)
    assert read_manifest(store) == before
    assert verify(store).problems == ()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_documents(tmp_path / "corpus", 10, seed=0)
    return tmp_path / "corpus"


@pytest.mark.parametrize("size", [0, 10_000, 30_000, 60_000, 150_000, 250_000])
def test_file_that_cannot_grow_leaves_the_old_store(
    corpus: Path, tmp_path: Path, size: int
) -> None:
    store = tmp_path / "store"
    index(corpus, store)
    write_documents(corpus, 200, seed=1)

    def index_without_room() -> None:
        with files_of_at_most(size):
            index(corpus, store)

    assert_refused(index_without_room, store)
    index(corpus, store)
    assert read_manifest(store).counts.documents == 200


def test_full_disk_leaves_the_old_store_and_can_be_freed(corpus: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", size_kb=700):
        store = tmp_path / "disk" / "store"
        index(corpus, store)
        write_documents(corpus, 200, seed=1)
        assert_refused(lambda: index(corpus, store), store)
        clear_up(store)
        write_documents(corpus, 12, seed=1)
        for path in sorted(corpus.iterdir())[12:]:
            path.unlink()
        index(corpus, store)
        assert verify(store).problems == ()


def fill(folder: Path) -> None:
    """Write a file until there is no room left."""
    descriptor = os.open(folder / "fill", os.O_CREAT | os.O_WRONLY)
    try:
        with suppress(OSError):
            while os.write(descriptor, bytes(4096)):
                pass
    finally:
        os.close(descriptor)


def test_disk_without_any_room_is_freed(corpus: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", size_kb=2000):
        store = tmp_path / "disk" / "store"
        index(corpus, store)
        info = read_manifest(store).encoder
        with VectorCache(store, info) as cache:
            vectors = np.ones((400, info.dimension), dtype=np.float32)
            cache.put([f"{number:064x}" for number in range(400)], vectors)
        with Store.open(store) as opened:
            (first, *_) = opened.digests()
        fill(tmp_path / "disk")
        removing = partial(remove_documents, [first], store, encoder=ENCODER, settings=SETTINGS)
        with pytest.raises(StoreError, match=r"free the place or choose another folder$"):
            removing()
        assert clear_up(store) > 4 * 400 * info.dimension
        removing()
        assert verify(store).problems == ()


def test_folder_that_must_not_be_written_can_be_read_only(corpus: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", size_kb=4000) as mount:
        store = tmp_path / "disk" / "store"
        index(corpus, store)
        mount("remount,ro")
        index(corpus, store)
        with Store.open(store) as opened:
            (first, *_) = opened.digests()
        given = tmp_path / "letter.txt"
        given.write_text("A letter.")
        write_documents(corpus, 11, seed=0)
        change: dict[str, Any] = {"folder": store, "encoder": ENCODER, "settings": SETTINGS}
        for work in (
            partial(index, corpus, store),
            partial(add_files, [given], **change),
            partial(remove_documents, [first], **change),
            partial(clear_up, store),
        ):
            assert_refused(work, store)
