"""The values that flow along the road from files to answers.

Every value is frozen. Offsets count characters (Python ``str``) of the document's text, start
inclusive and end exclusive, as slices do.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Self


class Span(NamedTuple):
    """A slice of a text: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under one heading.

    ``heading`` is the path of headings from the outermost in, joined by ``" › "``. Sections do not
    overlap and come in the order of the text; text before the first belongs to none. ``date`` is
    the ISO 8601 date of a part that has one of its own, a story among others.
    """

    heading: str
    start: int
    end: int
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document, numbered from 1."""

    number: int
    start: int
    end: int


class PlaceKind(StrEnum):
    """What a place is."""

    SLIDE = "slide"
    ROW = "row"
    TIME = "time"
    ITEM = "item"
    PART = "part"


_LABELS = {
    PlaceKind.SLIDE: "slide {number}",
    PlaceKind.ROW: "row {number}",
    PlaceKind.TIME: "{name}",
    PlaceKind.ITEM: "item {number}",
    PlaceKind.PART: "part {number}",
}
_LABEL_OF_SHEET_ROW = "sheet {name}, row {number}"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document that is named, but not by a page.

    ``number`` counts from 1: a slide, a row as the spreadsheet numbers it, an item of a list, a
    part of a message. ``name`` is the sheet of a row, empty where a file is only one, and the time
    itself of a time, as HH:MM:SS. Places do not overlap and come in the order of the text. No chunk
    crosses the border of a slide; the other places are small, and a chunk may hold several.
    """

    kind: PlaceKind
    start: int
    end: int
    number: int | None = None
    name: str = ""

    @property
    def label(self) -> str:
        """The place in English."""
        is_sheet_row = self.kind is PlaceKind.ROW and self.name
        pattern = _LABEL_OF_SHEET_ROW if is_sheet_row else _LABELS[self.kind]
        return pattern.format(number=self.number, name=self.name)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its origin and structure.

    ``doc_id`` is the path below the indexed folder, with forward slashes, or the ``id`` of a JSONL
    line. ``source`` is what a person is shown as the origin. ``language`` is an ISO 639-1 code,
    ``date`` an ISO 8601 date; both are None when unknown. ``metadata`` keeps what else the
    file says of itself (publisher, place, author), as strings.
    """

    doc_id: str
    title: str
    text: str
    source: str
    language: str | None = None
    date: str | None = None
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def section_at(self, position: int) -> Section | None:
        """Return the section that holds a position of the text, None if none does."""
        count_before = bisect_right(self.sections, position, key=lambda section: section.start)
        if count_before and position < self.sections[count_before - 1].end:
            return self.sections[count_before - 1]
        return None

    def date_at(self, position: int) -> str | None:
        """Return the date of what stands at a position: that of its section, else of all."""
        section = self.section_at(position)
        return (section and section.date) or self.date

    def place_at(self, position: int) -> Place | None:
        """Return the place that holds a position of the text, None if none does."""
        count_before = bisect_right(self.places, position, key=lambda place: place.start)
        if count_before and position < self.places[count_before - 1].end:
            return self.places[count_before - 1]
        return None


