"""Whatever documents, file names and questions hold is shown as text and does nothing."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from gradio_client import Client
from playwright.sync_api import Page, expect

from browser.chat import Chat, NewContext
from browser.hostile import LONG_WORD, OVERRIDE, PAYLOADS, documents, question_about
from browser.serving import NewServer, Served
from browser.world import write_files

_SOME = ("fountain", "bridge", "theatre", "orchard", "aqueduct")


@pytest.fixture(scope="module")
def hostile(serving: NewServer) -> Served:
    """A chat about documents that attack."""
    return serving(documents())


def assert_unharmed(page: Page) -> None:
    """Check that nothing ran, nothing is taken away, and nothing lies over the page."""
    for frame in page.frames:
        assert frame.evaluate("window.hacked") is None
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    assert page.locator("body").evaluate("body => body.innerText.includes('\\u202e')") is False
    assert page.evaluate(
        """[...document.querySelectorAll("*")].every(
            element => getComputedStyle(element).backgroundColor !== "rgb(255, 0, 0)"
        )"""
    )


def test_answers_and_sources_show_payloads_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)

    for thing, payload in PAYLOADS.items():
        turn = chat.ask(question_about(thing))
        expect(turn).to_contain_text("Greta Holm")
        expect(chat.sources).to_contain_text(f"The {thing} {payload}")

    chat.box.click(trial=True)
    chat.button("ask").click(trial=True)
    chat.marker(1, within=chat.last).hover()
    chat.last.get_by_text(chat.strings.chat.why_answer, exact=True).click()
    chat.marker(1, within=chat.last).click()
    assert_unharmed(page)


def test_refusal_lists_payloads_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)

    turn = chat.ask("Who won the 2014 World Cup of the fountain image?")

    expect(turn).to_contain_text(chat.strings.chat.refused)
    expect(turn).to_contain_text(PAYLOADS["fountain"])
    assert_unharmed(page)


def test_document_pages_show_payloads_as_text(page: Page, hostile: Served) -> None:
    for thing, payload in PAYLOADS.items():
        wanted = {"id": _doc_id(hostile, thing), "lang": "en"}

        page.goto(f"{hostile.url}document?{urlencode(wanted)}")

        expect(page.get_by_role("main")).to_contain_text(payload)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"The {thing} {payload}")
        assert_unharmed(page)


def _doc_id(hostile: Served, thing: str) -> str:
    return next(one.doc_id for one in hostile.bot.documents() if f"The {thing} " in one.title)


def test_document_over_the_conversation_shows_payloads_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)
    chat.ask(question_about("aqueduct"))

    chat.sources.get_by_role("link", name=chat.strings.chat.show_in_document).click()

    dialog = page.get_by_role("dialog", name=f"The aqueduct {PAYLOADS['aqueduct']}")
    expect(dialog.frame_locator("iframe").get_by_role("main")).to_contain_text("Greta Holm")
    assert_unharmed(page)


def test_headings_titles_and_publishers_are_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)

    chat.ask("Who restored the lime kiln of Almara?")

    expect(chat.last).to_contain_text("Ada Berg")
    expect(chat.sources).to_contain_text("{{window.hacked = 'heading'}}")
    expect(chat.sources).to_contain_text(PAYLOADS["fountain"])
    assert_unharmed(page)


def test_exports_show_payloads_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)
    for thing in _SOME:
        chat.ask(question_about(thing))
    with page.expect_popup() as opened:
        page.get_by_role("link", name=chat.strings.page.formats["html"], exact=True).click()

    printed = opened.value
    for thing in _SOME:
        expect(printed.locator("body")).to_contain_text(f"The {thing} {PAYLOADS[thing]}")
    assert_unharmed(printed)


def test_list_and_choice_of_documents_show_payloads_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)
    page.get_by_text(chat.strings.documents.narrow, exact=True).click()
    form = page.get_by_role("form", name=chat.strings.documents.narrow)
    for thing in _SOME:
        form.get_by_label(f"The {thing} {PAYLOADS[thing]}", exact=True).check()
    expect(chat.button_named(chat.strings.documents.clear_scope)).to_be_visible()

    rows = chat.to_documents()

    for thing, payload in PAYLOADS.items():
        expect(rows).to_contain_text(f"The {thing} {payload}")
    words = chat.strings.documents
    name = words.remove_named.format(title=f"The aqueduct {PAYLOADS['aqueduct']}")
    rows.get_by_role("button", name=name, exact=True).click()
    expect(rows).to_contain_text(words.really_remove)
    assert_unharmed(page)


def test_uploads_with_hostile_names_are_reported_as_text(
    page: Page, serving: NewServer, tmp_path: Path
) -> None:
    library = serving({"one.txt": "The tower\n\nIda Falk built the tower.\n"})
    chat = Chat.open(page, library.url)
    rows = chat.to_documents()
    attack = "<img src=x onerror=window.hacked=1>"
    good, broken = f"{attack}.txt", f"{attack} ${{window.hacked=2}}.md"
    files = write_files(
        tmp_path,
        {
            good: "The tower {{window.hacked=3}}\n\nIda Falk built the tower <script>1</script>.\n",
            broken: f"---\ntitle: [{attack}\n---\n",
        },
    )

    report = chat.upload(*files)

    expect(report).to_contain_text("onerror")
    expect(rows).to_contain_text("{{window.hacked=3}}")
    assert_unharmed(page)


def test_questions_are_shown_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)

    for payload in PAYLOADS.values():
        chat.ask(f"{payload} who?")

    chat.button("edit", within=chat.turns.first).click()
    expect(chat.button("cancel_edit")).to_be_visible()
    chat.reload()
    for payload in PAYLOADS.values():
        expect(chat.log).to_contain_text(f"{payload} who?")
    assert_unharmed(page)


def test_comment_is_shown_as_text(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)
    turn = chat.ask(question_about("chapel"))
    chat.button("like", within=turn).click()
    box = turn.get_by_role("textbox", name=chat.strings.chat.comment_liked)

    box.fill(f"{PAYLOADS['fountain']} {PAYLOADS['bridge']}")
    chat.button("save_comment", within=turn).click()

    expect(turn).to_contain_text(chat.strings.chat.comment_saved)
    expect(turn.locator("q")).to_contain_text(PAYLOADS["fountain"])
    assert_unharmed(page)


def test_endless_line_does_not_widen_the_page(new_context: NewContext, hostile: Served) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    chat = Chat.open(page, hostile.url)

    turn = chat.ask("Who built the long wall?")

    expect(turn).to_contain_text("Ida Falk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(f"{hostile.url}document?id=long.txt&lang=en")
    expect(page.get_by_role("main")).to_contain_text(LONG_WORD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_right_to_left_override_does_not_reach_the_page(page: Page, hostile: Served) -> None:
    chat = Chat.open(page, hostile.url)

    chat.send(f"Who built the {OVERRIDE}drawbridge?")

    expect(chat.last).to_contain_text("Who built the drawbridge?")
    expect(chat.sources).to_contain_text("gnp.exe")
    assert_unharmed(page)


def test_interface_for_programs_takes_and_gives_payloads_as_text(hostile: Served) -> None:
    client = Client(hostile.url, verbose=False)
    for thing, payload in PAYLOADS.items():
        asked = client.predict(f"{payload} {question_about(thing)}", [payload], api_name="/ask")
        assert asked["question"] == f"{payload} {question_about(thing)}"
    found = client.predict(PAYLOADS["bridge"], 5, api_name="/search")
    assert len(found) == 5
    listed = client.predict(api_name="/documents")
    assert {f"The {thing} {payload}" for thing, payload in PAYLOADS.items()} <= {
        one["title"] for one in listed
    }
