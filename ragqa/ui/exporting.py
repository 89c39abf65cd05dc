"""A conversation as a file to keep: Markdown, JSON, or one HTML page that prints well.

A marker such as ``[1]`` means in the file what it meant on the screen: numbers begin anew with each
question, and the list of sources at the end names a quotation by its question and its marker.

Documents may hold anything. Whatever comes from them, or from a person, is text in every format: it
makes no heading, link, picture or tag.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from ragqa.answering import proof_text
from ragqa.quote_marks import in_quotation_marks
from ragqa.types import Answer, Citation
from ragqa.ui.confidence import certainty, percent
from ragqa.ui.conversation import Conversation, Passage, Turn
from ragqa.ui.dates import spoken_date
from ragqa.ui.escaping import displayable, escape
from ragqa.ui.places import spoken_place
from ragqa.ui.problems import told_store_problem
from ragqa.ui.scope_form import describe_scope
from ragqa.ui.strings import Strings
from ragqa.ui.understanding import told_understanding
from ragqa.version import VERSION

JSON_FORMAT = 1
"""The number of the shape that `as_json` describes."""

PRINT_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, "Times New Roman", serif; max-width: 42rem; margin: 2rem auto;
  padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25; break-after: avoid; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; }
.notes, .origin, .places { font: 0.85rem/1.4 system-ui, sans-serif; }
.answer, .notes, .status, blockquote { white-space: pre-wrap; }
.status { font-weight: bold; }
.quotations, .sources, .places { list-style: none; padding: 0; }
.quotations > li, .sources > li { break-inside: avoid; margin-bottom: 1rem; }
.origin, .places { margin: 0; }
blockquote { margin: 0.25rem 0 0; padding-left: 0.75rem; border-left: 0.2rem solid; }
a { color: inherit; }
@page { size: A4; margin: 20mm 20mm 22mm;
  @bottom-center { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0; }
  p, blockquote { orphans: 3; widows: 3; }
  a { text-decoration: none; }
}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_ITEM_OR_GAP = r"\n\s*(?P<item>- )|(?P<gap>\n[^\S\n]*\n\s*)"
_MARKER = re.compile(r"\[(\d{1,4})\]")

# What begins a construct of CommonMark or of its usual extensions, anywhere or on a new line.
_MARKDOWN_SIGN = re.compile(
    r"[\\`*_{}\[\]<>&~|$^#@]|:(?=//)|(?i:(?<=\bwww)\.)|^[+=-]", re.MULTILINE
)
_MARKDOWN_NUMBER = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
# Markdown drops space at the edges of lines and texts.
_EDGE_SPACE = re.compile(r"\A\s+|\s+\Z|^[^\S\n]+|[^\S\n]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph of an answer, or an item of a list."""

    text: str
    listed: bool


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation below its answer; ``question`` is the number in front of its question."""

    question: int
    citation: Citation
    passage: Passage


@dataclass(frozen=True, slots=True)
class _Entry:
    """A question as every format writes it.

    ``notes`` come before the answer and ``remarks`` after it. ``status`` says why there is none; it
    is empty where there is one.
    """

    number: int
    question: str
    notes: tuple[str, ...]
    status: str
    language: str
    blocks: tuple[_Block, ...]
    quotations: tuple[_Quotation, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A document that was quoted, and where."""

    origin: str
    quotations: tuple[_Quotation, ...]


def answer_as_text(turn: Turn, *, strings: Strings) -> str:
    """Return an answer as plain text with a line for each citation, to be put in a letter.

    The first line says how the question was understood, where that is not as it was asked. A turn
    without an answer gives the words that say so.
    """
    if turn.answer is None:
        return displayable(_status(turn, strings))
    lines = (
        f"[{one.citation.marker}] {_origin(one, strings)}: "
        f"{in_quotation_marks(_folded(one.citation.quote), strings.language)}"
        for one in _quotations(turn, 1)
    )
    parts = (_understood(turn, strings), turn.answer.text, "\n".join(lines))
    return displayable("\n\n".join(filter(None, parts)))


