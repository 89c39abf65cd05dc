"""Questions that ask for more than one thing: in two parts, or of two things to compare."""

import re
from dataclasses import dataclass

from ragqa.comparing import compared
from ragqa.fragments import FRAGMENT
from ragqa.questions import Question, understand

_ASKING = {
    "en": r"who|whom|what|which|when|where|why|how(?: many| much| long)?",
    "es": (
        r"qui[ée]n(?:es)?|qu[ée]|cu[áa]l(?:es)?|cu[áa]ndo|d[óo]nde|c[óo]mo|cu[áa]nt[oa]s?|"
        r"por qu[ée]"
    ),
}
_BARE = {
    "en": r"who|when|where|why|how",
    "es": r"qui[ée]n(?:es)?|cu[áa]ndo|d[óo]nde|c[óo]mo|por qu[ée]",
}
_AND = {"en": r"and", "es": r"y|e"}

# In Spanish with its accent: "a quienes retornan" asks nothing.
_PLACED = {
    "en": (
        r"(?:in|on|at|by|for|from|with|about|during|after|before|since|to|into|of|under|until) "
        r"(?:who|whom|what|which|when|where|how (?:many|much|long))"
    ),
    "es": (
        r"(?:en|a|al|de|del|con|por|para|desde|hasta|sobre|durante|según|entre) "
        r"(?:quién(?:es)?|qué|cuál(?:es)?|cuándo|dónde|cuánt[oa]s?)"
    ),
}
_ANY_ASKING = "|".join(_ASKING.values())
# What goes on behind these is no question of its own: "between what they know and what they do".
_OPEN = re.compile(
    rf"\b(?:between (?!.* and )|entre (?!.* [ye] )|(?:about|sobre) (?:{_ANY_ASKING})\b)",
    re.IGNORECASE,
)
_NAMED = r"(?-i:[A-ZÁÉÍÓÚÑ])\S*(?: (?-i:[A-ZÁÉÍÓÚÑ])\S*)*"
# "What did IOM and what did UNHCR do?", "How far and in what …?", "¿Qué puede la OIM y qué …?"
_HAS_NO_VERB = {
    "en": re.compile(
        r"(?:\w{1,5} )?(?:(?:who|whom|what|which(?: \w+)?|when|where|why|how) (?:do|does|did)|"
        r"(?:what|when|where|why|how) (?:can|could|will|would|shall|should|may|might|must)) "
        rf"(?:(?:the|an?) )?(?:{_NAMED}|\S+)|"
        r"(?:when|where|why|how)\b(?! (?:many|much|to)\b|.* (?:do|does|did|is|are|was|were|has|"
        r"have|had|can|could|will|would|shall|should|may|might|must)\b|.*['’]s\b).*",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"(?:\w{{1,5}} )?(?:{_ASKING['es']})(?: \w+)? (?:ha|han|había|habían|puede|pueden|debe|"
        rf"deben|va|van) (?:{_NAMED}|(?:el|la|los|las) (?:{_NAMED}|\S+))",
        re.IGNORECASE,
    ),
}
_LEAST_WORDS = 3
_SENTENCE_END = re.compile(r"\?\s+¿?(?=\S)")


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions that a question is made of; ``compares`` if they ask the same of two things."""

    questions: tuple[Question, ...]
    compares: bool


def parts_of(question: Question) -> Parts | None:
    """Return the two questions that one asks, or None if it asks for one thing."""
    language = question.language
    flat = " ".join(question.asked.split()).strip(" ¿?¡!.")
    things = compared(flat, language)
    if things:
        return Parts(tuple(understand(one) for one in things), compares=True)
    texts = _two_adverbs(flat, language) or _two_questions(question.asked, flat, language)
    if texts is None:
        return None
    first, second = understand(texts[0]), understand(texts[1], history=(texts[0],))
    is_fragment = FRAGMENT[language].fullmatch(second.asked.strip(" ¿?")) is not None
    return None if is_fragment else Parts((first, second), compares=False)


def _two_adverbs(flat: str, language: str) -> tuple[str, str] | None:
    """Take "When and where was it held" apart."""
    found = re.match(
        rf"(?P<one>{_BARE[language]}) (?:{_AND[language]}) (?P<other>{_BARE[language]}) "
        r"(?P<rest>\S+ .+)$",
        flat,
        re.IGNORECASE,
    )
    if found is None or found["one"].lower() == found["other"].lower():
        return None
    return (
        _asked(f"{found['one']} {found['rest']}", language),
        _asked(f"{found['other']} {found['rest']}", language),
    )


def _two_questions(asked: str, flat: str, language: str) -> tuple[str, str] | None:
    """Take "Who directed it and when did it come out" apart, and two questions in a row."""
    ends = list(_SENTENCE_END.finditer(asked))
    if len(ends) == 1:
        first, second = asked[: ends[0].start()], asked[ends[0].end() :]
        both_ask = all(_begins(one.strip(" ¿?"), language) for one in (first, second))
        return (_asked(first, language), _asked(second, language)) if both_ask else None
    joined = re.match(
        rf"(?P<first>.+?),? (?:{_AND[language]}) (?:also |también )?"
        rf"(?P<second>(?:{_ASKING[language]}|{_PLACED[language]}) \S+(?: .+)?|"
        rf"(?P<fragment>{FRAGMENT[language].pattern}))$",
        flat,
        re.IGNORECASE,
    )
    if joined is None or not _is_question(joined["first"], language):
        return None
    if joined["fragment"] and _asks_twice(joined["first"], language):
        return None
    return _asked(joined["first"], language), _asked(joined["second"], language)


def _is_question(text: str, language: str) -> bool:
    """Tell whether what stands before "and" is a whole question."""
    return (
        _begins(text, language)
        and len(text.split()) >= _LEAST_WORDS
        and _OPEN.search(text) is None
        and _HAS_NO_VERB[language].fullmatch(text) is None
    )


def _asks_twice(text: str, language: str) -> bool:
    """Tell whether another question word stands in a question: "who said what"."""
    return re.search(rf" (?:{_ASKING[language]})\b", text, re.IGNORECASE) is not None


def _begins(text: str, language: str) -> bool:
    """Tell whether a text begins as a question does, a preposition before the word allowed."""
    pattern = rf"(?:\w{{1,5}} )?(?:{_ASKING[language]})\b"
    return re.match(pattern, text.strip(" ¿?"), re.IGNORECASE) is not None


def _asked(text: str, language: str) -> str:
    flat = text.strip(" ¿?¡!.")
    shown = flat[:1].upper() + flat[1:]
    return f"¿{shown}?" if language == "es" else f"{shown}?"
