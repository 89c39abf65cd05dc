"""What other programs may ask of the chat's server: three endpoints, and nothing else."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ragqa.errors import QuestionError, RagqaError
from ragqa.ui.admission import Admission
from ragqa.ui.answerer import Answerer, refreshed

_MAX_K = 50


def publish(bot: Answerer, admission: Admission) -> None:
    """Add the endpoints ``/ask``, ``/search`` and ``/documents`` to the Blocks being built."""
    import gradio as gr

    async def ask(question: str, history: list[str]) -> dict[str, Any]:
        """Answer a question; history has the earlier questions of the conversation, if any."""
        try:
            _check_strings("question", [question])
            _check_strings("history", history)
            answer = await admission.run(lambda: refreshed(bot).ask(question, history=history))
        except RagqaError as error:
            raise gr.Error(str(error)) from error
        return answer.to_dict()

    async def search(question: str, k: int) -> list[dict[str, Any]]:
        """Return the k passages, at most 50, that belong to a question, best first."""
        try:
            _check_strings("question", [question])
            if type(k) is not int or not 1 <= k <= _MAX_K:
                raise QuestionError(f"k is {k!r}; it must be a number from 1 to {_MAX_K}")
            hits = await admission.run(lambda: refreshed(bot).search(question, k=k))
        except RagqaError as error:
            raise gr.Error(str(error)) from error
        return [{**asdict(hit.chunk), "rank": hit.rank, "score": hit.score} for hit in hits]

    def documents() -> list[dict[str, Any]]:
        """Return what is indexed: a document an entry, without its text."""
        return [asdict(document) for document in refreshed(bot).documents()]

    for endpoint in (ask, search, documents):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=None)


def _check_strings(name: str, values: Sequence[object]) -> None:
    """Check the types of what a program sent, for Gradio does not."""
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        kind = "a string" if name == "question" else "a list of strings"
        raise QuestionError(f"{name} must be {kind}")