def as_json(conversation: Conversation) -> str:
    """Return a conversation as JSON, the same in every language of the interface.

    The top has ``format`` (`JSON_FORMAT`), ``ragqa`` (the version) and ``turns``, oldest first. A
    turn has ``number``, ``question``, ``asked_at``, ``scope``, ``answer`` (as `Answer.to_dict`, or
    null), ``problem`` and ``detail``, ``passages`` (one for each hit), ``suggestions``,
    ``opinion`` and ``comment``. The conversation's id is left out: who has it can read on.
    """
    content = {
        "format": JSON_FORMAT,
        "ragqa": VERSION,
        "turns": [_turn_fields(turn) for turn in conversation.turns],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    # Half of a surrogate pair cannot be sent; its escape is JSON too.
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def as_markdown(conversation: Conversation, *, strings: Strings) -> str:
    """Return a conversation as CommonMark, with the list of its sources."""
    words = strings.keeping
    entries = _entries(conversation, strings)
    parts = [f"# {words.heading}", words.note if entries else words.empty]
    for entry in entries:
        parts += _markdown_entry(entry, strings)
    if entries:
        parts += _markdown_sources(_sources(entries, strings), strings)
    return "\n\n".join(parts) + "\n"


def as_html(conversation: Conversation, *, strings: Strings, style: str = PRINT_STYLE) -> str:
    """Return a conversation as one HTML page that loads nothing, runs nothing and prints well.

    ``style`` is its style sheet.
    """
    words = strings.keeping
    entries = _entries(conversation, strings)
    body = "".join(_html_entry(entry, strings) for entry in entries)
    sources = _html_sources(_sources(entries, strings), strings) if entries else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{strings.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words.heading}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{words.heading}</h1>\n<p class="notes">{words.note if entries else words.empty}</p>\n'
        f"{body}{sources}</main>\n</body>\n</html>\n"
    )


def escape_markdown(text: str) -> str:
    r"""Return CommonMark that shows the text and does nothing else, in a paragraph or a quotation.

    Law: rendered, a line break taken as ``\n``, it is ``displayable(text)``.
    """
    escaped = _MARKDOWN_SIGN.sub(r"\\\g<0>", displayable(text))
    escaped = _MARKDOWN_NUMBER.sub(r"\1\\\2", escaped)
    escaped = _EDGE_SPACE.sub(lambda found: "".join(f"&#{ord(one)};" for one in found[0]), escaped)
    return escaped.replace("\n", "\\\n")


def _entries(conversation: Conversation, strings: Strings) -> tuple[_Entry, ...]:
    return tuple(
        _entry(turn, number, strings) for number, turn in enumerate(conversation.turns, start=1)
    )


def _entry(turn: Turn, number: int, strings: Strings) -> _Entry:
    answer = turn.answer
    return _Entry(
        number=number,
        question=_folded(turn.question),
        notes=tuple(_notes(turn, strings)),
        status=_status(turn, strings),
        language=answer.language if answer else strings.language,
        blocks=tuple(_blocks(answer)) if answer else (),
        quotations=_quotations(turn, number),
        remarks=tuple(_remarks(turn, strings)),
    )


def _notes(turn: Turn, strings: Strings) -> Iterator[str]:
    words = strings.keeping
    yield words.asked.format(time=_spoken_time(turn.asked_at, strings))
    scope = describe_scope(turn.scope, strings=strings)
    if scope:
        yield words.scope.format(scope=scope)
    understood = _understood(turn, strings)
    if understood:
        yield understood


def _understood(turn: Turn, strings: Strings) -> str:
    """Return how the question was understood, on one line; nothing if as it was asked."""
    told = told_understanding(turn.answer, strings=strings) if turn.answer else None
    return _folded(told or "")


def _status(turn: Turn, strings: Strings) -> str:
    words = strings.keeping
    if turn.problem is not None:
        detail = told_store_problem(turn.detail, strings=strings)
        return words.problems[turn.problem].format(detail=detail)
    if turn.answer is None:
        return words.pending
    return words.refused if turn.answer.abstained else ""


def _remarks(turn: Turn, strings: Strings) -> Iterator[str]:
    words = strings.keeping
    if turn.answer is not None and not turn.answer.abstained:
        confidence = turn.answer.confidence
        yield words.confidence.format(
            words=certainty(confidence, strings=strings).lower(),
            percent=percent(confidence, strings=strings),
        )
    if turn.opinion is not None:
        yield words.opinions[turn.opinion]
    if turn.comment:
        yield words.comment.format(comment=turn.comment)


