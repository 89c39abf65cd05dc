"""The web chat: a conversation, and beside it the passages that prove it.

::

    strings.py       every word that the interface says
    escaping.py      text of documents and people, made safe to stand in HTML
    bubbles.py       a question, an answer or an error as a bubble of the conversation
    sources.py       the panel of passages
    conversation.py  the turns of a conversation: the only state, held by the browser's session
    welcome.py       what an empty conversation shows
    theme.py         colours, and the style sheet
    page.py          the page and its server; the only importer of gradio, inside its functions
"""

from ragqa.ui.page import build, serve

__all__ = ["build", "serve"]
