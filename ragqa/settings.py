"""The settings of a chatbot: frozen, validated when made, and stored with the index they shape."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from numbers import Integral, Real
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from ragqa.errors import SettingsError
from ragqa.metadata import NO_RULES, MetadataRules
from ragqa.where import parse_where

LEVELS: Mapping[str, float] = MappingProxyType({"strict": 0.5, "balanced": 0.3, "eager": 0.2})
"""How sure an answer must be to be given, by name: values for ``min_confidence``.

What they cost in wrong answers and in refusals ``python -m training.fit_reading`` prints.
"""

LevelName = Literal["strict", "balanced", "eager"]
"""The names of `LEVELS`."""

if TYPE_CHECKING:

    class Limit:
        """A number that may be given by the name of a level."""

        def __get__(self, instance: object, owner: type) -> float: ...

        def __set__(self, instance: object, value: float | LevelName) -> None: ...

else:
    Limit = float

_BALANCED = cast("Limit", LEVELS["balanced"])

# What NumPy calculates is a number too, and a whole number may stand for another.
_TYPES: Mapping[Any, Any] = MappingProxyType({int: Integral, float: Real})
_IN_WORDS: Mapping[Any, str] = MappingProxyType(
    {str: "a text", int: "a whole number", float: "a number", MetadataRules: "metadata rules"}
)

DEFAULT_ENCODER = "multilingual"
DEFAULT_CHUNK_TOKENS = 200
DEFAULT_OVERLAP_TOKENS = 0
"""What a new store is made with where nothing else is named."""

_SPANS = "spans"
_SPANISH_AND_ENGLISH = "spa+eng"
_LANGUAGES = re.compile(r"[A-Za-z]\w*(?:\+[A-Za-z]\w*)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen.

    ``encoder`` is ``"multilingual"``, the bundled model for many languages, ``"minilm-int8"``, a
    smaller one for English alone, or the name or path of any sentence-transformers model.
    ``chunk_tokens`` and ``overlap_tokens`` are counted by the encoder's tokenizer. Where these
    three are None, those count that the store was made with, and the defaults for a new one:
    ``"multilingual"``, 200 and 0. ``read_hits`` is how many of the best hits are read for evidence
    at most, ``shown_hits`` how many are reported. ``reader`` is ``"spans"``, the bundled model that
    finds the answering words, or None to do without it. ``min_confidence`` is the probability below
    which a question is refused, a number or the name of one of `LEVELS`: ``"strict"``,
    ``"balanced"`` or ``"eager"``. ``dense_weight`` is the part of the vectors in a passage's score,
    in 0..1; the rest is that of the words. ``where`` is a condition, as `ragqa.where` reads it,
    that every document must meet that is searched; empty for none.

    ``read_workers`` processes parse files at once, each file within ``read_seconds`` and
    ``read_memory_mb``; files over ``max_file_mb`` are not read. ``file_password`` opens encrypted
    ones. ``ocr_languages`` are those in which pictures of pages are read where the program
    tesseract is installed, by its names for them and joined by "+", or None for not at all; a file
    may take ``ocr_seconds`` for it. ``metadata`` has what a user says of the files, and is heard
    when they are indexed.
    """

    encoder: str | None = None
    chunk_tokens: int | None = None
    overlap_tokens: int | None = None
    reader: str | None = _SPANS
    read_hits: int = 5
    shown_hits: int = 10
    min_confidence: Limit = _BALANCED
    max_question_chars: int = 2000
    dense_weight: float = 0.5
    where: str = ""
    read_workers: int = 2
    read_seconds: float = 60.0
    read_memory_mb: int = 384
    max_file_mb: int = 128
    file_password: str | None = None
    ocr_languages: str | None = _SPANISH_AND_ENGLISH
    ocr_seconds: float = 600.0
    metadata: MetadataRules = NO_RULES

    def __post_init__(self) -> None:
        level: object = self.min_confidence
        if isinstance(level, str) and level in LEVELS:
            object.__setattr__(self, "min_confidence", LEVELS[level])
        for field in fields(self):
            value = getattr(self, field.name)
            if not _is_of(field.type, value):
                raise SettingsError(f"{field.name} is {value!r}; it must be {expected(field.name)}")
            finite = not isinstance(value, float) or math.isfinite(value)
            _require(finite, field.name, value, "a finite number")
        _require(self.encoder != "", "encoder", '""', "the name or folder of a model")
        if self.where:
            parse_where(self.where)
        if self.reader not in (None, _SPANS):
            raise SettingsError(f'reader is {self.reader!r}; it must be "{_SPANS}" or None')
        chunk_tokens, overlap_tokens = self.chunk_sizes
        _require(chunk_tokens >= 16, "chunk_tokens", chunk_tokens, "at least 16")
        _require(
            0 <= overlap_tokens <= chunk_tokens // 2,
            "overlap_tokens",
            overlap_tokens,
            "from 0 to half of chunk_tokens",
        )
        for name in (
            "read_workers",
            "read_seconds",
            "read_memory_mb",
            "max_file_mb",
            "ocr_seconds",
            "read_hits",
            "shown_hits",
            "max_question_chars",
        ):
            _require(getattr(self, name) >= 1, name, getattr(self, name), "at least 1")
        _require(
            self.ocr_languages is None or _LANGUAGES.fullmatch(self.ocr_languages) is not None,
            "ocr_languages",
            self.ocr_languages,
            f'names such as "{_SPANISH_AND_ENGLISH}" or None',
        )
        _require(0 <= self.min_confidence <= 1, "min_confidence", self.min_confidence, "in 0..1")
        _require(0 <= self.dense_weight <= 1, "dense_weight", self.dense_weight, "in 0..1")

    @property
    def chunk_sizes(self) -> tuple[int, int]:
        """The longest passage and what passages share, in tokens; the defaults where None."""
        return (
            DEFAULT_CHUNK_TOKENS if self.chunk_tokens is None else self.chunk_tokens,
            DEFAULT_OVERLAP_TOKENS if self.overlap_tokens is None else self.overlap_tokens,
        )


def expected(name: str, *, none: str = "None") -> str:
    """Return in words what a setting must be, with ``none`` for None."""
    kinds: dict[str, Any] = {field.name: field.type for field in fields(Settings)}
    main, *may_be_none = get_args(kinds[name]) or (kinds[name],)
    words = _IN_WORDS[main]
    if name == "min_confidence":
        *first, last = (f'"{level}" ({value})' for level, value in LEVELS.items())
        return f"{', '.join([words, *first])} or {last}"
    return f"{words} or {none}" if may_be_none else words


def _is_of(kind: Any, value: object) -> bool:
    """Return whether a value is of the type of a setting; a truth value is no number."""
    kinds = tuple(_TYPES.get(one, one) for one in get_args(kind) or (kind,))
    return isinstance(value, kinds) and not isinstance(value, bool)


def _require(holds: bool, name: str, value: object, expected: str) -> None:  # noqa: FBT001
    if not holds:
        raise SettingsError(f"{name} is {value}; it must be {expected}")
