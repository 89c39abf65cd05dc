"""Take the README's picture of the chat: ``python docs/screenshot.py`` after ``make index``.

It needs playwright and a Chromium, found on the path or named by the variable CHROMIUM.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ragqa.chatbot import ChatBot
from ragqa.ui.page import build, launch

_ROOT = Path(__file__).parent.parent
_PICTURE = _ROOT / "docs" / "images" / "chat.png"
_PORT = 7861
_SETTLE_MS = 500
_QUESTIONS = (
    "Who won the 2014 World Cup?",
    "Who directed The Fable of the Lion and the Coyote?",
)


def main() -> int:
    """Ask the questions in a real browser and keep what it shows."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if chromium is None:
        sys.stderr.write("no Chromium found; install it (Debian: apt install chromium)\n")
        return 1
    with ChatBot.open(_ROOT / "vectorstore") as bot:
        blocks = build(bot)
        address = launch(blocks, host="127.0.0.1", port=_PORT)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
            page.goto(address)
            for number, question in enumerate(_QUESTIONS, start=1):
                _ask(page, question, number)
            page.screenshot(path=_PICTURE)
            browser.close()
        blocks.close(verbose=False)
    return 0


def _ask(page: Page, question: str, number: int) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.locator(f"#answer-{number}").wait_for()
    page.wait_for_timeout(_SETTLE_MS)


if __name__ == "__main__":
    sys.exit(main())
