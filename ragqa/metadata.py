"""What a user says of documents: values by the files' paths, and names for the files' own keys.

As settings, in TOML::

    [metadata.files]
    "reports/*.pdf" = { publisher = "IOM", language = "es" }

    [metadata.keys]
    creator = "author"
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Self

from ragqa.days import is_date
from ragqa.errors import SettingsError

_TABLES = ("files", "keys")
_FIXED = frozenset({"doc_id", "folder", "id", "path", "source", "text"})
"""What nobody can give a document: it follows from the file."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WILDCARD = re.compile(r"(\*\*|\*|\?)")
_WILDCARDS = {"**": ".*", "*": "[^/]*", "?": "[^/]"}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FileValues:
    """Values for the files whose path fits a pattern.

    In a pattern, ``*`` is any text without a slash, ``**`` any text, and ``?`` a character; one
    without a slash fits the names of files in every folder.
    """

    pattern: str
    values: Pairs

    def fits(self, path: str) -> bool:
        """Tell whether a path with forward slashes fits the pattern."""
        name = path if "/" in self.pattern else path.rpartition("/")[2]
        return _compiled(self.pattern).fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class MetadataRules:
    """What is said of files, of which later ones count before earlier ones, and other key names."""

    files: tuple[FileValues, ...] = ()
    keys: Pairs = ()

    @classmethod
    def from_mapping(cls, values: object) -> Self:
        """Return the rules of a table as it stands in a settings file.

        Raises
        ------
        SettingsError
            If it is no table of this form, or a value is impossible.
        """
        tables = _table("metadata", values)
        unknown = sorted(set(tables) - set(_TABLES))
        if unknown:
            raise SettingsError(
                f"metadata has the unknown table {unknown[0]!r}; known are {', '.join(_TABLES)}"
            )
        files = _table("metadata.files", tables.get("files", {}))
        keys = _table("metadata.keys", tables.get("keys", {}))
        return cls(
            files=tuple(_file_values(pattern, given) for pattern, given in files.items()),
            keys=tuple((name, _target(name, target)) for name, target in keys.items()),
        )

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is said, in hexadecimal."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()

    def values_for(self, *paths: str) -> dict[str, str]:
        """Return what is said of a file that is known by these paths."""
        return {
            key: value
            for one in self.files
            if any(map(one.fits, paths))
            for key, value in one.values
        }


NO_RULES = MetadataRules()
"""Nothing is said of any file."""


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = _WILDCARD.split(pattern)
    return re.compile("".join(_WILDCARDS.get(part, re.escape(part)) for part in parts), re.DOTALL)


def _table(place: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise SettingsError(f"{place} is {value!r}; it must be a table")
    return value


def _file_values(pattern: str, values: object) -> FileValues:
    place = f'metadata.files."{pattern}"'
    given = _table(place, values)
    return FileValues(
        pattern, tuple((key, _value(place, key, value)) for key, value in given.items())
    )


def _value(place: str, key: str, value: object) -> str:
    place = f"{place}.{key}"
    _check_key(place, key)
    text = _as_text(value).strip()
    if not text:
        raise SettingsError(f"{place} is {value!r}; it must be a text, a number or a date")
    if key == "date" and not is_date(text):
        raise SettingsError(f"{place} is {value!r}; it must be a date such as 2021-03-04 or 2021")
    if key == "language" and not _LANGUAGE.fullmatch(text):
        raise SettingsError(f'{place} is {value!r}; it must be a code such as "es"')
    return text


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    is_plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return str(value) if is_plain else ""


def _target(name: str, target: object) -> str:
    place = f"metadata.keys.{name}"
    if not isinstance(target, str) or not target.strip():
        raise SettingsError(f"{place} is {target!r}; it must be the name of a key")
    _check_key(place, target)
    return target.strip()


def _check_key(place: str, key: str) -> None:
    if key.strip().lower() in _FIXED or not key.strip():
        raise SettingsError(
            f"{place}: {key!r} follows from the file; give title, date, language or another key"
        )
