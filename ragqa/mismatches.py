"""Sentences that tell of another one than the question asks about, though all else is the same."""

from ragqa.designations import is_of_another
from ragqa.questions import Question
from ragqa.roles import is_the_other_way_round
from ragqa.statements import Candidate


def is_of_something_else(question: Question, candidate: Candidate, *, is_foreign: bool) -> bool:
    """Tell whether a sentence is of another of the kind, or has the parts the other way round."""
    language = question.language
    headed = f"{candidate.hit.chunk.heading}\n{candidate.text}"
    if is_of_another(question.asked, headed, candidate.context, language):
        return True
    return not is_foreign and is_the_other_way_round(question.asked, candidate.text, language)
