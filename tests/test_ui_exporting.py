import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from builders import document_of, evidence_of, question_of
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ragqa.answering import compose_answer, compose_refusal
from ragqa.questions import Kind
from ragqa.reading import Reading
from ragqa.scope import Scope
from ragqa.types import Answer, Document, Evidence
from ragqa.ui.confidence import confidence_mark
from ragqa.ui.conversation import Conversation, Opinion, Problem, Turn, passages_of
from ragqa.ui.escaping import displayable
from ragqa.ui.exporting import (
    JSON_FORMAT,
    PRINT_STYLE,
    answer_as_text,
    as_html,
    as_json,
    as_markdown,
    escape_markdown,
)
from ragqa.ui.scope_form import describe_scope
from ragqa.ui.strings import Strings, strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "![x](http://evil.example/x.png) [here](javascript:alert(1))",
    "[a]: http://evil.example\n\n[a]",
    "<http://evil.example> http://evil.example www.evil.example",
    "&lt;b&gt; &amp; &#60;b&#62;",
    "# heading\n\n- item [1]\n\n1. one\n2) two\n\n```\ncode\n```\n~~~\nmore",
    "a\n===\nb\n---\n***\n+ c\n    indented\n\ttabbed",
    "| a | b |\n| --- | --- |\n| c | d |",
    "|a\n|-|",
    "**bold** _it_ ~~gone~~ `code` $x^2$ \\(y\\) [^1] :::note",
    "ends with a backslash\\",
    "two spaces  \nand\\\na break\n",
    "\n\n  \xa0 edges \u3000\n\n",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "a\x00b\x1b[31mc\x85\ud800\r\nd\u2028e",
    "</style></blockquote></section><style>*{display:none}",
    "{{constructor}} ${alert(1)} {: .class} {#id}",
]
# Letters are dull: what means something in Markdown or HTML is drawn often.
hostile_texts = (
    st.sampled_from(HOSTILE)
    | st.text(alphabet="\\`*_{}[]()<>#+-=.!|~&;:/$^@\"' \t\n\r\xa0 a1w", max_size=40)
    | st.text(max_size=40)
).filter(bool)

FABLE = replace(
    document_of(
        "A seminar began. Miguel Gómez directed it.", doc_id="news/fable.md", title="The Fable"
    ),
    date="2017-08-22",
    metadata={"publisher": "IOM"},
)
WALK = document_of("The walk is in July.", doc_id="walk.txt", title="The walk", language=None)
DIRECTED = evidence_of(
    FABLE, "Miguel Gómez directed it.", short_answer="Miguel Gómez", support=0.95, page=3
)
BEGAN = evidence_of(FABLE, "A seminar began.", page=2)
JULY = evidence_of(WALK, "The walk is in July.")
DOCUMENTS = {document.doc_id: document for document in (FABLE, WALK)}


def answer_of(
    *evidence: Evidence, kind: Kind = Kind.OTHER, documents: dict[str, Document] = DOCUMENTS
) -> Answer:
    return compose_answer(
        question_of("Who directed it?", kind=kind),
        Reading(evidence=evidence, confidence=0.95),
        hits=[one.hit for one in evidence],
        documents=documents.__getitem__,
    )


def turn_of(number: int, answer: Answer | None = None, *, question: str = "Who?") -> Turn:
    hits = answer.hits if answer else ()
    passages = passages_of(hits, [DOCUMENTS[hit.chunk.doc_id] for hit in hits])
    return Turn(
        number=number,
        question=question,
        asked_at="2026-11-22T21:37:52+00:00",
        answer=answer,
        passages=tuple(replace(one, heading="News › Film") for one in passages),
    )


def conversation_of(*turns: Turn) -> Conversation:
    return Conversation("a-secret", turns, last_number=len(turns))


ANSWERED = turn_of(1, answer_of(DIRECTED, BEGAN), question="Who directed it?")
REFUSED = turn_of(
    4,
    compose_refusal(
        question_of("Why?"),
        confidence=0.1,
        hits=[JULY.hit],
        documents=DOCUMENTS.__getitem__,
        searched=2,
    ),
)
WHOLE = conversation_of(
    replace(ANSWERED, opinion=Opinion.LIKE, comment="Just right."),
    REFUSED,
    replace(turn_of(5), problem=Problem.FAILED, detail="unwritable"),
    turn_of(6, answer_of(BEGAN, JULY, kind=Kind.LIST)),
    turn_of(7),
)


