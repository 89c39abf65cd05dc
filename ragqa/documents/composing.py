"""What a loader read of a file, put together as one document."""

from collections.abc import Iterable

from ragqa.documents.blocks import Block, join_blocks, join_places
from ragqa.documents.fields import DeclaredFields, first_line_title, language_of_text
from ragqa.documents.source import LoadedDocument, SourceFile, digest_of
from ragqa.types import Document


def compose(
    file: SourceFile, blocks: Iterable[Block], fields: DeclaredFields, *, title: str = ""
) -> LoadedDocument:
    """Return the one document of a file.

    Its title is the declared one, else ``title``, else the first heading of level 1, else the first
    line.
    """
    kept = [block for block in blocks if block.text.strip()]
    text, sections = join_blocks(kept)
    first_heading = next((block.text for block in kept if block.level == 1), "")
    document = Document(
        doc_id=file.name,
        title=fields.title or title or first_line_title(first_heading or text),
        text=text,
        source=file.name,
        language=fields.language or language_of_text(text),
        date=fields.date,
        sections=sections,
        metadata=fields.metadata,
        places=join_places(kept),
    )
    return LoadedDocument(document, digest_of(file.content), file.path)
