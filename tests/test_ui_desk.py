"""What the page does, step by step, without a browser."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest
from builders import document_of
from fakes import FakeBot

from ragqa.errors import StoreError
from ragqa.feedback import Feedback, FeedbackLog
from ragqa.scope import EVERYTHING, Scope
from ragqa.types import Answer
from ragqa.ui.admission import Admission
from ragqa.ui.conversation import Conversation, Opinion, Problem
from ragqa.ui.conversations import Conversations
from ragqa.ui.desk import Desk
from ragqa.ui.examples import Examples, in_language
from ragqa.ui.library import Library, Step
from ragqa.ui.screen import Screen
from ragqa.ui.strings import strings_for
from ragqa.ui.view import Session, View

ID = "0a" * 32
SESSION = Session(ID)
FERRY = document_of("The ferry is called Reina del Sur.", doc_id="news/ferry.txt", title="Ferry")
BRIDGE = document_of("Cerraron el puente en mayo.", doc_id="puente.txt", language="es")

_Value = TypeVar("_Value")


def run(work: Coroutine[Any, Any, _Value]) -> _Value:
    return asyncio.run(work)


async def steps_of(steps: AsyncIterator[Step]) -> list[Step]:
    return [step async for step in steps]


def shown(steps: list[Step]) -> View:
    """Return all that the steps put on the page."""
    page = View()
    for _, view in steps:
        page = view.over(page)
    return page


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something in another thread is done; ten seconds are long enough."""
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    raise TimeoutError


class Kit:
    """A desk over a fake bot, with what a test looks at."""

    def __init__(self, folder: Path, bot: FakeBot, **limits: Any) -> None:
        read_only = limits.get("read_only", False)
        self.bot = bot
        self.conversations = Conversations()
        self.admission = Admission(limits.get("running", 2), limits.get("waiting", 10))
        self.feedback = FeedbackLog.open(folder / "feedback.sqlite")
        self.examples = Examples(bot)
        screen = Screen(
            bot=bot,
            conversations=self.conversations,
            examples=self.examples,
            read_only=read_only,
            has_log_in=False,
        )
        self.desk = Desk(
            bot=bot,
            conversations=self.conversations,
            admission=self.admission,
            examples=self.examples,
            screen=screen,
            library=Library(bot=bot, screen=screen, max_upload_bytes=1000),
            feedback=self.feedback,
        )

    @property
    def conversation(self) -> Conversation:
        return self.conversations.open(ID)

    def ask(self, *questions: str, session: Session | None = SESSION) -> list[Step]:
        assert session is not None
        steps: list[Step] = []
        for question in questions:
            steps = run(steps_of(self.desk.ask(session, question)))
        return steps

    def act(self, action: str, session: Session | None = SESSION, **values: Any) -> list[Step]:
        assert session is not None
        return run(steps_of(self.desk.act(session, {"action": action, **values})))

    def upload(self, *files: Path, session: Session = SESSION) -> list[Step]:
        return run(steps_of(self.desk.upload(session, files)))


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, FakeBot(FERRY, BRIDGE))


@pytest.fixture
def make_kit(tmp_path: Path) -> Callable[..., Kit]:
    """Return a way to make a desk with other limits or another bot."""

    def make(bot: FakeBot | None = None, **limits: Any) -> Kit:
        return Kit(tmp_path, bot or FakeBot(FERRY, BRIDGE), **limits)

    return make


def start(kit: Kit, **boot: str) -> Step:
    return kit.desk.start(json.dumps({"conversation": ID, **boot}))


# Starting


def test_page_starts_in_the_language_of_the_browser(kit: Kit) -> None:
    session, view = start(kit, language="es")
    assert session == Session(ID, language="es")
    assert view.language == "es"
    assert strings_for("es").chat.welcome in str(view.log)
    pieces = [view.header, view.sources, view.scope_form, view.browse_form, view.catalogue]
    assert all(pieces)


def test_page_starts_with_the_conversation_that_the_browser_has(kit: Kit) -> None:
    kit.ask("What is the ferry called?")
    _, view = start(kit)
    assert "Reina del Sur" in str(view.log)


