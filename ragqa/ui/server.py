"""The server of the chat: its routes, Gradio's page, and what guards both.

The only importer of fastapi, starlette and uvicorn, inside its functions.
"""

import asyncio
import contextlib
import ipaddress
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol
from urllib.parse import urlsplit

from ragqa.chatbot import WARM_UP_QUESTIONS
from ragqa.errors import RagqaError, SettingsError, StoreError
from ragqa.feedback import FeedbackLog
from ragqa.ui import api, page, security
from ragqa.ui.accounts import Accounts, Authenticator, LogInError, TooManyTriesError
from ragqa.ui.admission import Admission
from ragqa.ui.answerer import Answerer
from ragqa.ui.conversation import Conversation
from ragqa.ui.conversations import Conversations
from ragqa.ui.document_page import render_document, render_missing
from ragqa.ui.exporting import as_html, as_json, as_markdown
from ragqa.ui.login_page import (
    LogInProblem,
    render_login,
    render_logout,
    render_no_conversation,
)
from ragqa.ui.strings import Strings, choose_language, strings_for
from ragqa.ui.theme import theme, with_own_files
from ragqa.version import VERSION

if TYPE_CHECKING:
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI, Request

_MIB = 2**20
# Several files come in one request, and one that is too large shall be named, not cut off.
_UPLOAD_ROOM = 4
_STOP_WITHIN_S = 5
_POLL_S = 0.01
_BACKLOG = 128
_MAX_OFFSET_DIGITS = 12
_OWN_PATHS = ("health", "document", "export")
_LOG_IN_PATHS = ("login", "logout")
_ROOT_PATH = re.compile(
    r"(?:https?://[a-z0-9.-]+(?::\d+)?)?(?:/[a-z0-9._~-]+)*/?", re.ASCII | re.IGNORECASE
)
_STATIC = Path(__file__).parent / "static"

# Gradio and the hub client read these when they are imported or asked; a value that the user has
# set stands.
_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """How the chat is served.

    Parameters
    ----------
    host, port
        Where to listen; port 0 is any that is free.
    accounts
        Who may use the chat; None for everybody who reaches it.
    no_auth
        Said on purpose: without accounts, listen on an address that other machines reach.
    read_only
        Whether documents can neither be added nor removed.
    max_upload_mb
        How large one upload may be, in MiB.
    root_path
        Where a proxy shows the chat: a path such as "/ask", or a whole address. The proxy takes
        the path away before it passes a request on.
    max_running, max_waiting
        How many questions are answered at once, and how many wait; the next is told "busy".

    Raises
    ------
    SettingsError
        If a value is impossible, or everybody could reach a chat without accounts.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    accounts: Accounts | None = None
    no_auth: bool = False
    read_only: bool = False
    max_upload_mb: int = 50
    root_path: str = ""
    max_running: int = 2
    max_waiting: int = 40

    def __post_init__(self) -> None:
        if self.max_upload_mb < 1:
            raise SettingsError(f"max_upload_mb is {self.max_upload_mb}; at least 1 is expected")
        if self.root_path and not _ROOT_PATH.fullmatch(self.root_path):
            raise SettingsError(
                f"root_path is {self.root_path!r}; expected a path such as /ask, or an address"
                " such as https://example.org/ask"
            )
        if self.accounts is None and not self.no_auth and not is_loopback(self.host):
            raise SettingsError(
                f"{self.host} is reached from other machines, and the chat has no log-in; give"
                " accounts by --auth-file FILE, or say --no-auth to let everybody in"
            )


def is_loopback(host: str) -> bool:
    """Return whether an address is reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Export:
    """A form in which a conversation is saved; the policy is that of a browser that shows it."""

    render: Callable[[Conversation, Strings], str]
    media_type: str
    disposition: str = "attachment"
    policy: str = security.PLAIN_POLICY


