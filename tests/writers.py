"""The known text as files of each format, by the programs that usually write them."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from html import escape
from io import BytesIO, StringIO
from textwrap import fill, wrap
from typing import Any
from urllib.parse import quote

import docx
import odfdo
import openpyxl
import pptx
import xlsxwriter
from known_text import KnownTable, KnownText, Part
from office import archive
from pptx.util import Inches


def write_html(text: KnownText) -> bytes:
    """Return a page with a menu, a side column and a footer around the text."""
    menu = "".join(f"<li><a href='#{number}'>Menu {number}</a></li>" for number in range(9))
    title = escape(text.title)
    body = "\n".join(line for part in text.parts for line in _html_lines(part))
    return f"""<!DOCTYPE html>
<html lang="{text.language}-419">
<head><meta charset="utf-8"><title>{title} | Somewhere</title>
<meta name="author" content="{escape(text.author)}"><style>p {{ color: red }}</style></head>
<body><header><a href="/">Logo</a><nav><ul>{menu}</ul></nav></header>
<main><time datetime="{text.date}T09:30:00-06:00"></time>
{body}</main><aside>Beside it</aside><footer>Below it</footer>
<script>document.write("never")</script></body></html>""".encode()


def _html_lines(part: Part) -> Iterator[str]:
    yield f"<h{part.level}>{escape(part.heading)}</h{part.level}>"
    yield from (f"<p>{escape(paragraph)}" for paragraph in part.paragraphs)
    if part.items:
        yield "<ul>" + "".join(f"<li>{escape(item)}" for item in part.items) + "</ul>"
    if part.rows:
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in part.rows)
        yield "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def write_docx(text: KnownText) -> bytes:
    """Return what python-docx writes."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = text.title, text.author
    properties.created = properties.modified = datetime.fromisoformat(f"{text.date}T12:00:00")
    for part in text.parts:
        document.add_heading(part.heading, part.level)
        for paragraph in part.paragraphs:
            document.add_paragraph(paragraph)
        for item in part.items:
            document.add_paragraph(item, style="List Bullet")
        if part.rows:
            table = document.add_table(len(part.rows), len(part.rows[0]))
            for row, cells in zip(part.rows, table.rows, strict=True):
                for value, cell in zip(row, cells.cells, strict=True):
                    cell.text = value
    return _saved(document.save)


