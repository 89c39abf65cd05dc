"""How well questions find their answers in a folder of two languages, whichever they are asked in.

Run ``python -m benchmarks.mixed`` from the repository's root. The documents are the made-up ones of
``training/bilingual.jsonl``, each in one language only; five are on one subject each. The questions
are asked in both languages: those answered are those that neither trained nor fitted anything. Of
two of a document's seven questions it tells nothing. The runs differ in which documents are in
which language. Printed first is what `ragqa.retrieval` expects of a few documents in a language.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ragqa import Answer, ChatBot
from ragqa.encoding import MULTILINGUAL, open_encoder
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
    """What came of a question: the passages that the search found, and the answer, if asked for."""

    asked: Asked
    hits: Sequence[Hit]
    answer: Answer | None


def main() -> None:
    documents = load_bilingual()
    print(f"in the question's language nearer to it by {apart(documents):.1f} deviations")
    halves: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for turn in range(2):
        for one in ask_all(documents, share_out(documents, turn, one_in=2)):
            halves[one.asked.language, one.asked.written].append(one)
    print("each half in one language:")
    for (asked, written), those in sorted(halves.items()):
        print(f"asked in {asked}, written in {written}: {describe(those)}")
    print("one document in ten in the other language:")
    for turn in range(2):
        few: dict[tuple[str, str], list[Found]] = defaultdict(list)
        for one in ask_all(documents, share_out(documents, turn, one_in=10), search_only=True):
            few[one.asked.language, one.asked.written].append(one)
        print(f" most in {LANGUAGES[1 - turn]}")
        for (asked, written), those in sorted(few.items()):
            answerable = [one for one in those if one.asked.answer]
            print(f"  asked in {asked}, written in {written}: {recalls_of(answerable)}")


def apart(documents: Sequence[BilingualDocument]) -> float:
    """Return how much nearer to a question a document in its language is than the same in another.

    In deviations of the cosines between a question and the documents in its own language.
    """
    encoder = open_encoder(MULTILINGUAL)
    vectors = {
        language: encoder.encode_documents([one.text[language] for one in documents])
        for language in LANGUAGES
    }
    distances = []
    for asked, other in (LANGUAGES, LANGUAGES[::-1]):
        texts = [question.text[asked] for one in documents for question in one.questions]
        queries = encoder.encode_queries(texts)
        own, foreign = queries @ vectors[asked].T, queries @ vectors[other].T
        distances.append(((own.mean(axis=1) - foreign.mean(axis=1)) / own.std(axis=1)).mean())
    return float(np.mean(distances))


def share_out(documents: Sequence[BilingualDocument], turn: int, *, one_in: int) -> dict[str, str]:
    """Return the language of each document by its id: one in so many is in the ``turn``-th."""
    return {
        one.doc_id: LANGUAGES[turn if place % one_in == 0 else 1 - turn]
        for place, one in enumerate(documents)
    }


def ask_all(
    documents: Sequence[BilingualDocument], written: dict[str, str], *, search_only: bool = False
) -> Iterator[Found]:
    """Index the documents, each in one language, and ask the questions held out in both.

    Where they are only searched for, all questions are, since nothing is fitted by them.
    """
    with tempfile.TemporaryDirectory() as work:
        corpus = Path(work) / "documents.jsonl"
        lines = (_line(one, written[one.doc_id]) for one in documents)
        corpus.write_text("".join(lines), encoding="utf-8")
        with ChatBot.build(corpus, store=Path(work) / "store") as bot:
            for one in questions(documents, written, held_out=not search_only):
                answer = None if search_only else bot.ask(one.text)
                yield Found(one, bot.search(one.text, k=max(_DEPTHS)), answer)


def questions(
    documents: Sequence[BilingualDocument], written: dict[str, str], *, held_out: bool
) -> Iterator[Asked]:
    for document in documents:
        if not held_out or use_of(document.group) == "held_out":
            language = written[document.doc_id]
            for one in document.questions:
                answer = one.answer[language] if one.answer else None
                for asked in LANGUAGES:
                    yield Asked(one.text[asked], asked, document.doc_id, language, answer)


def describe(found: Sequence[Found]) -> str:
    answerable = [one for one in found if one.asked.answer]
    others = [one for one in found if not one.asked.answer]
    return (
        f"{len(answerable)} with an answer, {len(others)} without\n"
        f"  search: {recalls_of(answerable)}\n"
        f"  answered and right {_share(map(is_right, answerable))}, "
        f"refused {_share(map(is_refused, answerable))}; "
        f"without an answer, refused {_share(map(is_refused, others))}"
    )


def recalls_of(found: Sequence[Found]) -> str:
    return "   ".join(
        f"Recall@{depth} {_share(_is_among(one, depth) for one in found)}" for depth in _DEPTHS
    )


def is_refused(found: Found) -> bool:
    return found.answer is not None and found.answer.abstained


def is_right(found: Found) -> bool:
    """Tell whether the first citation is of the document, and the answer has what is expected."""
    answer, asked = found.answer, found.asked
    if answer is None or answer.abstained or not answer.citations or not asked.answer:
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
