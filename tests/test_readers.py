"""Readers that ask while a writer changes the store: each answer is of one state."""

from pathlib import Path

import pytest

from benchmarks.readers import ADDED, KEPT, fits, read_while_writing, state_after
from ragqa import ChatBot
from ragqa.encoding import MINILM_INT8
from ragqa.settings import Settings


def test_answers_during_changes_are_each_of_one_state(tmp_path: Path) -> None:
    outcome = read_while_writing(tmp_path, changes=8, readers=3)
    assert outcome.problems == ()
    assert outcome.answers >= 3


@pytest.mark.parametrize("other", [KEPT, state_after(3)])
def test_answer_fits_no_other_state(tmp_path: Path, other: dict[str, str]) -> None:
    state = state_after(1)
    for name, text in state.items():
        place = tmp_path / "corpus" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    settings = Settings(encoder=MINILM_INT8)
    with ChatBot.build(tmp_path / "corpus", store=tmp_path / "store", settings=settings) as bot:
        answer = bot.ask("From which gate does the night ferry leave?")
    assert answer.citations[0].doc_id == ADDED
    assert fits(answer, state)
    assert not fits(answer, other)
