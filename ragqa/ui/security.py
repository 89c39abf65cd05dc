"""What stands between the network and the page: pure ASGI middleware, one purpose each.

::

    safe_headers    what a browser may do with any answer
    known_hosts     turns away names that somebody else made point to this machine
    own_posts       turns away what another site sends in a visitor's name
    body_limit      how much anybody may send
    open_paths      the few of Gradio's paths that the page and its endpoints need
    login_wall      who may see anything at all
    page_policy     what Gradio's page may do, with its own scripts told apart by a nonce

A request meets them in this order.
"""

import base64
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Collection, Iterable, MutableMapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from ragqa.ui.accounts import SESSION_LIFETIME_S, Authenticator, LogInError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Sequence[tuple[str, str]]

SESSION_COOKIE = "ragqa-session"

PLAIN_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'self'"
)
"""For our own plain pages: they have text, forms and one style sheet."""

# Gradio compiles templates and listeners of gr.HTML in the browser, so 'unsafe-eval' must stay;
# and it writes style elements and attributes, so must 'unsafe-inline' for styles.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " connect-src 'self'; frame-src 'self'; manifest-src 'self'; object-src 'none';"
    " base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)

_SAFE_HEADERS: Headers = (
    ("x-content-type-options", "nosniff"),
    # Not no-referrer: with that, browsers hide from us too where a form was sent from.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    ),
)

_SCRIPT = re.compile(rb"<script(?=[\s>])")
# What a messenger would show beside a link: Gradio's name, and a picture from another site.
_FOREIGN_META = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>')

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_UPLOAD = "/gradio_api/upload"

# Gradio has more: a proxy to other sites, its server's files, an editor for its source.
_GRADIO_PATHS = re.compile(
    r"/|/(?:config|theme\.css|favicon\.ico|manifest\.json|robots\.txt)/?"
    r"|/(?:assets|static)/.+"
    r"|/gradio_api/(?:info|openapi\.json|app_id|startup-events|theme\.css|cancel|reset|upload"
    r"|upload_progress|queue/join|queue/data|heartbeat/[^/]+|call/.+)/?"
)

# What calls a function of the page, with its arguments as JSON.
_CALLS = re.compile(r"/gradio_api/(?:queue/join|call/)")

_MIB = 2**20
_BODY_LIMIT = _MIB
_MULTIPART_MARGIN = _MIB

# Not Basic: at that, a browser whose session has ended would ask for a password by itself.
_CHALLENGE = ("www-authenticate", 'Session realm="ragqa"')
_OPEN_TO_ALL = frozenset({"/login", "/health", "/static/pages.css", "/favicon.ico"})


def safe_headers(app: App) -> App:
    """Add to every answer the headers that it has not got, with the policy of plain pages."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_safe_headers(message.get("headers", []))
            await send(message)

        await app(scope, receive, send_safe)

    return answer


def page_policy(app: App, *, complete: Callable[[bytes], bytes]) -> App:
    """Give Gradio's page a policy, and the nonce of this policy to each of its scripts.

    ``complete`` adds to the page what is ours before.

    Only scripts of its template are there to be found: what comes from documents stands in it as
    JSON, whose ``<`` Gradio writes as an escape.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await app(scope, receive, send)
            return
        # It must come uncompressed to be changed.
        headers = [one for one in scope["headers"] if one[0] != b"accept-encoding"]
        page = _HeldResponse()
        await app({**scope, "headers": headers}, receive, page.take)
        if page.status == 200 and page.header(b"content-type").startswith("text/html"):
            nonce = secrets.token_urlsafe(16)
            page.body = _with_nonces(complete(page.body), nonce)
            page.set_header("content-security-policy", _PAGE_POLICY.format(nonce=nonce))
            page.set_header("cache-control", "no-store")
            if scope["method"] == "GET":
                page.set_header("content-length", str(len(page.body)))
        await page.replay(send)

    return answer


