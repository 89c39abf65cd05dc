"""What an empty conversation shows: what is indexed, and how to ask."""

from collections.abc import Sequence

from ragqa.store import DocumentSummary
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.strings import ENGLISH

_MAX_TITLES = 4
_MAX_TITLE_CHARS = 120


def welcome(documents: Sequence[DocumentSummary]) -> str:
    """Return the welcome as HTML; the titles are taken at even distances from the documents."""
    titles = [document.title for document in documents[:: -(-len(documents) // _MAX_TITLES) or 1]]
    items = "".join(f"<li>{escape(shorten(t, max_chars=_MAX_TITLE_CHARS))}</li>" for t in titles)
    listed = f"<p>{ENGLISH.among_them}</p><ul>{items}</ul>" if items else ""
    return (
        f'<div class="welcome"><p class="extent">{escape(_extent(documents))}</p>'
        f"<p>{ENGLISH.how_to_ask}</p>{listed}</div>"
    )


def _extent(documents: Sequence[DocumentSummary]) -> str:
    count = len(documents)
    extent = ENGLISH.one_document if count == 1 else ENGLISH.many_documents.format(count=count)
    known = {document.language for document in documents}
    names = [name for code, name in ENGLISH.language_names.items() if code in known]
    joined = f" {ENGLISH.and_word} ".join(names)
    return extent + (ENGLISH.languages.format(names=joined) if names else "")
