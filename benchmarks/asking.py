"""How long an answer takes, beside encoding what was read for it; and an evaluation beside asking.

Run ``python -m benchmarks.asking`` from the repository's root. English and Spanish questions of
XQuAD are asked of its English paragraphs, which are read from ``../shared``; where that folder is
missing, this says so and ends. Read the ratios: other work on the machine slows all of it.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks._sets import SHARED, EvaluationSet, evaluation_sets
from ragqa import Answer, ChatBot, Settings
from ragqa.encoding import open_encoder
from ragqa.evaluation.cases import Case
from ragqa.evaluation.evaluating import evaluate

QUESTIONS = 60
WANTED_READ_MS, WANTED_ALL_MS, WANTED_EVALUATION = 120, 180, 1.3


def main() -> None:
    if not SHARED.exists():
        print(f"no evaluation sets in {SHARED}; nothing to ask")
        return
    english, spanish = [one for one in evaluation_sets() if one.name.startswith("xquad-dev")]
    if english.corpus is None:
        raise RuntimeError("XQuAD has a corpus")
    settings = Settings()
    with tempfile.TemporaryDirectory() as work:
        store = Path(work) / "store"
        with ChatBot.build(english.corpus, store=store, settings=settings) as bot:
            bot.ask(english.questions.cases[0].question)
            for one in (english, spanish):
                print_times(one.name, sample(one), bot)
        print_evaluation(english, store, settings)


def sample(one: EvaluationSet) -> Sequence[Case]:
    cases = one.questions.cases
    return cases[:: max(1, len(cases) // QUESTIONS)][:QUESTIONS]


def print_times(name: str, cases: Sequence[Case], bot: ChatBot) -> None:
    """Print the medians of reading, of all, and of encoding the passages that were read."""
    encoder = open_encoder(bot.settings.encoder)
    read, whole, encoded = [], [], []
    for case in cases:
        answer, spent = timed(bot, case)
        whole.append(spent)
        read.append(answer.timing_ms["read"])
        passages = [hit.chunk.text for hit in answer.hits[: bot.settings.read_hits]]
        start = time.perf_counter()
        encoder.encode_documents(passages)
        encoded.append(1000 * (time.perf_counter() - start))
    print(
        f"{name}, {len(cases)} questions, medians: reading {median(read):.0f} ms (wanted:"
        f" {WANTED_READ_MS}), all {median(whole):.0f} ms (wanted: {WANTED_ALL_MS}); encoding the"
        f" passages that were read {median(encoded):.0f} ms, {median(whole) / median(encoded):.2f}"
        " of that"
    )


def timed(bot: ChatBot, case: Case) -> tuple[Answer, float]:
    """Return an answer, and the milliseconds that it took."""
    start = time.perf_counter()
    answer = bot.ask(case.question)
    return answer, 1000 * (time.perf_counter() - start)


def print_evaluation(one: EvaluationSet, store: Path, settings: Settings) -> None:
    """Print how much longer an evaluation takes than asking the same questions."""
    cases = one.questions.cases
    with ChatBot.open(store, settings=settings) as bot:
        start = time.perf_counter()
        for case in cases:
            bot.ask(case.question)
        asked = time.perf_counter()
        evaluate(one.questions, store, settings=settings)
        ratio = (time.perf_counter() - asked) / (asked - start)
    print(
        f"evaluating {len(cases)} questions: {ratio:.2f} times asking them"
        f" (wanted: at most {WANTED_EVALUATION})"
    )


if __name__ == "__main__":
    main()
