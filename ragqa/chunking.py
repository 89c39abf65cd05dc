"""Documents cut into passages that fit the encoder, each an exact slice of its document.

Sentences are packed into chunks, never across a section, a page or a slide. Where to cut is chosen
for a whole section at once, as the lines of a paragraph are in D. E. Knuth and M. F. Plass,
"Breaking Paragraphs into Lines" (Software: Practice and Experience, 1981): the cheapest of all ways
to cut, where a chunk costs more the emptier it is and the less natural the place that it ends at.

The only importer of langchain_text_splitters, which cuts a sentence that is too long by itself.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TypeVar

from ragqa.documents.blocks import HEADING_SEPARATOR
from ragqa.sentences import split_sentences, trim_span
from ragqa.types import Chunk, Document, Page, PlaceKind, Section, Span

TokenCounter = Callable[[str], int]
_Part = TypeVar("_Part", Section, Page)

_CHUNK_COST = 1.0
"""What each chunk costs, however full: it keeps their number low."""

# What it costs to end a chunk at a place, from the most natural place to the least.
_BLANK_LINE_COST = 0.0
_LINE_BREAK_COST = 0.15
_SENTENCE_END_COST = 0.3
_LEAD_IN_COST = 0.6
_MID_SENTENCE_COST = 0.6

_PLACES_TO_CUT_A_SENTENCE = [r"(?<=[;:])\s", r"(?<=,)\s", r"\s", ""]
"""Regular expressions in the order they are tried; the last cuts between any two characters."""

_BLANK_LINE = re.compile(r"\n\s*\n")
_FULL_STOP = re.compile(r"""[.!?…]["'”’»)\]]*$""")


@dataclass(frozen=True, slots=True)
class _Budget:
    """How many tokens a chunk may have, and how they are counted."""

    max_tokens: int
    overlap_tokens: int
    count_tokens: TokenCounter

    def tokens(self, text: str) -> int:
        # A text that costs nothing would let a chunk have any number of pieces.
        return max(self.count_tokens(text), 1)

    def holds(self, text: str) -> bool:
        return len(text) <= 1 or self.count_tokens(text) <= self.max_tokens


