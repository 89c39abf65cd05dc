"""How much memory indexing takes, for a folder and for one ten times as large.

Run ``python -m benchmarks.memory [--mb N]`` from the repository's root. The texts are made up and
their vectors cost nothing, so that it is the road of the documents that is measured, not a model.
Each folder is indexed by a process of its own, whose peak of resident memory is printed; files that
are mapped count there though the system may let go of them at any time.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._made_up import HashEncoder, write_documents
from benchmarks._timing import seconds
from ragqa.indexing import index_paths
from ragqa.settings import Settings

MB = 16
TIMES = 10
DOCUMENT_MB = 0.04
SENTENCES = 800
"""As many make a document of that size."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mb", type=int, default=MB)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.index:
        print(json.dumps(index(chosen.index)))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(Path(folder, str(size)), size) for size in (chosen.mb, TIMES * chosen.mb)]
    ratio = found[1]["peak_mb"] / found[0]["peak_mb"]
    print(f"memory of the larger: {ratio:.2f} times that of the smaller")


def measure(place: Path, mb: int) -> dict[str, Any]:
    """Index a folder of so much text in a process that has done nothing else; print its figures."""
    write_documents(place / "corpus", int(mb / DOCUMENT_MB), seed=0, sentences=SENTENCES)
    size = sum(path.stat().st_size for path in (place / "corpus").iterdir())
    command = [sys.executable, "-m", "benchmarks.memory", "--index", str(place)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = dict(json.loads(done.stdout))
    text = f"{size / 1e6:7.1f} MB of text, {found['chunks']:8,} chunks"
    memory = f"peak {found['peak_mb']:7.1f} MB ({found['start_mb']:.1f} at the start)"
    print(f"{text}: {memory}, {found['took_s']:.1f} s")
    return found


def index(place: Path) -> dict[str, Any]:
    start_mb = peak_mb()
    chunks = 0

    def run() -> None:
        nonlocal chunks
        encoder = HashEncoder(dimension=384)
        report = index_paths(
            [place / "corpus"], place / "store", encoder=encoder, settings=Settings()
        )
        chunks = report.chunks

    took_s = seconds(run)
    return {"chunks": chunks, "start_mb": start_mb, "peak_mb": peak_mb(), "took_s": took_s}


def peak_mb() -> float:
    """Return the largest resident memory of this process so far (Linux)."""
    status = Path("/proc/self/status").read_text()
    (peak_kb,) = re.findall(r"VmHWM:\s*(\d+) kB", status)
    return int(peak_kb) / 1e3


if __name__ == "__main__":
    main()
