"""Documents to passages: what is cut out of them, the text it is found by, and its vector."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ragqa.chunking import chunk_document
from ragqa.encoding import Encoder, FloatArray
from ragqa.settings import Settings
from ragqa.store import Store, StoredDocument, VectorCache
from ragqa.terms import tokenize
from ragqa.types import Chunk, Document

_ENCODE_AT_ONCE = 256

_Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document on its way into a store, and the digest of what it was read from.

    ``stored`` is the same document where a store holds it already.
    """

    document: Document
    digest: str
    stored: StoredDocument | None = None


@dataclass(frozen=True, slots=True)
class Passages:
    """Chunks with the texts that they are found by, and the digests of these texts."""

    chunks: tuple[Chunk, ...]
    texts: tuple[str, ...]
    terms: tuple[list[str], ...]
    digests: tuple[str, ...]


def cut_passages(
    sources: Sequence[Source],
    encoder: Encoder,
    *,
    settings: Settings,
    progress: _Progress,
) -> Passages:
    """Return the passages of all sources, in their order."""
    chunks: list[Chunk] = []
    texts: list[str] = []
    terms: list[list[str]] = []
    for done, source in enumerate(sources, start=1):
        document = source.document
        for chunk in _chunks(document, encoder, settings):
            chunks.append(chunk)
            texts.append(passage_text(document, chunk, encoder))
            terms.append(tokenize(texts[-1], document.language))
        progress(done, len(sources))
    digests = (hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return Passages(tuple(chunks), tuple(texts), tuple(terms), tuple(digests))


def passage_text(document: Document, chunk: Chunk, encoder: Encoder) -> str:
    """Return the text that a chunk is found by: its title and heading, then the chunk.

    Title and heading tell what a passage is about that only says "the organization". What of them
    does not fit the encoder beside the chunk is left out.
    """
    for context in _contexts(document.title, chunk):
        text = f"{context}\n{chunk.text}"
        if encoder.count_tokens(text) <= encoder.max_tokens:
            return text
    return chunk.text


def encode_passages(
    passages: Passages,
    encoder: Encoder,
    *,
    previous: Store | None,
    cache: VectorCache,
    progress: _Progress,
) -> tuple[FloatArray, int]:
    """Return the vector of each passage, and how many texts were encoded for it.

    What ``previous`` or the cache holds is not encoded again, and no text twice. What is encoded
    goes into the cache at once.
    """
    texts = dict(zip(passages.digests, passages.texts, strict=True))
    known = _stored_vectors(texts, previous)
    known |= cache.find(one for one in texts if one not in known)
    new = [one for one in texts if one not in known]
    for start in range(0, len(new), _ENCODE_AT_ONCE):
        progress(start, len(new))
        digests = new[start : start + _ENCODE_AT_ONCE]
        vectors = encoder.encode_documents([texts[one] for one in digests])
        cache.put(digests, vectors)
        known |= zip(digests, vectors, strict=True)
    progress(len(new), len(new))
    vectors = np.empty((len(passages.digests), encoder.dimension), dtype=np.float32)
    for row, digest in enumerate(passages.digests):
        vectors[row] = known[digest]
    return vectors, len(new)


def _stored_vectors(digests: Iterable[str], store: Store | None) -> dict[str, FloatArray]:
    if store is None:
        return {}
    rows = store.known_vectors(digests)
    return dict(zip(rows, store.dense.vectors(list(rows.values())), strict=True))


def _chunks(document: Document, encoder: Encoder, settings: Settings) -> tuple[Chunk, ...]:
    chunk_tokens, overlap_tokens = settings.chunk_sizes
    return chunk_document(
        document,
        max_tokens=chunk_tokens,
        overlap_tokens=overlap_tokens,
        count_tokens=encoder.count_tokens,
    )


def _contexts(title: str, chunk: Chunk) -> Iterator[str]:
    title = "" if chunk.text.startswith(title) else title
    heading = "" if chunk.heading.split(" › ")[-1] in chunk.text else chunk.heading
    parts = [part for part in (title, heading) if part]
    if parts:
        yield ". ".join(parts) + "."
    if len(parts) == 2:
        yield parts[0] + "."