def _saved(save: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    save(stream)
    return stream.getvalue()


def write_csv(table: KnownTable) -> bytes:
    """Return what the standard library writes of what a person sees."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow([table.title])
    writer.writerow([])
    writer.writerows([table.names, *table.shown()])
    return stream.getvalue().encode("cp1252")


def write_xlsx_by_openpyxl(table: KnownTable) -> bytes:
    """Return what openpyxl writes: shared strings, a table below a title, an empty sheet behind."""
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet(table.title, 0)
    sheet.append([table.title])
    sheet.append([])
    sheet.append(table.names)
    for row in table.rows:
        sheet.append(row)
        formats = (None, "dd/mm/yyyy", "0", f'"{table.currency}"#,##0.00', "0%", "h:mm")
        for cell, form in zip(sheet[sheet.max_row], formats, strict=True):
            cell.number_format = form or cell.number_format
    return _saved(workbook.save)


def write_xlsx_by_xlsxwriter(table: KnownTable) -> bytes:
    """Return what XlsxWriter writes of the same table."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(table.title)
        sheet.write(0, 0, table.title)
        sheet.write_row(2, 0, table.names)
        codes = ("@", "d mmm yyyy", "General", f"{table.currency}#,##0.00", "0%", "hh:mm AM/PM")
        formats = [workbook.add_format({"num_format": code}) for code in codes]
        for number, row in enumerate(table.rows, start=3):
            for column, value in enumerate(row):
                sheet.write(number, column, value, formats[column])
        workbook.add_worksheet("Empty")
    return stream.getvalue()


def write_odt(text: KnownText) -> bytes:
    """Return what odfdo writes."""
    document = odfdo.Document("text")
    document.body.clear()
    document.meta.title, document.meta.initial_creator = text.title, text.author
    document.meta.creation_date = datetime.fromisoformat(f"{text.date}T12:00:00")
    for part in text.parts:
        document.body.append(odfdo.Header(part.level, part.heading))
        for paragraph in part.paragraphs:
            document.body.append(odfdo.Paragraph(paragraph))
        if part.items:
            document.body.append(odfdo.List(list(part.items)))
        if part.rows:
            document.body.append(_odf_table(part))
    return _saved(document.save)


def _odf_table(part: Part) -> odfdo.Table:
    table = odfdo.Table("Table")
    table.set_values([list(row) for row in part.rows])
    return table


def write_ods(table: KnownTable) -> bytes:
    """Return what odfdo writes, with the shown text of each cell."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    sheet = odfdo.Table(table.title)
    rows = [[table.title], [], list(table.names)]
    for number, values in enumerate(rows):
        sheet.set_row_values(number, values)
    for number, (row, shown) in enumerate(zip(table.rows, table.shown(), strict=True), start=3):
        sheet.set_row(number, odfdo.Row())
        for column, (value, text) in enumerate(zip(row, shown, strict=True)):
            sheet.set_cell((column, number), _ods_cell(value, text))
    document.body.append(sheet)
    document.body.append(odfdo.Table("Empty"))
    return _saved(document.save)


def _ods_cell(value: Any, shown: str) -> odfdo.Cell:
    if isinstance(value, time):
        cell = odfdo.Cell(timedelta(hours=value.hour, minutes=value.minute))
    else:
        cell = odfdo.Cell(value)
    cell.text_content = shown
    return cell


def write_pptx(text: KnownText) -> bytes:
    """Return what python-pptx writes: a slide a part, its paragraphs as notes to the slide."""
    presentation = pptx.Presentation()
    properties = presentation.core_properties
    properties.title, properties.author = text.title, text.author
    properties.created = properties.modified = datetime.fromisoformat(f"{text.date}T12:00:00")
    for part in text.parts:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = part.heading
        slide.placeholders[1].text = "\n".join(part.items)
        if part.rows:
            size = Inches(6), Inches(1)
            frame = slide.shapes.add_table(len(part.rows), len(part.rows[0]), *size, *size)
            for row, cells in zip(part.rows, frame.table.rows, strict=True):
                for value, cell in zip(row, cells.cells, strict=True):
                    cell.text = value
        slide.notes_slide.notes_text_frame.text = "\n".join(part.paragraphs)
    return _saved(presentation.save)


def write_odp(text: KnownText) -> bytes:
    """Return what odfdo writes: a slide a part, below its title items, rows and paragraphs."""
    document = odfdo.Document("presentation")
    document.body.clear()
    document.meta.title, document.meta.initial_creator = text.title, text.author
    document.meta.creation_date = datetime.fromisoformat(f"{text.date}T12:00:00")
    for number, part in enumerate(text.parts, start=1):
        page = odfdo.DrawPage(f"page{number}")
        title = odfdo.Frame.text_frame(part.heading, presentation_class="title")
        lists = [odfdo.List(list(part.items))] if part.items else []
        tables = [_odf_table(part)] if part.rows else []
        paragraphs = [odfdo.Paragraph(paragraph) for paragraph in part.paragraphs]
        contents = [*lists, *tables, *paragraphs]
        shown = odfdo.Frame.text_frame(contents, presentation_class="outline")
        # The title comes last, as after a person has moved it to the front.
        page.append(shown)
        page.append(title)
        document.body.append(page)
    return _saved(document.save)


def write_epub(text: KnownText) -> bytes:
    """Return a book as its standard has it: a chapter a part, contents and cover beside them."""
    chapters = {f"part {number}.xhtml": part for number, part in enumerate(text.parts, start=1)}
    items = "".join(
        f'<item id="c{number}" href="{quote(name)}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters, start=1)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(1, len(chapters) + 1))
    contents = "<html><body><nav><ol><li>Contents</li></ol></nav></body></html>"
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/>'
            "</rootfiles></container>",
            "OEBPS/book.opf": f"""<package xmlns:dc="dc"><metadata>
                <dc:title>{escape(text.title)}</dc:title><dc:creator>{escape(text.author)}</dc:creator>
                <dc:language>{text.language}-419</dc:language><dc:date>{text.date}</dc:date></metadata>
                <manifest><item id="nav" href="nav.xhtml" properties="nav"
                media-type="application/xhtml+xml"/><item id="ncx" href="toc.ncx"
                media-type="application/x-dtbncx+xml"/>{items}</manifest>
                <spine toc="ncx"><itemref idref="nav"/>{spine}</spine></package>""",
            "OEBPS/toc.ncx": '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" ""><ncx/>',
            "OEBPS/nav.xhtml": contents,
            **{f"OEBPS/{name}": _chapter(part) for name, part in chapters.items()},
        }
    )


def _chapter(part: Part) -> str:
    body = "".join(_html_lines(part))
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html '
        f'xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{body}</body></html>'
    )


def write_rtf(text: KnownText) -> bytes:
    """Return RTF as Word writes it: a code page, styles, the marks of items, rows of cells."""
    year, month, day = (int(part) for part in text.date.split("-"))
    styles = "".join(rf"{{\s{level}\b\f0 \snext0 heading {level};}}" for level in range(1, 4))
    body = "\r\n".join(line for part in text.parts for line in _rtf_lines(part))
    return (
        r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0 Times;}}"
        rf"{{\colortbl;\red0\green0\blue0;}}{{\stylesheet{{\s0 Normal;}}{styles}}}"
        rf"{{\info{{\title {_rtf(text.title)}}}{{\author {_rtf(text.author)}}}"
        rf"{{\creatim\yr{year}\mo{month}\dy{day}\hr9}}{{\operator x}}}}"
        rf"{{\header\pard Page\par}}{{\*\generator x;}}{body}}}"
    ).encode("ascii")


def _rtf_lines(part: Part) -> Iterator[str]:
    yield rf"\pard\plain\s{part.level} {_rtf(part.heading)}\par"
    yield from (rf"\pard\plain\s0 {{{_rtf(one)}}}\par" for one in part.paragraphs)
    for item in part.items:
        yield rf"{{\listtext\pard\plain\f0 \'b7\tab}}\pard\plain\ls1 {_rtf(item)}\par"
    for row in part.rows:
        cells = "".join(rf"{_rtf(cell)}\cell " for cell in row)
        yield rf"\trowd\cellx900\pard\intbl {cells}\row"


def _rtf(text: str) -> str:
    def write(character: str) -> str:
        if character in "\\{}":
            return f"\\{character}"
        if character.isascii():
            return character
        code = character.encode("cp1252", "replace").hex()
        return rf"\'{code}" if character in "áéíóúñ" else rf"\u{ord(character)}\'{code}"

    return "".join(map(write, text))


def write_rst(text: KnownText) -> bytes:
    """Return reStructuredText as a person writes it: wrapped lines, a table, fields in front."""
    fields = f":Author: {text.author}\n:Date: {text.date}\n:Language: {text.language}\n"
    first, *others = ["\n\n".join(_rst_blocks(part)) for part in text.parts]
    heading, _, body = first.partition("\n\n")
    return "\n\n".join([heading, fields, body, *others]).encode()


def _rst_blocks(part: Part) -> Iterator[str]:
    yield f"{part.heading}\n{'=-~'[part.level - 1] * len(part.heading)}"
    for paragraph in part.paragraphs:
        yield fill(paragraph, 70)
    if part.items:
        yield "\n".join(fill(f"* {item}", 40, subsequent_indent="  ") for item in part.items)
    if part.rows:
        rows = [
            f"   * - {row[0]}\n" + "\n".join(f"     - {cell}" for cell in row[1:])
            for row in part.rows
        ]
        yield ".. list-table::\n\n" + "\n".join(rows)


def write_srt(text: KnownText) -> bytes:
    """Return the paragraphs of the text as subtitles: two seconds and two short lines a cue."""
    paragraphs = [paragraph for part in text.parts for paragraph in part.paragraphs]
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, 40)]
    cues = [
        f"{number}\n{_srt_time(2 * number)} --> {_srt_time(2 * number + 1)}\n{pair}\n"
        for number, pair in enumerate(
            ("\n".join(lines[first : first + 2]) for first in range(0, len(lines), 2)), start=1
        )
    ]
    return "\n".join(cues).encode()


def _srt_time(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02},500"
