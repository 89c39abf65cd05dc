"""What a citation of an answer should be: of which document, where in it, and with what words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ragqa.evaluation.cases import is_document
from ragqa.evaluation.matching import holds, is_same
from ragqa.types import Answer, Citation

_SHOWN_CHARS = 300


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that is expected; what is None, or empty, is not judged.

    ``sources`` are ids or ends of ids, any of which will do; ``quote`` is what the quotation holds,
    ``place`` the end of the label of its place, and ``heading`` one of those that it stands under.

    Raises
    ------
    ValueError
        If a text is blank, which any citation would meet, or the page is no number from 1 on.
    """

    sources: tuple[str, ...] = ()
    quote: str | None = None
    page: int | None = None
    place: str | None = None
    heading: str | None = None

    def __post_init__(self) -> None:
        for name in ("quote", "place", "heading"):
            text = getattr(self, name)
            if text is not None:
                texts_of(name, text)
        if self.page is not None and (type(self.page) is not int or self.page < 1):
            raise ValueError(f"page is {self.page!r}; give the number of a page, 1 or more")

    def problem_of(self, answer: Answer, *, first: bool = False) -> str | None:
        """Return why no citation of an answer is so, or not the first one; None if one is."""
        if not any((self.sources, *self._texts(), self.page)):
            return None
        named = f" of {' or '.join(self.sources)}" if self.sources else ""
        if answer.abstained:
            return f"a refusal cites nothing, expected a citation{named}"
        which = "first citation" if first else "citation"
        left = [one for one in answer.citations[: 1 if first else None] if self._is_of(one)]
        if self.sources and not left:
            return f"no {which} is{named}"
        for told, met in self._narrowed(left):
            if not met:
                return f"no {which}{named} {told}"
        return None

    def _texts(self) -> tuple[str | None, ...]:
        return self.quote, self.place, self.heading

    def _is_of(self, citation: Citation) -> bool:
        pairs = ((doc_id, source) for doc_id in citation.doc_ids for source in self.sources)
        return not self.sources or any(is_document(*pair) for pair in pairs)

    def _narrowed(self, left: list[Citation]) -> Iterator[tuple[str, list[Citation]]]:
        """Yield each thing that is asked for, with the citations that have it and all before it."""
        if self.page is not None:
            left = [one for one in left if one.page == self.page]
            yield f"is on page {self.page}", left
        if self.place is not None:
            left = [one for one in left if _ends_with(one.place or "", self.place)]
            yield f"is at {self.place}", left
        if self.heading is not None:
            left = [one for one in left if _stands_under(one.heading, self.heading)]
            yield f"stands under {quoted(self.heading)}", left
        if self.quote is not None:
            left = [one for one in left if holds(one.quote, self.quote)]
            yield f"holds {quoted(self.quote)}", left


def texts_of(name: str, texts: str | Iterable[str]) -> list[str]:
    """Return one text, or several, as a list; ValueError where nothing would be asked for."""
    if not isinstance(texts, Iterable):
        raise ValueError(f"{name} is {texts!r}; give a text, or several")
    listed = [texts] if isinstance(texts, str) else list(texts)
    if not listed:
        raise ValueError(f"{name} is empty; give one text or more")
    for one in listed:
        if not isinstance(one, str) or not one.strip():
            raise ValueError(f"{name} has {one!r}; give a text that is not blank")
    return listed


def quoted(text: str) -> str:
    """Return a text on one line in quotation marks, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _SHOWN_CHARS else line[:_SHOWN_CHARS] + '…'}”"


def _ends_with(place: str, end: str) -> bool:
    parts = place.split(", ")
    return any(is_same(", ".join(parts[start:]), end) for start in range(len(parts)))


def _stands_under(path: str, heading: str) -> bool:
    return is_same(path, heading) or any(is_same(one, heading) for one in path.split(" › "))
