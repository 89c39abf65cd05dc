"""The rules for a "yes" or a "no" in front of a sentence.

A wrong yes does harm, and the sentence answers anyway. So there is a verdict only where a document
gives it itself, right below the same question (`told_verdicts.py`), or where one clause
asserts or denies all that is asked (`assertions.py`), lists what is asked about among the members
(`membership.py`), or asserts the same of another day, price or manner, or the opposite
(`contraries.py`).
"""

import re

from ragqa.assertions import find_assertion
from ragqa.contraries import other_assertion
from ragqa.membership import is_member
from ragqa.questions import Kind, Question
from ragqa.statement_words import words_said
from ragqa.told_verdicts import told_below_question
from ragqa.verdict_words import NEGATION

_MIN_TERMS = 3


def verdict(question: Question, statement: str) -> bool | None:
    """Return True where a statement asserts what is asked, False where it denies it, else None."""
    if question.kind is not Kind.YES_NO or _leaves_open(question.asked):
        return None
    asked, language = question.asked, question.language
    if told := told_below_question(asked, statement, language):
        if told.verdict is not None:
            return told.verdict
        statement = told.rest
    membership = is_member(asked, statement)
    if membership is not None:
        return membership
    if len({word.term for word in words_said(asked, language) if word.is_term}) < _MIN_TERMS:
        return None
    if assertion := find_assertion(asked, statement, language):
        return assertion.is_true
    return other_assertion(asked, statement, language)


def _leaves_open(asked: str) -> bool:
    """Tell whether the question itself denies, or offers a choice: yes would then say nothing."""
    return re.search(r"\b(?:or|o)\b", asked) is not None or NEGATION.search(asked) is not None
