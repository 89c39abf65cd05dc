"""A folder of hostile files: the run ends in bounds, says why each is not read, keeps the good."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from fakes import FakeEncoder
from hostile_files import GOOD, write_hostile_files

from ragqa.documents import Failure, SkippedFile
from ragqa.errors import FileProblem
from ragqa.indexing import IndexReport, index_paths
from ragqa.settings import Settings
from ragqa.store import Store, verify

MAX_BYTES = 2**30
_SAMPLE_S = 0.02

EXPECTED = {
    "bomb.gz": {FileProblem.BOMB, FileProblem.TOO_LARGE},
    "bomb.txt.gz": {FileProblem.BOMB, FileProblem.TOO_LARGE},
    "bomb.zip": {FileProblem.BOMB, FileProblem.TOO_LARGE},
    "many.zip": {FileProblem.TOO_MANY},
    "traversal.tar": {FileProblem.UNSAFE_NAME},
    "encrypted.docx": {FileProblem.ENCRYPTED},
    "cut-5.zip": {FileProblem.BROKEN},
    "noise.pdf": {FileProblem.BROKEN},
    "noise.txt": {FileProblem.NOT_TEXT},
    "nul.txt": {FileProblem.NOT_TEXT},
    "loop.pdf": {FileProblem.BROKEN, FileProblem.PAGES_WITHOUT_TEXT},
}
"""What is surely wrong with some of them."""


class Peak:
    """The most memory that this process and those below it had at once, above the start."""

    bytes = 0


class Run(NamedTuple):
    names: list[str]
    report: IndexReport
    store: Path
    peak: Peak


@contextmanager
def watched() -> Iterator[Peak]:
    peak, stop = Peak(), threading.Event()
    before, others = _resident(os.getpid()), set(_below(os.getpid()))
    this = _command(os.getpid())

    def watch() -> None:
        while not stop.wait(_SAMPLE_S):
            # What other tests have left running is not of this run, and what is not yet a
            # program of its own still shows the memory of this process as its own.
            started = set(_below(os.getpid())) - others
            own = [one for one in started if _command(one) != this]
            used = sum(map(_resident, [os.getpid(), *own]))
            peak.bytes = max(peak.bytes, used - before)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _below(process: int) -> list[int]:
    """Return the processes that a process has started, and what these have started."""
    found: list[int] = []
    with suppress(OSError):  # a process or a thread may end meanwhile
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text().split())
    return [*found, *(one for child in found for one in _below(child))]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, store = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("store")
    names = write_hostile_files(folder)
    settings = Settings(chunk_tokens=60, read_seconds=30.0)
    with watched() as peak:
        report = index_paths(
            [folder], store, encoder=FakeEncoder(), settings=settings, skip_errors=True
        )
    sys.stdout.write(f"peak {peak.bytes / 2**20:.0f} MB\n")
    return Run(names, report, store, peak)


def test_sixty_files_and_more_are_in_the_report_or_in_the_store(run: Run) -> None:
    report = run.report
    names = {os.fsencode(name).decode(errors="backslashreplace") for name in run.names}
    assert len(names) >= 60
    paths = [one.path for one in report.failures] + [one.path for one in report.skipped]
    told = {part for path in paths for part in path.parts}
    told = {os.fsencode(part).decode(errors="backslashreplace") for part in told}
    indexed = {doc_id.split("/")[0] for doc_id in report.read}
    assert names <= told | indexed


def test_good_files_among_them_are_indexed(run: Run) -> None:
    report, store = run.report, run.store
    assert set(GOOD) <= set(report.read)
    assert "pdf-in-truth.txt" in report.read
    with Store.open(store) as opened:
        assert "Esperanza" in opened.document("good.txt").text
        assert opened.document("pdf-in-truth.txt").text == "The truth is a page."
    assert verify(store).problems == ()


def test_reasons_are_the_true_ones(run: Run) -> None:
    report = run.report
    found: dict[str, set[FileProblem]] = {}
    unread: list[Failure | SkippedFile] = [*report.failures, *report.skipped]
    for one in unread:
        for part in one.path.parts:
            found.setdefault(part, set()).add(one.problem)
    for name, expected in EXPECTED.items():
        assert found.get(name, set()) & expected, (name, found.get(name))
    crashed = {one.path.name for one in report.failures if one.problem is FileProblem.CRASHED}
    assert crashed <= {"bomb.pdf", "many-words.pdf"}


def test_nothing_outside_is_read_or_written(run: Run) -> None:
    store = run.store
    with Store.open(store) as opened:
        for summary in opened.documents():
            text = opened.document(summary.doc_id).text
            assert "root:" not in text
            assert len(text) < 40 * 2**20


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="it has no /proc")
def test_memory_of_all_processes_stays_below_a_gigabyte(run: Run) -> None:
    assert 0 < run.peak.bytes < MAX_BYTES
