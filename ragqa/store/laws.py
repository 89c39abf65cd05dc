"""The laws that stored documents and chunks obey, checked before writing and by ``verify``.

Each function returns one line for each law that is broken.
"""

from itertools import pairwise

from ragqa.types import Chunk, Document


def document_problems(document: Document) -> list[str]:
    """Check that sections, pages and places lie in the text, in order and without overlap."""
    return [
        f"document {document.doc_id}: {problem}"
        for what, spans in (
            ("section", [(section.start, section.end) for section in document.sections]),
            ("page", [(page.start, page.end) for page in document.pages]),
            ("place", [(place.start, place.end) for place in document.places]),
        )
        for problem in _span_problems(what, spans, len(document.text))
    ]


def chunk_problems(chunk: Chunk, document: Document) -> list[str]:
    """Check that a chunk is a slice of its document, on one of its pages, at its place."""
    problems = []
    if not 0 <= chunk.start <= chunk.end <= len(document.text):
        problems.append(
            f"chunk {chunk.chunk_id}: {chunk.start}..{chunk.end} is not in the text of"
            f" {document.doc_id}, which has {len(document.text)} characters"
        )
    elif document.text[chunk.start : chunk.end] != chunk.text:
        problems.append(
            f"chunk {chunk.chunk_id}: its text is not {document.doc_id}[{chunk.start}:{chunk.end}]"
        )
    if chunk.page is not None and chunk.page not in {page.number for page in document.pages}:
        problems.append(f"chunk {chunk.chunk_id}: {document.doc_id} has no page {chunk.page}")
    place = document.place_at(chunk.start)
    expected = place.label if place else None
    if chunk.place != expected:
        problems.append(
            f"chunk {chunk.chunk_id}: its place is {chunk.place!r}, that of"
            f" {document.doc_id}[{chunk.start}] is {expected!r}"
        )
    return problems


def _span_problems(what: str, spans: list[tuple[int, int]], length: int) -> list[str]:
    problems = [
        f"{what} {start}..{end} is not in the text, which has {length} characters"
        for start, end in spans
        if not 0 <= start <= end <= length
    ]
    problems += [
        f"{what} {start}..{end} begins before the one in front of it ends"
        for (_, previous_end), (start, end) in pairwise(spans)
        if start < previous_end
    ]
    return problems
