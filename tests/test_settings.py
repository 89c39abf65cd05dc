"""Settings are right or are not made."""

import math
from dataclasses import replace
from typing import Any

import pytest

from ragqa.errors import ConditionError, SettingsError
from ragqa.settings import LEVELS, Settings


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"encoder": None, "chunk_tokens": None, "overlap_tokens": None},
        {"chunk_tokens": 16},
        {"chunk_tokens": 16, "overlap_tokens": 8},
        {"chunk_tokens": 17, "overlap_tokens": 8},
        {"read_hits": 1, "shown_hits": 1, "max_question_chars": 1},
        {"min_confidence": 0},
        {"min_confidence": 1},
        {"dense_weight": 0},
        {"dense_weight": 1},
    ],
)
def test_settings_on_the_edge_are_accepted(chosen: dict[str, Any]) -> None:
    made = Settings(**chosen)
    assert {name: getattr(made, name) for name in chosen} == chosen


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"chunk_tokens": 15}, "chunk_tokens is 15; it must be at least 16"),
        ({"overlap_tokens": -1}, "overlap_tokens is -1; it must be from 0 to half of chunk_tokens"),
        (
            {"chunk_tokens": 17, "overlap_tokens": 9},
            "overlap_tokens is 9; it must be from 0 to half of chunk_tokens",
        ),
        ({"chunk_tokens": "a"}, "chunk_tokens is 'a'; it must be a whole number or None"),
        ({"chunk_tokens": 200.5}, "chunk_tokens is 200.5; it must be a whole number or None"),
        ({"chunk_tokens": True}, "chunk_tokens is True; it must be a whole number or None"),
        ({"read_hits": None}, "read_hits is None; it must be a whole number"),
        ({"encoder": 5}, "encoder is 5; it must be a text or None"),
        ({"encoder": ""}, 'encoder is ""; it must be the name or folder of a model'),
        ({"where": 5}, "where is 5; it must be a text"),
        ({"reader": 5}, "reader is 5; it must be a text or None"),
        ({"reader": "gpt"}, "reader is 'gpt'; it must be \"spans\" or None"),
        ({"ocr_languages": "?"}, 'ocr_languages is ?; it must be names such as "spa+eng" or None'),
        ({"metadata": {}}, "metadata is {}; it must be metadata rules"),
        (
            {"min_confidence": "bold"},
            "min_confidence is 'bold'; it must be a number, "
            '"strict" (0.5), "balanced" (0.3) or "eager" (0.2)',
        ),
        ({"read_hits": 0}, "read_hits is 0; it must be at least 1"),
        ({"shown_hits": 0}, "shown_hits is 0; it must be at least 1"),
        ({"dense_weight": 1.1}, "dense_weight is 1.1; it must be in 0..1"),
        ({"min_confidence": -0.01}, "min_confidence is -0.01; it must be in 0..1"),
        ({"min_confidence": 1.01}, "min_confidence is 1.01; it must be in 0..1"),
        ({"min_confidence": math.nan}, "min_confidence is nan; it must be a finite number"),
        ({"dense_weight": -math.inf}, "dense_weight is -inf; it must be a finite number"),
        ({"read_seconds": math.inf}, "read_seconds is inf; it must be a finite number"),
        ({"ocr_seconds": math.nan}, "ocr_seconds is nan; it must be a finite number"),
        ({"chunk_tokens": math.inf}, "chunk_tokens is inf; it must be a whole number or None"),
        ({"read_seconds": 0.5}, "read_seconds is 0.5; it must be at least 1"),
        ({"max_question_chars": 0}, "max_question_chars is 0; it must be at least 1"),
    ],
)
def test_impossible_setting_is_named_with_what_it_must_be(
    chosen: dict[str, Any], message: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings(**chosen)
    assert str(raised.value) == message


def test_limit_of_confidence_may_be_the_name_of_a_level() -> None:
    assert Settings(min_confidence="strict") == Settings(min_confidence=LEVELS["strict"])
    limit: float = replace(Settings(), min_confidence="eager").min_confidence
    assert limit == LEVELS["eager"]


def test_condition_that_cannot_be_read_is_no_setting() -> None:
    assert Settings(where="date > 2021").where == "date > 2021"
    with pytest.raises(ConditionError, match="character 8: found the end"):
        Settings(where="date > ")
