"""Questions that only one kind of thing can answer: a person, a number, words of one form."""

import re

from ragqa.forms import asked_form
from ragqa.offices import asks_for_a_role
from ragqa.questions import Kind, Question

_NAME_OF_PERSON = re.compile(
    r"\bnames? of the (?:person|man|woman|official)\b|"
    r"\bnombres? del? (?:la persona|hombre|la mujer|funcionari[oa])\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:how many|(?:what|which) (?:\w+ ){0,3}?(?:number|percentage|percent|population))\b|"
    r"cu[áa]nt[oa]s|\b(?:qu[ée]|cu[áa]l) (?:\w+ ){0,3}?(?:n[úu]mero|porcentaje|poblaci[óo]n)\b",
    re.IGNORECASE,
)


def demands_kind(question: Question) -> bool:
    """Tell whether only a person, only a number, or only words of one form can answer."""
    if asked_form(question.asked):
        return True
    if question.kind is Kind.WHO:
        flat = " ".join(question.asked.split())
        return asks_for_a_role(flat) or _NAME_OF_PERSON.search(flat) is not None
    return question.kind is Kind.HOW_MANY and _COUNT.search(question.asked) is not None
