"""What an empty conversation shows: what is indexed, and how to ask."""

from collections.abc import Sequence

from ragqa.store import DocumentSummary
from ragqa.ui.escaping import escape
from ragqa.ui.strings import Strings


def welcome(
    documents: Sequence[DocumentSummary], *, examples: Sequence[str], strings: Strings
) -> str:
    """Return the welcome as HTML; ``examples`` are questions that can be asked by a click."""
    words = strings.chat
    if not documents:
        return f'<div class="welcome"><h2>{words.no_documents}</h2><p>{words.how_to_add}</p></div>'
    return (
        f'<div class="welcome"><h2>{words.welcome}</h2>'
        f'<p class="extent">{_extent(documents, strings)}. {words.how_to_ask}</p>'
        f"{_examples(examples, strings)}</div>"
    )


def question_buttons(questions: Sequence[str]) -> str:
    """Return questions as a list of buttons that ask them."""
    items = "".join(
        f'<li><button type="button" class="suggestion" dir="auto" data-action="ask"'
        f' data-question="{escape(question)}">{escape(question)}</button></li>'
        for question in questions
    )
    return f'<ul class="suggestions">{items}</ul>'


def _examples(examples: Sequence[str], strings: Strings) -> str:
    if not examples:
        return ""
    return f"<h3>{strings.chat.examples}</h3>{question_buttons(examples)}"


def _extent(documents: Sequence[DocumentSummary], strings: Strings) -> str:
    words = strings.common
    count = len(documents)
    extent = words.one_document if count == 1 else words.many_documents.format(count=count)
    known = {document.language for document in documents}
    names = [name for code, name in words.language_names.items() if code in known]
    joined = f" {words.and_word} ".join(names)
    return extent + (strings.chat.in_languages.format(names=joined) if names else "")
