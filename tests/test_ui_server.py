import inspect
import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext, redirect_stdout
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import argon2
import httpx
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from ragqa.cli import chat
from ragqa.errors import RagqaError, SettingsError, StoreError
from ragqa.feedback import FeedbackLog
from ragqa.languages import detect_question_language
from ragqa.scope import EVERYTHING
from ragqa.types import Answer, Document
from ragqa.ui.accounts import Accounts, read_accounts
from ragqa.ui.admission import Admission
from ragqa.ui.conversation import Conversation
from ragqa.ui.conversations import Conversations
from ragqa.ui.login_page import LogInProblem, render_login, render_logout
from ragqa.ui.server import ServerOptions, create_app, running, serve
from ragqa.ui.strings import LANGUAGES, strings_for
from ragqa.version import VERSION

# What gradio leaves open; see release_event_loops.
pytestmark = [
    pytest.mark.usefixtures("release_event_loops"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ACCOUNTS = Accounts(
    hashes=MappingProxyType({"alice": QUICK.hash("open sesame")}), decoy=QUICK.hash("nobody knows")
)
TEXT = "A seminar began. Miguel Gómez directed the documentary. It lasts."
DOCUMENT = Document(doc_id="a & b.md", title="The <Fable>", text=TEXT, source="a & b.md")
ID = "0123456789abcdef" * 4


class FakeBot:
    """Has one document, and answers every question with its own words."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str, **options: Any) -> Answer:
        self.asked.append(question)
        raise StoreError("there is nothing to answer from")

    def document(self, doc_id: str) -> Document:
        if doc_id != DOCUMENT.doc_id:
            raise StoreError(f"no document {doc_id}")
        return DOCUMENT

    @property
    def manifest(self) -> SimpleNamespace:
        return SimpleNamespace(counts=SimpleNamespace(documents=31))


class SmallPage:
    """Builds a page with one endpoint, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}

    def __call__(self, bot: Any, **given: Any) -> Any:
        import gradio as gr

        self.given = given

        def echo(text: str) -> str:
            return text

        with gr.Blocks(analytics_enabled=False) as blocks:
            gr.Textbox("</script><script>alert(1)</script>")
            gr.api(echo, api_name="echo")
        return blocks


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> FeedbackLog:
    return FeedbackLog.open(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")


class Clients:
    """Makes clients of servers, one for each choice of options."""

    def __init__(self, feedback: FeedbackLog) -> None:
        self._feedback = feedback
        self._made: dict[str, tuple[TestClient, SmallPage]] = {}

    def __call__(self, **options: Any) -> TestClient:
        return self._make(options)[0]

    def conversations(self, **options: Any) -> Conversations:
        kept = self._make(options)[1].given["conversations"]
        assert isinstance(kept, Conversations)
        return kept

    def _make(self, options: dict[str, Any]) -> tuple[TestClient, SmallPage]:
        key = repr(sorted(options.items()))
        if key not in self._made:
            page = SmallPage()
            app = create_app(
                FakeBot(),  # type: ignore[arg-type]
                ServerOptions(**options),
                feedback=self._feedback,
                build_page=page,
            )
            client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)
            self._made[key] = client, page
        return self._made[key]


@pytest.fixture(scope="module")
def client_with(feedback: FeedbackLog) -> Clients:
    return Clients(feedback)


@pytest.fixture
def client(client_with: Clients) -> TestClient:
    return client_with()


# Options


def test_other_machines_are_let_in_only_by_accounts_or_on_purpose() -> None:
    for host in ("0.0.0.0", "192.168.1.2", "::", "chat.example"):
        with pytest.raises(SettingsError, match=r"--auth-file FILE, or say --no-auth"):
            ServerOptions(host=host)
        assert ServerOptions(host=host, no_auth=True).host == host
        assert ServerOptions(host=host, accounts=ACCOUNTS).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_needs_no_accounts(host: str) -> None:
    assert ServerOptions(host=host).accounts is None


@pytest.mark.parametrize("root", ["", "/", "/ask", "https://a.example/ask", "http://a.example"])
def test_root_path_is_a_path_or_an_address(root: str) -> None:
    assert ServerOptions(root_path=root).root_path == root


@pytest.mark.parametrize(
    "root", ["ask", "ftp://a.example", "https://", "/a?b", "/a#b", "//a.b", "https://["]
)
def test_root_path_that_is_neither_is_refused(root: str) -> None:
    with pytest.raises(SettingsError, match="expected a path such as /ask"):
        ServerOptions(root_path=root)


def test_impossible_upload_is_refused() -> None:
    with pytest.raises(SettingsError, match="max_upload_mb is 0"):
        ServerOptions(max_upload_mb=0)


def test_page_is_built_with_the_options(feedback: FeedbackLog) -> None:
    page = SmallPage()
    options = ServerOptions(read_only=True, max_upload_mb=3, accounts=ACCOUNTS)
    create_app(FakeBot(), options, feedback=feedback, build_page=page)  # type: ignore[arg-type]
    assert isinstance(page.given.pop("conversations"), Conversations)
    assert isinstance(page.given.pop("admission"), Admission)
    assert page.given == {
        "read_only": True,
        "max_upload_bytes": 3 * 2**20,
        "feedback": feedback,
        "has_log_in": True,
    }


# Routes


def test_health_tells_what_is_served(client: TestClient) -> None:
    response = client.get("/health")
    assert response.json() == {"status": "ok", "documents": 31, "version": VERSION}


def test_document_page_marks_the_quotation(client: TestClient) -> None:
    start = TEXT.index("Miguel")
    place: dict[str, str | int] = {"id": DOCUMENT.doc_id, "start": start, "end": start + 12}
    response = client.get("/document", params=place)
    assert response.status_code == 200
    assert re.findall(r"<mark[^>]*>(.*)</mark>", response.text) == ["Miguel Gómez"]
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("start", ["", "x", "-1", "1.5", "٣x", "9" * 5000])
def test_place_that_is_none_marks_nothing(client: TestClient, start: str) -> None:
    response = client.get("/document", params={"id": DOCUMENT.doc_id, "start": start, "end": 9})
    assert response.status_code == 200
    assert "<mark" not in response.text


def test_document_that_is_gone_is_said_so(client: TestClient) -> None:
    response = client.get("/document", params={"id": "<script>"})
    assert response.status_code == 404
    assert "<script>" not in response.text
    assert client.get("/document").status_code == 404


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [("", "es-CR,en", "es"), ("?lang=en", "es", "en"), ("?lang=es", "", "es"), ("", "fr", "en")],
)
def test_plain_page_speaks_the_language_asked_for(
    client: TestClient, query: str, accepted: str, language: str
) -> None:
    response = client.get(f"/document{query}", headers={"accept-language": accepted})
    assert f'<html lang="{language}"' in response.text


