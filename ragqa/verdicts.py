"""Whether a sentence asserts or denies what a question asks: the rules for a "yes" or a "no".

A wrong yes does harm, and the sentence answers anyway. So there is a verdict only where the
sentence opens with what is asked, word behind word in the same order, so that who did what to whom
is kept, and has nothing that leaves it open ("may", "if", "claims", "cancelled"). A passive for an
active, or words that say the same otherwise, give none. Nor does what is limited ("rarely", "a
former member", "with a certificate"); but what happened may have its place and time.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.questions import Kind, Question
from ragqa.terms import fold_accents, tokenize
from ragqa.verdict_words import (
    ADDS,
    ASKS_OF_EVENT,
    CHANGES,
    COMPARES,
    CONFIRMS,
    HALF_NEGATION,
    NEGATION,
    OPEN,
    STATE,
)

_SENTENCE = re.compile(r";\s+|[.!?]\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
_OPENING = re.compile(r"(?:in|on|at|during|en|durante) [^,;]*+, ", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:(?:The|the|El|La|Los|Las) )?(?P<name>[^()]+) \((?P<short>[A-ZÁÉÍÓÚÑ]{2,})\)"
)
_CLAUSE = re.compile(
    r"[:,—–]\s+|\s+(?:and|but|while|whereas|although|though|y|pero|mientras|aunque)\s+"
)
_AS = frozenset({"as", "como"})
_ARTICLES = frozenset("the a an el la los las un una unos unas".split())
# Articles, and auxiliaries that a question puts elsewhere.
_NEUTRAL = {
    "en": frozenset(
        """the a an is are was were be been being has have had do does did will can must shall
        also""".split()
    ),
    "es": frozenset(
        """el la los las un una unos unas es son era eran fue fueron está están ha han había habían
        también""".split()
    ),
}
_DENYING = frozenset({"not", "never", "no", "nunca", "jamás"})
_CONTRACTED = re.compile(r"\b(?:(can)(?:not|['’]t)|(wo)n['’]t|(\w+)n['’]t)\b", re.IGNORECASE)
_ASKS_OF_NOW = re.compile(r"\W*(?:is|are|do|does|es|son)\b", re.IGNORECASE)
_ASKS_OF_THEN = re.compile(r"\W*(?:was|were|fue|fueron|era|eran)\b", re.IGNORECASE)
_NOW = frozenset("is are es son".split())
_THEN = frozenset("was were had did fue fueron era eran había habían".split())

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")
_KEPT = "0"  # a word that is a term in every language
_MIN_TERMS = 3
_MAX_LET_IN = 2


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is neither neutral nor a denial: as it is written, and as a search term.

    ``is_term`` is false for a word of grammar. ``led_by`` is the article, the auxiliary or the
    denial that stands right before it, ``is_denied`` tells of a denial. ``is_joined`` tells that
    nothing but space or a hyphen parts it from the word before, ``is_hyphened`` the hyphen.
    """

    written: str
    term: str
    is_term: bool
    led_by: str
    is_denied: bool
    is_joined: bool
    is_hyphened: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    """The first clause of a sentence, without its opening, and what follows it."""

    text: str
    rest: str
    is_opened: bool


def verdict(question: Question, statement: str) -> bool | None:
    """Return True where a statement asserts what is asked, False where it denies it, else None."""
    if question.kind is not Kind.YES_NO or _leaves_open(question.asked):
        return None
    asked = _words(question.asked, question.language)
    if len({word.term for word in asked if word.is_term}) < _MIN_TERMS:
        return None
    if _compared(question.asked) != _compared(statement):
        return None
    for clause in _clauses(statement):
        said = _words(clause.text, question.language)
        share = _share_that_says(asked, said, question.language)
        if not share or _is_of_another_time(question.asked, clause.text, asked, share):
            continue
        more = said[len(share) :]
        is_all = not more and not clause.is_opened and ADDS.match(clause.rest)
        if is_all or _happened(question.asked, share, more):
            return _judge(share, statement, is_as_asked=len(share) == len(asked))
    return None


def _happened(asked: str, share: Sequence[_Word], more: Sequence[_Word]) -> bool:
    """Tell whether it is asked if something happened, and it did, wherever and whenever it was.

    What is allowed, needed or open in one place or month need not be so in another, nor is it
    denied for all of them.
    """
    return (
        ASKS_OF_EVENT.match(asked) is not None
        and not STATE.search(asked)
        and not _denials(share)
        and not _changes_its_role(more)
    )


def _changes_its_role(words: Sequence[_Word]) -> bool:
    """Tell whether words say that it was as something less: "joined it as an observer"."""
    written = [fold_accents(word.written) for word in words]
    role = next((at for at, word in enumerate(written) if word in _AS), len(written))
    return any(map(CHANGES.fullmatch, written[role:]))


def _clauses(statement: str) -> list[_Clause]:
    """Return the first clause of each sentence: where a later one begins is not told for sure.

    "The partners of Honduras and IOM signed" does not say that IOM signed.
    """
    clauses: list[_Clause] = []
    for sentence in _SENTENCE.split(statement):
        opening = _OPENING.match(sentence)
        told = sentence[opening.end() :] if opening else sentence
        end = found.start() if (found := _CLAUSE.search(told)) else len(told)
        clauses += [
            _Clause(reading, told[end:], opening is not None) for reading in _named_once(told[:end])
        ]
    return clauses


