"""A question in other words, and a question about something else of the same kind.

What may stand in a word's place comes from `training.wordnet`.
"""

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

REWORDED_SHARE = 0.5  # of the words that have a synonym, at least one of them

_ANY_WORD = re.compile(r"\w+")
# Not the "don" of "don't".
_PLAIN_WORD = re.compile(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])")


@dataclass(frozen=True)
class Related:
    """What may stand in a word's place: ``same`` for its meaning, ``other`` against it."""

    same: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def plain_words(question: str) -> list[str]:
    """Return the words in small letters, without those that are joined to others."""
    return _PLAIN_WORD.findall(question)


def reword(question: str, related: Mapping[str, Related], rng: random.Random) -> str | None:
    """Put synonyms in the place of some words; None where no word has one."""
    known = [word for word in dict.fromkeys(plain_words(question)) if _same(word, related)]
    if not known:
        return None
    chosen = {word for word in known if rng.random() < REWORDED_SHARE} or {rng.choice(known)}
    new = {word: rng.choice(_same(word, related)) for word in known if word in chosen}
    return _PLAIN_WORD.sub(lambda match: new.get(match[0], match[0]), question)


def draw_other(
    question: str, passage: str, related: Mapping[str, Related], rng: random.Random
) -> tuple[str, str] | None:
    """Draw a word that question and passage share, and one that means something else.

    The passage has the one nowhere with a capital or joined to others, and neither has the other.
    None where no word is so.
    """
    everywhere = Counter(_ANY_WORD.findall(passage.lower()))
    plain = Counter(plain_words(passage))
    held = {*everywhere, *_ANY_WORD.findall(question.lower())}
    pairs = [
        (word, [other for other in related[word].other if other not in held])
        for word in dict.fromkeys(plain_words(question))
        if word in related and 0 < plain[word] == everywhere[word]
    ]
    known = [(word, others) for word, others in pairs if others]
    if not known:
        return None
    word, others = rng.choice(known)
    return word, rng.choice(others)


def replace_plain(text: str, old: str, new: str) -> str:
    """Replace a word where it stands in small letters, alone."""
    return _PLAIN_WORD.sub(lambda match: new if match[0] == old else match[0], text)


def _same(word: str, related: Mapping[str, Related]) -> tuple[str, ...]:
    return related[word].same if word in related else ()
