"""A command from its call to its exit status: what goes wrong becomes one line."""

import errno
import sys
from collections.abc import Sequence

import typer

from ragqa.cli.commands import app
from ragqa.cli.printing import complain
from ragqa.cli.streams import let_go_of_output, prepared_streams
from ragqa.errors import ConditionError, QuestionError, RagqaError, SettingsError

_DONE, _FAILED, _WRONG_CALL = 0, 1, 2


def run(arguments: Sequence[str] | None) -> int:
    """Do what `ragqa.cli.main` says."""
    with prepared_streams():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        status = app(args=arguments, prog_name="ragqa", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        complain(_usage_message(error))
        return error.exit_code
    except typer.Abort:
        complain("the input ended before it was complete; type it to its end")
        return _FAILED
    except (ConditionError, QuestionError, SettingsError) as error:
        complain(str(error))
        return _WRONG_CALL
    except BrokenPipeError:
        let_go_of_output()
        return _FAILED
    except RagqaError as error:
        complain(str(error))
        return _FAILED
    except OSError as error:
        if error.errno == errno.ENOSPC:
            complain(f"{error.filename or 'the output'} has no room left; free the place")
            let_go_of_output()
        else:
            complain(str(error))
        return _FAILED
    return status or _DONE


def _usage_message(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ragqa"
    message = error.format_message().removeprefix("Invalid value: ").rstrip(".")
    return f'{message}; see "{command} --help"'
