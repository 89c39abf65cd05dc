"""The conversations of everybody, in memory only."""

import re
from collections.abc import Callable
from threading import Lock

from cachetools import TTLCache

from ragqa.ui.conversation import Conversation

_ID = re.compile(r"[0-9a-f]{64}")


class Conversations:
    """Keeps conversations by their secret ids, the ``max_count`` last used for ``lifetime_s``.

    Any number of threads may use it. What is dropped is forgotten for good.
    """

    def __init__(self, *, max_count: int = 1000, lifetime_s: float = 24 * 3600.0) -> None:
        self._lock = Lock()
        self._kept: TTLCache[str, Conversation] = TTLCache(maxsize=max_count, ttl=lifetime_s)

    def get(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, or None where nothing was asked in one of that id."""
        with self._lock:
            return self._kept.get(conversation_id)

    def open(self, conversation_id: str) -> Conversation:
        """Return a conversation; one that is not known is new and empty.

        Raises
        ------
        ValueError
            If the id is not of 64 hexadecimal digits, as the page makes them.
        """
        return self.get(conversation_id) or _new(conversation_id)

    def change(
        self, conversation_id: str, change: Callable[[Conversation], Conversation]
    ) -> Conversation:
        """Put what ``change`` makes of a conversation in its place, and return it.

        Nobody else changes it meanwhile, so ``change`` must be quick.
        """
        with self._lock:
            changed = change(self._kept.get(conversation_id) or _new(conversation_id))
            if changed.last_number > 0:  # those that never asked would push others out
                self._kept[conversation_id] = changed
            return changed


def _new(conversation_id: str) -> Conversation:
    if not _ID.fullmatch(conversation_id):
        raise ValueError("the id of a conversation has 64 hexadecimal digits")
    return Conversation(conversation_id)
