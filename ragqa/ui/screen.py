"""The content of the page for a session: what `ragqa.ui.view.View` has room for."""

from dataclasses import dataclass, replace

from ragqa.ui.answerer import Answerer
from ragqa.ui.bubbles import render_log
from ragqa.ui.catalogue import render_browse_form, render_catalogue
from ragqa.ui.conversation import Conversation
from ragqa.ui.conversations import Conversations
from ragqa.ui.examples import Examples, in_language
from ragqa.ui.header import render_header, render_tools
from ragqa.ui.scope_form import render_scope_form, render_scope_status
from ragqa.ui.sources import render_sources
from ragqa.ui.strings import Strings, strings_for
from ragqa.ui.view import Session, View
from ragqa.ui.welcome import welcome


@dataclass(frozen=True, slots=True)
class Screen:
    """Draws the page; ``has_log_in`` says whether people log in."""

    bot: Answerer
    conversations: Conversations
    examples: Examples
    read_only: bool
    has_log_in: bool

    def whole(self, session: Session) -> View:
        """Return all of the page but the report, which is empty."""
        strings = strings_for(session.language)
        parts = (self.conversation(session), self.scope(session), self.documents(session))
        whole = View(
            language=session.language,
            header=render_header(strings=strings, has_log_in=self.has_log_in),
            report="",
        )
        for part in parts:
            whole = part.over(whole)
        return whole

    def conversation(self, session: Session) -> View:
        """Return the conversation, its sources, and what can be done with it."""
        return self.drawn(self.conversations.open(session.conversation_id), session)

    def drawn(self, conversation: Conversation, session: Session) -> View:
        """Return a state of the conversation as ``conversation`` does."""
        # The session may be one from before the language was changed.
        language = conversation.language if conversation.turns else session.language
        strings = strings_for(language)
        return View(
            log=self._log(conversation, strings),
            tools=render_tools(conversation, strings=strings),
            sources=render_sources(conversation, strings=strings),
            is_asking=any(turn.is_growing for turn in conversation.turns),
        )

    def scope(self, session: Session) -> View:
        """Return the choice of the documents that are asked."""
        strings = strings_for(session.language)
        form = render_scope_form(tuple(self.bot.documents()), session.scope, strings=strings)
        return replace(self.scope_status(session), scope_form=form)

    def scope_status(self, session: Session) -> View:
        """Return what is said of the choice of documents."""
        strings = strings_for(session.language)
        within = self.bot.settings.where
        status = render_scope_status(session.scope, strings=strings, within=within)
        return View(scope_status=status)

    def documents(self, session: Session) -> View:
        """Return the list of documents with its form."""
        strings = strings_for(session.language)
        listed = tuple(self.bot.documents())
        form = render_browse_form(listed, session.browse, strings=strings)
        return replace(self.catalogue(session), browse_form=form)

    def catalogue(self, session: Session) -> View:
        """Return the list of documents without its form."""
        strings = strings_for(session.language)
        listed = tuple(self.bot.documents())
        rows = render_catalogue(listed, session.browse, strings=strings, read_only=self.read_only)
        return View(catalogue=rows)

    def _log(self, conversation: Conversation, strings: Strings) -> str:
        greeting = ""
        if not conversation.turns:
            questions = in_language(self.examples.ready() or (), strings.language)
            documents = tuple(self.bot.documents())
            greeting = welcome(documents, examples=questions, strings=strings)
        return render_log(
            conversation,
            strings=strings,
            greeting=greeting,
            min_confidence=self.bot.settings.min_confidence,
        )
