"""Deterministic stand-ins for what is expensive."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ragqa.conditions import field_values
from ragqa.errors import QuestionError, StoreError
from ragqa.scope import EVERYTHING, Scope
from ragqa.settings import Settings
from ragqa.store import (
    FORMAT_VERSION,
    ChunkingInfo,
    Counts,
    DocumentSummary,
    EncoderInfo,
    Manifest,
    ReadingInfo,
)
from ragqa.storing import Progress
from ragqa.types import Answer, Chunk, Citation, Document, Evidence, Hit
from ragqa.updating import UpdateReport

_WORD = re.compile(r"\w+")


class FakeEncoder:
    """A hashed bag of words as a unit vector: texts are alike as far as they share words."""

    name = "fake"
    sha256 = hashlib.sha256(b"fake").hexdigest()
    max_tokens = 64

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension

    def count_tokens(self, text: str) -> int:
        return len(_words(text))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            # A text without words needs a direction too.
            for word in _words(text)[: self.max_tokens] or [""]:
                vector[self._bucket(word)] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def _bucket(self, word: str) -> int:
        digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big") % self.dimension


class CountingEncoder(FakeEncoder):
    """Keeps the texts that it was given to encode."""

    def __init__(self, dimension: int = 256) -> None:
        super().__init__(dimension)
        self.encoded: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return super().encode_documents(texts)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class FakeBot:
    """Answers each question with the first document that has a word of it, quoted whole.

    It refuses where none has, and lists what it was asked in ``asked``.
    """

    def __init__(self, *documents: Document, where: str = "") -> None:
        self.asked: list[tuple[str, list[str], Scope]] = []
        self.settings = Settings(where=where)
        self.refreshed = 0
        self._documents = {document.doc_id: document for document in documents}
        self._generation = 0

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            format_version=FORMAT_VERSION,
            ragqa_version="0",
            created="2026-01-01T00:00:00+00:00",
            generation=f"generation-{self._generation:08x}",
            encoder=EncoderInfo(name="fake", sha256="0", dimension=1),
            reading=ReadingInfo(file_mb=128, memory_mb=384, seconds=60.0, rules="0"),
            chunking=ChunkingInfo(max_tokens=200, overlap_tokens=0),
            counts=Counts(*[len(self._documents)] * 3),
            sources_sha256="0",
            roots=(),
            blocks=(),
            files={},
        )

    def ask(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> Answer:
        self.asked.append((question, list(history), scope))
        if len(question) > self.settings.max_question_chars:
            raise QuestionError("the question is too long; ask a shorter one")
        hits = self.search(question, scope=scope)
        is_found = any(set(_words(question)) & set(_words(hit.chunk.text)) for hit in hits)
        citations = [_whole(self.document(hits[0].chunk.doc_id))] if is_found else []
        evidence = (
            Evidence(hits[0], one.quote, one.start, one.end, short_answer=None, support=0.95)
            for one in citations
        )
        text = "".join(f"“{one.quote}” [{one.marker}]" for one in citations)
        return Answer(
            question=question,
            text=text or "The documents do not say.",
            short_answer=None,
            citations=tuple(citations),
            hits=hits,
            confidence=0.95 if citations else 0.1,
            abstained=not citations,
            language="en",
            timing_ms={"encode": 1.0, "search": 1.0, "read": 1.0, "compose": 1.0},
            evidence=tuple(evidence),
        )

    def ask_with_documents(
        self, question: str, *, history: Sequence[str] = (), scope: Scope = EVERYTHING
    ) -> tuple[Answer, dict[str, Document]]:
        answer = self.ask(question, history=history, scope=scope)
        return answer, {hit.chunk.doc_id: self.document(hit.chunk.doc_id) for hit in answer.hits}

    def search(self, query: str, *, k: int = 5, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
        found = [
            one
            for one in self._documents.values()
            if scope.holds(
                one.doc_id, language=one.language, date=one.date, values=field_values(one)
            )
        ]
        shared = set(_words(query))
        found.sort(key=lambda one: -len(shared & set(_words(one.text))))
        return tuple(
            Hit(
                Chunk(f"{one.doc_id}#0", one.doc_id, one.text, 0, len(one.text)),
                rank=rank,
                score=1 / rank,
                dense=0.5,
                sparse=0.5,
            )
            for rank, one in enumerate(found[:k], start=1)
        )

    def document(self, doc_id: str) -> Document:
        if doc_id not in self._documents:
            raise StoreError(f'no document "{doc_id}"')
        return self._documents[doc_id]

    def documents(self) -> Iterator[DocumentSummary]:
        for one in self._documents.values():
            yield DocumentSummary(
                doc_id=one.doc_id,
                title=one.title,
                source=one.source,
                language=one.language,
                date=one.date,
                characters=len(one.text),
                chunks=1,
                digest="0",
                indexed="2026-01-01T00:00:00+00:00",
                publisher=one.metadata.get("publisher"),
                metadata=one.metadata,
            )

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None) -> UpdateReport:
        if progress:
            progress("read", 1, 1)
        doc_ids = []
        for path in paths:
            doc_id = f"added/{path.name}"
            doc_ids.append(doc_id)
            text = path.read_text()
            self._documents[doc_id] = Document(doc_id, path.name, text, doc_id, language="en")
        self._generation += 1
        return UpdateReport(added=tuple(doc_ids))

    def remove(self, doc_ids: Sequence[str]) -> UpdateReport:
        for doc_id in doc_ids:
            self.document(doc_id)
            del self._documents[doc_id]
        self._generation += 1
        return UpdateReport(removed=tuple(doc_ids))

    def reindex(self, *, progress: Progress | None = None) -> UpdateReport:
        return UpdateReport(unchanged=tuple(self._documents))

    def refresh(self) -> None:
        self.refreshed += 1


def _whole(document: Document) -> Citation:
    return Citation(
        marker=1,
        doc_id=document.doc_id,
        source=document.source,
        title=document.title,
        page=None,
        start=0,
        end=len(document.text),
        quote=document.text,
    )
