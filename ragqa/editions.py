"""Which document holds: the newer edition of one, not one that another replaces.

"House rules 2021" and "House rules 2024" are editions: titles that are the same but for the time.
When a document was written is told by the day, month or year in its title or the name of its file;
only where neither has one, by what it declares, which is often the day on which it was printed.
"""

import re
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from ragqa.days import MODERN_YEAR, MONTH, MONTHS, is_date
from ragqa.terms import tokenize
from ragqa.types import Document, Hit, ReadDocument

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")
_SEASON = re.compile(rf"(?<!\d)({MODERN_YEAR}) ?[-–/] ?(?:20)?\d\d(?!\d|[-–]\d)")
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|º)?(?: of| de)? )?(?P<month>{MONTH})\b\.?"
    rf"(?: (?P<behind>\d{{1,2}})(?:st|nd|rd|th)?)?,?(?: of| del?)? (?P<year>{MODERN_YEAR})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"(?<!\d){MODERN_YEAR}(?!\d)")
_NO_WORD = re.compile(
    r"[\W\d_]+|\b(?:autumn|summer|spring|winter|fall|otoño|verano|primavera|invierno|superseded|"
    r"obsolete|old|new|copy|final|draft|v|of|the|de|del|la|el)\b",
    re.IGNORECASE,
)
_LEAST_LETTERS = 4

_SAYS_IT_IS_OLD = re.compile(
    r"\b(?:superseded|obsolete|outdated|no longer (?:valid|in force|current)|out of date|"
    r"(?:this|the present) (?:page|document|version|guide|manual|edition) "
    r"(?:describes|is of|is for|documents) an? (?:old|older|earlier|previous|outdated) \w+|"
    r"(?:has been|was|is) (?:replaced|superseded) by|"
    r"derogad[oa]s?|obsolet[oa]s?|ya no (?:está|están) (?:vigentes?|en vigor)|"
    r"(?:ha|han) sido (?:sustituid|reemplazad)[oa]s? por|sin vigencia)\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:replaces?|supersedes?|sustituyen?(?: a)?|reemplazan?(?: a)?|derogan?|"
    r"deja(?:n)? sin efecto)\b(?P<what>[^.;:\n]{3,120})",
    re.IGNORECASE,
)
_LOOKED_AT = 1000
"""So many characters at the beginning of a document say whether it holds, and what it replaces."""

_ASKS_FOR_OLD = re.compile(
    rf"\b(?:before|previous\w*|former\w*|old|older|earlier|originally|used to|history|"
    rf"antes|anterior\w*|antigu[oa]s?|antiguamente|original\w*|historia|{MODERN_YEAR})\b",
    re.IGNORECASE,
)


def asks_for_old(question: str) -> bool:
    """Tell whether a question may want what held before."""
    return _ASKS_FOR_OLD.search(question) is not None


def written_on(document: Document) -> str | None:
    """Return the day, month or year that a document is told to be of, None if it is not told."""
    for name in (PurePosixPath(document.doc_id).stem.replace("_", " "), document.title):
        if found := _DAY.search(name):
            day = int(found["day"] or found["behind"] or 0)
            month = f"{found['year']}-{MONTHS[found['month'].lower()]:02}"
            return f"{month}-{day:02}" if is_date(f"{month}-{day:02}") else month
        if (found := _ISO.search(name)) and is_date(found[0]):
            return found[0]
    for name in (document.title, PurePosixPath(document.doc_id).stem.replace("_", " ")):
        years = [one[1] for one in _SEASON.finditer(name)] or _YEAR.findall(name)
        if len(set(years)) == 1:
            return years[0]
    return document.date


def newer_editions(
    document: Document, hits: Sequence[Hit], *, documents: ReadDocument
) -> tuple[Hit, ...]:
    """Return the hits of the newest edition of a document that is newer than it."""
    series, written = _series(document), written_on(document)
    if not series or written is None:
        return ()
    found: dict[str, str] = {}
    for hit in hits:
        other = documents(hit.chunk.doc_id)
        date = written_on(other)
        if date is not None and date > written and _series(other) == series:
            found[other.doc_id] = date
    newest = max(found, key=lambda one: found[one], default=None)
    return tuple(hit for hit in hits if hit.chunk.doc_id == newest)


def replaced_documents(hits: Sequence[Hit], *, documents: ReadDocument) -> Collection[str]:
    """Return the ids of documents among hits that say they are old, or that another replaces."""
    found = {one: documents(one) for one in dict.fromkeys(hit.chunk.doc_id for hit in hits)}
    return {
        doc_id
        for doc_id, one in found.items()
        if _says_it_is_old(one)
        or any(_replaces(other, one) for other in found.values() if other is not one)
    }


def _says_it_is_old(document: Document) -> bool:
    name = PurePosixPath(document.doc_id).stem.replace("_", " ").replace("-", " ")
    if _SAYS_IT_IS_OLD.search(name) or _SAYS_IT_IS_OLD.search(document.title):
        return True
    # Of the text only a whole sentence at its beginning speaks of the document itself.
    return any(
        found.group().lower().startswith(("this", "the present"))
        for found in _SAYS_IT_IS_OLD.finditer(document.text[:_LOOKED_AT])
    )


def _replaces(document: Document, other: Document) -> bool:
    """Tell whether a document says at its beginning that it replaces another: all of its title."""
    title = set(tokenize(_NO_WORD.sub(" ", other.title), other.language))
    years = set(_YEAR.findall(other.title)) or set(_YEAR.findall(other.doc_id))
    for found in _REPLACES.finditer(document.text[:_LOOKED_AT]):
        what = found["what"]
        if title and years and title <= set(tokenize(what, document.language)):
            return bool(years.intersection(_YEAR.findall(what)))
    return False


def _series(document: Document) -> str:
    """Return a title without its time, nothing where it has none or no other word."""
    title = document.title
    without = _YEAR.sub(" ", _SEASON.sub(" ", _ISO.sub(" ", _DAY.sub(" ", title))))
    words = " ".join(_NO_WORD.sub(" ", without).lower().split())
    is_dated = without != title
    return words if is_dated and len(words) >= _LEAST_LETTERS else ""
