"""Documents on their way into a store: cut, encoded and written, a portion at a time."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from ragqa.documents import EDITION
from ragqa.encoding import Encoder
from ragqa.passages import Source, cut_passages, encode_passages
from ragqa.settings import DEFAULT_ENCODER, Settings
from ragqa.store import (
    ChunkingInfo,
    EncoderInfo,
    IndexedDocument,
    ReadingInfo,
    Store,
    StoredFile,
    StoreWriter,
    VectorCache,
    named_making,
)
from ragqa.version import VERSION

Progress = Callable[[str, int, int], None]
"""Called with a step ("read", "chunk", "encode" or "write"), how much is done, and of how much.

Where there is much to index, it is done in portions: "chunk" and "encode" are then of one portion,
and "read" goes on between them.
"""

_PORTION_CHARS = 8_000_000
_PORTION_DOCUMENTS = 10_000
"""What is in memory at a time, with all that is made of it: characters of text, or documents."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many chunks a store holds now, and how many texts were encoded for it."""

    chunks: int
    encoded: int


class SourceWriter:
    """Makes a folder a store of exactly the documents that it is given, in this order.

    Documents that did not change keep their chunks, where these would be cut in the same way, and
    passages that did not change their vectors. So do passages that a run encoded which was stopped
    before it could write. To be left before ``finish`` if nothing shall change.

    Parameters
    ----------
    previous
        The store in the folder, open, if there is one that matters.
    progress
        Told of the steps "chunk", "encode" and "write".
    """

    def __init__(
        self,
        folder: Path,
        *,
        encoder: Encoder,
        settings: Settings,
        previous: Store | None,
        progress: Progress,
    ) -> None:
        self._encoder = encoder
        self._settings = settings
        self._previous = previous
        self._progress = progress
        self._shares = previous is not None and is_cut_alike(previous, settings)
        info = encoder_info(encoder)
        self._held = ExitStack()
        self._cache = self._held.enter_context(VectorCache(folder, info))
        self._writer = self._held.enter_context(
            StoreWriter(folder, encoder=info, previous=previous, shares=self._shares)
        )
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._order: list[str] = []
        self._kept: list[str] = []
        self._waiting: list[Source] = []
        self._waiting_chars = 0
        self._encoded = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: Any) -> None:
        self._held.__exit__(*exception)

    def keep(self, doc_ids: Iterable[str]) -> None:
        """Let documents of the store before stay as they are; cut otherwise, if that has changed.

        Raises
        ------
        ValueError
            If the store before has no such document; where they stay as they are, by ``finish``.
        StoreError
            As ``add`` does.
        """
        for doc_id in doc_ids:
            if self._shares:
                self._order.append(doc_id)
                self._kept.append(doc_id)
                continue
            stored = self._previous.stored_document(doc_id) if self._previous else None
            if stored is None:
                raise ValueError(f"no document {doc_id} to be kept")
            self.add(Source(stored.document, stored.digest, stored))

    def add(self, source: Source) -> None:
        """Put a document in.

        Raises
        ------
        StoreError
            If the store cannot be written, or is no longer as ``previous`` is.
        """
        if source.stored and self._shares:
            self.keep([source.document.doc_id])
            return
        self._order.append(source.document.doc_id)
        self._waiting.append(source)
        self._waiting_chars += len(source.document.text)
        if self._waiting_chars >= _PORTION_CHARS or len(self._waiting) >= _PORTION_DOCUMENTS:
            self._write_waiting()

    def finish(
        self,
        *,
        roots: Sequence[str],
        files: Sequence[StoredFile] = (),
        reading: ReadingInfo | None = None,
        switching: AbstractContextManager[None] = nullcontext(),  # noqa: B008 (it holds nothing)
    ) -> Written:
        """Put the new state in place of the old one.

        Parameters
        ----------
        files
            What the documents were read from, as far as it need not be read again.
        reading
            How they were read, if not as the settings say.
        switching
            Entered while nobody else can write, around the step by which the new state counts.

        Raises
        ------
        StoreError
            As ``add`` does.
        """
        if self._waiting:
            self._write_waiting()
        self._progress("write", 0, 1)
        manifest = self._writer.finish(
            reading=reading or reading_info(self._settings),
            chunking=chunking_info(self._settings),
            roots=roots,
            files=files,
            kept=self._kept,
            order=self._order,
            switching=switching,
        )
        self._cache.clear()
        self._progress("write", 1, 1)
        return Written(manifest.counts.chunks, self._encoded)

    def _write_waiting(self) -> None:
        sources, self._waiting, self._waiting_chars = self._waiting, [], 0
        passages = cut_passages(
            sources,
            self._encoder,
            settings=self._settings,
            progress=partial(self._progress, "chunk"),
        )
        vectors, encoded = encode_passages(
            passages,
            self._encoder,
            previous=self._previous,
            cache=self._cache,
            progress=partial(self._progress, "encode"),
        )
        self._encoded += encoded
        self._writer.add(
            [self._indexed(one) for one in sources],
            passages.chunks,
            vectors=vectors,
            terms=passages.terms,
            encoded_digests=passages.digests,
        )

    def _indexed(self, source: Source) -> IndexedDocument:
        indexed = source.stored.indexed if source.stored else self._now
        return IndexedDocument(source.document, source.digest, indexed)


