"""Plain text files: the text is what the bytes decode to."""

from collections.abc import Iterator

from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import first_line_title, language_of_text
from ragqa.documents.source import LoadedDocument, SourceFile, digest_of, place_name
from ragqa.types import Document


def load_text(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a text file; its first line that is not blank is its title."""
    text = decode_text(file.content, place_name(file.path))
    document = Document(
        doc_id=file.name,
        title=first_line_title(text),
        text=text,
        source=file.name,
        language=language_of_text(text),
    )
    yield LoadedDocument(document, digest_of(file.content), file.path)
