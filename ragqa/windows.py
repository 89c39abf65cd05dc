"""Question and passage as a reading model's input: the same in training and in use."""

from dataclasses import dataclass
from typing import Any

from ragqa.encoding import valid_text

MAX_TOKENS = 384
MAX_QUESTION_TOKENS = 64
WINDOW_OVERLAP_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Window:
    """One input: ``[CLS] question [SEP] part of the passage [SEP]``.

    ``token_ids`` and ``type_ids`` are as long as the input. ``offsets`` holds the character span in
    the passage of each of its tokens; the first of them stands at ``passage_start`` in the input.
    """

    token_ids: tuple[int, ...]
    type_ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    passage_start: int


def make_windows(
    tokenizer: Any, question: str, passage: str, *, max_tokens: int = MAX_TOKENS
) -> list[Window]:
    """Cut a passage into windows of at most ``max_tokens`` tokens with the question; at least one.

    Neighbouring windows share 64 tokens. ``tokenizer`` is one of the tokenizers library.
    """
    passage = valid_text(passage)
    asked = tokenizer.encode(valid_text(question), add_special_tokens=False).ids[
        :MAX_QUESTION_TOKENS
    ]
    read = tokenizer.encode(passage, add_special_tokens=False)
    first, last = tokenizer.encode("").ids
    head = (first, *asked, last)
    room = max_tokens - len(head) - 1
    starts = range(0, max(1, len(read.ids) - WINDOW_OVERLAP_TOKENS), room - WINDOW_OVERLAP_TOKENS)
    return [
        Window(
            token_ids=(*head, *read.ids[start : start + room], last),
            type_ids=(0,) * len(head) + (1,) * (len(read.ids[start : start + room]) + 1),
            offsets=tuple(
                _without_space(passage, *place) for place in read.offsets[start : start + room]
            ),
            passage_start=len(head),
        )
        for start in starts
    ]


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a token's place without the space before it, which some tokenizers count to it."""
    return end - len(text[start:end].lstrip()), end
