"""The files that people add: what is taken, and what came of it, as HTML."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path

from ragqa.documents import ADDED_PREFIX, Failure, SkippedFile
from ragqa.documents.source import place_name
from ragqa.ui.catalogue import counted, document_link, spoken_number
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.problems import told_reason
from ragqa.ui.strings import Strings
from ragqa.updating import UpdateReport

# File systems take names of 255 bytes; the rest is for what the store puts before and after.
_MAX_NAME_BYTES = 200
_MAX_SHOWN_CHARS = 120
_MAX_LISTED = 20
_MAX_REASON_CHARS = 500
# What `ragqa chat` is told as MB, and systems show as such.
_BYTES_PER_MB = 2**20

# Controls, formats, surrogates, what is not assigned, and line and paragraph separators.
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_EDGES = ". \N{NO-BREAK SPACE}"

# What Windows refuses in a name, so that a store can be copied to it.
_RESERVED_CHARACTERS = re.compile(r'[<>:"|?*]')
_RESERVED_STEM = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


class Refusal(StrEnum):
    """Why a file is not taken."""

    NAME = "name"
    TYPE = "type"
    SIZE = "size"
    EMPTY = "empty"
    TWICE = "twice"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class AcceptedUpload:
    """A file to add; ``name`` is safe as the name of a file, and no other of the files has it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class RefusedUpload:
    """A file that is not taken.

    ``name`` is as it was given, and no more to be trusted. ``expected`` is what would have been
    taken, where the reason leaves that open: the suffixes, or the size in MB.
    """

    name: str
    reason: Refusal
    expected: str = ""


@dataclass(frozen=True, slots=True)
class CheckedUploads:
    """The files that came, in their order, each in one of the two."""

    accepted: tuple[AcceptedUpload, ...]
    refused: tuple[RefusedUpload, ...]


def check_upload(
    paths: Sequence[Path],
    names: Sequence[str],
    *,
    max_bytes: int,
    suffixes: Collection[str],
) -> CheckedUploads:
    """Return which files can be added, each under a name that can do no harm.

    ``names`` goes with ``paths`` and is what the sender calls the files. ``suffixes`` are in lower
    case.
    """
    accepted: list[AcceptedUpload] = []
    refused: list[RefusedUpload] = []
    expected = {
        Refusal.SIZE: f"{round(max_bytes / _BYTES_PER_MB, 1):g}",
        Refusal.TYPE: ", ".join(suffixes),
    }
    for path, given in zip(paths, names, strict=True):
        name = safe_name(given)
        taken = {one.name.casefold() for one in accepted}
        reason = _reason_against(path, name, max_bytes, suffixes, taken)
        if reason is None:
            accepted.append(AcceptedUpload(path, name))
        else:
            refused.append(RefusedUpload(given, reason, expected.get(reason, "")))
    return CheckedUploads(tuple(accepted), tuple(refused))


def safe_name(given: str) -> str:
    """Return a file name that stays in its folder, is not hidden and shows what it is.

    Of a path the last part counts. A long name is cut before its suffix. Empty if nothing is left.
    """
    last = re.split(r"[/\\]", given)[-1]
    visible = "".join(one for one in last if unicodedata.category(one) not in _INVISIBLE)
    composed = unicodedata.normalize("NFC", visible)
    name = _RESERVED_CHARACTERS.sub("_", composed).strip(_EDGES)
    if _RESERVED_STEM.match(name):
        name = f"_{name}"
    return _cut(name).rstrip(_EDGES)


def render_progress(step: str, done: int, total: int, *, strings: Strings) -> str:
    """Return how far a step of the indexing is; ``total`` is 0 where that is not known."""
    words = strings.documents
    label = escape(words.steps.get(step, words.other_step))
    if total <= 0:
        bar = f'<progress aria-label="{label}"></progress>'
        return f'<div class="index-progress"><p>{label}</p>{bar}</div>'
    share = min(max(done, 0), total) / total
    percent = escape(words.percent.format(number=int(100 * share)))
    return (
        f'<div class="index-progress"><p>{label} <span>{percent}</span></p>'
        f'<progress aria-label="{label}" value="{share:.3f}"></progress></div>'
    )


