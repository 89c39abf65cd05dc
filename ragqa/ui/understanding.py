"""How a question was understood, as it is told beside its answer."""

from ragqa.types import Answer
from ragqa.ui.escaping import shorten
from ragqa.ui.strings import Strings


def told_understanding(
    answer: Answer, *, strings: Strings, max_chars: int | None = None
) -> str | None:
    """Return how a question was understood, in words; None if simply as it was asked.

    ``max_chars`` is what of the question itself is told at most.
    """
    understood = answer.did_you_mean or answer.understood_as
    if understood is None:
        return None
    words = strings.chat.did_you_mean if answer.did_you_mean else strings.chat.understood_as
    told = understood if max_chars is None else shorten(understood, max_chars=max_chars)
    return words.format(question=told)
