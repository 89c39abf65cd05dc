"""Sentences of a passage that state something, and may answer.

A question, a heading and the line over a quoted letter state nothing, nor does "Yes." without what
follows it: that is one statement with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.cells import row_of
from ragqa.contacts import names_contact
from ragqa.documents.blocks import HEADING_SEPARATOR
from ragqa.sentences import LIST_ITEM, split_sentences
from ragqa.types import Document, Hit, Span

_CONTEXT_CHARS = 600
"""So much text before a sentence may still say what it is about."""

# A line that does not end as a sentence does, and is no list item, no row of a table, no "name:
# value", and no line with an address or a telephone number.
_HEADLINE = re.compile(
    rf"(?!{LIST_ITEM.pattern})(?!.* \| )(?![^:\n]{{1,60}}: \S)(?!.*(?:\w@\w|\bwww\.|://))"
    r"(?!.*\d(?:[ ()./-]{0,2}\d){6})[^\n]{1,160}(?<![.!?…:;,\"”’»)\]])"
)
# "Artículo 12.", "Section 4.2."
_LABEL = re.compile(
    r"(?:Art(?:icle|[íi]culo|\.)|Section|Secci[óo]n|Chapter|Cap[íi]tulo|An(?:nex|exo)|Table|Tabla|"
    r"Figure|Figura|T[íi]tulo|Part|Parte)\s+[\dIVXLC][\w.]*",
    re.IGNORECASE,
)
# Over a quoted letter: "On 28 Oct 2024, Ana Ortiz wrote:" stands there, with or without the hour.
_ATTRIBUTION = re.compile(
    r"[>\s]*(?:On|El)\s(?=[^:]*\d)(?:[^:]|:(?=\d)){2,160}\s(?:wrote|escribió):", re.IGNORECASE
)
_BARE_VERDICT = re.compile(r"(?:[-*•]\s+)?(?:Yes|No|S[íi])[.!]")
_WORD = re.compile(r"\w+")
_OPENERS, _CLOSERS = "\"'“‘«(", "\"'”’»)"

_MOST_WORDS_OF_HEADING = 3
"""What ends in a full stop and has more words is a statement, though it stands in a heading."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit, ``document.text[start:end]``.

    ``before`` is the sentence before it in the hit. ``context`` tells what it is about: titles, and
    the text up to its end.
    """

    hit: Hit
    start: int
    end: int
    text: str
    before: str
    context: str = ""

    @property
    def with_before(self) -> str:
        """The sentence behind the one before it."""
        return f"{self.before}\n{self.text}"


def find_statements(hit: Hit, document: Document) -> Sequence[Candidate]:
    """Return the sentences of a hit that state something; all of them if none does.

    A slide may have nothing but headlines.
    """
    sentences = _sentences(hit, document)
    return [one for one in sentences if not _states_nothing(one)] or sentences


def is_question(text: str) -> bool:
    """Tell whether a sentence asks, and states nothing: not 'Her motto is "Why not?"'."""
    if not text.rstrip(_CLOSERS).endswith("?") or row_of(text) is not None:
        return False
    return text.endswith("?") or text[0] in _OPENERS


def question_above(candidate: Candidate) -> int | None:
    """Return where the question begins that stands right above a sentence, None if none does."""
    chunk = candidate.hit.chunk
    here = candidate.start - chunk.start
    at = chunk.text.rfind(candidate.before, 0, here) if candidate.before else -1
    if at < 0 or not is_question(candidate.before):
        return None
    is_right_above = not chunk.text[at + len(candidate.before) : here].strip(_CLOSERS + " \n")
    return chunk.start + at if is_right_above else None


def _sentences(hit: Hit, document: Document) -> list[Candidate]:
    chunk = hit.chunk
    titles = f"{document.title}\n{document.doc_id}\n{chunk.heading}"
    before = ""
    found = []
    for within in _joined(chunk.text, split_sentences(chunk.text, document.language)):
        text = chunk.text[slice(*within)]
        start, end = (chunk.start + place for place in within)
        context = f"{titles}\n{document.text[max(0, start - _CONTEXT_CHARS) : end]}"
        found.append(Candidate(hit, start, end, text, before, context))
        before = text
    return found


def _states_nothing(sentence: Candidate) -> bool:
    text = sentence.text
    return (
        is_question(text)
        or _LABEL.fullmatch(text) is not None
        or _ATTRIBUTION.fullmatch(text) is not None
        or (_HEADLINE.fullmatch(text) is not None and not names_contact(text))
        or _is_in_heading(sentence)
    )


def _is_in_heading(sentence: Candidate) -> bool:
    """Tell whether a sentence stands on the line of a heading that its passage is under."""
    chunk = sentence.hit.chunk
    words = _WORD.findall(sentence.text)
    if sentence.text.endswith(".") and len(words) > _MOST_WORDS_OF_HEADING:
        return False
    start, end = sentence.start - chunk.start, sentence.end - chunk.start
    line_end = chunk.text.find("\n", end)
    line = chunk.text[
        chunk.text.rfind("\n", 0, start) + 1 : line_end if line_end >= 0 else len(chunk.text)
    ]
    said = _WORD.findall(line.casefold())
    headings = chunk.heading.casefold().split(HEADING_SEPARATOR)
    return any(said == _WORD.findall(one) for one in headings)


def _joined(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Join what is one statement.

    It is a sentence that ends in a colon with the list items after it, and "Yes." with the sentence
    that follows on its line.
    """
    joined: list[Span] = []
    leads = in_list = False
    for sentence in sentences:
        is_on_a_new_line = not joined or "\n" in text[joined[-1].end : sentence.start]
        is_item = is_on_a_new_line and LIST_ITEM.match(text, sentence.start) is not None
        in_list = is_item if is_on_a_new_line else in_list
        if joined and ((leads and in_list) or _tells_verdict_of(text, joined[-1], sentence)):
            joined[-1] = Span(joined[-1].start, sentence.end)
        else:
            joined.append(sentence)
            leads = _leads_to_list(text[slice(*sentence)])
            in_list = False
    return joined


def _leads_to_list(sentence: str) -> bool:
    return sentence.endswith(":") and _ATTRIBUTION.fullmatch(sentence) is None


def _tells_verdict_of(text: str, sentence: Span, following: Span) -> bool:
    """Tell whether a sentence is "Yes." to what the one after it says."""
    if "\n" in text[sentence.end : following.start]:
        return False
    is_verdict = _BARE_VERDICT.fullmatch(text, sentence.start, sentence.end) is not None
    return is_verdict and not is_question(text[slice(*following)])
