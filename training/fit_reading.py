"""Fit the coefficients of ragqa's sentence reader on question sets with known answers.

    python -m training.fit_reading ENCODER [--data ../shared/train]

Articles go into one of several corpora, which are indexed and searched as any folder is. A third of
the articles, and a third of the paragraphs of the others, are left out, so that there are questions
which nothing answers: without passages on the subject, and with them. For the multilingual encoder
there are documents in two languages besides (`training.bilingual`), asked in either, and the same
articles are asked in Spanish too, in Apertium's (`training.translated`). Questions in
each language get coefficients of their own: what is known of them differs. Writes the
encoder's coefficients into ragqa/reading_weights.json, and prints how good the fit is on corpora
that it did not see. No evaluation set is read.
"""

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ragqa.chunking import chunk_document
from ragqa.dense_index import DenseIndex
from ragqa.encoding import MINILM_INT8, MULTILINGUAL, Encoder, FloatArray, open_encoder
from ragqa.features import (
    SENTENCE_FEATURES,
    SPAN_BOUNDS,
    SPAN_FEATURES,
    SentenceMeasurer,
)
from ragqa.passages import passage_text
from ragqa.questions import understand
from ragqa.retrieval import HybridRetriever, make_query
from ragqa.settings import LEVELS, Settings
from ragqa.span_reader import SpanReader, open_span_reader
from ragqa.sparse_index import SparseIndex
from ragqa.statements import Candidate
from ragqa.terms import tokenize
from ragqa.types import Document, Span
from training.bilingual import (
    DIRECTIONS,
    BilingualDocument,
    answer_spans,
    load_bilingual,
    use_of,
)
from training.reader_data import held_out_titles
from training.translated import questions_in_spanish

WEIGHTS = Path(__file__).parents[1] / "ragqa" / "reading_weights.json"
SELQA_ARTICLES = 200  # of a corpus; they are short
WIKI_ARTICLES = 3
QUESTIONS_A_CORPUS = 250
SEED = 20
PENALTY = 1e-3  # on the squares of the coefficients, for features of variance 1
UNANSWERABLE_SHARE = 0.15  # of the questions that people ask, an estimate; sets the intercept
SAME_SENTENCE = 0.5  # of a candidate's characters that must lie in an answer to be one


@dataclass(frozen=True)
class Asked:
    """A question with its gold spans, and whether its paragraph is in the corpus."""

    text: str
    doc_id: str
    spans: tuple[Span, ...]
    present: bool


@dataclass(frozen=True)
class Corpus:
    """Documents, and questions about them in one language."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Asked, ...]
    asked_in: str = "en"


@dataclass(frozen=True)
class Example:
    """A question's candidates: features (candidates, features), and which of them answer.

    ``passage_right`` tells of each whether its passage is the one that answers.
    """

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    passage_right: NDArray[np.bool_]
    present: bool


@dataclass(frozen=True)
class Fitted:
    """Coefficients, in the order of the features; ``intercept`` is the support's."""

    rank: NDArray[np.float64]
    support: NDArray[np.float64]
    intercept: float


