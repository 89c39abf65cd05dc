"""The processes that parse: started when first needed, used again, replaced when they die."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import IO

from ragqa.documents.child import END, OUT_OF_MEMORY, TIRED
from ragqa.documents.limits import MB
from ragqa.documents.reading import Outcome
from ragqa.documents.source import Failure, SourceFile, place_name
from ragqa.documents.wire import decode_outcome, encode_header
from ragqa.errors import DocumentError, FileProblem

_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from ragqa.documents.child import main; main()"
)
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_NONSENSE = b"nonsense\n"
_OF_MEMORY = ("SIGABRT", "SIGILL", "SIGTRAP")
"""How programs in C++ end that are given no more memory, though not they alone."""

_ENDING_S = 5.0
_JSON_PER_TEXT = 8
"""How many bytes of JSON a character of text takes at the most, and what stands around it."""


class Parsers:
    """Processes that read files, one file each at a time; for any number of threads."""

    def __init__(self, count: int, *, program: str = _PROGRAM) -> None:
        self._idle: SimpleQueue[_Parser] = SimpleQueue()
        self._all = [_Parser(program) for _ in range(count)]
        for parser in self._all:
            self._idle.put(parser)

    @classmethod
    @contextmanager
    def open(cls, count: int, *, program: str = _PROGRAM) -> Iterator["Parsers"]:
        """Have so many processes at hand while the context lasts; none is started before a file.

        At its end, what they still read is broken off.

        ``program`` is the Python that each of them runs.
        """
        parsers = cls(count, program=program)
        try:
            yield parsers
        finally:
            for parser in parsers._all:
                parser.close()

    def read(self, file: SourceFile) -> list[Outcome]:
        """Return what a file holds; where its process died, the failure that says so."""
        parser = self._idle.get()
        try:
            return parser.read(file)
        finally:
            self._idle.put(parser)


class _Parser:
    """One process, or none as yet."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._starting = threading.Lock()

    def close(self) -> None:
        """End the process, and start none any more."""
        with self._starting:
            self._is_closed = True
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def read(self, file: SourceFile) -> list[Outcome]:
        """Return what a file holds; the process is gone afterwards if it died of the file."""
        process = self._started()
        is_late = threading.Event()

        def end_it() -> None:
            is_late.set()
            _kill(process)

        watch = threading.Timer(_seconds(file), end_it)
        watch.daemon = True
        watch.start()
        try:
            outcomes, last = _ask(process, file)
        finally:
            watch.cancel()
        if last == END and not is_late.is_set():
            return outcomes
        if last in (END, TIRED):
            self.stop()
            return outcomes
        error = _cause_of_death(process, file, last=last, is_late=is_late.is_set())
        self.stop()
        return [Failure.of(file.path, error)]

    def _started(self) -> subprocess.Popen[bytes]:
        with self._starting:
            if self._is_closed:
                raise ValueError("a parser that was closed reads no file")
            self._process = self._process or _start(self._program)
            return self._process


def _start(program: str) -> subprocess.Popen[bytes]:
    if not sys.executable:
        raise DocumentError(
            "found no Python interpreter to start a parser with; run ragqa with python itself"
        )
    return subprocess.Popen(  # noqa: S603 (nothing of a file is in the call)
        [sys.executable, "-E", "-B", "-c", program, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ONE_THREAD},
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started, which may outlive it."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _seconds(file: SourceFile) -> float:
    """Return how long a file may take."""
    return file.limits.seconds + (file.limits.ocr_seconds if file.recogniser else 0)


def _ask(process: subprocess.Popen[bytes], file: SourceFile) -> tuple[list[Outcome], bytes]:
    """Return what comes back for a file, and the line that ends it: empty if the process died."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("a parser needs its pipes")
    try:
        process.stdin.write(encode_header(file))
        process.stdin.write(file.content)
        process.stdin.flush()
    except OSError:
        return [], b""
    return _receive(process.stdout, file)


def _receive(pipe: IO[bytes], file: SourceFile) -> tuple[list[Outcome], bytes]:
    outcomes: list[Outcome] = []
    left = (file.limits.text_mb + 1) * MB * _JSON_PER_TEXT
    while line := pipe.readline(left + 1):
        if line in (END, TIRED, OUT_OF_MEMORY):
            return outcomes, line
        left -= len(line)
        if left < 0:
            return [], _NONSENSE
        try:
            outcomes.append(decode_outcome(line))
        except (ValueError, KeyError, TypeError):
            return [], _NONSENSE
    return [], b""


def _cause_of_death(
    process: subprocess.Popen[bytes], file: SourceFile, *, last: bytes, is_late: bool
) -> DocumentError:
    place, limits = place_name(file.path), file.limits
    if is_late:
        limit = f"{_seconds(file):g}"
        return DocumentError(
            f"{place}: found no end after {limit} seconds of reading, expected less; "
            "split the file or take it out",
            problem=FileProblem.TOO_SLOW,
            limit=limit,
        )
    if last == OUT_OF_MEMORY:
        return DocumentError(
            f"{place}: found that it takes more than {limits.memory_mb} MB of memory to read, "
            "expected less; split the file or take it out",
            problem=FileProblem.TOO_MUCH_MEMORY,
            limit=str(limits.memory_mb),
        )
    detail = "it answered nonsense" if last == _NONSENSE else _ending(process)
    return DocumentError(
        f"{place}: found that its parser died of it ({detail}), expected a file that can be read; "
        "save it anew or take it out",
        problem=FileProblem.CRASHED,
        detail=detail,
    )


def _ending(process: subprocess.Popen[bytes]) -> str:
    """Return how a process ended that closed its pipe."""
    try:
        status = process.wait(timeout=_ENDING_S)
    except subprocess.TimeoutExpired:
        return "it closed its pipe"
    if status < 0:
        with suppress(ValueError):
            name = signal.Signals(-status).name
            return f"{name}, as where memory runs out" if name in _OF_MEMORY else name
    return f"status {status}"
