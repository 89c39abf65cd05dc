"""Whether a sentence asserts or denies what a question asks: the rules for a "yes" or a "no".

A wrong yes does harm, and the sentence answers anyway. So there is a verdict only where one clause
has every word that the question has, and nothing that leaves it open ("may", "if", "claims").
"""

import re

from ragqa.questions import Kind, Question
from ragqa.terms import tokenize

_CLAUSE = re.compile(
    r"[;:,—–]\s+|\s+(?:and|but|while|whereas|although|though|y|pero|mientras|aunque)\s+"
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|\w+n['’]t|cannot|fail(?:s|ed)?|refus(?:es|ed)|nunca|"
    r"jamás|ni|sin|tampoco|ningun[oa]?|ningún)\b",
    re.IGNORECASE,
)
_HALF_NEGATION = re.compile(
    r"\b(?:not (?:only|just|yet)|no (?:solo|sólo|solamente))\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:if|whether|unless|may|might|could|would|should|perhaps|possibly|probably|almost|nearly|"
    r"claim(?:s|ed)?|alleg\w+|suppos\w+|rumou?r\w*|propos\w+|plan(?:s|ned|ning)?|expect\w*|seek\w*|"
    r"want(?:s|ed)?|intend\w*|deni(?:es|ed)|denying|doubt\w*|until|except|si|podría\w*|puede\w*|"
    r"debería\w*|quizás?|acaso|casi|supuest\w+|propus\w+|prevé\w*|espera\w*|busca\w*|niega\w*|negó|"
    r"hasta|salvo|excepto)\b",
    re.IGNORECASE,
)
_MIN_TERMS = 3


def verdict(question: Question, statement: str) -> bool | None:
    """Return True where a statement asserts what is asked, False where it denies it, else None."""
    if question.kind is not Kind.YES_NO or _leaves_open(question.asked):
        return None
    asked = set(tokenize(question.asked, question.language))
    if len(asked) < _MIN_TERMS:
        return None
    for clause in _CLAUSE.split(statement):
        if asked <= set(tokenize(clause, question.language)):
            return _judge(clause, statement)
    return None


def _judge(clause: str, statement: str) -> bool | None:
    if _OPEN.search(statement) or _HALF_NEGATION.search(statement):
        return None
    denies = _NEGATION.search(clause) is not None
    # What stands outside the clause may still turn it round: "It is false that …, not …".
    if not denies and _NEGATION.search(statement):
        return None
    return not denies


def _leaves_open(asked: str) -> bool:
    """Tell whether the question itself denies, or offers a choice: yes would then say nothing."""
    return re.search(r"\b(?:or|o)\b", asked) is not None or _NEGATION.search(asked) is not None
