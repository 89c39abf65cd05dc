"""What is left of a store when the process that changes it is killed at any moment.

Run ``python -m benchmarks.kills [KILLS]`` from the repository's root (200 by default, seeds fixed).
A run that is done before its moment comes is counted beside them.
"""

import sys
import tempfile
from collections import Counter
from itertools import count
from pathlib import Path

from benchmarks._killing import ACTIONS, Killing

KILLS = 200


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    counts: Counter[tuple[str, str]] = Counter()
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        killing = Killing(Path(folder))
        for name in ACTIONS:
            for seed in count():
                if counts[name, "killed"] * len(ACTIONS) >= kills:
                    break
                trial = killing.trial(name, seed=seed)
                counts[name, trial.ending] += 1
                counts[name, trial.found] += 1
                problems += trial.problems
    print("        killed   done   store as before   as after   neither")
    for name in ACTIONS:
        row = [counts[name, one] for one in ("killed", "done", "as before", "as after", "neither")]
        print(f"{name:<8}{row[0]:>6}{row[1]:>7}{row[2]:>18}{row[3]:>11}{row[4]:>10}")
    print(f"{len(problems)} problems (0 expected)")
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
