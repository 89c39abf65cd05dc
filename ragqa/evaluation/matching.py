"""Whether texts say the same, by their words: SQuAD's measures, and what a text holds."""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable

from ragqa.evaluation.cases import Case
from ragqa.types import Answer

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)
_WORD = re.compile(r"\w+")
# Keeps a document's own "[3]" in an answer from reading as a marker, and is not seen.
_WORD_JOINER = "\u2060"


def normalise(text: str) -> str:
    """Return a text without case, punctuation, English articles and extra white space.

    In this order, and punctuation that of ASCII alone, as the script of SQuAD 1.1 does it
    (Rajpurkar et al., EMNLP 2016).
    """
    kept = "".join(character for character in text.lower() if character not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", kept).split())


def exact_match(answer: str, gold: str) -> float:
    """Return 1.0 where two texts are the same once normalised, else 0.0."""
    return float(normalise(answer) == normalise(gold))


def token_f1(answer: str, gold: str) -> float:
    """Return the harmonic mean of precision and recall over normalised words, in 0..1.

    Each word counts as often as it is in both; without any word on either side it is 0, as in
    SQuAD 1.1.
    """
    answer_words, gold_words = normalise(answer).split(), normalise(gold).split()
    shared = sum((Counter(answer_words) & Counter(gold_words)).values())
    return 2 * shared / (len(answer_words) + len(gold_words)) if shared else 0.0


def best_over(
    measure: Callable[[str, str], float], answer: str | None, golds: Iterable[str]
) -> float:
    """Return the best of a measure over the right answers; no answer scores as an empty one."""
    return max(measure(answer or "", gold) for gold in golds)


def is_same(text: str, other: str) -> bool:
    """Return whether two texts are the same, without regard to capitals and runs of space."""
    return _folded(text) == _folded(other)


def holds(text: str, part: str) -> bool:
    """Return whether a part stands in a text, without regard to capitals and runs of space."""
    return _folded(part) in _folded(text)


def holds_words(text: str, part: str) -> bool:
    """Return whether the words of a part stand in a text, in order and with nothing between.

    Capitals and punctuation do not count.
    """
    return f" {_words(part)} " in f" {_words(text)} "


def holds_expected(case: Case, text: str) -> bool:
    """Return whether a text holds a right answer, one of ``any_of``, and all of ``all_of``.

    What a question does not ask for counts as held.
    """
    return (
        (not case.answers or any(holds(text, one) for one in case.answers))
        and (not case.any_of or any(holds(text, one) for one in case.any_of))
        and all(holds(text, one) for one in case.all_of)
    )


def expects_words(case: Case) -> bool:
    """Return whether a question says what its answer should hold."""
    return bool(case.answers or case.any_of or case.all_of)


def words_of(answer: Answer) -> int:
    """Return how many words an answer has, markers among them, split at white space."""
    return len(answer.text.split())


def has_words(text: str) -> bool:
    """Return whether there is a letter or a digit in a text."""
    return _WORD.search(text) is not None


def _folded(text: str) -> str:
    return " ".join(text.replace(_WORD_JOINER, "").casefold().split())


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.replace(_WORD_JOINER, "").casefold()))
