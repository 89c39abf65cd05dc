"""What the command line shows to people.

Documents may hold anything. None of it is read as markup, and no control character of it reaches a
terminal.
"""

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from ragqa.answering import understood_text
from ragqa.changes import Changes
from ragqa.display import LIST_BREAK, without_unsafe
from ragqa.documents import Failure, SkippedFile
from ragqa.documents.source import place_name, visible_name
from ragqa.indexing import IndexReport
from ragqa.quote_marks import words_pattern
from ragqa.store import DocumentSummary, Manifest
from ragqa.storing import Progress
from ragqa.types import Answer, Citation, Document, Hit

_SNIPPET_CHARS = 300


def console_for(stream: TextIO) -> Console:
    """Return a console that writes what it is given: no markup, no colours but on a terminal."""
    return Console(file=stream, markup=False, highlight=False, emoji=False)


def complain(message: str) -> None:
    """Write one line to standard error; what is not printable in it is written as an escape."""
    sys.stderr.write(f"ragqa: {_escaped(message)}\n")


def complain_of_files(report: IndexReport | None) -> None:
    """Write a line for each file, or part of one, that was left out."""
    if report is None:
        return
    for file in report.skipped:
        part = f", {file.name}" if file.name else ""
        complain(f"left out {file.path}{part}: {file.reason}")
    for failure in report.failures:
        complain(failure.reason)


def printable(text: str) -> str:
    """Return a text without what could command a terminal; a tab becomes a space."""
    return without_unsafe(text.replace("\t", " "))


def write_text(text: str, stream: TextIO) -> None:
    """Write a text as it is, so that offsets can be counted in it; to a terminal, printable."""
    stream.write(printable(text) if stream.isatty() else text)


def print_answer(answer: Answer, documents: Mapping[str, Document], console: Console) -> None:
    """Print the text of an answer, then the sources that its markers name.

    ``documents`` has each cited document by its id.
    """
    understood = understood_text(answer)
    if understood is not None:
        _print(console, Text(f"{_folded(understood)}\n", style="dim"))
    _print(console, _answer_text(answer))
    if answer.citations:
        lines = (_source_line(one, documents[one.doc_id]) for one in answer.citations)
        _print(console, Text("\n" + "\n".join(lines), style="dim"))


def print_hits(hits: Sequence[Hit], documents: Mapping[str, Document], console: Console) -> None:
    """Print passages, best first, each with its place and its beginning."""
    if not hits:
        _print(console, Text("No passage found."))
    for hit in hits:
        document = documents[hit.chunk.doc_id]
        place = ", ".join(_place(document, hit.chunk.start, hit.chunk.page, hit.chunk.place))
        heading = _folded(f"{hit.rank}. {document.title} — {place} (score {hit.score:.3f})")
        snippet = textwrap.shorten(printable(hit.chunk.text), _SNIPPET_CHARS, placeholder=" …")
        also = f"\n   {_also_in(hit.also_in)}" if hit.also_in else ""
        _print(console, Text.assemble((heading, "bold"), f"\n   {snippet}{also}"))


def print_store(
    manifest: Manifest,
    documents: Iterable[DocumentSummary],
    *,
    folder: str,
    console: Console,
) -> None:
    """Print what a store is made of and the documents that it holds."""
    encoder, chunking, counts = manifest.encoder, manifest.chunking, manifest.counts
    for name, value in (
        ("Store", f"{folder} (format {manifest.format_version})"),
        ("Created", f"{manifest.created} by ragqa {manifest.ragqa_version}"),
        ("Encoder", str(encoder)),
        ("Chunking", f"{chunking.max_tokens} tokens at most, overlap {chunking.overlap_tokens}"),
        ("Indexed", ", ".join(manifest.roots)),
        ("Holds", f"{_count(counts.documents, 'document')}, {_count(counts.chunks, 'chunk')}"),
    ):
        _print(console, Text.assemble((f"{name:<9}", "bold"), _folded(value)))
    _print(console, Text())
    for document in documents:
        # On a line of its own and never wrapped: it is what ``show`` is given, to the letter.
        console.print(Text(_escaped(document.doc_id)), soft_wrap=True)
        _print(console, _summary_text(document))


def print_index_report(
    report: IndexReport, *, folder: str, seconds: float, console: Console
) -> None:
    """Print in one line what a run of indexing did, then how many files and documents went how."""
    held = f"{_count(report.documents, 'document')}, {_count(report.chunks, 'chunk')}"
    if report.unchanged:
        line = f"Nothing changed: {folder} holds {held}"
    else:
        work = f"{report.encoded} encoded, {report.reused} reused"
        line = f"Indexed {held} ({work}) into {folder} in {seconds:.1f} s"
    _print(console, Text(_folded(line)))
    for how, things in (
        ("read", report.read),
        ("unchanged", report.kept),
        ("removed", report.removed),
        ("skipped", report.skipped),
        ("failed", report.failures),
    ):
        _print(console, _count_line(how, things))


def report_fields(report: IndexReport) -> dict[str, Any]:
    """Return what became of every file and document, as plain values for JSON."""
    return {
        "documents": report.documents,
        "chunks": report.chunks,
        "encoded": report.encoded,
        "reused": report.reused,
        "read": list(report.read),
        "unchanged": list(report.kept),
        "removed": list(report.removed),
        "skipped": [_unread_fields(one) for one in report.skipped],
        "failed": [_unread_fields(one) for one in report.failures],
    }


