"""The retriever for LangChain: its documents are the hits of the chatbot's own search."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEncoder
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from ragqa.chatbot import ChatBot
from ragqa.errors import QuestionError
from ragqa.features import SentenceMeasurer
from ragqa.generation import Generation
from ragqa.integrations.langchain import RagqaRetriever
from ragqa.reading import SentenceReader, load_weights
from ragqa.retrieval import Query
from ragqa.settings import Settings
from ragqa.store import Store
from ragqa.types import Chunk, Hit
from ragqa.types import Document as SourceDocument

QUESTION = "Who directed the film?"

SOURCE = SourceDocument(
    doc_id="talks/film.pdf",
    title="A film",
    text="Page one.\fThe film was directed by Miguel Gómez.",
    source="film.pdf",
)
FOUND = Hit(
    Chunk(
        chunk_id="talks/film.pdf#0002",
        doc_id="talks/film.pdf",
        text="The film was directed by Miguel Gómez.",
        start=10,
        end=48,
        page=2,
    ),
    rank=1,
    score=3.25,
    also_in=("talks/again.pdf",),
)


class FixedRetriever:
    """Finds the same hits for every query, and notes how many were wanted."""

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits
        self.wanted: list[int] = []

    def search(self, query: Query, *, k: int) -> tuple[Hit, ...]:
        self.wanted.append(k)
        return self.hits[:k]


@pytest.fixture(scope="module")
def bot(tiny_store: Path) -> Iterator[ChatBot]:
    with ChatBot.open(tiny_store) as opened:
        yield opened


@pytest.fixture
def found() -> FixedRetriever:
    return FixedRetriever(FOUND)


@pytest.fixture
def bot_of_one_hit(tiny_store: Path, found: FixedRetriever) -> Iterator[ChatBot]:
    encoder = FakeEncoder()
    documents = {SOURCE.doc_id: SOURCE}.__getitem__
    measurer = SentenceMeasurer(encoder, idf=lambda term: 1.0, documents=documents)
    reader = SentenceReader(measurer, weights=load_weights("minilm-int8", with_spans=False))

    def open_generation() -> Generation:
        return Generation(
            Store.open(tiny_store),
            reader=reader,
            documents=documents,
            make_retriever=lambda scope: found,
        )

    with ChatBot(
        tiny_store, encoder=encoder, open_generation=open_generation, settings=Settings()
    ) as opened:
        yield opened


def test_document_says_where_its_passage_stands(bot_of_one_hit: ChatBot) -> None:
    assert RagqaRetriever(bot=bot_of_one_hit).invoke(QUESTION) == [
        Document(
            id="talks/film.pdf#0002",
            page_content="The film was directed by Miguel Gómez.",
            metadata={
                "doc_id": "talks/film.pdf",
                "chunk_id": "talks/film.pdf#0002",
                "title": "A film",
                "source": "film.pdf",
                "start": 10,
                "end": 48,
                "page": 2,
                "place": None,
                "score": 3.25,
                "also_in": ["talks/again.pdf"],
            },
        )
    ]


def test_five_passages_are_wanted_unless_k_says_otherwise(
    bot_of_one_hit: ChatBot, found: FixedRetriever
) -> None:
    RagqaRetriever(bot=bot_of_one_hit).invoke(QUESTION)
    RagqaRetriever(bot=bot_of_one_hit, k=2).invoke(QUESTION)
    assert found.wanted == [5, 2]


def test_documents_are_the_hits_of_a_search_in_their_order(bot: ChatBot) -> None:
    hits = bot.search(QUESTION, k=3)
    documents = RagqaRetriever(bot=bot, k=3).invoke(QUESTION)
    assert len(hits) == 3
    assert [one.id for one in documents] == [hit.chunk.chunk_id for hit in hits]
    assert [one.metadata["score"] for one in documents] == [hit.score for hit in hits]


def test_offsets_give_back_the_page_content(bot: ChatBot) -> None:
    documents = RagqaRetriever(bot=bot).invoke(QUESTION)
    assert documents
    for one in documents:
        text = bot.document(one.metadata["doc_id"]).text
        assert text[one.metadata["start"] : one.metadata["end"]] == one.page_content


def test_asynchronous_call_finds_the_same(bot: ChatBot) -> None:
    retriever = RagqaRetriever(bot=bot)
    assert asyncio.run(retriever.ainvoke(QUESTION)) == retriever.invoke(QUESTION)


def test_retriever_is_a_step_of_a_chain(bot: ChatBot) -> None:
    chain = RagqaRetriever(bot=bot, k=1) | RunnableLambda(lambda found: found[0].metadata["title"])
    assert chain.invoke(QUESTION) == "A Fable on Film"


def test_empty_query_raises_what_the_chatbot_raises(bot: ChatBot) -> None:
    with pytest.raises(QuestionError, match="empty"):
        RagqaRetriever(bot=bot).invoke("  ")


@pytest.mark.parametrize(
    ("arguments", "named"), [({"k": 0}, "greater than or equal to 1"), ({"top_k": 3}, "top_k")]
)
def test_wrong_argument_is_refused_by_name(
    bot: ChatBot, arguments: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValidationError, match=named):
        RagqaRetriever(bot=bot, **arguments)


def test_without_langchain_core_the_error_names_the_extra() -> None:
    hidden = "import sys; sys.modules['langchain_core'] = None"
    code = f"{hidden}; import ragqa; import ragqa.integrations.langchain"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: ragqa.integrations.langchain needs langchain-core, which is not "
        'installed; install it with: pip install "ragqa[langchain]"'
    )
