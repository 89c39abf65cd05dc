"""Words of a text as search terms: lower case, stop words out, stemmed, accents folded.

The only importer of PyStemmer (the Snowball stemmers; M. F. Porter, 2001).
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")
_SNOWBALL = {"en": "english", "es": "spanish"}
_REMEMBERED_WORDS = 2**16

# Closed-class words: articles, prepositions, pronouns, auxiliaries, question words.
_STOP_WORDS = {
    "en": frozenset(
        """a about after again all also am an and any are as at be because been before being between
        both but by can could did do does doing done during each either every few for from further
        had has have having he her here hers him his how i if in into is it its itself just may me
        might more most much must my neither no nor not of off on once only or other our ours out
        over own same shall she should so some such than that the their theirs them themselves then
        there these they this those through to too under until up upon us very was we were what when
        where which while who whom whose why will with within would yet you your yours""".split()
    ),
    "es": frozenset(
        """a al algo algún alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos
        aquello aquí así aun aunque bajo bien cada casi como cómo con contra cual cuál cuales cuáles
        cuando cuándo cuanta cuantas cuanto cuantos cuánta cuántas cuánto cuántos de del desde donde
        dónde durante e el él ella ellas ello ellos en entre era eran eres es esa esas ese eso esos
        esta está están estas este esto estos fue fueron ha había habían han hasta hay la las le les
        lo los más me mi mis mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro
        nuestros o os otra otras otro otros para pero poco por porque qué que quien quién quienes
        quiénes se ser si sí sido sin sobre son su sus también tan tanto te tiene tienen toda todas
        todo todos tu tus un una unas uno unos y ya yo""".split()
    ),
}


def tokenize(text: str, language: str | None) -> list[str]:
    """Return the search terms of a text, in order, repeated as often as they stand in it.

    A language that is not supported, or None, keeps every word and stems nothing. Should every
    word be a stop word ("The Who"), all are kept, so that no question is left without terms.
    """
    composed = unicodedata.normalize("NFC", text.lower())  # an accent apart would split its word
    words = [word.replace("’", "'") for word in _WORD.findall(composed)]
    stop_words = _STOP_WORDS.get(language or "", frozenset())
    kept = [word for word in words if word.removesuffix("'s") not in stop_words] or words
    term = _term_of(language)
    return [term(word) for word in kept]


def shared_terms(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a text that one in another language may have too, as its search terms.

    Names, numbers and words alike in both: all that is no stop word of either. Each comes once.
    """
    stop_words = frozenset[str]().union(*_STOP_WORDS.values())
    term = _term_of(language)
    composed = unicodedata.normalize("NFC", text.lower())
    return tuple(
        dict.fromkeys(
            term(word.replace("’", "'"))
            for word in _WORD.findall(composed)
            if word.replace("’", "'").removesuffix("'s") not in stop_words
        )
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, in order; numbers are none."""
    composed = unicodedata.normalize("NFC", text.lower())
    return [word for word in _WORD.findall(composed) if word.isalpha()]


def fold_accents(word: str) -> str:
    """Return a word without its accents."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def _term_of(language: str | None) -> Callable[[str], str]:
    """Return what makes a term of a word; of the words of large folders few are met only once."""
    name = _SNOWBALL.get(language or "")
    if name is None:
        return fold_accents
    import Stemmer

    snowball: Any = Stemmer.Stemmer(name)

    @lru_cache(maxsize=_REMEMBERED_WORDS)
    def term(word: str) -> str:
        return fold_accents(str(snowball.stemWord(word.removesuffix("'s"))))

    return term
