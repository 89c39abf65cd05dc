"""Sorted terms in two arrays that can be mapped: none is read that nobody asks for."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray


class TermList(Sequence[bytes]):
    """Different terms in UTF-8, in the order of their bytes, which is that of their characters.

    ``text`` has the bytes of all, one term behind the other; term i ends before ``ends[i]``.
    """

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.text = text
        self.ends = ends

    @classmethod
    def of(cls, terms: Iterable[str]) -> "TermList":
        """Return the terms, sorted; ValueError if one is not valid Unicode."""
        encoded = sorted({term.encode() for term in terms})
        ends = np.fromiter(accumulate(map(len, encoded)), dtype=np.int64, count=len(encoded))
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        start = int(self.ends[place - 1]) if place else 0
        return self.text[start : int(self.ends[place])].tobytes()

    def find(self, term: str) -> int | None:
        """Return the place of a term, None if it is not there."""
        encoded = term.encode("utf-8", "surrogatepass")  # half a pair is in no text
        place = bisect_left(self, encoded)
        return place if place < len(self) and self[place] == encoded else None

    def strings(self) -> list[str]:
        """Return all terms."""
        text = self.text.tobytes()
        return [text[start:end].decode() for start, end in pairwise([0, *self.ends.tolist()])]