def print_changes(changes: Changes, *, console: Console) -> None:
    """Print a line for each file that would be read or go, then how many files would go how."""
    renamed = [f"{old} -> {new}" for old, new in changes.renamed]
    named = {
        "added": changes.added,
        "changed": changes.changed,
        "renamed": renamed,
        "removed": changes.removed,
    }
    for how, names in named.items():
        for name in names:
            console.print(Text(f"{how:<8} {_escaped(name)}"), soft_wrap=True)
    _print(console, Text("Nothing was written. Of the files would be"))
    for how, names in (*named.items(), ("unchanged", changes.unchanged)):
        _print(console, _count_line(how, names))


def print_removed(doc_ids: Sequence[str], *, console: Console) -> None:
    """Print a line for each document that was removed."""
    for doc_id in doc_ids:
        console.print(Text(f"removed  {_escaped(doc_id)}"), soft_wrap=True)


def changes_fields(changes: Changes) -> dict[str, Any]:
    """Return the names of the files that would go how, as plain values for JSON."""
    return {
        "added": list(changes.added),
        "changed": list(changes.changed),
        "renamed": [{"from": old, "to": new} for old, new in changes.renamed],
        "removed": list(changes.removed),
        "unchanged": list(changes.unchanged),
    }


def _count_line(how: str, things: Sized) -> Text:
    return Text(f"  {how:<10}{len(things):>8,}")


def _unread_fields(file: SkippedFile | Failure) -> dict[str, Any]:
    return {
        "file": place_name(file.path),
        "part": file.name,
        "problem": file.problem,
        "values": dict(file.values),
        "reason": visible_name(file.reason),
    }


def print_problems(
    problems: Sequence[str], *, checked: Mapping[str, int], folder: str, console: Console
) -> None:
    """Print the problems of a check, one a line, then how much of what was checked."""
    for problem in problems:
        _print(console, Text(_folded(problem)))
    verdict = _count(len(problems), "problem") if problems else "no problem"
    scope = ", ".join(_count(number, noun) for noun, number in checked.items())
    _print(console, Text(_folded(f"{folder}: {verdict} in {scope}")))


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    """Show a bar for each step while the context lasts; nothing where there is no terminal.

    A total of 0 stands for one that is not known.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description:<8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        redirect_stdout=False,  # what is redirected ends on standard error
        disable=not console.is_interactive,
    )
    tasks: dict[str, TaskID] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bars.add_task(step)
        bars.update(tasks[step], completed=done, total=total or None)

    with bars:
        yield show


def _print(console: Console, text: Text) -> None:
    # Only a terminal has a width to wrap to; a file or a pipe keeps whole lines.
    console.print(text, soft_wrap=not console.is_terminal)


def _answer_text(answer: Answer) -> Text:
    """Return the text with each quotation on one line but for a list, its short answer bold."""
    shown = answer.text
    short_answer = answer.short_answer or ""
    # The longest first, since a quotation may hold another one.
    verbatim = sorted((short_answer, *(one.quote for one in answer.citations)), key=len)
    for quote in reversed(verbatim):
        shown = _as_quoted(quote).sub(lambda found: _with_lists(found[0]), shown)
    text = Text(printable(shown))
    found = _as_quoted(_folded(short_answer)).search(text.plain)
    if found:
        text.stylize("bold", *found.span())
    return text


def _with_lists(text: str) -> str:
    return "\n".join(" ".join(part.split()) for part in LIST_BREAK.split(text))


def _as_quoted(quote: str) -> re.Pattern[str]:
    """Match a slice of a document in an answer's text, where it may begin with a capital."""
    return re.compile(words_pattern(quote), re.IGNORECASE)


def _source_line(citation: Citation, document: Document) -> str:
    place = _place(document, citation.start, citation.page, citation.place)
    date = document.date_at(citation.start)
    known = [*place, date] if date else place
    also = f" ({_also_in(citation.also_in)})" if citation.also_in else ""
    return _folded(f"[{citation.marker}] {citation.title} — {', '.join(known)}{also}")


def _also_in(doc_ids: Sequence[str]) -> str:
    """Return which other documents carry the same, each by the name that ``show`` is given."""
    return f"also in: {', '.join(map(_escaped, doc_ids))}"


def _place(document: Document, start: int, page: int | None, place: str | None) -> list[str]:
    """Return the source, section, page and place of an offset, as far as they are known."""
    found = document.section_at(start)
    headings = found.heading.split(" › ") if found else []
    path = [part for part in headings if part not in ("", document.title)]
    section = [" › ".join(path)] if path else []
    known = [f"p. {page}" if page is not None else None, place]
    return [document.source, *section, *filter(None, known)]


def _summary_text(document: DocumentSummary) -> Text:
    facts = [
        document.title,
        document.language or "language unknown",
        document.date or "undated",
        _count(document.characters, "character"),
        _count(document.chunks, "chunk"),
    ]
    return Text(f"    {_folded(' · '.join(facts))}", style="dim")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _folded(text: str) -> str:
    return printable(" ".join(text.split()))


def _escaped(text: str) -> str:
    """Return a text on one line; what is not printable in it is written as an escape."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in text
    )
