"""The known text as files of each format, by the programs that usually write them."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from io import BytesIO, StringIO

import docx
import openpyxl
import xlsxwriter
from known_text import KnownTable, KnownText, Part


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
    shown = [dict(part.split(": ", 1) for part in row.split("; ")) for row in table.statements()]
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow([table.title])
    writer.writerow([])
    writer.writerows([table.names, *(row.values() for row in shown)])
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