ReadDocument = Callable[[str], Document]
"""Returns the document of a ``doc_id``."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a document. Law: ``document.text[start:end] == text``.

    ``place`` is the label of the place that it begins in, None where that has none.
    """

    chunk_id: str
    doc_id: str
    text: str
    start: int
    end: int
    heading: str = ""
    page: int | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a query.

    ``rank`` counts from 1, and a higher ``score`` is better. ``dense`` (a cosine) and ``sparse``
    (a BM25 score) are its raw scores, None where that index was not asked. ``score`` fuses them;
    where an answer moved a hit to the front, it is the best of those that the hit passed.
    ``also_in`` names the other documents that carry the same passage.
    """

    chunk: Chunk
    rank: int
    score: float
    dense: float | None = None
    sparse: float | None = None
    also_in: tuple[str, ...] = ()

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """Every document that carries the passage, its own first."""
        return (self.chunk.doc_id, *self.also_in)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences of one hit that answer a question.

    ``quote`` is ``document.text[start:end]``. ``short_answer`` is the phrase within the quote that
    answers by itself, or None. ``support`` is the probability, in 0..1, that the quote answers.
    """

    hit: Hit
    quote: str
    start: int
    end: int
    short_answer: str | None
    support: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered proof. Law: ``document.text[start:end] == quote``.

    ``page`` and ``place`` (a label, such as "sheet Budget, row 12") are those that the quotation
    begins on, None where the document has none there. ``heading`` is the path of its section, empty
    where it is in none, and ``date`` that of the section, such as a story's, else the document's.
    ``also_in`` names other documents that hold the quotation word for word.
    """

    marker: int
    doc_id: str
    source: str
    title: str
    page: int | None
    start: int
    end: int
    quote: str
    place: str | None = None
    heading: str = ""
    date: str | None = None
    also_in: tuple[str, ...] = ()

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """Every document that holds the quotation, its own first."""
        return (self.doc_id, *self.also_in)

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as plain values for JSON."""
        return {**asdict(self), "also_in": list(self.also_in)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question, and the proof of it.

    Every sentence of ``text`` that states something carries a marker such as ``[1]``, and every
    marker has its citation. ``confidence`` is the probability, in 0..1, that the best evidence
    answers, also where the answer is a refusal (``abstained``). ``language`` is the language of
    the question. ``timing_ms`` has the milliseconds of each step: encode, search, read, compose;
    answers that differ in it alone are equal.
    ``evidence`` goes with ``citations``: how strongly each of them answers, and the hit it is from.
    ``short_answer`` is a phrase of the first quotation that has one, with single blanks.
    ``hits`` begin with the passages of the evidence, in a refusal with the nearest one.
    ``understood_as`` is the question as it was understood, where that is not as it was asked;
    ``did_you_mean`` the same with words put right that the documents do not have.
    """

    question: str
    text: str
    short_answer: str | None
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    confidence: float
    abstained: bool
    language: str
    timing_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    evidence: tuple[Evidence, ...] = ()
    understood_as: str | None = None
    did_you_mean: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values for JSON: the fields that the command line prints."""
        return {
            "question": self.question,
            "text": self.text,
            "short_answer": self.short_answer,
            "abstained": self.abstained,
            "confidence": round(self.confidence, 4),
            "language": self.language,
            "citations": [citation.to_dict() for citation in self.citations],
            "hits": [_hit_to_dict(hit) for hit in self.hits],
            "timing_ms": {step: round(spent, 2) for step, spent in self.timing_ms.items()},
            "understood_as": self.understood_as,
            "did_you_mean": self.did_you_mean,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the answer that plain values say, as `to_dict` gives them or another system does.

        There must be ``question``, ``text``, ``abstained``, ``confidence``, ``language`` and
        ``citations``, and of a citation ``marker``, ``doc_id``, ``start``, ``end`` and ``quote``;
        keys of another name are left alone. Hits come without the text of their passages, and
        ``evidence`` stays empty: neither is in JSON.

        Raises
        ------
        ValueError
            If a value is missing or of the wrong type; its key is named.
        """
        citations = _parsed(values, "citations", list)
        return cls(
            question=_parsed(values, "question", str),
            text=_parsed(values, "text", str),
            short_answer=_parsed(values, "short_answer", str, None),
            citations=tuple(map(_citation_from_dict, citations)),
            hits=tuple(map(_hit_from_dict, _parsed(values, "hits", list, None) or ())),
            confidence=_parsed_confidence(values),
            abstained=_parsed(values, "abstained", bool),
            language=_parsed(values, "language", str),
            timing_ms=_parsed(values, "timing_ms", dict, None) or {},
            understood_as=_parsed(values, "understood_as", str, None),
            did_you_mean=_parsed(values, "did_you_mean", str, None),
        )


def _citation_from_dict(values: Any) -> Citation:
    doc_id = _parsed(values, "doc_id", str)
    return Citation(
        marker=_parsed(values, "marker", int),
        doc_id=doc_id,
        source=_parsed(values, "source", str, None) or doc_id,
        title=_parsed(values, "title", str, None) or "",
        page=_parsed(values, "page", int, None),
        start=_parsed(values, "start", int),
        end=_parsed(values, "end", int),
        quote=_parsed(values, "quote", str),
        place=_parsed(values, "place", str, None),
        heading=_parsed(values, "heading", str, None) or "",
        date=_parsed(values, "date", str, None),
        also_in=_parsed_names(values, "also_in"),
    )


def _hit_from_dict(values: Any) -> Hit:
    doc_id, rank = _parsed(values, "doc_id", str), _parsed(values, "rank", int)
    chunk = Chunk(
        chunk_id=_parsed(values, "chunk_id", str, None) or f"{doc_id}#{rank}",
        doc_id=doc_id,
        text="",
        start=_parsed(values, "start", int),
        end=_parsed(values, "end", int),
    )
    return Hit(
        chunk=chunk,
        rank=rank,
        score=float(_parsed(values, "score", (int, float))),
        also_in=_parsed_names(values, "also_in"),
    )


def _parsed_names(values: Any, key: str) -> tuple[str, ...]:
    names = _parsed(values, key, list, None) or []
    if not all(isinstance(name, str) for name in names):
        raise ValueError(f"{key} is {names!r}; it must be a list of texts")
    return tuple(names)


def _parsed_confidence(values: Mapping[str, Any]) -> float:
    confidence = float(_parsed(values, "confidence", (int, float)))
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence is {confidence}; it must be in 0..1")
    return confidence


_REQUIRED = object()


def _parsed(
    values: Any, key: str, kind: type | tuple[type, ...], otherwise: Any = _REQUIRED
) -> Any:
    """Return a value of JSON; ValueError if it is of another type, or missing without an other."""
    if not isinstance(values, Mapping):
        raise ValueError(f"found {values!r}, expected an object with {key}")
    value = values.get(key)
    if value is None and otherwise is not _REQUIRED:
        return otherwise
    # JSON's true is an int to Python, and no number to anybody.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        names = kind if isinstance(kind, tuple) else (kind,)
        expected = " or ".join(one.__name__ for one in names)
        raise ValueError(f"{key} is {value!r}; it must be {expected}")
    return value


def _hit_to_dict(hit: Hit) -> dict[str, Any]:
    return {
        "doc_id": hit.chunk.doc_id,
        "chunk_id": hit.chunk.chunk_id,
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "also_in": list(hit.also_in),
    }
