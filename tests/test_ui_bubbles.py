import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from test_ui_document_page import Markup, assert_holds_only, hostile_texts
from turns import ANSWER, DIRECTED, DOCUMENT, REFUSAL, answer, citation, conversation_of, turn_of

from ragqa.scope import Scope
from ragqa.types import Answer
from ragqa.ui.bubbles import answer_blocks, block_count, render_log
from ragqa.ui.conversation import Conversation, Opinion, Problem, Turn
from ragqa.ui.escaping import displayable
from ragqa.ui.exporting import answer_as_text
from ragqa.ui.sources import render_sources
from ragqa.ui.strings import strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

TAGS = frozenset(
    "div article p span a ul li button svg path details summary table caption thead tbody tr th"
    " td form input label textarea q".split()
)
ATTRIBUTES = frozenset(
    "aria-hidden aria-label aria-live aria-pressed class d data-action data-client data-copied"
    " data-copy data-not-copied data-question data-turn dir focusable for href id lang maxlength"
    " name role rows scope tabindex title type value viewbox".split()
)


def logged(conversation: Conversation) -> str:
    return render_log(conversation, strings=ENGLISH, greeting="<p>Hello</p>", min_confidence=0.4)


def drawn(*turns: Turn) -> Markup:
    return Markup(logged(conversation_of(*turns)))


def blocks_of(given: Answer, *, turn: int = 1) -> tuple[str, ...]:
    return answer_blocks(given, turn=turn, strings=ENGLISH)


def actions(log: Markup) -> list[tuple[str, str]]:
    return [(one["data-action"], one["data-turn"]) for one in log.with_attribute("data-turn")]


# Answers


def test_answer_becomes_a_paragraph_a_block_with_markers_as_links() -> None:
    link = '<a class="marker" href="#source-2-1" aria-label="Source 1: The Fable">[1]</a>'
    quotation = '<span class="quotation">“Miguel Gómez directed the documentary.”</span>'
    assert blocks_of(ANSWER, turn=2) == (
        f"<p>Miguel Gómez\N{NO-BREAK SPACE}{link}.</p>",
        f"<p>{quotation}\N{NO-BREAK SPACE}{link}</p>",
    )


def test_items_of_a_list_in_a_quotation_have_lines_of_their_own() -> None:
    quote = "They come from\nthese places:\n\n- Almara\n- Dunmore"
    quoted = answer(f"“{quote}” [1]", replace(DIRECTED, quote=quote))
    (block,) = blocks_of(quoted)
    assert re.findall('<span class="item">(.*?)</span>', block) == ["- Almara", "- Dunmore”"]
    assert "They come from\nthese places:" in block


def test_list_becomes_one_block() -> None:
    listed = answer("Named are:\n\n- One\n- Two\n\nThe end.")
    assert blocks_of(listed) == (
        "<p>Named are:</p>",
        "<ul><li>One</li><li>Two</li></ul>",
        "<p>The end.</p>",
    )
    assert block_count(listed) == 3


@pytest.mark.parametrize("marks", ["“”", "«»"])
@pytest.mark.parametrize("joiner", ["", "\u2060"])
def test_quotation_with_breaks_and_markers_of_its_own_stays_whole(marks: str, joiner: str) -> None:
    quote = "a\n\n- b [1] c"
    document = replace(DOCUMENT, text=quote)
    written = quote.replace("[", f"[{joiner}")
    given = answer(f"{marks[0]}{written}{marks[1]} [1]", citation(quote, document=document))
    (block,) = blocks_of(given)
    assert Markup(block).texts["span"][0] == f"{marks[0]}{written}{marks[1]}"
    assert Markup(block).texts["a"] == ["[1]"]


def test_quotation_that_begins_with_another_one_stays_whole() -> None:
    document = replace(DOCUMENT, text="a” [2] b")
    whole = citation(document.text, document=document)
    parts = [citation("a", marker=2, document=document), whole]
    block = Markup(blocks_of(answer("“a” [2] b” [1] and “a” [2]", *parts))[0])
    assert block.texts["span"] == ["“a” [2] b”", "“a”"]
    assert block.texts["a"] == ["[1]", "[2]"]


def test_number_in_brackets_without_a_citation_is_no_link() -> None:
    assert blocks_of(answer("See [7].", DIRECTED)) == ("<p>See [7].</p>",)