def render_update_report(
    report: UpdateReport,
    *,
    strings: Strings,
    refused: Sequence[RefusedUpload] = (),
) -> str:
    """Return what became of the documents, and of the files that came."""
    words = strings.documents
    parts = (
        *_changes(report, strings),
        _refused(refused, strings),
        _unread(words.failed, report.failures, strings),
        _unread(words.skipped, report.skipped, strings),
    )
    body = "".join(parts) or f"<p>{escape(words.nothing_changed)}</p>"
    label = escape(words.report)
    return f'<section class="update-report" role="status" aria-label="{label}">{body}</section>'


def _changes(report: UpdateReport, strings: Strings) -> Iterator[str]:
    words = strings.documents
    link = partial(_document_link, strings=strings)
    yield _change(words.added, map(link, report.added), len(report.added), strings)
    yield _change(words.replaced, map(link, report.replaced), len(report.replaced), strings)
    removed = (f"<bdi>{escape(_document_name(one))}</bdi>" for one in report.removed)
    yield _change(words.removed, removed, len(report.removed), strings)
    # To list what stayed as it was would bury what did not.
    if report.unchanged:
        yield _heading(words.unchanged, len(report.unchanged), strings)


def _change(words: str, items: Iterable[str], count: int, strings: Strings) -> str:
    return _heading(words, count, strings) + _list(items, count, strings) if count else ""


def _heading(words: str, count: int, strings: Strings) -> str:
    common = strings.common
    documents = counted(count, common.one_document, common.many_documents, strings=strings)
    return f"<p>{escape(words.format(documents=documents))}</p>"


def _list(items: Iterable[str], count: int, strings: Strings) -> str:
    """Return the first of some items as a list, and how many more there are."""
    shown = [f"<li>{item}</li>" for item in islice(items, _MAX_LISTED)]
    if count > len(shown):
        more = spoken_number(count - len(shown), strings=strings)
        shown.append(f"<li>{escape(strings.documents.and_more.format(count=more))}</li>")
    return f"<ul>{''.join(shown)}</ul>"


def _document_name(doc_id: str) -> str:
    return shorten(doc_id.removeprefix(ADDED_PREFIX), max_chars=_MAX_SHOWN_CHARS)


def _document_link(doc_id: str, *, strings: Strings) -> str:
    return document_link(doc_id, _document_name(doc_id), strings=strings)


def _refused(refused: Sequence[RefusedUpload], strings: Strings) -> str:
    words = strings.documents
    if not refused:
        return ""
    items = (
        f"{_file_name(one.name)}: "
        f"{escape(words.refusals[one.reason].format(expected=one.expected))}"
        for one in refused
    )
    return f"<p>{escape(words.refused)}</p>{_list(items, len(refused), strings)}"


def _unread(words: str, files: Sequence[Failure | SkippedFile], strings: Strings) -> str:
    if not files:
        return ""
    items = (_unread_file(one, strings) for one in files)
    return f"<p>{escape(words)}</p>{_list(items, len(files), strings)}"


def _unread_file(file: Failure | SkippedFile, strings: Strings) -> str:
    """Return the name of a file and the reason; the folders it lies in are not for everyone."""
    reason = shorten(told_reason(file, strings=strings), max_chars=_MAX_REASON_CHARS)
    told = strings.documents.reason.format(reason=reason)
    return f"{_file_name(place_name(Path(file.path.name)))}. {escape(told)}"


def _file_name(name: str) -> str:
    return f'<bdi class="file">{escape(shorten(name, max_chars=_MAX_SHOWN_CHARS))}</bdi>'


def _reason_against(
    path: Path,
    name: str,
    max_bytes: int,
    suffixes: Collection[str],
    taken: Collection[str],
) -> Refusal | None:
    if not name:
        return Refusal.NAME
    if Path(name).suffix.lower() not in suffixes:
        return Refusal.TYPE
    if path.is_symlink() or not path.is_file():
        return Refusal.UNREADABLE
    size = path.stat().st_size
    if size > max_bytes:
        return Refusal.SIZE
    if size == 0:
        return Refusal.EMPTY
    return Refusal.TWICE if name.casefold() in taken else None


def _cut(name: str) -> str:
    """Return a name of at most ``_MAX_NAME_BYTES``, cut before its suffix."""
    suffix = Path(name).suffix
    room = _MAX_NAME_BYTES - len(suffix.encode())
    if room <= 0:
        return ""
    stem = name.removesuffix(suffix).encode()[:room].decode(errors="ignore")
    return f"{stem}{suffix}"