_EXPORTS: Mapping[str, _Export] = {
    "md": _Export(lambda one, strings: as_markdown(one, strings=strings), "text/markdown"),
    "json": _Export(lambda one, _: as_json(one), "application/json"),
    # Shown, to be printed; it brings its own style.
    "html": _Export(
        lambda one, strings: as_html(one, strings=strings),
        "text/html",
        disposition="inline",
        policy="default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
}


class BuildPage(Protocol):
    """Makes the page; `ragqa.ui.page.build` does."""

    def __call__(  # noqa: D102
        self,
        bot: Answerer,
        *,
        conversations: Conversations,
        admission: Admission,
        read_only: bool,
        max_upload_bytes: int,
        feedback: FeedbackLog,
        has_log_in: bool,
    ) -> "gr.Blocks": ...


def create_app(
    bot: Answerer,
    options: ServerOptions,
    *,
    feedback: FeedbackLog,
    build_page: BuildPage = page.build,
) -> "FastAPI":
    """Return the application: routes of our own, Gradio's page at "/", and the guards around.

    Parameters
    ----------
    feedback
        Where opinions on answers are kept.
    """
    _stay_offline()
    from fastapi import FastAPI

    conversations = Conversations()
    authenticator = Authenticator(options.accounts) if options.accounts else None
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    _add_health(app, bot)
    _add_document(app, bot)
    _add_export(app, conversations)
    _add_static(app)
    if authenticator:
        _add_login(app, authenticator, options)
        _add_logout(app, authenticator, options)
    blocks = build_page(
        bot,
        conversations=conversations,
        admission=Admission(options.max_running, options.max_waiting),
        read_only=options.read_only,
        max_upload_bytes=options.max_upload_mb * _MIB,
        feedback=feedback,
        has_log_in=authenticator is not None,
    )
    _mount(app, blocks, options)
    _add_guards(app, authenticator, options)
    return app


def serve(
    bot: Answerer,
    options: ServerOptions | None = None,
    *,
    feedback: FeedbackLog,
    build_page: BuildPage = page.build,
) -> None:
    """Serve the chat until SIGTERM, and return, or until Ctrl-C; to be called in the main thread.

    Parameters
    ----------
    feedback
        Where opinions on answers are kept.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C, once nothing is served any more.
    SettingsError
        If the address cannot be listened on.
    """
    before = signal.signal(signal.SIGTERM, _terminate)
    stopping = threading.Event()
    try:
        running_chat = running(
            bot, options or ServerOptions(), feedback=feedback, build_page=build_page
        )
        with running_chat as url:
            _say(f"ragqa answers at {url}; stop it with Ctrl-C")
            _warm_up(bot, stopping)
            threading.Event().wait()
    except _Terminated:
        _say("Stopped.")
    except KeyboardInterrupt:
        _say("Stopped.")
        raise
    finally:
        stopping.set()
        signal.signal(signal.SIGTERM, before)


class _Terminated(BaseException):
    """SIGTERM came: like KeyboardInterrupt, what no handler of errors may take for its own."""


def _terminate(_number: int, _frame: object) -> NoReturn:
    raise _Terminated


@contextlib.contextmanager
def running(
    bot: Answerer,
    options: ServerOptions,
    *,
    feedback: FeedbackLog,
    build_page: BuildPage = page.build,
) -> Iterator[str]:
    """Serve the chat in a thread while the context lasts, and yield its address.

    Raises
    ------
    SettingsError
        If the address cannot be listened on.
    """
    with _listening(options) as listener:
        app = create_app(bot, options, feedback=feedback, build_page=build_page)
        server = _server(app)
        thread = threading.Thread(
            target=_run, args=(server, listener), name="ragqa-server", daemon=True
        )
        thread.start()
        _wait_until_started(server, thread)
        try:
            yield _url(options.host, listener.getsockname()[1])
        finally:
            app.state.end_streams()
            server.should_exit = True
            thread.join(timeout=2 * _STOP_WITHIN_S)


def import_early() -> None:
    """Begin to import what the server needs, in the background, while a store is being opened."""
    _stay_offline()
    threading.Thread(target=partial(import_module, "gradio"), daemon=True).start()


def _stay_offline() -> None:
    for name, value in _OFFLINE.items():
        os.environ.setdefault(name, value)


@contextlib.contextmanager
def _listening(options: ServerOptions) -> Iterator[socket.socket]:
    host, port = options.host, options.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        raise SettingsError(
            f"cannot listen on {host}:{port}: it is taken, or not of this machine; choose another"
        ) from error
    with listener:
        yield listener


def _server(app: "FastAPI") -> "uvicorn.Server":
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_STOP_WITHIN_S,
    )
    return uvicorn.Server(config)


