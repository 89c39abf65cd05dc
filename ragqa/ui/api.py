"""What other programs may ask of the chat's server: three endpoints, and nothing else."""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ragqa.errors import ConditionError, QuestionError, RagqaError
from ragqa.scope import EVERYTHING, Scope
from ragqa.ui.admission import Admission
from ragqa.ui.answerer import Answerer, refreshed
from ragqa.ui.security import App, Receive, Send, replayed, whole_body
from ragqa.ui.security import Scope as HttpScope

_LOG = logging.getLogger(__name__)
_MAX_K = 50
_WITH_OPTIONAL_WHERE = re.compile(r"/gradio_api/call/(?:ask|search)/?")
_REQUIRED_ARGUMENTS = 2


def publish(bot: Answerer, admission: Admission) -> None:
    """Add the endpoints ``/ask``, ``/search`` and ``/documents`` to the Blocks being built."""
    import gradio as gr

    async def ask(question: str, history: list[str], where: str = "") -> dict[str, Any]:
        """Answer a question, of the documents that meet a condition where there is one.

        history has the earlier questions of the conversation, if any.
        """
        try:
            _check_strings("question", [question])
            _check_strings("history", history)
            scope = _scope(where)
            answer = await admission.run(
                lambda: refreshed(bot).ask(question, history=history, scope=scope)
            )
        except RagqaError as error:
            raise _as_told(error) from error
        return answer.to_dict()

    async def search(question: str, k: int, where: str = "") -> list[dict[str, Any]]:
        """Return the k passages, at most 50, that belong to a question, best first.

        Where there is a condition, they are of the documents that meet it.
        """
        try:
            _check_strings("question", [question])
            if type(k) is not int or not 1 <= k <= _MAX_K:
                raise QuestionError(f"k is {k!r}; it must be a number from 1 to {_MAX_K}")
            scope = _scope(where)
            hits = await admission.run(lambda: refreshed(bot).search(question, k=k, scope=scope))
        except RagqaError as error:
            raise _as_told(error) from error
        return [
            {
                **asdict(hit.chunk),
                "rank": hit.rank,
                "score": hit.score,
                "also_in": list(hit.also_in),
            }
            for hit in hits
        ]

    def documents() -> list[dict[str, Any]]:
        """Return what is indexed: a document an entry, without its text."""
        return [asdict(document) for document in refreshed(bot).documents()]

    for endpoint in (ask, search, documents):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=None)


def optional_where(app: App) -> App:
    """Let calls leave out the last argument, which Gradio demands of all that are not its own."""

    async def answer(scope: HttpScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _WITH_OPTIONAL_WHERE.fullmatch(scope["path"]):
            await app(scope, receive, send)
            return
        body = await whole_body(receive)
        if body is not None:
            await app(scope, replayed(_with_where(body), receive), send)

    return answer


def _as_told(error: RagqaError) -> Exception:
    """Return what Gradio tells the caller; what is not the caller's mistake the log gets too."""
    import gradio as gr

    if not isinstance(error, (ConditionError, QuestionError)):
        _LOG.warning("%s", error)
    told: Exception = gr.Error(str(error), print_exception=False)
    return told


def _with_where(body: bytes) -> bytes:
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return body  # Gradio says what is wrong with it
    data = call.get("data") if isinstance(call, dict) else None
    if not isinstance(data, list) or len(data) != _REQUIRED_ARGUMENTS:
        return body
    return json.dumps({**call, "data": [*data, ""]}).encode()


def _scope(where: str) -> Scope:
    _check_strings("where", [where])
    return EVERYTHING.within(where)


def _check_strings(name: str, values: Sequence[object]) -> None:
    """Check the types of what a program sent, for Gradio does not."""
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        kind = "a list of strings" if name == "history" else "a string"
        raise QuestionError(f"{name} must be {kind}")
