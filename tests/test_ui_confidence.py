import pytest
from test_ui_document_page import Markup

from ragqa.ui.confidence import certainty, confidence_mark, percent
from ragqa.ui.strings import strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")


@pytest.mark.parametrize(
    ("confidence", "level"),
    [(0.0, 0), (0.49, 0), (0.5, 1), (0.69, 1), (0.7, 2), (0.89, 2), (0.9, 3), (1.0, 3)],
)
def test_words_rise_with_the_probability(confidence: float, level: int) -> None:
    mark = Markup(confidence_mark(confidence, strings=ENGLISH))
    assert certainty(confidence, strings=ENGLISH) == ENGLISH.chat.certainty[level]
    assert mark.texts_of_class("confidence")[0].startswith(ENGLISH.chat.certainty[level])
    assert mark.tags[0][1]["class"] == f"confidence level-{level}"


def test_figure_is_told_to_whoever_comes_by_keyboard() -> None:
    mark = Markup(confidence_mark(0.834, strings=ENGLISH))
    assert mark.tags[0][1]["tabindex"] == "0"
    assert mark.texts_of_class("figure") == [
        "Certainty 83%: of 100 answers with this figure, about 83 should be right."
    ]
    assert mark.texts_of_class("bars") == [""]


@pytest.mark.parametrize(
    ("probability", "shown"), [(0.0, "1%"), (0.004, "1%"), (0.256, "26%"), (1.0, "99%")]
)
def test_probability_is_never_told_as_certain(probability: float, shown: str) -> None:
    assert percent(probability, strings=ENGLISH) == shown


def test_figure_is_written_as_the_language_does() -> None:
    assert percent(0.5, strings=SPANISH) == "50 %"


def test_each_level_has_words_of_its_own() -> None:
    for table in (ENGLISH, SPANISH):
        assert len(set(table.chat.certainty)) == 4