def known_hosts(app: App, *, names: Collection[str]) -> App:
    """Let requests through that call this server by one of its names.

    A page of another site may make its own name point to this machine, and would then be taken for
    ours by the browser (DNS rebinding).
    """
    known = _LOOPBACK_NAMES | {name.lower() for name in names}

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _host_name(_header(scope, b"host")) not in known:
            await _refuse(send, 421, "this server does not have that name; use its own address")
            return
        await app(scope, receive, send)

    return answer


def own_posts(app: App, *, origin: str | None = None) -> App:
    """Refuse requests that change something and come from a page of another site.

    ``origin`` is where a proxy shows this server, if there is one and it is known.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] not in _SAFE_METHODS
            and not _is_from_here(scope, origin)
        ):
            await _refuse(send, 403, "this was sent by a page of another site; open ours")
            return
        await app(scope, receive, send)

    return answer


def body_limit(app: App, *, max_upload_bytes: int) -> App:
    """End requests whose body is too long, be it that of an upload or any other."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        is_upload = scope["path"].rstrip("/") == _UPLOAD
        limit = max_upload_bytes + _MULTIPART_MARGIN if is_upload else _BODY_LIMIT
        body = _CountedBody(receive, send, limit=limit)
        declared = _header(scope, b"content-length")
        if declared.isdecimal() and int(declared) > limit:
            body.too_long = True
        else:
            with suppress(_BodyTooLongError):
                await app(scope, body.receive, body.send)
        if body.too_long and not body.answered:
            await _refuse(send, 413, f"this is longer than the {limit} bytes allowed here")

    return answer


def no_fetching(app: App) -> App:
    """Refuse calls that name a file by an address, which Gradio would fetch from there."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        is_call = scope["type"] == "http" and scope["method"] == "POST"
        if not is_call or not _CALLS.match(scope["path"]):
            await app(scope, receive, send)
            return
        body = await whole_body(receive)
        if body is None:
            return
        if _names_an_address(body):
            await _refuse(send, 400, "files are given by uploading them, not by an address")
            return
        await app(scope, replayed(body, receive), send)

    return answer


def open_paths(app: App, *, own: Collection[str], read_only: bool) -> App:
    """Close the paths of Gradio that nothing here uses, and uploads where nothing may be added.

    ``own`` has the first parts of the paths that we answer ourselves.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path[1:].partition("/")[0] not in own and not _GRADIO_PATHS.fullmatch(path):
                await _refuse(send, 404, "there is nothing here")
                return
            if read_only and path.startswith(_UPLOAD):
                await _refuse(send, 403, "no documents are added here: the server is read-only")
                return
        await app(scope, receive, send)

    return answer


def login_wall(app: App, *, authenticator: Authenticator) -> App:
    """Let through who is logged in: with a session, or by HTTP Basic as programs do.

    Others are sent to the log-in page where they want to see a page, and get 401 elsewhere.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["path"] in _OPEN_TO_ALL
            or await _is_logged_in(scope, authenticator)
        ):
            await app(scope, receive, send)
        elif scope["method"] == "GET" and "text/html" in _header(scope, b"accept"):
            up = "../" * (scope["path"].count("/") - 1)
            await _refuse(send, 303, "log in first", headers=[("location", f"{up}login")])
        else:
            await _refuse(send, 401, "log in first", headers=[_CHALLENGE])

    return answer


async def whole_body(receive: Receive) -> bytes | None:
    """Return the body of a request, None if whoever sends it is gone."""
    body = b""
    is_more = True
    while is_more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
    return body


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and after that what comes."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def session_token(scope: Scope) -> str:
    """Return the token of the log-in session that a request belongs to; empty if there is none."""
    for cookie in _header(scope, b"cookie").split(";"):
        name, _, value = cookie.strip().partition("=")
        if name == SESSION_COOKIE:
            return value
    return ""


def session_cookie(token: str, *, path: str, secure: bool) -> str:
    """Return the header Set-Cookie that begins a session in the browser, or with "" ends it."""
    lifetime_s = SESSION_LIFETIME_S if token else 0
    cookie = (
        f"{SESSION_COOKIE}={token}; Path={path}; Max-Age={lifetime_s}; HttpOnly; SameSite=Strict"
    )
    return f"{cookie}; Secure" if secure else cookie


def address_of(scope: Scope) -> str:
    """Return the address that a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _names_an_address(body: bytes) -> bool:
    """Return whether a file anywhere in a JSON text is an address instead of a path."""
    try:
        waiting = [json.loads(body)]
    except (ValueError, RecursionError):
        return False  # Gradio will not read it either
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            path = value.get("path")
            if isinstance(path, str) and "://" in path:
                return True
            waiting += value.values()
    return False


