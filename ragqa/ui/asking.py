"""A question from being put to being answered: the conversation after each step."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from ragqa.display import is_blank
from ragqa.errors import QuestionError, RagqaError
from ragqa.scope import Scope
from ragqa.suggestions import nearest_questions
from ragqa.types import Answer
from ragqa.ui.admission import Admission, BusyError
from ragqa.ui.answerer import Answerer, refreshed
from ragqa.ui.bubbles import block_count
from ragqa.ui.conversation import Conversation, Passage, Problem, Turn, passages_of
from ragqa.ui.conversations import Conversations
from ragqa.ui.problems import store_problem

_MAX_NEAREST = 5

# The event loop itself keeps no task from being collected as garbage.
_GROWING: set[asyncio.Task[None]] = set()


async def put_question(
    question: str,
    *,
    conversation_id: str,
    language: str,
    scope: Scope,
    bot: Answerer,
    conversations: Conversations,
    admission: Admission,
) -> AsyncIterator[Conversation]:
    """Yield the conversation as it grows by a question: asked, answered block by block, done.

    To a refusal, questions that can be answered come later by themselves. Whoever stops listening,
    as a page does that is loaded again, finds the answer in the conversation later, too.
    """
    asked_at = datetime.now(UTC).isoformat(timespec="seconds")
    # One character more than may be read is enough to say that it is too long.
    kept = question.strip()[: bot.settings.max_question_chars + 1]
    conversation = conversations.change(
        conversation_id,
        lambda one: replace(one, language=language).with_question(
            kept, asked_at=asked_at, scope=scope
        ),
    )
    steps: asyncio.Queue[Conversation | None] = asyncio.Queue()
    steps.put_nowait(conversation)
    growing = asyncio.create_task(
        _grow(conversation, steps, bot=bot, conversations=conversations, admission=admission)
    )
    _GROWING.add(growing)
    growing.add_done_callback(_GROWING.discard)
    while (step := await steps.get()) is not None:
        yield step


async def _grow(
    conversation: Conversation,
    steps: "asyncio.Queue[Conversation | None]",
    *,
    bot: Answerer,
    conversations: Conversations,
    admission: Admission,
) -> None:
    """Answer the last question of a conversation; each new state goes into ``steps``, then None."""
    turn = conversation.turns[-1]

    def put(change: Callable[[Conversation], Conversation]) -> None:
        steps.put_nowait(conversations.change(conversation.conversation_id, change))

    try:
        answered = await _answered(turn, conversation.history(), bot=bot, admission=admission)
        for count in _blocks_to_show(answered):
            put(partial(_replied, turn=replace(answered, shown_blocks=count)))
        put(partial(_replied, turn=answered))
    finally:
        # Where an error goes through, the page must not wait for ever.
        left = conversations.open(conversation.conversation_id).turn(turn.number)
        if left is not None and left.is_growing:
            put(lambda one: one.failed(turn.number))
        steps.put_nowait(None)
    if answered.suggestions is None:
        questions: tuple[str, ...] = ()
        try:
            questions = await _suggestions(answered, bot, admission)
        finally:
            put(lambda one: one.with_suggestions(turn.number, questions))


def _replied(conversation: Conversation, turn: Turn) -> Conversation:
    return conversation.with_reply(turn)


def _blocks_to_show(turn: Turn) -> range:
    return range(1, block_count(turn.answer)) if turn.answer else range(0)


async def _answered(turn: Turn, history: list[str], *, bot: Answerer, admission: Admission) -> Turn:
    """Return the turn with its answer, or with what stands in the way of one."""
    if is_blank(turn.question):
        return replace(turn, problem=Problem.BLANK)
    try:
        answer, passages = await admission.run(lambda: _ask(turn, history, bot))
    except BusyError:
        return replace(turn, problem=Problem.BUSY)
    except QuestionError:
        # A blank one was turned down above, so nothing else is wrong with a question than this.
        return replace(turn, problem=Problem.TOO_LONG)
    except (RagqaError, OSError) as error:
        return replace(turn, problem=Problem.FAILED, detail=store_problem(error))
    suggestions = None if answer.abstained else ()
    return replace(turn, answer=answer, passages=passages, suggestions=suggestions)


def _ask(turn: Turn, history: list[str], bot: Answerer) -> tuple[Answer, tuple[Passage, ...]]:
    answer, documents = refreshed(bot).ask_with_documents(
        turn.question, history=history, scope=turn.scope
    )
    return answer, passages_of(answer.hits, (documents[hit.chunk.doc_id] for hit in answer.hits))


async def _suggestions(turn: Turn, bot: Answerer, admission: Admission) -> tuple[str, ...]:
    """Return questions that the nearest passages answer; none if there is no time for them."""

    def make() -> tuple[str, ...]:
        near = [(bot.document(one.doc_id), one.start, one.end) for one in nearest]
        return nearest_questions(
            near, ask=lambda one: bot.ask(one, scope=turn.scope), language=language
        )

    nearest = turn.passages[:_MAX_NEAREST]
    language = turn.answer.language if turn.answer else ""
    try:
        return await admission.run(make)
    except RagqaError:  # too many wait, or a document has just been removed
        return ()