def test_examples_are_offered_when_they_are_made(tmp_path: Path) -> None:
    ferry = replace(FERRY, text="The Ferry Campaign was launched in Granada on 3 May 2017.")
    bot = SlowBot(ferry)
    kit = Kit(tmp_path, bot)
    _, first = start(kit)
    assert 'data-action="ask"' not in str(first.log)
    assert first.is_waiting is True
    bot.go.set()
    wait_for(lambda: kit.examples.ready() is not None)
    session, view = kit.desk.settled(SESSION)
    assert view.is_waiting is False
    assert session is None
    assert 'data-action="ask"' in str(view.log)
    assert 'data-action="ask"' in str(start(kit)[1].log)


def test_page_that_is_loaded_again_finds_the_answer_that_was_awaited(
    make_kit: Callable[..., Kit],
) -> None:
    bot = SlowBot(FERRY)
    kit = make_kit(bot)

    async def reload_in_between() -> View:
        listening = kit.desk.ask(SESSION, "The ferry?")
        await anext(listening)
        task = asyncio.ensure_future(anext(listening))
        await asyncio.sleep(0.05)
        task.cancel()
        assert kit.desk.settled(SESSION) == (None, View())
        bot.go.set()
        while kit.desk.settled(SESSION)[1].is_waiting is None:
            await asyncio.sleep(0.01)
        return kit.desk.settled(SESSION)[1]

    view = run(reload_in_between())
    assert "Reina del Sur" in str(view.log)
    assert view.is_asking is False


def test_what_takes_long_leaves_the_session_as_the_person_has_it(kit: Kit, tmp_path: Path) -> None:
    file = tmp_path / "hub.txt"
    file.write_text("A hub opened.")
    steps = [*kit.ask("What is the ferry called?"), *kit.upload(file)]
    assert {session for session, _ in steps} == {None}


def test_examples_are_made_anew_for_other_documents(tmp_path: Path) -> None:
    kit = Kit(tmp_path, FakeBot(FERRY, BRIDGE))
    asked_before = len(kit.bot.asked)
    kit.examples.begin()
    wait_for(lambda: kit.examples.ready() is not None)
    kit.bot.remove(["puente.txt"])
    assert kit.examples.ready() is None
    assert len(kit.bot.asked) >= asked_before


def test_examples_are_in_the_language_of_the_interface_if_any_is() -> None:
    questions = ("When was the ferry launched?", "¿Cuándo cerraron el puente de Granada?")
    assert in_language(questions, "es") == questions[1:]
    assert in_language(questions[:1], "es") == questions[:1]


class HurriedExamples(Examples):
    """Does at once what comes just when the page asks whether something is being made."""

    def __init__(self, bot: FakeBot, what_comes: Callable[[], object]) -> None:
        super().__init__(bot)
        self._what_comes = what_comes

    def begin(self) -> None:
        self._what_comes()
        super().begin()
        wait_for(lambda: self.ready() is not None)


@pytest.mark.parametrize("is_started", [True, False])
def test_answer_that_comes_while_the_page_is_drawn_is_shown_or_waited_for(
    kit: Kit, is_started: bool
) -> None:
    kit.ask("What is the ferry called?")
    (turn,) = kit.conversation.turns
    kit.conversations.change(ID, lambda one: one.with_turn(replace(turn, answer=None)))
    examples = HurriedExamples(
        kit.bot, lambda: kit.conversations.change(ID, lambda one: one.with_reply(turn))
    )
    desk = replace(kit.desk, examples=examples)
    boot = json.dumps({"conversation": ID})
    _, view = desk.start(boot) if is_started else desk.after_change(SESSION)
    assert view.is_waiting or "Reina del Sur" in str(view.log)


# Asking


def test_question_stands_before_its_answer_comes(kit: Kit) -> None:
    asked, *_, done = kit.ask("What is the ferry called?")
    words = strings_for("en").chat
    assert words.pending in str(asked[1].log)
    assert asked[1].question == ""
    assert asked[1].is_asking is True
    assert "Reina del Sur" in str(done[1].log)
    assert "Reina del Sur" in str(done[1].sources)
    assert done[1].is_asking is False


