"""Web pages: what of them is text, in which form, and what they say of themselves."""

from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.documents.html import load_html, plain_html_blocks
from ragqa.documents.source import SourceFile
from ragqa.types import Document


def page(content: str | bytes) -> Document:
    raw = content.encode() if isinstance(content, str) else content
    (loaded,) = load_html(SourceFile(Path("in/page.html"), "in/page.html", raw))
    return loaded.document


def text_of(body: str) -> str:
    return page(f"<title>T</title><body>{body}</body>").text


# What is text


@pytest.mark.parametrize(
    "side",
    [
        "<nav><a href=a>Home</a></nav>",
        "<div role=navigation>Home</div>",
        "<aside>Read also</aside>",
        "<div class='cookie-banner'>We use cookies</div>",
        "<ol id=breadcrumbs><li>Home<li>Offices</ol>",
        "<div hidden>Secret</div>",
        "<div style='color: red; DISPLAY : none'>Secret</div>",
        "<div aria-hidden=true>Icon</div>",
        "<script>let a = '<p>code</p>';</script>",
        "<style>p { color: red }</style>",
        "<noscript>Switch scripts on</noscript>",
        "<form><button>Send</button><select><option>One</select><textarea>Two</textarea></form>",
        "<svg><title>Logo</title><text>Logo</text></svg>",
        "<ul><li><a href=a>Offices</a><li><a href=b>People</a><li><a href=c>Press</a></ul>",
        "<!-- a remark -->",
        "<?php echo 'code' ?>",
    ],
)
def test_what_is_beside_the_text_is_left_out(side: str) -> None:
    text = "The office opens at eight and closes at four, from Monday to Friday."
    assert text_of(f"{side}<p>{text}</p>") == text
    assert text_of(f"<main><p>{text}</p>{side}</main>" if "<ul>" not in side else text) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><th>A<th>B<tr><td>x<td>1<tr><td>y<td>2", "A: x; B: 1\n\nA: y; B: 2"),
        ("<thead><tr><td>A<td>B</thead><tr><td>x<td>1", "A: x; B: 1"),
        ("<caption>Fees</caption><tr><th>A<th>B<tr><td>x<td>1", "Fees\n\nA: x; B: 1"),
        ("<tr><th>A<th>B<tfoot><tr><td>All<td>1</tfoot>", "A: All; B: 1"),
        ("<tr><th rowspan=2>A<th colspan=2>B<tr><th>C<th>D<tr><td>x<td>1<td>2",
         "A: x; B, C: 1; B, D: 2"),
        ("<tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr><td>2", "A: x; B: 1\n\nA: x; B: 2"),
        ("<tr><th>A<th>B<tr><th colspan=2>In Peru<tr><td>x<td>1", "In Peru\n\nA: x; B: 1"),
        ("<tr><th>A<th>B<th>C<tr><td>x<td>1<td>2<td>3", "A | B | C\nx | 1 | 2 | 3"),
        ("<tr><th>A<td>x<tr><th>B<td>y", "A: x\n\nB: y"),
        ("<tr><th>A<th>B<tr><th>C<th>D", "A | B\nC | D"),
        ("<thead><tr><th><th></thead><tr><td>A<td>x<tr><td>B<td>y", "A: x\n\nB: y"),
        ("<tr><th colspan=0>A<th rowspan=x>B<tr><td colspan=9999999>x", "A | B\nx"),
        ("<tr><th>A<th>B<tr><td><p>x</p><p>y</p><td>10<sup>6</sup>", "A: x y; B: 10^6"),
    ],
)  # fmt: skip
def test_table_is_read_as_statements(rows: str, text: str) -> None:
    assert text_of(f"<p>Before.<table>{rows}</table><p>After.") == f"Before.\n\n{text}\n\nAfter."


def test_statements_within_a_list_are_lines_of_it() -> None:
    table = "<table><tr><th>A<th>B<tr><td>x<td>1<tr><td>y<td>2</table>"
    assert text_of(f"<ul><li>a{table}<li>b</ul>") == "- a\nA: x; B: 1\nA: y; B: 2\n- b"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("<time datetime=2018-05-04>4/5/2018</time>", "2018-05-04"),
        ("<time datetime='2018-05-04T09:30:00-06:00'>two days ago</time>", "2018-05-04"),
        ("Published on <time datetime=2018-05-04>Friday</time>", "2018-05-04"),
        ("Lima, <time datetime=2018-05-04><b>4</b> May</time>", "2018-05-04"),
        ("<time datetime=2018>in 2018</time>", None),
        ("Closed <time datetime=2018-05-04>on Friday</time>", None),
        ("The market of <time datetime=2018-05-04>Friday</time> was large.", None),
        ("<time datetime=2018-05-04>4 May</time> – <time datetime=2018-05-06>6 May</time>", None),
        ("4 May 2018", None),
    ],
)
def test_time_below_a_heading_dates_its_section(line: str, date: str | None) -> None:
    text = "The office opens at eight and closes at four."
    document = page(f"<main><h2>Opening</h2><p>{line}</p><p>{text}</p><h2>Fees</h2>{text}</main>")
    assert [(one.heading, one.date) for one in document.sections] == [
        ("Opening", date),
        ("Fees", None),
    ]


