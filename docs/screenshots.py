"""Take the pictures of the chat anew, from the real application: ``make screenshots``.

It needs a Chromium, found on the path or named by the variable CHROMIUM.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from ragqa.chatbot import ChatBot
from ragqa.feedback import FeedbackLog
from ragqa.ui.server import ServerOptions, running

_ROOT = Path(__file__).parent.parent
_PICTURES = _ROOT / "docs" / "images"
_SETTLE_MS = 600


class Picture(NamedTuple):
    """What is shown, and in what kind of window."""

    name: str
    width: int
    height: int
    scheme: str
    language: str
    show: Callable[[Page], None]


def main() -> int:
    """Do in a real browser what each picture shows, and keep it."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if chromium is None:
        sys.stderr.write("no Chromium found; install it (Debian: apt install chromium)\n")
        return 1
    with (
        tempfile.TemporaryDirectory() as work,
        ChatBot.build(_ROOT / "corpus", store=Path(work) / "store") as bot,
        running(bot, ServerOptions(port=0), feedback=FeedbackLog.open(Path(work) / "f")) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for picture in _PICTURES_TO_TAKE:
            _take(picture, browser, url)
        browser.close()
    return 0


def _take(picture: Picture, browser: Browser, url: str) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,  # type: ignore[arg-type]
        locale=picture.language,
    )
    page = context.new_page()
    page.goto(url)
    page.locator(".welcome .suggestion").first.wait_for()
    picture.show(page)
    page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=_PICTURES / f"{picture.name}.png")
    context.close()


def _ask(page: Page, *questions: str) -> None:
    for number, question in enumerate(questions, start=1):
        page.locator("#ragqa-question textarea").fill(question)
        page.keyboard.press("Enter")
        page.locator(f"#answer-{number}").wait_for()
        page.locator("#ragqa-ask").wait_for()


def _show_chat(page: Page) -> None:
    _ask(
        page,
        "Who won the 2014 World Cup?",
        "Who directed The Fable of the Lion and the Coyote?",
    )


def _show_documents(page: Page) -> None:
    page.get_by_role("tab", name="Documents").click()
    page.locator("#ragqa-documents tbody tr").first.wait_for()


def _show_phone(page: Page) -> None:
    _ask(page, "¿Quién dirigió La fábula del león y el coyote?")


def _show_sheet(page: Page) -> None:
    _show_phone(page)
    page.locator("a.marker").first.click()


_PICTURES_TO_TAKE = (
    Picture("chat", 1280, 860, "light", "en-GB", _show_chat),
    Picture("documents", 1280, 860, "dark", "en-GB", _show_documents),
    Picture("phone", 390, 844, "light", "es-CR", _show_phone),
    Picture("phone-source", 390, 844, "light", "es-CR", _show_sheet),
)

if __name__ == "__main__":
    sys.exit(main())
