"""The page: Gradio's components, and which step of the desk each event is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragqa.feedback import FeedbackLog
from ragqa.ui.admission import Admission
from ragqa.ui.answerer import Answerer
from ragqa.ui.api import publish
from ragqa.ui.conversations import Conversations
from ragqa.ui.desk import Desk
from ragqa.ui.examples import Examples
from ragqa.ui.library import Library, Step
from ragqa.ui.screen import Screen
from ragqa.ui.strings import LANGUAGES, Strings, strings_for
from ragqa.ui.view import Session, View

if TYPE_CHECKING:
    import gradio as gr

# The pieces of a view that are HTML, by their elements on the page.
_PIECES = {
    "header": "ragqa-header",
    "log": "ragqa-chat",
    "tools": "ragqa-tools",
    "sources": "ragqa-sources",
    "scope_form": "ragqa-scope",
    "scope_status": "ragqa-scope-status",
    "browse_form": "ragqa-browse",
    "catalogue": "ragqa-documents",
    "report": "ragqa-report",
}

# For listeners: no spinner over what they change, no endpoint for other programs, and no limit of
# Gradio's own: who must wait, `ragqa.ui.admission` says.
_QUIET = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_limit": None,
}

# For what a person does: Gradio would pass over in silence what comes while the same listener is
# still at work, which it is for a moment after all of an answer is shown.
_HEARD = {**_QUIET, "trigger_mode": "multiple"}

_ASK_AGAIN_S = 0.7

_BOOT = """() => [JSON.stringify({
    conversation: window.ragqa.conversationId(),
    language: window.ragqa.language(),
})]"""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components that change."""

    session: Any
    timer: Any
    pieces: dict[str, Any]
    box: Any
    ask: Any
    stop: Any
    upload: Any | None
    tabs: tuple[Any, ...]

    @property
    def outputs(self) -> list[Any]:
        upload = [self.upload] if self.upload else []
        shown = [*self.pieces.values(), self.box, self.ask, self.stop, *self.tabs, *upload]
        return [self.session, self.timer, *shown]


