"""Whether a phrase says why: words that lead to a cause or an aim stand in front of it.

"Contact with nature" may be what a model points at when somebody asks why; alone it reads as if it
were the reason.
"""

import re

from ragqa.questions import Kind, Question
from ragqa.types import Span

# Not "What is the purpose?", and not "por qué otra cosa", "por qué entidad".
_ASKS_WHY = re.compile(
    r"\bwhy\b|\bpor qu[ée]\b(?! (?:otr[oa]s?|tipo|clase|entidad|medios?|vías?)\b)", re.IGNORECASE
)
_LEADING = (
    r"because(?: of)?|since|as|due to|owing to|thanks to|caused by|results? of|given|to|for|from|"
    r"by|through|after|when|if|so that|lest|reasons? (?:\w+ ){0,4}(?:is|are|was|were)|"
    r"(?:purpose|aim|goal|cause)s? (?:\w+ ){0,6}(?:is|are|was|were)|on account of|attributed to|"
    r"porque|puesto que|ya que|dado que|debido al?|gracias al?|a causa del?|por|para|al|tras|"
    r"cuando|pues|con el (?:fin|objeto|objetivo|propósito) de|a fin de|como|"
    r"(?:motivo|razón|razones|causa|objetivo|fin|propósito)s? (?:\w+ ){0,6}"
    r"(?:es|son|fue|fueron|era)"
)
_IS_LED_TO = re.compile(
    rf"\b(?:{_LEADING})[\s:,]+(?:(?:\w+ly|both|either|an?|the|its?|their|his|her|this|these|that|"
    r"they|he|she|el|la|los|las|un|una|sus?|que)\s+){0,2}[\"“«'‘]?$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    rf"\W*(?:{_LEADING}|in order|so as|out of|que)\b",
    re.IGNORECASE,
)


def asks_why(question: Question) -> bool:
    """Tell whether a question asks why, in this word."""
    return question.kind is Kind.WHY and _ASKS_WHY.search(question.asked) is not None


def says_why(quote: str, phrase: Span) -> bool:
    """Tell whether words that lead to a cause or an aim begin a phrase, or stand in front of it."""
    return (
        _LEADS.match(quote, phrase.start, phrase.end) is not None
        or _IS_LED_TO.search(quote, 0, phrase.start) is not None
    )