def _named_once(clause: str) -> list[str]:
    """Return a clause that opens with a name and its initials, "(IOM)", with either of them."""
    found = _ABBREVIATED.match(clause)
    if found is None:
        return [clause]
    initials = "".join(word[0] for word in found["name"].split() if word[0].isupper())
    rest = clause[found.end() :]
    if initials != found["short"]:
        return [clause]
    return [f"{found['name']}{rest}", f"{found['short']}{rest}"]


def _words(text: str, language: str) -> list[_Word]:
    spelled_out = _CONTRACTED.sub(_spelled_out, unicodedata.normalize("NFC", text))
    words: list[_Word] = []
    led_by, is_denied, between, end = "", False, "", 0
    for found in _WORD.finditer(spelled_out):
        written = found[0].lower().replace("’", "'")
        between += spelled_out[end : found.start()].strip()
        end = found.end()
        if written in _NEUTRAL[language] or written in _DENYING:
            led_by, is_denied = written, is_denied or written in _DENYING
            continue
        # A word of grammar gives no term beside one that is kept.
        is_term = len(terms := tokenize(f"{written} {_KEPT}", language)) > 1
        term = terms[0] if is_term else fold_accents(written)
        joint = between.strip("-")
        words.append(_Word(written, term, is_term, led_by, is_denied, not joint, between == "-"))
        led_by, is_denied, between = "", False, ""
    return words


def _spelled_out(found: re.Match[str]) -> str:
    return f"{found[1] or ('will' if found[2] else found[3])} not"


def _compared(text: str) -> set[str]:
    """Return the words of comparison, quantity, order in time and obligation of a text."""
    spelled_out = _CONTRACTED.sub(_spelled_out, unicodedata.normalize("NFC", text.lower()))
    words = (fold_accents(word) for word in _WORD.findall(spelled_out))
    return {word for word in words if COMPARES.fullmatch(word)}


def _share_that_says(
    asked: Sequence[_Word], said: Sequence[_Word], language: str
) -> Sequence[_Word]:
    """Return the words that a clause opens with and that say all that is asked, or none.

    A Spanish question puts the verb first, so there it may stand elsewhere in the clause, as it is
    written: "¿Apoyó la OIM …?", "La OIM apoyó …".
    """
    if end := _end_of_asked(asked, said):
        return said[:end]
    if language != "es":
        return ()
    count = 1 + next(at for at, word in enumerate(asked) if word.is_term)
    verb = [word.written for word in asked[:count]]
    for at in range(1, len(said) - count + 1):
        if [word.written for word in said[at : at + count]] == verb:
            end = _end_of_asked(asked[count:], [*said[:at], *said[at + count :]])
            return said[: end + count] if end >= at else ()
    return ()


def _end_of_asked(asked: Sequence[_Word], said: Sequence[_Word]) -> int:
    """Return how many words of a clause it takes to say what is asked, 0 if it does not.

    Other words may stand between where they change nothing ("the annual walk", "has already").
    Right behind a word that is asked they may: "IOM partners", "visa waiver".
    """
    matched = let_in = 0
    lead = ""
    for at, word in enumerate(said):
        if matched == len(asked):
            return 0 if word.is_term and word.is_joined and not word.led_by else at
        lead = word.led_by or lead
        if word.term == asked[matched].term and not (let_in and word.is_hyphened):
            matched += 1
            let_in, lead = 0, ""
        elif matched and let_in < _MAX_LET_IN and _changes_nothing(word, lead):
            let_in += 1
        else:
            return 0
    return len(said) if matched == len(asked) else 0


def _changes_nothing(word: _Word, lead: str) -> bool:
    """Tell whether a word behind an article or auxiliary may as well not be there."""
    folded = fold_accents(word.written)
    if lead in _ARTICLES:
        return word.is_term and not CHANGES.fullmatch(folded)
    return bool(lead) and CONFIRMS.fullmatch(folded) is not None


def _is_of_another_time(
    question: str, clause: str, asked: Sequence[_Word], share: Sequence[_Word]
) -> bool:
    """Tell whether what is said was so and the question asks what is so, or the other way round."""
    forms = {word.lower() for word in _WORD.findall(clause)}
    if _ASKS_OF_THEN.match(question):
        return bool(forms & _NOW) and not forms & _THEN
    if not _ASKS_OF_NOW.match(question):
        return False
    asked_forms = {word.written for word in asked}
    return bool(forms & _THEN) or any(
        word.written.endswith("ed") and word.written not in asked_forms for word in share
    )


def _denials(share: Sequence[_Word]) -> int:
    return sum(word.is_denied for word in share)


def _judge(share: Sequence[_Word], statement: str, *, is_as_asked: bool) -> bool | None:
    if OPEN.search(statement) or HALF_NEGATION.search(statement):
        return None
    denials = _denials(share)
    # What stands elsewhere may still turn it round: "IOM supported it, as nobody did not see".
    if denials > 1 or denials != len(NEGATION.findall(statement)):
        return None
    # Who is no full member may be a member.
    if denials and not is_as_asked:
        return None
    return not denials


def _leaves_open(asked: str) -> bool:
    """Tell whether the question itself denies, or offers a choice: yes would then say nothing."""
    return re.search(r"\b(?:or|o)\b", asked) is not None or NEGATION.search(asked) is not None