@dataclass(frozen=True, slots=True)
class _Region:
    """A stretch of a document that no chunk may leave."""

    start: int
    end: int
    heading: str
    page: int | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not cut any more: a sentence, or a part of one that is too long.

    ``tokens``, at least 1, counts the white space after it too; ``break_cost`` is the cost of
    ending a chunk here.
    """

    start: int
    end: int
    tokens: int
    break_cost: float
    is_sentence: bool


def chunk_document(
    document: Document, *, max_tokens: int, overlap_tokens: int, count_tokens: TokenCounter
) -> tuple[Chunk, ...]:
    """Return the chunks of a document, in the order of its text.

    Parameters
    ----------
    document
        Its sections, pages and slides are borders that no chunk crosses.
    max_tokens
        The most tokens in a chunk, at least 1. Only a single character may have more.
    overlap_tokens
        The most tokens of whole sentences that a chunk repeats from the one before it in the same
        section and page; less than ``max_tokens``.
    count_tokens
        Counts the tokens of a text.

    Returns
    -------
    tuple of Chunk
        Each the exact slice ``document.text[start:end]`` without outer white space. Together they
        hold every character that is not white space, save a heading that has nothing below it but
        sections of its own, whose headings repeat it.

    Raises
    ------
    ValueError
        If ``overlap_tokens`` is negative or not less than ``max_tokens``.
    """
    if not 0 <= overlap_tokens < max_tokens:
        raise ValueError(
            f"max_tokens is {max_tokens} and overlap_tokens is {overlap_tokens}; "
            "overlap_tokens must be at least 0 and less than max_tokens"
        )
    budget = _Budget(max_tokens, overlap_tokens, count_tokens)
    passages = (
        (region, span)
        for region in _regions(document)
        for span in _pack(document.text, _pieces(document, region, budget), budget)
    )
    return tuple(
        Chunk(
            chunk_id=f"{document.doc_id}#{number:04d}",
            doc_id=document.doc_id,
            text=document.text[span.start : span.end],
            start=span.start,
            end=span.end,
            heading=region.heading,
            page=region.page,
            place=_label_at(document, span.start),
        )
        for number, (region, span) in enumerate(passages, start=1)
    )


def _regions(document: Document) -> Iterator[_Region]:
    """Yield the stretches between the borders of sections, pages and slides."""
    borders = {0, len(document.text)}
    slides = [place for place in document.places if place.kind is PlaceKind.SLIDE]
    for parts in (document.sections, document.pages, slides):
        borders.update(border for part in parts for border in (part.start, part.end))
    bare_headings = _bare_headings(document)
    for start, end in pairwise(sorted(borders)):
        section = _part_at(document.sections, start)
        page = _part_at(document.pages, start)
        if section is None or section.start not in bare_headings:
            heading = section.heading if section else ""
            yield _Region(start, end, heading, page.number if page else None)


def _label_at(document: Document, position: int) -> str | None:
    place = document.place_at(position)
    return place.label if place else None


def _part_at(parts: Sequence[_Part], position: int) -> _Part | None:
    """Return the section or page that holds a position, None if none does."""
    count_before = bisect_right(parts, position, key=lambda part: part.start)
    if count_before and position < parts[count_before - 1].end:
        return parts[count_before - 1]
    return None


def _bare_headings(document: Document) -> set[int]:
    """Return the starts of the sections that are only a heading over sections of their own."""
    return {
        section.start
        for section, following in pairwise(document.sections)
        if following.heading.startswith(section.heading + HEADING_SEPARATOR)
        and section.heading.rpartition(HEADING_SEPARATOR)[2]
        == document.text[section.start : section.end].strip()
    }


def _pieces(document: Document, region: _Region, budget: _Budget) -> list[_Piece]:
    """Return what the chunks of a region are packed from, in order."""
    text = document.text[region.start : region.end]
    sentences = [
        Span(region.start + sentence.start, region.start + sentence.end)
        for sentence in split_sentences(text, document.language)
    ]
    starts = [sentence.start for sentence in sentences]
    return [
        piece
        for sentence, next_start in zip(sentences, [*starts, region.end][1:], strict=True)
        for piece in _pieces_of_sentence(document.text, sentence, next_start, budget)
    ]


def _pieces_of_sentence(
    text: str, sentence: Span, next_start: int, budget: _Budget
) -> Iterator[_Piece]:
    break_cost = _break_cost(text, sentence, next_start)
    tokens = budget.tokens(text[sentence.start : next_start])
    if tokens <= budget.max_tokens or budget.holds(text[sentence.start : sentence.end]):
        yield _Piece(*sentence, min(tokens, budget.max_tokens), break_cost, is_sentence=True)
        return
    for part in _parts_of_long_sentence(text, sentence, budget):
        tokens = min(budget.tokens(text[part.start : part.end]), budget.max_tokens)
        cost = break_cost if part.end == sentence.end else _MID_SENTENCE_COST
        yield _Piece(*part, tokens, cost, is_sentence=False)


def _break_cost(text: str, sentence: Span, next_start: int) -> float:
    # A title, a date line or "as follows:" belongs to what comes after it.
    if not _FULL_STOP.search(text, max(sentence.start, sentence.end - 4), sentence.end):
        return _LEAD_IN_COST
    gap = text[sentence.end : next_start]
    if _BLANK_LINE.search(gap):
        return _BLANK_LINE_COST
    return _LINE_BREAK_COST if "\n" in gap else _SENTENCE_END_COST


def _parts_of_long_sentence(text: str, sentence: Span, budget: _Budget) -> list[Span]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    # Without overlap and stripping, and with what is cut at kept, the parts joined are the
    # sentence again: their lengths are the offsets.
    splitter = RecursiveCharacterTextSplitter(
        separators=_PLACES_TO_CUT_A_SENTENCE,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=budget.max_tokens,
        chunk_overlap=0,
        length_function=lru_cache(maxsize=4096)(budget.count_tokens),
    )
    lengths = [len(part) for part in splitter.split_text(text[sentence.start : sentence.end])]
    ends = accumulate(lengths, initial=sentence.start)
    return [
        half
        for start, end in pairwise(ends)
        for half in _halved_to_fit(text, trim_span(text, Span(start, end)), budget)
    ]


def _halved_to_fit(text: str, span: Span, budget: _Budget) -> Iterator[Span]:
    """Yield a span, or its halves where it is over the budget; nothing for an empty one."""
    if span.start == span.end:
        return
    if budget.holds(text[span.start : span.end]):
        yield span
        return
    middle = (span.start + span.end) // 2
    for half in (Span(span.start, middle), Span(middle, span.end)):
        yield from _halved_to_fit(text, trim_span(text, half), budget)


def _pack(text: str, pieces: Sequence[_Piece], budget: _Budget) -> Iterator[Span]:
    """Yield the spans of the chunks of a region."""
    sums = list(accumulate((piece.tokens for piece in pieces), initial=0))
    overlaps = [_overlap_start(pieces, sums, first, budget) for first in range(len(pieces))]
    previous = -1
    for first, end in pairwise(_cheapest_cuts(pieces, sums, overlaps, budget)):
        # A chunk that repeated all of the one before it would make that one pointless.
        overlap = max(overlaps[first], previous + 1)
        repeating = pieces[overlap:end]
        if budget.holds(text[repeating[0].start : repeating[-1].end]):
            yield Span(repeating[0].start, repeating[-1].end)
        else:
            yield from _halves_within_budget(text, pieces[first:end], budget)
        previous = first


def _overlap_start(
    pieces: Sequence[_Piece], sums: Sequence[int], first: int, budget: _Budget
) -> int:
    """Return the index of the first piece repeated by a chunk whose own pieces begin at first."""
    start = first
    while (
        start > 0
        and pieces[start - 1].is_sentence
        and sums[first] - sums[start - 1] <= budget.overlap_tokens
        and sums[first + 1] - sums[start - 1] <= budget.max_tokens
    ):
        start -= 1
    return start


def _cheapest_cuts(
    pieces: Sequence[_Piece], sums: Sequence[int], overlaps: Sequence[int], budget: _Budget
) -> list[int]:
    """Return the indexes of the pieces that chunks begin with, and the number of pieces.

    ``sums[i]`` is the number of tokens before piece ``i``. Of equal costs the longer last chunk
    wins.
    """
    costs = [0.0]
    firsts = [0]
    for end in range(1, len(pieces) + 1):
        best_cost, best_first = min(
            (costs[first] + _chunk_cost(tokens, pieces[end - 1], budget), first)
            for first, tokens in _possible_firsts(end, sums, overlaps, budget)
        )
        costs.append(best_cost)
        firsts.append(best_first)
    cuts = [len(pieces)]
    while cuts[-1] > 0:
        cuts.append(firsts[cuts[-1]])
    return cuts[::-1]


def _possible_firsts(
    end: int, sums: Sequence[int], overlaps: Sequence[int], budget: _Budget
) -> Iterator[tuple[int, int]]:
    """Yield each piece that a chunk up to ``end`` can begin with, and the tokens of that chunk."""
    for first in range(end - 1, -1, -1):
        tokens = sums[end] - sums[overlaps[first]]
        if tokens > budget.max_tokens:
            return
        yield first, tokens


def _chunk_cost(tokens: int, last: _Piece, budget: _Budget) -> float:
    empty_share = 1 - tokens / budget.max_tokens
    return _CHUNK_COST + empty_share**2 + last.break_cost


def _halves_within_budget(text: str, pieces: Sequence[_Piece], budget: _Budget) -> Iterator[Span]:
    """Yield the span of some pieces, or of their halves: joined they may have more tokens."""
    span = Span(pieces[0].start, pieces[-1].end)
    if len(pieces) == 1 or budget.holds(text[span.start : span.end]):
        yield span
        return
    middle = len(pieces) // 2
    yield from _halves_within_budget(text, pieces[:middle], budget)
    yield from _halves_within_budget(text, pieces[middle:], budget)
