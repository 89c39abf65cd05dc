"""A small extractive question-answering model: which words of a passage answer a question.

It reads English and Spanish. The weights are ragqa's own (multilingual-e5-small, trained further by
``training/train_reader.py``), ship inside the package as int8, and run on onnxruntime. The model
card, ``models/reader.md``, tells of data, recipe, figures and limits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from ragqa.e5 import open_e5
from ragqa.encoding import FloatArray, IntArray, open_session
from ragqa.lazy import Lazy
from ragqa.model_files import check_digest
from ragqa.types import Span
from ragqa.windows import Window, make_windows

_MODEL = Path(__file__).parent / "models" / "reader.int8.onnx"
_SHA256 = "401284d7dc32695c357535ab019efe92eabcbd9e673bfaf3faac4755d75df040"

_MAX_SPAN_TOKENS = 30
# One question, one core: several at once are served sooner (benchmarks.threads), and whoever asks
# alone leaves a core to the browser.
_THREADS = 1
# Joined, a sum and the norm after it take longer on the CPU than one after the other.
_SLOWER = ("SkipLayerNormFusion",)


@dataclass(frozen=True, slots=True)
class SpanScores:
    """What the model says of one passage.

    ``relevance`` is the logit that the passage answers at all. ``best`` has the best span within
    each of the stretches asked about, with its logit over "no answer" (J. Devlin et al., BERT,
    NAACL 2019); None for a stretch without a token.
    """

    relevance: float
    best: tuple[tuple[Span, float] | None, ...]


class SpanReader(Protocol):
    """Tells which words of passages answer a question."""

    def read(
        self, question: str, passages: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[SpanScores]:
        """Return the scores of each passage, and of the stretches (sentences) asked about in it."""


@cache
def open_span_reader() -> SpanReader:
    """Open the span reader, once in a process.

    Raises
    ------
    EncoderError
        If a file of the model is missing, or is not byte for byte the expected one.
    """
    return OnnxSpanReader.open()


def open_model(model: Path) -> Any:
    """Open the file of a model for `OnnxSpanReader`."""
    return open_session(model, _THREADS, disabled_optimizers=_SLOWER)


class OnnxSpanReader:
    """The model that ships with the package, or another of the same kind.

    Opening checks its files; they are loaded when a passage is first read. Its first input is what
    ``embed`` makes of token ids, (batch, tokens).
    """

    def __init__(
        self,
        session: Lazy[Any],
        tokenizer: Lazy[Any],
        *,
        embed: Callable[[IntArray], Any],
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._embed = embed

    @classmethod
    def open(cls, *, model: Path = _MODEL) -> Self:
        """Open the model that ships.

        Raises
        ------
        EncoderError
            If a file is missing, or is not byte for byte the expected one.
        """
        check_digest(model, _SHA256)
        e5 = open_e5()
        return cls(Lazy(partial(open_model, model)), e5.tokenizer, embed=e5.file.embed_tokens)

    def read(
        self, question: str, passages: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[SpanScores]:
        """Return the scores of each passage; a long one is read in windows that overlap.

        Windows are read one by one: the model rounds its int8 arithmetic by the largest value in a
        batch, and what it says of a passage must not depend on the others.
        """
        return [
            _join(
                [
                    _scores(window, *self._logits(window), asked)
                    for window in make_windows(self._tokenizer(), question, passage)
                ]
            )
            for passage, asked in zip(passages, stretches, strict=True)
        ]

    def _logits(self, window: Window) -> tuple[FloatArray, FloatArray, float]:
        """Return start logits, end logits (tokens,) and relevance of a window."""
        ids = np.array([window.token_ids], dtype=np.int64)
        types = np.array([window.type_ids], dtype=np.int64)
        inputs = {"words": self._embed(ids), "token_type_ids": types}
        start, end, relevance = self._session().run(None, inputs)
        return start[0], end[0], float(relevance[0])


def _scores(
    window: Window,
    start: FloatArray,
    end: FloatArray,
    relevance: float,
    stretches: Sequence[Span],
) -> SpanScores:
    nothing = float(start[0] + end[0])
    return SpanScores(
        relevance,
        tuple(_best_span(window, start, end, nothing, stretch) for stretch in stretches),
    )


def _best_span(
    window: Window, start: FloatArray, end: FloatArray, nothing: float, stretch: Span
) -> tuple[Span, float] | None:
    """Return the best span of at most 30 tokens that lies within a stretch of the passage."""
    inside = [
        place
        for place, (first, last) in enumerate(window.offsets)
        if stretch.start <= first and last <= stretch.end
    ]
    if not inside:
        return None
    tokens = slice(window.passage_start + inside[0], window.passage_start + inside[-1] + 1)
    sums = start[tokens, None] + end[None, tokens]
    allowed = np.triu(np.ones(sums.shape, dtype=bool))
    allowed &= ~np.triu(allowed, k=_MAX_SPAN_TOKENS)
    first, last = np.unravel_index(np.where(allowed, sums, -np.inf).argmax(), sums.shape)
    span = Span(window.offsets[inside[first]][0], window.offsets[inside[last]][1])
    return span, float(sums[first, last]) - nothing


def _join(scores: Sequence[SpanScores]) -> SpanScores:
    """Join the windows of a passage: the highest relevance, the surest span of each stretch."""
    best = tuple(
        max((one for one in of_stretch if one), key=lambda found: found[1], default=None)
        for of_stretch in zip(*(one.best for one in scores), strict=True)
    )
    return SpanScores(max(one.relevance for one in scores), best)
