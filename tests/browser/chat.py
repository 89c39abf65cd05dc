"""The page as a person finds their way on it: by roles, labels and names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser.needed import missing
from ragqa.ui.strings import Strings, strings_for

try:
    from playwright.sync_api import BrowserContext, Locator, Page, expect
except ImportError:
    missing("playwright", hint="pip install playwright")
NewContext = Callable[..., BrowserContext]
"""Makes a context, as of another person, with the options that it is given."""

_ANSWERS = "[id^=answer-]"


@dataclass(frozen=True, slots=True)
class Chat:
    """One open page of the chat, in one language."""

    page: Page
    url: str
    strings: Strings

    @classmethod
    def open(cls, page: Page, url: str, *, language: str = "en") -> "Chat":
        """Go to the chat, and wait until it is ready to be asked."""
        page.goto(url)
        return cls(page, url, strings_for(language)).ready()

    def ready(self) -> "Chat":
        """Wait until the page shows its conversation."""
        self.log.wait_for()
        return self

    def reload(self) -> None:
        """Load the page again."""
        self.page.reload()
        self.ready()

    def said(self, language: str) -> "Chat":
        """Return the same page, of which other words are expected."""
        return Chat(self.page, self.url, strings_for(language))

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log", name=self.strings.chat.conversation)

    @property
    def box(self) -> Locator:
        """Where a question is written."""
        return self.page.get_by_role("textbox", name=self.strings.chat.question, exact=True)

    @property
    def sources(self) -> Locator:
        """The panel of sources; on a phone it is a dialog."""
        return self.page.locator("#ragqa-sources")

    @property
    def turns(self) -> Locator:
        """Each question with what came of it."""
        return self.log.get_by_role("article")

    @property
    def last(self) -> Locator:
        """The last question with what came of it."""
        return self.turns.last

    def ask(self, question: str) -> Locator:
        """Write a question and send it; return its turn once it is answered or refused."""
        return self.asked(question, lambda: self.send(question))

    def asked(self, question: str, ask: Callable[[], None]) -> Locator:
        """Do what asks a question; return its turn once it is answered or refused."""
        earlier = self.last_anchor()
        ask()
        if earlier:
            expect(self.last.locator(_ANSWERS)).not_to_have_id(earlier)
        return self.answered(question)

    def last_anchor(self) -> str:
        """Return the id of the last answer, which no other one will ever have; else nothing."""
        answers = self.log.locator(_ANSWERS)
        return (answers.last.get_attribute("id") or "") if answers.count() else ""

    def send(self, question: str) -> None:
        """Write a question and send it."""
        self.box.fill(question)
        self.box.press("Enter")

    def answered(self, question: str) -> Locator:
        """Return the turn that is last now, once it holds that question and its answer is whole."""
        expect(self.last).to_contain_text(question)
        self.button("copy", within=self.last).wait_for()
        return self.turns.nth(self.turns.count() - 1)

    def button(self, word: str, *, within: Locator | None = None) -> Locator:
        """Return the button that the table of the chat names by ``word``."""
        return self.button_named(getattr(self.strings.chat, word), within=within)

    def button_named(self, name: str, *, within: Locator | None = None) -> Locator:
        """Return the button of that name."""
        return (within or self.page).get_by_role("button", name=name, exact=True)

    def marker(self, number: int, *, within: Locator) -> Locator:
        """Return a citation within an answer."""
        label = self.strings.chat.show_source.format(marker=number, title="")
        return within.get_by_role("link", name=re.compile(re.escape(label))).first

    def source(self, title: str) -> Locator:
        """Return a passage of the panel by the title of its document."""
        return self.sources.get_by_role("article").filter(has_text=title)

    def to_documents(self) -> Locator:
        """Go to the documents, and return their list."""
        self.page.get_by_role("tab", name=self.strings.documents.tab, exact=True).click()
        rows = self.page.get_by_role("table", name=self.strings.documents.heading)
        rows.wait_for()
        return rows

    def to_conversation(self) -> None:
        """Go back to the conversation."""
        self.page.get_by_role("tab", name=self.strings.chat.tab, exact=True).click()
        self.log.wait_for()

    @property
    def report(self) -> Locator:
        """What came of adding, removing or indexing."""
        return self.page.get_by_role("status", name=self.strings.documents.report)

    def upload(self, *files: Path) -> Locator:
        """Give files to the documents tab, and return the report on them."""
        self.page.locator("#ragqa-upload input[type=file]").set_input_files(files)
        self.report.wait_for()
        return self.report


def focused(locator: Locator) -> None:
    """Check that something has the keyboard and can be seen."""
    expect(locator).to_be_focused()
    expect(locator).to_be_in_viewport()
