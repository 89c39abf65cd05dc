"""JSON files: documents where they say so, else their names and values as statements."""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ragqa.documents.blocks import Block, Mark
from ragqa.documents.composing import compose
from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import declared_fields
from ragqa.documents.jsonl import record_document
from ragqa.documents.source import LoadedDocument, SourceFile, digest_of, place_name
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import PlaceKind

_MAX_DEPTH = 40
_LONG_VALUE_CHARS = 200
"""A text longer than this is no value among others but a paragraph."""

_FIELDS = ("title", "date", "language", "author", "publisher")


def load_json(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the documents of a JSON file.

    A list of objects with ``id`` and ``text`` holds a document each, as the lines of JSON Lines do.
    An object with a ``text`` is one document. Anything else is one document of statements: "name:
    value; name: value". The objects of a list are its items, which citations name by their number.
    """
    place = place_name(file.path)
    value = _parse(decode_text(file.content, place), place)
    if isinstance(value, list) and value and all(map(_is_document, value)):
        for record in value:
            digest = digest_of(json.dumps(record, sort_keys=True).encode())
            yield LoadedDocument(record_document(dict(record), file.name), digest, file.path)
    elif isinstance(value, dict) and isinstance(value.get("text"), str):
        document = record_document({**value, "id": file.name}, file.name)
        yield LoadedDocument(document, digest_of(file.content), file.path)
    else:
        yield _statements(file, value, place)


def _is_document(value: object) -> bool:
    return isinstance(value, dict) and "id" in value and isinstance(value.get("text"), str)


def _parse(text: str, place: str) -> Any:
    try:
        # Numbers stay as they are written.
        value = json.loads(text, parse_float=str, parse_int=str)
        text.encode()
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise DocumentError(
            f'{place}, line {error.lineno}: found "{error.msg}" at column {error.colno}, expected '
            "JSON; mend it there, or name the file .jsonl if each line is an object",
            detail=error.msg,
        ) from error
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"{place}: found half of a surrogate pair, expected whole characters; write them as "
            "UTF-8",
            detail="half of a surrogate pair",
        ) from error
    except RecursionError as error:
        raise _too_deep(place) from error
    return value


def _statements(file: SourceFile, value: Any, place: str) -> LoadedDocument:
    fields = value if isinstance(value, dict) else {}
    declared = declared_fields(
        {name: fields[name] for name in _FIELDS if isinstance(fields.get(name), str)}
    )
    title = PurePosixPath(file.name).stem
    if _depth(value) > _MAX_DEPTH:
        raise _too_deep(place)
    return compose(file, _blocks(value, 1, None), declared, title=title)


def _depth(value: Any) -> int:
    """Return how many lists and objects stand within each other."""
    depth, layer = 0, [value]
    while layer := [one for one in layer if isinstance(one, dict | list)]:
        depth += 1
        layer = [
            inner for one in layer for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def _blocks(value: Any, level: int, mark: Mark | None) -> Iterator[Block]:
    """Yield the statements of a value, what stands below a name under a heading of a level."""
    if isinstance(value, dict):
        yield from _object_blocks(value, level, mark)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            item_mark = mark or Mark(PlaceKind.ITEM, number)
            if isinstance(item, dict | list):
                yield from _blocks(item, level, item_mark)
            else:
                yield from (Block(text, mark=item_mark) for text in [_one_line(item)] if text)
    else:
        yield from (Block(text, mark=mark) for text in [_one_line(value)] if text)


def _object_blocks(value: Mapping[str, Any], level: int, mark: Mark | None) -> Iterator[Block]:
    """Yield what an object says itself, and then what the objects and lists in it say."""
    short: list[str] = []
    long: list[str] = []
    for name, inner in value.items():
        text = _plain_values(inner)
        if text:
            (long if len(text) > _LONG_VALUE_CHARS else short).append(f"{_words(name)}: {text}")
    if short:
        yield Block("; ".join(short), mark=mark)
    yield from (Block(text, mark=mark) for text in long)
    for name, inner in value.items():
        if isinstance(inner, dict | list) and inner and not _plain_values(inner):
            if mark is None:
                yield Block(_words(name), level=level)
                yield from _blocks(inner, level + 1, None)
            else:
                # Within an item, a heading would cut the item in two.
                yield from (
                    Block(f"{_words(name)}: {block.text}", mark=mark)
                    for block in _blocks(inner, level, mark)
                )


def _plain_values(value: Any) -> str:
    """Return a value, or the values of a list of nothing else, on one line; else nothing."""
    if isinstance(value, list):
        plain = not any(isinstance(one, dict | list) for one in value)
        return ", ".join(filter(None, map(_one_line, value))) if plain else ""
    return "" if isinstance(value, dict) else _one_line(value)


def _one_line(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())


def _words(name: str) -> str:
    return " ".join(name.replace("_", " ").split())


def _too_deep(place: str) -> DocumentError:
    return DocumentError(
        f"{place}: found lists and objects within each other more than {_MAX_DEPTH} deep, expected "
        "fewer; flatten the file",
        problem=FileProblem.TOO_DEEP,
        limit=str(_MAX_DEPTH),
    )