def test_paragraph_that_shows_nothing_is_left_out() -> None:
    assert blocks_of(answer("One.\n\n\x00\u202e\n\nTwo.")) == ("<p>One.</p>", "<p>Two.</p>")


@settings(deadline=None)
@given(hostile_texts, hostile_texts)
def test_number_of_blocks_is_that_of_the_blocks(text: str, quote: str) -> None:
    given = answer(f"{text}\n\n- “{quote}” [1]\n- {text}", replace(DIRECTED, quote=quote))
    assert block_count(given) == len(blocks_of(given))


# Turns


def test_question_stands_before_its_answer() -> None:
    log = drawn(turn_of(4, question=" Who\ndirected it? "))
    assert log.texts_of_class("question") == ["You asked: Who\ndirected it?"]
    assert log.texts_of_class("answer")[0].startswith("Miguel Gómez")
    assert "answer-4" in log.values("id")


def test_very_long_question_is_cut() -> None:
    log = logged(conversation_of(turn_of(1, None, question="x" * 100_000)))
    assert len(log) < 2000
    assert "x…" in log


def test_blank_question_is_no_bubble() -> None:
    log = drawn(replace(turn_of(1, None, question="  "), problem=Problem.BLANK))
    assert log.texts_of_class("question") == []
    assert log.texts_of_class("notice") == ["There was no question. Write one in words."]


def test_narrowed_search_is_told_under_the_question() -> None:
    log = drawn(replace(turn_of(1), scope=Scope(languages=("es",))), turn_of(2))
    assert log.texts_of_class("scope") == ["Searched: in Spanish"]


def test_awaited_answer_says_that_it_is_looked_for() -> None:
    log = drawn(turn_of(1, None))
    assert log.texts_of_class("pending") == ["Looking through the documents…"]
    assert "button" not in log.texts


def test_answer_grows_block_by_block_and_can_be_judged_when_whole() -> None:
    begun = drawn(replace(turn_of(1), shown_blocks=1))
    assert begun.texts_of_class("answer") == ["Miguel Gómez\N{NO-BREAK SPACE}[1]."]
    assert "button" not in begun.texts
    assert "summary" not in begun.texts
    assert DIRECTED.quote in drawn(turn_of(1)).texts_of_class("answer")[0]


def test_only_the_last_turn_can_be_tried_again_or_taken_back() -> None:
    each = ["like", "dislike", "edit"]
    expected = [(one, "1") for one in each] + [(one, "2") for one in [*each, "retry", "undo"]]
    assert actions(drawn(turn_of(1), turn_of(2))) == expected


def test_answer_is_copied_with_its_citations() -> None:
    (button,) = drawn(turn_of(1)).with_attribute("data-client", "copy")
    assert button["data-copy"] == answer_as_text(turn_of(1), strings=ENGLISH)
    assert "[1] The Fable" in button["data-copy"]
    assert (button["data-copied"], button["title"]) == ("Copied", "Copy")


def test_every_button_has_a_name() -> None:
    log = drawn(turn_of(1))
    names = zip(log.texts["button"], [a for tag, a in log.tags if tag == "button"], strict=True)
    assert all(text or found.get("aria-label") for text, found in names)


@pytest.mark.parametrize(
    ("opinion", "pressed", "asked"),
    [
        (None, ["false", "false"], []),
        (Opinion.LIKE, ["true", "false"], ["What was good about it? (optional)"]),
        (Opinion.DISLIKE, ["false", "true"], ["What was wrong with it? (optional)"]),
    ],
)
def test_opinion_is_shown_and_asks_for_a_comment(
    opinion: Opinion | None, pressed: list[str], asked: list[str]
) -> None:
    log = drawn(replace(turn_of(5), opinion=opinion))
    assert log.values("aria-pressed") == pressed
    assert log.texts.get("label", []) == asked
    assert [one["value"] for one in log.with_attribute("name", "turn")] == ["5"] * len(asked)


def test_saved_comment_is_shown() -> None:
    log = drawn(replace(turn_of(1), opinion=Opinion.LIKE, comment="<b>Well</b> done"))
    assert log.texts["q"] == ["<b>Well</b> done"]


