"""What is said of pages that gave no text: how many they are, which, and why."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ragqa.documents.source import SkippedFile
from ragqa.errors import FileProblem

_MAX_NAMED = 20

_REASONS = {
    FileProblem.PAGES_WITHOUT_TEXT: "{count} of {total} pages hold no text: {pages}",
    FileProblem.PAGES_OF_PICTURES: (
        "{count} of {total} pages hold no text, only pictures: {pages}; to have them read, install "
        "tesseract-ocr and tesseract-ocr-spa and leave the setting ocr_languages on"
    ),
    FileProblem.PAGES_UNRECOGNISED: (
        "{count} of {total} pages hold only pictures, and tesseract failed at them or had no time "
        'left: {pages}; give it more with the setting ocr_seconds, or read all with "--rebuild"'
    ),
}


def unread_pages(
    path: Path, numbers: Sequence[int], total: int, problem: FileProblem
) -> SkippedFile:
    """Return what is said of pages, by their numbers, of a file that has so many in all."""
    shown = ", ".join(map(str, numbers[:_MAX_NAMED]))
    if len(numbers) > _MAX_NAMED:
        shown += f" and {len(numbers) - _MAX_NAMED} more"
    values = {"count": str(len(numbers)), "total": str(total), "pages": shown}
    reason = _REASONS[problem].format_map(values)
    return SkippedFile(path, reason, problem, values, name=f"pages {shown}")


def as_unrecognised(pages: SkippedFile) -> SkippedFile:
    """Return what is said of pages of pictures at which the recogniser failed as a whole."""
    problem = FileProblem.PAGES_UNRECOGNISED
    return replace(pages, problem=problem, reason=_REASONS[problem].format_map(pages.values))
