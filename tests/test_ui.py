import asyncio
import contextlib
import gc
import html
import io
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa import ui
from ragqa.errors import QuestionError, SettingsError
from ragqa.store import DocumentSummary
from ragqa.types import Answer, Chunk, Citation, Document, Hit
from ragqa.ui.bubbles import answer_blocks, notice_bubble, question_bubble
from ragqa.ui.conversation import Turns, converse, log, source_panel
from ragqa.ui.escaping import displayable, escape, shorten
from ragqa.ui.page import launch
from ragqa.ui.sources import nearest, proof
from ragqa.ui.theme import style_sheet, theme
from ragqa.ui.welcome import welcome

# What gradio leaves open; see release_event_loops.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
    "![x](http://evil.example/x.png) [here](javascript:alert(1))",
    "<form action=http://evil.example><input name=password></form>",
    "<div style='position:fixed;inset:0'>over all</div>",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "a\x00b\x1b[31mc\x85\ud800",
    "# heading\n\n- item [1]\n\n```\ncode",
    "$x^2$ \\(y\\) &lt;b&gt; &amp;",
    "x" * 5_000,
]
hostile_texts = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=60)

TEXT = "A seminar began. Miguel Gómez directed the documentary.\n\nIt lasts 30 minutes [1]."
DOCUMENT = Document(
    doc_id="news/fable.md",
    title="The Fable",
    text=TEXT,
    source="news/fable.md",
    language="en",
    date="2017-08-22",
    metadata={"publisher": "IOM"},
)
CHUNK = Chunk("c1", DOCUMENT.doc_id, TEXT, 0, len(TEXT), heading="News › Film", page=3)
HIT = Hit(CHUNK, rank=1, score=0.9)


