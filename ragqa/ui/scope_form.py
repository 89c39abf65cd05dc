"""The choice of the documents that a question is asked of, as HTML.

The form holds what is chosen by itself; what follows from it is drawn apart, by
``render_scope_status``, so that nothing is taken from under the fingers of who chooses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ragqa.documents import ADDED_PREFIX
from ragqa.scope import EVERYTHING, Scope
from ragqa.store import DocumentSummary
from ragqa.ui.catalogue import (
    counted,
    display_title,
    folded,
    key_of_id,
    language_name,
    spoken_number,
    versioned_tag,
)
from ragqa.ui.dates import spoken_date
from ragqa.ui.escaping import escape, shorten
from ragqa.ui.strings import Strings

_FORM_ID = "scope-form"
_MAX_DOCUMENTS = 2_000
_MAX_FOLDERS = 200
# An id may be nothing but slashes, and the folders of each depth repeat those above.
_MAX_DEPTH = 8
_MAX_NAME_CHARS = 120
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def render_scope_form(
    documents: Sequence[DocumentSummary], scope: Scope, *, strings: Strings
) -> str:
    """Return the choice as a fold with a form, in which ``scope`` is chosen.

    What every document has cannot narrow the search, and is no choice.
    """
    words = strings.documents
    groups = (
        _group(words.languages, _language_boxes(documents, scope, strings)),
        _group(words.folders, _folder_boxes(documents, scope, strings)),
        _dates(scope, strings),
        _document_group(documents, scope, strings),
    )
    tag = versioned_tag("scope-choices", (one.doc_id for one in documents))
    return (
        f'<details class="scope" id="scope-fold"><summary>{escape(words.narrow)}</summary>'
        f'<form class="scope-form" id="{_FORM_ID}" data-live="scope"'
        f' aria-label="{escape(words.narrow)}">'
        f'<{tag} class="unboxed">{"".join(groups)}</{tag}></form></details>'
    )


def render_scope_status(scope: Scope, *, strings: Strings, within: str = "") -> str:
    """Return what is searched, with a button to take back what a person chose of it.

    ``within`` is a condition that nobody can take back here; empty for none.
    """
    words = strings.documents
    described = describe_scope(scope.within(within), strings=strings)
    told = words.only.format(scope=described) if described else words.everything
    if scope == EVERYTHING:
        return f'<p class="scope-status" role="status"><span>{escape(told)}</span></p>'
    # Reset empties the fields, in which the browser else keeps what a person chose.
    return (
        f'<p class="scope-status" role="status"><span>{escape(told)}</span> <button type="reset"'
        f' form="{_FORM_ID}" class="plain" data-action="clear-scope">'
        f"{escape(words.clear_scope)}</button></p>"
    )


def scope_from_fields(fields: object, documents: Iterable[DocumentSummary]) -> Scope:
    """Return what a form chooses, whoever sent it.

    What no document has and what is no day is left out. Days the wrong way round are exchanged.
    """
    listed = list(documents)
    chosen = set(_values(fields, "document"))
    folders = set(_values(fields, "folder"))
    languages = set(_values(fields, "language"))
    first, last = (_day(fields, name) for name in ("date_from", "date_to"))
    if first and last and first > last:
        first, last = last, first
    # Who chooses none of them does not mean that none is allowed.
    return Scope(
        doc_ids=tuple(one.doc_id for one in listed if key_of_id(one.doc_id) in chosen) or None,
        folders=tuple(one for one in sorted(_folders(listed)) if key_of_id(one) in folders) or None,
        languages=tuple(sorted(languages & _languages(listed).keys())) or None,
        date_from=first,
        date_to=last,
    )


def describe_scope(scope: Scope, *, strings: Strings) -> str:
    """Return what is searched in a few words; empty for everything."""
    words, common = strings.documents, strings.common
    parts = [
        words.where.format(condition=shorten(one, max_chars=_MAX_NAME_CHARS)) for one in scope.where
    ]
    if scope.languages:
        names = [language_name(one, strings=strings) for one in scope.languages]
        parts.append(words.in_language.format(names=_joined(names, strings)))
    if scope.folders:
        names = [_folder_in_words(one, strings) for one in scope.folders]
        parts.append(words.in_folders.format(names=_joined(names, strings)))
    parts += _spoken_days(scope, strings)
    if scope.doc_ids:
        count = len(scope.doc_ids)
        parts.append(counted(count, common.one_document, common.many_documents, strings=strings))
    return ", ".join(parts)


def _joined(names: Sequence[str], strings: Strings) -> str:
    *most, last = names
    return f"{', '.join(most)} {strings.common.and_word} {last}" if most else last


def _spoken_days(scope: Scope, strings: Strings) -> list[str]:
    words = strings.documents
    if scope.date_from is not None and scope.date_from == scope.date_to:
        return [words.on_day.format(date=spoken_date(scope.date_from, strings=strings))]
    return [
        template.format(date=spoken_date(day, strings=strings))
        for template, day in ((words.from_day, scope.date_from), (words.until_day, scope.date_to))
        if day is not None
    ]


def _values(fields: object, name: str) -> list[str]:
    value = fields.get(name) if isinstance(fields, Mapping) else None
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if isinstance(one, str)]


def _day(fields: object, name: str) -> str | None:
    value = next(iter(_values(fields, name)), "")
    if not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _folders(documents: Iterable[DocumentSummary]) -> Counter[str]:
    """Return how many documents lie in each folder, down to ``_MAX_DEPTH``."""
    folders: Counter[str] = Counter()
    for document in documents:
        parts = document.doc_id.split("/")[:-1]
        depths = range(1, min(len(parts), _MAX_DEPTH) + 1)
        folders.update("/".join(parts[:depth]) for depth in depths if parts[depth - 1])
    return folders


def _languages(documents: Iterable[DocumentSummary]) -> Counter[str]:
    return Counter(one.language for one in documents if one.language)


def _narrowing(counts: Counter[str], documents: Sequence[DocumentSummary]) -> list[str]:
    """Return what some documents have and others have not, in order."""
    return sorted(one for one, count in counts.items() if count < len(documents))


def _is_added(folder: str) -> bool:
    return f"{folder}/" == ADDED_PREFIX


def _folder_name(folder: str, strings: Strings) -> str:
    shown = shorten(folder, max_chars=_MAX_NAME_CHARS)
    return strings.documents.added_here if _is_added(folder) else shown


def _folder_in_words(folder: str, strings: Strings) -> str:
    words = strings.documents
    name = shorten(folder, max_chars=_MAX_NAME_CHARS)
    return words.added_files if _is_added(folder) else words.folder.format(name=name)


def _group(legend: str, boxes: Sequence[str]) -> str:
    if not boxes:
        return ""
    return f"<fieldset><legend>{escape(legend)}</legend>{''.join(boxes)}</fieldset>"


def _box(name: str, value: str, label: str, *, is_chosen: bool) -> str:
    checked = " checked" if is_chosen else ""
    return (
        f'<label class="choice"><input type="checkbox" name="{name}" value="{escape(value)}"'
        f'{checked}><span dir="auto">{escape(label)}</span></label>'
    )


def _language_boxes(
    documents: Sequence[DocumentSummary], scope: Scope, strings: Strings
) -> list[str]:
    return [
        _box(
            "language",
            one,
            language_name(one, strings=strings),
            is_chosen=one in (scope.languages or ()),
        )
        for one in _narrowing(_languages(documents), documents)
    ]


def _folder_boxes(
    documents: Sequence[DocumentSummary], scope: Scope, strings: Strings
) -> list[str]:
    return [
        _box(
            "folder",
            key_of_id(one),
            _folder_name(one, strings),
            is_chosen=one in (scope.folders or ()),
        )
        for one in _narrowing(_folders(documents), documents)[:_MAX_FOLDERS]
    ]


def _dates(scope: Scope, strings: Strings) -> str:
    words = strings.documents
    fields = "".join(
        f'<label><span>{escape(label)}</span><input type="date" name="{name}"'
        f' value="{escape(day or "")}"></label>'
        for label, name, day in (
            (words.date_from, "date_from", scope.date_from),
            (words.date_to, "date_to", scope.date_to),
        )
    )
    return f'<fieldset class="dates"><legend>{escape(words.dates)}</legend>{fields}</fieldset>'


def _document_group(documents: Sequence[DocumentSummary], scope: Scope, strings: Strings) -> str:
    """Return a box for each document, with a field that finds some of them by their titles."""
    words = strings.documents
    listed = documents[:_MAX_DOCUMENTS]
    chosen = set(scope.doc_ids or ())
    boxes = [
        _box("document", key_of_id(one.doc_id), label, is_chosen=one.doc_id in chosen)
        for label, one in sorted(_labelled(listed), key=lambda pair: folded(pair[0]))
    ]
    cut = words.too_many_to_choose.format(
        shown=spoken_number(len(listed), strings=strings),
        count=spoken_number(len(documents), strings=strings),
    )
    note = f'<p class="note">{escape(cut)}</p>' if len(documents) > len(listed) else ""
    find = escape(words.find_document)
    return (
        f"<fieldset><legend>{escape(words.choose_documents)}</legend>"
        f'<input type="search" data-client="filter" aria-label="{find}" placeholder="{find}"'
        f' autocomplete="off">{note}<div class="choices">{"".join(boxes)}</div></fieldset>'
    )


def _labelled(documents: Sequence[DocumentSummary]) -> Iterator[tuple[str, DocumentSummary]]:
    """Yield each document with its title, and its source where another has the same title."""
    counts = Counter(map(display_title, documents))
    for one in documents:
        title = display_title(one)
        source = shorten(one.source, max_chars=_MAX_NAME_CHARS)
        yield (title if counts[title] == 1 else f"{title} ({source})"), one
