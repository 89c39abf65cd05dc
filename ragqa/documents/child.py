"""The process in which files are parsed: it reads one file after another, and may die of any.

It can write nothing, reach no network, and start nothing but the program that reads pictures of
pages, where it is given one; the system limits its memory and how many files it opens.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from ragqa.documents.limits import MB
from ragqa.documents.reading import read_file
from ragqa.documents.wire import decode_header, encode_outcome
from ragqa.languages import detect_language

END = b"end\n"
"""The line after the last outcome of a file."""

TIRED = b"tired\n"
"""The same, from a process that ends: a fresh one has more memory left."""

OUT_OF_MEMORY = b"memory\n"
"""The line of a process that ends because its memory did not suffice."""

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")
_FORBIDDEN_EVENTS = frozenset(
    {
        *("os.system", "pty.spawn", "shutil.rmtree", "os.remove", "os.rename", "os.rmdir"),
        *("os.link", "os.mkdir", "os.symlink", "os.truncate"),
    }
)
_WRITING = frozenset("wax+")
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Serve until the pipe is closed."""
    requests = sys.stdin.buffer
    # What a parser prints must not come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    # Its model is unpacked by way of a file, which is not possible any more later.
    detect_language("language")
    guard = _Guard()
    sys.addaudithook(guard.refuse)
    is_limited = False
    while header := requests.readline():
        file, size = decode_header(header)
        guard.command = file.recogniser.command if file.recogniser else ()
        if not is_limited:
            _limit(file.limits.memory_mb * MB, file.limits.open_files)
            is_limited = True
        last = END
        try:
            for line in _answers(requests, header, size):
                answers.write(line)
            last = TIRED if _resident_bytes() > file.limits.memory_mb * MB // 2 else END
        except MemoryError:
            last = OUT_OF_MEMORY
        answers.write(last)
        answers.flush()
        if last != END:
            # Not by the usual way: what an exhausted process cleans up may hang it.
            os._exit(0)


def _answers(requests: BinaryIO, header: bytes, size: int) -> Iterator[bytes]:
    file, _ = decode_header(header)
    file = replace(file, content=requests.read(size))
    return map(encode_outcome, read_file(file))


@dataclass(slots=True)
class _Guard:
    """Refuses what no parser needs; ``command`` is the one that may be started, if any."""

    command: tuple[str, ...] = ()

    def refuse(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise PermissionError at a step that Python code is about to take, if it is refused."""
        if event == "subprocess.Popen" and self.command and self.command == tuple(arguments[1]):
            return
        is_refused = event.startswith(_FORBIDDEN) or event in _FORBIDDEN_EVENTS
        if is_refused or (event == "open" and _writes_file(*arguments[:3])):
            raise PermissionError(f"a parser tried {event}")


def _writes_file(file: object, mode: object, flags: int) -> bool:
    """Tell whether a file is opened to be written, by its name: a number is one that is open.

    ``mode`` is None where the system's own call opens it: then the flags alone tell. Where nothing
    is kept may be written: a program that is started has its messages go there.
    """
    if isinstance(file, int) or file == os.devnull:
        return False
    return bool(_WRITING & set(str(mode or "")) or flags & _WRITING_FLAGS)


def _limit(memory_bytes: int, open_files: int) -> None:
    """Set the limits of this process, as far as the system has any."""
    try:
        import resource
    except ImportError:
        return
    for name, limit in (
        ("RLIMIT_DATA", memory_bytes),
        ("RLIMIT_NOFILE", open_files),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


def _resident_bytes() -> int:
    """Return the memory that this process has now; 0 where the system does not tell.

    Not the peak that ``resource`` knows: that begins with the peak of the process that started it.
    """
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 (a Path costs more)
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