def hostile_turn(text: str) -> Turn:
    """Return a turn that says the text wherever a document or a person can say something."""
    document = replace(
        document_of(f"Before. {text} After.", doc_id=f"{text}.md", title=text),
        date=text,
        metadata={"publisher": text},
        language=text,
    )
    evidence = evidence_of(document, text, short_answer=text, page=1)
    answer = replace(answer_of(evidence, documents={document.doc_id: document}), understood_as=text)
    (passage,) = passages_of(answer.hits, [document])
    return Turn(
        number=1,
        question=text,
        asked_at="2026-11-22T21:37:52+00:00",
        scope=Scope(folders=(text,), date_from="2017-05"),
        answer=answer,
        passages=(replace(passage, heading=text),),
        opinion=Opinion.DISLIKE,
        comment=text,
    )


BLOCKS = ("h1", "h2", "h3", "p", "li", "blockquote")


class Page(HTMLParser):
    """What a page consists of: tags, the values of each attribute, and texts as in `Rendered`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.texts: list[str] = []
        self.quotations: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")
        if tag != "meta":
            self._open.append(tag)
        if tag == "blockquote":
            self.quotations.append("")
        if tag in BLOCKS:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "blockquote" in self._open:
            self.quotations[-1] += data
        if self._open and self._open[-1] in (*BLOCKS, "a"):
            self.texts[-1] += data


class Rendered:
    """What Markdown makes: kinds of tokens, and the text of each block and of each quotation."""

    def __init__(self, markdown: str) -> None:
        self.kinds: set[str] = set()
        self.texts: list[str] = []
        self.quotations: list[str] = []
        quoting = False
        for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
            self.kinds |= {one.type for one in (token, *(token.children or ()))}
            assert not token.attrs
            if token.type in ("blockquote_open", "blockquote_close"):
                quoting = token.nesting == 1
                self.quotations += [""] * quoting
            if token.type == "inline":
                text = "".join(map(text_of, token.children or ()))
                self.texts.append(text)
                if quoting:
                    self.quotations[-1] += text


def text_of(token: Token) -> str:
    return "\n" if token.type == "hardbreak" else token.content


PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak"}
OURS = PLAIN | {
    f"{kind}_{side}"
    for kind in ("heading", "bullet_list", "list_item", "blockquote")
    for side in ("open", "close")
}


# Markdown


def test_markdown_of_an_answer_has_its_proof_and_its_sources() -> None:
    turn = replace(ANSWERED, opinion=Opinion.LIKE, comment="Just right.")
    assert as_markdown(conversation_of(turn), strings=ENGLISH) == (
        """# A conversation with ragqa

Every quotation stands in its document word for word.

## 1. Who directed it?

Asked on 22 November 2026, 21:37 UTC

Miguel Gómez \\[1\\].

“Miguel Gómez directed it.” \\[1\\]

“A seminar began.” \\[2\\]

Certainty: very probably right (95%)

Marked as a good answer.

Comment: Just right.

### Quotations

\\[1\\] The Fable, IOM, 22 August 2017, page 3 (news/fable.md)

> Miguel Gómez directed it.

\\[2\\] The Fable, IOM, 22 August 2017, page 2 (news/fable.md)

> A seminar began.

## Sources

- The Fable, IOM, 22 August 2017 (news/fable.md)
  - Question 1, quotation \\[1\\], page 3, Section: News › Film
  - Question 1, quotation \\[2\\], page 2, Section: News › Film
