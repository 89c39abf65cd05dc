from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from hypothesis import given, settings
from test_ui_document_page import Markup, assert_holds_only, hostile_texts
from turns import ANSWER, DIRECTED, DOCUMENT, REFUSAL, TEXT, conversation_of, turn_of

from ragqa.types import Document
from ragqa.ui.conversation import Passage, Turn
from ragqa.ui.document_page import digest_of_quote
from ragqa.ui.escaping import displayable
from ragqa.ui.sources import render_sources
from ragqa.ui.strings import strings_for

ENGLISH, SPANISH = strings_for("en"), strings_for("es")

TAGS = frozenset(
    "section div button svg path h2 h3 h4 article details summary p span a ul li mark".split()
)
ATTRIBUTES = frozenset(
    "aria-hidden aria-label aria-labelledby class d data-client data-close data-title dir focusable"
    " href id lang tabindex title type viewbox".split()
)


def drawn(*turns: Turn) -> Markup:
    return Markup(render_sources(conversation_of(*turns), strings=ENGLISH))


def bare(passage: Passage) -> Passage:
    return replace(
        passage, heading="", page=None, date=None, publisher=None, language=None, source="a.txt"
    )


def test_source_says_where_it_comes_from() -> None:
    panel = drawn(turn_of(4))
    assert panel.texts["h3"] == ["1 The Fable"]
    assert panel.texts_of_class("heading") == ["Section: News › Film"]
    assert panel.texts["li"] == ["IOM", "22 August 2017", "page 3", "news/fable.md"]
    assert panel.with_attribute("lang")[0]["lang"] == "en"


def test_source_is_the_whole_passage_with_the_quotation_marked() -> None:
    panel = drawn(turn_of(1))
    assert panel.texts_of_class("passage") == [TEXT]
    assert panel.texts["mark"] == [DIRECTED.quote]


def test_source_leads_to_its_place_in_the_document_and_back_to_the_answer() -> None:
    shown, back = drawn(turn_of(4)).with_attribute("href")
    address = urlsplit(shown["href"])
    assert (address.path, address.fragment) == ("document", "quotation")
    assert parse_qs(address.query) == {
        "id": [DOCUMENT.doc_id],
        "lang": ["en"],
        "start": [str(DIRECTED.start)],
        "end": [str(DIRECTED.end)],
        "quote": [digest_of_quote(DIRECTED.quote)],
    }
    assert shown["data-client"] == "open-document"
    assert (shown["data-title"], shown["data-close"]) == ("The Fable", "Close")
    assert back["href"] == "#answer-4"


def test_source_names_the_other_documents_that_hold_it() -> None:
    turn, others = turn_of(4), ("a.md", "b <i>.md")
    cited = replace(DIRECTED, also_in=others)
    proved = replace(turn, answer=replace(ANSWER, citations=(cited,)))
    assert drawn(proved).texts["li"][-1] == "also in: a.md, b <i>.md"
    refused = replace(turn_of(3, REFUSAL), passages=(replace(turn.passages[0], also_in=others),))
    panel = Markup(render_sources(conversation_of(refused), strings=SPANISH))
    assert panel.texts["li"][-1] == "también en: a.md, b <i>.md"


def test_document_that_says_nothing_of_itself_shows_its_source_only() -> None:
    turn = turn_of(1)
    panel = drawn(replace(turn, passages=(bare(turn.passages[0]),)))
    assert panel.texts["li"] == ["a.txt"]
    assert panel.texts_of_class("heading") == panel.values("lang") == []


def test_quotation_outside_every_passage_is_its_own() -> None:
    panel = drawn(replace(turn_of(1), passages=()))
    assert panel.texts["mark"] == panel.texts_of_class("passage") == [DIRECTED.quote]


def test_refusal_lists_the_nearest_passages_as_no_proof() -> None:
    panel = drawn(turn_of(3, REFUSAL))
    assert panel.texts["h3"] == ["Nearest passages (not proof)"]
    assert panel.texts_of_class("passage") == [TEXT]
    assert panel.values("id") == ["sources-heading", "sources-3"]
    assert "mark" not in panel.texts
    query = parse_qs(urlsplit(panel.values("href")[0]).query)
    assert (query["start"], query["end"]) == (["0"], [str(len(TEXT))])


def test_only_a_few_of_many_nearest_passages_are_listed() -> None:
    turn = turn_of(1, REFUSAL)
    panel = drawn(replace(turn, passages=turn.passages * 10))
    assert len(panel.texts["article"]) == 5


def test_refusal_without_any_hit_says_so() -> None:
    turn = replace(turn_of(1, replace(REFUSAL, hits=())), passages=())
    assert drawn(turn).texts["p"] == ["No passage came near this question."]


def test_latest_sources_stand_open_and_earlier_ones_folded_below() -> None:
    turns = (turn_of(1, question="First <one>?"), turn_of(2, question="Second?"), turn_of(3))
    panel = drawn(*turns)
    assert panel.texts["summary"] == ["Sources of: Second?", "Sources of: First <one>?"]
    blocks = [one for one in panel.values("id") if one.startswith("sources-")]
    assert blocks == ["sources-heading", "sources-3", "sources-2", "sources-1"]
    assert [one["tag"] for one in panel.with_attribute("id") if one["id"] in blocks] == [
        "h2",
        "div",
        "details",
        "details",
    ]


def test_awaited_answer_leaves_the_sources_as_they_are() -> None:
    before = render_sources(conversation_of(turn_of(1)), strings=ENGLISH)
    assert render_sources(conversation_of(turn_of(1), turn_of(2, None)), strings=ENGLISH) == before


def test_panel_without_answers_says_what_will_stand_there() -> None:
    assert drawn().texts["p"] == ["The passages that prove an answer will stand here."]


def test_panel_speaks_spanish() -> None:
    panel = Markup(render_sources(conversation_of(turn_of(1)), strings=SPANISH))
    assert panel.texts["h2"] == ["Fuentes"]
    assert "22 de agosto de 2017" in panel.texts["li"]
    assert "lang=es" in panel.values("href")[0]


@settings(deadline=None)
@given(hostile_texts, hostile_texts, hostile_texts, hostile_texts)
def test_marked_text_is_the_quotation_whatever_documents_hold(
    before: str, quote: str, after: str, name: str
) -> None:
    text = before + quote + after
    document = Document(doc_id=name, title=name, text=text, source=name, date=name)
    cited = replace(
        DIRECTED,
        doc_id=name,
        quote=quote,
        start=len(before),
        end=len(before) + len(quote),
        also_in=(name,),
    )
    passage = Passage(
        chunk_id="c",
        doc_id=name,
        title=name,
        source=name,
        text=document.text,
        start=0,
        heading=name,
        language=name,
        date=name,
        publisher=name,
        also_in=(name,),
    )
    proved = replace(turn_of(1, replace(ANSWER, citations=(cited,))), passages=(passage,))
    refused = replace(turn_of(2, REFUSAL, question=name), passages=(passage,))
    markup = render_sources(conversation_of(refused, proved), strings=ENGLISH)
    assert_holds_only(markup, TAGS, ATTRIBUTES)
    panel = Markup(markup)
    assert panel.texts["mark"] == [displayable(quote)]
    whole = displayable(before) + displayable(quote) + displayable(after)
    assert panel.texts_of_class("passage")[0] == whole
