"""What a teacher reads of a pupil's window, and where its tokens stand there.

The two need not cut words alike: a token of the teacher counts for the pupil's token in which its
first character (start) or its last one (end) stands. The teacher reads English alone: of a question
in Spanish it is asked the English original, and of a Spanish passage there is no lesson.
"""

from dataclasses import dataclass
from typing import Any

from ragqa.windows import Window, make_windows
from training.reader_inputs import IGNORED


@dataclass(frozen=True)
class Lesson:
    """A pupil's window as the teacher reads it.

    ``starts`` and ``ends`` hold the place in the pupil's window of each of the teacher's tokens;
    `IGNORED` where there is none.
    """

    window: Window
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def make_lesson(tokenizer: Any, question: str, passage: str, window: Window) -> Lesson:
    """Let the teacher, with its tokenizer, read what a pupil's window holds of the passage."""
    first, last = window.offsets[0][0], window.offsets[-1][1]
    read = make_windows(tokenizer, question, passage[first:last])[0]
    place_of = {
        character: window.passage_start + at
        for at, (start, end) in enumerate(window.offsets)
        for character in range(start, end)
    }
    blank = [IGNORED] * (read.passage_start - 1)
    starts = (place_of.get(first + start, IGNORED) for start, _ in read.offsets)
    ends = (place_of.get(first + end - 1, IGNORED) for _, end in read.offsets)
    # The first token stands for "no answer here" with both.
    return Lesson(read, (0, *blank, *starts), (0, *blank, *ends))
