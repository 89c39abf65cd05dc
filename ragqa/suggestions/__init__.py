"""Questions to suggest, made from the documents by rules, and only such as are really answered."""

from ragqa.suggestions.grammar import Aspect
from ragqa.suggestions.proposing import Candidate, propose
from ragqa.suggestions.verifying import Ask, example_questions, nearest_questions, verified

__all__ = [
    "Ask",
    "Aspect",
    "Candidate",
    "example_questions",
    "nearest_questions",
    "propose",
    "verified",
]
