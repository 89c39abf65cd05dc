"""Eight readers ask while a writer adds and removes a document: no answer mixes two states.

Run ``python -m benchmarks.readers [CHANGES]`` from the repository's root (500 by default). Each
state of the store is known, so that an answer can be held against the one that it was answered
from: every quotation and every hit must be the text of that state, at the place that is named.
"""

import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from ragqa import Answer, ChatBot, Settings
from ragqa.encoding import MINILM_INT8

CHANGES = 500
READERS = 8
SETTINGS = Settings(encoder=MINILM_INT8)
QUESTION = "From which gate does the night ferry leave?"
FERRY = "ferry.txt"
ADDED = f"added/{FERRY}"
KEPT = {
    "mill.txt": "The harbour office is in the old mill. It opens at eight in the morning.",
    "museum.txt": "The museum shows nets and lamps. Visitors pay nothing on Sundays.",
}


@dataclass
class Ledger:
    """The states that the store goes through: the texts by doc_id, and how many are complete."""

    states: list[Mapping[str, str]]
    done: int = 0
    finished: Event = field(default_factory=Event)


@dataclass(frozen=True)
class Outcome:
    """How many answers the readers got, how many of them cite the ferry, and what was wrong."""

    answers: int
    citing: int
    problems: tuple[str, ...]


def main() -> int:
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES
    with tempfile.TemporaryDirectory() as folder:
        outcome = read_while_writing(Path(folder), changes=changes, readers=READERS)
    print(
        f"{READERS} readers got {outcome.answers:,} answers, {outcome.citing:,} with the added"
        f" document, during {changes} changes; {len(outcome.problems)} problems (0 expected)"
    )
    print(*outcome.problems, sep="\n")
    return 1 if outcome.problems else 0


def read_while_writing(folder: Path, *, changes: int, readers: int) -> Outcome:
    """Let readers ask until a writer has changed a store so many times."""
    corpus, store = folder / "corpus", folder / "store"
    corpus.mkdir()
    for name, text in KEPT.items():
        (corpus / name).write_text(text, encoding="utf-8")
    ChatBot.build(corpus, store=store, settings=SETTINGS).close()
    ledger = Ledger([state_after(change) for change in range(changes + 1)])
    with ThreadPoolExecutor(readers + 1) as pool:
        asking = [pool.submit(read, store, ledger) for _ in range(readers)]
        writing = pool.submit(write, folder / FERRY, store, ledger)
        outcomes = [one.result() for one in asking]
        writing.result()
    return Outcome(
        sum(one.answers for one in outcomes),
        sum(one.citing for one in outcomes),
        tuple(problem for one in outcomes for problem in one.problems),
    )


def state_after(change: int) -> Mapping[str, str]:
    """Return the texts after so many changes: odd ones add the ferry, even ones remove it."""
    if change % 2 == 0:
        return KEPT
    # The length before the sentence differs from state to state, and so do its offsets.
    weather = "Rain is likely. " * (change % 5)
    return {**KEPT, ADDED: f"{weather}The night ferry leaves from gate {change} at ten."}


def write(file: Path, store: Path, ledger: Ledger) -> None:
    try:
        with ChatBot.open(store) as bot:
            for change, state in enumerate(ledger.states[1:], start=1):
                if ADDED in state:
                    file.write_text(state[ADDED], encoding="utf-8")
                    bot.add([file])
                else:
                    bot.remove([ADDED])
                ledger.done = change
    finally:
        ledger.finished.set()


def read(store: Path, ledger: Ledger) -> Outcome:
    answers, citing, problems = 0, 0, []
    with ChatBot.open(store) as bot:
        while not ledger.finished.is_set():
            first = ledger.done
            bot.refresh()
            answer = bot.ask(QUESTION)
            # The change that is being made may be in force before it is counted.
            possible = ledger.states[first : ledger.done + 2]
            answers += 1
            citing += any(one.doc_id == ADDED for one in answer.citations)
            if not any(fits(answer, state) for state in possible):
                problems.append(f"after {first} changes: {answer.to_dict()}")
    return Outcome(answers, citing, tuple(problems))


def fits(answer: Answer, state: Mapping[str, str]) -> bool:
    """Tell whether what an answer shows is the text of a state, all of whose documents are hits."""
    shown = [
        *((one.doc_id, one.start, one.end, one.quote) for one in answer.citations),
        *(
            (hit.chunk.doc_id, hit.chunk.start, hit.chunk.end, hit.chunk.text)
            for hit in answer.hits
        ),
    ]
    return {hit.chunk.doc_id for hit in answer.hits} == set(state) and all(
        state[doc_id][start:end] == text for doc_id, start, end, text in shown
    )


if __name__ == "__main__":
    sys.exit(main())