def test_answer_comes_piece_by_piece(make_kit: Callable[..., Kit]) -> None:
    class TwoPieces(FakeBot):
        def ask(self, question: str, **options: Any) -> Answer:
            answer = super().ask(question, **options)
            return replace(answer, text=f"Reina del Sur [1].\n\n{answer.text}")

    pending, first, *_, whole = make_kit(TwoPieces(FERRY)).ask("What is the ferry called?")
    quotation = f"“{FERRY.text}”"
    assert "Reina del Sur" not in str(pending[1].log)
    assert "Reina del Sur" in str(first[1].log)
    assert quotation not in str(first[1].log)
    assert first[1].is_asking is True
    assert quotation in str(whole[1].log)


def test_follow_up_is_asked_with_the_questions_before(kit: Kit) -> None:
    kit.ask("What is the ferry called?", "And the bridge?")
    assert kit.bot.asked[-1][1] == ["What is the ferry called?"]
    assert kit.bot.refreshed == 2


def test_refusal_is_followed_by_questions_that_can_be_answered(tmp_path: Path) -> None:
    text = "The Ferry Campaign was launched in Granada on 3 May 2017."
    kit = Kit(tmp_path, FakeBot(replace(FERRY, text=text)))

    async def until_settled() -> list[View]:
        views = [view async for _, view in kit.desk.ask(SESSION, "Volcanoes?")]
        while views[-1].is_waiting is not False:
            await asyncio.sleep(0.01)
            views.append(kit.desk.settled(SESSION)[1])
        return views

    *asked, offered = run(until_settled())
    assert not any('data-action="ask"' in str(view.log) for view in asked)
    assert 'data-action="ask"' in str(offered.log)
    assert kit.conversation.turns[0].suggestions


def test_suggestions_that_come_before_the_page_has_shown_the_refusal_are_asked_for(
    kit: Kit,
) -> None:
    async def slow_page() -> list[View]:
        views = []
        async for _, view in kit.desk.ask(SESSION, "Volcanoes?"):
            views.append(view)
            while view.is_asking is False and not kit.conversation.is_complete:
                await asyncio.sleep(0.01)
        return views

    *_, refused, last = run(slow_page())
    assert refused.is_asking is False
    assert last == View(is_waiting=True)


@pytest.mark.parametrize(
    ("question", "problem"), [("  \n", Problem.BLANK), ("x" * 3000, Problem.TOO_LONG)]
)
def test_question_that_cannot_be_asked_says_why(kit: Kit, question: str, problem: Problem) -> None:
    *_, (_, view) = kit.ask(question)
    assert strings_for("en").chat.problems[problem] in str(view.log)
    assert kit.conversation.history() == []


class BrokenBot(FakeBot):
    """Cannot read its store any more."""

    def ask(self, question: str, **options: Any) -> Answer:
        raise StoreError("/srv/documents.sqlite is damaged; rebuild")

    def refresh(self) -> None:
        raise StoreError("no store any more")


def test_failure_is_told_without_its_path_which_the_log_has(
    make_kit: Callable[..., Kit], caplog: pytest.LogCaptureFixture
) -> None:
    kit = make_kit(BrokenBot(FERRY))
    *_, (_, view) = kit.ask("What is the ferry called?")
    assert "the documents cannot be reached" in str(view.log)
    assert "/srv" not in str(view.log)
    assert caplog.messages == ["/srv/documents.sqlite is damaged; rebuild"]
    assert view.is_asking is False


class SlowBot(FakeBot):
    """Answers only after ``go`` is set."""

    def __init__(self, *documents: Any) -> None:
        super().__init__(*documents)
        self.go = Event()

    def ask(self, question: str, **options: Any) -> Answer:
        self.go.wait(timeout=10)
        return super().ask(question, **options)


