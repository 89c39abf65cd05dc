"""The commands that change a store, or say what would change it."""

import json
from pathlib import Path

import pytest

from ragqa.added_files import staging_folder
from ragqa.cli import main
from ragqa.store import Store, verify
from ragqa.updating import clear_up


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("fox", "lion", "wolf"):
        (folder / f"{name}.txt").write_text(f"A {name} came by.\n")
    return folder


@pytest.fixture
def store(corpus: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    assert main(["index", str(corpus), "--store", str(folder)]) == 0
    return folder


def test_dry_run_says_what_would_change_and_changes_nothing(
    corpus: Path, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = (store / "manifest.json").read_bytes()
    (corpus / "fox.txt").unlink()
    (corpus / "lion.txt").write_text("The lion sleeps.\n")
    (corpus / "wolf.txt").rename(corpus / "old wolf.txt")
    (corpus / "hen.txt").write_text("A hen came by.\n")
    to = tmp_path / "plan.json"
    capsys.readouterr()

    call = ["index", str(corpus), "--store", str(store), "--dry-run", "--report", str(to)]
    assert main(call) == 0

    assert capsys.readouterr().out.splitlines() == [
        "added    hen.txt",
        "changed  lion.txt",
        "renamed  wolf.txt -> old wolf.txt",
        "removed  fox.txt",
        "Nothing was written. Of the files would be",
        "  added            1",
        "  changed          1",
        "  renamed          1",
        "  removed          1",
        "  unchanged        0",
    ]
    assert json.loads(to.read_text("utf-8")) == {
        "added": ["hen.txt"],
        "changed": ["lion.txt"],
        "renamed": [{"from": "wolf.txt", "to": "old wolf.txt"}],
        "removed": ["fox.txt"],
        "unchanged": [],
    }
    assert (store / "manifest.json").read_bytes() == manifest


def test_dry_run_with_other_passages_counts_every_file(
    corpus: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["index", str(corpus), "--store", str(store), "--dry-run"]
    capsys.readouterr()
    for options, changed in (([], 0), (["--chunk-tokens", "50"], 3)):
        assert main([*call, *options]) == 0
        assert f"  changed          {changed}\n" in capsys.readouterr().out


def ids(store: Path) -> list[str]:
    assert verify(store).problems == ()
    with Store.open(store) as opened:
        return [one.doc_id for one in opened.documents()]


def test_index_without_a_path_indexes_those_of_the_last_run(corpus: Path, store: Path) -> None:
    (corpus / "fox.txt").unlink()
    assert main(["index", "--store", str(store)]) == 0
    assert ids(store) == ["lion.txt", "wolf.txt"]


def test_rebuild_mends_a_damaged_store_from_its_sources(store: Path) -> None:
    (damaged,) = store.glob("generation-*/documents.sqlite")
    damaged.write_bytes(b"nothing")
    assert main(["index", "--store", str(store)]) == 1
    assert main(["index", "--store", str(store), "--rebuild"]) == 0
    assert ids(store) == ["fox.txt", "lion.txt", "wolf.txt"]


def test_index_without_a_path_needs_a_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["index", "--store", str(tmp_path)]) == 2
    assert "names no paths to index; give a file or folder" in capsys.readouterr().err


def test_documents_are_removed_by_name_or_pattern(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["remove", "wolf.txt", "f*", "--store", str(store)]) == 0
    assert capsys.readouterr().out == "removed  fox.txt\nremoved  wolf.txt\n"
    assert ids(store) == ["lion.txt"]


def test_name_with_special_characters_means_itself(corpus: Path, store: Path) -> None:
    for name in ("*", "[a]", "a"):
        (corpus / f"{name}.txt").write_text(f"Text of {name}.")
    assert main(["index", "--store", str(store)]) == 0
    assert main(["remove", "[a]*t", "--store", str(store)]) == 0
    assert "a.txt" in ids(store)
    assert "[a].txt" not in ids(store)
    assert main(["remove", "*.txt", "--store", str(store)]) == 0
    assert ids(store) == ["a.txt", "fox.txt", "lion.txt", "wolf.txt"]


def test_unknown_document_is_named_and_nothing_is_removed(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["remove", "wolf.txt", "g*", "--store", str(store)]) == 1
    assert 'no document "g*" in' in capsys.readouterr().err
    assert ids(store) == ["fox.txt", "lion.txt", "wolf.txt"]


def test_clearing_deletes_what_stopped_runs_left(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = (
        "generation-00000000/documents.sqlite",
        ".building-00000000/content/documents.sqlite",
        "user/.incoming-00000000/letter.txt",
    )
    for name in left:
        (store / name).parent.mkdir(parents=True)
        (store / name).write_bytes(bytes(2**20))
    kept = store / "user" / "added" / "mine.txt"
    kept.parent.mkdir()
    kept.write_text("Mine.")
    capsys.readouterr()

    assert main(["gc", "--store", str(store)]) == 0

    assert capsys.readouterr().out == f"{store}: 3.0 MB freed\n"
    assert not any((store / name).parent.exists() for name in left)
    assert kept.exists()
    assert ids(store) == ["fox.txt", "lion.txt", "wolf.txt"]


def test_clearing_leaves_what_is_being_added(store: Path) -> None:
    with staging_folder(store) as staging:
        (staging / "letter.txt").write_text("On its way.")
        clear_up(store)
        assert (staging / "letter.txt").exists()
    assert not staging.exists()


def test_clearing_needs_a_whole_store(store: Path, tmp_path: Path) -> None:
    (store / "manifest.json").write_text("{")
    for folder in (store, tmp_path / "none"):
        assert main(["gc", "--store", str(folder)]) == 1
    assert list(store.glob("generation-*/documents.sqlite"))


def test_reader_goes_on_while_its_generation_is_cleared(corpus: Path, store: Path) -> None:
    with Store.open(store) as opened:
        (corpus / "fox.txt").unlink()
        assert main(["index", "--store", str(store)]) == 0
        clear_up(store)
        assert "fox" in opened.document("fox.txt").text
        assert opened.dense.vectors([0]).shape == (1, opened.dense.dimension)
