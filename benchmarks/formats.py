"""What a format costs: the same corpus as text, PDF and Word files, web pages, asked the same.

Run ``python -m benchmarks.formats`` from the repository's root, with names of formats behind it for
only these. The set is read from ``../shared``; where that folder is missing, this says so and ends.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph

from benchmarks._sets import RESULTS, SHARED
from ragqa import Answer, ChatBot

FIGURES = RESULTS / "formats.json"

PLAIN = "txt"
"""The format that the others are held against."""

ALLOWED_LOSS = {"first hit right": 0.01, "text holds a gold answer": 0.02}
WANTED = {"quotation on cited page": 0.99, "gold answer on cited page": 0.99}


@dataclass(frozen=True)
class Case:
    """A question, the file that answers it, and what a right answer holds."""

    question: str
    answerable: bool
    source: str | None
    golds: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", choices=[[], *WRITERS], help="default: all")
    names = parser.parse_args().formats or [*WRITERS]
    folder = SHARED / "eval" / "xquad-dev"
    if not folder.exists():
        print(f"no evaluation set in {folder}; nothing to measure")
        return
    records = read_lines(folder / "corpus.jsonl")
    cases = [case_of(row) for row in read_lines(folder / "questions.jsonl") if row["lang"] == "en"]
    with tempfile.TemporaryDirectory() as work:
        results = {
            name: measure(name, records, cases, Path(work))
            for name in dict.fromkeys([PLAIN, *names])
        }
        if "pdf" in names:
            results["pdf"] |= measure_pages(records, cases, Path(work))
    print_results(results)
    RESULTS.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def measure(
    name: str, records: list[dict[str, str]], cases: list[Case], work: Path
) -> dict[str, float]:
    """Write the corpus in a format, index it, ask, and return each figure by its name."""
    corpus = work / name
    corpus.mkdir()
    for record in records:
        title = record["title"].replace("_", " ")
        (corpus / f"{record['id']}.{name}").write_bytes(WRITERS[name](title, record["text"]))
    asked = [replace(case, source=f"{case.source}.{name}") for case in cases]
    with ChatBot.build(corpus, store=work / f"store-{name}") as bot:
        answered = [(case, bot.ask(case.question)) for case in asked]
    yes = [(case, answer) for case, answer in answered if case.answerable]
    no = [answer for case, answer in answered if not case.answerable]
    return {
        "questions": len(answered),
        "first hit right": fmean(found_at(case, answer, 1) for case, answer in yes),
        "first citation right": fmean(cites_first(case, answer) for case, answer in yes),
        "text holds a gold answer": fmean(holds_gold(case, answer) for case, answer in yes),
        "unanswerable refused": fmean(answer.abstained for answer in no) if no else 1.0,
    }


def measure_pages(records: list[dict[str, str]], cases: list[Case], work: Path) -> dict[str, float]:
    """Write each article as a file with a paragraph a page; return the shares of right pages.

    Of all citations: how many quotations stand on the page that is named. Of those that hold a gold
    answer, from the article that is asked about: how many name a page that the writer put it on.
    A letter that the writer's font lacks is a square in the file, and counts as wrong here.
    """
    corpus, pages = work / "articles", dict[str, list[str]]()
    corpus.mkdir()
    by_article = sorted(records, key=lambda one: article_of(one["id"]))
    for article, group in groupby(by_article, key=lambda one: article_of(one["id"])):
        paragraphs = list(group)
        pages[f"{article}.pdf"] = [" ".join(one["text"].split()) for one in paragraphs]
        title = paragraphs[0]["title"].replace("_", " ")
        (corpus / f"{article}.pdf").write_bytes(
            write_pdf_pages(title, [one["text"] for one in paragraphs])
        )
    with ChatBot.build(corpus, store=work / "store-articles") as bot:
        cited = [
            (case, citation)
            for case in cases
            if case.answerable
            for citation in bot.ask(case.question).citations
        ]
    golds = [
        (one, gold)
        for case, one in cited
        for gold in case.golds
        if one.doc_id == f"{article_of(case.source)}.pdf" and gold in one.quote
    ]
    return {
        "quotation on cited page": fmean(
            is_on_page(one.quote, one.page, pages[one.doc_id]) for _, one in cited
        ),
        "gold answer on cited page": fmean(
            is_on_page(gold, one.page, pages[one.doc_id]) for one, gold in golds
        ),
    }


def article_of(doc_id: str | None) -> str:
    return (doc_id or "").split("-")[0]


def is_on_page(text: str, page: int | None, pages: list[str]) -> bool:
    """Tell whether a page, numbered from 1, was written with a text, however that is wrapped."""
    return (
        page is not None and 1 <= page <= len(pages) and " ".join(text.split()) in pages[page - 1]
    )


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def case_of(row: dict[str, Any]) -> Case:
    golds = tuple(answer["text"] for answer in row.get("answers") or ())
    return Case(row["question"], row["answerable"], row["source"], golds)


def found_at(case: Case, answer: Answer, depth: int) -> bool:
    found = dict.fromkeys(hit.chunk.doc_id for hit in answer.hits)
    return case.source in list(found)[:depth]


def cites_first(case: Case, answer: Answer) -> bool:
    return bool(answer.citations) and answer.citations[0].doc_id == case.source


def holds_gold(case: Case, answer: Answer) -> bool:
    text = " ".join(answer.text.lower().split())
    return not answer.abstained and any(gold.lower() in text for gold in case.golds)


def print_results(results: Mapping[str, Mapping[str, float]]) -> None:
    plain = results[PLAIN]
    print(
        f"xquad-dev, en, {plain['questions']:.0f} questions; behind each, what is lost of {PLAIN}"
    )
    for name, found in results.items():
        print(name)
        for figure, value in found.items():
            if figure == "questions":
                continue
            if figure in WANTED:
                missed = "" if value >= WANTED[figure] else ", TOO LITTLE"
                print(f"  {figure:28} {value:6.3f}, wanted {WANTED[figure]:.3f}{missed}")
                continue
            lost = plain[figure] - value
            allowed = ALLOWED_LOSS.get(figure)
            verdict = "" if allowed is None else f", allowed {allowed:.3f}"
            verdict += "" if allowed is None or lost <= allowed else ", TOO MUCH"
            print(f"  {figure:28} {value:6.3f} {lost:+7.3f}{verdict}")


def write_text(title: str, text: str) -> bytes:
    return f"{title}\n\n{text}\n".encode()


def write_html(title: str, text: str) -> bytes:
    """Return a page with a menu, a side column and a footer around the text."""
    links = "".join(f"<li><a href='#{number}'>Section {number}</a></li>" for number in range(12))
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{escape(title)} - The site</title></head>"
        f"<body><header><a href='/'>The site</a><nav><ul>{links}</ul></nav></header>"
        f"<article><h1>{escape(title)}</h1><p>{escape(text)}</p></article>"
        "<aside><h2>Most read</h2><p>Ten stories of the week</p></aside>"
        "<footer><p>All rights reserved. Contact the webmaster.</p></footer></body></html>"
    ).encode()


def write_docx(title: str, text: str) -> bytes:
    """Return a Word file with a heading, and a header and footer on its pages."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "The annual report"
    document.sections[0].footer.paragraphs[0].text = "Confidential"
    document.add_heading(title, 1)
    document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_pdf(title: str, text: str) -> bytes:
    """Return a page of two columns under a header and over its number."""
    return write_pdf_pages(title, [text])


def write_pdf_pages(title: str, texts: list[str]) -> bytes:
    """Return a file with a page a text, in two columns under a header and over its number."""
    styles, stream, (width, height) = getSampleStyleSheet(), BytesIO(), A4
    template = BaseDocTemplate(stream, pagesize=A4, title=title)
    # Low enough that long paragraphs take both columns, and none a second page.
    frames = [Frame(x, height - 640, width / 2 - 65, 560) for x in (50, width / 2 + 15)]

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, height - 35, "The collected articles of the year")
        canvas.drawCentredString(width / 2, 25, f"Page {document.page} of the volume")

    template.addPageTemplates([PageTemplate(id="page", frames=frames, onPage=decorate)])
    story: list[Any] = [Paragraph(escape(title), styles["Heading1"])]
    for text in texts:
        story += [Paragraph(escape(text), styles["BodyText"]), PageBreak()]
    template.build(story)
    return stream.getvalue()


WRITERS: dict[str, Callable[[str, str], bytes]] = {
    PLAIN: write_text,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}
"""What writes a title and a text in a format, by its suffix."""


if __name__ == "__main__":
    main()
