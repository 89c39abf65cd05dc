"""Files added to a store, documents taken out of it, and all of it indexed again."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fakes import CountingEncoder, FakeEncoder

from ragqa.encoding import FloatArray
from ragqa.errors import DocumentError, StoreError
from ragqa.indexing import index_paths
from ragqa.settings import Settings
from ragqa.store import Store, verify
from ragqa.updating import UpdateReport, add_files, reindex, remove_documents

SETTINGS = Settings(chunk_tokens=40)
ENCODER = FakeEncoder()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "film.md").write_text("# A film\n\nThe film was shot in Honduras.\n")
    (folder / "walk.txt").write_text("The walk takes place in Panama every July.\n")
    return folder


@pytest.fixture
def store(corpus: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    index_paths([corpus], folder, encoder=ENCODER, settings=SETTINGS)
    return folder


@pytest.fixture
def given(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a way to make a file as a person gives it."""

    def give(name: str, text: str) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return give


def add(store: Path, *paths: Path) -> UpdateReport:
    return add_files(paths, store, encoder=ENCODER, settings=SETTINGS)


def remove(store: Path, *doc_ids: str) -> UpdateReport:
    return remove_documents(doc_ids, store, encoder=ENCODER, settings=SETTINGS)


def doc_ids(store: Path) -> list[str]:
    assert verify(store).problems == ()
    with Store.open(store) as opened:
        return [one.doc_id for one in opened.documents()]


Give = Callable[[str, str], Path]


def test_added_file_is_a_document_like_the_others(store: Path, given: Give) -> None:
    report = add(store, given("hub.txt", "A hub opened in San José."))
    assert report == UpdateReport(added=("added/hub.txt",))
    assert doc_ids(store) == ["film.md", "walk.txt", "added/hub.txt"]
    with Store.open(store) as opened:
        assert opened.document("added/hub.txt").text == "A hub opened in San José."


def test_only_what_is_added_is_encoded(store: Path, given: Give) -> None:
    encoder = CountingEncoder()
    add_files([given("hub.txt", "A hub opened.")], store, encoder=encoder, settings=SETTINGS)
    assert encoder.encoded == ["A hub opened."]


def test_file_of_the_same_name_replaces_the_one_before(store: Path, given: Give) -> None:
    add(store, given("hub.txt", "A hub opened."))
    report = add(store, given("hub.txt", "The hub is closed."))
    assert report == UpdateReport(replaced=("added/hub.txt",))
    with Store.open(store) as opened:
        assert opened.document("added/hub.txt").text == "The hub is closed."
    assert len(doc_ids(store)) == 3


def test_same_file_again_changes_nothing_and_keeps_its_time(store: Path, given: Give) -> None:
    add(store, given("hub.txt", "A hub opened."))
    with Store.open(store) as opened:
        before, manifest = list(opened.documents()), opened.manifest
    assert add(store, given("hub.txt", "A hub opened.")).unchanged == ("added/hub.txt",)
    with Store.open(store) as opened:
        assert list(opened.documents()) == before
        assert opened.manifest == manifest


def test_shorter_list_of_records_replaces_all_of_the_longer_one(store: Path, given: Give) -> None:
    lines = [json.dumps({"id": name, "text": f"Text of {name}."}) for name in ("one", "two")]
    add(store, given("list.jsonl", "\n".join(lines)))
    assert doc_ids(store)[2:] == ["one", "two"]
    add(store, given("list.jsonl", lines[1]))
    assert doc_ids(store)[2:] == ["two"]


def test_file_that_cannot_be_read_is_reported_by_the_path_that_was_given(
    store: Path, given: Give
) -> None:
    before = doc_ids(store)
    bad, empty = given("bad.jsonl", "no JSON"), given("empty.md", " ")
    report = add(store, bad, given("hub.txt", "A hub."), empty)
    assert report.added == ("added/hub.txt",)
    (failure,) = report.failures
    assert failure.path == bad
    assert failure.reason.startswith(f"{bad}, line 1: ")
    assert [one.path for one in report.skipped] == [empty]
    assert doc_ids(store) == [*before, "added/hub.txt"]
    assert [path.name for path in (store / "user" / "added").iterdir()] == ["hub.txt"]


