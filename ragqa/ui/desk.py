"""What the page does: a person's step goes in, new content for the page comes out.

Everything that comes in may have been sent by anybody: what cannot be meant changes nothing.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ragqa.feedback import FeedbackLog
from ragqa.scope import EVERYTHING
from ragqa.ui.admission import Admission
from ragqa.ui.answerer import Answerer, refreshed
from ragqa.ui.asking import put_question
from ragqa.ui.conversation import Conversation, Opinion, Turn
from ragqa.ui.conversations import Conversations
from ragqa.ui.events import Event, event_of, event_of_json, number_of, text_of
from ragqa.ui.examples import Examples
from ragqa.ui.library import BROWSING, CHANGES, Library, Step
from ragqa.ui.opinions import keep_opinion, with_comment, with_opinion
from ragqa.ui.scope_form import scope_from_fields
from ragqa.ui.screen import Screen
from ragqa.ui.strings import choose_language
from ragqa.ui.view import Session, View

_MAX_OPINIONS_WAITING = 40


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the page needs to do its work."""

    bot: Answerer
    conversations: Conversations
    admission: Admission
    examples: Examples
    screen: Screen
    library: Library
    feedback: FeedbackLog
    # One after another, for each changes what the one before it left; and while the file is busy,
    # a thread for each that waits would take all there are.
    opinions: Admission = field(
        default_factory=lambda: Admission(running=1, waiting=_MAX_OPINIONS_WAITING)
    )

    def start(self, boot: str) -> Step:
        """Show the conversation that a browser has, in its language; ``boot`` is JSON of both."""
        fields = event_of_json(boot)
        session = Session(
            conversation_id=text_of(fields, "conversation"),
            language=choose_language(text_of(fields, "language")),
        )
        refreshed(self.bot)
        self._change(session, lambda one: replace(one, language=session.language))
        is_waiting = self._is_waiting(session)
        return session, replace(self.screen.whole(session), is_waiting=is_waiting)

    def settled(self, session: Session) -> Step:
        """Show the conversation once the examples are made, and what was asked is answered."""
        if self._is_waiting(session):
            return None, View()
        return None, replace(self.screen.conversation(session), is_waiting=False)

    async def ask(self, session: Session, question: str) -> AsyncIterator[Step]:
        """Put the question in the box, and show how it is answered."""
        clears = View(question="")
        async for _, view in self._put(session, question):
            yield None, view.over(clears)
            clears = View()  # what is in the box by now is another question

    async def act(self, session: Session, sent: object) -> AsyncIterator[Step]:
        """Do what a button or a form within the page says."""
        event = event_of(sent)
        action = text_of(event, "action")
        if action in ("ask", "retry"):
            question = self._question_to_ask(session, event)
            steps = self._put(session, question) if question else _nothing()
        elif action in CHANGES:
            steps = self._with_what_follows(session, self.library.change(session, event))
        elif action in BROWSING:
            steps = _once(self.library.browse(session, event))
        elif action in ("like", "dislike", "comment"):
            steps = _once(await self.opinions.run(lambda: self._note_opinion(session, event)))
        else:
            steps = _once(self._act_at_once(session, action, event))
        async for step in steps:
            yield step

    async def upload(self, session: Session, files: Sequence[Path]) -> AsyncIterator[Step]:
        """Index files that were given."""
        async for step in self._with_what_follows(session, self.library.upload(session, files)):
            yield step

    def after_change(self, session: Session) -> Step:
        """Show what follows from other documents; what is gone is no longer searched."""
        listed = {one.doc_id for one in self.bot.documents()}
        # Where all that were chosen are gone, nothing is chosen any more.
        present = tuple(one for one in session.scope.doc_ids or () if one in listed) or None
        is_pruned = present != session.scope.doc_ids
        session = replace(session, scope=replace(session.scope, doc_ids=present))
        is_waiting = self._is_waiting(session)
        parts = (self.screen.documents(session), self.screen.scope(session))
        view = self.screen.conversation(session)
        for part in parts:
            view = part.over(view)
        return session if is_pruned else None, replace(view, is_waiting=is_waiting)

    def _is_waiting(self, session: Session) -> bool:
        """Return whether something is being made without the page; see to it that it is.

        To be called before the page is drawn: what is made between the two is then shown, where
        else the page would neither show it nor ask for it.
        """
        self.examples.begin()
        return self.examples.ready() is None or not self._conversation(session).is_complete

    async def _with_what_follows(
        self, session: Session, steps: AsyncIterator[Step]
    ) -> AsyncIterator[Step]:
        async for changed, view in steps:
            session = changed or session
            yield changed, view
        yield self.after_change(session)

    async def _put(self, session: Session, question: str) -> AsyncIterator[Step]:
        if self._conversation(session).is_repetition(question):
            yield None, View()
            return
        grown = put_question(
            question,
            conversation_id=session.conversation_id,
            language=session.language,
            scope=session.scope.within(self.bot.settings.where),
            bot=self.bot,
            conversations=self.conversations,
            admission=self.admission,
        )
        is_complete = True
        async for conversation in grown:
            is_complete = conversation.is_complete
            yield None, self.screen.drawn(conversation, session)
        # Of what was shown last: more may have come since, and the page has to ask for it.
        if not is_complete:
            yield None, View(is_waiting=True)

    def stop(self, session: Session) -> Step:
        """Give up the question that is being answered."""
        self._change(session, Conversation.stopped)
        return None, self.screen.conversation(session)

    def _act_at_once(self, session: Session, action: str, event: Event) -> Step:
        match action:
            case "language":
                language = choose_language(text_of(event, "language"))
                session = replace(session, language=language)
                self._change(session, lambda one: replace(one, language=language))
                return session, self.screen.whole(session)
            case "scope":
                scope = scope_from_fields(event.get("fields"), self.bot.documents())
                session = replace(session, scope=scope)
                return session, self.screen.scope_status(session)
            case "clear-scope":
                session = replace(session, scope=EVERYTHING)
                return session, self.screen.scope(session)
            case "edit" | "undo":
                return self._take_up(session, event)
            case "cancel-edit":
                self._change(session, lambda one: replace(one, editing=None))
                return session, replace(self.screen.conversation(session), question="")
            case "clear":
                self._change(session, lambda one: one.before(0))
                return session, replace(self.screen.conversation(session), question="")
        return session, self.screen.conversation(session)

    def _question_to_ask(self, session: Session, event: Event) -> str:
        """Return the question that an event means; a turn that is tried again makes room for it."""
        if text_of(event, "action") == "ask":
            return text_of(event, "question")
        turn = self._turn(session, event)
        if turn is None:
            return ""
        self._change(session, lambda one: one.before(turn.number))
        return turn.question

    def _take_up(self, session: Session, event: Event) -> Step:
        """Put the question of a turn into the box again; one that is edited stays until then."""
        turn = self._turn(session, event)
        if turn is None:
            return session, View()
        if text_of(event, "action") == "edit":
            self._change(session, lambda one: replace(one, editing=turn.number))
        else:
            self._change(session, lambda one: one.before(turn.number))
        return session, replace(self.screen.conversation(session), question=turn.question)

    def _note_opinion(self, session: Session, event: Event) -> Step:
        action = text_of(event, "action")
        fields = event_of(event.get("fields")) if action == "comment" else event
        turn = self._turn(session, fields)
        if turn is None:
            return None, View()
        conversation = self._conversation(session)
        if action == "comment":
            changed = with_comment(turn, text_of(fields, "comment"))
        else:
            changed = with_opinion(turn, Opinion(action))
        keep_opinion(conversation, changed, feedback=self.feedback)
        # The file may have been busy for long: of the turn, more may have come meanwhile.
        self._change(session, lambda one: one.with_opinion_of(changed))
        return None, self.screen.conversation(session)

    def _conversation(self, session: Session) -> Conversation:
        return self.conversations.open(session.conversation_id)

    def _turn(self, session: Session, event: Event) -> Turn | None:
        number = number_of(event, "turn")
        return None if number is None else self._conversation(session).turn(number)

    def _change(self, session: Session, change: Callable[[Conversation], Conversation]) -> None:
        self.conversations.change(session.conversation_id, change)


async def _once(step: Step) -> AsyncIterator[Step]:
    yield step


async def _nothing() -> AsyncIterator[Step]:
    yield None, View()
