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

from ragqa.english_spelling import bases_of, other_spellings
from ragqa.questions import Question
from ragqa.terms import fold_accents, tokenize
from ragqa.types import Hit

ReadWords = Callable[[str], Mapping[str, int]]
"""Returns the words of the documents in a language, each with how often it stands in them."""

_WORD = re.compile(r"[^\W\d_]+")
_MIN_LETTERS = 5
_LONG_LETTERS = 8
"""A word that long may be two letters off, a shorter one a single one."""

_LONG_NAME = 7
"""A name that long may lack a letter or have one too many; a shorter one may be another name."""

_OPENING = re.compile(r"(?:^|[.?!:¿¡])[^\w.?!:¿¡]*([^\W\d_]+)")
# Letters that sound alike in Spanish, in which most names of the documents are written.
_SOUNDS = ((r"z|c(?=[ei])", "s"), (r"v", "b"), (r"y", "i"), (r"g(?=[ei])", "j"), (r"k|qu", "c"))
# The single and the double letter are two sounds in Spanish: "pero" and "perro".
_DOUBLE = re.compile(r"([^\W\d_lr])\1")

_LEAST_LETTERS_HEARD = 7
"""A Spanish word that long hardly ever sounds like another."""

_MOST_UNHEARD = 2
_UNHEARD = ((r"(?<!c)h", ""), (r"ll", "i"))
# Those that do: "concejo" and "consejo", "votaron" and "botaron", "validez" and "valides".
_HAS_TWIN = re.compile(
    "abra[sz]|apreh?end|arro(?:y|ll)|[bv]aron|bo[bv]in|[bv]ot|ca(?:ll|y)ad|ca[sz]|con[cs]ej|cons?cien|consien|"
    "co[cs]|desh?ech|encau[sz]|gra[bv]|h?ablan|h?err|hier[bv]|h?oje|h?ond|in[gj]eri|inten[cs]i|"
    "re[bv]el|rebo[sz]|reh?us|re[sz]um|ro[sz]|[cs](?:eg|enador|err|es|i?er[bv])|"
    r"\w+(?:nt|id|ur)e[sz]$"
)


