"""The web chat: a conversation, and beside it the passages that prove it.

::

    strings/          every word that the interface says, in each of its languages
    escaping.py       text of documents and people, made safe to stand in HTML
    conversation.py   the values: a conversation, its turns, the passages behind them
    conversations.py  where the conversations of everybody are kept
    asking.py         a question from being put to being answered
    bubbles.py …      pieces of the page as HTML: pure functions of values and words
    screen.py         which pieces a session sees
    desk.py           what a person's step does; library.py: what it does to documents
    page.py           the page of Gradio components, and its events
    api.py            the endpoints for programs
    server.py         the server: its routes, log-in, and limits
"""

from ragqa.ui.server import ServerOptions, running, serve

__all__ = ["ServerOptions", "running", "serve"]
