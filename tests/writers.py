"""The known text as files of each format, by the programs that usually write them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from io import BytesIO

import docx
from known_text import KnownText, Part


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
