import base64
import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import argon2
import pytest
from starlette.testclient import TestClient

from ragqa.ui import security
from ragqa.ui.accounts import Accounts, Authenticator
from ragqa.ui.security import (
    App,
    Message,
    Receive,
    Scope,
    Send,
    body_limit,
    known_hosts,
    login_wall,
    open_paths,
    own_posts,
    page_policy,
    safe_headers,
    session_cookie,
    session_token,
)

QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ACCOUNTS = Accounts(
    hashes=MappingProxyType({"alice": QUICK.hash("open: sesame")}), decoy=QUICK.hash("nobody knows")
)
PAGE = b"""<head><meta property="og:image" content="https://other.example/a.jpg" />
<script>window.config = {"title": "\\u003cscript>"};</script>
<script type="module" src="./a.js"></script><scripture></head>"""


def answering(
    body: bytes = b"through", *, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> App:
    """Return an application that reads what it is sent, then answers the same to everything."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(scope["type"])
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    return app


def client_of(app: App, base_url: str = "http://127.0.0.1:7860") -> TestClient:
    return TestClient(app, base_url=base_url, follow_redirects=False)


def complete(page: bytes) -> bytes:
    """Add a script, as what is ours is added."""
    return page + b"<script>ours()</script>"


@pytest.mark.parametrize(
    "guarded",
    [
        safe_headers(answering()),
        page_policy(answering(), complete=complete),
        known_hosts(answering(), names=()),
        own_posts(answering()),
        body_limit(answering(), max_upload_bytes=1),
        open_paths(answering(), own=(), read_only=True),
        login_wall(answering(), authenticator=Authenticator(ACCOUNTS)),
    ],
    ids=lambda app: app.__qualname__.split(".")[0],
)
def test_what_is_no_request_goes_through(guarded: App) -> None:
    with pytest.raises(ValueError, match="lifespan"), TestClient(guarded):
        pass


# Headers


def test_answer_gets_the_safe_headers() -> None:
    headers = client_of(safe_headers(answering())).get("/x").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["content-security-policy"] == security.PLAIN_POLICY


def test_policy_that_an_answer_has_stays() -> None:
    app = answering(headers=((b"Content-Security-Policy", b"default-src 'none'"),))
    headers = client_of(safe_headers(app)).get("/x").headers
    assert headers.get_list("content-security-policy") == ["default-src 'none'"]


def test_plain_pages_may_load_one_style_sheet_and_nothing_else() -> None:
    policy = dict(one.strip().split(" ", maxsplit=1) for one in security.PLAIN_POLICY.split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }


def html(body: bytes = PAGE, **options: Any) -> App:
    return answering(body, headers=((b"content-type", b"text/html; charset=utf-8"),), **options)


def test_scripts_of_the_page_get_the_nonce_of_its_policy() -> None:
    response = client_of(page_policy(html(), complete=complete)).get("/")
    nonces = re.findall(r'<script nonce="([\w-]{22})"', response.text)
    assert len(nonces) == 3
    assert f"'nonce-{nonces[0]}'" in response.headers["content-security-policy"]
    assert len(set(nonces)) == 1
    assert '"\\u003cscript>"' in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert response.headers["cache-control"] == "no-store"


def test_each_visit_has_its_own_nonce() -> None:
    client = client_of(page_policy(html(), complete=complete))
    assert client.get("/").text != client.get("/").text


def test_page_names_no_other_site() -> None:
    response = client_of(page_policy(html(), complete=complete)).get("/")
    assert "other.example" not in response.text
    policy = response.headers["content-security-policy"]
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert not re.search(r"\*|//|https?:", policy)


def test_page_is_asked_for_uncompressed() -> None:
    seen: list[list[tuple[bytes, bytes]]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["headers"])
        await html()(scope, receive, send)

    client_of(page_policy(app, complete=complete)).get("/", headers={"accept-encoding": "br"})
    assert b"accept-encoding" not in dict(seen[0])


def test_length_of_a_page_that_is_not_sent_stays() -> None:
    app = html(b"")
    response = client_of(page_policy(app, complete=complete)).head("/")
    assert response.status_code == 200
    assert "content-length" not in response.headers


@pytest.mark.parametrize(
    ("path", "app"),
    [("/other", html()), ("/", answering(PAGE)), ("/", html(status=404))],
    ids=["another path", "no page", "an error"],
)
def test_what_is_not_the_page_stays_as_it_is(path: str, app: App) -> None:
    response = client_of(page_policy(app, complete=complete)).get(path)
    assert response.content == PAGE
    assert "content-security-policy" not in response.headers


# Hosts


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:7860", 200),
        ("localhost:1", 200),
        ("LOCALHOST", 200),
        ("[::1]:7860", 200),
        ("chat.example", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost@evil.example", 421),
        ("[", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_are_answered(host: str, status: int) -> None:
    client = client_of(known_hosts(answering(), names={"Chat.example"}))
    assert client.get("/", headers={"host": host}).status_code == status


# Posts


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:7860"}, 200),
        ({"origin": "https://chat.example"}, 200),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "https://renamed.example"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:7860"}, 403),
    ],
)
def test_only_our_pages_and_programs_can_change_something(
    headers: dict[str, str], status: int
) -> None:
    client = client_of(own_posts(answering(), origin="https://chat.example"))
    assert client.post("/", headers=headers).status_code == status
    assert client.delete("/", headers=headers).status_code == status
    assert client.get("/", headers=headers).status_code == 200


# Lengths

MIB = 2**20


def in_pieces(size: int) -> Iterator[bytes]:
    """Yield a body whose length no header tells."""
    for _ in range(0, size, 2**16):
        yield b"x" * 2**16


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/gradio_api/queue/join", MIB, 200),
        ("/gradio_api/queue/join", MIB + 2**16, 413),
        ("/gradio_api/upload", 3 * MIB, 200),
        ("/gradio_api/upload/", 3 * MIB, 200),
        ("/gradio_api/upload", 3 * MIB + 2**16, 413),
    ],
)
@pytest.mark.parametrize("is_told", [True, False])
def test_body_that_is_too_long_is_refused(path: str, size: int, status: int, is_told: bool) -> None:
    client = client_of(body_limit(answering(), max_upload_bytes=2 * MIB))
    content = b"x" * size if is_told else in_pieces(size)
    response = client.post(path, content=content)
    assert response.status_code == status
    assert status == 200 or "bytes allowed here" in response.text


def test_answer_of_whoever_read_a_body_that_is_too_long_is_not_sent() -> None:
    async def forgiving(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await answering()(scope, receive, send)
        except Exception:
            await answering(b"never mind", status=400)(scope, silent, send)
            raise

    async def silent() -> Message:
        return {"type": "http.request"}

    response = client_of(body_limit(forgiving, max_upload_bytes=1)).post(
        "/", content=in_pieces(2 * MIB)
    )
    assert (response.status_code, "never" in response.text) == (413, False)


def test_answer_that_has_begun_is_not_followed_by_another() -> None:
    sent: list[str] = []

    async def early(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await receive()

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Message) -> None:
            sent.append(message["type"])
            await send(message)

        await body_limit(early, max_upload_bytes=1)(scope, receive, note)
        await send({"type": "http.response.body"})

    client_of(watched).post("/", content=in_pieces(2 * MIB))
    assert sent == ["http.response.start"]


# Paths


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/config", 200),
        ("/assets/index.js", 200),
        ("/static/page.js", 200),
        ("/gradio_api/queue/join", 200),
        ("/gradio_api/call/ask", 200),
        ("/gradio_api/call/ask/1234", 200),
        ("/gradio_api/heartbeat/abc", 200),
        ("/gradio_api/info", 200),
        ("/gradio_api/upload", 200),
        ("/export/a.md", 200),
        ("/exports", 404),
        ("/gradio_api/proxy=https://other.example/", 404),
        ("/gradio_api/file=/etc/passwd", 404),
        ("/gradio_api/vibe-edit", 404),
        ("/gradio_api/run-history/connect", 404),
        ("/gradio_api/dev/reload", 404),
        ("/monitoring", 404),
        ("/docs", 404),
    ],
)
def test_only_paths_that_something_needs_are_open(path: str, status: int) -> None:
    client = client_of(open_paths(answering(), own=("export",), read_only=False))
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload/"])
def test_nothing_is_uploaded_where_all_is_read_only(path: str) -> None:
    client = client_of(open_paths(answering(), own=(), read_only=True))
    assert client.post(path).status_code == 403
    assert client.get("/config").status_code == 200


# Logging in


def basic(credentials: str, scheme: str = "Basic") -> dict[str, str]:
    return {"authorization": f"{scheme} {base64.b64encode(credentials.encode()).decode()}"}


@pytest.fixture
def walled() -> TestClient:
    return client_of(login_wall(answering(), authenticator=Authenticator(ACCOUNTS)))


@pytest.mark.parametrize(
    ("path", "to"), [("/", "login"), ("/document?id=a", "login"), ("/export/a.md", "../login")]
)
def test_browser_is_sent_to_the_log_in(walled: TestClient, path: str, to: str) -> None:
    response = walled.get(path, headers={"accept": "text/html,*/*"})
    assert (response.status_code, response.headers["location"]) == (303, to)


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/static/page.js"])
def test_program_gets_401_and_no_browser_is_made_to_ask(walled: TestClient, path: str) -> None:
    for response in (walled.get(path), walled.post(path, headers={"accept": "text/html"})):
        assert response.status_code == 401
        assert not response.headers["www-authenticate"].startswith("Basic")
        assert "through" not in response.text


@pytest.mark.parametrize("path", ["/login", "/health", "/static/pages.css", "/favicon.ico"])
def test_few_paths_are_open_to_all(walled: TestClient, path: str) -> None:
    assert walled.get(path).text == "through"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (basic("alice:open: sesame"), 200),
        (basic("alice:open: sesame", scheme="basic"), 200),
        (basic("alice:wrong"), 401),
        (basic("bob:open: sesame"), 401),
        (basic("alice"), 401),
        (basic("alice:open: sesame", scheme="Bearer"), 401),
        ({"authorization": "Basic ?"}, 401),
        ({"authorization": "Basic /w=="}, 401),
        ({"authorization": ""}, 401),
        ({"cookie": "ragqa-session=alice"}, 401),
    ],
)
def test_program_gets_in_by_basic_authentication(
    walled: TestClient, headers: dict[str, str], status: int
) -> None:
    assert walled.get("/config", headers=headers).status_code == status


def test_browser_gets_in_with_the_cookie_of_its_session() -> None:
    authenticator = Authenticator(ACCOUNTS)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        token = await authenticator.log_in("alice", "open: sesame", address="")
        cookie = session_cookie(token, path="/", secure=False)
        await answering(headers=((b"set-cookie", cookie.encode()),))(scope, receive, send)

    cookie = client_of(app).get("/").headers["set-cookie"].split(";")[0]
    client = client_of(login_wall(answering(), authenticator=authenticator))
    assert client.get("/", headers={"cookie": f"other=1; {cookie}"}).status_code == 200
    assert client.get("/", headers={"cookie": f"{cookie}x"}).status_code == 401


def test_cookie_stays_with_this_server_and_out_of_reach_of_scripts() -> None:
    cookie = session_cookie("t", path="/ask/", secure=False)
    assert cookie == ("ragqa-session=t; Path=/ask/; Max-Age=43200; HttpOnly; SameSite=Strict")
    assert session_cookie("t", path="/", secure=True).endswith("; Secure")
    assert "Max-Age=0" in session_cookie("", path="/", secure=False)


def test_token_is_found_among_other_cookies() -> None:
    headers = [(b"cookie", b"a=1; ragqa-session=abc; b")]
    assert session_token({"headers": headers}) == "abc"
    assert session_token({"headers": []}) == ""


# Calls


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body that was sent."""
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/gradio_api/call/ask"])
@pytest.mark.parametrize(
    "data",
    [
        [{"path": "http://other.example/x", "meta": {"_type": "gradio.FileData"}}],
        [{"deep": [[{"path": " https://other.example/x"}]]}],
        [{"\u0070ath": "ftp://other.example"}],
    ],
)
def test_call_that_would_have_a_file_fetched_is_refused(path: str, data: object) -> None:
    response = client_of(security.no_fetching(echo)).post(path, json={"data": data})
    assert response.status_code == 400
    assert "uploading" in response.text


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": ["What is on http://site.example?", []]}',
        b'{"data": [{"path": "/uploads/a.txt"}]}',
        b"no JSON",
        b"",
    ],
)
def test_other_calls_go_through_as_they_are(body: bytes) -> None:
    client = client_of(security.no_fetching(echo))
    assert client.post("/gradio_api/call/ask", content=body).content == body


def test_what_is_no_call_may_name_addresses() -> None:
    body = b'{"path": "http://other.example"}'
    assert client_of(security.no_fetching(echo)).post("/login", content=body).content == body
