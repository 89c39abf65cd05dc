"""A question from being put to being answered: the conversation after each step."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from ragqa.errors import QuestionError, RagqaError, StoreError
from ragqa.scope import Scope
from ragqa.suggestions import nearest_questions
from ragqa.types import Answer
from ragqa.ui.admission import Admission, BusyError
from ragqa.ui.answerer import Answerer
from ragqa.ui.bubbles import block_count
from ragqa.ui.conversation import Conversation, Passage, Problem, Turn, passages_of
from ragqa.ui.conversations import Conversations

_MAX_NEAREST = 3


async def put_question(
    question: str,
    *,
    conversation_id: str,
    scope: Scope,
    bot: Answerer,
    conversations: Conversations,
    admission: Admission,
) -> AsyncIterator[Conversation]:
    """Yield the conversation as it grows by a question: asked, answered block by block, done.

    A refusal is followed by questions that can be answered. Whoever stops it leaves a turn that
    says so.
    """
    asked_at = datetime.now(UTC).isoformat(timespec="seconds")
    conversation = conversations.change(
        conversation_id,
        lambda one: one.with_question(question.strip(), asked_at=asked_at, scope=scope),
    )
    turn = conversation.turns[-1]
    history = conversation.history()
    yield conversation

    def put(changed: Turn) -> Conversation:
        return conversations.change(conversation_id, lambda one: one.with_reply(changed))

    try:
        answered = await _answered(turn, history, bot=bot, admission=admission)
        for count in _blocks_to_show(answered):
            yield put(replace(answered, shown_blocks=count))
        yield put(answered)
        if answered.answer is not None and answered.answer.abstained:
            suggestions = await _suggestions(answered, answered.answer, bot, admission)
            if suggestions:
                yield conversations.change(
                    conversation_id, lambda one: one.with_suggestions(turn.number, suggestions)
                )
    except (asyncio.CancelledError, GeneratorExit):
        conversations.change(conversation_id, lambda one: one.stopped())
        raise


def _blocks_to_show(turn: Turn) -> range:
    return range(1, block_count(turn.answer)) if turn.answer else range(0)


async def _answered(turn: Turn, history: list[str], *, bot: Answerer, admission: Admission) -> Turn:
    """Return the turn with its answer, or with what stands in the way of one."""
    if not turn.question:
        return replace(turn, problem=Problem.BLANK)
    try:
        async with admission.place():
            answer, passages = await asyncio.to_thread(_ask, turn, history, bot)
    except BusyError:
        return replace(turn, problem=Problem.BUSY)
    except QuestionError:
        # A blank one was turned down above, so nothing else is wrong with a question than this.
        return replace(turn, problem=Problem.TOO_LONG)
    except RagqaError as error:
        return replace(turn, problem=Problem.FAILED, detail=str(error))
    return replace(turn, answer=answer, passages=passages)


def _ask(turn: Turn, history: list[str], bot: Answerer) -> tuple[Answer, tuple[Passage, ...]]:
    # Where the new store cannot be opened, the one that is open still answers truly.
    with suppress(StoreError):
        bot.refresh()
    answer = bot.ask(turn.question, history=history, scope=turn.scope)
    documents = [bot.document(hit.chunk.doc_id) for hit in answer.hits]
    return answer, passages_of(answer.hits, documents)


async def _suggestions(
    turn: Turn, answer: Answer, bot: Answerer, admission: Admission
) -> tuple[str, ...]:
    """Return questions that the nearest passages answer; none if there is no time for them."""

    def make() -> tuple[str, ...]:
        near = [(bot.document(one.doc_id), one.start, one.end) for one in nearest]
        return nearest_questions(
            near, ask=lambda one: bot.ask(one, scope=turn.scope), language=answer.language
        )

    nearest = turn.passages[:_MAX_NEAREST]
    try:
        async with admission.place():
            return await asyncio.to_thread(make)
    except RagqaError:  # too many wait, or a document has just been removed
        return ()
