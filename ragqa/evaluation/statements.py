"""What an answer states, sentence by sentence, and with which citations.

A marker such as "[1]" belongs to the sentence in front of it, or to the whole quotation in front of
it where that has several. What states nothing needs no proof: a lead that ends with a colon, a
question, the line that says which part of a question is not answered, and all of a refusal.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.answering import unanswered_text
from ragqa.evaluation.matching import has_words, holds_words
from ragqa.languages import LANGUAGES
from ragqa.sentences import split_sentences
from ragqa.types import Answer, Citation

# The date of its document may stand behind a marker; it is not what the answer states.
_MARKED = re.compile(
    r"(?P<said>.*?)(?P<markers>\[\d+\](?:[\s,;]*\[\d+\])*)(?:\s*\(\d{4}(?:-\d{2}){0,2}\))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"\[(\d+)\]")
_AFTER_LEAD = re.compile(r"(?<=:)\s+(?=[“«\"])")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_OPENS_MID_SENTENCE = ".,;:!?)]}”»\"'’ \n\t"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or a whole quotation, that states something; ``markers`` are its citations'."""

    text: str
    markers: tuple[int, ...]


def statements_of(answer: Answer) -> tuple[Statement, ...]:
    """Return what an answer states, in its order; nothing for a refusal."""
    return () if answer.abstained else tuple(_statements(answer))


def cited_by(statement: Statement, citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations that a statement's markers name."""
    return [one for one in citations if one.marker in statement.markers]


def is_held(statement: Statement, citations: Sequence[Citation]) -> bool:
    """Return whether a quotation that a statement cites holds its words, in order."""
    return any(holds_words(one.quote, statement.text) for one in cited_by(statement, citations))


def unresolved_markers(answer: Answer) -> list[int]:
    """Return each marker of the text that has no citation, once, in their order."""
    known = {citation.marker for citation in answer.citations}
    markers = dict.fromkeys(int(number) for number in _NUMBER.findall(answer.text))
    return [] if answer.abstained else [one for one in markers if one not in known]


def unmarked_citations(answer: Answer) -> list[int]:
    """Return the marker of each citation that the text does not name."""
    named = {int(number) for number in _NUMBER.findall(answer.text)}
    return [one.marker for one in answer.citations if one.marker not in named]


def _statements(answer: Answer) -> Iterator[Statement]:
    end = 0
    for marked in _MARKED.finditer(answer.text):
        end = marked.end()
        markers = tuple(dict.fromkeys(int(one) for one in _NUMBER.findall(marked["markers"])))
        quotes = [one.quote for one in answer.citations if one.marker in markers]
        yield from _marked_statements(marked["said"], markers, quotes, answer.language)
    for fragment in _fragments(answer.text[end:], answer.language):
        yield Statement(fragment, ())


def _marked_statements(
    said: str, markers: tuple[int, ...], quotes: Sequence[str], language: str
) -> Iterator[Statement]:
    """Yield what stands in front of markers: as much of its end as a quotation holds is theirs."""
    fragments = _fragments(said, language)
    if not fragments:
        return
    first = len(fragments) - 1
    for start in range(len(fragments)):
        rest = " ".join(fragments[start:])
        if any(holds_words(quote, rest) for quote in quotes):
            first = start
            break
    for fragment in fragments[:first]:
        yield Statement(fragment, ())
    yield Statement(" ".join(fragments[first:]), markers)


def _fragments(text: str, language: str) -> list[str]:
    """Return the sentences of a text that state something, each on a line of its own or not."""
    lines = (_BULLET.sub("", line) for line in text.lstrip(_OPENS_MID_SENTENCE).split("\n"))
    parts = (part for line in lines for part in _AFTER_LEAD.split(line))
    sentences = (
        part[slice(*span)].strip() for part in parts for span in split_sentences(part, language)
    )
    unanswered = unanswered_text("", language=language).strip() if language in LANGUAGES else None
    return [
        one for one in sentences if _states(one) and not (unanswered and one.startswith(unanswered))
    ]


def _states(sentence: str) -> bool:
    return has_words(sentence) and not sentence.endswith((":", "?"))