class Wording:
    """Finds other words for those of a question.

    ``is_word`` tells a word that the language has, though the documents do not: it is not misspelt.
    ``is_english`` does for English words in small letters.
    """

    def __init__(
        self,
        abbreviations: Sequence[tuple[str, str]] = (),
        *,
        words: ReadWords = lambda _: {},
        is_word: Callable[[str], bool] = lambda _: True,
        is_english: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._abbreviations = tuple(abbreviations)
        self._words = words
        self._is_word = is_word
        self._is_english = is_english
        self._defined = frozenset(
            word.lower()
            for form in self._abbreviations
            for words in form
            for word in _WORD.findall(words)
            if word[0].isupper()
        )
        self._stems = cache(self._find_stems)
        self._by_sound = cache(self._find_sounds)

    def mend(self, question: Question) -> Question:
        """Return a question whose misspelt words are exchanged for words of the documents."""
        mended = {
            word: self._mended(word, question.language, is_name=is_name)
            for word, is_name in _words(question).items()
        }
        return _exchanged(question, mended)

    def respelt(self, question: Question) -> Question:
        """Return an English question with the British or American spelling of the documents."""
        if question.language != "en":
            return question
        words = (word for word, is_name in _words(question).items() if not is_name)
        return _exchanged(question, {word: self._respelt(word) for word in words})

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

    def _mended(self, word: str, language: str, *, is_name: bool) -> str | None:
        known = self._words(language)
        if len(word) < _MIN_LETTERS or not known or self._is_known(word, language):
            return None
        if language == "en" and self._is_word(word.capitalize()):
            is_name = True  # "who is gomes"
        # A Spanish verb has some fifty forms, and the documents hold few of them.
        if language == "es" and not is_name:
            return self._of_same_sound(word, known)
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 2 if len(word) >= _LONG_LETTERS else 1
        near = process.extract(
            _flat(word), known.keys(), scorer=OSA.distance, processor=_flat,
            score_cutoff=most, limit=None,
        )  # fmt: skip
        # Hardly anybody misses the first letter.
        good = [(distance, one) for one, distance, _ in near
                if _flat(one)[0] == _flat(word)[0] and len(one) >= _MIN_LETTERS - 1]  # fmt: skip
        least = min((distance for distance, _ in good), default=0)
        nearest = [one for distance, one in good if distance == least]
        if is_name:
            nearest = [one for one in nearest if self._is_same_name(word, one, least)]
        return min(nearest, key=lambda one: (-known[one], one), default=None)

    def _of_same_sound(self, word: str, known: Mapping[str, int]) -> str | None:
        """Return the only word of Spanish documents that sounds as a long one does, if it is sure.

        One that stands in them once may itself be misspelt, unless the language has it.
        """
        flat = _flat(word)
        if len(word) < _LEAST_LETTERS_HEARD or _HAS_TWIN.match(flat):
            return None
        heard = self._by_sound("es").get(_spanish_sound(flat), ())
        same = [one for one in heard if abs(len(one) - len(word)) <= _MOST_UNHEARD]
        if len(same) != 1 or not (known[same[0]] > 1 or self._is_word(same[0])):
            return None
        return same[0]

    def _is_same_name(self, word: str, other: str, distance: int) -> bool:
        """Tell whether a name is another word misspelt, and not the name of something else.

        The words of the documents do not tell which are names, and people's names are often a
        letter off some word ("Medina", "media"). So letters may be swapped, doubled or exchanged
        for such as sound alike; one may lack or be too many inside of a long name; and what the
        documents define as the name of something may be as far off as any word.
        """
        one, two = _flat(word), _flat(other)
        if len(two) < _MIN_LETTERS:
            return False
        if len(two) >= _LONG_NAME and other in self._defined:
            return True
        if _sound(one) == _sound(two):
            return True
        is_swapped = sorted(one) == sorted(two)
        return distance <= 1 and (is_swapped or _lacks_inner_letter(one, two))

    def _is_known(self, word: str, language: str) -> bool:
        return (
            self._has_stem(word, language)
            or self._is_word(word.lower())
            or (language == "en" and self._is_known_english(word.lower()))
        )

    def _has_stem(self, word: str, language: str) -> bool:
        """Tell whether the documents have some form of a word, or it is a stop word."""
        stems = tokenize(word, language)
        return not stems or stems[0] in self._stems(language)

    def _is_known_english(self, word: str) -> bool:
        """Tell whether a word or what it is a form of is English, in whichever spelling."""
        return self._respelt(word) is not None or any(
            self._is_english(form) for one in (word, *other_spellings(word))
            for form in (one, *bases_of(one))
        )  # fmt: skip

    def _respelt(self, word: str) -> str | None:
        """Return the other spelling of an English word if the documents have only that."""
        if len(word) < _MIN_LETTERS or self._has_stem(word, "en"):
            return None
        known = self._words("en")
        for one in other_spellings(word.lower()):
            if one in known or (self._is_english(one) and self._has_stem(one, "en")):
                return one
        return None

    def _find_sounds(self, language: str) -> Mapping[str, Sequence[str]]:
        """Return the long words of the documents in a language by what is heard of them."""
        by_sound: dict[str, list[str]] = {}
        for one in self._words(language):
            if len(one) >= _LEAST_LETTERS_HEARD - _MOST_UNHEARD:
                by_sound.setdefault(_spanish_sound(_flat(one)), []).append(one)
        return by_sound

    def _find_stems(self, language: str) -> frozenset[str]:
        return frozenset(stem for one in self._words(language) for stem in tokenize(one, language))


def _exchanged(question: Question, others: Mapping[str, str | None]) -> Question:
    """Return a question with other words for some of its words, itself if there are none."""
    changed = {word: other for word, other in others.items() if other is not None}
    if not changed:
        return question
    understood, asked = (
        _WORD.sub(lambda found: _like(changed.get(found[0]), found[0]), text)
        for text in (question.understood, question.asked)
    )
    terms = tuple(tokenize(understood, question.language))
    return replace(question, understood=understood, asked=asked, terms=terms)


def _words(question: Question) -> dict[str, bool]:
    """Return each word, and whether it is a name; abbreviations are none.

    A word with a capital is a name, unless it only stands where every word has one.
    """
    text = question.understood
    opening = {found.start(1) for found in _OPENING.finditer(text)}
    words: dict[str, bool] = {}
    for found in _WORD.finditer(text):
        word = found[0]
        if word.isupper() and len(word) > 1:
            continue
        is_name = not word.islower() and found.start() not in opening
        words[word] = words.get(word, False) or is_name
    return words


def _sound(word: str) -> str:
    """Return a word without what hardly anybody hears: double letters, letters that sound alike."""
    for letters, sound in _SOUNDS:
        word = re.sub(letters, sound, word)
    return _DOUBLE.sub(r"\1", word)


def _spanish_sound(word: str) -> str:
    """Return what is heard of a Spanish word."""
    for letters, sound in _UNHEARD:
        word = re.sub(letters, sound, word)
    return _sound(word)


def _lacks_inner_letter(one: str, other: str) -> bool:
    """Tell whether a long word has one letter more than another, and not at its end."""
    short, long = sorted((one, other), key=len)
    if len(long) == len(short) or len(short) < _LONG_NAME:
        return False
    return long[-1] == short[-1] and long[-2] == short[-2]


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