def test_part_of_a_file_is_reported_below_the_path_that_was_given(
    store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "given.zip"
    with ZipFile(path, "w") as file:
        file.writestr("good.txt", "A hub opened.")
        file.writestr("bad.jsonl", "no JSON")
    (failure,) = add(store, path).failures
    assert failure.path == path / "bad.jsonl"
    assert failure.reason.startswith(f"{path / 'bad.jsonl'}, line 1: ")


def test_file_whose_id_another_given_one_has_names_both_as_they_were_given(
    store: Path, given: Give
) -> None:
    record = json.dumps({"id": "hub", "text": "A hub opened."})
    first, second = given("a.jsonl", record), given("a.jsonl.jsonl", record)
    (failure,) = add(store, first, second).failures
    assert failure.path == second
    assert failure.reason.startswith(f"{second}, line 1: ")
    assert f"{first}, line 1" in failure.reason.removeprefix(str(second))
    assert "incoming" not in failure.reason


def test_nothing_is_written_where_nothing_can_be_read(store: Path, given: Give) -> None:
    with Store.open(store) as opened:
        before = opened.manifest
    assert add(store, given("bad.jsonl", "no JSON")).added == ()
    with Store.open(store) as opened:
        assert opened.manifest == before


def test_id_that_another_document_has_is_a_failure(store: Path, given: Give) -> None:
    record = json.dumps({"id": "walk.txt", "text": "Another walk."})
    (failure,) = add(store, given("list.jsonl", record)).failures
    assert 'the id "walk.txt"' in failure.reason
    with Store.open(store) as opened:
        assert "Panama" in opened.document("walk.txt").text


def test_file_of_which_nothing_fits_is_left_out_beside_one_that_fits(
    store: Path, given: Give
) -> None:
    clash = given("list.jsonl", json.dumps({"id": "walk.txt", "text": "Another walk."}))

    report = add(store, clash, given("hub.txt", "A hub opened."))

    assert report.added == ("added/hub.txt",)
    assert [one.path.name for one in report.failures] == ["list.jsonl"]
    assert [path.name for path in (store / "user" / "added").iterdir()] == ["hub.txt"]


def test_file_of_which_nothing_fits_leaves_the_one_of_its_name_as_it_is(
    store: Path, given: Give
) -> None:
    add(store, given("list.jsonl", json.dumps({"id": "hub", "text": "A hub opened."})))
    clash = given("list.jsonl", json.dumps({"id": "walk.txt", "text": "Another walk."}))
    same_id = given("other.jsonl", json.dumps({"id": "hub", "text": "Another hub."}))

    report = add(store, clash, same_id)

    assert report.added == report.replaced == ()
    assert [one.path.name for one in report.failures] == ["list.jsonl", "other.jsonl"]
    assert doc_ids(store) == ["film.md", "walk.txt", "hub"]
    assert "opened" in (store / "user" / "added" / "list.jsonl").read_text()


def test_given_file_that_cannot_be_read_is_left_out(
    store: Path, given: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = given("broken.txt", "Lost."), given("hub.txt", "A hub opened.")
    opened = Path.open

    def fail(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == broken:
            raise OSError(5, "Input/output error")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", fail)
    report = add(store, broken, whole)

    assert report.added == ("added/hub.txt",)
    (failure,) = report.failures
    assert failure.path == broken
    assert "broken.txt: Input/output error" in failure.reason


def test_refused_file_does_not_take_the_place_of_what_somebody_else_added(
    store: Path, given: Give, tmp_path: Path
) -> None:
    """While one adds a file, another adds one of the same name, and is first."""
    other = tmp_path / "other" / "hub.txt"
    other.parent.mkdir()
    other.write_text("A hub of somebody else.")

    class Interrupted(FakeEncoder):
        def encode_documents(self, texts: Sequence[str]) -> FloatArray:
            add(store, other)
            return super().encode_documents(texts)

    with pytest.raises(StoreError, match="somebody else"):
        add_files(
            [given("hub.txt", "A hub opened.")], store, encoder=Interrupted(), settings=SETTINGS
        )

    assert (store / "user" / "added" / "hub.txt").read_text() == "A hub of somebody else."
    assert reindex(store, encoder=ENCODER, settings=SETTINGS).removed == ()


def test_path_that_is_no_file_is_refused(store: Path, given: Give, tmp_path: Path) -> None:
    hidden = [given(name, "A text.") for name in (".hidden.txt", "~$owner.txt")]
    for path in (tmp_path, tmp_path / "missing.txt", *hidden):
        with pytest.raises(DocumentError, match="give files"):
            add(store, path)


def test_folder_that_cannot_be_written_is_named(store: Path, given: Give) -> None:
    (store / "user").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        add(store, given("hub.txt", "A hub."))
    assert doc_ids(store) == ["film.md", "walk.txt"]


def test_added_files_stay_when_all_is_indexed_again(store: Path, corpus: Path, given: Give) -> None:
    add(store, given("hub.txt", "A hub opened."))
    for rebuild in (False, True):
        index_paths([corpus], store, encoder=ENCODER, settings=SETTINGS, rebuild=rebuild)
        assert doc_ids(store) == ["film.md", "walk.txt", "added/hub.txt"]


def test_removed_document_is_gone_and_so_is_the_file_that_was_added(
    store: Path, given: Give
) -> None:
    add(store, given("hub.txt", "A hub opened."))
    assert remove(store, "added/hub.txt", "film.md").removed == ("added/hub.txt", "film.md")
    assert doc_ids(store) == ["walk.txt"]
    assert list((store / "user" / "added").iterdir()) == []


def test_list_of_records_is_deleted_with_its_last_record(store: Path, given: Give) -> None:
    lines = [json.dumps({"id": name, "text": f"Text of {name}."}) for name in ("one", "two")]
    kept = store / "user" / "added" / "list.jsonl"
    add(store, given("list.jsonl", "\n".join(lines)))
    remove(store, "one")
    assert kept.exists()
    remove(store, "two")
    assert not kept.exists()


def test_archive_is_replaced_and_deleted_as_one_file(store: Path, tmp_path: Path) -> None:
    def archive(*names: str) -> Path:
        path = tmp_path / "given.zip"
        with ZipFile(path, "w") as file:
            for name in names:
                file.writestr(name, f"The hub {name} opened.")
        return path

    assert add(store, archive("a.txt", "in/b.txt")).added == (
        "added/given.zip/a.txt",
        "added/given.zip/in/b.txt",
    )
    report = add(store, archive("a.txt", "c.txt"))
    assert (report.added, report.unchanged) == (
        ("added/given.zip/c.txt",),
        ("added/given.zip/a.txt",),
    )
    assert doc_ids(store)[2:] == ["added/given.zip/a.txt", "added/given.zip/c.txt"]
    remove(store, "added/given.zip/a.txt")
    kept = store / "user" / "added" / "given.zip"
    assert kept.exists()
    remove(store, "added/given.zip/c.txt")
    assert not kept.exists()


def test_document_that_is_not_there_cannot_be_removed(store: Path) -> None:
    with pytest.raises(StoreError, match=r'no document "film\.txt"'):
        remove(store, "film.md", "film.txt")
    assert doc_ids(store) == ["film.md", "walk.txt"]


def test_last_document_cannot_be_removed(store: Path) -> None:
    with pytest.raises(StoreError, match="no document any more"):
        remove(store, "film.md", "walk.txt")


def test_indexing_again_finds_what_changed(store: Path, corpus: Path, given: Give) -> None:
    add(store, given("hub.txt", "A hub opened."))
    (corpus / "walk.txt").write_text("The walk is over.")
    (corpus / "new.txt").write_text("Something new.")
    (corpus / "broken.jsonl").write_text("no JSON")
    (corpus / "film.md").unlink()
    report = reindex(store, encoder=ENCODER, settings=SETTINGS)
    assert report.added == ("new.txt",)
    assert report.replaced == ("walk.txt",)
    assert report.removed == ("film.md",)
    assert report.unchanged == ("added/hub.txt",)
    assert len(report.failures) == 1
    assert doc_ids(store) == ["new.txt", "walk.txt", "added/hub.txt"]


def test_folder_that_is_gone_leaves_the_store_as_it_is(store: Path, corpus: Path) -> None:
    shutil.rmtree(corpus)
    with pytest.raises(DocumentError, match="no such file or folder"):
        reindex(store, encoder=ENCODER, settings=SETTINGS)
    assert doc_ids(store) == ["film.md", "walk.txt"]


def test_removed_document_comes_back_when_its_folder_is_indexed_again(store: Path) -> None:
    remove(store, "film.md")
    assert reindex(store, encoder=ENCODER, settings=SETTINGS).added == ("film.md",)


def test_record_that_is_broken_does_not_keep_the_rest_from_being_indexed_again(
    store: Path, corpus: Path, given: Give
) -> None:
    record = json.dumps({"id": "one", "text": "Text of one."})
    add(store, given("list.jsonl", f"{record}\nno JSON"))
    report = index_paths([corpus], store, encoder=ENCODER, settings=SETTINGS)
    assert [failure.path.name for failure in report.failures] == ["list.jsonl"]
    assert "one" in doc_ids(store)


def test_two_files_of_one_name_are_refused(store: Path, given: Give, tmp_path: Path) -> None:
    other = tmp_path / "hub.txt"
    other.write_text("Another hub.")
    with pytest.raises(DocumentError, match="two files are called hub"):
        add(store, given("hub.txt", "A hub."), other)


class FailingEncoder(FakeEncoder):
    """Fails where it has something to encode."""

    def encode_documents(self, texts):  # type: ignore[no-untyped-def]
        raise StoreError("no room")


def test_file_that_could_not_be_indexed_is_not_kept(store: Path, given: Give) -> None:
    add(store, given("hub.txt", "A hub opened."))
    kept = store / "user" / "added" / "hub.txt"
    for name in ("hub.txt", "other.txt"):
        with pytest.raises(StoreError, match="no room"):
            add_files(
                [given(name, "Something else.")],
                store,
                encoder=FailingEncoder(),
                settings=SETTINGS,
            )
    assert kept.read_text() == "A hub opened."
    assert [path.name for path in kept.parent.iterdir()] == ["hub.txt"]


def test_paths_are_found_again_from_another_folder(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.parent)
    folder = tmp_path / "own"
    index_paths([Path("corpus")], folder, encoder=ENCODER, settings=SETTINGS)
    elsewhere = tmp_path / "elsewhere" / "corpus"
    elsewhere.mkdir(parents=True)
    (elsewhere / "other.txt").write_text("Another text.")
    monkeypatch.chdir(elsewhere.parent)
    assert reindex(folder, encoder=ENCODER, settings=SETTINGS).added == ()


def test_file_whose_document_could_not_be_removed_is_kept(
    store: Path, given: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_nothing(*_: object, **__: object) -> None:
        raise StoreError("no room")

    titled = given("titled.md", "---\ntitle: A house\n---\n\nIt was sold.\n")
    add(store, given("hub.md", "# The hub\n\nIt opened.\n"), titled)
    with monkeypatch.context() as patched, pytest.raises(StoreError, match="no room"):
        patched.setattr("ragqa.storing.StoreWriter.finish", write_nothing)
        remove_documents(["added/hub.md"], store, encoder=ENCODER, settings=SETTINGS)
    kept = store / "user" / "added" / "hub.md"
    assert kept.exists()
    assert [path.name for path in kept.parent.parent.iterdir()] == ["added"]
    assert reindex(store, encoder=ENCODER, settings=SETTINGS).removed == ()
