"""The values of a conversation, and where they are kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from builders import document_of
from fakes import FakeBot

from ragqa.scope import EVERYTHING, Scope
from ragqa.types import Citation
from ragqa.ui.conversation import Conversation, Opinion, Problem, Turn, passages_of
from ragqa.ui.conversations import Conversations

ID = "0a" * 32
OTHER_ID = "0b" * 32
DOCUMENT = document_of("The ferry is called Reina del Sur.", doc_id="news/ferry.txt")
ANSWER = FakeBot(DOCUMENT).ask("What is the ferry called?")


def asked(conversation: Conversation, question: str) -> Conversation:
    return conversation.with_question(question, asked_at="2026-01-01", scope=EVERYTHING)


def answered(conversation: Conversation, question: str) -> Conversation:
    grown = asked(conversation, question)
    return grown.with_reply(replace(grown.turns[-1], answer=ANSWER))


def questions(conversation: Conversation) -> list[str]:
    return [turn.question for turn in conversation.turns]


def test_number_of_a_turn_is_never_given_again() -> None:
    conversation = answered(answered(Conversation(ID), "One?"), "Two?")
    again = asked(conversation.before(2), "Three?")
    assert [turn.number for turn in again.turns] == [1, 3]


def test_history_has_the_questions_that_got_an_answer() -> None:
    conversation = answered(Conversation(ID), "One?")
    grown = asked(conversation, "Two?")
    failed = grown.with_reply(replace(grown.turns[-1], problem=Problem.TOO_LONG))
    assert asked(failed, "Three?").history() == ["One?"]


def test_question_that_was_edited_replaces_its_turn_and_all_after_it() -> None:
    conversation = answered(answered(answered(Conversation(ID), "One?"), "Two?"), "Three?")
    edited = asked(replace(conversation, editing=2), "Two, really?")
    assert questions(edited) == ["One?", "Two, really?"]
    assert edited.editing is None


def test_reply_to_a_question_that_is_gone_or_was_stopped_is_dropped() -> None:
    conversation = asked(Conversation(ID), "One?")
    reply = replace(conversation.turns[0], answer=ANSWER)
    assert conversation.before(1).with_reply(reply).turns == ()
    stopped = conversation.stopped()
    assert stopped.with_reply(reply) == stopped
    assert stopped.turns[0].problem is Problem.STOPPED


def test_only_what_grows_is_stopped() -> None:
    conversation = asked(answered(Conversation(ID), "One?"), "Two?")
    first, second = conversation.stopped().turns
    assert first.answer is ANSWER
    assert second.problem is Problem.STOPPED
    half = conversation.with_turn(replace(conversation.turns[1], answer=ANSWER, shown_blocks=1))
    assert half.stopped().turns[1].answer is None
    assert not half.stopped().turns[1].is_growing


def test_what_is_sent_once_too_often_while_an_answer_is_awaited_is_a_repetition() -> None:
    conversation = asked(answered(Conversation(ID), "One?"), "Two?")
    assert conversation.is_repetition(" Two? ")
    assert conversation.is_repetition(" ")
    assert not conversation.is_repetition("One?")
    assert not answered(Conversation(ID), "One?").is_repetition("One?")
    assert not answered(Conversation(ID), "One?").is_repetition("")


def test_suggestions_come_to_the_turn_as_it_is_by_then() -> None:
    conversation = answered(Conversation(ID), "One?")
    liked = conversation.with_turn(replace(conversation.turns[0], comment="Good."))
    turn = liked.with_suggestions(1, ("Two?",)).turns[0]
    assert (turn.comment, turn.suggestions) == ("Good.", ("Two?",))
    assert liked.with_suggestions(7, ("Two?",)) == liked


def test_opinion_given_before_the_answer_is_shown_whole_stays() -> None:
    conversation = asked(Conversation(ID), "One?")
    reply = replace(conversation.turns[0], answer=ANSWER)
    half = conversation.with_reply(replace(reply, shown_blocks=1))
    liked = half.with_opinion_of(replace(half.turns[0], opinion=Opinion.LIKE, comment="Good."))
    (turn,) = liked.with_reply(reply).turns
    assert turn == replace(reply, opinion=Opinion.LIKE, comment="Good.")


def test_opinion_is_all_that_is_taken_of_an_older_state_of_a_turn() -> None:
    conversation = answered(Conversation(ID), "One?")
    older = replace(conversation.turns[0], suggestions=None, opinion=Opinion.DISLIKE, comment="No.")
    (turn,) = conversation.with_opinion_of(older).turns
    assert turn == replace(older, suggestions=())


def test_opinion_on_a_turn_or_an_answer_that_is_gone_is_dropped() -> None:
    conversation = asked(Conversation(ID), "One?")
    liked = replace(conversation.turns[0], answer=ANSWER, opinion=Opinion.LIKE)
    assert conversation.before(1).with_opinion_of(liked).turns == ()
    stopped = conversation.stopped()
    assert stopped.with_opinion_of(liked) == stopped


def test_conversation_is_complete_when_all_its_turns_are() -> None:
    first = answered(Conversation(ID), "One?")
    second = asked(first, "Two?")
    assert [one.is_complete for one in (Conversation(ID), first, second)] == [True, True, False]
    awaited = first.with_turn(replace(first.turns[0], suggestions=None))
    assert not answered(awaited, "Two?").is_complete


def test_cited_passage_is_the_one_around_the_quotation() -> None:
    passages = passages_of(ANSWER.hits, [DOCUMENT])
    turn = Turn(1, "One?", "2026-01-01", answer=ANSWER, passages=passages)
    (citation,) = ANSWER.citations
    assert turn.cited_passage(citation) == passages[0]
    assert passages[0].end == len(DOCUMENT.text)


def test_quotation_outside_every_passage_is_its_own() -> None:
    turn = Turn(1, "One?", "2026-01-01", answer=ANSWER)
    citation = Citation(1, "a.txt", "a.txt", "A", 3, start=10, end=14, quote="text")
    passage = turn.cited_passage(citation)
    assert (passage.text, passage.start, passage.page) == ("text", 10, 3)


def test_conversations_are_apart() -> None:
    kept = Conversations()
    kept.change(ID, lambda one: asked(one, "One?"))
    assert questions(kept.open(ID)) == ["One?"]
    assert kept.open(OTHER_ID) == Conversation(OTHER_ID)
    assert kept.get(OTHER_ID) is None


def test_who_never_asked_pushes_nobody_out() -> None:
    kept = Conversations(max_count=1)
    kept.change(ID, lambda one: asked(one, "One?"))
    kept.change(OTHER_ID, Conversation.stopped)
    assert questions(kept.open(ID)) == ["One?"]


def test_long_conversation_loses_its_beginning() -> None:
    conversation = Conversation(ID)
    for number in range(1, 203):
        conversation = asked(conversation, str(number))
    assert questions(conversation)[0] == "3"
    assert len(conversation.turns) == 200


@pytest.mark.parametrize("wrong", ["", "x", "0A" * 32, "0a" * 31, f"{ID}\n", "../" + ID])
def test_id_that_no_page_makes_is_refused(wrong: str) -> None:
    kept = Conversations()
    with pytest.raises(ValueError, match="64 hexadecimal"):
        kept.open(wrong)
    with pytest.raises(ValueError, match="64 hexadecimal"):
        kept.change(wrong, lambda one: one)
    assert kept.get(wrong) is None


def test_oldest_conversation_makes_room() -> None:
    kept = Conversations(max_count=2)
    for number in range(3):
        kept.change(f"{number:064x}", lambda one: asked(one, "One?"))
    assert [kept.get(f"{number:064x}") is None for number in range(3)] == [True, False, False]


def test_conversation_is_forgotten_after_its_lifetime() -> None:
    kept = Conversations(lifetime_s=0)
    kept.change(ID, lambda one: asked(one, "One?"))
    assert kept.get(ID) is None


def test_changes_at_once_are_all_kept() -> None:
    kept = Conversations()
    with ThreadPoolExecutor(8) as pool:
        for number in range(200):
            pool.submit(kept.change, ID, lambda one, n=number: asked(one, str(n)))  # type: ignore[misc]
    assert len(kept.open(ID).turns) == 200


def test_scope_stays_with_its_turn() -> None:
    scope = Scope(languages=("es",))
    conversation = Conversation(ID).with_question("One?", asked_at="2026-01-01", scope=scope)
    assert conversation.turns[0].scope == scope