def _run(server: "uvicorn.Server", listener: socket.socket) -> None:
    # It would end the process where it cannot start; whoever waits for the start is told instead.
    with contextlib.suppress(SystemExit):
        server.run(sockets=[listener])


def _wait_until_started(server: "uvicorn.Server", thread: threading.Thread) -> None:
    while not server.started:
        thread.join(timeout=_POLL_S)
        if not thread.is_alive():
            raise RagqaError("the server did not start; the lines above say why")


def _warm_up(bot: Answerer, stopping: threading.Event) -> None:
    """Ask in the background, so that the first real question finds all models in memory."""

    def ask() -> None:
        for question in WARM_UP_QUESTIONS:
            with contextlib.suppress(RagqaError):
                if not stopping.is_set():
                    bot.ask(question)

    # No daemon: a process that ends while a model is being loaded aborts.
    threading.Thread(target=ask, name="ragqa-warm-up").start()


def _add_health(app: "FastAPI", bot: Answerer) -> None:
    @app.get("/health")
    def health() -> dict[str, object]:
        documents = bot.manifest.counts.documents
        return {"status": "ok", "documents": documents, "version": VERSION}


def _add_document(app: "FastAPI", bot: Answerer) -> None:
    from fastapi import Request
    from fastapi.responses import HTMLResponse

    def document(request: Request) -> HTMLResponse:
        strings, wanted = _strings(request), request.query_params
        doc_id = wanted.get("id", "")
        try:
            found = bot.document(doc_id)
        except StoreError:
            return HTMLResponse(render_missing(doc_id, strings=strings), status_code=404)
        start, end = _offset(wanted.get("start")), _offset(wanted.get("end"))
        page = render_document(
            found,
            start=start,
            end=end,
            strings=strings,
            quote_digest=wanted.get("quote", ""),
        )
        return HTMLResponse(page)

    app.add_route("/document", document)


def _add_export(app: "FastAPI", conversations: Conversations) -> None:
    from fastapi import Request
    from fastapi.responses import HTMLResponse, Response

    def export(request: Request) -> Response:
        strings = _strings(request)
        conversation_id, _, suffix = request.path_params["name"].rpartition(".")
        conversation = conversations.get(conversation_id)
        if conversation is None or not conversation.turns or suffix not in _EXPORTS:
            return HTMLResponse(render_no_conversation(strings=strings), status_code=404)
        kind = _EXPORTS[suffix]
        headers = {
            "content-disposition": f'{kind.disposition}; filename="ragqa.{suffix}"',
            "content-security-policy": kind.policy,
            "cache-control": "no-store",
        }
        text = kind.render(conversation, strings)
        return Response(text, media_type=kind.media_type, headers=headers)

    app.add_route("/export/{name}", export)


def _add_static(app: "FastAPI") -> None:
    from fastapi import Request
    from fastapi.responses import FileResponse, PlainTextResponse, Response

    served = {one.name: one for one in _STATIC.iterdir() if one.suffix in (".css", ".js")}

    def static(request: Request) -> Response:
        file = served.get(request.path_params["name"])
        if file is None:
            return PlainTextResponse("there is nothing here\n", status_code=404)
        return FileResponse(file, headers={"cache-control": "no-cache"})

    # Gradio's own files have another slash in their paths, so both fit below one name.
    app.add_route("/static/{name}", static)


