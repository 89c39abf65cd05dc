"""How well follow-up questions find their evidence, with the earlier questions and without.

Run ``python -m benchmarks.follow_ups`` from the repository's root. The conversations are those of
INSCIT (Z. Wu et al., TACL 2023), read from ``../shared``; where that folder is missing, this says
so and ends. Every passage that is evidence for some turn is a document. Counted are the turns after
the first that have evidence: Recall@k is the share with a passage of it among the first k, of those
that the search finds, and of those that an answer reports, where what it quotes stands first.
"""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragqa import ChatBot, Settings
from ragqa.questions import understand
from ragqa.types import Hit

SHARED = Path(__file__).resolve().parents[2] / "shared"
CONVERSATIONS = SHARED / "eval" / "inscit-dev.jsonl"
_DEPTHS = (1, 5)
_HITS = 4 * max(_DEPTHS)  # a passage may be cut into several chunks


@dataclass(frozen=True)
class Turn:
    """A question, the user's earlier ones, and the ids of the passages that are its evidence."""

    question: str
    history: tuple[str, ...]
    evidence: frozenset[str]


def main() -> None:
    if not CONVERSATIONS.exists():
        print(f"no conversations in {CONVERSATIONS}; nothing to measure")
        return
    talks = [json.loads(line) for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines()]
    turns = [turn for talk in talks for turn in turns_of(talk) if turn.history and turn.evidence]
    with tempfile.TemporaryDirectory() as work:
        corpus = Path(work) / "passages.jsonl"
        corpus.write_text("".join(map(_line, passages_of(talks))), encoding="utf-8")
        settings = Settings(shown_hits=_HITS)
        with ChatBot.build(corpus, store=Path(work) / "store", settings=settings) as bot:
            report(bot, turns)


def report(bot: ChatBot, turns: Sequence[Turn]) -> None:
    borrowing = [turn for turn in turns if understand(turn.question, history=turn.history).borrows]
    print(f"inscit-dev, {len(turns)} turns after the first, {len(borrowing)} of them borrow")
    for name, asked, find in (
        ("question alone", turns, lambda turn: bot.search(turn.question, k=_HITS)),
        ("with history", turns, lambda turn: bot.search(_understood(turn), k=_HITS)),
        (
            "last question in front",
            turns,
            lambda turn: bot.search(f"{turn.history[-1]} {turn.question}", k=_HITS),
        ),
        ("those that borrow, alone", borrowing, lambda turn: bot.search(turn.question, k=_HITS)),
        (
            "those that borrow, with history",
            borrowing,
            lambda turn: bot.search(_understood(turn), k=_HITS),
        ),
        ("answered, question alone", turns, lambda turn: bot.ask(turn.question).hits),
        (
            "answered, with history",
            turns,
            lambda turn: bot.ask(turn.question, history=turn.history).hits,
        ),
    ):
        recalls = recall(asked, find)
        found = "   ".join(f"Recall@{k} {recalls[k]:.3f}" for k in _DEPTHS)
        print(f"  {name:34} {found}")


def recall(turns: Sequence[Turn], find: Callable[[Turn], Sequence[Hit]]) -> dict[int, float]:
    """Return by k the share of turns with evidence among the first k passages; 0 of no turns."""
    first = [(turn, documents_of(find(turn))) for turn in turns]
    return {
        k: sum(not turn.evidence.isdisjoint(ids[:k]) for turn, ids in first) / max(1, len(turns))
        for k in _DEPTHS
    }


def documents_of(hits: Sequence[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.chunk.doc_id for hit in hits))


def turns_of(talk: Any) -> list[Turn]:
    """Return the turns of a conversation; the history is the user's own."""
    asked = [turn["user"] for turn in talk["turns"]]
    return [
        Turn(asked[number], tuple(asked[:number]), frozenset(one["id"] for one in evidence(turn)))
        for number, turn in enumerate(talk["turns"])
    ]


def passages_of(talks: Sequence[Any]) -> list[Any]:
    """Return each passage that is evidence once, in the order of the conversations."""
    found = {one["id"]: one for talk in talks for turn in talk["turns"] for one in evidence(turn)}
    return list(found.values())


def evidence(turn: Any) -> list[Any]:
    return [one for label in turn["labels"] for one in label["evidence"]]


def _line(passage: Any) -> str:
    title = ". ".join(dict.fromkeys(passage["titles"]))
    line = {"id": passage["id"], "title": title, "text": passage["text"]}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _understood(turn: Turn) -> str:
    return understand(turn.question, history=turn.history).understood


if __name__ == "__main__":
    main()
