"""Words that differ between a question and the documents: abbreviations, and misspelt words.

Both are known from the index: an abbreviation from where a document defines it, a word from the
documents in the question's language. The distance of words is that of R. A. Wagner and R. Lowrance
(JACM, 1975) in its restricted form: a letter put in, left out or exchanged, or two neighbours
swapped. The only importer of rapidfuzz.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ragqa.questions import Question
from ragqa.terms import fold_accents, tokenize
from ragqa.types import Hit

ReadWords = Callable[[str], Mapping[str, int]]
"""Returns the words of the documents in a language, each with how often it stands in them."""

_WORD = re.compile(r"[^\W\d_]+")
_MIN_LETTERS = 5
_LONG_LETTERS = 8
"""A word that long may be two letters off, a shorter one a single one."""


class Wording:
    """Finds other words for those of a question.

    ``is_word`` tells a word that the language has, though the documents do not: it is not misspelt.
    """

    def __init__(
        self,
        abbreviations: Sequence[tuple[str, str]] = (),
        *,
        words: ReadWords = lambda _: {},
        is_word: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._abbreviations = tuple(abbreviations)
        self._words = words
        self._is_word = is_word
        self._stems = cache(self._find_stems)

    def mend(self, question: Question) -> Question:
        """Return a question whose misspelt words are exchanged for words of the documents."""
        mended = {word: self._mended(word, question.language) for word in _words(question)}
        changed = {word: better for word, better in mended.items() if better is not None}
        if not changed:
            return question
        understood, asked = (
            _WORD.sub(lambda found: _like(changed.get(found[0]), found[0]), text)
            for text in (question.understood, question.asked)
        )
        terms = tuple(tokenize(understood, question.language))
        return replace(question, understood=understood, asked=asked, terms=terms)

    def more_terms(self, question: Question) -> tuple[str, ...]:
        """Return search terms that stand for an abbreviation or its long form in a question."""
        found = [other for _, other in self._other_forms(question.understood)]
        terms = [term for other in found for term in tokenize(other, question.language)]
        return tuple(dict.fromkeys(term for term in terms if term not in question.terms))

    def as_in(self, hits: Sequence[Hit], question: Question) -> Question:
        """Return a question with the form of each abbreviation that the passages have."""
        text = "\n".join(hit.chunk.text for hit in hits)
        asked = question.asked
        for form, other in self._other_forms(asked):
            if not _holds(text, form) and _holds(text, other):
                asked = other.join(_pattern(form).split(asked))
        if asked == question.asked:
            return question
        return replace(question, asked=asked, terms=tuple(tokenize(asked, question.language)))

    def _other_forms(self, text: str) -> list[tuple[str, str]]:
        """Return each form that a text has, with the other form of the same."""
        pairs = [*self._abbreviations, *((long, short) for short, long in self._abbreviations)]
        return [(form, other) for form, other in pairs if _holds(text, form)]

    def _mended(self, word: str, language: str) -> str | None:
        known = self._words(language)
        if len(word) < _MIN_LETTERS or not known or self._is_known(word, language):
            return None
        # A Spanish verb has some fifty forms, and the documents hold few of them.
        if language == "es" and word.islower():
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 2 if len(word) >= _LONG_LETTERS else 1
        near = process.extract(
            _flat(word), known.keys(), scorer=OSA.distance, processor=_flat,
            score_cutoff=most, limit=None,
        )  # fmt: skip
        # Hardly anybody misses the first letter.
        best = [(distance, -known[one], one) for one, distance, _ in near
                if _flat(one)[0] == _flat(word)[0] and len(one) >= _MIN_LETTERS - 1]  # fmt: skip
        return min(best)[2] if best else None

    def _is_known(self, word: str, language: str) -> bool:
        stems = tokenize(word, language)
        return not stems or stems[0] in self._stems(language) or self._is_word(word.lower())

    def _find_stems(self, language: str) -> frozenset[str]:
        return frozenset(stem for one in self._words(language) for stem in tokenize(one, language))


def _words(question: Question) -> list[str]:
    """Return each word once; abbreviations are none."""
    found = dict.fromkeys(_WORD.findall(question.understood))
    return [word for word in found if not (word.isupper() and len(word) > 1)]


def _like(better: str | None, word: str) -> str:
    """Return the better word with a capital where the word had one."""
    if better is None:
        return word
    return better[:1].upper() + better[1:] if word[:1].isupper() else better


def _flat(word: str) -> str:
    return fold_accents(word.lower())


def _holds(text: str, form: str) -> bool:
    return _pattern(form).search(text) is not None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Match an abbreviation as it is written, and words in any case and spacing."""
    spaced = r"\s+".join(map(re.escape, form.split()))
    flags = re.IGNORECASE if " " in form else re.NOFLAG
    return re.compile(rf"(?<!\w){spaced}(?!\w)", flags)
