"""The command line.

============  ======================================================================
exit status   meaning
============  ======================================================================
0             done
1             the work failed, or a part of it that ``--strict`` or a batch counts
2             the call was wrong: its options, paths, settings, condition or question
130           stopped with Ctrl-C
============  ======================================================================

Results go to standard output. An error is one line on standard error that begins with ``ragqa:``.
"""

import io
import os
import sys
from collections.abc import Sequence

import typer

from ragqa.cli.commands import app
from ragqa.cli.printing import complain
from ragqa.errors import ConditionError, QuestionError, RagqaError, SettingsError

__all__ = ["main"]

_DONE, _FAILED, _WRONG_CALL = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` name, by default those of the process.

    Returns
    -------
    int
        The exit status; see the table on top of this module.
    """
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    try:
        status = app(args=arguments, prog_name="ragqa", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        complain(_usage_message(error))
        return error.exit_code
    except (ConditionError, QuestionError, SettingsError) as error:
        complain(str(error))
        return _WRONG_CALL
    except BrokenPipeError:
        _let_go_of_output()
        return _FAILED
    except (RagqaError, OSError) as error:
        complain(str(error))
        return _FAILED
    return status or _DONE


def _write_utf8(stream: object) -> None:
    """Make a stream write the same bytes on every system.

    Half of a surrogate pair, as from a mistyped byte on the command line, is written as an escape
    that JSON knows too.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _usage_message(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ragqa"
    message = error.format_message().removeprefix("Invalid value: ").rstrip(".")
    return f'{message}; see "{command} --help"'


def _let_go_of_output() -> None:
    """Keep the interpreter from flushing into the closed pipe when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
