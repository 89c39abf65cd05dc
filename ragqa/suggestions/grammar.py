"""What a language needs so that its sentences can be turned round into questions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

UPPER = "A-ZÁÉÍÓÚÑÜÖÄÅÇŠŽŁØ"
LOWER = "a-záéíóúñüöäåçšžłøàèêâôë"
WORD = rf"(?:[{UPPER}][\w'’&/-]*\w|[{UPPER}]\.|\d[\w-]*(?![.,]\d))"
QUOTED = r"(?:\"[^\"]+\"|“[^”]+”|«[^»]+»)"
PERSON = (
    rf"(?<!the )(?<!el )(?<!la )(?P<person>[{UPPER}][{LOWER}-]+"
    rf"(?: (?:[{UPPER}]\.|(?:(?:de|del|la|van|von) )?[{UPPER}](?:\w|['’-][{UPPER}])*[{LOWER}])"
    r"){1,3})"
)


class Aspect(StrEnum):
    """What a suggested question asks about, the most telling first."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    HOW_MANY = "how_many"
    DEFINITION = "definition"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and the question that its groups make.

    The groups ``subject``, ``object`` and ``person`` must be names, ``doer``, which the question
    leaves out, no pronoun; ``generic`` must be a common noun, and ``thing`` need no text around
    it; ``when`` and ``where``, the rest of the clause, must tell a time and a place. The question
    may use the groups, and as ``form`` that of the group ``verb`` in a question.
    """

    aspect: Aspect
    pattern: re.Pattern[str]
    question: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language turns its sentences round.

    Parameters
    ----------
    openers
        Words that open a sentence with a capital letter and are part of no name.
    opening
        What may stand before the subject.
    forms
        The form that a verb takes in a question.
    time, place
        What leads to a date; what leads to a place and the place.
    turn
        Words that turn to another matter.
    vague
        Words that point to the text around them.
    """

    rules: tuple[Rule, ...]
    articles: frozenset[str]
    openers: frozenset[str]
    opening: re.Pattern[str]
    forms: Mapping[str, str]
    time: re.Pattern[str]
    place: re.Pattern[str]
    turn: re.Pattern[str]
    vague: re.Pattern[str]
    stands_for: str


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


def forms_of(pairs: str) -> dict[str, str]:
    """Return a table from pairs such as "wrote=write"."""
    return dict(pair.split("=") for pair in pairs.split())


def rules_of(*rules: tuple[Aspect, str, str]) -> tuple[Rule, ...]:
    """Return rules from triples of an aspect, a pattern and a question."""
    return tuple(Rule(aspect, re.compile(pattern), text) for aspect, pattern, text in rules)
