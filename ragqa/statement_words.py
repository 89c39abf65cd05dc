"""The words of a question and of a sentence, as they are held against each other for a verdict."""

import re
import unicodedata
from dataclasses import dataclass

from ragqa.grammar import PARTICIPLES
from ragqa.terms import fold_accents, tokenize
from ragqa.verdict_words import COMPARES

# Articles, and auxiliaries that a question puts elsewhere.
_NEUTRAL = {
    "en": frozenset(
        """the a an is are was were be been being has have had do does did will can must shall
        also""".split()
    ),
    "es": frozenset(
        """el la los las un una unos unas es son era eran fue fueron está están ha han había habían
        también""".split()
    ),
}
_DENYING = frozenset({"not", "never", "no", "nunca", "jamás"})
_CONTRACTED = re.compile(r"\b(?:(can)(?:not|['’]t)|(wo)n['’]t|(\w+)n['’]t)\b", re.IGNORECASE)
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")
# "Found" may be of "find" or what makes "founded"; and some are rather nouns.
_NO_VERBS = frozenset("find finds leave leaves".split())
_KEPT = "0"  # a word that is a term in every language


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is neither neutral nor a denial: as it is written, and as a search term.

    ``is_term`` is false for a word of grammar. ``led_by`` is the article, the auxiliary or the
    denial that stands right before it, ``is_denied`` tells of a denial. ``is_joined`` tells that
    nothing but space or a hyphen parts it from the word before, ``is_hyphened`` the hyphen.
    """

    written: str
    term: str
    is_term: bool
    led_by: str
    is_denied: bool
    is_joined: bool
    is_hyphened: bool


def words_said(text: str, language: str) -> list[Word]:
    """Return the words of a text that are neither neutral nor denials, in order."""
    spelled_out = _CONTRACTED.sub(_spelled_out, unicodedata.normalize("NFC", text))
    words: list[Word] = []
    led_by, is_denied, between, end = "", False, "", 0
    for found in _WORD.finditer(spelled_out):
        written = found[0].lower().replace("’", "'")
        between += spelled_out[end : found.start()].strip()
        end = found.end()
        if written in _NEUTRAL[language] or written in _DENYING:
            led_by, is_denied = written, is_denied or written in _DENYING
            continue
        # A word of grammar gives no term beside one that is kept.
        is_term = len(terms := tokenize(f"{written} {_KEPT}", language)) > 1
        term = terms[0] if is_term else fold_accents(written)
        if written[:1].isdigit():
            term = written  # "the 1970s" are not 1970
        elif language == "en" and written not in _NO_VERBS:
            term = PARTICIPLES.get(term, term)
        joint = between.strip("-'’")  # "the rowers' parents" is one phrase
        words.append(Word(written, term, is_term, led_by, is_denied, not joint, between == "-"))
        led_by, is_denied, between = "", False, ""
    return words


def _spelled_out(found: re.Match[str]) -> str:
    return f"{found[1] or ('will' if found[2] else found[3])} not"


def compared(text: str) -> set[str]:
    """Return the words of comparison, quantity, order in time and obligation of a text."""
    words = map(fold_accents, written_words(text))
    return {word for word in words if COMPARES.fullmatch(word)}


def written_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without contractions."""
    return _WORD.findall(_CONTRACTED.sub(_spelled_out, unicodedata.normalize("NFC", text.lower())))
