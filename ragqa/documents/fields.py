"""What a document says of itself (title, language, date, the rest), brought to one form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ragqa.days import is_date
from ragqa.languages import LANGUAGES, detect_language

_MAX_TITLE_CHARS = 120
_LANGUAGE_SAMPLE_CHARS = 2000
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeclaredFields:
    """What a front matter or a JSON object declares; None for what it does not."""

    title: str | None
    language: str | None
    date: str | None
    metadata: Mapping[str, str]


def declared_fields(values: Mapping[str, object]) -> DeclaredFields:
    """Return the declared fields; a language or date that is none stays in the metadata as it is.

    The language is the primary part of its tag in lower case; the date is YYYY-MM-DD, or the month
    or year that is declared.
    """
    metadata = {str(key): _as_text(value) for key, value in values.items()}
    title = metadata.pop("title", "").strip()
    language = _language_code(metadata.get("language", ""))
    declared = metadata.get("date", "").strip()
    day = declared if is_date(declared) else iso_date(declared)
    if language:
        del metadata["language"]
    if day:
        del metadata["date"]
    return DeclaredFields(title or None, language, day, metadata)


def first_line_title(text: str) -> str:
    """Return the first line that is not blank, cut at a word to at most 120 characters."""
    line = text.lstrip().partition("\n")[0].rstrip()
    if len(line) <= _MAX_TITLE_CHARS:
        return line
    head = line[: _MAX_TITLE_CHARS - 1]
    whole_words = head if line[len(head)].isspace() else head.rpartition(" ")[0]
    return (whole_words or head).rstrip() + "…"


def foreign_language(tag: str) -> str:
    """Return the tag of a declared language, empty for one that the text itself is told by.

    Which of those a text is in, it says better: programs declare the language of their own menus.
    """
    return "" if tag.lower().partition("-")[0] in LANGUAGES else tag


def language_of_text(text: str) -> str | None:
    """Return the language that the beginning of a text is in."""
    return detect_language(text[:_LANGUAGE_SAMPLE_CHARS])


def iso_date(value: str) -> str | None:
    """Return the day of an ISO 8601 date or time as YYYY-MM-DD, None for what is none."""
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(value.strip()).isoformat()[:10]
        except ValueError:
            continue
    return None


def _language_code(value: str) -> str | None:
    tag = _LANGUAGE_TAG.fullmatch(value.strip())
    return tag[1].lower() if tag else None


def _as_text(value: object) -> str:
    """Return a value as text: a list with commas, a mapping as ``key: value; key: value``."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_as_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_as_text(item) for item in value)
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
