"""The language of a text: English or Spanish.

The only importer of py3langid, whose choice is kept to the supported languages: on short questions
that is exact where a detector of a hundred languages guesses Galician or Latin.
"""

import math
import re
from functools import cache
from typing import Any

LANGUAGES = ("en", "es")
"""ISO 639-1 codes of the languages that are stemmed, segmented and answered in."""

_OPENINGS = {
    "en": frozenset(
        """who whom whose who's what what's when where where's why how which is are was were do does
        did can could will would should and but tell list name""".split()
    ),
    "es": frozenset(
        """qué que quién quien quiénes quienes cuál cual cuáles cuales cuándo cuando dónde donde
        cómo como cuánto cuanto cuánta cuanta cuántos cuantos cuántas cuantas por en de con desde y
        pero es son fue fueron hay ¿""".split()
    ),
}
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_MAX_NAME_WORDS = 2
_SURE_LOG_ODDS = math.log(4)
"""How much likelier a language must be to be more than a guess."""

_WORD_OR_MARK = re.compile(r"¿|[\w']+")


def detect_question_language(text: str) -> str | None:
    """Return the language of a question, by the word that opens it where that word tells.

    Names decide otherwise: "Who is Miguel Gómez?" has more of Spanish than of English. It is
    English where nothing tells: no letter is Latin, or it is only a name of one or two words, such
    as "Panama" or "IOM", whose letters speak for neither language.
    """
    opening = next(iter(_WORD_OR_MARK.findall(text.lower().replace("’", "'"))), "")
    sure = (language for language, openings in _OPENINGS.items() if opening in openings)
    return next(sure, None) or _by_letters(text)


def _by_letters(text: str) -> str | None:
    language = detect_language(text)
    if language is None or (_LATIN.search(text) and not _is_undecided_name(text)):
        return language
    return LANGUAGES[0]


def _is_undecided_name(text: str) -> bool:
    """Tell whether a text is one or two words with capitals that might be of either language."""
    words = _WORD_OR_MARK.findall(text)
    if not 1 <= len(words) <= _MAX_NAME_WORDS or not all(word[0].isupper() for word in words):
        return False
    odds = dict(_identifier().rank(text))
    return abs(float(odds["es"]) - float(odds["en"])) < _SURE_LOG_ODDS


def differ(one: str | None, other: str | None) -> bool:
    """Tell whether two languages are known to be different ones, both of the supported."""
    return one != other and one in LANGUAGES and other in LANGUAGES


def detect_language(text: str) -> str | None:
    """Return the likelier of the supported languages, or None for a text without a letter."""
    if not any(character.isalpha() for character in text):
        return None
    language, _ = _identifier().classify(text)
    return str(language)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
