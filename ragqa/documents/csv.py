"""Tables as text (CSV, TSV): what separates the cells is found, each row is a statement."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePosixPath

from ragqa.documents.composing import compose
from ragqa.documents.decoding import decode_text
from ragqa.documents.fields import declared_fields
from ragqa.documents.rows import Row, row_of, row_statements
from ragqa.documents.source import LoadedDocument, SourceFile, place_name
from ragqa.errors import DocumentError

_SEPARATORS = "\t;,|"
"""Of equally good ones the first: a comma may stand within numbers, a semicolon does not."""

_SAMPLE_CHARS = 65_536
_DECLARED_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)


def load_csv(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of a table; its title is the file's name."""
    place = place_name(file.path)
    rows = _rows(decode_text(file.content, place), place)
    title = PurePosixPath(file.name).stem
    yield compose(file, row_statements(rows, place), declared_fields({}), title=title)


def _rows(text: str, place: str) -> Iterator[Row]:
    # Excel writes what separates the cells in front; the line is no row.
    declared = _DECLARED_SEPARATOR.match(text)
    separator = declared[1] if declared else _find_separator(text[:_SAMPLE_CHARS])
    body = text[declared.end() :] if declared else text
    reader = csv.reader(StringIO(body, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            yield row_of(number, cells)
    except csv.Error as error:
        raise DocumentError(
            f"{place}, line {reader.line_num}: found a broken row ({error}), expected cells with "
            f'"{separator}" between; look for a quotation mark that is never closed',
            detail=str(error),
        ) from error


def _find_separator(sample: str) -> str:
    """Return what cuts most rows of a text into the same number of cells, at least two."""
    return max(_SEPARATORS, key=lambda separator: _share_of_usual_width(sample, separator))


def _share_of_usual_width(sample: str, separator: str) -> float:
    rows = csv.reader(StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in rows if row)
    except csv.Error:
        return 0.0
    usual, count = widths.most_common(1)[0] if widths else (0, 0)
    return count / widths.total() if usual > 1 else 0.0
