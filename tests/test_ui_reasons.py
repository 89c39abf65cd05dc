from dataclasses import replace

from hypothesis import given, settings
from test_ui_document_page import Markup, assert_holds_only, hostile_texts
from turns import ANSWER, DIRECTED, DOCUMENT, REFUSAL, answer, hit_on, turn_of

from ragqa.ui.conversation import Turn
from ragqa.ui.reasons import reasons
from ragqa.ui.strings import strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

TAGS = frozenset("details summary p ul li div table caption thead tbody tr th td".split())
ATTRIBUTES = frozenset("aria-label class dir id role scope tabindex".split())


def drawn(turn: Turn) -> Markup:
    return Markup(reasons(turn, strings=ENGLISH, min_confidence=0.4))


def test_answer_is_explained_by_its_confidence_and_the_limit() -> None:
    fold = drawn(turn_of(7))
    assert fold.texts["summary"] == ["Why this answer"]
    assert fold.values("id") == ["reasons-7"]
    assert "a probability of 83%. Below 40%, no answer would be" in fold.texts["p"][0]


def test_refusal_is_explained_by_its_confidence_and_the_limit() -> None:
    fold = drawn(turn_of(1, REFUSAL))
    assert fold.texts["summary"] == ["Why no answer"]
    assert "a probability of 12%. Below 40%, no answer is" in fold.texts["p"][0]
    assert "Quotation" not in fold.texts["details"][0]


def test_table_has_the_scores_of_each_hit() -> None:
    hits = (hit_on(DOCUMENT), hit_on(replace(DOCUMENT, doc_id="b.md"), rank=2, sparse=None))
    fold = drawn(turn_of(1, answer("It is so [1].", DIRECTED, hits=hits)))
    assert fold.texts["th"] == [
        "Rank",
        "Passage",
        "Meaning (dense)",
        "Words (sparse)",
        "Together (fused)",
        "The Fable",
        "The Fable",
    ]
    assert fold.texts["td"] == ["1", "0.812", "14.250", "0.913", "2", "0.812", "none", "0.913"]


def test_support_and_time_are_told_one_by_one() -> None:
    assert drawn(turn_of(1)).texts["li"] == [
        "Quotation [1]: 83%",
        "understanding the question: 3.1 ms",
        "searching: 0.4 ms",
    ]


def test_step_without_a_name_of_its_own_is_told_by_its_key() -> None:
    timed = replace(ANSWER, timing_ms={"<wait>": 2.0})
    assert drawn(turn_of(1, timed)).texts["li"][-1] == "<wait>: 2.0 ms"


def test_answer_from_nothing_found_has_neither_table_nor_times() -> None:
    bare = replace(turn_of(1, replace(REFUSAL, hits=(), timing_ms={})), passages=())
    assert set(drawn(bare).texts) == {"details", "summary", "p"}


def test_turn_without_an_answer_has_no_reasons() -> None:
    assert reasons(turn_of(1, None), strings=ENGLISH, min_confidence=0.4) == ""


def test_reasons_are_told_in_spanish() -> None:
    fold = Markup(reasons(turn_of(1), strings=SPANISH, min_confidence=0.4))
    assert fold.texts["summary"] == ["Por qué esta respuesta"]
    assert "83 %" in fold.texts["p"][0]


@settings(deadline=None)
@given(hostile_texts)
def test_hostile_title_is_shown_as_text(title: str) -> None:
    turn = turn_of(1)
    hostile = replace(turn, passages=(replace(turn.passages[0], title=title),))
    markup = reasons(hostile, strings=ENGLISH, min_confidence=0.4)
    assert_holds_only(markup, TAGS, ATTRIBUTES)