@pytest.mark.parametrize("name", ["header", "footer"])
def test_header_and_footer_belong_to_the_site_but_within_an_article(name: str) -> None:
    text = "The office opens at eight and closes at four, from Monday to Friday."
    side = f"<{name}>By the press office</{name}>"
    assert text_of(f"{side}<p>{text}</p>") == text
    assert text_of(f"<article><p>{text}</p>{side}</article>") == f"{text}\n\nBy the press office"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Before</p><main><p>The text</p></main><p>After</p>",
        "<p>Before</p><div role=main><p>The text</p></div>",
        "<p>Before</p><article><p>The text</p></article>",
        "<main><article><p>The text</p></article></main><p>After</p>",
    ],
)
def test_only_the_declared_main_text_is_read(body: str) -> None:
    assert text_of(body) == "The text"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<main>Start</main><p>" + "The text. " * 5, "Start\n\n" + ("The text. " * 5).strip()),
        ("<article>One</article><article>Two</article>", "One\n\nTwo"),
        ("<main></main><p>Text</p>", "Text"),
        ("<nav><a href=a>All</a> that the page has is a menu.</nav>", ""),
        ("<aside>All that the page has</aside>", "All that the page has"),
        (
            "<article><header><h1>Head</h1><p>Lead</p></header>Body</article>",
            "Head\n\nLead\n\nBody",
        ),
        ("<header><h1>Head</h1></header><p>Body", "Head\n\nBody"),
        (
            "<main><ul><li><a>Offices</a><li><a>People</a><li><a>Press</a></ul></main>",
            "- Offices\n- People\n- Press",
        ),
        (
            "<div class=menu><p>" + "We serve rice and beans. " * 20 + "</p></div><p>At noon.",
            ("We serve rice and beans. " * 20).strip() + "\n\nAt noon.",
        ),
    ],
)
def test_text_is_not_taken_for_what_is_beside_it(body: str, text: str) -> None:
    assert text_of(body) == text


REST = "The office opens at eight and closes at four, from Monday to Friday. " * 8


def text_beside(body: str) -> str:
    """Return the text of what stands on a page with more text."""
    return text_of(f"{body}<p>{REST}").removesuffix(REST.strip()).rstrip()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<h2 id=pagination>Pagination</h2><p>Each page has 50 items.</p>"
            "<h2 id=cookies-and-privacy>Cookies and privacy</h2><p>None are kept.</p>",
            "Pagination\n\nEach page has 50 items.\n\nCookies and privacy\n\nNone are kept.",
        ),
        (
            "<section id=navigation><h2>Navigation</h2><p>Follow the signs.</p></section>",
            "Navigation\n\nFollow the signs.",
        ),
        (
            "<div class=section id=sidebar><h2><a class=menu-title href=x>Sidebar</a></h2></div>",
            "Sidebar",
        ),
        (
            "<div class=menu-item><h3>Onion soup</h3><p>4.50 euros</p></div>",
            "Onion soup\n\n4.50 euros",
        ),
        ("<div class=menu-item>Onion soup: 4.50 euros</div>", "Onion soup: 4.50 euros"),
        ("<section id=share><a href=x>Share of costs</a></section>", "Share of costs"),
        ("<p>See the <a class=nav-link href=x>prices</a> of 2020.</p>", "See the prices of 2020."),
        ("<section class=cookie-notice><h2>Cookies</h2>None.</section>", "Cookies\n\nNone."),
    ],
)
def test_ordinary_word_in_a_name_makes_no_menu_of_a_text(body: str, text: str) -> None:
    assert text_beside(body) == text


@pytest.mark.parametrize(
    "side",
    [
        "<div class=menu><a href=a>Home</a> | <a href=b>Press</a></div>",
        "<a class=skip-link href=#main>Skip to the text</a>",
        "<div class=share>Share: <a href=a>by mail</a></div>",
        "<p class=breadcrumb><a href=a>Home</a> > The office and its hours</p>",
        "<div class='cookie-banner'><h2>Cookies</h2><p>We use some.</p><button>Fine</button></div>",
    ],
)
def test_what_is_called_a_menu_and_is_one_is_left_out(side: str) -> None:
    assert text_beside(side) == ""


