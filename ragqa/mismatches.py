"""Sentences that tell of another one than the question asks about, though all else is the same."""

from ragqa.corrections import reports_an_error
from ragqa.designations import is_of_another
from ragqa.features import Candidate
from ragqa.questions import Question
from ragqa.roles import is_the_other_way_round
from ragqa.seasons import is_of_another_season


def is_of_something_else(question: Question, candidate: Candidate, *, is_foreign: bool) -> bool:
    """Tell whether a sentence is of another of the kind, or has the parts the other way round.

    One that reports an error is of what was not so, one of another school year of another.
    """
    language = question.language
    headed = f"{candidate.hit.chunk.heading}\n{candidate.text}"
    title = candidate.context.partition("\n")[0]
    scopes = (candidate.text, candidate.hit.chunk.heading, title)
    if reports_an_error(candidate.text) or is_of_another_season(
        question.asked, scopes, candidate.context
    ):
        return True
    if is_of_another(question.asked, headed, candidate.context, language):
        return True
    return not is_foreign and is_the_other_way_round(question.asked, candidate.text, language)
