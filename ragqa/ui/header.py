"""The head of the page, and the row of tools under the conversation."""

from ragqa.ui.conversation import Conversation
from ragqa.ui.escaping import escape
from ragqa.ui.strings import LANGUAGES, Strings, strings_for

_EXPORTS = ("md", "html", "json")


def render_header(*, strings: Strings, has_log_in: bool) -> str:
    """Return the title, the choice of language and, where people log in, the way out."""
    words = strings.common
    log_out = f'<a class="log-out" href="logout">{strings.page.log_out}</a>' if has_log_in else ""
    return (
        f'<div class="title"><h1>{words.title}</h1><p>{words.tagline}</p></div>'
        f'<div id="ragqa-language" role="group" aria-label="{strings.page.language}">'
        f"{''.join(_language(code, strings) for code in LANGUAGES)}{log_out}</div>"
    )


def render_tools(conversation: Conversation, *, strings: Strings) -> str:
    """Return what can be done with a whole conversation; nothing while it is empty."""
    if not conversation.turns:
        return ""
    exports = "".join(_export(suffix, conversation, strings) for suffix in _EXPORTS)
    words = strings.keeping
    return (
        f'<button type="button" data-action="clear">{strings.chat.new_conversation}</button>'
        f'<span class="exports" role="group" aria-label="{words.export}">'
        f"<span>{words.export}:</span>{exports}</span>"
    )


def _language(code: str, strings: Strings) -> str:
    own_name = strings_for(code).page.own_name
    pressed = "true" if code == strings.language else "false"
    return (
        f'<button type="button" data-action="language" data-language="{code}" lang="{code}"'
        f' aria-pressed="{pressed}">{own_name}</button>'
    )


def _export(suffix: str, conversation: Conversation, strings: Strings) -> str:
    address = f"export/{escape(conversation.conversation_id)}.{suffix}?lang={strings.language}"
    way = ' target="_blank"' if suffix == "html" else " download"
    return f'<a href="{address}"{way}>{strings.page.formats[suffix]}</a>'
