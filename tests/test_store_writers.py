"""Who may write a store, and what a writer leaves behind when something goes wrong."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEncoder

from ragqa.errors import StoreError, StoreProblem
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import (
    Store,
    StoreWriter,
    exclusive_lock,
    read_manifest,
    verification,
    verify,
    writing,
)
from ragqa.store.folder import sole_writer
from ragqa.store.manifest import named_generation
from ragqa.updating import clear_up

SETTINGS = Settings(chunk_tokens=40)
NOBODY = 65534


def index(corpus: Path, store: Path) -> None:
    index_paths([corpus], store, encoder=FakeEncoder(), settings=SETTINGS)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "walk.txt").write_text("The walk takes place in Panama every July.\n")
    return folder


def generations(store: Path) -> list[str]:
    return [path.name for path in store.iterdir() if path.name.startswith("generation-")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be both")
def test_lock_that_a_user_cannot_write_is_refused_to_them() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        lock = Path(folder) / ".lock"
        with exclusive_lock(lock, timeout_s=0):
            pass
        lock.chmod(0o644)
        os.seteuid(NOBODY)
        try:
            with (
                pytest.raises(StoreError, match="cannot be written by this user") as caught,
                exclusive_lock(lock, timeout_s=0),
            ):
                pass
        finally:
            os.seteuid(0)
    assert caught.value.problem is StoreProblem.UNWRITABLE


def test_lock_that_is_another_file_is_named(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    lock.write_text("not a lock at all, but a note that somebody left here\n" * 20)

    with pytest.raises(StoreError, match="delete it") as caught, exclusive_lock(lock, timeout_s=0):
        pass
    assert caught.value.problem is StoreProblem.UNWRITABLE


def test_lock_that_somebody_holds_is_waited_for(tmp_path: Path) -> None:
    with (
        exclusive_lock(tmp_path / ".lock", timeout_s=0),
        pytest.raises(StoreError, match="wait for the run") as caught,
        exclusive_lock(tmp_path / ".lock", timeout_s=0),
    ):
        pass
    assert caught.value.problem is StoreProblem.BUSY


def test_manifest_that_cannot_be_read_after_the_switch_costs_no_generation(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    index(corpus, store)
    (corpus / "hub.txt").write_text("A hub opened.")
    answers = [named_generation] * 2  # the looks before the switch see what is there

    def lose_sight(folder: Path) -> str | None:
        return answers.pop()(folder) if answers else None

    with monkeypatch.context() as patched:
        patched.setattr(writing, "named_generation", lose_sight)
        index(corpus, store)

    assert read_manifest(store).generation in generations(store)
    assert verify(store).problems == ()


def test_generation_that_goes_away_while_it_is_verified_is_no_error(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    index(corpus, store)
    check = verification._check_records

    def change_meanwhile(*arguments: object) -> object:
        found = check(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(verification, "_check_records", check)
        (corpus / "hub.txt").write_text("A hub opened.")
        index(corpus, store)
        return found

    monkeypatch.setattr(verification, "_check_records", change_meanwhile)

    report = verify(store)

    assert report.problems == ()
    assert report.documents == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_unicode_are_indexed_from_and_into(corpus: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(corpus.parent) + b"/caf\xe9"))
    corpus.rename(odd)
    store = odd / "store"

    index(odd, store)

    with Store.open(store) as opened:
        assert opened.dense.search(FakeEncoder().encode_queries(["walk"])[0], k=1)[0].tolist() == [
            0
        ]
    assert read_manifest(store).roots == (str(odd),)
    assert verify(store).problems == ()


def test_space_that_generations_share_is_freed_once(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    index(corpus, store)
    (in_force,) = generations(store)
    left = store / "generation-00000000"
    left.mkdir()
    for file in (store / in_force).rglob("*"):
        if file.is_file():
            os.link(file, left / file.name)
    (left / "own").write_bytes(b"x" * 100)

    assert clear_up(store) == 100


def test_lock_is_free_once_its_holder_is_done(tmp_path: Path) -> None:
    for _ in range(2):
        with exclusive_lock(tmp_path / ".lock", timeout_s=0):
            pass
    with sqlite3.connect(tmp_path / ".lock") as connection:
        connection.execute("BEGIN EXCLUSIVE")


KILLED_FIRST_RUN = """
import os, pathlib, sys
import numpy as np
from ragqa.store import EncoderInfo, StoreWriter

with StoreWriter(pathlib.Path(sys.argv[1]), encoder=EncoderInfo("fake", "", 4)) as writer:
    writer.add([], [], vectors=np.zeros((0, 4), np.float32), terms=[], encoded_digests=[])
    os._exit(9)
"""


def test_first_run_that_is_killed_is_cleared_up_when_the_next_one_begins(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    killed = subprocess.run([sys.executable, "-c", KILLED_FIRST_RUN, str(store)], check=False)
    assert killed.returncode == 9
    (left,) = store.glob(".building-*")
    add, at_first = StoreWriter.add, list[bool]()

    def watched(*arguments: Any, **options: Any) -> None:
        add(*arguments, **options)
        at_first.append(left.exists())

    monkeypatch.setattr(StoreWriter, "add", watched)

    index(corpus, store)

    assert at_first == [False]
    assert verify(store).problems == ()


def test_second_writer_of_a_new_store_waits_for_the_first(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragqa.store.folder._LOCK_TIMEOUT_S", 0)
    store = tmp_path / "store"
    with sole_writer(store), pytest.raises(StoreError, match="wait for the run") as caught:
        index(corpus, store)
    assert caught.value.problem is StoreProblem.BUSY
