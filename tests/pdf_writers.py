"""The known text as PDF files, by reportlab: one column or two, with running lines or without."""

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import pypdfium2
from known_text import KnownText, Part
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table

_STYLES = getSampleStyleSheet()
BODY = ParagraphStyle("body", parent=_STYLES["BodyText"], alignment=TA_JUSTIFY)
HYPHENATED = ParagraphStyle("hyphenated", parent=BODY, hyphenationLang="en_US")

_WIDTH, _HEIGHT = A4
_FRAMES = {
    1: ((50, _WIDTH - 100),),
    2: ((50, _WIDTH / 2 - 65), (_WIDTH / 2 + 15, _WIDTH / 2 - 65)),
}


def write_pdf(
    text: KnownText,
    *,
    columns: int = 1,
    repeat: int = 1,
    pages_of_parts: bool = False,
    running: bool = False,
) -> bytes:
    """Return the known text with its properties; ``running`` adds headers and page numbers."""
    story: list[Any] = []
    for _ in range(repeat):
        for part in text.parts:
            story += _flowables(part)
            if pages_of_parts:
                story.append(PageBreak())
    return write_story(
        story,
        columns=columns,
        running=running,
        title=text.title,
        author=text.author,
        lang=text.language,
        date=text.date,
    )


def write_story(
    story: Sequence[Any],
    *,
    columns: int = 1,
    running: bool = False,
    date: str = "2020-02-03",
    **properties: Any,
) -> bytes:
    """Return flowables as a file."""
    stream = io.BytesIO()
    template = BaseDocTemplate(stream, pagesize=A4, **properties)
    frames = [Frame(x, 60, width, _HEIGHT - 130) for x, width in _FRAMES[columns]]

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setDateFormatter(lambda *_: f"D:{date.replace('-', '')}093000+00'00'")
        if not running:
            return
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, _HEIGHT - 35, "Yearly report of the desk")
        canvas.drawRightString(_WIDTH - 60, _HEIGHT - 35, f"Chapter {document.page}")
        canvas.drawCentredString(_WIDTH / 2, 25, f"Page {document.page}")

    template.addPageTemplates([PageTemplate(id="page", frames=frames, onPage=decorate)])
    template.build(list(story))
    return stream.getvalue()


def write_canvas(*pages: Sequence[tuple[float, float, str]], **settings: Any) -> bytes:
    """Return pages of lines, each at its place."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, **settings)
    for page in pages:
        for x, y, line in page:
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _flowables(part: Part) -> Iterator[Any]:
    yield Paragraph(part.heading, _STYLES[f"Heading{part.level}"])
    yield from (Paragraph(paragraph, BODY) for paragraph in part.paragraphs)
    yield from (Paragraph(item, BODY) for item in part.items)
    if part.rows:
        yield Table([list(row) for row in part.rows])


def scanned(content: bytes, *, dpi: int = 200) -> bytes:
    """Return the pages of a file as pictures of themselves, without a text."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        for page in pdf:
            canvas.setPageSize(page.get_size())
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            canvas.drawImage(ImageReader(picture), 0, 0, *page.get_size())
            canvas.showPage()
    canvas.save()
    return stream.getvalue()