def build(
    bot: Answerer,
    *,
    conversations: Conversations,
    admission: Admission,
    feedback: FeedbackLog,
    read_only: bool,
    max_upload_bytes: int,
    has_log_in: bool,
) -> "gr.Blocks":
    """Return the page of the chat with ``bot``, not yet mounted."""
    import gradio as gr

    examples = Examples(bot)
    screen = Screen(
        bot=bot,
        conversations=conversations,
        examples=examples,
        read_only=read_only,
        has_log_in=has_log_in,
    )
    library = Library(bot=bot, screen=screen, max_upload_bytes=max_upload_bytes)
    desk = Desk(
        bot=bot,
        conversations=conversations,
        admission=admission,
        examples=examples,
        screen=screen,
        library=library,
        feedback=feedback,
    )
    strings = strings_for(LANGUAGES[0])
    title = strings.common.title
    with gr.Blocks(
        title=title, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as blocks:
        parts = _lay_out(strings, read_only=read_only)
        _listen(blocks, desk, parts)
        publish(bot, admission)
    return blocks


def _lay_out(strings: Strings, *, read_only: bool) -> _Parts:
    import gradio as gr

    session = gr.State(None)
    timer = gr.Timer(_ASK_AGAIN_S, active=False)
    pieces = {"header": _html("header")}
    with gr.Tabs(elem_id="ragqa-tabs"):
        chat_tab = gr.Tab(strings.chat.tab, id="chat")
        with chat_tab, gr.Row(elem_id="ragqa-columns"):
            with gr.Column(elem_id="ragqa-conversation"):
                pieces["log"] = _html("log")
                pieces["scope_form"] = _html("scope_form")
                pieces["scope_status"] = _html("scope_status")
                with gr.Row(elem_id="ragqa-form"):
                    box = _question_box(strings)
                    ask = gr.Button(strings.chat.ask, variant="primary", elem_id="ragqa-ask")
                    stop = gr.Button(strings.chat.stop, elem_id="ragqa-stop", visible=False)
                pieces["tools"] = _html("tools")
            pieces["sources"] = _html("sources")
        with gr.Tab(strings.documents.tab, id="documents") as documents_tab:
            upload = None if read_only else _upload(strings)
            pieces["report"] = _html("report")
            pieces["browse_form"] = _html("browse_form")
            pieces["catalogue"] = _html("catalogue")
    return _Parts(session, timer, pieces, box, ask, stop, upload, (chat_tab, documents_tab))


def _listen(blocks: "gr.Blocks", desk: Desk, parts: _Parts) -> None:
    import gradio as gr

    def start(boot: str) -> list[Any]:
        return _shown(desk.start(boot), parts)

    def settled(session: Session | None) -> list[Any]:
        return _shown(desk.settled(session) if session else _LOST, parts)

    async def act(session: Session | None, event: gr.EventData) -> AsyncIterator[list[Any]]:
        async for step in desk.act(session, event._data) if session else _lost():
            yield _shown(step, parts)

    session, outputs = parts.session, parts.outputs
    boot = gr.Textbox(visible=False)
    blocks.load(start, inputs=boot, outputs=outputs, js=_BOOT, **_QUIET)
    parts.timer.tick(settled, inputs=session, outputs=outputs, **_QUIET)
    for piece in parts.pieces.values():
        piece.click(act, inputs=session, outputs=outputs, **_HEARD)
    _listen_to_form(desk, parts)
    if parts.upload is not None:
        _listen_to_upload(desk, parts, parts.upload)


def _listen_to_form(desk: Desk, parts: _Parts) -> None:
    """Ask by the question box; its other button stops that."""
    import gradio as gr

    async def put(question: str, session: Session | None) -> AsyncIterator[list[Any]]:
        async for step in desk.ask(session, question) if session else _lost():
            yield _shown(step, parts)

    def stop(session: Session | None) -> list[Any]:
        return _shown(desk.stop(session) if session else _LOST, parts)

    box, session, outputs = parts.box, parts.session, parts.outputs
    gr.on([box.submit, parts.ask.click], put, inputs=[box, session], outputs=outputs, **_HEARD)
    parts.stop.click(stop, inputs=session, outputs=outputs, **_HEARD)


def _listen_to_upload(desk: Desk, parts: _Parts, box: Any) -> None:
    async def upload(files: list[str] | None, session: Session | None) -> AsyncIterator[list[Any]]:
        paths = [Path(file) for file in files or ()]
        async for step in desk.upload(session, paths) if session else _lost():
            yield _shown(step, parts)

    inputs = [box, parts.session]
    box.upload(upload, inputs=inputs, outputs=parts.outputs, **_HEARD)


def _lost_notice() -> str:
    """Return that the server knows nothing of a page, in all languages: it does not know which."""
    notices = (
        f'<p class="notice" role="alert" lang="{code}">{strings_for(code).page.lost}'
        f' <a href="./">{strings_for(code).page.load_again}</a></p>'
        for code in LANGUAGES
    )
    return f'<div class="log">{"".join(notices)}</div>'


_LOST: Step = (None, View(log=_lost_notice(), is_asking=False, is_waiting=False))


async def _lost() -> AsyncIterator[Step]:
    yield _LOST


def _shown(step: Step, parts: _Parts) -> list[Any]:
    """Return a step as new values of the components; None of a view is "as it is"."""
    import gradio as gr

    session, view = step
    html = [getattr(view, name) for name in parts.pieces]
    return [
        gr.skip() if session is None else session,
        gr.skip() if view.is_waiting is None else gr.update(active=view.is_waiting),
        *(gr.skip() if one is None else one for one in html),
        *_form(view),
        *_tabs(view),
        *([] if parts.upload is None else [_upload_box(view)]),
    ]


def _form(view: View) -> list[Any]:
    """Return the question box and its two buttons: one asks, the other stops."""
    import gradio as gr

    box: dict[str, Any] = {} if view.question is None else {"value": view.question}
    ask: dict[str, Any] = {}
    stop: dict[str, Any] = {}
    if view.language is not None:
        words = strings_for(view.language).chat
        box |= {"label": words.question, "placeholder": words.question_hint}
        ask, stop = {"value": words.ask}, {"value": words.stop}
    if view.is_asking is not None:
        ask["visible"], stop["visible"] = not view.is_asking, view.is_asking
    return [gr.update(**one) if one else gr.skip() for one in (box, ask, stop)]


def _tabs(view: View) -> list[Any]:
    import gradio as gr

    if view.language is None:
        return [gr.skip(), gr.skip()]
    strings = strings_for(view.language)
    return [gr.update(label=strings.chat.tab), gr.update(label=strings.documents.tab)]


def _upload_box(view: View) -> Any:
    """Return the place for files, empty again after each report."""
    import gradio as gr

    changes: dict[str, Any] = {}
    if view.report is not None:
        changes["value"] = None
    if view.language is not None:
        changes["label"] = strings_for(view.language).page.add_files
    return gr.update(**changes) if changes else gr.skip()


def _html(piece: str) -> Any:
    import gradio as gr

    actions = files(__package__).joinpath("static", "actions.js").read_text(encoding="utf-8")
    return gr.HTML(elem_id=_PIECES[piece], apply_default_css=False, js_on_load=actions)


def _question_box(strings: Strings) -> Any:
    import gradio as gr

    return gr.Textbox(
        label=strings.chat.question,
        show_label=False,
        container=False,
        elem_id="ragqa-question",
        placeholder=strings.chat.question_hint,
        lines=1,
        max_lines=6,
        autofocus=True,
        scale=1,
    )


def _upload(strings: Strings) -> Any:
    import gradio as gr

    return gr.File(
        label=strings.page.add_files,
        file_count="multiple",
        elem_id="ragqa-upload",
    )
