"""The tables of all parts, put together by language."""

from collections.abc import Mapping
from dataclasses import dataclass

from ragqa.ui.strings.chat import CHAT, ChatStrings
from ragqa.ui.strings.common import COMMON, CommonStrings
from ragqa.ui.strings.documents import DOCUMENTS, DocumentsStrings
from ragqa.ui.strings.keeping import KEEPING, KeepingStrings
from ragqa.ui.strings.page import PAGE, PageStrings
from ragqa.ui.strings.serving import SERVING, ServingStrings

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of the interface in one language; names in braces are filled in by the caller."""

    language: str
    common: CommonStrings
    chat: ChatStrings
    documents: DocumentsStrings
    keeping: KeepingStrings
    page: PageStrings
    serving: ServingStrings


_STRINGS: Mapping[str, Strings] = {
    language: Strings(
        language=language,
        common=COMMON[language],
        chat=CHAT[language],
        documents=DOCUMENTS[language],
        keeping=KEEPING[language],
        page=PAGE[language],
        serving=SERVING[language],
    )
    for language in LANGUAGES
}


def strings_for(language: str) -> Strings:
    """Return the words of one of ``LANGUAGES``; KeyError for any other."""
    return _STRINGS[language]


def choose_language(wanted: str) -> str:
    """Return the language of the interface that a browser prefers.

    ``wanted`` is a list of language tags, best first, as in the header Accept-Language: its
    weights are ignored, since browsers send it in order. English where none is known.
    """
    for tag in wanted.lower().split(","):
        language = tag.strip().split(";")[0].split("-")[0]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]
