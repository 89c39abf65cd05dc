"""The commands that change a store, or say what would change it."""

import json
from pathlib import Path

import pytest

from ragqa.cli import main


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