def test_turn_that_is_edited_is_marked_and_can_be_left() -> None:
    conversation = replace(conversation_of(turn_of(1), turn_of(2)), editing=1)
    log = Markup(logged(conversation))
    assert [found.get("class") for tag, found in log.tags if tag == "article"] == [
        "turn edited",
        "turn",
    ]
    assert len(log.texts_of_class("editing")) == 1
    assert len(log.with_attribute("data-action", "cancel-edit")) == 1


def test_answer_and_refusal_say_how_a_follow_up_was_understood() -> None:
    for said in (ANSWER, REFUSAL):
        log = drawn(turn_of(1, replace(said, understood_as="Who directed <the film>?")))
        assert log.texts_of_class("understood") == ["Understood as: Who directed <the film>?"]
    assert drawn(turn_of(1)).texts_of_class("understood") == []


def test_answer_says_what_a_misspelt_question_meant() -> None:
    log = drawn(turn_of(1, replace(ANSWER, did_you_mean="Who directed it?")))
    assert log.texts_of_class("understood") == ["Did you mean: Who directed it?"]


# What has no answer


def test_refusal_looks_different_and_offers_ways_on() -> None:
    log = drawn(replace(turn_of(2, REFUSAL), suggestions=("Who directed it?", "How long?")))
    assert log.texts_of_class("verdict") == ["No answer in the documents"]
    assert len(log.texts_of_class("refusal")) == 1
    assert log.values("data-question") == ["Who directed it?", "How long?"]
    assert log.values("href") == ["#sources-2"]
    assert log.texts_of_class("marker") == log.texts_of_class("confidence") == []


def test_refusal_without_anything_near_offers_nothing() -> None:
    log = drawn(replace(turn_of(1, replace(REFUSAL, hits=())), passages=()))
    assert "a" not in log.texts
    assert log.values("data-question") == []


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_told_in_words_and_can_be_tried_again(problem: Problem) -> None:
    log = drawn(replace(turn_of(1, None), problem=problem, detail="unwritable"))
    (notice,) = log.texts_of_class("notice")
    assert ("cannot be saved" in notice) == (problem is Problem.FAILED)
    assert actions(log) == [("edit", "1"), ("retry", "1"), ("undo", "1")]


def test_every_problem_has_words_of_its_own_in_each_language() -> None:
    for strings in (ENGLISH, SPANISH):
        assert set(strings.chat.problems) == {problem.value for problem in Problem}
        assert len(set(strings.chat.problems.values())) == len(Problem)


# The whole conversation


def test_empty_conversation_shows_the_greeting() -> None:
    assert drawn().texts["p"] == ["Hello"]
    assert "Hello" not in logged(conversation_of(turn_of(1)))


def test_conversation_is_a_log_that_is_read_out_as_it_grows() -> None:
    _, log = drawn(turn_of(1)).tags[0]
    assert (log["role"], log["aria-live"], log["aria-label"]) == ("log", "polite", "Conversation")


def test_every_link_of_a_conversation_leads_to_its_passages_and_back() -> None:
    conversation = conversation_of(turn_of(1), turn_of(2, REFUSAL), turn_of(3))
    page = Markup(logged(conversation) + render_sources(conversation, strings=ENGLISH))
    ids = page.values("id")
    links = {one for one in page.values("href") if one.startswith("#")}
    assert len(ids) == len(set(ids))
    assert links <= {f"#{one}" for one in ids}
    assert {"#source-1-1", "#sources-2", "#source-3-1", "#answer-1", "#answer-3"} <= links


@settings(deadline=None)
@given(hostile_texts)
def test_conversation_shows_hostile_text_as_text(text: str) -> None:
    document = replace(DOCUMENT, text=text, title=text)
    given = replace(answer(f"“{text}” [1]", citation(text, document=document)), language=text)
    answered = replace(
        turn_of(1, given, question=text),
        scope=Scope(folders=(text,)),
        opinion=Opinion.DISLIKE,
        comment=text,
    )
    refused = replace(turn_of(2, REFUSAL), suggestions=(text,))
    failed = replace(turn_of(3, None), problem=Problem.FAILED, detail=text)
    markup = logged(conversation_of(answered, refused, failed))
    assert_holds_only(markup, TAGS, ATTRIBUTES)
    log = Markup(markup)
    assert displayable(f"“{text}”") in log.texts["span"]
    assert log.texts["q"] == [displayable(text)]
