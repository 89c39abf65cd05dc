"""Deterministic stand-ins for what is expensive."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