@pytest.fixture
def conversation(client_with: Clients) -> Conversation:
    """Return a conversation of one question, kept by the server of ``client``."""
    asked_at = "2026-01-01T00:00:00+00:00"
    asked = Conversation(ID).with_question("Who?", asked_at=asked_at, scope=EVERYTHING)
    return client_with.conversations().change(ID, lambda _: asked)


@pytest.mark.parametrize(
    ("suffix", "media_type", "disposition", "holds"),
    [
        ("md", "text/markdown; charset=utf-8", "attachment", "Who"),
        ("json", "application/json", "attachment", '"question": "Who?"'),
        ("html", "text/html; charset=utf-8", "inline", "<html"),
    ],
)
def test_conversation_is_saved_in_each_form(
    client: TestClient,
    conversation: Conversation,
    suffix: str,
    media_type: str,
    disposition: str,
    holds: str,
) -> None:
    response = client.get(f"/export/{conversation.conversation_id}.{suffix}")
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'{disposition}; filename="ragqa.{suffix}"'
    assert response.headers["cache-control"] == "no-store"
    assert holds in response.text


def test_saved_page_may_load_nothing(client: TestClient, conversation: Conversation) -> None:
    headers = client.get(f"/export/{conversation.conversation_id}.html").headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("name", ["unknown.md", f"{ID}.pdf", ID, "x"])
def test_conversation_that_is_not_kept_is_said_so(client: TestClient, name: str) -> None:
    response = client.get(f"/export/{name}", headers={"accept-language": "es"})
    assert response.status_code == 404
    assert strings_for("es").serving.no_conversation in response.text
    assert 'href="../static/pages.css"' in response.text


def test_our_own_style_sheet_is_served_and_gradios_files_too(client: TestClient) -> None:
    response = client.get("/static/pages.css")
    assert response.headers["content-type"].startswith("text/css")
    assert response.headers["cache-control"] == "no-cache"
    assert client.get("/static/js/iframeResizer.contentWindow.min.js").status_code == 200
    assert client.get("/static/other.css").status_code == 404
    assert client.get("/static/__init__.py").status_code == 404


