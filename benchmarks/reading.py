"""How fast files are read: pages of PDF a second on one core, and two processes beside one.

Run ``python -m benchmarks.reading`` from the repository's root. Pages are timed by the processor's
clock, so that other work on the machine counts little. The two counts of processes are timed in
turns: read the ratio, not the seconds. It says something where the cores are free, that is, where
one process had nearly one core and two had nearly two.
"""

import random
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ragqa.documents import ReadOptions, load_documents
from ragqa.documents.pdf import load_pdf
from ragqa.documents.source import SourceFile

PAGES = 300
LINES = 45
FILES = 1000
ROUNDS = 3
WANTED_PAGES_PER_S = 150
WANTED_RATIO = 1.6
WORDS = "the desk opens when people ask for papers work shelter and answers near a border".split()


def main() -> None:
    print(
        f"PDF, plain text: {pages_per_second():.0f} pages/s on one core"
        f" (wanted: {WANTED_PAGES_PER_S})"
    )
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        write_files(folder)
        runs: dict[int, list[Spent]] = {1: [], 2: []}
        for _ in range(ROUNDS):
            for workers, spent in runs.items():
                spent.append(reading(folder, workers))
    print(f"{FILES} mixed files    seconds    processor's: here    parsers    cores had")
    for workers, spent in runs.items():
        middle = sorted(spent, key=lambda one: one.seconds)[ROUNDS // 2]
        print(
            f"{workers} parsers {middle.seconds:18.1f} {middle.here_s:19.1f} "
            f"{middle.parsers_s:10.1f} {middle.cores:12.2f}"
        )
    one, two = (median(run.seconds for run in runs[workers]) for workers in (1, 2))
    print(
        f"two are {one / two:.2f} times as fast (wanted, where two cores are free: {WANTED_RATIO})"
    )


@dataclass(frozen=True)
class Spent:
    """What a run took: by the clock, and of the processor in this process and in the parsers."""

    seconds: float
    here_s: float
    parsers_s: float

    @property
    def cores(self) -> float:
        """How many cores the run had, the rest being taken by other work or waiting."""
        return (self.here_s + self.parsers_s) / self.seconds


def pages_per_second() -> float:
    file = SourceFile(Path("a.pdf"), "a.pdf", pdf_of(PAGES, random.Random(1)))
    list(load_pdf(file))
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        (_,) = load_pdf(file)
        rates.append(PAGES / (time.process_time() - start))
    return median(rates)


def reading(folder: Path, workers: int) -> Spent:
    start, here, parsers = time.perf_counter(), time.process_time(), children_s()
    report = load_documents([folder], options=ReadOptions(workers=workers))
    if len(report.documents) != FILES:
        raise RuntimeError(f"{len(report.documents)} documents were read of {FILES}")
    return Spent(time.perf_counter() - start, time.process_time() - here, children_s() - parsers)


def children_s() -> float:
    """Return the processor's seconds of all processes that this one started and that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_files(folder: Path) -> None:
    chance, suffixes = random.Random(2), list(WRITERS)
    for number in range(FILES):
        suffix = suffixes[number % len(suffixes)]
        (folder / f"{number:04}{suffix}").write_bytes(WRITERS[suffix](chance))


def sentence(chance: random.Random, words: int = 12) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def pdf_of(pages: int, chance: random.Random) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for _ in range(pages):
        for line in range(LINES):
            canvas.drawString(60, 780 - 15 * line, sentence(chance))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def docx_of(chance: random.Random) -> bytes:
    document = docx.Document()
    document.add_heading(sentence(chance, 4), 1)
    for _ in range(30):
        document.add_paragraph(" ".join(sentence(chance) for _ in range(5)))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def html_of(chance: random.Random) -> bytes:
    body = "".join(f"<p>{' '.join(sentence(chance) for _ in range(5))}</p>" for _ in range(40))
    return f"<html><body><main><h1>A page</h1>{body}</main></body></html>".encode()


def csv_of(chance: random.Random) -> bytes:
    rows = (f"{number},{sentence(chance, 5)},{number * 3}" for number in range(200))
    return "\n".join(["number,what,cost", *rows]).encode()


WRITERS: dict[str, Callable[[random.Random], bytes]] = {
    ".pdf": lambda chance: pdf_of(8, chance),
    ".docx": docx_of,
    ".html": html_of,
    ".csv": csv_of,
}
"""What writes a file of a format."""


if __name__ == "__main__":
    main()