@pytest.mark.parametrize(
    "panel",
    [
        "<div id=one class='accordion-collapse collapse' hidden>At eight.</div>",
        "<div id=one role=region hidden>At eight.</div>",
        "<div id=one hidden=until-found>At eight.</div>",
        "<div class=accordion-panel hidden>At eight.</div>",
        "<div class='panel collapse' style='display: none' aria-hidden=true>At eight.</div>",
    ],
)
def test_accordion_keeps_its_questions_and_answers(panel: str) -> None:
    question = "<h2><button aria-controls=one>When does it open?</button></h2>"
    assert text_beside(f"{question}{panel}") == "When does it open?\n\nAt eight."


def test_heading_may_itself_control_a_panel() -> None:
    heading = "<h3 role=tab aria-controls=one>When does it open?</h3>"
    assert text_beside(f"{heading}<div id=one hidden>At eight.</div>") == (
        "When does it open?\n\nAt eight."
    )


def test_accordion_in_a_message_is_read() -> None:
    text = "<h2><button aria-controls=a>When?</button></h2><div id=a hidden>At eight.</div>"
    assert [block.text for block in plain_html_blocks(text)] == ["When?", "At eight."]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h2>Fees <button>Edit</button></h2>", "Fees"),
        ("<h2><button aria-controls=m>Menu</button></h2><p id=m hidden><a href=a>Home</a>", "Menu"),
        ("<h2><button>Cookies</button></h2><p class='collapse cookie-notice' hidden>x", "Cookies"),
        (
            "<h2><button aria-controls=m>Ask</button></h2><div id=m role=dialog hidden>x</div>",
            "Ask",
        ),
        ("<header><h2><button aria-controls=m>A</button></h2></header><p id=m hidden>x", ""),
        ("<h2><button>First?</button></h2><p>Yes.<p class=collapse hidden>x", "First?\n\nYes."),
        ("<button aria-controls=m>Open</button><div class=collapse id=m hidden>x</div>", ""),
    ],
)
def test_what_no_question_opens_stays_hidden(body: str, text: str) -> None:
    assert text_beside(body) == text


# Its form


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("one\n  two&nbsp;<b>th</b>ree<span> </span><i>four</i>", "one two three four"),
        (
            "<p>one<p>two<div>three<div>four</div>five</div>six",
            "one\n\ntwo\n\nthree\n\nfour\n\nfive\n\nsix",
        ),
        ("one<br>two<br><br><br>three<hr>four", "one\ntwo\n\nthree\n\nfour"),
        ("<pre>  a\n    b\n</pre>c\n d", "  a\n    b\n\nc d"),
        ("<ol start=3><li>a<li><p>b</p><p>c</p></ol>d", "3. a\n4. b\nc\n\nd"),
        ("<ul><li>a<ul><li>b</ul>c<li>d</ul><ul><li>e</ul>", "- a\n- b\nc\n- d\n\n- e"),
        (
            "<dl><dt>Opens<dd>8:00<dt>Closes:<dd>16:00<dd>(winter)<dt>Fax</dl>",
            "Opens: 8:00\nCloses: 16:00\n(winter)\nFax",
        ),
        ("<table><caption>Hours</caption><tr><th>A<th>B</table>", "Hours\nA | B"),
        ("<table><td>a<td>b<tr><td>c<td>d</tr><td>e</table>", "a | b\nc | d\ne"),
        ("<table><thead><th>A<th>B</thead><tbody><td>1<td>2</tbody></table>", "A: 1; B: 2"),
        ("<table><tr><td><p>1</p><p>2</p><td><tr><td><td></table>", "1 2 | "),
        (
            "<table><tr><td><ul><li>a</ul><td>b<tr><td><table><tr><td>c<td>d</table></table>",
            "- a\n\nb\n\nc | d",
        ),
        ("<ul><li>a<table><tr><td>b<td>c</table><li>d</ul>", "- a\nb | c\n- d"),
        (
            "10<sup>6</sup> in 2019<sup>3</sup>, the 1<sup>st</sup> H<sub>2</sub>O, n<sup>2</sup>",
            "10^6 in 2019^3, the 1st H2O, n2",
        ),
        (
            "so&shy;ft zero\u200bwidth &lt;b&gt; &copy; &#8220;x&#8221; &nonsense;",
            "soft zerowidth <b> © “x” &nonsense;",
        ),
        (
            "<details><summary>More</summary>Text</details><figure><figcaption>Below</figure>",
            "More\n\nText\n\nBelow",
        ),
        ("<custom-tag>one</custom-tag> two<unknown/> three", "one two three"),
    ],
)
def test_marks_become_plain_text(body: str, text: str) -> None:
    assert text_of(body) == text