"""
    )


def test_markdown_keeps_the_list_of_an_answer() -> None:
    conversation = conversation_of(turn_of(1, answer_of(BEGAN, JULY, kind=Kind.LIST)))
    expected = (
        "The documents say:\n\n- “A seminar began.” \\[1\\]\n- “The walk is in July.” \\[2\\]\n"
    )
    assert expected in as_markdown(conversation, strings=ENGLISH)


def test_quotation_that_looks_like_a_list_stays_in_one_piece() -> None:
    document = document_of("It was:\n\n- red\n- blue.")
    evidence = evidence_of(document, document.text)
    answer = answer_of(evidence, documents={document.doc_id: document})
    passages = passages_of(answer.hits, [document])
    markdown = as_markdown(
        conversation_of(replace(turn_of(1), answer=answer, passages=passages)), strings=ENGLISH
    )
    assert "The documents say: “It was:\\\n\\\n\\- red\\\n\\- blue.” \\[1\\]\n" in markdown
    assert "> It was:\\\n> \\\n> \\- red\\\n> \\- blue.\n" in markdown


@given(text=hostile_texts, around=st.sampled_from(["{}", "> {}", "- {}", "## {}"]))
def test_escaped_markdown_is_the_text_and_nothing_else(text: str, around: str) -> None:
    assume("\n" not in displayable(text) or around == "{}")
    found = Rendered("before\n\n" + around.format(escape_markdown(text)) + "\n\nafter")
    assert found.kinds <= OURS
    assert [one for one in found.texts if one] == list(
        filter(None, ["before", displayable(text), "after"])
    )


@given(text=hostile_texts)
def test_markdown_of_hostile_texts_shows_them_as_text(text: str) -> None:
    found = Rendered(as_markdown(conversation_of(hostile_turn(text)), strings=ENGLISH))
    assert found.kinds <= OURS
    assert found.quotations == [displayable(text)]
    assert f"Comment: {displayable(text)}" in found.texts


@given(text=hostile_texts)
def test_markdown_of_a_hostile_error_shows_it_as_text(text: str) -> None:
    turn = replace(turn_of(1), problem=Problem.FAILED, detail=text)
    found = Rendered(as_markdown(conversation_of(turn), strings=ENGLISH))
    assert found.kinds <= OURS | {"strong_open", "strong_close"}
    assert found.texts[-1] == "No document was quoted."


# HTML


def test_html_shows_what_markdown_shows() -> None:
    page = Page(as_html(WHOLE, strings=ENGLISH))
    markdown = Rendered(as_markdown(WHOLE, strings=ENGLISH))
    assert (
        page.quotations
        == markdown.quotations
        == [
            "Miguel Gómez directed it.",
            "A seminar began.",
            "A seminar began.",
            "The walk is in July.",
        ]
    )
    assert [one for one in page.texts if one in markdown.texts] == markdown.texts


def test_html_needs_nothing_else_and_runs_nothing() -> None:
    page = Page(as_html(WHOLE, strings=ENGLISH))
    assert page.attributes["http-equiv"] == {"Content-Security-Policy"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in page.attributes["content"]
    assert not page.tags & {"script", "link", "img", "iframe", "object"}
    assert not page.attributes.keys() & {"src", "style"}
    assert "url(" not in PRINT_STYLE
    assert "@import" not in PRINT_STYLE


def test_html_prints_on_numbered_pages_and_breaks_no_source() -> None:
    style = as_html(WHOLE, strings=ENGLISH).split("<style>")[1].split("</style>")[0]
    assert "size: A4" in style
    assert "counter(page)" in style
    assert re.search(r"\.quotations > li, \.sources > li \{ break-inside: avoid;", style)


def test_html_takes_another_style() -> None:
    html = as_html(WHOLE, strings=ENGLISH, style="p { color: green }\n")
    assert "<style>\np { color: green }\n</style>" in html
    assert PRINT_STYLE not in html


def test_every_link_of_html_leads_to_a_quotation() -> None:
    page = Page(as_html(WHOLE, strings=ENGLISH))
    assert page.attributes["href"] == {f"#{one}" for one in page.attributes["id"]}
    assert page.attributes["id"] == {
        "quotation-1-1",
        "quotation-1-2",
        "quotation-4-1",
        "quotation-4-2",
    }


def test_number_of_a_document_is_no_link() -> None:
    document = document_of("It cost [1] twelve.")
    evidence = evidence_of(document, document.text)
    answer = answer_of(evidence, documents={document.doc_id: document})
    answer = replace(answer, text=f"{answer.text} [7]")
    html = as_html(conversation_of(replace(turn_of(1), answer=answer)), strings=ENGLISH)
    linked = '<a href="#quotation-1-1">[1]</a>'
    assert f"“It cost [\u20601] twelve.” {linked} [7]" in html


def test_html_names_the_languages() -> None:
    html = as_html(conversation_of(ANSWERED, REFUSED), strings=SPANISH)
    assert html.startswith('<!DOCTYPE html>\n<html lang="es">')
    assert '<div class="answer" lang="en" dir="auto">' in html
    assert '<blockquote dir="auto" lang="en">' in html


@given(text=hostile_texts)
def test_html_of_hostile_texts_shows_them_as_text(text: str) -> None:
    html = as_html(conversation_of(hostile_turn(text)), strings=ENGLISH)
    harmless = Page(as_html(WHOLE, strings=ENGLISH))
    page = Page(html)
    assert page.tags <= harmless.tags
    assert page.attributes.keys() <= harmless.attributes.keys()
    assert page.attributes["href"] == {"#quotation-1-1"}
    assert page.quotations == [displayable(text)]
    assert f"Comment: {displayable(text)}" in page.texts


# All formats that people read


@pytest.mark.parametrize("export", [as_markdown, as_html])
def test_refusals_and_problems_are_marked_as_such(export: Callable[..., str]) -> None:
    for strings, marks in (
        (ENGLISH, ("Not found in the documents", "cannot be saved", "There is no answer yet.")),
        (SPANISH, ("No se encontró", "no se pueden guardar", "Todavía no hay respuesta.")),
    ):
        shown = export(WHOLE, strings=strings)
        assert all(shown.count(mark) == 1 for mark in marks)


@pytest.mark.parametrize("export", [as_markdown, as_html])
@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words(export: Callable[..., str], problem: Problem) -> None:
    for strings in (ENGLISH, SPANISH):
        turn = replace(turn_of(1), problem=problem, detail="gone")
        shown = export(conversation_of(turn), strings=strings)
        assert (
            strings.keeping.problems[problem].format(detail=strings.page.store_problems["gone"])
            in shown
        )
        assert strings.keeping.pending not in shown
        assert strings.keeping.no_sources in shown


@pytest.mark.parametrize("export", [as_markdown, as_html])
def test_empty_conversation_says_so(export: Callable[..., str]) -> None:
    shown = export(conversation_of(), strings=SPANISH)
    assert SPANISH.keeping.empty in shown
    assert SPANISH.keeping.sources not in shown


@pytest.mark.parametrize("export", [as_markdown, as_html])
def test_source_that_is_quoted_twice_is_listed_once(export: Callable[..., str]) -> None:
    sources = export(WHOLE, strings=ENGLISH).split("Sources")[1]
    assert sources.count("The Fable, IOM, 22 August 2017 (news/fable.md)") == 1
    assert sources.count("The walk (walk.txt)") == 1
    places = re.findall(r"Question (\d), quotation \\?\[(\d)", sources)
    assert places == [("1", "1"), ("1", "2"), ("4", "1"), ("4", "2")]


@pytest.mark.parametrize("export", [as_markdown, as_html])
def test_scope_is_noted_where_there_is_one(export: Callable[..., str]) -> None:
    scope = Scope(languages=("es",), date_from="2017-05-01")
    shown = export(conversation_of(replace(ANSWERED, scope=scope)), strings=ENGLISH)
    assert f"Searched: {describe_scope(scope, strings=ENGLISH)}" in shown
    assert "Searched" not in export(conversation_of(ANSWERED), strings=ENGLISH)


@pytest.mark.parametrize("export", [as_markdown, as_html])
@pytest.mark.parametrize(
    ("strings", "borrowed", "mended"),
    [(ENGLISH, "Understood as", "Did you mean"), (SPANISH, "Entendida como", "Quizá quiso decir")],
)
@pytest.mark.parametrize("turn", [ANSWERED, REFUSED])
def test_question_that_was_understood_otherwise_is_noted_before_what_came_of_it(
    export: Callable[..., str], strings: Strings, borrowed: str, mended: str, turn: Turn
) -> None:
    assert turn.answer is not None
    for note, answer in (
        (f"{borrowed}: Who led it?", replace(turn.answer, understood_as="Who led\n it?")),
        (f"{mended}: Who led it?", replace(turn.answer, did_you_mean="Who led it?")),
    ):
        shown = export(conversation_of(replace(turn, answer=answer)), strings=strings)
        assert shown.count(note) == 1
        assert shown.index(note) < shown.index(answer.text.partition("\n")[0].partition(" [")[0])
        assert note not in export(conversation_of(turn), strings=strings)


@pytest.mark.parametrize("confidence", [0.0, 0.49, 0.5, 0.69, 0.7, 0.89, 0.9, 1.0])
@pytest.mark.parametrize("strings", [ENGLISH, SPANISH])
def test_certainty_is_in_the_words_of_the_screen(confidence: float, strings: Strings) -> None:
    answer = replace(answer_of(DIRECTED), confidence=confidence)
    shown = as_markdown(conversation_of(turn_of(1, answer)), strings=strings)
    line = re.search(r"(?:Certainty|Certeza): (.+) \((.+)\)", shown)
    assert line is not None
    mark = confidence_mark(confidence, strings=strings)
    assert f"{line[1][0].upper()}{line[1][1:]}<" in mark
    assert line[2] in mark


def test_time_is_told_in_utc() -> None:
    turn = replace(turn_of(1), asked_at="2026-11-22T23:30:00-02:00")
    shown = as_markdown(conversation_of(turn), strings=SPANISH)
    assert "Preguntado el 23 de noviembre de 2026, 01:30 UTC" in shown


# JSON


def test_json_has_every_turn_with_its_answer_and_passages() -> None:
    content = json.loads(as_json(WHOLE))
    assert (content["format"], len(content["turns"])) == (JSON_FORMAT, 5)
    first, refused, failed, _, pending = content["turns"]
    assert WHOLE.turns[0].answer is not None
    assert first["answer"] == WHOLE.turns[0].answer.to_dict()
    assert (first["number"], first["question"]) == (1, "Who directed it?")
    assert first["asked_at"] == "2026-11-22T21:37:52+00:00"
    assert (first["opinion"], first["comment"]) == ("like", "Just right.")
    assert first["scope"]["doc_ids"] is None
    assert first["passages"][0] == {
        "chunk_id": "news/fable.md#0",
        "doc_id": "news/fable.md",
        "title": "The Fable",
        "source": "news/fable.md",
        "text": FABLE.text,
        "start": 0,
        "heading": "News › Film",
        "page": 3,
        "language": "en",
        "date": "2017-08-22",
        "publisher": "IOM",
        "places": [],
        "also_in": [],
    }
    assert refused["answer"]["abstained"] is True
    assert (failed["answer"], failed["problem"]) == (None, "failed")
    assert failed["detail"] == "unwritable"
    assert (pending["answer"], pending["problem"]) == (None, None)


def test_no_export_gives_the_id_of_the_conversation_away() -> None:
    for shown in (
        as_json(WHOLE),
        as_markdown(WHOLE, strings=ENGLISH),
        as_html(WHOLE, strings=ENGLISH),
    ):
        assert WHOLE.conversation_id not in shown


@given(text=hostile_texts)
def test_json_keeps_hostile_texts(text: str) -> None:
    written = as_json(conversation_of(hostile_turn(text)))
    (turn,) = json.loads(written.encode())["turns"]
    assert turn["question"] == turn["passages"][0]["heading"] == turn["comment"] == text
    assert turn["answer"]["citations"][0]["quote"] == text


# The clipboard


def test_copied_answer_has_a_line_for_each_citation() -> None:
    assert answer_as_text(ANSWERED, strings=ENGLISH) == (
        """Miguel Gómez [1].

