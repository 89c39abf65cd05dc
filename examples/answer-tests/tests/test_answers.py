"""Answers from documents/, and one that another system gave."""

import json
from pathlib import Path

import pytest

from ragqa import Answer, ChatBot
from ragqa.testing import (
    assert_answers,
    assert_cites,
    assert_refuses,
    assert_supported,
    assert_verbatim,
)

DOCUMENTS = Path(__file__).parent.parent / "documents"


@pytest.mark.parametrize("question", ["When was the indoor pool built?", "What does a swim cost?"])
def test_pool_questions_are_answered_from_its_own_page(ragqa_bot: ChatBot, question: str) -> None:
    answer = ragqa_bot.ask(question)
    assert_cites(answer, source="pool.txt", first=True)
    assert_supported(answer)
    assert_verbatim(answer, ragqa_bot)


def test_opening_hours_are_quoted(ragqa_bot: ChatBot) -> None:
    answer = ragqa_bot.ask("When does the library open on weekdays?")
    assert_answers(answer, all_of=["ten o'clock"])
    assert_cites(answer, source="library.md", quote="opens at ten o'clock on weekdays")


def test_what_no_document_says_is_refused(ragqa_bot: ChatBot) -> None:
    assert_refuses(ragqa_bot.ask("What is the capital of France?"))


def test_answer_of_another_system_is_judged_the_same_way() -> None:
    answers = Path(__file__).with_name("other_system.jsonl").read_text(encoding="utf-8")
    answer = Answer.from_dict(json.loads(answers))
    assert_answers(answer, any_of=["Clara Weiss"])
    assert_cites(answer, source="pool.txt")
    assert_supported(answer)
    assert_verbatim(answer, {"pool.txt": (DOCUMENTS / "pool.txt").read_text(encoding="utf-8")})
