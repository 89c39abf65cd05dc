"""Documents and questions in English and Spanish, written for ragqa: `training/bilingual.jsonl`.

All of it is invented. Each document says the same in both languages; five of its questions it
answers, two only look as if. Documents come in groups of five on one subject. The groups are shared
out once and for all: some train the reader, some fit what is made of its scores, and some are held
out to measure both.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from training.reader_data import Example, Source, source_of

FILE = Path(__file__).parent / "bilingual.jsonl"
LANGUAGES = ("en", "es")
DIRECTIONS = tuple(product(LANGUAGES, repeat=2))
SHARES = {"train": 0.5, "fit": 0.35, "held_out": 0.15}


@dataclass(frozen=True)
class BilingualQuestion:
    """A question by language, and its answer by language, which the text holds; None if none."""

    text: dict[str, str]
    answer: dict[str, str] | None


@dataclass(frozen=True)
class BilingualDocument:
    """A document by language, with its questions."""

    doc_id: str
    group: str
    title: dict[str, str]
    text: dict[str, str]
    questions: tuple[BilingualQuestion, ...]


def load_bilingual(path: Path = FILE) -> list[BilingualDocument]:
    """Read all documents, in the order of the file."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        BilingualDocument(
            doc_id=row["id"],
            group=row["group"],
            title={language: row[f"title_{language}"] for language in LANGUAGES},
            text={language: row[f"text_{language}"] for language in LANGUAGES},
            questions=(
                *(
                    BilingualQuestion(
                        {language: one[language] for language in LANGUAGES},
                        {language: one[f"answer_{language}"] for language in LANGUAGES},
                    )
                    for one in row["questions"]
                ),
                *(
                    BilingualQuestion({language: one[language] for language in LANGUAGES}, None)
                    for one in row["unanswerable"]
                ),
            ),
        )
        for row in rows
    ]


def use_of(group: str) -> str:
    """Return what a group serves: "train", "fit" or "held_out".

    Its name decides, so that it stays the same whatever other groups there are.
    """
    drawn = int.from_bytes(hashlib.sha256(group.encode()).digest()[:4]) / 2**32
    limit = 0.0
    for use, share in SHARES.items():
        limit += share
        if drawn < limit:
            return use
    return next(reversed(SHARES))


def answer_spans(
    document: BilingualDocument, question: BilingualQuestion, language: str
) -> tuple[tuple[int, int], ...]:
    """Return where the text in a language answers, as one span, or none."""
    if question.answer is None:
        return ()
    start = document.text[language].index(question.answer[language])
    return ((start, start + len(question.answer[language])),)


def bilingual_sources(
    documents: Sequence[BilingualDocument], languages: Sequence[str]
) -> list[Source]:
    """Return the training groups as sources of examples, each language asked over each."""
    train = [document for document in documents if use_of(document.group) == "train"]
    return [
        _source(train, asked=asked, written=written)
        for asked, written in product(languages, repeat=2)
    ]


def _source(documents: Sequence[BilingualDocument], *, asked: str, written: str) -> Source:
    """Return one pair of languages; a question's near misses are the documents of its group."""
    examples: list[Example] = []
    siblings: list[tuple[str, ...]] = []
    for document in documents:
        others = tuple(
            other.text[written]
            for other in documents
            if other.group == document.group and other is not document
        )
        for question in document.questions:
            spans = answer_spans(document, question, written)
            english = question.text["en"] if written == "en" else None
            examples.append(
                Example(
                    question.text[asked], document.text[written], spans, document.group, english
                )
            )
            siblings.append(others)
    return source_of(f"{asked} over {written}", examples, siblings=siblings, neighbours=siblings)
