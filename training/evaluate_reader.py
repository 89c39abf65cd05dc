"""Measure an exported reader on questions whose passages it has never seen."""

import gzip
import json
import random
import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ragqa.encoding import FloatArray
from ragqa.lazy import Lazy
from ragqa.sentences import split_sentences
from ragqa.span_reader import OnnxSpanReader, SpanReader, open_model
from ragqa.types import Span
from training.bilingual import DIRECTIONS, BilingualDocument, load_bilingual, use_of
from training.reader_model import Base

SAMPLE = 2500
SEED = 13


@dataclass(frozen=True)
class Question:
    """A question, its passage, and the texts that answer it (none: the passage does not)."""

    question: str
    passage: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """The best span of a passage, its logit over "no answer", and the passage's relevance."""

    span: Span
    margin: float
    relevance: float


def evaluate_reader(model: Path, *, base: Base, evaluation: Path, held_out: Path) -> dict[str, Any]:
    """Measure one ONNX file: answers on SQuAD, refusals on SQuAD 2.0 and the held-out articles."""
    answerable = sample_questions(evaluation / "squad-dev.jsonl.gz")
    unanswerable = sample_questions(evaluation / "squad2-unanswerable-dev.jsonl.gz")
    span_reader = open_exported(model, base=base)
    readings = read_all(span_reader, answerable)
    tricked = read_all(span_reader, unanswerable)
    return {
        "squad_dev": answer_figures(answerable, readings),
        "squad2_auroc": auroc_figures(readings, tricked),
        "held_out": held_out_figures(span_reader, held_out / "held_out.json"),
        "bilingual": bilingual_figures(span_reader, load_bilingual()),
    }


def open_exported(model: Path, *, base: Base) -> OnnxSpanReader:
    """Open an ONNX file that `training.export_reader` wrote."""
    return OnnxSpanReader(
        Lazy(partial(open_model, model)),
        Lazy(lambda: base.tokenizer),
        embed=lambda ids: base.embed(torch.from_numpy(ids)).numpy(),
    )


def sample_questions(path: Path) -> list[Question]:
    """Draw the same `SAMPLE` questions of a gzipped JSONL file every time."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = random.Random(SEED).sample(rows, SAMPLE)
    return [
        Question(
            row["question"], row["context"], tuple(answer["text"] for answer in row["answers"])
        )
        for row in chosen
    ]


def read_all(span_reader: SpanReader, questions: Sequence[Question]) -> list[Reading]:
    """Read every question's passage."""
    readings = []
    for question in questions:
        whole = Span(0, len(question.passage))
        (scores,) = span_reader.read(question.question, [question.passage], [[whole]])
        span, margin = scores.best[0] or (Span(0, 0), float("-inf"))
        readings.append(Reading(span, margin, scores.relevance))
    return readings


def answer_figures(questions: Sequence[Question], readings: Sequence[Reading]) -> dict[str, float]:
    """Exact match, token F1 (Rajpurkar et al., EMNLP 2016), and answers held by the sentence.

    The sentence is the one around the span (or those, when it reaches over several); it holds an
    answer when the answer's text stands in it, whatever the case.
    """
    exact, overlap, held = [], [], []
    for question, reading in zip(questions, readings, strict=True):
        found = question.passage[reading.span.start : reading.span.end]
        exact.append(any(normalise(found) == normalise(gold) for gold in question.answers))
        overlap.append(max(token_f1(found, gold) for gold in question.answers))
        sentence = surrounding_sentence(question.passage, reading.span).lower()
        held.append(any(gold.lower() in sentence for gold in question.answers))
    return {
        "exact_match": _mean(exact),
        "f1": _mean(overlap),
        "sentence_holds_answer": _mean(held),
    }


def auroc_figures(answered: Sequence[Reading], unanswered: Sequence[Reading]) -> dict[str, float]:
    """AUROC of telling the answered from the unanswered, by each score and by their sum."""
    return {
        name: round(auroc(_scores(answered, weights), _scores(unanswered, weights)), 4)
        for name, weights in SCORES.items()
    }


SCORES: Mapping[str, tuple[float, float]] = {
    "margin": (1.0, 0.0),
    "relevance": (0.0, 1.0),
    "margin_plus_relevance": (1.0, 1.0),
    "margin_plus_2_relevance": (1.0, 2.0),
}


def held_out_figures(span_reader: SpanReader, path: Path) -> dict[str, Any]:
    """Measure on the articles that training set aside, and on near misses made of them."""
    rows = json.loads(path.read_text())
    answerable = [
        Question(
            row["question"],
            row["passage"],
            tuple(row["passage"][start:end] for start, end in row["spans"]),
        )
        for row in rows["answerable"]
    ]
    readings = read_all(span_reader, answerable)
    figures: dict[str, Any] = {"gold": answer_figures(answerable, readings)}
    for kind, misses in rows["unanswerable"].items():
        questions = [Question(row["question"], row["passage"], ()) for row in misses]
        figures[kind] = auroc_figures(readings, read_all(span_reader, questions))
    return figures


def bilingual_figures(
    span_reader: SpanReader, documents: Sequence[BilingualDocument]
) -> dict[str, Any]:
    """Measure on the groups that neither trained nor fitted anything, in all four directions."""
    figures: dict[str, Any] = {}
    for asked, written in DIRECTIONS:
        pairs = [
            (Question(one.text[asked], document.text[written], answers), not answers)
            for document in documents
            if use_of(document.group) == "held_out"
            for one in document.questions
            for answers in [(one.answer[written],) if one.answer else ()]
        ]
        answerable = [question for question, is_blank in pairs if not is_blank]
        readings = read_all(span_reader, answerable)
        blank = read_all(span_reader, [question for question, is_blank in pairs if is_blank])
        figures[f"{asked} over {written}"] = answer_figures(answerable, readings) | {
            "unanswerable": auroc_figures(readings, blank)["margin"]
        }
    return figures


def surrounding_sentence(passage: str, span: Span) -> str:
    """Return the text from the start of the span's first sentence to the end of its last."""
    touched = [
        sentence
        for sentence in split_sentences(passage, "en")
        if sentence.start < span.end and span.start < sentence.end
    ]
    return passage[touched[0].start : touched[-1].end] if touched else ""


def normalise(text: str) -> str:
    """Lower-case, drop punctuation and articles, join white space, as SQuAD's own script does."""
    kept = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


def token_f1(found: str, gold: str) -> float:
    """Harmonic mean of precision and recall of the normalised words."""
    ours, theirs = normalise(found).split(), normalise(gold).split()
    same = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * same / (len(ours) + len(theirs)) if same else 0.0


def auroc(positive: FloatArray, negative: FloatArray) -> float:
    """Share of pairs in which the positive scores higher; a tie counts half."""
    difference = positive[:, None] - negative[None, :]
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))


def _scores(readings: Sequence[Reading], weights: tuple[float, float]) -> FloatArray:
    return np.array(
        [weights[0] * reading.margin + weights[1] * reading.relevance for reading in readings],
        dtype=np.float32,
    )


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)
