"""What must not happen on a page while a test uses it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response, WebError

_BAD_MESSAGES = ("error", "warning", "assert")
_HARMLESS = (
    # Gradio's file box says so of a method of its own that does nothing.
    "Method not implemented.",
    # So it does where a page is left while it waits for something: a test that needed that fails.
    "AbortError: signal is aborted without reason",
    "Unexpected error Connection errored out.",
)
_LOCAL_SCHEMES = ("about", "blob", "data")


# Without slots, for playwright keeps its own notes on an object whose methods listen.
@dataclass
class Watcher:
    """Notes every error, every warning, every dialog and every request that leaves this machine.

    ``expected`` has statuses of 400 and more that a test asks for on purpose.
    """

    troubles: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages and frames of a context."""
        context.on("weberror", self._note_error)
        context.on("dialog", self._note_dialog)
        context.on("console", self._note_message)
        context.on("request", self._note_request)
        context.on("response", self._note_response)

    def _note_error(self, error: WebError) -> None:
        self.troubles.append(f"error: {error.error}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in _BAD_MESSAGES and not self._is_expected(message.text):
            self.troubles.append(f"{message.type}: {message.text}")

    def _is_expected(self, text: str) -> bool:
        statuses = (f"responded with a status of {status} " in text for status in self.expected)
        return text.startswith(_HARMLESS) or any(statuses)

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.hostname != "127.0.0.1" and address.scheme not in _LOCAL_SCHEMES:
            self.troubles.append(f"request that leaves this machine: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"status {response.status}: {response.url}")