“Miguel Gómez directed it.” [1]

“A seminar began.” [2]

[1] The Fable, IOM, 22 August 2017, page 3 (news/fable.md): “Miguel Gómez directed it.”
[2] The Fable, IOM, 22 August 2017, page 2 (news/fable.md): “A seminar began.”"""
    )
    assert (
        "[1] The Fable, IOM, 22 de agosto de 2017, página 3 (news/fable.md):"
        " «Miguel Gómez directed it.»\n"
    ) in answer_as_text(ANSWERED, strings=SPANISH)


def test_copied_answer_says_first_how_its_question_was_understood() -> None:
    for turn in (ANSWERED, REFUSED):
        assert turn.answer is not None
        answer = replace(turn.answer, understood_as="Who led it?")
        copied = answer_as_text(replace(turn, answer=answer), strings=SPANISH)
        assert copied == (f"Entendida como: Who led it?\n\n{answer_as_text(turn, strings=SPANISH)}")


def test_copied_refusal_is_its_text() -> None:
    assert REFUSED.answer is not None
    assert answer_as_text(REFUSED, strings=SPANISH) == REFUSED.answer.text


def test_copied_turn_without_an_answer_says_so() -> None:
    assert answer_as_text(turn_of(1), strings=ENGLISH) == "There is no answer yet."
    stopped = replace(turn_of(1), problem=Problem.STOPPED)
    assert answer_as_text(stopped, strings=SPANISH) == "No hay respuesta: se detuvo."


@given(text=hostile_texts)
def test_copied_citation_is_one_line_without_commands(text: str) -> None:
    copied = answer_as_text(hostile_turn(text), strings=ENGLISH)
    assert copied == displayable(copied)
    assert copied.rsplit("\n", 1)[-1].startswith("[1] ")
