"""What a format costs: the same corpus as text, Word files, web pages and more, asked the same.

Run ``python -m benchmarks.formats`` from the repository's root, with names of formats behind it for
only these. The set is read from ``../shared``; where that folder is missing, this says so and ends.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from io import BytesIO
from pathlib import Path
from statistics import fmean

import docx

from benchmarks.quality import SHARED, Case, case_of, cites_first, found_at, holds_gold, read_lines
from ragqa import ChatBot

RESULTS = Path(__file__).resolve().parent / "results" / "formats.json"

PLAIN = "txt"
"""The format that the others are held against."""

ALLOWED_LOSS = {"first hit right": 0.01, "text holds a gold answer": 0.02}


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
    print_results(results)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


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


WRITERS: dict[str, Callable[[str, str], bytes]] = {
    PLAIN: write_text,
    "html": write_html,
    "docx": write_docx,
}
"""What writes a title and a text in a format, by its suffix."""


if __name__ == "__main__":
    main()
