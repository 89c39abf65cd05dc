"""The language of a text: English or Spanish.

The only importer of py3langid, whose choice is kept to the supported languages: on short questions
that is exact where a detector of a hundred languages guesses Galician or Latin.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ragqa.grammar import AUXILIARY

LANGUAGES = ("en", "es")
"""ISO 639-1 codes of the languages that are stemmed, segmented and answered in."""

_ASKING_EN = (
    "who|whom|whose|what|which|when|where|why|how|who's|what's|when's|where's|how's|"
    f"whos|whats|whens|wheres|hows|{AUXILIARY}"
)
_OPENINGS_EN = f"{_ASKING_EN}|am|and|but|tell|list|name|give|explain"
_ASKING_ES = (
    "qué|quién|quiénes|cuál|cuáles|cuándo|dónde|adónde|cómo|cuánto|cuánta|cuántos|cuántas|"
    "que|quien|quienes|cual|cuales|cuando|donde|como|cuanto|cuanta|cuantos|cuantas|"
    "es|son|fue|fueron|hay|está|están|puedo|puede|pueden|podría|hubo"
)
# Words that no name begins with, and that are no others without their accents.
_SURE_OPENINGS_ES = frozenset(
    "¿ qué quién quiénes cuál cuáles cuándo dónde adónde cómo cuánto cuánta cuántos cuántas".split()
)
_OPENINGS_ES = frozenset(f"{_ASKING_ES}|por|en|de|con|desde|y|pero|dime".split("|"))
_OPENINGS = {
    "en": frozenset(_OPENINGS_EN.split("|")),
    "es": _SURE_OPENINGS_ES | _OPENINGS_ES,
}
_ASKING = {
    "en": frozenset(_ASKING_EN.split("|")),
    "es": frozenset(f"{_ASKING_ES}|el|la|los|las|un|una|del|al|se|su|sus".split("|")),
}
"""Words of grammar that stand in the questions of one language only, unless they open a name."""

# "Describe" is a word of both.
_DESCRIBE = re.compile(r"\W*describe\s+(\S+)", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_MAX_NAME_WORDS = 2
_SURE_LOG_ODDS = math.log(4)
"""How much likelier a language must be to be more than a guess."""

_WORD_OR_MARK = re.compile(r"¿|[\w']+")


def detect_question_language(text: str) -> str | None:
    """Return the language of a question, by the word that opens it where that word tells.

    A Spanish one may open a name, too; then the words of grammar behind it decide. Names decide
    otherwise: "Who is Miguel Gómez?" has more of Spanish than of English. It is English where
    nothing tells: no letter is Latin, or it is only a name of one or two words, such as "Panama" or
    "IOM", whose letters speak for neither language.
    """
    if described := _DESCRIBE.match(text):
        return "es" if described[1] in _ASKING["es"] else "en"
    words = _WORD_OR_MARK.findall(text.replace("’", "'"))
    opening = words[0].lower() if words else ""
    if opening in _OPENINGS["es"] - _SURE_OPENINGS_ES and _asks_in_english(words[1:]):
        return "en"
    sure = (language for language, openings in _OPENINGS.items() if opening in openings)
    return next(sure, None) or _by_letters(text)


def _asks_in_english(words: Sequence[str]) -> bool:
    """Tell whether more words of a text are of English questions than of Spanish ones.

    Those with a capital are of names, unless all have one: "De Gaulle was president when?".
    """
    plain = [word for word in words if word.islower()] or [word.lower() for word in words]
    english, spanish = (sum(word in _ASKING[one] for word in plain) for one in LANGUAGES)
    return english > spanish


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
