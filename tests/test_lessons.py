"""What a teacher reads of a pupil's window."""

from ragqa.e5 import open_e5
from ragqa.encoding import open_minilm_tokenizer
from ragqa.windows import Window, make_windows
from training.lessons import Lesson, make_lesson
from training.reader_inputs import IGNORED

QUESTION = "¿Quién ganó el premio?"
ENGLISH = "Who won the prize?"
PASSAGE = "  José García won “the” prize in Córdoba in 1987, after 3,500 unfathomable votes. " * 8


def window_and_lesson(*, at: int, max_tokens: int = 120) -> tuple[Window, Lesson]:
    """Return a window as the pupil cuts it, by sentence pieces, and what it is to the teacher."""
    pupil, teacher = open_e5().tokenizer(), open_minilm_tokenizer()()
    window = make_windows(pupil, QUESTION, PASSAGE, max_tokens=max_tokens)[at]
    return window, make_lesson(teacher, ENGLISH, PASSAGE, window)


def test_every_token_stands_where_its_characters_do() -> None:
    window, lesson = window_and_lesson(at=1)
    first = window.offsets[0][0]
    head = lesson.window.passage_start
    for (start, end), begins, ends in zip(
        lesson.window.offsets, lesson.starts[head:], lesson.ends[head:], strict=True
    ):
        pupil_start = window.offsets[begins - window.passage_start]
        pupil_end = window.offsets[ends - window.passage_start]
        assert pupil_start[0] <= first + start < pupil_start[1]
        assert pupil_end[0] < first + end <= pupil_end[1]


def test_no_answer_is_the_first_token_with_both_and_the_question_is_left_out() -> None:
    _, lesson = window_and_lesson(at=0)
    asked = slice(1, lesson.window.passage_start)
    for places in (lesson.starts, lesson.ends):
        assert places[0] == 0
        assert set(places[asked]) == {IGNORED}


def test_teacher_reads_no_more_than_the_window_holds() -> None:
    window, lesson = window_and_lesson(at=0, max_tokens=90)
    read = lesson.window.offsets[-1][1]
    assert read == window.offsets[-1][1] - window.offsets[0][0]