def citation(quote: str, *, marker: int = 1, document: Document = DOCUMENT) -> Citation:
    start = document.text.index(quote)
    return Citation(
        marker=marker,
        doc_id=document.doc_id,
        source=document.source,
        title=document.title,
        page=None,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def answer(text: str, *citations: Citation, hits: Sequence[Hit] = (HIT,)) -> Answer:
    return Answer(
        question="Who directed it?",
        text=text,
        short_answer=None,
        citations=citations,
        hits=tuple(hits),
        confidence=0.9,
        abstained=not citations,
        language="en",
    )


DIRECTED = citation("Miguel Gómez directed the documentary.")
ANSWER = answer(f"Miguel Gómez [1].\n\n“{DIRECTED.quote}” [1]", DIRECTED)
REFUSAL = answer("The documents do not say.\n\nThe nearest passages are in:\n\n- The Fable")


class FakeBot:
    """Answers everything with one answer, except what mentions a volcano."""

    def __init__(self, document: Document = DOCUMENT, given_answer: Answer = ANSWER) -> None:
        self.histories: list[list[str]] = []
        self._document = document
        self._answer = given_answer

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        self.histories.append(list(history))
        if not question.strip():
            raise QuestionError("the question is <empty>; ask in words")
        if len(question) > 2000:
            raise QuestionError("the question is too long; ask a shorter one")
        return replace(REFUSAL if "volcano" in question else self._answer, question=question)

    def document(self, doc_id: str) -> Document:
        return {self._document.doc_id: self._document}[doc_id]

    def documents(self) -> Iterator[DocumentSummary]:
        return iter([summary(self._document.title)])


def summary(title: str, language: str | None = "en") -> DocumentSummary:
    return DocumentSummary(
        doc_id=title,
        title=title,
        source=title,
        language=language,
        date=None,
        characters=10,
        chunks=1,
        digest="0",
    )


@pytest.fixture(scope="module", autouse=True)
def release_event_loops() -> Iterator[None]:
    """Let go of the event loops that gradio opens for each page and never closes."""
    yield
    asyncio.set_event_loop(None)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


class Page(HTMLParser):
    """What a browser makes of HTML: its tags with their attributes, and the text in each tag."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.setdefault(tag, []).append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def values(self, attribute: str) -> list[str | None]:
        return [found[attribute] for _, found in self.tags if attribute in found]

    def text_of_class(self, name: str) -> str:
        tag = next(tag for tag, found in self.tags if found.get("class") == name)
        return "".join(self.texts[tag])


OUR_TAGS = frozenset("a article details div h2 h3 h4 li mark p section span summary ul".split())
OUR_ATTRIBUTES = frozenset(
    "aria-label aria-labelledby class dir href id lang role tabindex".split()
)


def assert_holds_only_our_markup(markup: str) -> None:
    page = Page(markup)
    assert {tag for tag, _ in page.tags} <= OUR_TAGS
    assert {name for _, found in page.tags for name in found} <= OUR_ATTRIBUTES
    assert all(re.fullmatch(r"#(source|answer)-\d+(-\d+)?", str(to)) for to in page.values("href"))
    assert not re.search("[\x00-\x08\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", markup)


# Escaping


@settings(deadline=None)
@given(hostile_texts)
def test_escaped_text_reads_as_the_text_and_holds_no_markup(text: str) -> None:
    escaped = escape(text)
    assert html.unescape(escaped) == displayable(text)
    assert not set(escaped) & set("<>\"'")


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_text_without_control_characters_is_shown_as_it_is(text: str) -> None:
    assert displayable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2066c\u2069d", "abcd"),
        ("<scr\u202eipt>", "<script>"),
        ("a\r\nb\rc\u2028d\ne\tf", "a\nb\nc\nd\ne\tf"),
        ("a\x00b\x1bc\x85d\udc00e", "abcde"),
        ("\u05d0\u200f!", "\u05d0\u200f!"),
    ],
)
def test_characters_that_reorder_or_hide_text_are_left_out(text: str, shown: str) -> None:
    assert displayable(text) == shown


def test_shortened_text_keeps_its_limit() -> None:
    assert shorten("abcd", max_chars=4) == "abcd"
    assert shorten("abcde", max_chars=4) == "abc…"


# Bubbles


def test_answer_becomes_a_paragraph_a_block_with_markers_as_links() -> None:
    link = '<a class="marker" href="#source-2-1" aria-label="Source 1: The Fable">[1]</a>'
    quotation = '<span class="quotation">“Miguel Gómez directed the documentary.”</span>'
    assert answer_blocks(ANSWER, turn=2) == (
        f"<p>Miguel Gómez\N{NO-BREAK SPACE}{link}.</p>",
        f"<p>{quotation}\N{NO-BREAK SPACE}{link}</p>",
    )


def test_list_becomes_one_block() -> None:
    blocks = answer_blocks(answer("Named are:\n\n- One\n- Two\n\nThe end."), turn=1)
    assert blocks == ("<p>Named are:</p>", "<ul><li>One</li><li>Two</li></ul>", "<p>The end.</p>")


@pytest.mark.parametrize("marks", ["“”", "«»"])
@pytest.mark.parametrize("joiner", ["", "\u2060"])
def test_quotation_with_breaks_and_markers_of_its_own_stays_whole(marks: str, joiner: str) -> None:
    quote = "a\n\n- b [1] c"
    document = replace(DOCUMENT, text=quote)
    written = quote.replace("[", f"[{joiner}")
    blocks = answer_blocks(
        answer(f"{marks[0]}{written}{marks[1]} [1]", citation(quote, document=document)), turn=1
    )
    assert len(blocks) == 1
    assert Page(blocks[0]).texts["span"] == [f"{marks[0]}{written}{marks[1]}"]
    assert Page(blocks[0]).texts["a"] == ["[1]"]


def test_quotation_that_begins_with_another_one_stays_whole() -> None:
    document = replace(DOCUMENT, text="a” [2] b")
    whole = citation(document.text, document=document)
    parts = [citation("a", marker=2, document=document), whole]
    block = Page(answer_blocks(answer("“a” [2] b” [1] and “a” [2]", *parts), turn=1)[0])
    assert block.texts["span"] == ["“a” [2] b”", "“a”"]
    assert block.texts["a"] == ["[1]", "[2]"]


def test_number_in_brackets_without_a_citation_is_no_link() -> None:
    assert answer_blocks(answer("See [7].", DIRECTED), turn=1) == ("<p>See [7].</p>",)


@settings(deadline=None)
@given(hostile_texts, hostile_texts)
def test_answer_shows_hostile_quotations_and_titles_as_text(quote: str, title: str) -> None:
    document = replace(DOCUMENT, text=quote, title=title)
    cited = citation(quote, document=document)
    blocks = answer_blocks(answer(f"“{quote}” [1]", cited), turn=1)
    assert_holds_only_our_markup("".join(blocks))
    assert Page("".join(blocks)).texts["span"] == [displayable(f"“{quote}”")]


@settings(deadline=None)
@given(hostile_texts)
def test_question_and_notice_show_hostile_text_as_text(text: str) -> None:
    assert_holds_only_our_markup(question_bubble(text))
    assert_holds_only_our_markup(notice_bubble(text))


def test_very_long_question_is_cut_in_its_bubble() -> None:
    assert len(question_bubble("x" * 100_000)) < 1000
    assert "x…" in question_bubble("x" * 100_000)


# Sources


@settings(deadline=None)
@given(hostile_texts, hostile_texts, hostile_texts, hostile_texts)
def test_highlight_is_the_quotation_and_the_passage_is_whole(
    before: str, quote: str, after: str, title: str
) -> None:
    document = Document(
        doc_id=title,
        title=title,
        text=before + quote + after,
        source=title,
        language=title,
        date=title,
        metadata={"publisher": title},
    )
    cited = replace(
        citation(quote, document=document), start=len(before), end=len(before) + len(quote)
    )
    chunk = Chunk("c", title, document.text, 0, len(document.text), heading=title)
    markup = proof([cited], hits=[Hit(chunk, 1, 1.0)], documents=[document], turn=1)
    assert_holds_only_our_markup(markup)
    page = Page(markup)
    assert page.texts["mark"] == [displayable(quote)]
    whole = displayable(before) + displayable(quote) + displayable(after)
    assert page.texts["div"] == [whole]


def test_source_says_where_it_comes_from() -> None:
    page = Page(proof([DIRECTED], hits=[HIT], documents=[DOCUMENT], turn=4))
    assert page.texts["h3"] == ["1 The Fable"]
    assert page.text_of_class("heading") == "Section: News › Film"
    assert page.texts["li"] == ["IOM", "22 August 2017", "page 3", "news/fable.md"]
    assert page.values("id") == ["source-4-1", "source-4-1-title"]
    assert page.values("href") == ["#answer-4"]
    assert page.values("lang") == ["en"]


@pytest.mark.parametrize("date", ["2021", "2021-08", "2017-13-45", "2017-00-01", "last year"])
def test_date_that_is_no_day_is_shown_as_it_is(date: str) -> None:
    page = Page(nearest([HIT], documents=[replace(DOCUMENT, date=date, metadata={})]))
    assert page.texts["li"][0] == date


def test_document_that_says_nothing_of_itself_shows_its_source_only() -> None:
    bare = Document("a.txt", "A", "text", "a.txt")
    page = Page(nearest([Hit(Chunk("c", "a.txt", "text", 0, 4), 1, 0.5)], documents=[bare]))
    assert page.texts["li"] == ["a.txt"]
    assert page.values("lang") == []


def test_quotation_outside_every_hit_is_its_own_passage() -> None:
    elsewhere = replace(HIT, chunk=replace(CHUNK, text=TEXT[:16], end=16))
    other = replace(HIT, chunk=replace(CHUNK, doc_id="other.md"))
    page = Page(proof([DIRECTED], hits=[elsewhere, other], documents=[DOCUMENT], turn=1))
    assert page.texts["mark"] == page.texts["div"] == [DIRECTED.quote]


def test_refusal_lists_the_nearest_passages_as_no_proof() -> None:
    page = Page(nearest([HIT], documents=[DOCUMENT]))
    assert page.texts["h3"] == ["Nearest passages (not proof)"]
    assert page.texts["div"] == [TEXT]
    assert page.values("id") == []
    assert "mark" not in page.texts


def test_refusal_without_any_hit_says_so() -> None:
    assert Page(nearest([], documents=[])).texts["p"] == ["No passage came near this question."]


# Conversation


def ask_all(bot: FakeBot, *questions: str) -> Turns:
    turns: Turns = ()
    for question in questions:
        *_, turns = converse(bot, question, turns)
    return turns


def test_answer_grows_block_by_block_after_the_question_stands() -> None:
    asked, begun, whole = converse(FakeBot(), "Who?", ())
    assert "Looking through" in asked[-1].reply
    assert not asked[-1].sources
    assert whole[-1].reply.startswith(begun[-1].reply.removesuffix("</div>"))
    assert Page(begun[-1].reply).texts["p"] == ["Miguel Gómez\N{NO-BREAK SPACE}[1]."]
    assert len(Page(whole[-1].reply).texts["p"]) == 2


def test_every_marker_of_a_conversation_leads_to_its_passage_and_back() -> None:
    turns = ask_all(FakeBot(), "Who?", "Who again?")
    page = Page(log(turns, welcome="") + source_panel(turns))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {f"#{one}" for one in ids} >= set(page.values("href"))
    assert {"#source-1-1", "#source-2-1"} <= set(page.values("href"))


def test_earlier_sources_are_folded_below_the_latest() -> None:
    panel = source_panel(ask_all(FakeBot(), "First <one>?", "Second?", "Third?"))
    latest, *folds = panel.split("<details>")
    assert "source-3-1" in latest
    assert ["source-2-1" in folds[0], "source-1-1" in folds[1]] == [True, True]
    assert Page(panel).texts["summary"] == ["Sources of: Second?", "Sources of: First <one>?"]


def test_follow_up_is_asked_with_the_earlier_questions() -> None:
    bot = FakeBot()
    ask_all(bot, "Who?", "x" * 3000, "When?", "Where?")
    assert bot.histories == [[], ["Who?"], ["Who?"], ["Who?", "When?"]]


def test_question_that_is_turned_down_gets_a_message_and_keeps_the_sources() -> None:
    turns = ask_all(FakeBot(), "Who?", "  ")
    assert Page(turns[-1].reply).texts["p"] == ["The question is <empty>; ask in words"]
    assert "source-1-1" in source_panel(turns)
    assert log(turns, welcome="").count('class="question"') == 1


def test_refusal_looks_different_and_cites_nothing() -> None:
    turns = ask_all(FakeBot(), "Which volcano?")
    assert 'class="answer refusal"' in turns[-1].reply
    assert "Nearest passages (not proof)" in source_panel(turns)
    assert "marker" not in turns[-1].reply


def test_empty_conversation_shows_the_welcome() -> None:
    assert "Hello" in log((), welcome="Hello")
    assert "Hello" not in log(ask_all(FakeBot(), "Who?"), welcome="Hello")
    assert "will stand here" in source_panel(())


@settings(deadline=None)
@given(hostile_texts)
def test_conversation_shows_hostile_text_as_text(text: str) -> None:
    document = replace(DOCUMENT, text=text, title=text)
    hit = Hit(Chunk("c", DOCUMENT.doc_id, text, 0, len(text), heading=text), 1, 1.0)
    cited = answer(f"“{text}” [1]", citation(text, document=document), hits=[hit])
    turns = ask_all(FakeBot(document, cited), text[:2000], "And then?")
    assert_holds_only_our_markup(log(turns, welcome="") + source_panel(turns))


# Welcome


@pytest.mark.parametrize(
    ("documents", "extent"),
    [
        ([], "0 documents"),
        ([summary("A")], "1 document in English"),
        ([summary("A", "es"), summary("B", "en")], "2 documents in English and Spanish"),
        ([summary("A", None), summary("B", "fr")], "2 documents"),
    ],
)
def test_welcome_tells_what_is_indexed(documents: list[DocumentSummary], extent: str) -> None:
    assert Page(welcome(documents)).text_of_class("extent").startswith(extent + "Ask in")


def test_welcome_names_a_few_titles_from_all_over() -> None:
    page = Page(welcome([summary(f"<{number}>") for number in range(31)]))
    assert page.texts["li"] == ["<0>", "<8>", "<16>", "<24>"]


# Look


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["", "_dark"])
@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("body_text_color", "background_fill_primary"),
        ("body_text_color", "background_fill_secondary"),
        ("body_text_color_subdued", "body_background_fill"),
        ("body_text_color_subdued", "background_fill_primary"),
        ("link_text_color", "background_fill_primary"),
        ("link_text_color", "body_background_fill"),
        ("input_placeholder_color", "input_background_fill"),
        ("button_primary_text_color", "button_primary_background_fill"),
        ("button_primary_text_color", "button_primary_background_fill_hover"),
        ("button_secondary_text_color", "button_secondary_background_fill_hover"),
    ],
)
def test_text_has_contrast(text: str, surface: str, mode: str) -> None:
    look = theme()
    assert contrast(getattr(look, text + mode), getattr(look, surface + mode)) >= 4.5


def test_highlight_has_contrast_in_light_and_dark() -> None:
    marks = re.findall(r"--ragqa-mark(?:-text)?: (#\w{6});", style_sheet())
    assert [contrast(*pair) >= 4.5 for pair in (marks[:2], marks[2:])] == [True, True]


def test_look_loads_nothing_over_the_network() -> None:
    assert theme()._stylesheets == []
    rules = style_sheet() + theme()._get_theme_css()
    assert "@import" not in rules
    assert re.findall(r"url\((?!\"data:)", rules) == []


# Page and server


def test_one_endpoint_is_public() -> None:
    blocks = ui.build(FakeBot())
    shown = {fn.api_name: fn.api_visibility for fn in blocks.fns.values()}
    assert [name for name, seen in shown.items() if seen != "private"] == ["ask"]
    assert len(shown) == 3


def test_page_asks_and_begins_again() -> None:
    bot = FakeBot()
    ask, restart = list(ui.build(bot).fns.values())[:2]
    *_, (box, chat, sources, turns) = ask.fn("Who?", ())
    assert box == ""
    assert "Miguel Gómez" in chat
    assert DIRECTED.quote in sources
    assert [turn.question for turn in turns] == ["Who?"]
    _, chat, sources, turns = restart.fn()
    assert "1 document in English" in chat
    assert DIRECTED.quote not in sources
    assert turns == ()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    blocks = ui.build(FakeBot())
    yield launch(blocks, host="127.0.0.1", port=free_port())
    blocks.close(verbose=False)


def test_page_is_served_and_fetches_nothing_from_elsewhere(address: str) -> None:
    with urllib.request.urlopen(address) as response:
        page = response.read().decode()
        assert response.status == 200
    fetched = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"([^\"]*)", page)
    assert fetched
    assert not [to for to in fetched if re.match(r"(?:https?:)?//", to)]
    assert "fonts.googleapis.com" not in page


def test_program_asks_the_endpoint(address: str, tmp_path: Path) -> None:
    from gradio_client import Client  # type: ignore[import-untyped]
    from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

    client = Client(address, verbose=False, download_files=tmp_path)
    assert client.predict("Who?", ["When?"], api_name="/ask") == {
        **ANSWER.to_dict(),
        "question": "Who?",
    }
    for question, history, complaint in (
        ("", [], "empty"),
        (7, [], "question is int"),
        ("Who?", "When?", "history must be a list"),
        ("Who?", [7], "history must be a list"),
    ):
        with pytest.raises(AppError, match=complaint):
            client.predict(question, history, api_name="/ask")
    client.close()


def test_taken_port_is_refused_in_one_line(address: str) -> None:
    port = int(address.rstrip("/").rpartition(":")[2])
    with pytest.raises(SettingsError, match=f"cannot listen on 127.0.0.1:{port}") as caught:
        ui.serve(FakeBot(), port=port)
    assert "\n" not in str(caught.value)


class Console(io.StringIO):
    """Standard output that interrupts the main thread once the server is announced."""

    def flush(self) -> None:
        main = threading.main_thread().ident
        if main is not None and self.getvalue().endswith("Ctrl-C\n"):
            threading.Timer(0.2, signal.pthread_kill, [main, signal.SIGINT]).start()


def test_interrupt_stops_the_server() -> None:
    port = free_port()
    with contextlib.redirect_stdout(Console()) as console:
        ui.serve(FakeBot(), port=port)
    assert console.getvalue().splitlines() == [
        f"ragqa answers at http://127.0.0.1:{port}/; stop it with Ctrl-C",
        "Stopped.",
    ]
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_ui_is_imported_without_gradio() -> None:
    command = "import sys, ragqa.ui; print('gradio' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert ran.stdout == "False\n"
