"""Opinions on answers."""

from dataclasses import replace
from datetime import UTC, datetime

from ragqa.feedback import MAX_COMMENT_CHARS, FeedbackLog, feedback_on, turn_key
from ragqa.ui.conversation import Conversation, Opinion, Turn


def with_opinion(turn: Turn, opinion: Opinion) -> Turn:
    """Return the turn with an opinion on its answer; the same one again takes it back."""
    if turn.answer is None:
        return turn
    if turn.opinion is opinion:
        return replace(turn, opinion=None, comment="")
    return replace(turn, opinion=opinion)


def with_comment(turn: Turn, comment: str) -> Turn:
    """Return the turn with a comment on the opinion; one without an opinion stays as it is."""
    if turn.opinion is None:
        return turn
    return replace(turn, comment=comment.strip()[:MAX_COMMENT_CHARS])


def keep_opinion(conversation: Conversation, turn: Turn, *, feedback: FeedbackLog) -> None:
    """Write a turn's opinion to the feedback file, or take it out where there is none any more.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    key = turn_key(conversation.conversation_id, turn.number)
    if turn.opinion is None or turn.answer is None:
        feedback.withdraw(key)
        return
    given = feedback_on(
        turn.answer,
        opinion=turn.opinion.value,
        comment=turn.comment,
        history=conversation.before(turn.number).history(),
        scope=turn.scope,
        given_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    feedback.record(key, given)
