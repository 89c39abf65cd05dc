"""The language of a text: English or Spanish.

The only importer of py3langid, whose choice is kept to the supported languages: on short questions
that is exact where a detector of a hundred languages guesses Galician or Latin.
"""

from functools import cache
from typing import Any

LANGUAGES = ("en", "es")
"""ISO 639-1 codes of the languages that are stemmed, segmented and answered in."""


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