class _BodyTooLongError(Exception):
    """Takes the reading of a body that is too long to its end."""


class _CountedBody:
    """The two ends of a request, with its body counted and its answer watched."""

    def __init__(self, receive: Receive, send: Send, *, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._left = limit
        self.too_long = False
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.too_long = True
            raise _BodyTooLongError
        return message

    async def send(self, message: Message) -> None:
        # Whoever read the body may have answered the error in their own way: that is not sent.
        if not self.too_long:
            self.answered = True
            await self._send(message)


class _HeldResponse:
    """A response that is kept to be changed before it is sent."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message.get("headers", []))
        else:
            self.body += message.get("body", b"")

    def header(self, name: bytes) -> str:
        return next((value.decode("latin-1") for one, value in self.headers if one == name), "")

    def set_header(self, name: str, value: str) -> None:
        kept = [one for one in self.headers if one[0] != name.encode()]
        self.headers = [*kept, (name.encode(), value.encode())]

    async def replay(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


def _with_nonces(page: bytes, nonce: str) -> bytes:
    page = _FOREIGN_META.sub(b"", page)
    return _SCRIPT.sub(f'<script nonce="{nonce}"'.encode(), page)


def _with_safe_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = list(headers)
    names = {name.lower() for name, _ in present}
    safe = _encoded((*_SAFE_HEADERS, ("content-security-policy", PLAIN_POLICY)))
    return [*present, *(header for header in safe if header[0] not in names)]


def _is_from_here(scope: Scope, origin: str | None) -> bool:
    """Return whether a request was sent by a page of ours, or by a program."""
    site = _header(scope, b"sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    sender = _header(scope, b"origin")
    # A program sends none, and no page can keep a browser from sending it.
    if not sender or sender == origin:
        return True
    try:
        return urlsplit(sender).netloc.lower() == _header(scope, b"host").lower()
    except ValueError:
        return False


async def _is_logged_in(scope: Scope, authenticator: Authenticator) -> bool:
    if authenticator.name_of(session_token(scope)) is not None:
        return True
    credentials = _basic_credentials(_header(scope, b"authorization"))
    if credentials is None:
        return False
    try:
        await authenticator.check(*credentials, address=address_of(scope))
    except LogInError:
        return False
    return True


async def _refuse(send: Send, status: int, text: str, *, headers: Headers = ()) -> None:
    body = f"{text}\n".encode()
    own = (
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", str(len(body))),
        ("cache-control", "no-store"),
    )
    start = {"type": "http.response.start", "status": status}
    await send({**start, "headers": _encoded((*own, *headers))})
    await send({"type": "http.response.body", "body": body})


def _encoded(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers]


def _header(scope: Scope, name: bytes) -> str:
    """Return a header of a request, or an empty text."""
    return next((value.decode("latin-1") for one, value in scope["headers"] if one == name), "")


def _host_name(host: str) -> str:
    """Return the name in the header Host, without its port and the brackets of IPv6."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _basic_credentials(authorization: str) -> tuple[str, str] | None:
    """Return the name and password of HTTP Basic (RFC 7617), or None if there are none."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded).decode().partition(":")
    except ValueError:  # no base64, or no text in it
        return None
    return (name, password) if colon else None
