"""A question from being put to being answered."""

import asyncio
import shutil
from pathlib import Path

import pytest
from test_chatbot import OvertakenReader, bot_with

from ragqa.chatbot import ChatBot
from ragqa.scope import EVERYTHING
from ragqa.settings import Settings
from ragqa.ui.admission import Admission
from ragqa.ui.asking import put_question
from ragqa.ui.conversation import Problem, Turn
from ragqa.ui.conversations import Conversations


async def last_turn(question: str, bot: ChatBot) -> Turn:
    grown = put_question(
        question,
        conversation_id="0a" * 32,
        language="en",
        scope=EVERYTHING,
        bot=bot,
        conversations=Conversations(),
        admission=Admission(1, 1),
    )
    return [conversation async for conversation in grown][-1].turns[-1]


@pytest.mark.parametrize("blank", ["", " \n", "\u200b", "\x07"])
def test_question_of_which_nothing_can_be_seen_is_blank(tiny_store: Path, blank: str) -> None:
    with bot_with(OvertakenReader(0.9), tiny_store, Settings()) as bot:
        assert asyncio.run(last_turn(blank, bot)).problem is Problem.BLANK


def test_answer_stands_though_its_document_is_removed_while_it_is_given(
    tiny_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(tiny_store, tmp_path / "own")
    reader = OvertakenReader(0.9)
    with bot_with(reader, store, Settings()) as bot:
        reader.bot = bot
        turn = asyncio.run(last_turn("Who directed the fable?", bot))
        left = {one.doc_id for one in bot.documents()}
    assert turn.problem is None
    assert turn.answer is not None
    assert [one.doc_id for one in turn.passages] == [hit.chunk.doc_id for hit in turn.answer.hits]
    (cited,) = turn.answer.citations
    assert cited.doc_id not in left
    assert turn.cited_passage(cited).chunk_id == turn.answer.hits[0].chunk.chunk_id
