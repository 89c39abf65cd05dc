"""The manifest: what a store says of itself, and the names of its files."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ragqa.errors import StoreError

FORMAT_VERSION = 7

MANIFEST_NAME = "manifest.json"
RECORDS_NAME = "documents.sqlite"
REMOVED_NAME = "removed.npy"

USER_NAME = "user"
"""The folder of what people gave: it belongs to no generation, and nothing here deletes it."""

CACHE_NAME = "cache"
"""The folder of what only spares work: it may be deleted at any time."""

GENERATION_NAME = re.compile(r"generation-[0-9a-f]{8}")

# Names from a damaged or foreign manifest must not lead out of the generation folder.
_FILE_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*", re.ASCII)
_BLOCK_NAME = re.compile(r"block-\d{3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """The encoder that made the vectors; ``sha256`` is that of its weights."""

    name: str
    sha256: str
    dimension: int

    def __str__(self) -> str:
        return f"{self.name} (sha256 {self.sha256[:8]}…, dimension {self.dimension})"


@dataclass(frozen=True, slots=True)
class ChunkingInfo:
    """How the documents were cut; both sizes in tokens of the encoder."""

    max_tokens: int
    overlap_tokens: int


@dataclass(frozen=True, slots=True)
class ReadingInfo:
    """Within what limits files were read, and what was said of them: that decides what comes of it.

    ``rules`` is the digest of the `ragqa.metadata.MetadataRules`. ``ocr_languages`` is empty where
    no pictures of pages were read. ``edition`` is the `ragqa.documents.EDITION` of the loaders.
    """

    file_mb: int
    memory_mb: int
    seconds: float
    rules: str
    ocr_languages: str = ""
    ocr_seconds: float = 0.0
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds; ``rows`` of the indexes are those of chunks, and of removed ones."""

    documents: int
    chunks: int
    rows: int


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A file of a generation; ``size`` in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Making:
    """The name of the model that made a store's vectors, and the sizes of its passages."""

    encoder: str
    chunk_tokens: int
    overlap_tokens: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a store holds, what made it, and the digest of each of its files.

    ``sources_sha256`` is one digest over the digests of all source files, which stand beside the
    documents, so that the manifest stays small. ``roots`` are the paths that were indexed,
    ``files`` the files of the generation by their path in it, ``blocks`` its folders of vectors and
    terms in the order of their rows. ``created`` is an ISO 8601 time.
    """

    format_version: int
    ragqa_version: str
    created: str
    generation: str
    encoder: EncoderInfo
    reading: ReadingInfo
    chunking: ChunkingInfo
    counts: Counts
    sources_sha256: str
    roots: tuple[str, ...]
    blocks: tuple[str, ...]
    files: Mapping[str, FileInfo]

    def to_json(self) -> str:
        """Return the text that ``read_manifest`` reads."""
        # Escaped: the names of indexed folders need not be valid Unicode.
        return json.dumps(asdict(self), indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the store in ``folder``.

    Raises
    ------
    StoreError
        If there is none, if it cannot be read, or if its format is not the one of this version.
    """
    path = folder / MANIFEST_NAME
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(
            f"no store in {folder}: it has no {MANIFEST_NAME}; "
            f'make one with "ragqa index PATH --store {folder}"'
        ) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    try:
        fields = json.loads(raw)
        version = fields["format_version"]
        if version == FORMAT_VERSION:
            return _parse(fields)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"{path} is damaged: {_said(error)}; {rebuild_hint(folder)}") from error
    raise StoreError(
        f"{folder} has store format {version!r}, this ragqa reads format {FORMAT_VERSION}; "
        f"{rebuild_hint(folder)}"
    )


def named_generation(folder: Path) -> str | None:
    """Return the generation that a manifest of any format names, or None if it names none."""
    try:
        return _generation(json.loads((folder / MANIFEST_NAME).read_bytes())["generation"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None


def named_roots(folder: Path) -> tuple[str, ...]:
    """Return the paths that a manifest of any format names, none if it names none."""
    try:
        return tuple(
            _text(root) for root in json.loads((folder / MANIFEST_NAME).read_bytes())["roots"]
        )
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return ()


def named_making(folder: Path) -> Making | None:
    """Return how a manifest of any format says that its store was made, None if it does not."""
    try:
        fields = json.loads((folder / MANIFEST_NAME).read_bytes())
        return Making(
            encoder=_text(fields["encoder"]["name"]),
            chunk_tokens=_count(fields["chunking"]["max_tokens"]),
            overlap_tokens=_count(fields["chunking"]["overlap_tokens"]),
        )
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None


def digest_of_sources(digests: Mapping[str, str]) -> str:
    """Return the sha256 over the digests of all sources, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()


def rebuild_hint(folder: Path) -> str:
    """Return the half of a message that says how to make the store anew."""
    return f'rebuild with "ragqa index PATH --store {folder} --rebuild"'


def _parse(fields: Any) -> Manifest:
    return Manifest(
        format_version=FORMAT_VERSION,
        ragqa_version=_text(fields["ragqa_version"]),
        created=_text(fields["created"]),
        generation=_generation(fields["generation"]),
        encoder=EncoderInfo(
            name=_text(fields["encoder"]["name"]),
            sha256=_text(fields["encoder"]["sha256"]),
            dimension=_count(fields["encoder"]["dimension"]),
        ),
        reading=ReadingInfo(
            file_mb=_count(fields["reading"]["file_mb"]),
            memory_mb=_count(fields["reading"]["memory_mb"]),
            seconds=float(fields["reading"]["seconds"]),
            rules=_matching(_SHA256, fields["reading"]["rules"]),
            # Stores of before pictures were read, or loaders had editions, say nothing of it.
            ocr_languages=_text(fields["reading"].get("ocr_languages", "")),
            ocr_seconds=float(fields["reading"].get("ocr_seconds", 0.0)),
            edition=_count(fields["reading"].get("edition", 0)),
        ),
        chunking=ChunkingInfo(
            max_tokens=_count(fields["chunking"]["max_tokens"]),
            overlap_tokens=_count(fields["chunking"]["overlap_tokens"]),
        ),
        counts=Counts(
            documents=_count(fields["counts"]["documents"]),
            chunks=_count(fields["counts"]["chunks"]),
            rows=_count(fields["counts"]["rows"]),
        ),
        sources_sha256=_matching(_SHA256, fields["sources_sha256"]),
        roots=tuple(_text(root) for root in fields["roots"]),
        blocks=_blocks(fields["blocks"]),
        files={
            _matching(_FILE_NAME, name): FileInfo(
                size=_count(info["size"]), sha256=_matching(_SHA256, info["sha256"])
            )
            for name, info in dict(fields["files"]).items()
        },
    )


def _said(error: Exception) -> str:
    """Return what is wrong in words: of a key that is missing, Python says nothing but its name."""
    return f'it has no "{error.args[0]}"' if isinstance(error, KeyError) else str(error)


def _blocks(names: Any) -> tuple[str, ...]:
    if not names:
        raise ValueError("it names no block; a store has one or more")
    return tuple(_matching(_BLOCK_NAME, name) for name in names)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is not a count")
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError(f"{value!r} is not of the form {pattern.pattern}")
    return str(value)


def _generation(value: Any) -> str:
    return _matching(GENERATION_NAME, value)
