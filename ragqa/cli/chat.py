"""The commands of the chat: one serves it, the other makes accounts for it."""

import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from ragqa.cli import printing
from ragqa.cli.options import (
    DEFAULT_STORE,
    LevelOption,
    SettingsOption,
    StoreOption,
    WhereOption,
    open_bot,
)
from ragqa.errors import SettingsError
from ragqa.feedback import FeedbackLog, feedback_path

if TYPE_CHECKING:
    from ragqa.ui.accounts import Accounts

# `ragqa.ui` is imported where a command needs it: the others have no use for it, and it takes
# longer than they do.

app = typer.Typer(rich_markup_mode=None)


@app.command()
def chat(
    *,
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=1, max=65535, help="The port to listen on.")
    ] = 7860,
    auth_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='Accounts, one a line, as "ragqa password" prints them.'),
    ] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Let everybody in who reaches the address.")
    ] = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Documents are neither added nor removed.")
    ] = False,
    max_upload_mb: Annotated[
        int, typer.Option(metavar="N", min=1, help="The most that one upload has, in MiB.")
    ] = 50,
    root_path: Annotated[
        str, typer.Option(metavar="PATH", help="Where a proxy shows the chat: a path or address.")
    ] = "",
    where: WhereOption = None,
    level: LevelOption = None,
    settings: SettingsOption = None,
) -> None:
    """Serve the chat for a browser, by default on this machine alone."""
    from ragqa.ui.server import ServerOptions, import_early, serve

    options = ServerOptions(
        host=host,
        port=port,
        accounts=_accounts(auth_file),
        no_auth=no_auth,
        read_only=read_only,
        max_upload_mb=max_upload_mb,
        root_path=root_path,
    )
    import_early()
    with open_bot(store, settings, level=level, where=where) as bot:
        serve(bot, options, feedback=FeedbackLog.open(feedback_path(store)))


@app.command()
def password(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who logs in with it.")],
) -> None:
    """Ask for a password twice, and print the line that ``chat --auth-file`` reads.

    Where no person can be asked, the password is the first line of standard input.
    """
    from ragqa.ui.accounts import account_line, check_name

    check_name(name)
    sys.stdout.write(account_line(name, read_password(sys.stdin, ask=getpass)) + "\n")


def read_password(stdin: TextIO, *, ask: Callable[[str], str]) -> str:
    """Return a password that was typed twice, or the first line where nobody types.

    Raises
    ------
    SettingsError
        If the two differ.
    """
    if not stdin.isatty():
        return stdin.readline().rstrip("\r\n")
    typed = ask("Password: ")
    if ask("The same again: ") != typed:
        raise SettingsError("the two passwords differ; run the command again")
    return typed


def _accounts(file: Path | None) -> "Accounts | None":
    from ragqa.ui.accounts import is_open_to_others, read_accounts

    if file is None:
        return None
    accounts = read_accounts(file)
    if is_open_to_others(file):
        printing.complain(f'other users of this machine can read {file}; run "chmod 600 {file}"')
    return accounts
