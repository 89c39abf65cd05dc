"""Sixteen threads ask one chatbot: how much more is answered than for one, and whether alike.

Run ``python -m benchmarks.threads`` from the repository's root. The questions are of xquad-dev in
English (``../shared/eval``), each asked once in a round; the rounds of one thread and of sixteen
take turns. On two cores the ratio shows how much of the work goes on side by side; the number of
cores that each kept busy is printed beside it.
"""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks._sets import SHARED, in_language
from ragqa import Answer, ChatBot, Settings
from ragqa.evaluation.datasets import read_question_set

THREADS = 16
QUESTIONS = 64
ROUNDS = 3
TARGET = 1.6


@dataclass(frozen=True)
class Round:
    """How long all questions took, how many cores were busy, and what was answered."""

    took_s: float
    cores: float
    answers: list[Answer]


def main() -> None:
    folder = SHARED / "eval" / "xquad-dev"
    cases = in_language(read_question_set(folder / "questions.jsonl"), "en").cases
    questions = [case.question for case in cases[:: len(cases) // QUESTIONS]][:QUESTIONS]
    with tempfile.TemporaryDirectory() as store:
        bot = ChatBot.build(
            folder / "corpus.jsonl", store=Path(store) / "store", settings=Settings()
        )
        ask_all(bot, questions[:4], threads=1)
        ratios, same = [], True
        for _ in range(ROUNDS):
            one = ask_all(bot, questions, threads=1)
            many = ask_all(bot, questions, threads=THREADS)
            same = same and one.answers == many.answers
            ratios.append(one.took_s / many.took_s)
            print(
                f"{len(questions)} questions: one thread {one.took_s:6.2f} s on {one.cores:.2f} "
                f"cores, {THREADS} {many.took_s:6.2f} s on {many.cores:.2f}"
            )
        bot.close()
    print(f"throughput {median(ratios):.2f} times that of one thread (at least {TARGET} expected)")
    print(f"answers {'the same' if same else 'DIFFERENT'}")


def ask_all(bot: ChatBot, questions: Sequence[str], *, threads: int) -> Round:
    """Ask all questions, and take the time; the answers are given without theirs."""
    start, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(bot.ask, questions))
    took_s = time.perf_counter() - start
    cores = (time.process_time() - used) / took_s
    return Round(took_s, cores, [replace(one, timing_ms={}) for one in answers])


if __name__ == "__main__":
    main()
