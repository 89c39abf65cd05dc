"""Questions asked after the passage with their answer is gone, and all else is there.

Nothing is filtered out of what was found: the passage is deleted from a copy of the store, and the
question asked of what is left. That takes a few rounds, for a round deletes only a part of the gold
passages, and neighbours of each stay.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ragqa.encoding import Encoder
from ragqa.errors import EvaluationError
from ragqa.evaluation.cases import NO_PASSAGE, Case, is_document
from ragqa.passages import Source
from ragqa.settings import Settings
from ragqa.store import Store
from ragqa.storing import encoder_info, no_progress, write_sources
from ragqa.types import Document, Page, Place, Section, Span

ROUNDS = 5

_Part = TypeVar("_Part", Section, Page, Place)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Round:
    """Questions to ask while some passages are gone, by document; None stands for all of it."""

    cases: tuple[Case, ...]
    gone: Mapping[str, tuple[Span, ...] | None]


def plan_rounds(
    cases: Iterable[Case], documents: Sequence[Document], *, rounds: int = ROUNDS
) -> tuple[Round, ...]:
    """Spread questions over rounds so that neighbours of a gold passage stay in its round.

    A gold passage is the paragraph around a gold span, or the whole document where the set knows no
    span or there is one paragraph only. Documents of one title, such as the paragraphs of an
    article, are neighbours and fall into different rounds.
    """
    order = sorted(range(len(documents)), key=lambda i: (documents[i].title, i))
    place = {documents[i].doc_id: number for number, i in enumerate(order)}
    plans: dict[int, list[tuple[Case, Mapping[str, tuple[Span, ...] | None]]]] = {}
    for case in cases:
        gold = _gold_passages(case, documents) if case.answerable else {}
        if gold:
            plans.setdefault(place[next(iter(gold))] % rounds, []).append((case, gold))
    return tuple(
        Round(
            cases=tuple(
                replace(case, answerable=False, missing=NO_PASSAGE) for case, _ in plans[number]
            ),
            gone=_together(gold for _, gold in plans[number]),
        )
        for number in sorted(plans)
    )


def write_without(
    store: Path, copy: Path, gone: Mapping[str, tuple[Span, ...] | None], *, encoder: Encoder
) -> None:
    """Write a store without some passages into the folder ``copy``; the one given stays as it is.

    Raises
    ------
    EvaluationError
        If nothing would be left.
    StoreError
        If the store cannot be opened.
    """
    shutil.copytree(store, copy)
    with Store.open(copy, encoder=encoder_info(encoder)) as opened:
        sources = [
            source
            for one in opened.stored_documents()
            if (source := _without(Source(one.document, one.digest, one), gone)) is not None
        ]
        if not sources:
            raise EvaluationError(
                "no document is left when those with the answers are gone; removing them needs"
                " documents beside them"
            )
        chunking = opened.manifest.chunking
        write_sources(
            sources,
            copy,
            previous=opened,
            roots=opened.manifest.roots,
            encoder=encoder,
            settings=Settings(
                chunk_tokens=chunking.max_tokens, overlap_tokens=chunking.overlap_tokens
            ),
            progress=no_progress,
        )


def without_spans(document: Document, spans: Iterable[Span]) -> Document:
    """Return a document without some spans of its text; its sections, pages and places close up."""
    cut = sorted(spans)
    kept = [document.text[start:end] for start, end in _between(cut, len(document.text))]
    return replace(
        document,
        text="".join(kept),
        sections=_closed_up(document.sections, cut),
        pages=_closed_up(document.pages, cut),
        places=_closed_up(document.places, cut),
    )


def _gold_passages(case: Case, documents: Sequence[Document]) -> dict[str, tuple[Span, ...] | None]:
    """Return what holds the answer of a question, by document, as far as there are such."""
    named = {span.doc_id for span in case.evidence} or set(case.sources)
    found: dict[str, tuple[Span, ...] | None] = {}
    for document in documents:
        if any(is_document(document.doc_id, name) for name in named):
            spans = (
                Span(span.start, span.end)
                for span in case.evidence
                if is_document(document.doc_id, span.doc_id)
            )
            found[document.doc_id] = _paragraphs_around(document.text, spans)
    return found


def _paragraphs_around(text: str, spans: Iterable[Span]) -> tuple[Span, ...] | None:
    """Return the paragraphs that hold spans; None if that is all of the text, or there is none."""
    paragraphs = list(_paragraphs(text))
    held = {
        paragraph
        for span in spans
        for paragraph in paragraphs
        if paragraph.start < span.end and span.start < paragraph.end
    }
    return tuple(sorted(held)) if held and len(held) < len(paragraphs) else None


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield what blank lines part, each with the blank lines behind it."""
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        yield Span(start, gap.end())
        start = gap.end()
    if text[start:].strip():
        yield Span(start, len(text))


def _together(
    golds: Iterable[Mapping[str, tuple[Span, ...] | None]],
) -> dict[str, tuple[Span, ...] | None]:
    gone: dict[str, tuple[Span, ...] | None] = {}
    for gold in golds:
        for doc_id, spans in gold.items():
            before = gone.get(doc_id, ())
            is_whole = spans is None or before is None
            gone[doc_id] = None if is_whole else tuple(sorted({*(before or ()), *(spans or ())}))
    return gone


def _without(source: Source, gone: Mapping[str, tuple[Span, ...] | None]) -> Source | None:
    document = source.document
    if document.doc_id not in gone:
        return source
    spans = gone[document.doc_id]
    if spans is None:
        return None
    left = without_spans(document, spans)
    if not left.text.strip():
        return None
    return Source(left, hashlib.sha256(left.text.encode()).hexdigest())


def _between(cut: Sequence[Span], length: int) -> Iterator[Span]:
    start = 0
    for span in cut:
        yield Span(start, span.start)
        start = span.end
    yield Span(start, length)


def _closed_up(parts: Iterable[_Part], cut: Sequence[Span]) -> tuple[_Part, ...]:
    """Return parts of a text where they are once the spans are gone; what is empty goes too."""

    def moved(offset: int) -> int:
        return offset - sum(min(offset, end) - start for start, end in cut if start < offset)

    parts = (replace(one, start=moved(one.start), end=moved(one.end)) for one in parts)
    return tuple(one for one in parts if one.start < one.end)