def test_who_comes_when_too_many_wait_is_told_so(make_kit: Callable[..., Kit]) -> None:
    bot = SlowBot(FERRY)
    kit = make_kit(bot, running=1, waiting=0)

    async def two_at_once() -> str:
        first = asyncio.create_task(steps_of(kit.desk.ask(SESSION, "The ferry?")))
        await asyncio.sleep(0.05)
        second = await steps_of(kit.desk.ask(Session("0b" * 32), "The ferry?"))
        bot.go.set()
        await first
        return str(second[-1][1].log)

    assert strings_for("en").chat.problems["busy"] in run(two_at_once())
    assert kit.conversation.turns[0].answer is not None


def test_stopped_question_says_so_and_stays_so(make_kit: Callable[..., Kit]) -> None:
    bot = SlowBot(FERRY)
    kit = make_kit(bot)

    async def stop_in_between() -> View:
        task = asyncio.create_task(steps_of(kit.desk.ask(SESSION, "The ferry?")))
        await asyncio.sleep(0.05)
        _, view = kit.desk.stop(SESSION)
        bot.go.set()
        await task
        return view

    view = run(stop_in_between())
    assert strings_for("en").chat.problems["stopped"] in str(view.log)
    assert view.is_asking is False
    assert kit.conversation.turns[0].problem is Problem.STOPPED


def test_key_pressed_twice_asks_once_and_another_question_is_asked_too(
    make_kit: Callable[..., Kit],
) -> None:
    bot = SlowBot(FERRY)
    kit = make_kit(bot)

    async def ask_meanwhile() -> None:
        first = asyncio.create_task(steps_of(kit.desk.ask(SESSION, "The ferry?")))
        await asyncio.sleep(0.05)
        for repeated in ("The ferry?", ""):
            again = shown(await steps_of(kit.desk.ask(SESSION, repeated)))
            assert again == View(question="")
        other = asyncio.create_task(steps_of(kit.desk.ask(SESSION, "And the bridge?")))
        await asyncio.sleep(0.05)
        bot.go.set()
        await asyncio.gather(first, other)

    run(ask_meanwhile())
    assert [turn.question for turn in kit.conversation.turns] == ["The ferry?", "And the bridge?"]
    assert all(turn.answer is not None for turn in kit.conversation.turns)


def test_error_that_nobody_expects_ends_the_wait(make_kit: Callable[..., Kit]) -> None:
    class Faulty(FakeBot):
        def ask(self, question: str, **options: Any) -> Answer:
            raise KeyError("a bug")

    kit = make_kit(Faulty(FERRY))
    (_, first), *_, (_, last) = kit.ask("The ferry?")
    assert first.is_asking is True
    assert last.is_asking is False
    assert kit.conversation.turns[0].problem is Problem.FAILED


def test_what_is_typed_meanwhile_stays_in_the_box(kit: Kit) -> None:
    (_, first), *others = kit.ask("What is the ferry called?")
    assert first.question == ""
    assert {view.question for _, view in others} == {None}
    assert {view.question for _, view in kit.act("ask", question="And the bridge?")} == {None}


def test_question_is_kept_no_longer_than_it_could_be_read(kit: Kit) -> None:
    kit.ask("x" * 1_000_000)
    assert len(kit.conversation.turns[0].question) == 2001


def test_language_that_is_changed_meanwhile_holds(make_kit: Callable[..., Kit]) -> None:
    bot = SlowBot(FERRY)
    kit = make_kit(bot)

    async def change_in_between() -> str:
        task = asyncio.create_task(steps_of(kit.desk.ask(SESSION, "The ferry?")))
        await asyncio.sleep(0.05)
        await steps_of(kit.desk.act(SESSION, {"action": "language", "language": "es"}))
        bot.go.set()
        return str((await task)[-1][1].log)

    assert strings_for("es").chat.you_asked in run(change_in_between())


# What stands under an answer


def test_question_is_asked_by_a_button(kit: Kit) -> None:
    kit.act("ask", question="What is the ferry called?")
    assert [turn.question for turn in kit.conversation.turns] == ["What is the ferry called?"]


