"""Every word that the interface says, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of the interface in one language; names in braces are filled in by the caller.

    ``language_names`` goes by ISO 639-1 code, ``months`` from January on.
    """

    title: str
    tagline: str
    conversation: str
    question: str
    question_hint: str
    you_asked: str
    pending: str
    ask: str
    new_conversation: str
    sources: str
    no_sources_yet: str
    no_sources: str
    nearest: str
    nearest_note: str
    earlier: str
    section: str
    page: str
    show_source: str
    back_to_answer: str
    one_document: str
    many_documents: str
    languages: str
    and_word: str
    among_them: str
    how_to_ask: str
    date: str
    serving: str
    stopped: str
    language_names: Mapping[str, str]
    months: tuple[str, ...]


ENGLISH = Strings(
    title="ragqa",
    tagline="Answers from your documents, each with its proof",
    conversation="Conversation",
    question="Your question",
    question_hint="Ask a question",
    you_asked="You asked:",
    pending="Looking through the documents…",
    ask="Ask",
    new_conversation="New conversation",
    sources="Sources",
    no_sources_yet="The passages that prove an answer will stand here.",
    no_sources="No passage came near this question.",
    nearest="Nearest passages (not proof)",
    nearest_note="These came closest to the question. They do not answer it.",
    earlier="Sources of: {question}",
    section="Section: {heading}",
    page="page {number}",
    show_source="Source {marker}: {title}",
    back_to_answer="Back to the answer",
    one_document="1 document",
    many_documents="{count} documents",
    languages=" in {names}",
    and_word="and",
    among_them="Among them:",
    how_to_ask="Ask in English or Spanish. Every answer quotes the documents word for word.",
    date="{day} {month} {year}",
    serving="ragqa answers at {url}; stop it with Ctrl-C",
    stopped="Stopped.",
    language_names={"en": "English", "es": "Spanish"},
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
)
