"""How soon a question can be typed after ``app.py`` starts, beside a bare Gradio chat.

Run ``python -m benchmarks.ready`` from the repository's root. Whole processes are timed until a
headless Chromium, which runs already, has typed into the page; both in one run and in turns. Other
work on the machine slows both: read the ratio, not the seconds.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PORT = 7860
ADDRESS = f"http://127.0.0.1:{PORT}/"
BARE_CHAT = f"""
import gradio as gr
chat = gr.ChatInterface(lambda message, history: message, analytics_enabled=False)
chat.launch(server_name="127.0.0.1", server_port={PORT}, quiet=True)
"""
QUESTION = "Who directed the documentary?"
ROUNDS = 5
TARGET = 1.3
MOST_S = 120
# The page that says so may still be coming when the next try begins.
NOBODY_LISTENS = ("ERR_CONNECTION_REFUSED", "chrome-error://")
RETRY_MS = 50
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if chromium is None:
        sys.exit("no Chromium found; install it (Debian: apt install chromium)")
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        app, bare = make_apps(Path(work))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        ready_s(bare, browser)  # warm up: the files are read from disk once
        rounds = [(ready_s(app, browser), ready_s(bare, browser)) for _ in range(ROUNDS)]
        browser.close()
    print(f"app.py                {median(ours for ours, _ in rounds):6.2f} s")
    print(f"bare ChatInterface    {median(theirs for _, theirs in rounds):6.2f} s")
    ratio = median(ours / theirs for ours, theirs in rounds)
    print(
        f"ratio                 {ratio:6.2f}  (median over the rounds; at most {TARGET} expected)"
    )


def make_apps(work: Path) -> tuple[Path, Path]:
    """Return app.py with a store beside it, and a chat that answers with the question."""
    app, bare = work / "app.py", work / "bare.py"
    shutil.copy(ROOT / "app.py", app)
    bare.write_text(BARE_CHAT, encoding="utf-8")
    index = ["-m", "ragqa", "index", str(ROOT / "corpus"), "--store", str(work / "vectorstore")]
    subprocess.run([sys.executable, *index], check=True, stdout=subprocess.DEVNULL)
    return app, bare


def ready_s(app: Path, browser: Browser) -> float:
    """Return the seconds from the start of an app until a question stands in its page."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", PORT))
    page = browser.new_page()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, app.name], cwd=app.parent, stdout=subprocess.DEVNULL
    )
    try:
        open_page(page, process)
        page.locator("textarea").first.fill(QUESTION, timeout=1000 * MOST_S)
        return time.perf_counter() - start
    finally:
        page.close()
        process.terminate()
        process.wait()


def open_page(page: Page, process: subprocess.Popen[bytes]) -> None:
    """Ask for the page again and again until something listens."""
    while process.poll() is None:
        try:
            page.goto(ADDRESS, timeout=1000 * MOST_S)
        except Error as error:
            if not any(reason in error.message for reason in NOBODY_LISTENS):
                raise
            page.wait_for_timeout(RETRY_MS)
        else:
            return
    sys.exit("the app ended before its page could be opened")


if __name__ == "__main__":
    main()
