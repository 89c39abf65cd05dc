"""What a question asks for: its language, its kind, and what it borrows from earlier questions."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.borrowing import Borrowed, borrow, is_correction
from ragqa.follow_ups import stands_alone
from ragqa.kinds import EXPLAINED_KINDS, TOLD_KINDS, Kind, kind_of
from ragqa.languages import LANGUAGES, detect_question_language
from ragqa.terms import tokenize

__all__ = ["EXPLAINED_KINDS", "TOLD_KINDS", "Kind", "Question", "kind_of", "understand"]

_TOO_SHORT_TO_TELL = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    ``text`` is what was asked, letter for letter; ``understood`` the same with what a follow-up
    left out put in, and with each accent on its letter (Unicode's NFC). ``asked`` is the one
    question that passages are held against: ``understood``, unless that is two questions, one
    behind the other. ``terms`` are the search terms of ``understood``.
    """

    text: str
    understood: str
    asked: str
    language: str
    kind: Kind
    terms: tuple[str, ...]

    @property
    def borrows(self) -> bool:
        """Whether it was understood by what was asked before."""
        return self.understood != _composed(self.text).strip()

    def terms_in(self, text: str) -> set[str]:
        """Return the search terms of the question that stand in a text in its language."""
        return set(self.terms).intersection(tokenize(text, self.language))


@dataclass(frozen=True, slots=True)
class _Turn:
    """An earlier question as it was understood, and the phrase that it borrowed, if it did."""

    understood: str
    language: str
    topic: str | None = None


def understand(text: str, *, history: Sequence[str] = ()) -> Question:
    """Return what a question asks for, given the user's earlier questions (oldest first)."""
    composed, history = _composed(text), [*map(_composed, history)]
    language = _language(composed, history)
    earlier = _last_turn(history)
    borrowed = _borrowed(composed, language, earlier)
    kind = kind_of(borrowed.text if borrowed.is_one else composed, language)
    if kind is Kind.OTHER and earlier:  # "Which?" asks for what the earlier question asked for
        kind = kind_of(earlier.understood, language) if borrowed.text != composed.strip() else kind
    return Question(
        text=text,
        understood=borrowed.text,
        asked=borrowed.text if borrowed.is_one else composed.strip(),
        language=language,
        kind=kind,
        terms=tuple(tokenize(borrowed.text, language)),
    )


def _composed(text: str) -> str:
    """Return a text whose letters have their accents, not beside them: what patterns look for."""
    return unicodedata.normalize("NFC", text)


def _language(text: str, history: Sequence[str]) -> str:
    """Return a question's language; a word or two tell too little without the question before."""
    if history and len(text.split()) <= _TOO_SHORT_TO_TELL and not text.lstrip().startswith("¿"):
        text = f"{history[-1]} {text}"
    return detect_question_language(text) or LANGUAGES[0]


def _last_turn(history: Sequence[str]) -> _Turn | None:
    """Return the last question that a follow-up can borrow from, itself understood so."""
    last: _Turn | None = None
    for number, turn in enumerate(history):
        if not turn.strip():
            continue
        language = _language(turn, history[:number])
        borrowed = _borrowed(turn, language, last)
        names_all = borrowed.is_one if borrowed.text != turn.strip() else _is_whole(turn, language)
        if names_all:
            last = _Turn(borrowed.text, language, borrowed.topic)
    return last


def _borrowed(text: str, language: str, earlier: _Turn | None) -> Borrowed:
    if earlier is None or _is_whole(text, language):
        return Borrowed(text.strip(), is_one=True)
    return borrow(
        text,
        earlier=earlier.understood,
        language=language,
        earlier_language=earlier.language,
        topic=earlier.topic,
    )


def _is_whole(text: str, language: str) -> bool:
    return stands_alone(text, language) and not is_correction(text, language)
