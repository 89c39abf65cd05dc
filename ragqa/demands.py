"""Questions that only one kind of thing can answer: a person, a number, words of one form."""

import re

from ragqa.forms import asked_form
from ragqa.questions import Kind, Question

_ROLE = re.compile(
    r"^(?:who|qui[ée]n(?:es)?) (?:is|was|are|were|became|es|son|fue|fueron|era) (?:the |el |la )?"
    r"(?:\w+ ){0,3}?(?:president|minister|king|queen|pope|director|secretary|head|chair|chairman|"
    r"chairwoman|mayor|governor|ambassador|emperor|leader|coach|captain|"
    r"priest|bishop|judge|premier|chancellor|rector|treasurer|p[áa]rroco|obispo|juez|jueza|"
    r"tesorer[oa]|"
    r"presidente|presidenta|ministr[oa]|rey|reina|papa|directora|secretari[oa]|alcalde|alcaldesa|"
    r"gobernadora?|embajadora?|líder)\b|"
    r"\bnames? of the (?:person|man|woman|official)\b|"
    r"\bnombres? del? (?:la persona|hombre|la mujer|funcionari[oa])\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:how many|(?:what|which) (?:\w+ ){0,3}?(?:number|percentage|percent|population))\b|"
    r"cu[áa]nt[oa]s|\b(?:qué|cuál) (?:\w+ ){0,3}?(?:número|porcentaje|población)\b",
    re.IGNORECASE,
)


def demands_kind(question: Question) -> bool:
    """Tell whether only a person, only a number, or only words of one form can answer."""
    if asked_form(question.asked):
        return True
    if question.kind is Kind.WHO:
        return _ROLE.search(_flat(question.asked)) is not None
    return question.kind is Kind.HOW_MANY and _COUNT.search(question.asked) is not None


def _flat(text: str) -> str:
    return " ".join(text.split()).strip(" ¿?¡!.")
