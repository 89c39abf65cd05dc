"""How fast files are read: pages of PDF a second on one core, and two processes beside one.

Run ``python -m benchmarks.reading`` from the repository's root. Pages are timed by the processor's
clock, so that other work on the machine counts little. The two counts of processes are timed in
turns: read the ratio, not the seconds.
"""

import random
import tempfile
import time
from collections.abc import Callable
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
WORDS = "the desk opens when people ask for papers work shelter and answers near a border".split()


def main() -> None:
    print(f"PDF, plain text: {pages_per_second():.0f} pages/s on one core (wanted: 150)")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        write_files(folder)
        times: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(ROUNDS):
            for workers, spent in times.items():
                spent.append(time_of(folder, workers))
    one, two = (median(times[workers]) for workers in (1, 2))
    print(f"{FILES} mixed files: one process {one:.1f} s, two {two:.1f} s: {one / two:.2f} times")


def pages_per_second() -> float:
    file = SourceFile(Path("a.pdf"), "a.pdf", pdf_of(PAGES, random.Random(1)))
    list(load_pdf(file))
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        (_,) = load_pdf(file)
        rates.append(PAGES / (time.process_time() - start))
    return median(rates)


def time_of(folder: Path, workers: int) -> float:
    start = time.perf_counter()
    report = load_documents([folder], options=ReadOptions(workers=workers))
    if len(report.documents) != FILES:
        raise RuntimeError(f"{len(report.documents)} documents were read of {FILES}")
    return time.perf_counter() - start


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
