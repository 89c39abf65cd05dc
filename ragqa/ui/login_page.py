"""The plain pages of the server itself: logging in and out, and a conversation that is gone."""

from enum import StrEnum

from ragqa.ui.escaping import escape
from ragqa.ui.strings import LANGUAGES, Strings


class LogInProblem(StrEnum):
    """Why somebody could not log in."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    TOO_MANY_TRIES = "too_many_tries"


def render_login(*, strings: Strings, problem: LogInProblem | None = None, name: str = "") -> str:
    """Return the page to log in on; after a problem it says so and keeps the name."""
    words = strings.serving
    messages = {
        LogInProblem.WRONG_PASSWORD: words.wrong_password,
        LogInProblem.TOO_MANY_TRIES: words.too_many_tries,
    }
    # The field to begin in: a name that is known need not be typed again.
    begin_name, begin_password = ("", " autofocus") if name else (" autofocus", "")
    complaint = f'<p class="problem" role="alert">{messages[problem]}</p>' if problem else ""
    return _page(
        f"{words.log_in} – {strings.common.title}",
        f"""<h1>{escape(strings.common.title)}</h1>
<p>{escape(words.log_in_note)}</p>
{complaint}
<form class="account" method="post" action="login?lang={strings.language}">
<label>{escape(words.name)}
<input name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none"
 spellcheck="false" required{begin_name}></label>
<label>{escape(words.password)}
<input name="password" type="password" autocomplete="current-password" required{begin_password}>
</label>
<button type="submit">{escape(words.log_in)}</button>
</form>
{_other_language(strings, page="login")}""",
        strings=strings,
    )


def render_logout(*, strings: Strings) -> str:
    """Return the page that asks whether to log out."""
    words = strings.serving
    return _page(
        f"{words.log_out} – {strings.common.title}",
        f"""<h1>{escape(words.log_out)}</h1>
<p>{escape(words.log_out_note)}</p>
<form class="account" method="post" action="logout?lang={strings.language}">
<button type="submit">{escape(words.log_out)}</button>
</form>
<p><a href="./">{escape(words.back)}</a></p>""",
        strings=strings,
    )


def render_no_conversation(*, strings: Strings) -> str:
    """Return the page that stands in the place of an export of a conversation that is gone."""
    words = strings.serving
    return _page(
        f"{words.no_conversation_title} – {strings.common.title}",
        f"""<h1>{escape(words.no_conversation_title)}</h1>
<p>{escape(words.no_conversation)}</p>
<p><a href="../">{escape(words.back)}</a></p>""",
        strings=strings,
        root="../",
    )


def _page(title: str, body: str, *, strings: Strings, root: str = "") -> str:
    return f"""<!doctype html>
<html lang="{strings.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{root}static/pages.css">
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _other_language(strings: Strings, *, page: str) -> str:
    other = next(language for language in LANGUAGES if language != strings.language)
    return (
        f'<p class="language"><a href="{page}?lang={other}" lang="{other}" hreflang="{other}">'
        f"{escape(strings.serving.other_language)}</a></p>"
    )