def test_trying_again_puts_the_question_anew(kit: Kit) -> None:
    kit.ask("What is the ferry called?")
    kit.act("retry", turn="1")
    assert [(one.number, one.question) for one in kit.conversation.turns] == [
        (2, "What is the ferry called?")
    ]
    assert kit.bot.asked[-1][1] == []


def test_question_is_edited_in_the_box_and_its_turn_stays_meanwhile(kit: Kit) -> None:
    kit.ask("What is the ferry called?", "And the bridge?")
    ((_, view),) = kit.act("edit", turn="1")
    assert view.question == "What is the ferry called?"
    assert len(kit.conversation.turns) == 2
    ((_, view),) = kit.act("cancel-edit")
    assert (view.question, kit.conversation.editing) == ("", None)
    kit.act("edit", turn="1")
    kit.ask("What ferry?")
    assert [turn.question for turn in kit.conversation.turns] == ["What ferry?"]


def test_last_question_is_taken_back_into_the_box(kit: Kit) -> None:
    kit.ask("What is the ferry called?", "And the bridge?")
    ((_, view),) = kit.act("undo", turn="2")
    assert view.question == "And the bridge?"
    assert len(kit.conversation.turns) == 1


def test_conversation_is_cleared(kit: Kit) -> None:
    kit.ask("What is the ferry called?")
    ((_, view),) = kit.act("clear")
    assert kit.conversation.turns == ()
    assert strings_for("en").chat.welcome in str(view.log)
    assert view.tools == ""


def test_opinion_is_kept_changed_and_taken_back(kit: Kit) -> None:
    kit.ask("What is the ferry called?")
    kit.act("like", turn="1")
    (first,) = kit.feedback.all().values()
    assert (first.opinion, first.question) == ("like", "What is the ferry called?")
    kit.act("dislike", turn="1")
    (second,) = kit.feedback.all().values()
    assert second.opinion == "dislike"
    assert kit.conversation.turns[0].opinion is Opinion.DISLIKE
    kit.act("dislike", turn="1")
    assert kit.feedback.all() == {}
    assert kit.conversation.turns[0].opinion is None


def test_comment_goes_with_an_opinion(kit: Kit) -> None:
    kit.ask("What is the ferry called?", "And the bridge?")
    kit.act("comment", fields={"turn": "2", "comment": "No opinion yet"})
    assert kit.feedback.all() == {}
    kit.act("dislike", turn="2")
    kit.act("comment", fields={"turn": "2", "comment": f"  Too short. {'x' * 5000}"})
    kit.act("like", turn="2")
    (kept,) = kit.feedback.all().values()
    assert kept.comment.startswith("Too short. xxx")
    assert len(kept.comment) == 2000
    assert kept.history == ("What is the ferry called?",)


