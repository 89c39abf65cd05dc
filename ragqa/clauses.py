"""The first clause of each sentence of a statement, and of what else the sentence says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragqa.restating import restated

_SENTENCE = re.compile(r";\s+|[.!?]\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
_OPENING = re.compile(r"(?:in|on|at|during|en|durante) [^,;]*+, ", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:(?:The|the|An?|El|La|Los|Las|Una?) )?(?P<name>[^()]+) "
    r"\((?P<short>[A-ZÁÉÍÓÚÑ]\w*[A-ZÁÉÍÓÚÑ])\)"
)
_CLAUSE = re.compile(
    r"[:,—–]\s+|\s+(?:and|but|while|whereas|although|though|y|pero|mientras|aunque)\s+"
)
# "The Lion and the Coyote" of a question; "between Honduras (HN) and the IOM", "May 4, 2019".
_COORDINATED = re.compile(r"[\w’'-]+ (?:and|y) (?:(?:the|el|la|los|las) )?[\w’'-]+", re.IGNORECASE)
_WITHIN_CLAUSE = re.compile(
    r"\b(?:between|entre) [^,;:]*?\b(?:and|y) (?:(?:the|el|la|los|las) )?(?=[A-ZÁÉÍÓÚÑ])"
    r"(?:[^,;:]*? (?:and|y) (?:(?:the|el|la|los|las) )?(?=[A-ZÁÉÍÓÚÑ]))?|"
    r"\d, (?=\d{4}\b)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """The first clause of a sentence, without its opening, and what follows it.

    ``scope`` is the text in which a word may leave it open.
    """

    text: str
    rest: str
    is_opened: bool
    scope: str


def first_clauses(statement: str, asked: str, language: str) -> Iterator[Clause]:
    """Yield the first clause of each sentence: where a later one begins is not told for sure.

    "The partners of Honduras and IOM signed" does not say that IOM signed.
    """
    for sentence in _SENTENCE.split(statement):
        for form in restated(sentence, language):
            opening = _OPENING.match(form.text)
            told = form.text[opening.end() :] if opening else form.text
            end = _end_of_clause(told, asked)
            for text in _named_once(told[:end]):
                scope = text if form.is_added else statement
                yield Clause(text, told[end:], opening is not None, scope)


def _end_of_clause(told: str, asked: str) -> int:
    """Return where the first clause ends: at no "and" that the question has between two names."""
    kept = [
        span
        for pair in _COORDINATED.findall(asked)
        for span in (one.span() for one in re.finditer(re.escape(pair), told, re.IGNORECASE))
    ]
    kept += [one.span() for one in _WITHIN_CLAUSE.finditer(told)]
    for cut in _CLAUSE.finditer(told):
        if not any(start <= cut.start() < end for start, end in kept):
            return cut.start()
    return len(told)


def _named_once(clause: str) -> list[str]:
    """Return a clause that opens with a name and its initials, "(IOM)", with either of them."""
    found = _ABBREVIATED.match(clause)
    if found is None:
        return [clause]
    words = found["name"].split()
    initials = {
        "".join(word[0] for word in words if word[0].isupper()),
        "".join(word[0] for word in words).upper(),
    }
    rest = clause[found.end() :]
    if found["short"].upper() not in initials:
        return [clause]
    return [f"{found['name']}{rest}", f"{found['short']}{rest}"]
