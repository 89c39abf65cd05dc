"""The "Yes." or "No." that a document gives itself, right below the question that it answers.

It is the verdict only where that is the question that is asked: the same words in the same order,
of the same time, and with nothing behind that limits it.
"""

import re
from dataclasses import dataclass

from ragqa.restating import same_words
from ragqa.statement_words import compared, words_said, written_words
from ragqa.terms import fold_accents
from ragqa.verdict_words import LIMITS, NEGATION, OPEN

_ANSWERED = re.compile(r"(?P<asked>[^?]*\?)[\s\"'”’»)*_:]*(?P<told>\S.*)", re.DOTALL)
_OPENING = re.compile(
    r"(?:(?P<yes>yes|s[íi])|(?P<no>no)|(?P<none>there (?:is|are) none|no hay(?: ningun[oa])?))"
    r"(?=[.,;:!—–]|\s*$|\s[—–-]\s)[.,;:!—–-]*\s*",
    re.IGNORECASE,
)
_ASKS_IF_THERE_IS = re.compile(r"\W*(?:is there|are there|hay)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!](?=\s|$)")
_GOES_ON_LIMITING = re.compile(
    r"\W*(?:but|however|only|except|unless|pero|sin embargo|s[óo]lo|salvo)\b", re.IGNORECASE
)

# Words that open a question and ask the same, by what stands for them all.
_OPENERS = {
    word: group[0]
    for group in (
        "is am are".split(),
        "was were".split(),
        "do does".split(),
        "has have".split(),
        "can may".split(),
        "puedo puede pueden podemos puedes".split(),
    )
    for word in group
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says below a question: its verdict, None without a clear one, and the rest.

    ``rest`` is what may assert something by itself, without the question and the "Yes.".
    """

    verdict: bool | None
    rest: str


def told_below_question(asked: str, statement: str, language: str) -> Told | None:
    """Return what a statement says to the question it opens with, None if it opens with none."""
    parts = _ANSWERED.fullmatch(statement)
    if parts is None:
        return Told(None, "") if statement.rstrip("\"'”’»)*_ ").endswith("?") else None
    told = parts["told"]
    opening = _OPENING.match(told)
    if opening is None:
        return Told(None, told)
    rest = told[opening.end() :]
    if opening["none"] and not _ASKS_IF_THERE_IS.match(parts["asked"]):
        return Told(None, rest)
    is_clear = _asks_the_same(asked, parts["asked"], language) and not _is_limited(opening, rest)
    return Told(opening["yes"] is not None if is_clear else None, rest)


def _asks_the_same(asked: str, above: str, language: str) -> bool:
    one, other = same_words(asked), same_words(above)
    terms, other_terms = (
        [word.term for word in words_said(text, language) if word.is_term] for text in (one, other)
    )
    return (
        bool(terms)
        and terms == other_terms
        and compared(one) - _OPENERS.keys() == compared(other) - _OPENERS.keys()
        and _opener(one) == _opener(other)
        and NEGATION.search(other) is None
    )


def _opener(question: str) -> str:
    """Return the word that opens a question, the same for all that ask the same."""
    words = [fold_accents(word) for word in written_words(question)]
    first = next((word for word in words if word != "se"), "")
    return _OPENERS.get(first, first)


def _is_limited(opening: re.Match[str], rest: str) -> bool:
    """Tell whether what follows a yes or a no takes some of it back."""
    is_whole = any(mark in opening[0] for mark in ".!")
    said, *more = ["", rest] if is_whole else _SENTENCE_END.split(rest, maxsplit=1)
    if LIMITS.search(said) or any(map(_GOES_ON_LIMITING.match, more)):
        return True
    return bool(opening["yes"]) and (
        OPEN.search(said) is not None or NEGATION.search(said) is not None
    )
