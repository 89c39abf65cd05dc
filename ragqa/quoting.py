"""What of a sentence is quoted: with the sentence that says what "it" is, without a long tail."""

import re
from collections.abc import Collection
from itertools import takewhile

from ragqa.features import Candidate
from ragqa.phrases import Phrase
from ragqa.questions import Kind, Question
from ragqa.terms import tokenize
from ragqa.types import Span

# What such a sentence speaks of stands in the one before it.
_HEADLESS = re.compile(
    r"(?:It|They|He|She|Its|Their|His|Her|This|These|Those|Él|Ella|Ellos|Ellas|Est[aeo]s?|Es[aeo]s?)\b"
)
_MAX_WORDS_BEFORE = 16

_LONG = 40
"""A quotation of more words than this is cut behind its answer, where that leaves nothing out."""

_TOLD_KINDS = frozenset({Kind.LIST, Kind.WHY, Kind.HOW, Kind.DEFINITION})
"""Their answer is all that the sentence says."""

# A clause that adds something: ", which fell in 1979", ", noting that"; no item of a row.
_BREAK = re.compile(
    r";(?=\s)|\s[–—](?=\s)|"
    r",(?=\s(?:(?:which|whom?|whose|with|based on|(?!dur)[a-z]{2,}ing|"
    r"que|quien(?:es)?|cuy[oa]s?|con|l[oa]s? (?:que|cual(?:es)?)|[a-záéíóú]+[aei]ndo)\b))"
)
# "that the French, who had been there, might come": behind what was added the sentence goes on.
_GOES_ON = re.compile(
    r",\s(?:is|are|was|were|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|"
    r"would|\w+ed|es|son|era|eran|fue|fueron|ha|han|hab[íi]an?|puede|pueden|podr[íi]an?|debe|deben|"
    r"ser[áa]n?|tiene|tienen|\w+(?:ó|aron|ieron))\b"
)
# What follows may take back, or hedge, what was said before.
_QUALIFIES = re.compile(
    r"\b(?:but|however|although|though|unless|except|only|until|if|when|where|not|no|nor|never|none|"
    r"without|despite|while|whereas|provided|subject to|instead|rather|regardless|depending|"
    r"\w+n['’]t|cannot|"
    r"pero|sin|aunque|salvo|excepto|s[óo]lo|solamente|[úu]nicamente|hasta|si|cuando|donde|no|ni|"
    r"nunca|ning\w+|siempre que|mientras|a menos|sino|independientemente|según)\b",
    re.IGNORECASE,
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def quoted_span(
    question: Question, candidate: Candidate, phrase: Phrase, *, beside: Collection[str] = ()
) -> Span:
    """Return what is quoted of a candidate, as offsets into the document.

    A sentence that begins with a pronoun comes with the short one before it, unless that is
    ``beside`` it, among the sentences quoted anyway. A long one ends where it breaks off behind the
    phrase that answers, if what follows neither qualifies that nor has words of the question.
    """
    start = candidate.start if candidate.before in beside else _head(candidate)
    return Span(start, candidate.start + _length(question, candidate.text, phrase))


def _head(candidate: Candidate) -> int:
    """Return where the sentence before begins if this one needs it, else where this one does."""
    text, chunk, before = candidate.text, candidate.hit.chunk, candidate.before
    if not before or not _HEADLESS.match(text) or len(before.split()) > _MAX_WORDS_BEFORE:
        return candidate.start
    here = candidate.start - chunk.start
    start = chunk.text.rfind(before, 0, here)
    if start < 0 or "\n" in chunk.text[start:here]:
        return candidate.start
    return chunk.start + start


def _length(question: Question, text: str, phrase: Phrase) -> int:
    """Return how many characters of a sentence are quoted."""
    if question.kind in _TOLD_KINDS or not phrase.text or len(text.split()) <= _LONG:
        return len(text)
    answered = text.find(phrase.text) + len(phrase.text)
    if answered < len(phrase.text):
        return len(text)
    ends = [
        end
        for end in takewhile(
            lambda end: not _tells_more(question, text, answered, end),
            (one.start() for one in reversed(list(_BREAK.finditer(text, answered)))),
        )
        if _is_balanced(text[:end])
    ]
    short_enough = (end for end in ends if len(text[:end].split()) <= _LONG)
    return next(short_enough, min(ends, default=len(text)))


def _tells_more(question: Question, text: str, answered: int, end: int) -> bool:
    """Tell whether what stands behind ``end`` belongs to the answer, which ends at ``answered``."""
    kept, left = text[:end], text[end:]
    asked = set(question.terms).intersection(tokenize(left, question.language))
    return (
        ": " in kept[answered:]
        or _GOES_ON.search(left) is not None
        or _QUALIFIES.search(left) is not None
        or not asked <= set(tokenize(kept, question.language))
    )


def _is_balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(
        text.count(opening) == text.count(closing) for opening, closing in _PAIRS
    )
