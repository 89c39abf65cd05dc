"""What is left of a store when the process that changes it is killed at any moment.

Run ``python -m benchmarks.kills [KILLS]`` from the repository's root (200 by default, seeds fixed).
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks._killing import ACTIONS, Killing

KILLS = 200


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    counts: Counter[tuple[str, str]] = Counter()
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        killing = Killing(Path(folder))
        for seed in range(kills):
            name = list(ACTIONS)[seed % len(ACTIONS)]
            trial = killing.trial(name, seed=seed)
            counts[name, trial.ending] += 1
            counts[name, trial.found] += 1
            problems += trial.problems
    print("        killed   done   store as before   as after   neither")
    for name in ACTIONS:
        row = [counts[name, one] for one in ("killed", "done", "as before", "as after", "neither")]
        print(f"{name:<8}{row[0]:>6}{row[1]:>7}{row[2]:>18}{row[3]:>11}{row[4]:>10}")
    print(f"{kills} runs, {len(problems)} problems (0 expected)")
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
