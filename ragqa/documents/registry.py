"""The registry of formats: which reader takes a file, by its suffix and by its content."""

from collections.abc import Callable, Iterable

from ragqa.documents import detection
from ragqa.documents.containers import load_gzip, load_tar, load_zip
from ragqa.documents.csv import load_csv
from ragqa.documents.docx import load_docx
from ragqa.documents.epub import load_epub
from ragqa.documents.html import load_html
from ragqa.documents.json import load_json
from ragqa.documents.jsonl import load_jsonl
from ragqa.documents.mail import load_eml, load_mbox, load_mhtml
from ragqa.documents.markdown import load_markdown, may_hold_html
from ragqa.documents.odf import load_odf
from ragqa.documents.pdf import load_pdf
from ragqa.documents.pptx import load_pptx
from ragqa.documents.rst import load_rst
from ragqa.documents.rtf import load_rtf
from ragqa.documents.source import (
    Failure,
    LoadedDocument,
    NestedFile,
    SkippedFile,
    SourceFile,
    place_name,
)
from ragqa.documents.subtitles import load_subtitles
from ragqa.documents.text import load_text
from ragqa.documents.xlsx import load_xlsx
from ragqa.errors import DocumentError, FileProblem

Loader = Callable[[SourceFile], Iterable[LoadedDocument | Failure | SkippedFile | NestedFile]]

EDITION = 2
"""Counts up where the same file would give another text: files are then read again."""

_LOADERS: dict[str, Loader] = {
    ".csv": load_csv,
    ".docx": load_docx,
    ".eml": load_eml,
    ".epub": load_epub,
    ".gz": load_gzip,
    ".htm": load_html,
    ".html": load_html,
    ".json": load_json,
    ".jsonl": load_jsonl,
    ".markdown": load_markdown,
    ".mbox": load_mbox,
    ".md": load_markdown,
    ".mht": load_mhtml,
    ".mhtml": load_mhtml,
    ".odp": load_odf,
    ".ods": load_odf,
    ".odt": load_odf,
    ".pdf": load_pdf,
    ".pptx": load_pptx,
    ".rst": load_rst,
    ".rtf": load_rtf,
    ".srt": load_subtitles,
    ".tar": load_tar,
    ".tgz": load_gzip,
    ".tsv": load_csv,
    ".txt": load_text,
    ".vtt": load_subtitles,
    ".xhtml": load_html,
    ".xlsm": load_xlsx,
    ".xlsx": load_xlsx,
    ".zip": load_zip,
}
"""The reader of each format; one more format is one more line."""

SUFFIXES = tuple(sorted(_LOADERS))
"""The suffixes of files that are read, in lower case; upper case is read as well."""

_TEXT_SUFFIXES = frozenset({".csv", ".htm", ".html", ".json", ".jsonl", ".markdown", ".md"}) | {
    *(".eml", ".mbox", ".mht", ".mhtml", ".rst", ".srt", ".tsv", ".txt", ".vtt", ".xhtml")
}
"""Formats that only the suffix tells apart; what begins as a web page may be any of them."""

_PLAIN_SUFFIXES = frozenset({".jsonl", ".markdown", ".md", ".txt"})


def has_suffix_of_reader(name: str) -> bool:
    """Tell whether there is a reader for a file of this name, whatever it holds."""
    return _suffix(name) in _LOADERS


def has_reader(name: str, head: bytes) -> bool:
    """Tell whether there is a reader for a file of this name that begins like this."""
    return has_suffix_of_reader(name) or _suffix_by_head(name, head) in _LOADERS


def is_plain(name: str, content: bytes) -> bool:
    """Tell whether a file is plain text, which takes no parser that could die of it."""
    suffix = _suffix(name)
    if suffix not in _PLAIN_SUFFIXES:
        return False
    if detection.signature(content[: detection.HEAD_BYTES]) is not None:
        return False
    return _LOADERS[suffix] is not load_markdown or not may_hold_html(content)


def find_loader(file: SourceFile) -> Loader:
    """Return the reader of a file: what its content surely is counts before its suffix.

    Raises
    ------
    DocumentError
        If there is none.
    """
    suffix = _suffix_by_head(file.name, file.content[: detection.HEAD_BYTES])
    if suffix == ".zip":
        suffix = detection.suffix_of_archive(file.content)
    if suffix == detection.OLE and detection.is_encrypted_office(file.content):
        raise DocumentError(
            f"{place_name(file.path)}: found an office file with a password, expected one without; "
            "save it without",
            problem=FileProblem.ENCRYPTED,
        )
    loader = _LOADERS.get(suffix)
    if loader is None:
        raise unknown_format(file)
    return loader


def unknown_format(file: SourceFile) -> DocumentError:
    """Return the error for a file that no reader takes."""
    return DocumentError(
        f"{place_name(file.path)}: found a format that is not read, expected one of "
        f"{', '.join(SUFFIXES)}; convert the file to one of them",
        problem=FileProblem.UNKNOWN_FORMAT,
        expected=", ".join(SUFFIXES),
    )


def _suffix(name: str) -> str:
    """Return what ``PurePosixPath(name).suffix`` is, in lower case, many times as fast."""
    last = name.rpartition("/")[2]
    dot = last.rfind(".")
    return last[dot:].lower() if 0 < dot < len(last) - 1 else ""


def _suffix_by_head(name: str, head: bytes) -> str:
    """Return the suffix that the content calls for, else the file's own."""
    suffix = _suffix(name)
    by_content = detection.signature(head)
    if by_content is not None:
        return by_content
    if suffix not in _TEXT_SUFFIXES and detection.is_html(head):
        return ".html"
    return suffix
