"""The page and its server."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any

from ragqa.errors import QuestionError, RagqaError, SettingsError
from ragqa.ui.conversation import Answerer, Turns, converse, log, source_panel
from ragqa.ui.strings import ENGLISH
from ragqa.ui.theme import style_sheet, theme
from ragqa.ui.welcome import welcome

if TYPE_CHECKING:
    import gradio as gr

_CONCURRENT_QUESTIONS = 4

_HEADER = f"<h1>{ENGLISH.title}</h1><p>{ENGLISH.tagline}</p>"

# The log is laid out from its end, so that 0 is the end: there it stays while an answer grows.
_SCROLL_TO_END = """(...inputs) => {
    document.querySelector("#ragqa-chat .log").scrollTop = 0;
    return inputs;
}"""

# For listeners: no spinner over what they change, and no endpoint for other programs.
_QUIET = {"show_progress": "hidden", "api_visibility": "private"}

# Gradio and the hub client read these when they are imported or asked; a value that the user has
# set stands.
_OFFLINE = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}


def build(bot: Answerer) -> "gr.Blocks":
    """Return the chat with ``bot``, not yet launched.

    Its one public endpoint is ``/ask``.
    """
    for name, value in _OFFLINE.items():
        os.environ.setdefault(name, value)
    import gradio as gr

    greeting = welcome(tuple(bot.documents()))
    with gr.Blocks(title=ENGLISH.title, analytics_enabled=False, fill_width=True) as blocks:
        _html(_HEADER, elem_id="ragqa-header")
        turns = gr.State(())
        with gr.Row(elem_id="ragqa-columns"):
            with gr.Column(elem_id="ragqa-conversation"):
                chat = _html(log((), welcome=greeting), elem_id="ragqa-chat")
                with gr.Row(elem_id="ragqa-form"):
                    box = _question_box()
                    ask = gr.Button(ENGLISH.ask, variant="primary", elem_id="ragqa-ask")
                restart = gr.Button(ENGLISH.new_conversation, elem_id="ragqa-restart")
            sources = _html(source_panel(()), elem_id="ragqa-sources")
        shown = [box, chat, sources, turns]
        gr.on(
            [box.submit, ask.click],
            _asking(bot, greeting),
            inputs=[box, turns],
            outputs=shown,
            js=_SCROLL_TO_END,
            concurrency_limit=_CONCURRENT_QUESTIONS,
            **_QUIET,
        )
        restart.click(lambda: _view((), greeting), outputs=shown, **_QUIET)
        gr.api(_endpoint(bot), api_name="ask", concurrency_limit=_CONCURRENT_QUESTIONS)
    return blocks


def launch(blocks: "gr.Blocks", *, host: str, port: int) -> str:
    """Serve the page in the background and return its address.

    Raises
    ------
    SettingsError
        If the address cannot be listened on.
    """
    try:
        _, url, _ = blocks.launch(
            server_name=host,
            server_port=port,
            theme=theme(),
            css=style_sheet(),
            footer_links=[],
            run_history=False,
            share=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            max_file_size=1,  # the page takes no files, so the upload route takes none either
            quiet=True,
            prevent_thread_lock=True,
        )
    except (OSError, OverflowError) as error:
        raise SettingsError(
            f"cannot listen on {host}:{port}: it is taken, or not of this machine; choose another"
        ) from error
    return str(url)


def serve(bot: Answerer, *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the chat with ``bot`` until Ctrl-C.

    Raises
    ------
    SettingsError
        If the address cannot be listened on.
    """
    blocks = build(bot)
    url = launch(blocks, host=host, port=port)
    with suppress(KeyboardInterrupt):
        _say(ENGLISH.serving.format(url=url))
        Event().wait()
    blocks.close(verbose=False)
    _say(ENGLISH.stopped)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _html(value: str, *, elem_id: str) -> Any:
    import gradio as gr

    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def _question_box() -> Any:
    import gradio as gr

    return gr.Textbox(
        label=ENGLISH.question,
        show_label=False,
        container=False,
        elem_id="ragqa-question",
        placeholder=ENGLISH.question_hint,
        lines=1,
        max_lines=6,
        autofocus=True,
        scale=1,
    )


def _view(turns: Turns, greeting: str) -> tuple[str, str, str, Turns]:
    """Return an empty question box, the conversation, its sources and its state."""
    return "", log(turns, welcome=greeting), source_panel(turns), turns


def _asking(bot: Answerer, greeting: str) -> Any:
    def grow(question: str, turns: Turns) -> Iterator[tuple[str, str, str, Turns]]:
        for grown in converse(bot, question, turns):
            yield _view(grown, greeting)

    return grow


def _endpoint(bot: Answerer) -> Any:
    import gradio as gr

    def ask(question: str, history: list[str]) -> dict[str, Any]:
        """Answer a question; history has the earlier questions of the conversation, if any."""
        try:
            _check_request(question, history)
            return bot.ask(question, history=history).to_dict()
        except RagqaError as error:
            raise gr.Error(str(error)) from error

    return ask


def _check_request(question: object, history: object) -> None:
    """Check the types of what a program sent, for Gradio does not."""
    if not isinstance(question, str):
        raise QuestionError(f"question is {type(question).__name__}, it must be a string")
    if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
        raise QuestionError("history must be a list of strings, the earlier questions")
