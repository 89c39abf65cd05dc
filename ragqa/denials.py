"""What a sentence denies does not answer: "It did not open in 2019" does not say when it opened."""

import re

from ragqa.languages import LANGUAGES
from ragqa.questions import Kind, Question
from ragqa.terms import tokenize

_KINDS = frozenset({Kind.WHEN, Kind.WHERE, Kind.WHO, Kind.HOW_MANY})
_NEGATION = {
    # "Not only", "not until 2019" and "no later than May" deny nothing of the kind.
    "en": (
        r"(?:\b(?:not|never|cannot)|n['’]t)\b"
        r"(?! (?:only|just|merely|until|till|later|less|more)\b)"
    ),
    "es": (
        r"\b(?:no|nunca|jam[áa]s|tampoco)\b"
        r"(?! (?:s[óo]lo|solamente|[úu]nicamente|menos|m[áa]s)\b)"
    ),
}
_AUXILIARIES = {
    "en": r"(?: (?:be|been|being|yet|also|then|even|have|had|\w+ly))*",
    "es": (
        r"(?: (?:se|lo|la|los|las|le|les|me|nos|ha|han|había|habían|hubo|fue|fueron|es|son|era|"
        r"eran|será|serán|ha sido|han sido|va a|van a|puede|pueden|pudo))*"
    ),
}
_DENIED = {
    language: re.compile(
        rf"{_NEGATION[language]}{_AUXILIARIES[language]} (?P<verb>[^\W\d_]+)", re.IGNORECASE
    )
    for language in LANGUAGES
}
_BREAK = re.compile(
    r"[.,;:!?()—–]|\b(?:but|because|as|when|while|until|till|although|though|which|who|that|if|"
    r"unless|except|and|or|pero|sino|porque|cuando|mientras|hasta|aunque|que|quien|si|salvo|excepto|"
    r"y|o|ni)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|cannot|nobody|none|without|nunca|jam[áa]s|nadie|ning\w+|sin)\b|n['’]t\b",
    re.IGNORECASE,
)
_BEFORE_BEHIND_NOT = re.compile(
    r"(?:\b(?:not|never|no|cannot|nunca)\b|n['’]t\b)[^.;:]*\b(?:before|earlier than|antes del?)"
    r"(?: (?:the|el|la|los|las|about|around))?\s*$",
    re.IGNORECASE,
)
_OPENS_WITH_BEFORE = re.compile(r"(?:before|earlier than|antes del?) ", re.IGNORECASE)
_LINK = re.compile(r"(?: \w+){0,2} ?")


def is_denied(question: Question, text: str, phrase: str | None) -> bool:
    """Tell whether a text denies of a phrase what a question asks, which denies nothing."""
    if question.kind not in _KINDS or not phrase or _NEGATED.search(question.asked):
        return False
    start = text.find(phrase)
    if start < 0:
        return False
    asked, end = set(question.terms), start + len(phrase)
    return any(
        asked.intersection(tokenize(found["verb"], question.language))
        and _are_of_one_clause(text, found.span(), (start, end))
        for found in _DENIED[question.language].finditer(text)
    )


def _are_of_one_clause(text: str, denied: tuple[int, int], phrase: tuple[int, int]) -> bool:
    """Tell whether a phrase stands right before what is denied, or in what follows it."""
    if phrase[1] <= denied[0]:
        return _LINK.fullmatch(text[phrase[1] : denied[0]]) is not None
    return denied[1] <= phrase[0] and _BREAK.search(text[denied[1] : phrase[0]]) is None


def is_only_not_before(question: Question, text: str, phrase: str | None) -> bool:
    """Tell whether a text says that something is not before a time, which is not when it is."""
    if question.kind is not Kind.WHEN or not phrase or _NEGATED.search(question.asked):
        return False
    start = text.find(phrase)
    opening = _OPENS_WITH_BEFORE.match(phrase)
    until = start + (opening.end() if opening else 0)
    return start >= 0 and _BEFORE_BEHIND_NOT.search(text[:until]) is not None
