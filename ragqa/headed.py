"""What stands under a heading that has all the words of the question: "3.2.1 › Fixed".

Its items answer "What was fixed in 3.2.1?", though none has a word of it.
"""

from collections.abc import Sequence

from ragqa.documents.blocks import HEADING_SEPARATOR
from ragqa.questions import Kind, Question
from ragqa.sentences import LIST_ITEM
from ragqa.statements import Candidate
from ragqa.terms import tokenize

_KINDS = frozenset({Kind.LIST, Kind.WHICH})
_LEAST_TERMS = 2


def item_under_asked_heading(
    question: Question, candidates: Sequence[Candidate], order: Sequence[int]
) -> int | None:
    """Return the best item of a list whose headings have all that is asked, a number among it.

    A number, such as that of a version, tells the list from others that have the same heading. None
    where there is no such list, or the best sentence stands under these headings and is no item.
    """
    asked = set(question.terms)
    has_number = any(any(map(str.isdigit, term)) for term in asked)
    if question.kind not in _KINDS or len(asked) < _LEAST_TERMS or not has_number:
        return None
    under = (row for row in order if _is_under(candidates[row], asked, question.language))
    best = next(under, None)
    return best if best is not None and LIST_ITEM.match(candidates[best].text) else None


def _is_under(candidate: Candidate, asked: set[str], language: str) -> bool:
    """Tell whether the two lowest headings say all that is asked, and the lowest some of it."""
    levels = candidate.hit.chunk.heading.split(HEADING_SEPARATOR)[-2:]
    terms = [set(tokenize(one, language)) for one in levels]
    return asked <= set().union(*terms) and bool(asked & terms[-1])
