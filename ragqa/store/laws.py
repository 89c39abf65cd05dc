"""The law that stored chunks obey, checked before writing and by ``verify``."""

from ragqa.types import Chunk, Document


def chunk_problems(chunk: Chunk, document: Document) -> list[str]:
    """Check that a chunk is a slice of its document, on one of its pages, at its place.

    Return a line for each fault.
    """
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
