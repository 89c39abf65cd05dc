"""Indexing again: what did not change is not read, whatever else happened to it."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fakes import CountingEncoder, FakeEncoder

from ragqa.changes import Changes, compare_files
from ragqa.documents import EDITION, Failure, FileState, FoundFile
from ragqa.errors import DocumentError, FileProblem, StoreError
from ragqa.indexing import IndexReport, index_paths, plan_index
from ragqa.settings import Settings
from ragqa.store import Store, StoredFile, verify
from ragqa.updating import add_files, remove_documents

SETTINGS = Settings(chunk_tokens=32)
LONG_AGO_NS = 1_600_000_000_000_000_000
LION = "The lion sleeps in the sun."
COYOTE = "A coyote sings at the moon."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder / "lion.txt", LION)
    write(folder / "coyote.txt", COYOTE)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def write(path: Path, text: str, *, mtime_ns: int = LONG_AGO_NS) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(mtime_ns, mtime_ns))


def index(
    corpus: Path, store: Path, *, encoder: FakeEncoder | None = None, **options: Any
) -> IndexReport:
    chosen = {"settings": SETTINGS, "skip_errors": True, **options}
    report = index_paths([corpus], store, encoder=encoder or FakeEncoder(), **chosen)
    assert verify(store).problems == ()
    return report


def plan(corpus: Path, store: Path, **options: Any) -> Changes:
    return plan_index([corpus], store, encoder=FakeEncoder(), settings=SETTINGS, **options)


def text_of(store: Path, doc_id: str) -> str:
    with Store.open(store) as opened:
        return opened.document(doc_id).text


def ids(store: Path) -> list[str]:
    with Store.open(store) as opened:
        return [one.doc_id for one in opened.documents()]


def test_file_of_the_same_size_and_time_is_not_read_again(corpus: Path, store: Path) -> None:
    index(corpus, store)
    write(corpus / "lion.txt", LION.replace("sun", "mud"))

    assert index(corpus, store).unchanged
    write(corpus / "wolf.txt", "A wolf came by.")
    index(corpus, store)

    assert text_of(store, "lion.txt") == LION
    index(corpus, store, rebuild=True)
    assert text_of(store, "lion.txt") == LION.replace("sun", "mud")


def test_change_right_after_a_run_is_noticed_though_size_and_time_are_the_same(
    corpus: Path, store: Path
) -> None:
    (corpus / "lion.txt").write_text(LION)
    now_ns = (corpus / "lion.txt").stat().st_mtime_ns
    index(corpus, store)
    write(corpus / "lion.txt", LION.replace("sun", "mud"), mtime_ns=now_ns)

    assert index(corpus, store).read == ("lion.txt",)
    assert text_of(store, "lion.txt") == LION.replace("sun", "mud")


def test_touched_file_is_the_same_file(corpus: Path, store: Path) -> None:
    index(corpus, store)
    os.utime(corpus / "lion.txt", ns=(LONG_AGO_NS + 1, LONG_AGO_NS + 1))
    assert index(corpus, store).unchanged


def test_renamed_file_keeps_its_vectors_under_its_new_name(corpus: Path, store: Path) -> None:
    index(corpus, store)
    (corpus / "in").mkdir()
    (corpus / "lion.txt").rename(corpus / "in" / "old lion.txt")
    encoder = CountingEncoder()

    report = index(corpus, store, encoder=encoder)

    assert encoder.encoded == []
    assert (report.read, report.removed) == (("in/old lion.txt",), ("lion.txt",))
    assert ids(store) == ["coyote.txt", "in/old lion.txt"]


def test_folder_that_moved_is_indexed_without_reading_or_encoding(
    corpus: Path, store: Path, tmp_path: Path
) -> None:
    index(corpus, store)
    moved = corpus.rename(tmp_path / "moved")
    assert plan(moved, store).unchanged == ("coyote.txt", "lion.txt")

    report = index(moved, store)

    assert (report.read, report.kept) == ((), ("coyote.txt", "lion.txt"))
    with Store.open(store) as opened:
        assert opened.manifest.roots == (str(moved),)


def test_what_could_not_be_read_is_told_again_without_reading_it(
    corpus: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(corpus / "bad.jsonl", "no JSON")
    write(corpus / "blank.txt", "       ")
    first = index(corpus, store)
    write(corpus / "bad.jsonl", "[1,2,3]")
    write(corpus / "blank.txt", "a text.")

    again = index(corpus, store)
    assert again.unchanged
    assert (again.failures, again.skipped) == (first.failures, first.skipped)
    assert [one.path for one in again.skipped] == [corpus / "blank.txt"]

    monkeypatch.chdir(corpus.parent)
    (failure,) = index(Path("corpus"), store).failures
    assert failure.path == Path("corpus/bad.jsonl")
    assert failure.reason.startswith("corpus/bad.jsonl, line 1: ")
    with pytest.raises(DocumentError, match="line 1"):
        index(corpus, store, skip_errors=False)


def test_broken_file_is_read_again_once_it_changed(corpus: Path, store: Path) -> None:
    write(corpus / "bad.jsonl", "no JSON")
    index(corpus, store)
    write(corpus / "bad.jsonl", json.dumps({"id": "wolf", "text": "A wolf came by."}))
    assert index(corpus, store).read == ("wolf",)
    assert index(corpus, store).failures == ()


def test_file_that_brought_only_a_failure_is_remembered(corpus: Path, store: Path) -> None:
    index(corpus, store)
    write(corpus / "bad.jsonl", "no JSON")
    assert not index(corpus, store).unchanged
    assert plan(corpus, store).added == ()


def archive(path: Path, files: dict[str, str]) -> None:
    with ZipFile(path, "w") as file:
        for name, text in files.items():
            file.writestr(name, text)


def test_documents_of_one_file_are_kept_or_read_together(corpus: Path, store: Path) -> None:
    archive(corpus / "both.zip", {"wolf.txt": "A wolf came by.", "fox.txt": "A fox came by."})
    index(corpus, store)
    assert index(corpus, store).unchanged
    archive(corpus / "both.zip", {"wolf.txt": "A wolf came by.", "hen.txt": "A hen came by."})
    encoder = CountingEncoder()

    report = index(corpus, store, encoder=encoder)

    assert encoder.encoded == ["A hen came by."]
    assert report.read == ("both.zip/hen.txt",)
    assert ids(store) == ["both.zip/hen.txt", "both.zip/wolf.txt", "coyote.txt", "lion.txt"]


def test_document_comes_in_when_the_one_that_had_its_id_is_gone(corpus: Path, store: Path) -> None:
    for name, text in (("a.jsonl", "The first."), ("b.jsonl", "The second.")):
        write(corpus / name, json.dumps({"id": "one", "text": text}))
    first = index(corpus, store)
    again = index(corpus, store)
    assert again.unchanged
    assert again.failures == first.failures
    (corpus / "a.jsonl").unlink()

    assert index(corpus, store).failures == ()
    assert text_of(store, "one") == "The second."


def test_new_file_can_take_the_id_of_one_that_is_kept(corpus: Path, store: Path) -> None:
    write(corpus / "b.jsonl", json.dumps({"id": "one", "text": "The second."}))
    index(corpus, store)
    write(corpus / "a.jsonl", json.dumps({"id": "one", "text": "The first."}))
    (failure,) = index(corpus, store).failures
    assert failure.path == corpus / "b.jsonl"
    assert text_of(store, "one") == "The first."


@pytest.mark.parametrize(
    "settings",
    [
        Settings(chunk_tokens=32, max_file_mb=7),
        Settings(chunk_tokens=32, read_memory_mb=512),
        Settings(chunk_tokens=32, read_seconds=7),
    ],
)
def test_other_limits_read_all_files_anew(corpus: Path, store: Path, settings: Settings) -> None:
    index(corpus, store)
    write(corpus / "lion.txt", LION.replace("sun", "mud"))
    index(corpus, store, settings=settings)
    assert text_of(store, "lion.txt") == LION.replace("sun", "mud")


def test_other_version_reads_all_files_anew(corpus: Path, store: Path) -> None:
    index(corpus, store)
    write(corpus / "lion.txt", LION.replace("sun", "mud"))
    make_older(store)
    index(corpus, store)
    assert text_of(store, "lion.txt") == LION.replace("sun", "mud")


def test_change_by_another_version_does_not_hide_that_it_read_nothing(
    corpus: Path, store: Path
) -> None:
    index(corpus, store)
    write(corpus / "lion.txt", LION.replace("sun", "mud"))
    make_older(store)
    remove_documents(["coyote.txt"], store, encoder=FakeEncoder(), settings=SETTINGS)
    index(corpus, store)
    assert text_of(store, "lion.txt") == LION.replace("sun", "mud")


def make_older(store: Path) -> None:
    manifest = store / "manifest.json"
    fields = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**fields, "ragqa_version": "0.0.0"}), encoding="utf-8")


def test_store_of_before_loaders_had_editions_opens_and_reads_all_files_anew(
    corpus: Path, store: Path
) -> None:
    index(corpus, store)
    write(corpus / "lion.txt", LION.replace("sun", "mud"))
    manifest = store / "manifest.json"
    fields = json.loads(manifest.read_text("utf-8"))
    del fields["reading"]["edition"]
    manifest.write_text(json.dumps(fields), encoding="utf-8")
    assert text_of(store, "lion.txt") == LION
    index(corpus, store)
    assert text_of(store, "lion.txt") == LION.replace("sun", "mud")
    assert json.loads(manifest.read_text("utf-8"))["reading"]["edition"] == EDITION


def test_record_that_was_removed_comes_back_with_its_file(corpus: Path, store: Path) -> None:
    lines = [json.dumps({"id": name, "text": f"Text of {name}."}) for name in ("one", "two")]
    write(corpus / "list.jsonl", "\n".join(lines))
    index(corpus, store)
    remove_documents(["one"], store, encoder=FakeEncoder(), settings=SETTINGS)
    assert index(corpus, store).read == ("one",)

    remove_documents(["one"], store, encoder=FakeEncoder(), settings=SETTINGS)
    (corpus / "list.jsonl").unlink()
    assert index(corpus, store).removed == ("two",)


def test_change_by_somebody_with_other_limits_forgets_no_file(
    corpus: Path, store: Path, tmp_path: Path
) -> None:
    index(corpus, store)
    letter = tmp_path / "letter.txt"
    letter.write_text("A letter.")
    change: dict[str, Any] = {
        "folder": store,
        "encoder": FakeEncoder(),
        "settings": Settings(max_file_mb=7),
    }
    add_files([letter], **change)
    assert plan(corpus, store).unchanged == ("coyote.txt", "lion.txt")
    assert plan(corpus, store).added == ("added/letter.txt",)
    remove_documents(["lion.txt"], **change)
    assert plan(corpus, store).unchanged == ("coyote.txt",)


def test_damaged_memory_of_a_file_is_named(corpus: Path, store: Path) -> None:
    write(corpus / "bad.jsonl", "no JSON")
    index(corpus, store)
    (records,) = store.glob("generation-*/documents.sqlite")
    with closing(sqlite3.connect(records)) as connection:
        connection.execute("UPDATE unread SET outcome = 'nothing'")
        connection.commit()
    assert verify(store).problems != ()
    with pytest.raises(StoreError, match=r"is damaged: .*--rebuild"):
        index(corpus, store)
    index(corpus, store, rebuild=True)


def test_plan_names_what_would_happen_and_writes_nothing(corpus: Path, store: Path) -> None:
    write(corpus / "wolf.txt", "A wolf came by.")
    write(corpus / "fox.txt", "A fox came by.")
    assert plan(corpus, store).added == ("coyote.txt", "fox.txt", "lion.txt", "wolf.txt")
    assert not store.exists()
    index(corpus, store)
    assert plan(corpus, store).are_none
    manifest = (store / "manifest.json").read_bytes()
    write(corpus / "lion.txt", "The lion woke up.")
    (corpus / "wolf.txt").rename(corpus / "old wolf.txt")
    (corpus / "fox.txt").unlink()
    write(corpus / "hen.txt", "A hen came by.")

    changes = plan(corpus, store)

    assert changes.added == ("hen.txt",)
    assert changes.changed == ("lion.txt",)
    assert changes.renamed == (("wolf.txt", "old wolf.txt"),)
    assert changes.removed == ("fox.txt",)
    assert changes.unchanged == ("coyote.txt",)
    assert (store / "manifest.json").read_bytes() == manifest


def test_files_of_the_same_bytes_are_renamed_one_by_one(corpus: Path, store: Path) -> None:
    for name in ("one", "two"):
        write(corpus / f"{name}.txt", "The same text.")
    index(corpus, store)
    for name in ("one", "two"):
        (corpus / f"{name}.txt").rename(corpus / f"{name} more.txt")

    changes = plan(corpus, store)

    assert dict(changes.renamed) == {"one.txt": "one more.txt", "two.txt": "two more.txt"}
    assert (changes.added, changes.removed) == ((), ())


def test_copy_of_a_file_is_added_and_not_renamed(corpus: Path, store: Path) -> None:
    index(corpus, store)
    write(corpus / "copy.txt", LION)
    changes = plan(corpus, store)
    assert (changes.added, changes.renamed) == (("copy.txt",), ())


@pytest.fixture
def remember(tmp_path: Path) -> Callable[..., tuple[FoundFile, StoredFile]]:
    """Return a way to make a file, and what a store knows of it."""

    def make(name: str, *problems: FileProblem) -> tuple[FoundFile, StoredFile]:
        path = tmp_path / name
        write(path, name)
        unread = tuple(Failure(path, "a reason", problem) for problem in problems)
        found = FoundFile(path, name)
        state = FileState(len(name), LONG_AGO_NS, "unknown")
        return found, StoredFile(found, state, doc_ids=(), unread=unread)

    return make


def test_file_is_tried_again_with_what_might_open_it(
    remember: Callable[..., tuple[FoundFile, StoredFile]],
) -> None:
    pairs = [remember("a.pdf", FileProblem.ENCRYPTED), remember("b.pdf", FileProblem.BROKEN)]
    found, stored = [file for file, _ in pairs], [one for _, one in pairs]

    assert compare_files(found, stored).are_none
    changes = compare_files(found, stored, retried={FileProblem.ENCRYPTED})

    assert list(changes.kept) == [found[1]]
    assert changes.unchanged == ("a.pdf", "b.pdf")
    assert not changes.are_none
