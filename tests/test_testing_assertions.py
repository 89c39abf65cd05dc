"""Assertions on answers: right ones pass, and each broken bot is caught by the one meant for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from builders import document_of

from ragqa.errors import StoreError
from ragqa.evaluation.cases import Case
from ragqa.testing import (
    assert_answers,
    assert_as_expected,
    assert_cites,
    assert_refuses,
    assert_supported,
    assert_verbatim,
)
from ragqa.types import Answer, Citation, Document

GOLDEN = Path(__file__).parent / "golden" / "assertions"
FABLE = document_of("Fable. Miguel Gómez directed the film. It runs in July.", doc_id="fable.md")
HUBS = document_of("Hubs opened in 42 schools.", doc_id="reports/hubs.md")
DIRECTED = "Miguel Gómez directed the film."


@dataclass(frozen=True)
class Bot:
    """Answers every question with one answer."""

    answer: Answer

    def ask(self, question: str) -> Answer:
        return replace(self.answer, question=question)

    def document(self, doc_id: str) -> Document:
        documents = {one.doc_id: one for one in (FABLE, HUBS)}
        if doc_id not in documents:
            raise StoreError(f'no document "{doc_id}"')
        return documents[doc_id]


def quote_of(document: Document, quote: str, *, marker: int = 1) -> Citation:
    start = document.text.index(quote)
    name = document.doc_id
    return Citation(marker, name, name, "", None, start, start + len(quote), quote)


GOOD = Answer(
    question="",
    text=f"Miguel Gómez [1].\n\n“{DIRECTED}” [1]",
    short_answer="Miguel Gómez",
    citations=(quote_of(FABLE, DIRECTED),),
    hits=(),
    confidence=0.93,
    abstained=False,
    language="en",
)
REFUSAL = replace(
    GOOD,
    text="The documents do not say: none of the 2 searched answers this.",
    short_answer=None,
    citations=(),
    confidence=0.07,
    abstained=True,
)
FILM = Case("film", "Who directed the film?", sources=("fable.md",), answers=("Miguel Gómez",))
KING = Case("king", "Who is king?", answerable=False, missing="subject")

BROKEN: dict[str, tuple[Answer, Callable[[Answer, Bot], None]]] = {
    "wrong_document_cited": (
        replace(GOOD, citations=(replace(GOOD.citations[0], doc_id="reports/hubs.md"),)),
        lambda answer, bot: assert_cites(answer, source="fable.md"),
    ),
    "quotation_changed_by_a_character": (
        replace(GOOD, citations=(replace(GOOD.citations[0], quote=f"{DIRECTED[:-2]}n."),)),
        assert_verbatim,
    ),
    "marker_without_citation": (
        replace(GOOD, text=f"{GOOD.text}\n\nIt runs in July [2]."),
        lambda answer, bot: assert_supported(answer),
    ),
    "statement_without_marker": (
        replace(GOOD, text=f"It runs in July. {GOOD.text} He is tall."),
        lambda answer, bot: assert_supported(answer),
    ),
    "statement_that_its_quotation_does_not_hold": (
        replace(GOOD, text=f"{GOOD.text} Pedro López wrote it [1]."),
        lambda answer, bot: assert_supported(answer),
    ),
    "citation_without_marker": (
        replace(GOOD, citations=(*GOOD.citations, quote_of(FABLE, "It runs", marker=2))),
        lambda answer, bot: assert_supported(answer),
    ),
    "never_refuses": (GOOD, lambda answer, bot: assert_refuses(answer)),
    "always_refuses": (
        REFUSAL,
        lambda answer, bot: assert_answers(answer, any_of=["Miguel Gómez"]),
    ),
    "refusal_cites_nothing": (
        REFUSAL,
        lambda answer, bot: assert_cites(answer, source="fable.md"),
    ),
    "wrong_words": (
        GOOD,
        lambda answer, bot: assert_answers(answer, any_of=["López", "Pérez"], all_of=["1974"]),
    ),
    "right_document_wrong_quotation": (
        GOOD,
        lambda answer, bot: assert_cites(answer, source="fable.md", quote="in July"),
    ),
    "slice_that_is_none": (
        replace(GOOD, citations=(replace(GOOD.citations[0], start=50, end=90),)),
        assert_verbatim,
    ),
    "document_that_is_none": (
        replace(GOOD, citations=(replace(GOOD.citations[0], doc_id="gone.md"),)),
        assert_verbatim,
    ),
}  # fmt: skip


def judge_well(answer: Answer, documents: Bot) -> None:
    assert_cites(answer, source="fable.md", quote="directed the FILM", first=True)
    assert_cites(answer, source=["other.md", "fable.md"])
    assert_supported(answer)
    assert_answers(answer, any_of=["Pérez", "miguel gómez"], all_of="film")
    assert_verbatim(answer, documents)
    assert_verbatim(answer, {"fable.md": FABLE.text})
    assert_as_expected(FILM, answer, documents)


def test_good_answer_passes_every_assertion() -> None:
    bot = Bot(GOOD)
    judge_well(bot.ask("Who directed the film?"), bot)


def test_refusal_passes_where_one_is_expected() -> None:
    assert_refuses(REFUSAL)
    assert_supported(REFUSAL)
    assert_verbatim(REFUSAL, Bot(REFUSAL))
    assert_as_expected(KING, REFUSAL, Bot(REFUSAL))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_bot_is_caught_and_the_message_says_why(name: str) -> None:
    answer, judge = BROKEN[name]
    bot = Bot(answer)
    with pytest.raises(AssertionError) as caught:
        judge(bot.ask("Who directed the film?"), bot)
    golden = GOLDEN / f"{name}.txt"
    assert f"{caught.value}\n" == golden.read_text("utf-8")


def test_every_message_that_is_kept_belongs_to_a_broken_bot() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(BROKEN)


@pytest.mark.parametrize(
    "name",
    ["wrong_document_cited", "quotation_changed_by_a_character", "marker_without_citation",
     "statement_without_marker", "always_refuses"],
)  # fmt: skip
def test_question_of_a_table_catches_broken_bots_too(name: str) -> None:
    answer, _ = BROKEN[name]
    with pytest.raises(AssertionError):
        assert_as_expected(FILM, answer, Bot(answer))


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (KING, "it answers, expected a refusal"),
        (replace(FILM, answers=("López",)), "it holds none of “López”"),
        (replace(FILM, any_of=("López",)), "it holds none of “López”"),
        (replace(FILM, all_of=("López",)), "it does not hold “López”"),
        (replace(FILM, quote="July"), "no citation of fable.md holds “July”"),
        (replace(FILM, sources=(), quote="July"), "no citation holds “July”"),
    ],
)
def test_each_expectation_of_a_question_can_fail(case: Case, message: str) -> None:
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}"):
        assert_as_expected(case, GOOD, Bot(GOOD))


def test_refusal_that_states_something_is_none() -> None:
    with pytest.raises(AssertionError, match="a refusal states something"):
        assert_refuses(replace(REFUSAL, short_answer="Gómez"))


def test_answer_that_states_nothing_is_not_supported() -> None:
    with pytest.raises(AssertionError, match="it states nothing"):
        assert_supported(replace(GOOD, text="Who knows?", citations=()))


def test_first_citation_can_be_asked_for() -> None:
    first = quote_of(HUBS, "Hubs opened in 42 schools.")
    second = replace(GOOD.citations[0], marker=2)
    answer = replace(GOOD, citations=(first, second))
    assert_cites(answer, source="fable.md")
    assert_cites(answer, source="hubs.md", first=True)
    with pytest.raises(AssertionError, match=r"no first citation is of fable\.md"):
        assert_cites(answer, source="fable.md", first=True)
    with pytest.raises(ValueError, match="source is empty; give one text or more"):
        assert_cites(answer, source=[])


@pytest.mark.parametrize(
    "judge",
    [
        lambda answer: assert_answers(answer, any_of=[]),
        lambda answer: assert_answers(answer, any_of=[""]),
        lambda answer: assert_answers(answer, all_of=[]),
        lambda answer: assert_answers(answer, all_of=["film", " "]),
        lambda answer: assert_answers(answer, any_of=""),
        lambda answer: assert_answers(answer, short_answer=[]),
        lambda answer: assert_answers(answer, any_of=[None]),  # type: ignore[list-item]
        lambda answer: assert_cites(answer, source=""),
        lambda answer: assert_cites(answer, source=[]),
        lambda answer: assert_cites(answer, source=5),  # type: ignore[arg-type]
        lambda answer: assert_cites(answer, source="fable.md", quote=""),
        lambda answer: assert_cites(answer, source="fable.md", heading=" "),
        lambda answer: assert_cites(answer, source="fable.md", place=""),
        lambda answer: assert_cites(answer, source="fable.md", page=0),
        lambda answer: assert_cites(answer, source="fable.md", page=True),
        lambda answer: assert_cites(answer, source="fable.md", page="3"),  # type: ignore[arg-type]
    ],
)
@pytest.mark.parametrize("answer", [GOOD, REFUSAL])
def test_assertion_that_any_answer_would_pass_is_an_error(
    judge: Callable[[Answer], None], answer: Answer
) -> None:
    with pytest.raises(ValueError, match=r"is empty; give|has .*; give a text|is .*; give"):
        judge(answer)


def test_place_of_a_citation_is_asserted() -> None:
    placed = replace(GOOD.citations[0], page=3, heading="Film › Makers", place="sheet Cast, row 12")
    answer = replace(GOOD, citations=(placed,))
    assert_cites(answer, source="fable.md", page=3, place="row 12", heading="makers")
    assert_cites(answer, source="fable.md", place="Sheet Cast, row 12", heading="Film › Makers")
    for wrong, message in (
        ({"page": 4}, r"no citation of fable\.md is on page 4"),
        ({"place": "row 1"}, r"no citation of fable\.md is at row 1"),
        ({"place": "sheet Cast"}, r"no citation of fable\.md is at sheet Cast"),
        ({"heading": "Make"}, r"no citation of fable\.md stands under “Make”"),
        ({"page": 3, "quote": "in July"}, r"no citation of fable\.md holds “in July”"),
    ):
        with pytest.raises(AssertionError, match=message):
            assert_cites(answer, source="fable.md", **wrong)


def test_all_that_is_asked_of_a_citation_holds_of_one_citation() -> None:
    other = replace(quote_of(FABLE, "It runs in July.", marker=2), page=2)
    answer = replace(GOOD, citations=(replace(GOOD.citations[0], page=1), other))
    assert_cites(answer, source="fable.md", page=2, quote="July")
    with pytest.raises(AssertionError, match="holds “July”"):
        assert_cites(answer, source="fable.md", page=1, quote="July")


def test_short_answer_is_asserted_as_a_whole() -> None:
    assert_answers(GOOD, short_answer="miguel  gómez")
    assert_answers(GOOD, short_answer=["Pérez", "Miguel Gómez"])
    with pytest.raises(AssertionError, match="its short answer is “Miguel Gómez”, not “Miguel”"):
        assert_answers(GOOD, short_answer="Miguel")
    with pytest.raises(AssertionError, match="its short answer is none, not “Gómez”"):
        assert_answers(replace(GOOD, short_answer=None), short_answer="Gómez")


def test_source_that_no_document_is_called_is_named() -> None:
    texts = {"fable.md": FABLE.text}
    with pytest.raises(AssertionError, match=r"no document is called fabel\.md"):
        assert_cites(GOOD, source=["fabel.md"], documents=texts)
    with pytest.raises(AssertionError) as raised:
        assert_cites(GOOD, source="fable.md", quote="in July", documents=texts)
    assert "no document is called" not in str(raised.value)


def test_question_of_a_set_may_ask_for_the_place_and_the_short_answer() -> None:
    bot = Bot(replace(GOOD, citations=(replace(GOOD.citations[0], page=3, heading="Film"),)))
    case = Case("film", "Who?", page=3, heading="Film", short_answer=("Miguel Gómez",))
    assert_as_expected(case, bot.answer, bot)
    for wrong in (replace(case, page=2), replace(case, heading="Cast"), replace(case, place="x")):
        with pytest.raises(AssertionError, match=r"no citation (is|stands)"):
            assert_as_expected(wrong, bot.answer, bot)
    with pytest.raises(AssertionError, match="its short answer is"):
        assert_as_expected(replace(case, short_answer=("Pérez",)), bot.answer, bot)
