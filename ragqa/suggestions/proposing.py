"""Questions that a text seems to answer, made of its sentences by rules.

A rule fits a sentence whose subject is a name and whose verb is known to it, and turns the sentence
round. What is not surely grammatical, or makes no sense to a person who has not seen the text, is
not proposed: a few good questions serve better than many.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from ragqa.mentions import MentionKind, find_mentions
from ragqa.sentences import split_sentences
from ragqa.suggestions.english import ENGLISH
from ragqa.suggestions.grammar import LOWER, UPPER, Aspect, Grammar
from ragqa.suggestions.spanish import SPANISH
from ragqa.terms import tokenize

_MAX_QUESTION_CHARS = 90
_MAX_SENTENCE_CHARS = 400

_ORDER = {aspect: place for place, aspect in enumerate(Aspect)}
_GRAMMARS = {"en": ENGLISH, "es": SPANISH}

_NAME_GROUPS = frozenset(("subject", "object", "person"))
_NAMES_WITH_ARTICLE = frozenset(
    f"{article} {name}"
    for article, names in {
        "El": "Salvador Cairo Paso",
        "La": "Paz Habana Haya Meca Rioja Plata",
        "Los": "Ángeles Angeles",
        "Las": "Vegas Palmas",
        "The": "Hague Gambia Bahamas",
    }.items()
    for name in names.split()
)
_QUOTE_MARKS = '"“«'
_ACRONYM = re.compile(rf"[{UPPER}][\w-]*[{UPPER}\d]")
_INNER_CAPITAL = re.compile(rf"(?<=[{LOWER},;] )[{UPPER}][\w'’-]*")
_SMALL_WORD = re.compile(rf"\b[{LOWER}][\w'’-]*")
_SURNAME = re.compile(rf"\b[{UPPER}][\w'’-]*\.? ([{UPPER}][\w'’-]*)")
_INTRODUCED = re.compile(r"\b(?:[Uu]na?|[Ee]st[ea]|[Ee]s[ea]|[Ss]u) (\w+)")
_PARENTHESIS = re.compile(r"\s?\([^()]*\)")
_ABBREVIATION = re.compile(rf"(?<=\w)\s\(([{UPPER}][\w-]{{0,8}}[{UPPER}])\)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the span of the sentence of the text that should answer it."""

    question: str
    start: int
    end: int
    aspect: Aspect


def propose(text: str, *, language: str, title: str = "") -> tuple[Candidate, ...]:
    """Return the questions that a text seems to answer, the most promising first.

    First come those with the most words of the title, then in the order of `Aspect`, then in that
    of the text. No question comes twice. A language that is not supported gives none.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return ()
    wording = Wording.of(text, title)
    found: dict[str, Candidate] = {}
    for span in split_sentences(text, language):
        for aspect, question in _questions(text[span.start : span.end], grammar, wording):
            if len(question) <= _MAX_QUESTION_CHARS:
                found.setdefault(question, Candidate(question, span.start, span.end, aspect))
    about = set(tokenize(title, language)) if title else set()

    def promise(candidate: Candidate) -> tuple[int, int]:
        shared = about.intersection(tokenize(candidate.question, language))
        return -len(shared), _ORDER[candidate.aspect]

    return tuple(sorted(found.values(), key=promise))


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text shows of its words.

    ``capitals`` counts the words that have a capital letter inside a sentence, ``small`` those
    that have none; ``surnames`` are the last words of names of several words, ``introduced`` the
    nouns after an indefinite article or the like.
    """

    capitals: Counter[str]
    small: Counter[str]
    surnames: frozenset[str]
    introduced: frozenset[str]
    title: str

    @classmethod
    def of(cls, text: str, title: str) -> Self:
        """Count the words of a text."""
        return cls(
            capitals=Counter(_INNER_CAPITAL.findall(text)),
            small=Counter(_SMALL_WORD.findall(text)),
            surnames=frozenset(_SURNAME.findall(text)),
            introduced=frozenset(_INTRODUCED.findall(text)),
            title=title,
        )

    def is_name(self, words: Sequence[str]) -> bool:
        """Tell whether words that may open a sentence are a name, not merely its first words."""
        first = words[0]
        if _ACRONYM.match(first) or first[0] in _QUOTE_MARKS:
            return True
        if len(words) == 1 and first in self.surnames:
            return False
        if self.capitals[first] or self.small[first.lower()]:
            return self.capitals[first] > self.small[first.lower()]
        return " ".join(words) == self.title or (len(words) > 1 and words[1][0].isupper())


