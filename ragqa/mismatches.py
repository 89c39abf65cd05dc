"""Sentences that tell of another one than the question asks about, though all else is the same."""

from ragqa.corrections import reports_an_error
from ragqa.designations import is_of_another
from ragqa.features import Candidate
from ragqa.questions import Question
from ragqa.roles import is_the_other_way_round


def is_of_something_else(question: Question, candidate: Candidate, *, is_foreign: bool) -> bool:
    """Tell whether a sentence is of another of the kind, or has the parts the other way round.

    One that reports an error is of what was not so.
    """
    language = question.language
    headed = f"{candidate.hit.chunk.heading}\n{candidate.text}"
    if reports_an_error(candidate.text):
        return True
    if is_of_another(question.asked, headed, candidate.context, language):
        return True
    return not is_foreign and is_the_other_way_round(question.asked, candidate.text, language)
