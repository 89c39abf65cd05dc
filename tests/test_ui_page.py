"""The page as Gradio has it: its endpoints, and that what is drawn reaches its components."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from builders import document_of
from fakes import FakeBot

from ragqa.feedback import FeedbackLog
from ragqa.ui.server import ServerOptions, running

# What gradio leaves open; see release_event_loops.
pytestmark = [
    pytest.mark.usefixtures("release_event_loops"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FERRY = document_of("The ferry is called Reina del Sur.", doc_id="news/ferry.txt", title="Ferry")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a client of a real server, as another program has one."""
    from gradio_client import Client

    feedback = FeedbackLog.open(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")
    with running(FakeBot(FERRY), ServerOptions(port=0), feedback=feedback) as url:
        client = Client(url, verbose=False, analytics_enabled=False)
        yield client
        client.close()


def test_three_endpoints_are_public_and_documented(client: Any) -> None:
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(endpoints) == {"/ask", "/search", "/documents"}
    assert all(endpoint["description"] for endpoint in endpoints.values())


def test_question_is_answered_with_its_citations(client: Any) -> None:
    answer = client.predict("What is the ferry called?", [], api_name="/ask")
    assert answer["citations"][0]["quote"] == FERRY.text
    assert not answer["abstained"]


def test_passages_are_found(client: Any) -> None:
    (hit,) = client.predict("ferry", 3, api_name="/search")
    assert (hit["doc_id"], hit["text"], hit["rank"]) == ("news/ferry.txt", FERRY.text, 1)


def test_condition_narrows_what_is_asked_and_searched(client: Any) -> None:
    where = "language = 'es'"
    assert client.predict("ferry", 3, where=where, api_name="/search") == []
    assert client.predict("ferry", [], where, api_name="/ask")["abstained"]
    assert client.predict("ferry", 3, where="folder = 'news'", api_name="/search")


@pytest.mark.parametrize("data", [["ferry", 3], ["ferry", 3, "language = 'en'"]])
def test_condition_may_be_left_out_over_http(client: Any, data: list[Any]) -> None:
    call = f"{client.src}gradio_api/call/search"
    event = httpx.post(call, json={"data": data}).json()["event_id"]
    assert "news/ferry.txt" in httpx.get(f"{call}/{event}").text


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")  # Gradio's, on failures
@pytest.mark.parametrize(
    ("endpoint", "arguments", "told"),
    [
        ("/search", ["ferry", 0], "k is 0; it must be a number from 1 to 50"),
        ("/search", ["ferry", 3, "date >"], "condition, character 7"),
        ("/ask", ["ferry", "Where?"], "history must be a list of strings"),
    ],
)
def test_mistake_of_a_caller_is_told_to_the_caller_alone(
    client: Any,
    capfd: pytest.CaptureFixture[str],
    endpoint: str,
    arguments: list[Any],
    told: str,
) -> None:
    with pytest.raises(Exception, match=told):
        client.predict(*arguments, api_name=endpoint)
    assert "ragqa.errors" not in capfd.readouterr().err


def test_call_that_is_none_is_left_to_gradio(client: Any) -> None:
    for content in (b"no JSON", b"[]", b'{"data": 3}'):
        assert httpx.post(f"{client.src}gradio_api/call/ask", content=content).is_error


def test_documents_are_listed(client: Any) -> None:
    (document,) = client.predict(api_name="/documents")
    assert document["title"] == "Ferry"


@pytest.mark.parametrize(
    ("endpoint", "arguments", "message"),
    [
        ("/ask", ("x" * 3000, []), "too long"),
        ("/ask", (3, []), "question must be a string"),
        ("/ask", ("x", [], 3), "where must be a string"),
        ("/search", ("x", 3, "language ="), "character 11: found the end"),
        ("/ask", ("A question?", "text"), "history must be a list of strings"),
        ("/ask", ("A question?", [1]), "history must be a list of strings"),
        ("/search", ("ferry", 0), "from 1 to 50"),
        ("/search", ("ferry", "3"), "from 1 to 50"),
        ("/search", (["ferry"], 3), "question must be a string"),
    ],
)
def test_call_that_is_wrong_says_what_is_expected(
    client: Any, endpoint: str, arguments: tuple[Any, ...], message: str
) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=message):
        client.predict(*arguments, api_name=endpoint)