def _quotations(turn: Turn, number: int) -> tuple[_Quotation, ...]:
    citations = turn.answer.citations if turn.answer else ()
    return tuple(_Quotation(number, one, turn.cited_passage(one)) for one in citations)


def _blocks(answer: Answer) -> Iterator[_Block]:
    """Yield the paragraphs and items of an answer's text; a quotation is never broken up."""
    proofs = (proof_text(one, language=answer.language) for one in answer.citations)
    whole = "|".join(map(re.escape, proofs)) or r"(?!)"
    begin, listed = 0, False
    for match in re.finditer(f"{whole}|{_ITEM_OR_GAP}", answer.text):
        if match.lastgroup is not None:
            yield _Block(answer.text[begin : match.start()], listed)
            begin, listed = match.end(), match.lastgroup == "item"
    yield _Block(answer.text[begin:], listed)


def _sources(entries: Iterable[_Entry], strings: Strings) -> list[_Source]:
    """Return each quoted document once, in the order of the first quotation."""
    quoted: dict[str, list[_Quotation]] = {}
    for entry in entries:
        for one in entry.quotations:
            quoted.setdefault(one.citation.doc_id, []).append(one)
    return [
        _Source(_named(_document_facts(group[0], strings), group[0]), tuple(group))
        for group in quoted.values()
    ]


def _origin(quotation: _Quotation, strings: Strings) -> str:
    """Return where a quotation is from, on one line."""
    place = _page_and_place(quotation, strings)
    return _named([*_document_facts(quotation, strings), *place], quotation)


def _place(quotation: _Quotation, strings: Strings) -> str:
    """Return which quotation it is, and where in its document it stands."""
    cited_in = strings.keeping.cited_in.format(
        number=quotation.question, marker=f"[{quotation.citation.marker}]"
    )
    heading = quotation.passage.heading
    section = [strings.common.section.format(heading=_folded(heading))] if heading else []
    return ", ".join([cited_in, *_page_and_place(quotation, strings), *section])


def _document_facts(quotation: _Quotation, strings: Strings) -> list[str]:
    passage = quotation.passage
    date = spoken_date(passage.date, strings=strings) if passage.date else None
    facts = (quotation.citation.title, passage.publisher, date)
    return [_folded(fact) for fact in facts if fact]


def _page_and_place(quotation: _Quotation, strings: Strings) -> list[str]:
    page = quotation.citation.page
    place = quotation.passage.place_at(quotation.citation.start)
    return [
        *([] if page is None else [strings.common.page.format(number=page)]),
        *([] if place is None else [_folded(spoken_place(place, strings=strings))]),
    ]


def _named(facts: Sequence[str], quotation: _Quotation) -> str:
    return f"{', '.join(facts)} ({_folded(quotation.citation.doc_id)})"


def _spoken_time(moment: str, strings: Strings) -> str:
    """Return an ISO 8601 time in words, in UTC."""
    utc = datetime.fromisoformat(moment).astimezone(UTC)
    return strings.keeping.time.format(
        date=spoken_date(utc.date().isoformat(), strings=strings), hour=utc.strftime("%H:%M")
    )


def _folded(text: str) -> str:
    return " ".join(displayable(text).split())


def _turn_fields(turn: Turn) -> dict[str, Any]:
    return {
        "number": turn.number,
        "question": turn.question,
        "asked_at": turn.asked_at,
        "scope": asdict(turn.scope),
        "answer": turn.answer.to_dict() if turn.answer else None,
        "problem": turn.problem,
        "detail": turn.detail,
        "passages": [asdict(passage) for passage in turn.passages],
        "suggestions": list(turn.suggestions or ()),
        "opinion": turn.opinion,
        "comment": turn.comment,
    }


def _markdown_entry(entry: _Entry, strings: Strings) -> Iterator[str]:
    yield f"## {entry.number}. {escape_markdown(entry.question)}"
    yield from map(escape_markdown, entry.notes)
    if entry.status:
        yield f"**{escape_markdown(entry.status)}**"
    for listed, blocks in groupby(entry.blocks, key=lambda block: block.listed):
        texts = [escape_markdown(block.text) for block in blocks]
        yield "\n".join(map(_markdown_item, texts)) if listed else "\n\n".join(texts)
    yield from map(escape_markdown, entry.remarks)
    if entry.quotations:
        yield f"### {strings.keeping.quotations}"
    for one in entry.quotations:
        yield escape_markdown(f"[{one.citation.marker}] {_origin(one, strings)}")
        yield _prefixed(escape_markdown(one.citation.quote), "> ")