def test_page_names_no_other_site_and_its_scripts_are_told_apart(client: TestClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert not re.findall(r'(?:src|href|content)="(?:https?:)?//[^"]*"', response.text)
    nonces = re.findall(r"<script\b[^>]*nonce=\"([^\"]+)\"", response.text)
    assert len(nonces) == len(re.findall(r"<script\b", response.text)) > 2
    assert len(set(nonces)) == 1
    assert "<script>alert" not in response.text
    policy = response.headers["content-security-policy"]
    assert f"'nonce-{nonces[0]}'" in policy


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/gradio_api/docs", "/login"])
def test_nothing_else_is_published(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_name_of_another_site_and_its_posts_are_refused(client: TestClient) -> None:
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 421
    join = "/gradio_api/queue/join"
    headers = {"origin": "http://evil.example"}
    assert client.post(join, json={}, headers=headers).status_code == 403
    assert client.post(join, json={}).status_code == 422


def test_any_name_is_answered_where_other_machines_are(
    client_with: Clients,
) -> None:
    client = client_with(host="0.0.0.0", no_auth=True)
    assert client.get("/health", headers={"host": "chat.example"}).status_code == 200


def test_upload_is_refused_where_all_is_read_only(client_with: Clients) -> None:
    files = {"files": ("a.txt", b"text")}
    assert client_with(read_only=True).post("/gradio_api/upload", files=files).status_code == 403
    assert client_with().post("/gradio_api/upload", files=files).status_code == 200


def test_upload_that_is_too_large_is_refused(client_with: Clients) -> None:
    client = client_with(max_upload_mb=1)
    # There is room for several files, since one that is too large is named in the report.
    for size, status in ((2**20, 200), (4 * 2**20 + 1, 413), (9 * 2**20, 413)):
        files = {"files": ("a.txt", b"x" * size)}
        assert client.post("/gradio_api/upload", files=files).status_code == status


# Behind a proxy


def test_proxy_may_show_the_chat_elsewhere(client_with: Clients) -> None:
    client = client_with(root_path="https://chat.example/ask", accounts=ACCOUNTS)
    assert client.get("/health", headers={"host": "chat.example"}).status_code == 200
    headers = {"origin": "https://chat.example"}
    response = log_in(client, headers=headers)
    assert "Path=/ask/;" in response.headers["set-cookie"]
    assert response.headers["set-cookie"].endswith("; Secure")
    assert response.headers["location"] == "./"
    config = client.get("/config", headers=cookie_of(response)).json()
    assert config["root"] == "https://chat.example/ask"


# Logging in


def log_in(client: TestClient, password: str = "open sesame", **options: Any) -> httpx.Response:
    form = {"name": "alice", "password": password}
    return client.post("/login", data=form, **options)  # type: ignore[return-value]


def cookie_of(response: httpx.Response) -> dict[str, str]:
    return {"cookie": response.headers["set-cookie"].split(";")[0]}


def test_person_logs_in_and_out(client_with: Clients) -> None:
    client = client_with(accounts=ACCOUNTS)
    client.cookies.clear()
    html = {"accept": "text/html"}
    assert client.get("/", headers=html).headers["location"] == "login"
    assert 'action="login?lang=en"' in client.get("/login", headers=html).text
    response = log_in(client)
    assert (response.status_code, response.headers["location"]) == (303, "./")
    client.cookies.clear()
    cookie = cookie_of(response)
    assert client.get("/", headers=html | cookie).status_code == 200
    assert 'action="logout?lang=en"' in client.get("/logout", headers=html | cookie).text
    left = client.post("/logout", headers=cookie)
    assert (left.status_code, left.headers["location"]) == (303, "login")
    assert "Max-Age=0" in left.headers["set-cookie"]
    assert client.get("/config", headers=cookie).status_code == 401


def test_wrong_password_is_said_and_then_refused_for_a_while(feedback: FeedbackLog) -> None:
    app = create_app(
        FakeBot(),  # type: ignore[arg-type]
        ServerOptions(accounts=ACCOUNTS),
        feedback=feedback,
        build_page=SmallPage(),
    )
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    words = strings_for("es").serving
    headers = {"accept-language": "es"}
    answers = [log_in(client, "wrong words", headers=headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert words.wrong_password in answers[0].text
    assert words.too_many_tries in answers[-1].text
    assert 'value="alice"' in answers[0].text
    assert "wrong words" not in answers[0].text
    assert "set-cookie" not in answers[-1].headers
    assert log_in(client).status_code == 429


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_in_page_names_its_fields_and_shows_hostile_names_as_text(language: str) -> None:
    strings = strings_for(language)
    page = render_login(
        strings=strings, problem=LogInProblem.WRONG_PASSWORD, name='"><script>alert(1)</script>'
    )
    assert "<script" not in page
    assert page.count("<label>") == 2
    assert 'role="alert"' in page
    assert re.findall(r'name="password"[^>]*autofocus', page)
    assert not re.findall(r'name="name"[^>]*autofocus', page)
    assert 'role="alert"' not in render_login(strings=strings)
    assert strings.serving.log_out_note in render_logout(strings=strings)


# The look of the plain pages


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "surface", "least"),
    [
        ("text", "page", 4.5),
        ("text", "surface", 4.5),
        ("subdued", "page", 4.5),
        ("subdued", "surface", 4.5),
        ("accent", "page", 4.5),
        ("accent-hover", "page", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-hover", 4.5),
        ("mark-text", "mark", 4.5),
        ("problem", "page", 4.5),
        ("field-line", "page", 3.0),
        ("field-line", "surface", 3.0),
        ("mark-line", "mark", 3.0),
    ],
)
def test_plain_pages_have_contrast(
    client: TestClient, palette: int, text: str, surface: str, least: float
) -> None:
    palettes = client.get("/static/pages.css").text.split(":root {")[1:]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", palettes[palette].split("}")[0]))
    assert contrast(colours[text], colours[surface]) >= least


# A real server


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_server_stops_at_once_though_a_page_is_open(feedback: FeedbackLog) -> None:
    serving = running(
        FakeBot(),  # type: ignore[arg-type]
        ServerOptions(port=0),
        feedback=feedback,
        build_page=SmallPage(),
    )
    with ExitStack() as browser:
        with serving as url:
            beats = browser.enter_context(httpx.stream("GET", f"{url}gradio_api/heartbeat/abc"))
            assert next(beats.iter_text()).startswith("data: ALIVE")
            start = time.monotonic()
        assert time.monotonic() - start < 4  # uvicorn alone would wait for five seconds
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}health")


def test_program_uses_an_endpoint_with_its_password(feedback: FeedbackLog, tmp_path: Path) -> None:
    from gradio_client import Client

    options = ServerOptions(port=0, accounts=ACCOUNTS)
    with running(
        FakeBot(),  # type: ignore[arg-type]
        options,
        feedback=feedback,
        build_page=SmallPage(),
    ) as url:
        headers = {"Authorization": httpx.BasicAuth("alice", "open sesame")._auth_header}
        client = Client(url, headers=headers, verbose=False, download_files=tmp_path)
        assert client.predict("héllo", api_name="/echo") == "héllo"
        client.close()


def test_taken_port_is_refused_before_anything_is_built(feedback: FeedbackLog) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        bot: Any = object()
        with pytest.raises(SettingsError, match=f"cannot listen on 127.0.0.1:{port}"):
            serve(bot, ServerOptions(port=port), feedback=feedback)
    with pytest.raises(SettingsError, match=r"cannot listen on 127\.0\.0\.1:70000"):
        serve(bot, ServerOptions(port=70000), feedback=feedback)


def test_server_that_cannot_start_says_so(feedback: FeedbackLog) -> None:
    def failing(bot: Any, **given: Any) -> Any:
        import gradio as gr

        blocks = SmallPage()(bot, **given)

        async def fail() -> None:
            raise RuntimeError("no")

        assert isinstance(blocks, gr.Blocks)
        blocks.run_extra_startup_events = fail
        return blocks

    options = ServerOptions(port=0)
    entering = running(
        FakeBot(),  # type: ignore[arg-type]
        options,
        feedback=feedback,
        build_page=failing,
    )
    with pytest.raises(RagqaError, match="did not start"), entering:
        pass


class Console(io.StringIO):
    """Standard output that sends a signal to the main thread once the server is announced."""

    def __init__(self, stop: signal.Signals) -> None:
        super().__init__()
        self._stop = stop

    def flush(self) -> None:
        main = threading.main_thread().ident
        if main is not None and self.getvalue().endswith("Ctrl-C\n"):
            threading.Timer(0.2, signal.pthread_kill, [main, self._stop]).start()


@pytest.fixture
def heeds_interrupts() -> Iterator[None]:
    """Have SIGINT heard: a shell has what it starts in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_interrupts")
@pytest.mark.parametrize(
    ("stop", "ending"),
    [(signal.SIGINT, pytest.raises(KeyboardInterrupt)), (signal.SIGTERM, nullcontext())],
)
def test_signal_stops_the_server(
    feedback: FeedbackLog, stop: signal.Signals, ending: AbstractContextManager[Any]
) -> None:
    port, bot = free_port(), FakeBot()
    before = signal.getsignal(signal.SIGTERM)
    with redirect_stdout(Console(stop)) as console, ending:
        options = ServerOptions(port=port)
        serve(bot, options, feedback=feedback, build_page=SmallPage())  # type: ignore[arg-type]
    assert console.getvalue().splitlines() == [
        f"ragqa answers at http://127.0.0.1:{port}/; stop it with Ctrl-C",
        "Stopped.",
    ]
    assert {detect_question_language(question) for question in bot.asked} == {"en", "es"}
    assert signal.getsignal(signal.SIGTERM) == before
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_sigterm_during_the_start_stops_the_server_too(feedback: FeedbackLog) -> None:
    def build(*_arguments: object, **_options: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    with redirect_stdout(io.StringIO()) as console:
        serve(
            FakeBot(),  # type: ignore[arg-type]
            ServerOptions(port=free_port()),
            feedback=feedback,
            build_page=build,
        )
    assert console.getvalue() == "Stopped.\n"


def test_ui_is_imported_without_what_serves_it() -> None:
    heavy = {"gradio", "fastapi", "starlette", "uvicorn", "argon2"}
    command = f"import sys, ragqa.ui.server; print({heavy!r} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert ran.stdout == "set()\n"


# The commands


class Terminal(io.StringIO):
    """Standard input at which a person sits."""

    def isatty(self) -> bool:
        return True


def call(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(chat.app, [str(one) for one in arguments], input=stdin)


def test_commands_have_the_defaults_of_the_server() -> None:
    defaults = ServerOptions()
    signature = inspect.signature(chat.chat).parameters
    for name in ("host", "port", "no_auth", "read_only", "max_upload_mb", "root_path"):
        assert signature[name].default == getattr(defaults, name)


def test_chat_on_a_taken_port_is_refused(tiny_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        error = call("chat", "--store", tiny_store, "--port", port).exception
    assert isinstance(error, SettingsError)
    assert f"cannot listen on 127.0.0.1:{port}" in str(error)


def test_chat_for_other_machines_needs_accounts(tmp_path: Path) -> None:
    error = call("chat", "--host", "0.0.0.0", "--store", tmp_path).exception
    assert isinstance(error, SettingsError)
    assert "--auth-file FILE, or say --no-auth" in str(error)
    # Here it is the store that is missed.
    error = call("chat", "--host", "0.0.0.0", "--no-auth", "--store", tmp_path).exception
    assert isinstance(error, StoreError)


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions there")
def test_accounts_that_others_can_read_are_told(tmp_path: Path) -> None:
    file = tmp_path / "accounts"
    file.write_text(call("password", "alice", stdin="open sesame\n").stdout)
    for mode, is_told in ((0o600, False), (0o644, True)):
        file.chmod(mode)
        outcome = call("chat", "--auth-file", file, "--host", "0.0.0.0", "--store", tmp_path)
        assert isinstance(outcome.exception, StoreError)
        assert (f'run "chmod 600 {file}"' in outcome.stderr) == is_told


@pytest.mark.parametrize("stdin", ["open sesame\n", "open sesame\r\nmore\n", "open sesame"])
def test_piped_password_makes_the_line_of_an_account(tmp_path: Path, stdin: str) -> None:
    file = tmp_path / "accounts"
    file.write_text(call("password", "alice", stdin=stdin).stdout)
    assert read_accounts(file).check("alice", "open sesame")


def test_name_that_cannot_be_one_is_refused_before_anything_is_asked() -> None:
    error = call("password", "a:b", stdin="").exception
    assert isinstance(error, SettingsError)
    assert "'a:b' is no name" in str(error)


def test_typed_password_is_asked_for_twice() -> None:
    answers = {"Password: ": "open sesame", "The same again: ": "open sesame"}
    assert chat.read_password(Terminal(), ask=answers.__getitem__) == "open sesame"
    answers["The same again: "] = "open sesam"
    with pytest.raises(SettingsError, match="the two passwords differ"):
        chat.read_password(Terminal(), ask=answers.__getitem__)
