"""Sixteen threads ask one chatbot: how much more is answered than for one, and whether alike.

Run ``python -m benchmarks.threads`` from the repository's root. The questions are of xquad-dev in
English (``../shared/eval``), each asked once in a round; the rounds of one thread and of sixteen
take turns. On two cores the ratio shows how much of the work goes on side by side.
"""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks._sets import SHARED, in_language
from ragqa import Answer, ChatBot, Settings
from ragqa.evaluation.datasets import read_question_set

THREADS = 16
QUESTIONS = 64
ROUNDS = 3
TARGET = 1.6


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
            one_s, alone = ask_all(bot, questions, threads=1)
            many_s, together = ask_all(bot, questions, threads=THREADS)
            same = same and alone == together
            ratios.append(one_s / many_s)
            print(
                f"{len(questions)} questions: one thread {one_s:6.2f} s, {THREADS} {many_s:6.2f} s"
            )
        bot.close()
    print(f"throughput {median(ratios):.2f} times that of one thread (at least {TARGET} expected)")
    print(f"answers {'the same' if same else 'DIFFERENT'}")


def ask_all(bot: ChatBot, questions: Sequence[str], *, threads: int) -> tuple[float, list[Answer]]:
    """Return the seconds that all questions took, and the answers without their times."""
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(bot.ask, questions))
    took_s = time.perf_counter() - start
    return took_s, [replace(one, timing_ms={}) for one in answers]


if __name__ == "__main__":
    main()