def _markdown_sources(sources: Sequence[_Source], strings: Strings) -> Iterator[str]:
    yield f"## {strings.keeping.sources}"
    if not sources:
        yield strings.keeping.no_sources
    for source in sources:
        places = (escape_markdown(_place(one, strings)) for one in source.quotations)
        items = "\n".join(f"  {_markdown_item(place)}" for place in places)
        yield f"{_markdown_item(escape_markdown(source.origin))}\n{items}"


def _markdown_item(markdown: str) -> str:
    return f"- {_prefixed(markdown, '  ').removeprefix('  ')}"


def _prefixed(markdown: str, prefix: str) -> str:
    return "\n".join(f"{prefix}{line}" for line in markdown.split("\n"))


def _html_entry(entry: _Entry, strings: Strings) -> str:
    status = f'<p class="status">{escape(entry.status)}</p>\n' if entry.status else ""
    notes, remarks = map(_html_notes, (entry.notes, entry.remarks))
    return (
        f'<section>\n<h2 dir="auto">{entry.number}. {escape(entry.question)}</h2>\n'
        f"{notes}{status}{_html_answer(entry)}{remarks}"
        f"{_html_quotations(entry.quotations, strings)}</section>\n"
    )


def _html_notes(notes: Iterable[str]) -> str:
    return "".join(f'<p class="notes">{escape(note)}</p>\n' for note in notes)


def _html_answer(entry: _Entry) -> str:
    if not entry.blocks:
        return ""
    markers = {one.citation.marker for one in entry.quotations}
    parts = []
    for listed, blocks in groupby(entry.blocks, key=lambda block: block.listed):
        tag = "li" if listed else "p"
        bodies = (_html_linked(block.text, entry.number, markers) for block in blocks)
        part = "".join(f"<{tag}>{body}</{tag}>" for body in bodies)
        parts.append(f"<ul>{part}</ul>" if listed else part)
    return f'<div class="answer" lang="{entry.language}" dir="auto">{"".join(parts)}</div>\n'


def _html_linked(text: str, question: int, markers: set[int]) -> str:
    return _MARKER.sub(
        lambda found: (
            f'<a href="#{_anchor(question, int(found[1]))}">{found[0]}</a>'
            if int(found[1]) in markers
            else found[0]
        ),
        escape(text),
    )


def _html_quotations(quotations: Sequence[_Quotation], strings: Strings) -> str:
    if not quotations:
        return ""
    items = "".join(
        f'<li id="{_anchor(one.question, one.citation.marker)}"><p class="origin">'
        f"{escape(f'[{one.citation.marker}] {_origin(one, strings)}')}</p>"
        f'<blockquote dir="auto"{_lang(one.passage)}>{escape(one.citation.quote)}</blockquote>'
        "</li>\n"
        for one in quotations
    )
    return f'<h3>{strings.keeping.quotations}</h3>\n<ul class="quotations">\n{items}</ul>\n'


def _html_sources(sources: Sequence[_Source], strings: Strings) -> str:
    items = "".join(
        f'<li><p class="origin">{escape(source.origin)}</p>'
        f"{_html_places(source.quotations, strings)}</li>\n"
        for source in sources
    )
    words = strings.keeping
    listed = f'<ul class="sources">\n{items}</ul>' if items else f"<p>{words.no_sources}</p>"
    return f"<section>\n<h2>{words.sources}</h2>\n{listed}\n</section>\n"


def _html_places(quotations: Sequence[_Quotation], strings: Strings) -> str:
    places = "".join(
        f'<li><a href="#{_anchor(one.question, one.citation.marker)}">'
        f"{escape(_place(one, strings))}</a></li>"
        for one in quotations
    )
    return f'<ul class="places">{places}</ul>'


def _anchor(question: int, marker: int) -> str:
    return f"quotation-{question}-{marker}"


def _lang(passage: Passage) -> str:
    return f' lang="{escape(passage.language)}"' if passage.language else ""
