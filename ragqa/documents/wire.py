"""What is read, as lines of JSON between processes.

JSON, not pickle: a parser that a file took over must not be able to run code in the process that
asked it.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ragqa.documents.limits import ReadLimits
from ragqa.documents.reading import Outcome
from ragqa.documents.recognition import Recogniser
from ragqa.documents.source import Failure, LoadedDocument, SkippedFile, SourceFile
from ragqa.errors import FileProblem
from ragqa.types import Document, Page, Place, PlaceKind, Section


def encode_header(file: SourceFile) -> bytes:
    """Return a file without its content, of which only the size is told."""
    return _line(
        {
            "path": str(file.path),
            "name": file.name,
            "size": len(file.content),
            "limits": asdict(file.limits),
            "password": file.password,
            "recogniser": asdict(file.recogniser) if file.recogniser else None,
        }
    )


def decode_header(line: bytes) -> tuple[SourceFile, int]:
    """Return a file without its content, and the size of that."""
    fields = json.loads(line)
    file = SourceFile(
        path=Path(fields["path"]),
        name=fields["name"],
        content=b"",
        limits=ReadLimits(**fields["limits"]),
        password=fields["password"],
        recogniser=_recogniser(fields["recogniser"]),
    )
    return file, fields["size"]


def encode_outcome(outcome: Outcome) -> bytes:
    """Return what ``decode_outcome`` reads."""
    fields = asdict(outcome)
    fields["path"] = os.fspath(outcome.path)
    return _line({"kind": type(outcome).__name__, **fields})


def decode_outcome(line: bytes) -> Outcome:
    """Return the outcome of a line; ValueError, KeyError or TypeError if it holds none."""
    fields = json.loads(line)
    kind = fields.pop("kind")
    fields["path"] = Path(fields["path"])
    if kind == "LoadedDocument":
        return LoadedDocument(**{**fields, "document": _document(fields["document"])})
    fields["problem"] = FileProblem(fields["problem"])
    return SkippedFile(**fields) if kind == "SkippedFile" else Failure(**fields)


def _recogniser(fields: dict[str, Any] | None) -> Recogniser | None:
    if fields is None:
        return None
    return Recogniser(**{**fields, "command": tuple(fields["command"])})


def _document(fields: dict[str, Any]) -> Document:
    return Document(
        **{
            **fields,
            "sections": tuple(Section(**one) for one in fields["sections"]),
            "pages": tuple(Page(**one) for one in fields["pages"]),
            "places": tuple(
                Place(**{**one, "kind": PlaceKind(one["kind"])}) for one in fields["places"]
            ),
        }
    )


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields).encode() + b"\n"
