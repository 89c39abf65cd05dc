"""PDF files: the text of their pages in reading order, with outline, headings and properties.

With `pdf_fills` the only importer of pypdfium2, whose engine tells where each letter stands and is
not led astray by what real programs write. It is C++ and may die of a file; this runs in a process
of its own.
"""

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from ragqa.documents.blocks import Block, join_blocks
from ragqa.documents.fields import (
    declared_fields,
    first_line_title,
    foreign_language,
    language_of_text,
)
from ragqa.documents.pdf_fills import Fill, colour_at, fills_of
from ragqa.documents.pdf_layout import (
    PageLines,
    Paragraph,
    Segment,
    Word,
    heading_levels,
    paragraphs_of,
    split_cells,
    without_hyphenation,
    without_running_lines,
)
from ragqa.documents.pdf_pictures import recognised_pages, shows_something
from ragqa.documents.pdf_tables import with_stated_rows
from ragqa.documents.source import (
    LoadedDocument,
    SkippedFile,
    SourceFile,
    digest_of,
    place_name,
)
from ragqa.documents.unread_pages import unread_pages
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document, Page

_WORD = re.compile(r"\S+")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_NO_TEXT = re.compile(r"[\0\ufffd\ufeff]")
_PDF_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_EMPTY_VALUE = re.compile(r"\(?(?:anonymous|unspecified|untitled|unknown)\)?|", re.IGNORECASE)
_FILE_AS_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) - .*|.*\.(?:docx?|pptx?|xlsx?|odt|pdf|indd|tex))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_MAX_OUTLINE = 5_000
_FONT_NAME_BYTES = 128
_KNOWN_PROPERTIES = {"Author": "author", "Subject": "subject", "Keywords": "keywords"}


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def load_pdf(file: SourceFile) -> Iterator[LoadedDocument | SkippedFile]:
    """Yield the one document of a PDF file, and a word on its pages that hold no text.

    Its title is its own property, else its largest heading on the first page, else its first line.
    Pages of pictures are read where the file has a recogniser.
    """
    with closing(_open(file)) as pdf:
        pages = [_page_lines(pdf, index) for index in range(len(pdf))]
        pictured = [one.number for one in pages if not one.segments and _is_pictured(pdf, one)]
        failed: list[int] = []
        if file.recogniser and pictured:
            recognised, failed = recognised_pages(pdf, pictured, file.recogniser)
            pages = [recognised.get(one.number, one) for one in pages]
        outline = _outline(pdf)
        properties = _properties(pdf)
    document = _document(file, pages, outline, properties)
    if document.text:
        yield LoadedDocument(document, digest_of(file.content), file.path)
    unread = failed if file.recogniser else pictured
    if unread:
        problem = (
            FileProblem.PAGES_UNRECOGNISED if file.recogniser else FileProblem.PAGES_OF_PICTURES
        )
        yield unread_pages(file.path, unread, len(pages), problem)
    textless = [one.number for one in pages if not one.segments and one.number not in unread]
    if textless or not (document.text or unread):
        yield unread_pages(file.path, textless, len(pages), FileProblem.PAGES_WITHOUT_TEXT)


def _open(file: SourceFile) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(file.content, password=file.password)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            wrong = "a wrong password" if file.password else "a password"
            raise DocumentError(
                f"{place_name(file.path)}: found that it asks for {wrong}, expected a file that "
                "opens; take the password off, or give it with --password",
                problem=FileProblem.ENCRYPTED,
            ) from error
        raise DocumentError(
            f"{place_name(file.path)}: found a damaged file ({error}), expected a PDF; "
            "save it anew or take it out",
            detail=str(error),
        ) from error


def _page_lines(pdf: Any, index: int) -> PageLines:
    """Return the lines of a page; one that cannot be read has none."""
    import pypdfium2

    try:
        page, is_form = _open_page(pdf, index)
        with closing(page), closing(page.get_textpage()) as text_page:
            width, height = page.get_size()
            view = _View(page.get_rotation(), width, height)
            letters = _Letters(text_page, view, fills_of(page))
            segments = tuple(_segments(text_page.get_text_range(), letters, is_form=is_form))
            return PageLines(index + 1, height, segments)
    except pypdfium2.PdfiumError:
        return PageLines(index + 1, 1.0, ())