class BusyLog(FeedbackLog):
    """Writes an opinion only after ``go`` is set, as while another program is in the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.begun = Event()
        self.go = Event()

    def record(self, key: str, feedback: Feedback) -> None:
        self.begun.set()
        self.go.wait(timeout=10)
        super().record(key, feedback)


def opinions_while_busy(
    kit: Kit, folder: Path, *events: dict[str, Any], meanwhile: Callable[[], object]
) -> dict[str, Feedback]:
    """Give opinions, one shortly after the other, to a busy file, and return what it holds then."""
    log = BusyLog(folder / "feedback.sqlite")
    desk = replace(kit.desk, feedback=log)

    async def give() -> None:
        given = []
        for event in events:
            given.append(asyncio.create_task(steps_of(desk.act(SESSION, event))))
            await asyncio.to_thread(log.begun.wait, 10)
        await asyncio.sleep(0.1)
        meanwhile()
        log.go.set()
        await asyncio.gather(*given)

    run(give())
    return log.all()


def test_what_comes_to_a_turn_while_its_opinion_is_written_stays(kit: Kit, tmp_path: Path) -> None:
    kit.ask("Volcanoes?")
    kit.conversations.change(ID, lambda one: one.with_turn(replace(one.turns[0], suggestions=None)))
    like = {"action": "like", "turn": "1"}
    opinions_while_busy(
        kit,
        tmp_path,
        like,
        meanwhile=lambda: kit.conversations.change(
            ID, lambda one: one.with_suggestions(1, ("Is it called Reina?",))
        ),
    )
    (turn,) = kit.conversation.turns
    assert turn.opinion is Opinion.LIKE
    assert turn.suggestions == ("Is it called Reina?",)


def test_comment_stays_where_the_opinion_changes_while_it_is_written(
    kit: Kit, tmp_path: Path
) -> None:
    kit.ask("What is the ferry called?")
    kit.act("like", turn="1")
    comment = {"action": "comment", "fields": {"turn": "1", "comment": "Too short."}}
    dislike = {"action": "dislike", "turn": "1"}
    (kept,) = opinions_while_busy(kit, tmp_path, comment, dislike, meanwhile=lambda: None).values()
    (turn,) = kit.conversation.turns
    assert (turn.opinion, turn.comment) == (Opinion.DISLIKE, "Too short.")
    assert (kept.opinion, kept.comment) == ("dislike", "Too short.")


def test_question_without_an_answer_gets_no_opinion(kit: Kit) -> None:
    kit.ask("  ")
    kit.act("like", turn="1")
    assert kit.feedback.all() == {}
    assert kit.conversation.turns[0].opinion is None


# Language and scope


def test_condition_of_the_server_is_told_and_kept_with_each_question(
    make_kit: Callable[..., Kit],
) -> None:
    kit = make_kit(FakeBot(FERRY, BRIDGE, where="language = 'es'"))
    _, page = start(kit)
    assert page.scope_status is not None
    assert "Searching only documents where language = &#x27;es&#x27;" in page.scope_status

    kit.ask("Where is the ferry?")
    (turn,) = kit.conversation.turns
    assert turn.scope == Scope(where=("language = 'es'",))
    assert turn.answer is not None
    assert turn.answer.abstained


def test_language_changes_all_words_and_nothing_else(kit: Kit) -> None:
    kit.ask("What is the ferry called?")
    ((session, view),) = kit.act("language", language="es")
    assert session is not None
    assert session.language == view.language == "es"
    assert "Reina del Sur" in str(view.log)
    assert strings_for("es").chat.you_asked in str(view.log)


def test_question_is_asked_of_the_documents_that_are_chosen(kit: Kit) -> None:
    ((session, view),) = kit.act("scope", fields={"language": ["es"]})
    assert session is not None
    assert session.scope == Scope(languages=("es",))
    assert view.scope_form is None
    *_, (_, shown) = kit.ask("What is the ferry called?", session=session)
    assert "Reina del Sur" not in str(shown.log)
    ((session, view),) = kit.act("clear-scope", session)
    assert session is not None
    assert session.scope == EVERYTHING
    assert view.scope_form is not None


# Documents


def test_list_is_searched(kit: Kit) -> None:
    ((session, view),) = kit.act("browse", fields={"search": "ferry"})
    assert session is not None
    assert session.browse.search == "ferry"
    assert "puente.txt" not in str(view.catalogue)
    assert view.browse_form is None


def test_document_is_removed_by_the_second_word(kit: Kit) -> None:
    kit.act("confirm-remove", doc="puente.txt")
    assert len(list(kit.bot.documents())) == 2
    ((session, _),) = kit.act("remove", doc="puente.txt")
    steps = kit.act("confirm-remove", session, doc="puente.txt")
    session, view = steps[0][0], shown(steps)
    assert [one.doc_id for one in kit.bot.documents()] == ["news/ferry.txt"]
    assert "puente.txt" in str(view.report)
    assert session is not None
    assert "puente.txt" not in str(kit.desk.after_change(session)[1].catalogue)
    assert session is not None
    assert session.browse.asked_to_remove is None


def test_file_that_is_given_is_indexed_and_its_upload_deleted(kit: Kit, tmp_path: Path) -> None:
    file = tmp_path / "hub.txt"
    file.write_text("A hub opened.")
    steps = kit.upload(file)
    view = shown(steps)
    assert "<progress" in str(steps[0][1].report)
    assert "hub.txt" in str(view.report)
    assert not file.exists()
    _, after = kit.desk.after_change(SESSION)
    assert "hub.txt" in str(after.catalogue)
    assert after.scope_form is not None
    assert "added/hub.txt" in {one.doc_id for one in kit.bot.documents()}


def test_file_that_is_not_taken_is_told_and_deleted(kit: Kit, tmp_path: Path) -> None:
    large, foreign = tmp_path / "large.txt", tmp_path / "program.exe"
    large.write_text("x" * 2000)
    foreign.write_text("x")
    view = shown(kit.upload(large, foreign))
    assert "large.txt" in str(view.report)
    assert "program.exe" in str(view.report)
    assert len(list(kit.bot.documents())) == 2
    assert not large.exists()
    assert not foreign.exists()


def test_document_that_is_gone_is_no_longer_searched(kit: Kit) -> None:
    scope = Scope(doc_ids=("puente.txt", "news/ferry.txt"), languages=("es",))
    kit.bot.remove(["puente.txt"])
    session, view = kit.desk.after_change(replace(SESSION, scope=scope))
    assert session is not None
    assert session.scope == Scope(doc_ids=("news/ferry.txt",), languages=("es",))
    assert view.scope_status is not None


def test_who_changes_documents_when_too_many_wait_is_told_so(kit: Kit) -> None:
    async def six_at_once() -> list[str]:
        acts = [steps_of(kit.desk.act(SESSION, {"action": "reindex"})) for _ in range(6)]
        return [str(shown(steps).report) for steps in await asyncio.gather(*acts)]

    reports = run(six_at_once())
    assert strings_for("en").page.busy in reports[-1]
    assert strings_for("en").page.busy not in reports[0]


def test_all_is_indexed_again(kit: Kit) -> None:
    view = shown(kit.act("reindex"))
    assert "2" in str(view.report)


def test_failure_of_a_change_is_told(kit: Kit) -> None:
    ((session, _),) = kit.act("remove", doc="puente.txt")
    kit.bot.remove(["puente.txt"])
    view = shown(kit.act("confirm-remove", session, doc="puente.txt"))
    assert 'role="alert"' in str(view.report)
    assert "Nothing was changed: " in str(view.report)


def test_nothing_is_changed_where_only_reading_is_allowed(
    make_kit: Callable[..., Kit], tmp_path: Path
) -> None:
    kit = make_kit(read_only=True)
    file = tmp_path / "hub.txt"
    file.write_text("A hub opened.")
    ((session, _),) = kit.act("remove", doc="puente.txt")
    for steps in (
        kit.act("confirm-remove", session, doc="puente.txt"),
        kit.act("reindex"),
        kit.upload(file),
    ):
        assert strings_for("en").page.read_only in str(shown(steps).report)
    assert len(list(kit.bot.documents())) == 2


# What anybody may send


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "text",
        {},
        {"action": "no such"},
        {"action": ["ask"]},
        {"action": "ask"},
        {"action": "ask", "question": {"a": 1}},
        {"action": "retry", "turn": "99"},
        {"action": "retry", "turn": -1},
        {"action": "edit"},
        {"action": "undo", "turn": "x"},
        {"action": "like", "turn": "99"},
        {"action": "comment", "fields": "x"},
        {"action": "comment", "fields": {"turn": "1", "comment": 3}},
        {"action": "scope", "fields": 3},
        {"action": "language", "language": 3},
        {"action": "page", "page": "x"},
        {"action": "confirm-remove", "doc": "news/ferry.txt"},
    ],
)
def test_event_that_cannot_be_meant_changes_nothing(kit: Kit, sent: object) -> None:
    kit.ask("What is the ferry called?")
    before = kit.conversation
    run(steps_of(kit.desk.act(SESSION, sent)))
    assert kit.conversation == before
    assert kit.feedback.all() == {}
    assert len(list(kit.bot.documents())) == 2


def test_newer_view_holds_over_an_older_one() -> None:
    view = View(log="new", tools="").over(View(log="old", sources="old", tools="old"))
    assert view == View(log="new", sources="old", tools="")
