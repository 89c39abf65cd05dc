"""Questions to suggest: made from the documents by rules, kept only if they are really answered.

A rule fits a sentence whose subject is a name and whose verb is known to it, and turns the sentence
round. What is not surely grammatical, or does not make sense to a person who has not seen the text,
is not proposed: few good questions serve better than many.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from ragqa.languages import LANGUAGES, detect_language
from ragqa.mentions import MentionKind, find_mentions
from ragqa.sentences import split_sentences
from ragqa.terms import tokenize
from ragqa.types import Answer, Document, Span

Ask = Callable[[str], Answer]
"""Asks the bot a question that stands alone."""


class Aspect(StrEnum):
    """What a suggested question asks about, the most telling first."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    HOW_MANY = "how_many"
    DEFINITION = "definition"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the span of the sentence of the text that should answer it."""

    question: str
    start: int
    end: int
    aspect: Aspect


_MIN_CONFIDENCE = 0.6
"""A suggestion that is answered with a doubt would do more harm than none."""

_MAX_QUESTION_CHARS = 90
_MAX_SENTENCE_CHARS = 400
_READ_CHARS = 20_000
"""Of a long document the first so many characters are read for example questions."""

_GOLDEN_RATIO = (5**0.5 - 1) / 2


def propose(text: str, *, language: str, title: str = "") -> tuple[Candidate, ...]:
    """Return the questions that a text seems to answer, the most promising first.

    First come those with the most words of the title, then in the order of `Aspect`, then in that
    of the text. No question comes twice. A language that is not supported gives none.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return ()
    words = _count_words(text)
    found: dict[str, Candidate] = {}
    for sentence in split_sentences(text, language):
        for candidate in _candidates(text, sentence, grammar=grammar, words=words):
            found.setdefault(candidate.question, candidate)
    about = set(tokenize(title, language)) if title else set()
    order = list(Aspect)

    def promise(candidate: Candidate) -> tuple[int, int]:
        shared = len(about.intersection(tokenize(candidate.question, language)))
        return -shared, order.index(candidate.aspect)

    return tuple(sorted(found.values(), key=promise))


def verified(
    candidates: Sequence[Candidate], *, ask: Ask, doc_id: str, limit: int, min_confidence: float
) -> tuple[str, ...]:
    """Return the first ``limit`` questions that are answered from the sentence they were made of.

    An answer counts that is no refusal, has a confidence of at least ``min_confidence``, and cites
    first a quotation of the document that overlaps the candidate's sentence.
    """
    good = (
        candidate.question
        for candidate in candidates
        if _is_answered(candidate, ask(candidate.question), doc_id, min_confidence)
    )
    return tuple(islice(good, limit))


def example_questions(
    documents: Sequence[Document], *, ask: Ask, count: int = 4, max_asked: int = 24
) -> tuple[str, ...]:
    """Return up to ``count`` verified questions, each of another document.

    The languages of the documents take turns. The same documents give the same questions. ``ask``
    is called at most ``max_asked`` times.
    """
    asked = _Budget(ask, max_asked)
    by_language: dict[str, list[Document]] = {language: [] for language in LANGUAGES}
    for document in documents:
        language = document.language or detect_language(document.text[:_READ_CHARS])
        if language in by_language:
            by_language[language].append(document)
    sources = [
        _examples(_spread(group), language=language, ask=asked)
        for language, group in by_language.items()
    ]
    return tuple(islice(_unique(_taking_turns(sources)), count))