def write_sources(
    sources: Iterable[Source],
    folder: Path,
    *,
    kept: Sequence[str] = (),
    files: Sequence[StoredFile] = (),
    previous: Store | None,
    roots: Sequence[str],
    encoder: Encoder,
    settings: Settings,
    reading: ReadingInfo | None = None,
    switching: AbstractContextManager[None] = nullcontext(),  # noqa: B008 (it holds nothing)
    progress: Progress,
) -> Written:
    """Make the store in ``folder`` hold the documents that it keeps, and behind them the sources.

    It is what `SourceWriter` does; its methods tell of the parameters and of what is raised.
    """
    with SourceWriter(
        folder, encoder=encoder, settings=settings, previous=previous, progress=progress
    ) as writer:
        writer.keep(kept)
        for source in sources:
            writer.add(source)
        return writer.finish(roots=roots, files=files, reading=reading, switching=switching)


def encoder_info(encoder: Encoder) -> EncoderInfo:
    """Return what a store notes of the encoder that made its vectors."""
    return EncoderInfo(name=encoder.name, sha256=encoder.sha256, dimension=encoder.dimension)


def reading_info(settings: Settings) -> ReadingInfo:
    """Return what a store notes of how its files were read."""
    return ReadingInfo(
        file_mb=settings.max_file_mb,
        memory_mb=settings.read_memory_mb,
        seconds=settings.read_seconds,
        rules=settings.metadata.digest,
        ocr_languages=settings.ocr_languages or "",
        ocr_seconds=settings.ocr_seconds,
        edition=EDITION,
    )


def as_stored(settings: Settings, folder: Path) -> Settings:
    """Return settings with all that a store is made with named.

    What is not, is as the store in ``folder`` was made, also where that can no longer be opened,
    and for a new store the default.
    """
    made = named_making(folder)
    if made is None:
        chunk_tokens, overlap_tokens = settings.chunk_sizes
        encoder = settings.encoder or DEFAULT_ENCODER
    else:
        encoder = settings.encoder or made.encoder
        chunk_tokens = settings.chunk_tokens or made.chunk_tokens
        # Shorter passages than the store's cannot share as much as those do.
        fitting = min(made.overlap_tokens, chunk_tokens // 2)
        overlap_tokens = fitting if settings.overlap_tokens is None else settings.overlap_tokens
    return replace(
        settings, encoder=encoder, chunk_tokens=chunk_tokens, overlap_tokens=overlap_tokens
    )


def chunking_info(settings: Settings) -> ChunkingInfo:
    """Return what a store notes of how its documents were cut."""
    chunk_tokens, overlap_tokens = settings.chunk_sizes
    return ChunkingInfo(max_tokens=chunk_tokens, overlap_tokens=overlap_tokens)


def is_read_alike(store: Store, settings: Settings) -> bool:
    """Return whether files would be read with these settings as those of the store were."""
    manifest = store.manifest
    return manifest.ragqa_version == VERSION and manifest.reading == reading_info(settings)


def is_cut_alike(store: Store, settings: Settings) -> bool:
    """Return whether documents would be cut with these settings as those of the store were."""
    manifest = store.manifest
    return manifest.ragqa_version == VERSION and manifest.chunking == chunking_info(settings)


def no_progress(step: str, done: int, total: int) -> None:
    """Report nothing."""
