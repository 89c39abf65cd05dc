"""JSON Lines: a document a line, with ``id``, ``text`` and optionally ``title`` and more."""

import json
from collections.abc import Iterator
from typing import Any

from ragqa.documents.decoding import decode_marked, unify_line_ends
from ragqa.documents.fields import declared_fields, first_line_title, language_of_text
from ragqa.documents.source import Failure, LoadedDocument, SourceFile, digest_of, place_name
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document

_JSON_KINDS = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "nothing",
}


def load_jsonl(file: SourceFile) -> Iterator[LoadedDocument | Failure]:
    """Yield the document of each line that is not blank, or the failure of that line."""
    marked = decode_marked(file.content, place_name(file.path))
    content = file.content if marked is None else marked.encode("utf-8")
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            document = record_document(_parse(line), file.name)
        except DocumentError as error:
            place = place_name(file.path, number)
            yield Failure(
                file.path,
                f"{place}: {error}; mend the line or take it out",
                FileProblem.BROKEN_LINE,
                {"line": str(number)},
            )
        else:
            yield LoadedDocument(document, digest_of(line), file.path, number)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError("found bytes that are not UTF-8, expected UTF-8") from error
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"found half of a surrogate pair, \\u{ord(error.object[error.start]):04x}, "
            "expected whole characters"
        ) from error
    except json.JSONDecodeError as error:
        raise DocumentError(
            f'found "{error.msg}" at column {error.colno}, expected a JSON object'
        ) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            "found a number too long or a nesting too deep, expected a JSON object"
        ) from error
    if not isinstance(record, dict):
        raise DocumentError(f"found {_JSON_KINDS[type(record)]}, expected a JSON object")
    return record


def record_document(record: dict[str, Any], source: str) -> Document:
    """Return the document of an object with ``id``, ``text`` and what else it says of itself.

    Raises
    ------
    DocumentError
        If one of the two is no string, or blank.
    """
    doc_id = record.pop("id", None)
    if type(doc_id) is int:
        doc_id = str(doc_id)
    if not isinstance(doc_id, str) or not doc_id.strip():
        raise _wrong_field("id", doc_id)
    text = record.pop("text", None)
    if not isinstance(text, str) or not text.strip():
        raise _wrong_field("text", text)
    text = unify_line_ends(text)
    declared = declared_fields(record)
    return Document(
        doc_id=doc_id,
        title=declared.title or first_line_title(text),
        text=text,
        source=source,
        language=declared.language or language_of_text(text),
        date=declared.date,
        metadata=declared.metadata,
    )


def _wrong_field(name: str, value: object) -> DocumentError:
    found = "a blank string" if isinstance(value, str) else _JSON_KINDS[type(value)]
    return DocumentError(f'found {found} as "{name}", expected a string that is not blank')
