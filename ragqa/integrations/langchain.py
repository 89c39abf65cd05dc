"""The passages of a chatbot as documents of LangChain: ``pip install "ragqa[langchain]"``.

The only importer of langchain_core.
"""

from ragqa.chatbot import ChatBot
from ragqa.types import Document as SourceDocument
from ragqa.types import Hit

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from pydantic import ConfigDict, Field
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "ragqa.integrations.langchain needs langchain-core, which is not installed; "
        'install it with: pip install "ragqa[langchain]"',
        name=error.name,
    ) from error


class RagqaRetriever(BaseRetriever):
    """Retrieves the ``k`` best passages for a query from an open chatbot, best first.

    The chatbot stays its owner's, who closes it. ``invoke`` raises what `ChatBot.search` raises.

    A document has the passage as ``page_content``, its ``chunk_id`` as ``id``, and as metadata
    ``doc_id``, ``chunk_id``, ``title``, ``source``, ``start``, ``end``, ``page`` and
    ``place`` (each None where the source has none), ``score`` and ``also_in``, the other documents
    that carry the passage. Law:
    ``bot.document(doc_id).text[start:end]`` is the ``page_content``.
    """

    # A misspelt argument is an error instead of being left out.
    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    bot: ChatBot
    k: int = Field(default=5, ge=1)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain passes it by name)
    ) -> list[Document]:
        hits, documents = self.bot.search_with_documents(query, k=self.k)
        return [_document(hit, documents[hit.chunk.doc_id]) for hit in hits]


def _document(hit: Hit, document: SourceDocument) -> Document:
    chunk = hit.chunk
    return Document(
        id=chunk.chunk_id,
        page_content=chunk.text,
        metadata={
            "doc_id": chunk.doc_id,
            "chunk_id": chunk.chunk_id,
            "title": document.title,
            "source": document.source,
            "start": chunk.start,
            "end": chunk.end,
            "page": chunk.page,
            "place": chunk.place,
            "score": hit.score,
            "also_in": list(hit.also_in),
        },
    )
