"""Made-up documents, and an encoder that costs nothing: where only the machinery is looked at."""

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WORDS = tuple(
    start + middle + end
    for start in ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru")
    for middle in ("l", "nd", "r", "st", "v")
    for end in ("a", "em", "in", "or", "us")
)


class HashEncoder:
    """Turns a text into a unit vector that its digest decides."""

    name = "hash"
    sha256 = hashlib.sha256(b"hash").hexdigest()
    max_tokens = 256

    def __init__(self, dimension: int = 16) -> None:
        self.dimension = dimension

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_documents(texts)

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        digests = (hashlib.shake_256(text.encode()).digest(self.dimension) for text in texts)
        numbers = np.array([list(one) for one in digests], dtype=np.float32) - 127.5
        return np.asarray(numbers / np.linalg.norm(numbers, axis=1, keepdims=True), np.float32)


def made_up_text(chance: random.Random, *, sentences: int) -> str:
    lines = (" ".join(chance.choices(_WORDS, k=chance.randint(6, 14))) for _ in range(sentences))
    return " ".join(f"{line.capitalize()}." for line in lines)


def write_documents(folder: Path, count: int, *, seed: int, sentences: int = 8) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    for number in range(count):
        text = made_up_text(chance, sentences=sentences)
        (folder / f"{number:06}.txt").write_text(f"{text}\n", encoding="utf-8")
