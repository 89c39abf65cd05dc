"""Chunks: exact slices within the budget that respect sentences, sections and pages."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ragqa.chunking import chunk_document
from ragqa.types import Chunk, Document, Page, Section

TEXTS = st.text(
    st.sampled_from("aAbé1.!?…,;: \n\r\t-\"”)(\u0301🙂\u2028\ud800|") | st.characters(), max_size=300
)


def count_words(text: str) -> int:
    return len(text.split())


def count_characters(text: str) -> int:
    return len(text)


def count_bytes_roughly(text: str) -> int:
    """Fewer tokens for two texts apart than for both joined, as no tokenizer should."""
    return len(text) + len(text) ** 2 // 100


COUNTERS = st.sampled_from([count_words, count_characters, count_bytes_roughly])


def document(text: str, **parts: object) -> Document:
    return Document(doc_id="doc", title="Title", text=text, source="doc", language="en", **parts)


def chunks_of(text: str, max_tokens: int = 20, overlap_tokens: int = 0) -> tuple[Chunk, ...]:
    return chunk_document(
        document(text),
        max_tokens=max_tokens,
        overlap_tokens=overlap_tokens,
        count_tokens=count_words,
    )


@st.composite
def structured_documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)

    def borders() -> list[tuple[int, int]]:
        cuts = draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
        return list(pairwise(cuts))

    sections = tuple(Section(f"H{n}", *span) for n, span in enumerate(borders()))
    pages = tuple(Page(n, *span) for n, span in enumerate(borders(), start=1))
    return document(text, sections=sections, pages=pages)


@settings(max_examples=300)
@given(structured_documents(), st.integers(1, 30), st.integers(0, 15), COUNTERS)
def test_chunks_obey_their_laws_for_any_document(doc, max_tokens, overlap, count_tokens):
    chunks = chunk_document(
        doc,
        max_tokens=max_tokens,
        overlap_tokens=min(overlap, max_tokens - 1),
        count_tokens=count_tokens,
    )
    covered = set()
    for chunk in chunks:
        assert doc.text[chunk.start : chunk.end] == chunk.text == chunk.text.strip() != ""
        assert len(chunk.text) == 1 or count_tokens(chunk.text) <= max_tokens
        covered.update(range(chunk.start, chunk.end))
    assert all(character.isspace() for at, character in enumerate(doc.text) if at not in covered)
    for before, after in pairwise(chunks):
        assert before.start < after.start and before.end < after.end
    for part, of_chunk in [(s, lambda c: c.heading or None) for s in doc.sections]:
        for chunk in chunks:
            inside = part.start <= chunk.start and chunk.end <= part.end
            outside = chunk.end <= part.start or part.end <= chunk.start
            assert inside or outside
            assert (of_chunk(chunk) == part.heading) == inside
    for page in doc.pages:
        for chunk in chunks:
            inside = page.start <= chunk.start and chunk.end <= page.end
            assert inside or chunk.end <= page.start or page.end <= chunk.start
            assert (chunk.page == page.number) == inside
