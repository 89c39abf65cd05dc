"""The vectors of questions, kept for as long as the same ones are likely to be asked again."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np

from ragqa.encoding import FloatArray

_IN_MEMORY = 256


class QueryEncoder(Protocol):
    """What of an encoder a search needs."""

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Return an array (len(texts), dimension)."""


class RememberedQueries:
    """Encodes questions as an encoder does, and keeps the vectors of the last 256."""

    def __init__(self, encoder: QueryEncoder) -> None:
        self._vector = lru_cache(maxsize=_IN_MEMORY)(lambda text: encoder.encode_queries([text])[0])

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Return an array (len(texts), dimension), for one text or more."""
        return np.stack([self._vector(text) for text in texts])
