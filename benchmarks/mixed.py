"""How well questions find their answers in a folder of two languages, whichever they are asked in.

Run ``python -m benchmarks.mixed`` from the repository's root. The documents are the made-up ones of
``training/bilingual.jsonl``, each in one language only, in turn English and Spanish; five are on
one subject each. The questions are those that neither trained nor fitted anything, each asked in
both languages. Of two of a document's seven questions it tells nothing. The two runs of the folder
differ in which documents are in which language.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ragqa import Answer, ChatBot
from ragqa.types import Hit
from training.bilingual import LANGUAGES, BilingualDocument, load_bilingual, use_of

_DEPTHS = (1, 5)


@dataclass(frozen=True)
class Asked:
    """A question, and a document, which answers it with ``answer`` or not (None)."""

    text: str
    language: str
    doc_id: str
    written: str
    answer: str | None


@dataclass(frozen=True)
class Found:
    """What came of a question: the passages that the search found, and the answer."""

    asked: Asked
    hits: Sequence[Hit]
    answer: Answer


def main() -> None:
    found: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for turn in range(len(LANGUAGES)):
        for one in ask_all(load_bilingual(), turn):
            found[one.asked.language, one.asked.written].append(one)
    for (asked, written), those in sorted(found.items()):
        print(f"asked in {asked}, written in {written}: {describe(those)}")


def ask_all(documents: Sequence[BilingualDocument], turn: int) -> Iterator[Found]:
    """Index the documents, each in one language, and ask the questions held out in both."""
    written = {
        one.doc_id: LANGUAGES[(place + turn) % len(LANGUAGES)]
        for place, one in enumerate(documents)
    }
    with tempfile.TemporaryDirectory() as work:
        corpus = Path(work) / "documents.jsonl"
        lines = (_line(one, written[one.doc_id]) for one in documents)
        corpus.write_text("".join(lines), encoding="utf-8")
        with ChatBot.build(corpus, store=Path(work) / "store") as bot:
            for one in questions(documents, written):
                yield Found(one, bot.search(one.text, k=max(_DEPTHS)), bot.ask(one.text))


def questions(documents: Sequence[BilingualDocument], written: dict[str, str]) -> Iterator[Asked]:
    for document in documents:
        if use_of(document.group) == "held_out":
            language = written[document.doc_id]
            for one in document.questions:
                answer = one.answer[language] if one.answer else None
                for asked in LANGUAGES:
                    yield Asked(one.text[asked], asked, document.doc_id, language, answer)


def describe(found: Sequence[Found]) -> str:
    answerable = [one for one in found if one.asked.answer]
    others = [one for one in found if not one.asked.answer]
    recalls = "   ".join(
        f"Recall@{depth} {_share(_is_among(one, depth) for one in answerable)}" for depth in _DEPTHS
    )
    return (
        f"{len(answerable)} with an answer, {len(others)} without\n"
        f"  search: {recalls}\n"
        f"  answered and right {_share(map(is_right, answerable))}, "
        f"refused {_share(one.answer.abstained for one in answerable)}; "
        f"without an answer, refused {_share(one.answer.abstained for one in others)}"
    )


def is_right(found: Found) -> bool:
    """Tell whether the first citation is of the document, and the answer has what is expected."""
    answer, asked = found.answer, found.asked
    if answer.abstained or not answer.citations or not asked.answer:
        return False
    is_cited = answer.citations[0].doc_id.endswith(asked.doc_id)
    return is_cited and asked.answer.lower() in answer.text.lower()


def _is_among(found: Found, depth: int) -> bool:
    return any(hit.chunk.doc_id.endswith(found.asked.doc_id) for hit in found.hits[:depth])


def _share(flags: Iterable[bool]) -> str:
    counted = list(flags)
    return f"{sum(counted) / len(counted):.3f}"


def _line(document: BilingualDocument, language: str) -> str:
    row = {
        "id": document.doc_id,
        "title": document.title[language],
        "text": document.text[language],
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
