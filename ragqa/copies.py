"""One passage that several documents carry, such as a release on two pages, becomes one hit.

What counts as a copy is decided among the hits of a question, so that indexing costs nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ragqa.mentions import find_mentions
from ragqa.retrieval import Query, Retriever
from ragqa.terms import words_of
from ragqa.types import Hit, ReadDocument

_LOOKED_AT = 2
"""So many times the hits asked for are looked at first."""

_MOST_LOOKED_AT = 1000

_TEXTS_IN_MEMORY = 512

_Shingle = tuple[str, ...]

_WITH_DIGITS = re.compile(r"\w*\d\w*")

_WHOLE = r"(?<!\w)(?!(?<=\d[.,])\d){}(?!\w)(?!(?<=\d)[.,]\d)"
"""A text that no word goes on around, nor a number: "3 people" in "13 people" or "1.3 people"."""

_LEAST_CONTAINED = 0.8
"""Share of a copy's shingles that the better hit has at least."""

_LEAST_COVERED = 0.5
"""Share of the better hit's shingles that a copy has at least."""


class DistinctRetriever:
    """Finds different passages: of copies the best hit stands, and names the other documents."""

    def __init__(self, retriever: Retriever, *, documents: ReadDocument) -> None:
        self._retriever = retriever
        self._documents = documents

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        """Return the best k passages that are no copies of a better one.

        They can be fewer, although there are more, where over a thousand hits are copies.

        Raises
        ------
        ValueError
            If k is below 1.
        """
        looked_at = max(k, _LOOKED_AT * k)  # a k below 1 is refused as it is
        while True:
            hits = self._retriever.search(query, k=looked_at)
            distinct = distinct_hits(hits, documents=self._documents)
            if len(distinct) >= k or len(hits) < looked_at or looked_at >= _MOST_LOOKED_AT:
                return distinct[:k]
            looked_at *= 2


def distinct_hits(hits: Sequence[Hit], *, documents: ReadDocument) -> tuple[Hit, ...]:
    """Return hits, best first, without the copies of better ones, ranked anew.

    A copy is of another document, shares most of its shingles (runs of three words; A. Broder, On
    the Resemblance and Containment of Documents, 1997) with the better hit, and adds no name,
    number or date to it, nor has its document another date.
    """
    read_hits = [_Read(hit, _shingles(hit.chunk.text)) for hit in hits]
    counts = Counter(chain.from_iterable(read.shingles for read in read_hits))
    repeated = {shingle for shingle, count in counts.items() if count > 1}
    groups: list[list[_Read]] = []
    with_shingle: defaultdict[_Shingle, list[int]] = defaultdict(list)
    for read in read_hits:
        seen = read.shingles & repeated
        shared = Counter(group for one in seen for group in with_shingle.get(one, ()))
        copied = (
            group
            for group in sorted(shared)
            if _is_copy(read, groups[group][0], shared[group], documents)
        )
        if (group := next(copied, None)) is not None:
            groups[group].append(read)
            continue
        for one in seen:
            with_shingle[one].append(len(groups))
        groups.append([read])
    return tuple(
        replace(group[0].hit, rank=rank, also_in=_other_documents(one.hit for one in group))
        for rank, group in enumerate(groups, start=1)
    )


def documents_that_quote(
    quote: str, hits: Iterable[Hit], *, doc_id: str, documents: ReadDocument
) -> tuple[str, ...]:
    """Return the documents of hits that hold a quotation too, other than its own, best first."""
    found: dict[str, None] = {}
    for hit in hits:
        if stands_in(quote, hit.chunk.text):
            found[hit.chunk.doc_id] = None
        found |= {one: None for one in hit.also_in if stands_in(quote, documents(one).text)}
    return tuple(one for one in found if one != doc_id)


def stands_in(quote: str, text: str) -> bool:
    """Tell whether a text holds a quotation word for word, whatever space is between the words.

    Where a word or a number goes on before or behind it, the text says something else.
    """
    words, line = " ".join(quote.split()), " ".join(text.split())
    # The pattern is slow in long texts, of which most do not hold the quotation at all.
    return words in line and re.search(_WHOLE.format(re.escape(words)), line) is not None


@dataclass(frozen=True, slots=True)
class _Read:
    """A hit and the shingles of its text."""

    hit: Hit
    shingles: frozenset[_Shingle]


@lru_cache(maxsize=_TEXTS_IN_MEMORY)
def _shingles(text: str) -> frozenset[_Shingle]:
    words = words_of(text)
    shingles = frozenset(zip(words, words[1:], words[2:], strict=False))
    return shingles or frozenset([tuple(words)] if words else [])


def _is_copy(read: _Read, better: _Read, shared: int, documents: ReadDocument) -> bool:
    return (
        read.hit.chunk.doc_id != better.hit.chunk.doc_id
        and shared >= _LEAST_CONTAINED * len(read.shingles)
        and shared >= _LEAST_COVERED * len(better.shingles)
        and _in_order(_facts(read.hit), _facts(better.hit))
        and _date(read.hit, documents) in (None, _date(better.hit, documents))
    )


def _facts(hit: Hit) -> list[str]:
    """Return names, numbers and dates of a passage, in its order, then all words with digits."""
    line = " ".join(hit.chunk.text.split())
    mentions = [line[one.start : one.end] for one in find_mentions(line)]
    return [*mentions, *_WITH_DIGITS.findall(line)]


def _in_order(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether some texts are all among others, in the same order."""
    rest = iter(others)
    return all(one in rest for one in some)


def _date(hit: Hit, documents: ReadDocument) -> str | None:
    return documents(hit.chunk.doc_id).date_at(hit.chunk.start)


def _other_documents(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Return each document of copies once but the first, in the order of the hits."""
    return tuple(dict.fromkeys(doc_id for hit in hits for doc_id in hit.doc_ids))[1:]