def _add_login(app: "FastAPI", authenticator: Authenticator, options: ServerOptions) -> None:
    from fastapi import Request
    from fastapi.responses import HTMLResponse, RedirectResponse, Response

    async def log_in(request: Request) -> Response:
        strings = _strings(request)
        if request.method != "POST":
            return HTMLResponse(render_login(strings=strings))
        form = await request.form()
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        try:
            token = await authenticator.log_in(
                name, password, address=security.address_of(request.scope)
            )
        except LogInError as error:
            is_wall = isinstance(error, TooManyTriesError)
            problem = LogInProblem.TOO_MANY_TRIES if is_wall else LogInProblem.WRONG_PASSWORD
            shown = render_login(strings=strings, problem=problem, name=name)
            return HTMLResponse(shown, status_code=429 if is_wall else 403)
        response = RedirectResponse("./", status_code=303)
        response.headers["set-cookie"] = _cookie(token, request.scope, options)
        return response

    app.add_route("/login", log_in, methods=["GET", "POST"])


def _add_logout(app: "FastAPI", authenticator: Authenticator, options: ServerOptions) -> None:
    from fastapi import Request
    from fastapi.responses import HTMLResponse, RedirectResponse, Response

    def log_out(request: Request) -> Response:
        if request.method != "POST":
            return HTMLResponse(render_logout(strings=_strings(request)))
        authenticator.log_out(security.session_token(request.scope))
        response = RedirectResponse("login", status_code=303)
        response.headers["set-cookie"] = _cookie("", request.scope, options)
        return response

    app.add_route("/logout", log_out, methods=["GET", "POST"])


def _mount(app: "FastAPI", blocks: "gr.Blocks", options: ServerOptions) -> None:
    import gradio as gr

    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        root_path=options.root_path.rstrip("/") or None,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=_UPLOAD_ROOM * options.max_upload_mb * _MIB,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        theme=theme(),
    )


@contextlib.asynccontextmanager
async def _lifespan(app: "FastAPI") -> AsyncIterator[None]:
    # A browser holds a connection open for as long as it shows the page: stopping would wait for
    # it. What ends them belongs to the loop, and the stop comes from another thread.
    from starlette.routing import Mount

    loop = asyncio.get_running_loop()
    mounted: Any = next(route.app for route in app.routes if isinstance(route, Mount))
    app.state.end_streams = partial(loop.call_soon_threadsafe, mounted.stop_event.set)
    yield


def _add_guards(
    app: "FastAPI", authenticator: Authenticator | None, options: ServerOptions
) -> None:
    """Put the guards around the application; the last one added is the first one met."""
    proxy = urlsplit(options.root_path)
    own = (*_OWN_PATHS, *(_LOG_IN_PATHS if authenticator else ()))
    app.add_middleware(security.page_policy, complete=with_own_files)
    if authenticator:
        app.add_middleware(security.login_wall, authenticator=authenticator)
    app.add_middleware(api.optional_where)
    app.add_middleware(security.open_paths, own=own, read_only=options.read_only)
    app.add_middleware(security.no_fetching)
    app.add_middleware(
        security.body_limit, max_upload_bytes=_UPLOAD_ROOM * options.max_upload_mb * _MIB
    )
    origin = f"{proxy.scheme}://{proxy.netloc}" if proxy.netloc else None
    app.add_middleware(security.own_posts, origin=origin)
    if is_loopback(options.host):
        names = {options.host, *([proxy.hostname] if proxy.hostname else [])}
        app.add_middleware(security.known_hosts, names=names)
    app.add_middleware(security.safe_headers)


def _strings(request: "Request") -> Strings:
    """Return the words in the language that the address or the browser asks for."""
    wanted = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return strings_for(choose_language(wanted))


def _offset(text: str | None) -> int | None:
    # An offset is far below this; Python takes its time to read a number of a million digits.
    return int(text) if text and len(text) < _MAX_OFFSET_DIGITS and text.isdecimal() else None


def _cookie(token: str, scope: security.Scope, options: ServerOptions) -> str:
    proxy = urlsplit(options.root_path)
    secure = "https" in (proxy.scheme, scope["scheme"])
    return security.session_cookie(token, path=f"{proxy.path.rstrip('/')}/", secure=secure)


def _url(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
