"""How long an answer takes, beside encoding what was read for it; and an evaluation beside asking.

Run ``python -m benchmarks.asking`` from the repository's root. English and Spanish questions of
XQuAD are asked of its English paragraphs, which are read from ``../shared``; where that folder is
missing, this says so and ends. Passages are read until no other can be quoted; what reading all of
them takes, as for a question that is refused, is printed too. Read the ratios: other work on the
machine slows all of it.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from benchmarks._sets import SHARED, EvaluationSet, evaluation_sets
from ragqa import Answer, ChatBot, Settings
from ragqa.encoding import open_encoder
from ragqa.evaluation.cases import Case
from ragqa.evaluation.evaluating import evaluate
from ragqa.span_reader import open_span_reader
from ragqa.types import Span

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
    """Print the times of reading, of all, and of encoding the best passages."""
    encoder = open_encoder(bot.manifest.encoder.name)
    read, whole, encoded, read_all = [], [], [], []
    for case in cases:
        answer, spent = timed(bot, case)
        whole.append(spent)
        read.append(answer.timing_ms["read"])
        passages = [hit.chunk.text for hit in answer.hits[: bot.settings.read_hits]]
        start = time.perf_counter()
        encoder.encode_documents(passages)
        done = time.perf_counter()
        encoded.append(1000 * (done - start))
        everything = [[Span(0, len(passage))] for passage in passages]
        open_span_reader().read(case.question, passages, everything)
        read_all.append(1000 * (time.perf_counter() - done))
    print(
        f"{name}, {len(cases)} questions, medians: reading {median(read):.0f} ms (wanted:"
        f" {WANTED_READ_MS}), on average {mean(read):.0f} ms; all {median(whole):.0f} ms (wanted:"
        f" {WANTED_ALL_MS}), on average {mean(whole):.0f} ms; reading every one of the"
        f" {bot.settings.read_hits} passages {median(read_all):.0f} ms; encoding them"
        f" {median(encoded):.0f} ms, the whole question {median(whole) / median(encoded):.2f} of"
        " that"
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
