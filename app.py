"""Open the chat about ``corpus/`` on http://127.0.0.1:7860: ``python app.py``.

The index in ``vectorstore/`` is made first, if there is none.
"""

import sys
from pathlib import Path

from ragqa.chatbot import ChatBot
from ragqa.errors import RagqaError
from ragqa.feedback import FeedbackLog, feedback_path
from ragqa.store import MANIFEST_NAME
from ragqa.ui.server import import_early, serve

_HERE = Path(__file__).parent


def open_bot(store: Path, corpus: Path) -> ChatBot:
    """Open a store; where there is none, make it from a folder of documents.

    A store that is there and cannot be opened is left as it is, since making it anew would throw
    away what somebody indexed.

    Raises
    ------
    RagqaError
        If the store cannot be opened or made; the message says why.
    """
    if (store / MANIFEST_NAME).exists():
        return ChatBot.open(store)
    sys.stdout.write(f"Indexing {corpus}\n")
    bot = ChatBot.build(corpus, store=store)
    for failure in bot.build_report.failures if bot.build_report else ():
        sys.stderr.write(f"ragqa: {failure.reason}\n")
    return bot


def main() -> int:
    """Serve the chat until Ctrl-C and return the exit status."""
    store = _HERE / "vectorstore"
    import_early()
    try:
        with open_bot(store, _HERE / "corpus") as bot:
            serve(bot, feedback=FeedbackLog.open(feedback_path(store)))
    except RagqaError as error:
        sys.stderr.write(f"ragqa: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
