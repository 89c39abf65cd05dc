"""Real servers over a small store, and a real browser that must have no trouble with them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.needed import chromium
from browser.serving import NewServer, Served, SlowBot, serve
from browser.world import DOCUMENTS
from ragqa.ui.server import ServerOptions, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from browser.chat import NewContext
    from browser.watching import Watcher

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()
# A request to anywhere else is noted, and gets nowhere.
_NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
_TIMEOUT_MS = 60_000  # other work on the machine slows a browser and a model alike

# Gradio's own, about what it does once in a while with pandas.
_NOT_OURS = "ignore::DeprecationWarning:gradio.queueing"


def pytest_configure(config: pytest.Config) -> None:
    """Let warnings pass that are neither ours nor about what we do."""
    config.addinivalue_line("filterwarnings", _NOT_OURS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what gradio leaves open; see ``release_event_loops``."""
    passes = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(passes)


@pytest.fixture(scope="module", autouse=True)
def _without_gradios_loops(release_event_loops: None) -> None:
    """Release what gradio left open after each module."""


@pytest.fixture(scope="package")
def browser() -> Iterator["Browser"]:
    """A browser; it goes with the last of these tests, for its event loop is in others' way."""
    program = chromium()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=_TIMEOUT_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*_FLAGS, _NOWHERE])
        yield launched
        launched.close()


@pytest.fixture
def watcher() -> Iterator["Watcher"]:
    """Fails the test at its end if a page had any trouble."""
    from browser.watching import Watcher

    watching = Watcher()
    yield watching
    assert watching.troubles == []


@pytest.fixture
def new_context(
    browser: "Browser", watcher: "Watcher", request: pytest.FixtureRequest
) -> Iterator["NewContext"]:
    """Make contexts that know nothing of each other, as of different people."""
    if "slow_url" in request.fixturenames:
        # What is made first goes last: a server must outlive the pages that it serves.
        request.getfixturevalue("slow_url")
    made: list[BrowserContext] = []

    def new(**options: Any) -> "BrowserContext":
        context = browser.new_context(**{"locale": "en-GB", **options})
        context.set_default_timeout(_TIMEOUT_MS)
        watcher.watch(context)
        made.append(context)
        return context

    yield new
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: "NewContext") -> "Page":
    """An empty page of a person who reads English, at a desk."""
    return new_context(viewport={"width": 1280, "height": 800}).new_page()


@pytest.fixture(scope="package")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewServer]:
    """Make servers, each over a store of its own, that run until the last of these tests."""
    with ExitStack() as stack:

        def new(documents: Mapping[str, str], **options: Any) -> Served:
            folder = tmp_path_factory.mktemp("served")
            return serve(documents, folder, options=ServerOptions(port=0, **options), stack=stack)

        yield new


@pytest.fixture(scope="package")
def served(serving: NewServer) -> Served:
    """The chat about the small world; its documents stay as they are."""
    return serving(DOCUMENTS)


@pytest.fixture
def slow(served: Served) -> Iterator[SlowBot]:
    """The bot of that chat, but it answers when the test says so."""
    bot = SlowBot(served.bot)
    yield bot
    bot.may_answer.set()


@pytest.fixture
def slow_url(slow: SlowBot, served: Served) -> Iterator[str]:
    """The address of a chat with the slow bot, with room for two questions at once."""
    options = ServerOptions(port=0, max_running=1, max_waiting=1)
    with running(slow, options, feedback=served.feedback) as url:
        yield url
