"""What of a sentence is quoted: with the sentence that says what "it" is, without a long tail."""

import re

from ragqa.corrections import reports_an_error
from ragqa.phrases import Phrase
from ragqa.questions import TOLD_KINDS, Kind, Question
from ragqa.sentences import LIST_ITEM
from ragqa.statements import Candidate, question_above
from ragqa.terms import tokenize
from ragqa.types import Span

# What such a sentence speaks of stands in the one before it.
_HEADLESS = re.compile(
    r"(?:It|They|He|She|Its|Their|His|Her|This|These|Those|Él|Ella|Ellos|Ellas|Est[aeo]s?|Es[aeo]s?)\b"
)
_MAX_WORDS_BEFORE = 16
# So begins what says little without the question above it: "There is none.", "Yes, up to five."
_ANSWERS = re.compile(
    r"(?:Yes|No|None|Nothing|Nobody|Never|Not|There (?:is|are|was|were)|Because|Only|"
    r"S[íi]|Ningun[oa]|Ningún|Nada|Nadie|Nunca|Hay|Porque|S[óo]lo)\b"
)
_MAX_WORDS_OF_ANSWER = 8
"""What is as short as this below a question is quoted with it, however it begins."""

_KINDS_OF_LISTS = frozenset({Kind.LIST, Kind.HOW})
_MAX_WORDS_OF_LIST = 100
_NAMES_SEVERAL = re.compile(r", [^,]+ (?:and|or|y|e|o|u) ")
_LINE = re.compile(r"[^\s][^\n]*(?<!\s)")

_LONG = 35
"""A quotation of more words than this ends behind its answer, if what follows only adds to that."""

# "; the other one is new", ", including the old one": it goes to the end of the sentence.
_BREAK = re.compile(
    r";(?=\s)|"
    r",(?=\s(?:including|incluyendo|incluid[oa]s?)\s)|"
    # ", which fell in 1979", ", noting that": behind another comma the sentence could go on.
    r",(?=\s(?:which|who|whose|noting|making|becoming|leading|allowing|boosting|delaying|"
    r"quien(?:es)?|cuy[oa]s?|l[oa]s? cual(?:es)?)\s(?:(?!,|\s[–—-]\s).)*$)",
    re.DOTALL,
)
# What follows may take back, hedge or change what was said before.
_QUALIFIES = re.compile(
    r"\b(?:but|however|although|though|unless|except\w*|exclud\w+|only|until|if|when|where|not|no|"
    r"nor|never|none|without|despite|while|whereas|provided|pending|subject to|instead|rather|"
    r"regardless|depending|den(?:y|ied|ies)|later|since|then|as long as|other than|apart from|"
    r"postpon\w+|cancel\w+|suspen\w+|\w+n['’]t|cannot|"
    r"pero|sin|aunque|salvo|salvedad|exce(?:pt|pc)\w+|exclu\w+|exen\w+|s[óo]lo|solamente|"
    r"[úu]nicamente|hasta|si|cuando|donde|no|ni|nunca|ning\w+|siempre que|mientras|a menos|sino|"
    r"independientemente|según|pendiente\w*|negó|neg\w+on|desm[ei]nt\w+|después|luego|desde|aplaz\w+|"
    r"condici\w+)\b",
    re.IGNORECASE,
)
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def quoted_span(
    question: Question,
    candidate: Candidate,
    phrase: Phrase,
    *,
    behind: Candidate | None = None,
    is_foreign: bool = False,
) -> Span:
    """Return what is quoted of a candidate, as offsets into the document.

    An item of a list that is asked for or answers whole, or of the steps of "how", comes with all
    the others, if they are not many. A sentence that begins with a pronoun comes with the short one
    before it, and a short answer with the question above it, unless that is quoted right before, as
    ``behind``. A long one ends where it breaks off behind the phrase that answers, if what follows
    neither qualifies that nor has words of the question: which cannot be told where the passage is
    in another language (``is_foreign``).
    """
    is_one_item = question.kind in _KINDS_OF_LISTS and not _NAMES_SEVERAL.search(candidate.text)
    if (is_one_item or phrase.is_of_list) and (items := _all_items(candidate)):
        return items
    is_led = behind is not None and behind.hit is candidate.hit and behind.text == candidate.before
    start = candidate.start if is_led else _head(candidate)
    length = len(candidate.text) if is_foreign else _length(question, candidate.text, phrase)
    return Span(start, candidate.start + length)


def _all_items(candidate: Candidate) -> Span | None:
    """Return the list that a candidate is an item of, None if it is none or the list is long."""
    chunk = candidate.hit.chunk
    lines = [*_LINE.finditer(chunk.text)]
    is_item = [LIST_ITEM.match(line[0]) is not None for line in lines]
    at = candidate.start - chunk.start
    here = next((i for i, line in enumerate(lines) if line.start() == at and is_item[i]), None)
    if here is None:
        return None
    first = last = here
    while first and is_item[first - 1]:
        first -= 1
    while last + 1 < len(lines) and is_item[last + 1]:
        last += 1
    start, end = lines[first].start(), lines[last].end()
    if len(chunk.text[start:end].split()) > _MAX_WORDS_OF_LIST:
        return None
    return Span(chunk.start + start, chunk.start + end)


def _head(candidate: Candidate) -> int:
    """Return where the sentence before begins if this one needs it, else where this one does."""
    text, chunk, before = candidate.text, candidate.hit.chunk, candidate.before
    is_long = len(before.split()) > _MAX_WORDS_BEFORE
    if not before or (is_long and not reports_an_error(before)):
        return candidate.start
    if (above := question_above(candidate)) is not None:
        return above if _needs_question(text) else candidate.start
    here = candidate.start - chunk.start
    start = chunk.text.rfind(before, 0, here)
    if not _HEADLESS.match(text) or start < 0 or "\n" in chunk.text[start:here]:
        return candidate.start
    return chunk.start + start


def _needs_question(text: str) -> bool:
    is_short = len(text.split()) <= _MAX_WORDS_OF_ANSWER and not LIST_ITEM.match(text)
    return is_short or _ANSWERS.match(text) is not None or _HEADLESS.match(text) is not None


def _length(question: Question, text: str, phrase: Phrase) -> int:
    """Return how many characters of a sentence are quoted."""
    if question.kind in TOLD_KINDS or not phrase.text or len(text.split()) <= _LONG:
        return len(text)
    answer = re.compile(rf"(?<!\w){re.escape(phrase.text)}(?!\w)")
    answered = max((found.end() for found in answer.finditer(text)), default=len(text))
    ends = [one.start() for one in _BREAK.finditer(text, answered)]
    ends = [end for end in ends if _may_end(question, text, answered, end)]
    short_enough = [end for end in ends if len(text[:end].split()) <= _LONG]
    return max(short_enough, default=min(ends, default=len(text)))


def _may_end(question: Question, text: str, answered: int, end: int) -> bool:
    """Tell whether what follows ``end`` only adds to the answer, which ends at ``answered``."""
    kept, left = text[:end], text[end:]
    asked = question.terms_in(left)
    return (
        ": " not in text[answered:]
        and _QUALIFIES.search(left) is None
        and asked <= set(tokenize(kept, question.language))
        and _is_balanced(kept)
    )


def _is_balanced(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(
        text.count(opening) == text.count(closing) for opening, closing in _PAIRS
    )
