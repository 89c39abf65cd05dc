"""Any number of passages whose words and lengths are real: sentences of real texts, shuffled."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._sets import SHARED
from ragqa.encoding import MINILM_INT8, Encoder, open_encoder
from ragqa.sentences import split_sentences
from ragqa.terms import tokenize
from ragqa.types import Chunk, Document

FOLDERS = (SHARED / "eval", SHARED / "train")
ENCODED = 3000
QUESTIONS = 200
CHUNKS_IN_DOCUMENT = 20
LONGEST_PASSAGE = 1000
NOISE = 0.6
"""How far a vector is moved, as a part of its own length: two that are moved from the same one
have a cosine of about 1 / (1 + NOISE²)."""


@dataclass(frozen=True)
class Sentence:
    text: str
    terms: list[str]
    passage: int


@dataclass(frozen=True)
class Batch:
    """Documents with all that a store holds of them."""

    documents: list[Document]
    chunks: list[Chunk]
    terms: list[list[str]]
    vectors: NDArray[np.float32]


class Recombined:
    """Makes passages of the sentences of real ones, and vectors near to those of real ones."""

    def __init__(self, encoder: Encoder, *, seed: int = 0) -> None:
        self.encoder = encoder
        self._random = np.random.default_rng(seed)
        passages = real_passages()
        chosen = self._random.permutation(len(passages))[:ENCODED].tolist()
        texts = [list(passages)[number] for number in chosen]
        self._vectors = encoder.encode_documents(texts)
        self._sentences = list(sentences_of(texts))
        self._sizes = [len(split_sentences(text, "en")) for text in texts]
        self.questions = [passages[text] for text in texts][:QUESTIONS]
        self.made = 0

    @classmethod
    def open(cls) -> "Recombined":
        """Return them with the bundled encoder for English."""
        return cls(open_encoder(MINILM_INT8))

    def batch(self, size: int) -> Batch:
        """Return the next ``size`` chunks."""
        documents, chunks, terms, firsts = [], [], [], []
        for start in range(0, size, CHUNKS_IN_DOCUMENT):
            count = min(CHUNKS_IN_DOCUMENT, size - start)
            doc_id = f"made/{self.made:07d}.txt"
            self.made += count
            parts = [self._draw() for _ in range(count)]
            text = "\n\n".join(" ".join(one.text for one in part) for part in parts)
            documents.append(Document(doc_id, doc_id, text, doc_id, language="en"))
            place = 0
            for number, part in enumerate(parts):
                passage = " ".join(one.text for one in part)
                chunks.append(
                    Chunk(f"{doc_id}#{number:04d}", doc_id, passage, place, place + len(passage))
                )
                place += len(passage) + 2
                terms.append([term for one in part for term in one.terms])
                firsts.append(part[0].passage)
        return Batch(documents, chunks, terms, self._near(firsts))

    def _draw(self) -> list[Sentence]:
        """Return as many sentences as a real passage has."""
        count = self._sizes[int(self._random.integers(len(self._sizes)))]
        drawn = self._random.integers(len(self._sentences), size=count)
        return [self._sentences[number] for number in drawn.tolist()]

    def _near(self, passages: Sequence[int]) -> NDArray[np.float32]:
        vectors = self._vectors[passages]
        noise = self._random.standard_normal(vectors.shape, dtype=np.float32)
        vectors = vectors + noise * (NOISE / np.sqrt(vectors.shape[1]))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def real_passages() -> dict[str, str]:
    """Return the passages of the question sets, each with a question that it answers."""
    return {
        text: question
        for folder in FOLDERS
        for path in sorted(folder.glob("*.jsonl.gz"))
        for text, question in _read(path)
        if len(text) <= LONGEST_PASSAGE
    }


def sentences_of(texts: Sequence[str]) -> Iterator[Sentence]:
    for number, text in enumerate(texts):
        for start, end in split_sentences(text, "en"):
            sentence = " ".join(text[start:end].split())
            yield Sentence(sentence, tokenize(sentence, "en"), number)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "context" in record and "question" in record:
                yield record["context"], record["question"]