def _open_page(pdf: Any, index: int) -> tuple[Any, bool]:
    """Return a page, what was filled into its fields a part of it, and whether it has fields."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = pdf[index]
    are_drawn = list(_fields_are_drawn(page))
    if not are_drawn:
        return page, False
    if not all(are_drawn):
        # Some programs write the value alone, to be drawn by whoever shows it.
        page.close()
        with suppress(pypdfium2.PdfiumError):
            pdf.init_forms()
        page = pdf[index]
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[index], True


def _fields_are_drawn(page: Any) -> Iterator[bool]:
    """Yield for each field of a page whether the file says how it looks, or it has no value."""
    import pypdfium2.raw as pdfium

    for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            # The value may be that of the field above.
            has_value = any(pdfium.FPDFAnnot_HasKey(annotation, key) for key in (b"V", b"Parent"))
            yield not has_value or bool(pdfium.FPDFAnnot_HasKey(annotation, b"AP"))
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_pictured(pdf: Any, one: PageLines) -> bool:
    import pypdfium2

    try:
        with closing(pdf[one.number - 1]) as page:
            return shows_something(page)
    except pypdfium2.PdfiumError:
        return False


@dataclass(frozen=True, slots=True)
class _View:
    """How a page is seen: turned clockwise by so many degrees, and then of this size.

    The file has its letters where they stand before the turn.
    """

    degrees: int
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> _Box:
        """Return a rectangle of the file as it is seen."""
        match self.degrees:
            case 0:
                return _Box(left, bottom, right, top)
            case 90:
                return _Box(bottom, self.height - right, top, self.height - left)
            case 180:
                return _Box(
                    self.width - right, self.height - top, self.width - left, self.height - bottom
                )
            case 270:
                return _Box(self.width - top, left, self.width - bottom, right)
        return _Box(left, bottom, right, top)


def _segments(text: str, letters: "_Letters", *, is_form: bool) -> Iterator[Segment]:
    start = 0
    for line in text.splitlines(keepends=True):
        words = [letters.word(match[0], start + match.start()) for match in _WORD.finditer(line)]
        if words:
            for row in letters.rows(words) if is_form else [words]:
                yield from letters.segments(row)
        start += len(line)


class _Letters:
    """Where the letters of a page stand, by their place in its text."""

    def __init__(self, text_page: Any, view: _View, fills: list[Fill]) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._raw = text_page.raw
        self._view = view
        self._fills = fills
        self._ends = [ctypes.c_double() for _ in range(4)]
        # Made once: a page has some thousand boxes.
        self._to_ends = [ctypes.pointer(end) for end in self._ends]
        self._loose = pdfium.FS_RECTF()
        # What the font does not name is a letter, but no part of the text: they count apart then.
        self._is_aligned = text_page.count_chars() == len(text_page.get_text_range())

    def word(self, text: str, start: int) -> Word:
        """Return a word with the box from its first letter to its last."""
        first, last = self._index(start), self._index(start + len(text) - 1)
        if not self._view.degrees:
            return Word(text, *self._extent(first, last), first)
        one, other = self._box(first), self._box(last)
        return Word(text, min(one.left, other.left), max(one.right, other.right), first)

    def rows(self, words: Sequence[Word]) -> Iterator[list[Word]]:
        """Yield the words of a line in groups of one height: the values of fields may share it."""
        row: list[Word] = []
        for word in words:
            if row:
                one, other = self._loose_box(row[0].first), self._loose_box(word.first)
                if min(one.top, other.top) <= max(one.bottom, other.bottom):
                    yield row
                    row = []
            row.append(word)
        if row:
            yield row

    def segments(self, words: Sequence[Word]) -> Iterator[Segment]:
        """Yield the words of a line in groups that stand close."""
        first = words[0].first
        box = self._loose_box(first)
        size = round(box.top - box.bottom, 1)
        is_bold = _BOLD.search(_font_name(self._raw, first)) is not None
        for cell in split_cells(words, size=size, same_object=self._same_object):
            text = _clean(" ".join(word.text for word in cell))
            if not text.strip():
                continue
            left, right = cell[0].left, cell[-1].right
            ground = self._ground(cell[0].first)
            yield Segment(text, left, right, box.bottom, box.top, size, is_bold, ground)

    def _ground(self, index: int) -> tuple[int, int, int] | None:
        """Return the colour behind a letter, None where there is none."""
        if not self._fills:
            return None
        self._pdfium.FPDFText_GetLooseCharBox(self._raw, index, self._loose)
        loose = self._loose
        middle = (loose.left + loose.right) / 2, (loose.bottom + loose.top) / 2
        return colour_at(self._fills, *middle)

    def _same_object(self, one: Word, other: Word) -> bool:
        """Tell whether the file writes two words by one step: then no border is between them."""
        objects = (
            self._pdfium.FPDFText_GetTextObject(self._raw, word.first) for word in (one, other)
        )
        addresses = [ctypes.cast(found, ctypes.c_void_p).value for found in objects]
        return addresses[0] is not None and addresses[0] == addresses[1]

    def _index(self, position: int) -> int:
        if self._is_aligned:
            return position
        return int(self._pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, position))

    def _loose_box(self, index: int) -> _Box:
        self._pdfium.FPDFText_GetLooseCharBox(self._raw, index, self._loose)
        loose = self._loose
        return self._view.box(loose.left, loose.bottom, loose.right, loose.top)

    def _extent(self, first: int, last: int) -> tuple[float, float]:
        """Return the left and right end of two letters and what is between them, as in the file."""
        measure, (left, right, *_) = self._pdfium.FPDFText_GetCharBox, self._ends
        measure(self._raw, first, *self._to_ends)
        if first == last:
            return left.value, right.value
        first_left, first_right = left.value, right.value
        measure(self._raw, last, *self._to_ends)
        return min(first_left, left.value), max(first_right, right.value)

    def _box(self, index: int) -> _Box:
        self._pdfium.FPDFText_GetCharBox(self._raw, index, *self._to_ends)
        left, right, bottom, top = self._ends
        return self._view.box(left.value, bottom.value, right.value, top.value)


def _font_name(raw: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(raw, index, buffer, _FONT_NAME_BYTES, flags)
    return buffer.value.decode("utf-8", "replace") if 0 < length <= _FONT_NAME_BYTES else ""


def _clean(text: str) -> str:
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return _NO_TEXT.sub("", text)


def _outline(pdf: Any) -> dict[tuple[int, str], int]:
    """Return the level of each entry of the outline, by its page and its folded title."""
    import pypdfium2

    found: dict[tuple[int, str], int] = {}
    try:
        for number, entry in enumerate(pdf.get_toc(max_depth=6)):
            if number == _MAX_OUTLINE:
                break
            destination = entry.get_dest()
            page = destination.get_index() if destination else None
            if page is not None:
                found.setdefault((page + 1, _folded(entry.get_title())), entry.level + 1)
    except (pypdfium2.PdfiumError, ValueError, UnicodeError):
        return {}
    return found


def _properties(pdf: Any) -> dict[str, object]:
    """Return what the file says of itself, in the names that all formats share."""
    values = {key: " ".join(value.split()) for key, value in pdf.get_metadata_dict().items()}
    known = {key: value for key, value in values.items() if not _EMPTY_VALUE.fullmatch(value)}
    properties: dict[str, object] = {
        name: known[key] for key, name in _KNOWN_PROPERTIES.items() if key in known
    }
    title = known.get("Title", "")
    if title and not _FILE_AS_TITLE.fullmatch(title):
        properties["title"] = title
    day = _PDF_DATE.match(known.get("CreationDate", ""))
    if day and day[2] and day[3]:
        properties["date"] = f"{day[1]}-{day[2]}-{day[3]}"
    language = foreign_language(_declared_language(pdf))
    if language:
        properties["language"] = language
    return properties


def _declared_language(pdf: Any) -> str:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(64)
    length = pdfium.FPDFCatalog_GetLanguage(
        pdf.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer)
    )
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace").strip("\0 ")


def _document(
    file: SourceFile,
    pages: Sequence[PageLines],
    outline: Mapping[tuple[int, str], int],
    properties: Mapping[str, object],
) -> Document:
    paragraphs = without_hyphenation(
        with_stated_rows(
            [one for page in without_running_lines(pages) for one in paragraphs_of(page)]
        )
    )
    levels = _levels(paragraphs, outline)
    blocks = [Block(one.text, level=levels.get(i)) for i, one in enumerate(paragraphs)]
    text, sections = join_blocks(blocks)
    fields = declared_fields(properties)
    first = paragraphs[0].page if paragraphs else 0
    headings = [i for i in levels if paragraphs[i].page == first]
    largest = min(headings, key=lambda i: (levels[i], i), default=None)
    return Document(
        doc_id=file.name,
        title=fields.title
        or (paragraphs[largest].text if largest is not None else "")
        or first_line_title(text)
        or PurePosixPath(file.name).stem,
        text=text,
        source=file.name,
        language=fields.language or language_of_text(text),
        date=fields.date,
        sections=sections,
        pages=_pages(paragraphs),
        metadata=fields.metadata,
    )


def _levels(
    paragraphs: Sequence[Paragraph], outline: Mapping[tuple[int, str], int]
) -> dict[int, int]:
    """Return the levels of headings: those of the outline where its titles stand in the text."""
    listed = {
        index: outline[one.page, _folded(one.text)]
        for index, one in enumerate(paragraphs)
        if (one.page, _folded(one.text)) in outline
    }
    if 2 * len(listed) >= len(outline) > 0:
        return listed
    return heading_levels(paragraphs)


def _pages(paragraphs: Sequence[Paragraph]) -> tuple[Page, ...]:
    """Return the spans of the pages in the text that the paragraphs are joined to."""
    pages: list[Page] = []
    start = 0
    for one in paragraphs:
        end = start + len(one.text)
        if pages and pages[-1].number == one.page:
            pages[-1] = replace(pages[-1], end=end)
        else:
            pages.append(Page(one.page, start, end))
        start = end + 2
    return tuple(pages)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