def test_headings_become_nested_sections() -> None:
    document = page("<h1>A\n <b>b</b></h1>one<h3>C<br>d</h3>two<ul><li><h2>E</h2>three</ul>")
    assert [one.heading for one in document.sections] == ["A b", "A b › C d", "A b › E"]
    assert document.text == "A b\n\none\n\nC d\n\ntwo\n\nE\n\nthree"


# What a page says of itself


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>The\n title</title>", "The title"),
        ("<title>Head | The site</title>", "Head"),
        ("<title>The site</title><meta property='og:title' content='Head – site'>", "Head"),
        ("<title>The page</title><meta property='og:title' content='Shared so'>", "Shared so"),
        ("", "Head"),
    ],
)
def test_title_is_the_headline_where_the_page_agrees(head: str, title: str) -> None:
    assert page(f"<head>{head}</head><nav><h2>Menu</h2></nav><h1>Head</h1><p>Body").title == title


def test_page_without_title_and_headline_has_its_first_line_as_title() -> None:
    assert page("<p>First line.<p>Second line.").title == "First line."


@pytest.mark.parametrize(
    "source",
    [
        "<meta property='article:published_time' content='2021-03-04T23:00:00-06:00'>",
        "<meta name=DC.date.issued content=2021-03-04><meta name=date content=2022-01-01>",
        "<meta name=date content='4th of March'><meta name=pubdate content=2021-03-04>",
        '<script type="application/ld+json">[{"@type": "Site"}, {"@graph": [{"headline": "H", '
        '"datePublished": "2021-03-04T10:00Z"}]}]</script>',
        "<body><main><time datetime=12:00>noon</time><time datetime=2021-03-04>4 March</time> x",
        "<body><time datetime=2020-01-01>x</time><time itemprop=datePublished datetime=2021-03-04>",
    ],
)
def test_date_is_that_of_the_publication(source: str) -> None:
    assert page(f"{source}<p>Body").date == "2021-03-04"


def test_time_outside_the_main_text_dates_nothing() -> None:
    times = "<footer><time datetime=2020-01-01>today</time></footer>"
    assert page(f"<p>This is the text of the page.</p>{times}").date is None


@pytest.mark.parametrize("broken", ["{", "[" * 5000, '{"headline": {"a": [[1]]}}', '"text"'])
def test_broken_description_of_the_page_is_passed_over(broken: str) -> None:
    source = f"<script type='application/ld+json'>{broken}</script><title>T</title><p>Body"
    assert page(source).title == "T"


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("<html lang=pt-BR><p>The office opens at eight in the morning", "pt"),
        ("<html lang=en><main lang=es><p>The office opens at eight", "es"),
        ("<meta http-equiv=Content-Language content=fr><p>The office opens at eight", "fr"),
        ("<html lang=en><p>La oficina abre a las ocho de la mañana", "es"),
        ("<meta property=og:locale content=en_US><p>La oficina abre a las ocho", "es"),
        ("<html lang=''><p>La oficina abre a las ocho de la mañana", "es"),
    ],
)
def test_language_is_the_declared_one_or_that_of_the_text(source: str, language: str) -> None:
    assert page(source).language == language


def test_author_and_publisher_are_kept() -> None:
    head = "<meta name=author content='Ana Ruiz'><meta property=og:site_name content='IOM'>"
    assert page(f"{head}<p>x").metadata == {"author": "Ana Ruiz", "publisher": "IOM"}


# Encodings and hostile pages


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("", "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta http-equiv=content-type content='text/html; charset=iso-8859-2'>", "iso-8859-2"),
        ("<?xml version='1.0' encoding='shift_jis'?>", "shift_jis"),
        ("<meta charset=no-such-encoding>", "cp1252"),
        ("<meta charset=hex>", "cp1252"),
    ],
)
def test_encoding_is_utf8_or_the_declared_one(declaration: str, encoding: str) -> None:
    word = {"iso-8859-2": "Łódź", "shift_jis": "東京都"}.get(encoding, "“señal” única")
    content = f"{declaration}<p>{word}</p>".encode(encoding)
    assert page(content).text == word


@pytest.mark.parametrize("opening", ["<div>", "<table><tr><td>", "<ul><li>", "<a href=x><h1>"])
def test_hundred_thousand_nested_tags_lose_no_word(opening: str) -> None:
    nested = opening * (100_000 // opening.count("<"))
    words = text_of(f"first {nested} deep <p>last").split()
    assert [word for word in words if word.isalpha()] == ["first", "deep", "last"]


@pytest.mark.parametrize("content", [b"", b" \n", b"<!-- only this -->", b"<html></html>"])
def test_page_without_text_yields_a_blank_document(content: bytes) -> None:
    assert page(content).text == ""


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_that_is_escaped_comes_back(text: str) -> None:
    seen = text.translate(dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)))
    assert page(f"<meta charset=utf-8><p>x{escape(text)}").text.split() == f"x{seen}".split()