def _questions(sentence: str, grammar: Grammar, wording: Wording) -> Iterator[tuple[Aspect, str]]:
    """Yield the questions that one sentence answers."""
    if len(sentence) > _MAX_SENTENCE_CHARS:
        return
    for abbreviation in _abbreviations(sentence):
        yield Aspect.ABBREVIATION, grammar.stands_for.format(abbreviation)
    plain = _PARENTHESIS.sub("", " ".join(sentence.split()))
    opening = grammar.opening.match(plain)
    clause = plain[opening.end() :] if opening else plain
    before = f" {plain[0].lower()}{plain[1 : opening.end()]}" if opening else ""
    for rule in grammar.rules:
        match = rule.pattern.search(clause)
        parts = _parts(match, before, grammar, wording) if match else None
        if parts is not None:
            yield rule.aspect, rule.question.format(**parts)


def _abbreviations(sentence: str) -> Iterator[str]:
    """Yield what stands in brackets after the words that it abbreviates."""
    for match in _ABBREVIATION.finditer(sentence):
        if _abbreviates(match[1], sentence[: match.start()]):
            yield match[1]


def _abbreviates(short: str, before: str) -> bool:
    """Tell whether the letters of an abbreviation stand in the words before it, in their order.

    The first letter must open a word, and there may be two words more than twice the letters
    (A. Schwartz and M. Hearst, A Simple Algorithm for Identifying Abbreviation Definitions in
    Biomedical Text, PSB 2003).
    """
    words = before.split()[-min(len(short) + 5, 2 * len(short)) :]
    long = " ".join(words).lower()
    place = len(long)
    for letter in reversed(short[1:].lower()):
        place = long.rfind(letter, 0, place)
        if place < 0:
            return False
    return re.search(rf"\b{re.escape(short[0].lower())}", long[:place]) is not None


def _parts(
    match: re.Match[str], before: str, grammar: Grammar, wording: Wording
) -> dict[str, str] | None:
    """Return the parts of a question, None where one of them will not do.

    ``before`` is what the sentence says before the clause that matched.
    """
    parts = match.groupdict()
    for group in _NAME_GROUPS.intersection(parts):
        name = _as_inner_name(parts[group], grammar, wording)
        if name is None:
            return None
        parts[group] = name
    if "doer" in parts and not _is_named(parts["doer"], grammar):
        return None
    if "generic" in parts:
        generic = _as_inner_generic(parts["generic"], grammar, wording)
        if generic is None:
            return None
        parts["generic"] = generic
    if "when" in parts and not any(_tells_time(rest, grammar) for rest in (parts["when"], before)):
        return None
    if "where" in parts and not _tells_place(parts["where"], grammar):
        return None
    if "thing" in parts and grammar.vague.search(parts["thing"]):
        return None
    return {**parts, "form": grammar.forms.get(parts.get("verb", ""), "")}


def _as_inner_name(phrase: str, grammar: Grammar, wording: Wording) -> str | None:
    """Return a name as it stands inside a sentence, None for what is not surely one."""
    words = phrase.split()
    if any(one.kind is MentionKind.DATE and one.start for one in find_mentions(phrase)):
        return None  # "the Walk in July": the name ran on into the date
    if " ".join(words[:2]) in _NAMES_WITH_ARTICLE:
        return phrase
    if words[0].lower() not in grammar.articles:
        return phrase if words[0] not in grammar.openers and wording.is_name(words) else None
    if len(words) == 2 and not _ACRONYM.match(words[1]):
        return None  # "the Committee" says too little without its text
    return f"{words[0].lower()} {' '.join(words[1:])}"


def _is_named(phrase: str, grammar: Grammar) -> bool:
    """Tell whether a phrase names somebody in its own words, as a pronoun does not."""
    first = phrase.split()[0]
    return first.lower() in grammar.articles or first not in grammar.openers


def _as_inner_generic(phrase: str, grammar: Grammar, wording: Wording) -> str | None:
    """Return a common noun as it stands inside a sentence, None for what the text speaks of."""
    first, *others = phrase.split()
    noun = others[0] if first.lower() in grammar.articles else first.lower()
    opens = first in grammar.openers and first.lower() not in grammar.articles
    known = not opens and noun not in wording.introduced and wording.capitals[first] == 0
    plain = not any(word.capitalize() in grammar.openers for word in others if len(word) > 2)
    if not known or not plain or (not others and not wording.small[noun]):
        return None
    return " ".join((first.lower(), *others))


def _tells_time(rest: str, grammar: Grammar) -> bool:
    """Tell whether the rest of a clause says when, before it turns to another matter."""
    rest = grammar.turn.split(rest, maxsplit=1)[0]
    starts = {one.start for one in find_mentions(rest) if one.kind is MentionKind.DATE}
    return any(starts.intersection(match.span()) for match in grammar.time.finditer(rest))


def _tells_place(rest: str, grammar: Grammar) -> bool:
    found = grammar.place.match(grammar.turn.split(rest, maxsplit=1)[0])
    return found is not None and not any(
        mention.kind is MentionKind.DATE for mention in find_mentions(found[0])
    )
