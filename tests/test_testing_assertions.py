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
    with pytest.raises(ValueError, match="names no document"):
        assert_cites(answer, source=[])
