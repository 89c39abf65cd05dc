import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ragqa.errors import StoreError

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from app import open_bot  # noqa: E402


def test_store_that_is_there_is_opened_without_its_corpus(tiny_store: Path) -> None:
    with open_bot(tiny_store, Path("no-such-folder")) as bot:
        assert len(list(bot.documents())) == 3


def test_store_is_made_from_the_corpus_where_there_is_none(
    tiny_corpus: Path, tmp_path: Path
) -> None:
    store = tmp_path / "vectorstore"
    store.mkdir()
    (store / "README.md").write_text("What this is.")
    with open_bot(store, tiny_corpus) as bot:
        assert len(list(bot.documents())) == 3
    assert (store / "manifest.json").exists()
    assert (store / "README.md").exists()


def test_store_that_cannot_be_opened_is_left_as_it_is(tiny_corpus: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text('{"format_version": 99}')
    with pytest.raises(StoreError, match="99"):
        open_bot(tmp_path, tiny_corpus)
    assert manifest.read_text() == '{"format_version": 99}'


def test_failure_is_one_line_and_status_1(tmp_path: Path) -> None:
    shutil.copy(ROOT / "app.py", tmp_path)
    (tmp_path / "vectorstore").mkdir()
    (tmp_path / "vectorstore" / "manifest.json").write_text("not JSON")
    ran = subprocess.run(
        [sys.executable, "app.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("ragqa: ")
    assert len(ran.stderr.splitlines()) == 1
