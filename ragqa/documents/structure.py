"""The law of a document's structure: its parts lie in the text, in order and without overlap."""

from itertools import pairwise

from ragqa.types import Document


def structure_problems(document: Document) -> list[str]:
    """Return a line for each section, page or place that breaks the law."""
    return [
        f"document {document.doc_id}: {problem}"
        for what, spans in (
            ("section", [(section.start, section.end) for section in document.sections]),
            ("page", [(page.start, page.end) for page in document.pages]),
            ("place", [(place.start, place.end) for place in document.places]),
        )
        for problem in _span_problems(what, spans, len(document.text))
    ]


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
