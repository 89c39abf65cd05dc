"""Questions to suggest: proposed ones that are really asked, and kept only if they are answered."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ragqa.languages import LANGUAGES, detect_language
from ragqa.suggestions.grammar import Aspect
from ragqa.suggestions.proposing import Candidate, propose
from ragqa.types import Answer, Document, Span

Ask = Callable[[str], Answer]
"""Asks the bot a question that stands alone."""

_MIN_CONFIDENCE = 0.6
"""A suggestion that is answered with a doubt would do more harm than none."""

_MAX_OF_A_PASSAGE = 2
_READ_CHARS = 20_000
"""Of a long document so many characters are read for example questions."""

_MAX_DOCUMENTS_READ = 100
_GOLDEN_RATIO = (5**0.5 - 1) / 2


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

    The languages of the documents take turns, and so do the aspects. The same documents give the
    same questions. ``ask`` is called at most ``max_asked`` times.
    """
    groups: dict[str, list[Document]] = {language: [] for language in LANGUAGES}
    for document in documents:
        groups.get(_language_of(document), []).append(document)
    attempts = [_attempts(_spread(group), ask) for group in groups.values()]
    return _balanced(attempts, count=count, max_asked=max_asked)


def nearest_questions(
    passages: Sequence[tuple[Document, int, int]],
    *,
    ask: Ask,
    language: str,
    count: int = 3,
    max_asked: int = 6,
) -> tuple[str, ...]:
    """Return up to ``count`` verified questions that the nearest passages answer.

    A passage is a document, and the start and end of a part of its text; the nearest comes first.
    Those in ``language`` go before the others, since a question is made in the language of its
    passage. ``ask`` is called at most ``max_asked`` times.
    """
    found: dict[str, tuple[Candidate, str]] = {}
    for document, start, end in sorted(passages, key=lambda one: _language_of(one[0]) != language):
        for candidate in _of_passage(document, Span(start, end))[:_MAX_OF_A_PASSAGE]:
            found.setdefault(candidate.question, (candidate, document.doc_id))
    good = (
        candidate.question
        for candidate, doc_id in islice(found.values(), max_asked)
        if _is_answered(candidate, ask(candidate.question), doc_id, _MIN_CONFIDENCE)
    )
    return tuple(islice(good, count))


def _of_passage(document: Document, passage: Span) -> list[Candidate]:
    text = document.text[passage.start : passage.end]
    return [
        replace(candidate, start=candidate.start + passage.start, end=candidate.end + passage.start)
        for candidate in propose(text, language=_language_of(document), title=document.title)
    ]


def _is_answered(candidate: Candidate, answer: Answer, doc_id: str, min_confidence: float) -> bool:
    """Tell whether an answer is sure of itself and quotes the candidate's sentence first."""
    if answer.abstained or answer.confidence < min_confidence or not answer.citations:
        return False
    first = answer.citations[0]
    return first.doc_id == doc_id and first.start < candidate.end and candidate.start < first.end


def _language_of(document: Document) -> str:
    return document.language or detect_language(document.text[:_READ_CHARS]) or ""


def _spread(documents: Sequence[Document]) -> list[Document]:
    """Return documents so that the first few, however many, lie evenly among them all."""
    places = sorted(range(len(documents)), key=lambda place: place * _GOLDEN_RATIO % 1)
    return [documents[place] for place in places[:_MAX_DOCUMENTS_READ]]


def _attempts(documents: Sequence[Document], ask: Ask) -> Iterator[str | None]:
    """Ask one question after another; yield it where it is answered, otherwise None.

    A document whose question is answered is done with; the others get another turn after the last.
    The aspect that has been answered least goes first.
    """
    asked: set[str] = set()
    used: Counter[Aspect] = Counter()
    waiting: deque[tuple[Document, list[Candidate] | None]] = deque()
    waiting.extend((document, None) for document in documents)
    while waiting:
        document, candidates = waiting.popleft()
        if candidates is None:
            candidates = _of_passage(document, Span(0, _READ_CHARS))
        fresh = [candidate for candidate in candidates if candidate.question not in asked]
        if not fresh:
            continue
        chosen = min(fresh, key=lambda candidate: used[candidate.aspect])
        asked.add(chosen.question)
        if _is_answered(chosen, ask(chosen.question), document.doc_id, _MIN_CONFIDENCE):
            used[chosen.aspect] += 1
            yield chosen.question
        else:
            waiting.append((document, fresh))
            yield None


def _balanced(
    sources: Sequence[Iterator[str | None]], *, count: int, max_asked: int
) -> tuple[str, ...]:
    """Return what the sources yield that is not None: the one that has given least goes next."""
    given = dict.fromkeys(range(len(sources)), 0)
    questions: list[str] = []
    asked = 0
    while given and len(questions) < count and asked < max_asked:
        turn = min(given, key=lambda place: given[place])
        try:
            question = next(sources[turn])
        except StopIteration:
            del given[turn]
            continue
        asked += 1
        if question is not None:
            given[turn] += 1
            questions.append(question)
    return tuple(questions)
