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

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

__all__ = ["main"]

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` name, by default those of the process.

    Returns
    -------
    int
        The exit status; see the table on top of this module.
    """
    # Loading the commands takes longer than many a command: Ctrl-C has to be heard before.
    try:
        with _ending_at_once():
            from ragqa.cli.running import run
        return run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED


@contextmanager
def _ending_at_once() -> Iterator[None]:
    """End the process at Ctrl-C while the context lasts, as long as there is nothing to put right.

    An exception would come out of the middle of some module, which might take it for its own.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_number: int, _frame: object) -> NoReturn:
    os._exit(_INTERRUPTED)