class CachingEncoder:
    """Remembers vectors, since many questions read the same sentences."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, FloatArray] = {}
        self.name, self.sha256 = encoder.name, encoder.sha256
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens
        self.count_tokens, self.encode_queries = encoder.count_tokens, encoder.encode_queries

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode_documents(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("encoder", choices=(MINILM_INT8, MULTILINGUAL))
    parser.add_argument("--data", type=Path, default=Path("../shared/train"))
    parser.add_argument(
        "--only", choices=("with_spans", "without_spans"), help="leave the other as it is"
    )
    arguments = parser.parse_args()
    encoder = CachingEncoder(open_encoder(arguments.encoder))
    fitted_on, held_out = corpora(arguments.data, bilingual=arguments.encoder == MULTILINGUAL)
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    for name, used in (("with_spans", open_span_reader()), ("without_spans", None)):
        if arguments.only in (None, name):
            weights[arguments.encoder][name] = {
                language: fit(
                    asked_in(language, fitted_on), asked_in(language, held_out), encoder, used
                )
                for language in dict.fromkeys(corpus.asked_in for corpus in fitted_on)
            }
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def asked_in(language: str, all_corpora: Sequence[Corpus]) -> list[Corpus]:
    return [corpus for corpus in all_corpora if corpus.asked_in == language]


def fit(
    fitted_on: Sequence[Corpus],
    held_out: Sequence[Corpus],
    encoder: Encoder,
    reader: SpanReader | None,
) -> dict[str, Any]:
    """Fit on some corpora, print how good the fit is on others, and return the coefficients."""
    examples = [one for corpus in fitted_on for one in examples_of(corpus, encoder, reader)]
    rank = fit_rank(examples)
    support, intercept = fit_support(examples, rank)
    fitted = Fitted(rank, support, intercept)
    print_quality("fitted on", examples, fitted)
    if reader is not None:
        print_bounds(examples)
    for corpus in held_out:
        unseen = examples_of(corpus, encoder, reader)
        print_quality(f"held out, {corpus.name}", unseen, fitted)
    return {"rank": named(rank), "support": named(support), "intercept": round(intercept, 4)}


def corpora(data: Path, *, bilingual: bool) -> tuple[list[Corpus], list[Corpus]]:
    """Return the corpora to fit on, and those to measure with.

    None of their articles is one that the span reader was trained on.
    """
    shuffle = random.Random(SEED)
    selqa = [*rows(data / "selqa_dev.jsonl.gz"), *rows(data / "selqa_test.jsonl.gz")]
    wiki = rows(data / "squadshifts_new_wiki.jsonl.gz")
    unread = held_out_titles({row["title"] for row in wiki})
    left = [row for row in wiki if row["title"] in unread]
    first, *others = [
        *article_corpora("SelQA", selqa, SELQA_ARTICLES, shuffle),
        *article_corpora("new Wikipedia", left, WIKI_ARTICLES, shuffle),
    ]
    if not bilingual:
        return others, [first]
    documents = load_bilingual()
    pairs = [
        [bilingual_corpus(documents, use, asked, written) for asked, written in DIRECTIONS]
        for use in ("fit", "held_out")
    ]
    return (
        [*others, *map(asked_in_spanish, others), *pairs[0]],
        [first, asked_in_spanish(first), *pairs[1]],
    )


def asked_in_spanish(corpus: Corpus) -> Corpus:
    asked = questions_in_spanish([question.text for question in corpus.questions])
    questions = tuple(
        replace(question, text=text) for question, text in zip(corpus.questions, asked, strict=True)
    )
    return replace(corpus, name=f"{corpus.name} in Spanish", questions=questions, asked_in="es")


def bilingual_corpus(
    documents: Sequence[BilingualDocument], use: str, asked: str, written: str
) -> Corpus:
    """Return all documents in one language, and a use's questions in one.

    Every third document that is asked about is left out.
    """
    asked_about = [document for document in documents if use_of(document.group) == use]
    gone = {document.doc_id for document in asked_about[::3]}
    questions = tuple(
        Asked(
            question.text[asked],
            document.doc_id,
            tuple(Span(*span) for span in answer_spans(document, question, written)),
            document.doc_id not in gone and question.answer is not None,
        )
        for document in asked_about
        for question in document.questions
    )
    kept = tuple(
        Document(one.doc_id, one.title[written], one.text[written], one.doc_id, written)
        for one in documents
        if one.doc_id not in gone
    )
    return Corpus(f"bilingual {asked} over {written}", kept, questions, asked)


def article_corpora(
    name: str, questions: Sequence[dict[str, Any]], size: int, shuffle: random.Random
) -> list[Corpus]:
    """Return corpora of ``size`` articles each."""
    articles: dict[str, list[dict[str, Any]]] = {}
    for row in questions:
        articles.setdefault(row["title"], []).append(row)
    titles = sorted(articles)
    shuffle.shuffle(titles)
    groups = [titles[i : i + size] for i in range(0, len(titles), size)]
    return [corpus_of(name, [articles[title] for title in group], shuffle) for group in groups]


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def corpus_of(name: str, articles: list[list[dict[str, Any]]], shuffle: random.Random) -> Corpus:
    """Leave out every third article, and every third paragraph of the others."""
    documents: list[Document] = []
    questions: list[Asked] = []
    for number, article in enumerate(articles):
        contexts = list(dict.fromkeys(row["context"] for row in article))
        gone = set(contexts if number % 3 == 0 else contexts[1::3])
        for context in contexts:
            doc_id = f"{number}-{contexts.index(context)}"
            asked = [row for row in article if row["context"] == context]
            title = asked[0]["title"].replace("_", " ")
            if context not in gone:
                documents.append(Document(doc_id, title, context, doc_id, "en"))
            questions += [
                Asked(
                    row["question"],
                    doc_id,
                    tuple(
                        Span(answer["start"], answer["start"] + len(answer["text"]))
                        for answer in row["answers"]
                    ),
                    context not in gone,
                )
                for row in asked
            ]
    shuffle.shuffle(questions)
    return Corpus(name, tuple(documents), tuple(questions[:QUESTIONS_A_CORPUS]))


def examples_of(corpus: Corpus, encoder: Encoder, reader: SpanReader | None) -> list[Example]:
    settings = Settings()
    chunk_tokens, overlap_tokens = settings.chunk_sizes
    documents = {document.doc_id: document for document in corpus.documents}
    chunks = [
        chunk
        for document in corpus.documents
        for chunk in chunk_document(
            document,
            max_tokens=chunk_tokens,
            overlap_tokens=overlap_tokens,
            count_tokens=encoder.count_tokens,
        )
    ]
    texts = [passage_text(documents[chunk.doc_id], chunk, encoder) for chunk in chunks]
    languages = [documents[chunk.doc_id].language for chunk in chunks]
    sparse = SparseIndex.build(list(map(tokenize, texts, languages)))
    dense = DenseIndex.build(encoder.encode_documents(texts))
    retriever = HybridRetriever(
        dense,
        sparse,
        chunks=lambda found: [chunks[i] for i in found],
        languages=np.array(languages),
    )
    measurer = SentenceMeasurer(
        encoder,
        idf=sparse.idf,
        documents=documents.__getitem__,
        span_reader=reader,
    )
    return [
        example_of(asked, retriever, measurer, encoder, settings.read_hits)
        for asked in corpus.questions
    ]


def example_of(
    asked: Asked,
    retriever: HybridRetriever,
    measurer: SentenceMeasurer,
    encoder: Encoder,
    k: int,
) -> Example:
    question = understand(asked.text)
    query = make_query(
        asked.text, encoder=encoder, terms=question.terms, language=question.language
    )
    measured = measurer.measure(question, query, retriever.search(query, k=k))
    right = np.array([answers(candidate, asked) for candidate in measured.candidates])
    passage_right = np.array([one.hit.chunk.doc_id == asked.doc_id for one in measured.candidates])
    return Example(measured.features.astype(np.float64), right, passage_right, asked.present)


def answers(candidate: Candidate, asked: Asked) -> bool:
    """Tell whether a candidate holds an answer whole, or is most of it itself."""
    if candidate.hit.chunk.doc_id != asked.doc_id:
        return False
    return any(
        (candidate.start <= start and end <= candidate.end)
        or min(end, candidate.end) - max(start, candidate.start)
        >= SAME_SENTENCE * (candidate.end - candidate.start)
        for start, end in asked.spans
    )


def fit_rank(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Maximise the probability, a softmax over the candidates, of those that answer."""
    useful = [example for example in examples if example.right.any()]
    scale = scale_of(np.concatenate([example.features for example in useful]))
    scaled = [(example.features / scale, example.right) for example in useful]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Return the loss and its gradient."""
        total, gradient = 0.0, np.zeros_like(weights)
        for features, right in scaled:
            scores = features @ weights
            everything, answering = logsumexp(scores), logsumexp(scores[right])
            total += float(everything - answering)
            gradient += np.exp(scores - everything) @ features
            gradient -= np.exp(scores[right] - answering) @ features[right]
        penalty = PENALTY * float(weights @ weights)
        return (
            total / len(useful) + penalty,
            gradient / len(useful) + 2 * PENALTY * weights,
        )

    start = np.zeros(len(scale))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x / scale)


def scale_of(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation of each feature, 1 where it is always the same."""
    spread = features.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def best_candidates(
    examples: Sequence[Example], rank: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return each question's first candidate: features, and whether it and its passage answer."""
    first = [int(np.argmax(example.features @ rank)) for example in examples]
    pairs = list(zip(examples, first, strict=True))
    return (
        np.array([example.features[i] for example, i in pairs]),
        np.array([example.right[i] for example, i in pairs]),
        np.array([example.passage_right[i] for example, i in pairs]),
    )


def fit_support(
    examples: Sequence[Example], rank: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Fit the probability that the first candidate answers.

    Without the penalty, what is fitted on some corpora orders the answers of others worse.
    """
    features, right, _ = best_candidates(examples, rank)
    scale = scale_of(features)
    # scikit-learn adds the losses and halves the squares, where the penalty is for the mean loss.
    model = LogisticRegression(C=1 / (2 * PENALTY * len(right)), max_iter=5000)
    model.fit(features / scale, right, sample_weight=mixture(examples))
    return model.coef_[0] / scale, float(model.intercept_[0])


def mixture(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return weights that give the unanswerable questions the share they have among people's."""
    present = np.array([example.present for example in examples])
    share = np.where(present, 1 - UNANSWERABLE_SHARE, UNANSWERABLE_SHARE)
    return np.asarray(share / np.where(present, present.mean(), 1 - present.mean()))


def print_quality(name: str, examples: Sequence[Example], fitted: Fitted) -> None:
    features, right, passage_right = best_candidates(examples, fitted.rank)
    probability = 1 / (1 + np.exp(-(features @ fitted.support + fitted.intercept)))
    present = np.array([example.present for example in examples])
    findable = np.array([example.right.any() for example in examples])
    error = calibration_error(probability, right, mixture(examples))
    print(
        f"{name}: {len(examples)} questions\n"
        f"  right sentence first, of the questions where it was read: "
        f"{right[findable].mean():.3f}\n"
        f"  first sentence in the right passage: {passage_right[findable].mean():.3f}\n"
        f"  AUROC of the probability: {roc_auc_score(right, probability):.3f}, "
        f"expected calibration error: {error:.3f}"
    )
    for level, limit in LEVELS.items():
        given = probability >= limit
        wrong = (given & ~right) @ mixture(examples) / mixture(examples).sum()
        print(
            f"  {level}, {limit}: refused {1 - given[present].mean():.3f} of the answerable, "
            f"{1 - given[~present].mean():.3f} of the unanswerable; wrong {wrong:.3f} of all"
        )


def print_bounds(examples: Sequence[Example]) -> None:
    """Print how many sentences have less or more of a feature than `SPAN_BOUNDS` lets them."""
    of_spans = np.concatenate([one.features for one in examples])[:, len(SENTENCE_FEATURES) :]
    for name, bounds, values in zip(SPAN_FEATURES, SPAN_BOUNDS, of_spans.T, strict=True):
        outside = (values < bounds[0]) | (values > bounds[1])
        print(
            f"  {name} from {values.min():.1f} to {values.max():.1f}, outside of {bounds}:"
            f" {1000 * outside.mean():.2f} in 1,000 sentences"
        )


def calibration_error(
    probability: NDArray[np.float64],
    right: NDArray[np.bool_],
    weights: NDArray[np.float64],
    bins: int = 10,
) -> float:
    """Return the expected calibration error (M. P. Naeini et al., AAAI 2015), in 0..1."""
    bin_of = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = weights * (probability - right)
    return float(sum(abs(gaps[bin_of == i].sum()) for i in range(bins)) / weights.sum())


def named(values: NDArray[np.float64]) -> dict[str, float]:
    names = (*SENTENCE_FEATURES, *SPAN_FEATURES)[: len(values)]
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
