"""The fuzz run itself: its files are changed, come again by their seed, and faults are seen."""

import random
from pathlib import Path

import pytest
from fuzz_loaders import changed, faults_of, run, sound_files

from ragqa.documents import Failure, LoadedDocument
from ragqa.documents.reading import read_file
from ragqa.documents.source import SourceFile
from ragqa.types import Document, Page

SOUND = sound_files()


@pytest.mark.parametrize("suffix", SOUND)
def test_sound_file_is_read(suffix: str) -> None:
    outcomes = read_file(SourceFile(Path(f"f{suffix}"), f"f{suffix}", SOUND[suffix]))
    assert any(isinstance(one, LoadedDocument) for one in outcomes)
    assert faults_of(outcomes) == []


@pytest.mark.parametrize("suffix", SOUND)
def test_file_is_changed_and_the_same_by_its_seed(suffix: str) -> None:
    first, again, other = (changed(SOUND[suffix], random.Random(seed)) for seed in (1, 1, 2))
    assert first == again
    assert len({first, other, SOUND[suffix]}) == 3


def test_faults_are_seen() -> None:
    document = Document("a", "A", "text", "a", pages=(Page(1, 0, 99),))
    assert "page 0..99" in faults_of([LoadedDocument(document, "0", Path("a"))])[0]
    assert faults_of([Failure(Path("a"), " ")]) == ["no reason"]
    assert faults_of([]) == ["nothing came back"]


def test_short_run_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(2.0, seed=7) == 0
    assert "no crash that escaped" in capsys.readouterr().out
