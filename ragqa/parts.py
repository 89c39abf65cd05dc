"""Questions that ask for more than one thing: in two parts, or of two things to compare."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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

_NAMED = r"(?:(?:the|el|la) )?[A-ZÁÉÍÓÚÑ]\w*(?: [A-ZÁÉÍÓÚÑ]\w*)*"
_COMPARED = {
    "en": (
        re.compile(r"\b[Dd]ifferences? between (?P<one>.+?) and (?P<other>.+)$"),
        re.compile(r"^[Hh]ow (?:do|does|did) (?P<one>.+?) and (?P<other>.+?) differ$"),
        re.compile(
            r"^[Hh]ow (?:do|does|did|is|are) (?P<one>.+?) "
            r"(?:differ(?:ent)? from|compare (?:with|to)) (?P<other>.+)$"
        ),
        re.compile(
            rf"^[Cc]ompare what (?P<one>{_NAMED}) (?:and|with) (?P<other>{_NAMED}) (?P<did>.+)$"
        ),
        re.compile(r"^[Cc]ompare (?P<one>.+?) (?:and|with|to) (?P<other>.+)$"),
    ),
    "es": (
        re.compile(
            r"\b[Dd]iferencias? (?:hay |existen? )?entre (?P<one>.+?) (?:y|e) (?P<other>.+)$"
        ),
        re.compile(r"\b[Ee]n qué se diferencian? (?P<one>.+?) (?:y|e|de) (?P<other>.+)$"),
        re.compile(
            rf"^[Cc]ompar[ae]r? lo que (?P<verb>\w+) (?P<one>{_NAMED}) (?:y|e|con) "
            rf"(?P<other>{_NAMED})(?P<did>.*)$"
        ),
        re.compile(r"^[Cc]ompar[ae]r? (?P<one>.+?) (?:y|e|con) (?P<other>.+)$"),
    ),
}
_NO_THING = re.compile(r"(?:that|those|each|it|what|how|lo|la que|los que|cómo)\b", re.IGNORECASE)
_MAX_WORDS_OF_THING = 6
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
    compared = _compared(flat, language)
    if compared:
        return Parts(tuple(_understood(one, ()) for one in compared), compares=True)
    texts = _two_adverbs(flat, language) or _two_questions(question.asked, flat, language)
    if texts is None:
        return None
    first, second = texts
    return Parts((_understood(first, ()), _understood(second, (first,))), compares=False)


def _understood(text: str, history: Sequence[str]) -> Question:
    return understand(text, history=history)


def _two_adverbs(flat: str, language: str) -> tuple[str, str] | None:
    """Take "When and where was it held" apart."""
    found = re.match(
        rf"(?P<one>{_BARE[language]}) (?:{_AND[language]}) (?P<other>{_BARE[language]}) "
        r"(?P<rest>\S+ .+)$",
        flat,
        re.IGNORECASE,
    )
    if found is None:
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
        rf"(?P<second>(?:{_ASKING[language]}) \S+ .+|(?:{_ASKING[language]}) \S+)$",
        flat,
        re.IGNORECASE,
    )
    if joined is None or not _begins(joined["first"], language):
        return None
    if len(joined["first"].split()) < 3:
        return None
    return _asked(joined["first"], language), _asked(joined["second"], language)


def _begins(text: str, language: str) -> bool:
    """Tell whether a text begins as a question does, a preposition before the word allowed."""
    pattern = rf"(?:\w{{1,5}} )?(?:{_ASKING[language]})\b"
    return re.match(pattern, text.strip(" ¿?"), re.IGNORECASE) is not None


def _compared(flat: str, language: str) -> tuple[str, str] | None:
    matches = (pattern.search(flat) for pattern in _COMPARED[language])
    found = next((match for match in matches if match), None)
    if found is None or not all(map(_is_thing, found.group("one", "other"))):
        return None
    groups = found.groupdict()
    did, verb = groups.get("did"), groups.get("verb")
    one, other = found["one"], found["other"]
    if did is None:
        return _what_is(one, language), _what_is(other, language)
    if verb:
        return f"¿Qué {verb} {one}{did}?", f"¿Qué {verb} {other}{did}?"
    return f"What {one} {did}?", f"What {other} {did}?"


def _is_thing(phrase: str) -> bool:
    """Tell whether a phrase names something: a long one says something."""
    return len(phrase.split()) <= _MAX_WORDS_OF_THING and _NO_THING.match(phrase) is None


def _what_is(thing: str, language: str) -> str:
    if language == "es":
        return f"¿Qué {'son' if re.match(r'(?:los|las) ', thing, re.IGNORECASE) else 'es'} {thing}?"
    several = re.search(r"(?:^| )[a-z][\w-]*[^s\W]s$", thing) is not None
    return f"What {'are' if several else 'is'} {thing}?"


def _asked(text: str, language: str) -> str:
    flat = text.strip(" ¿?¡!.")
    shown = flat[:1].upper() + flat[1:]
    return f"¿{shown}?" if language == "es" else f"{shown}?"
