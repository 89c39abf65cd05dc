"""How long one question takes from the shell, beside importing sentence-transformers.

Run ``python -m benchmarks.cold_start`` from the repository's root. Whole processes are timed, both
in one run and in turns. Other work on the machine slows both: read the ratio, not the seconds.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "Who directed The Fable of the Lion and the Coyote?"
ROUNDS = 5
TARGET = 0.2


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        store = str(Path(work) / "store")
        ragqa = [sys.executable, "-m", "ragqa"]
        seconds([*ragqa, "index", str(ROOT / "corpus"), "--store", store])
        ask = [*ragqa, "ask", QUESTION, "--store", store]
        load = [sys.executable, "-c", "import sentence_transformers"]
        seconds(load)  # warm up: the files are read from disk once
        rounds = [(seconds(ask), seconds(load)) for _ in range(ROUNDS)]
    print(f"one question            {median(asked for asked, _ in rounds):6.2f} s")
    print(f"sentence_transformers   {median(loaded for _, loaded in rounds):6.2f} s")
    ratio = median(asked / loaded for asked, loaded in rounds)
    print(
        f"ratio                   {ratio:6.2f}  (median over the rounds; at most {TARGET} expected)"
    )


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
