"""A person looks after the documents: finds, adds, replaces and removes them, or may not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.chat import Chat
from browser.serving import NewServer, Served, accounts_in
from browser.watching import Watcher
from browser.world import DOCUMENTS, write_files
from ragqa.ui.server import ServerOptions, running
from ragqa.ui.strings import strings_for

_WHO_REPAIRED = "Who repaired the windmill of Almara?"
_WINDMILL = "The windmill of Almara was repaired by {name}. It grinds buckwheat flour."


@pytest.fixture(scope="module")
def library(serving: NewServer) -> Served:
    """A chat of its own, whose documents these tests change."""
    return serving(DOCUMENTS)


@pytest.fixture
def windmill(tmp_path: Path, library: Served) -> Iterator[Path]:
    """A file to add; at the end it is no document any more."""
    (path,) = write_files(tmp_path, {"windmill.txt": _WINDMILL.format(name="Greta Holm")})
    yield path
    library.bot.remove(_added(library))


def _added(library: Served) -> list[str]:
    return [one.doc_id for one in library.bot.documents() if one.doc_id not in DOCUMENTS]


def _row(rows: Locator, title: str) -> Locator:
    return rows.get_by_role("row").filter(has=rows.page.get_by_role("link", name=title))


def test_list_tells_what_is_indexed(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)

    rows = chat.to_documents()

    expect(rows.get_by_role("row")).to_have_count(len(DOCUMENTS) + 1)
    row = _row(rows, "El mercado de pescado")
    for fact in ("harbour/mercado.md", "Markdown", "Spanish", "2 March 2021", "characters"):
        expect(row).to_contain_text(fact)


def test_list_is_searched_filtered_and_sorted(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    words = chat.strings.documents
    rows = chat.to_documents()
    titles = rows.get_by_role("rowheader")
    form = page.get_by_role("search", name=words.browse)

    form.get_by_label(words.search).fill("BIBLIOTECA")
    expect(titles).to_have_text(["La biblioteca municipaltown/biblioteca.md"])
    form.get_by_label(words.search).fill("")
    form.get_by_label(words.type).select_option(words.type_names["txt"])
    expect(titles).to_have_count(2)
    form.get_by_label(words.type).select_option(words.any_type)
    form.get_by_label(words.language).select_option("Spanish")
    expect(titles).to_have_count(2)
    form.get_by_label(words.language).select_option(words.any_language)
    form.get_by_label(words.sort).select_option(words.sort_names["date"])
    expect(titles.first).to_contain_text("The observatory on Mount Kestrel")
    form.get_by_label(words.search).fill("zeppelin")
    expect(page.get_by_text(words.none_found)).to_be_visible()


def test_document_of_the_list_is_shown_whole(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    link = chat.to_documents().get_by_role("link", name="The old bakery")

    link.click()

    dialog = page.get_by_role("dialog", name="The old bakery")
    expect(dialog.frame_locator("iframe").get_by_role("main")).to_contain_text("rye bread")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_uploaded_file_is_answered_from_at_once(
    page: Page, library: Served, windmill: Path
) -> None:
    chat = Chat.open(page, library.url)
    rows = chat.to_documents()

    report = chat.upload(windmill)

    expect(report).to_contain_text("windmill.txt")
    expect(_row(rows, "windmill")).to_be_visible()
    chat.to_conversation()
    expect(chat.ask(_WHO_REPAIRED)).to_contain_text("Greta Holm")
    expect(chat.sources).to_contain_text("windmill.txt")


def test_file_of_the_same_name_takes_the_place_of_the_older_one(
    page: Page, library: Served, windmill: Path
) -> None:
    chat = Chat.open(page, library.url)
    rows = chat.to_documents()
    expect(chat.upload(windmill)).to_contain_text("Added")
    expect(_row(rows, "windmill")).to_have_count(1)

    windmill.write_text(_WINDMILL.format(name="Oskar Lund"), encoding="utf-8")
    report = chat.upload(windmill)

    replaced = chat.strings.documents.replaced.format(documents="1 document")
    expect(report).to_contain_text(replaced)
    expect(_row(rows, "windmill")).to_have_count(1)
    chat.to_conversation()
    turn = chat.ask(_WHO_REPAIRED)
    expect(turn).to_contain_text("Oskar Lund")
    expect(turn).not_to_contain_text("Greta Holm")


_SECOND_OF_TWO = {"detail": 2}
"""Of a click: that it belongs to a double click."""


def test_removed_document_is_asked_for_twice_and_then_gone(
    page: Page, library: Served, windmill: Path
) -> None:
    library.bot.add([windmill])
    chat = Chat.open(page, library.url)
    words = chat.strings.documents
    row = _row(chat.to_documents(), "windmill")

    row.get_by_role("button", name=words.remove).click()
    expect(row).to_contain_text(words.really_remove)
    row.get_by_role("button", name=words.remove).dispatch_event("click", _SECOND_OF_TWO)
    row.get_by_role("button", name=words.keep).click()
    expect(row).not_to_contain_text(words.really_remove)
    expect(row).to_be_visible()

    row.get_by_role("button", name=words.remove).click()
    expect(row).to_contain_text(words.really_remove)
    row.get_by_role("button", name=words.remove).click()
    expect(row).to_have_count(0)
    expect(chat.report).to_contain_text("windmill.txt")
    chat.to_conversation()
    expect(chat.ask(_WHO_REPAIRED)).to_contain_text(chat.strings.chat.refused)


def test_citation_of_a_removed_document_still_shows_its_passage(
    page: Page, library: Served, windmill: Path, watcher: Watcher
) -> None:
    library.bot.add([windmill])
    chat = Chat.open(page, library.url)
    turn = chat.ask(_WHO_REPAIRED)
    library.bot.remove(_added(library))

    chat.marker(1, within=turn).click()
    expect(chat.sources.locator("mark")).to_contain_text("Greta Holm")

    watcher.expected.add(404)
    chat.sources.get_by_role("link", name=chat.strings.chat.show_in_document).click()
    gone = page.get_by_role("dialog").frame_locator("iframe")
    expect(gone.locator("body")).to_contain_text(chat.strings.documents.missing)


def test_file_that_cannot_be_read_is_named_with_the_reason(
    page: Page, library: Served, tmp_path: Path
) -> None:
    broken, empty = write_files(
        tmp_path, {"broken.md": "---\ntitle: [never closed\n---\n\nA text.\n", "empty.txt": ""}
    )
    chat = Chat.open(page, library.url)
    chat.to_documents()

    report = chat.upload(broken, empty)

    expect(report).to_contain_text("broken.md")
    expect(report).to_contain_text("front matter")
    expect(report).to_contain_text(chat.strings.documents.refusals["empty"])
    assert _added(library) == []


def test_all_documents_can_be_indexed_again(page: Page, library: Served) -> None:
    chat = Chat.open(page, library.url)
    words = chat.strings.documents
    rows = chat.to_documents()

    page.get_by_role("button", name=words.reindex, exact=True).click()

    expect(chat.report).to_contain_text(f"{len(DOCUMENTS)} documents")
    expect(rows.get_by_role("row")).to_have_count(len(DOCUMENTS) + 1)


def test_added_files_can_be_asked_alone(page: Page, library: Served, windmill: Path) -> None:
    library.bot.add([windmill])
    chat = Chat.open(page, library.url)
    words = chat.strings.documents
    page.get_by_text(words.narrow, exact=True).click()

    page.get_by_label(words.added_here, exact=True).check()

    status = page.get_by_role("status").filter(has_text=words.added_files)
    expect(status).to_be_visible()
    chat.ask("Who designed the lighthouse of Port Almara?")
    expect(chat.sources).to_contain_text("windmill.txt")
    expect(chat.sources).not_to_contain_text("lighthouse.md")


def test_who_may_only_read_can_neither_add_nor_remove(page: Page, served: Served) -> None:
    options = ServerOptions(port=0, read_only=True)
    with running(served.bot, options, feedback=served.feedback) as url:
        chat = Chat.open(page, url)
        words = chat.strings.documents
        rows = chat.to_documents()

        expect(rows.get_by_role("row")).to_have_count(len(DOCUMENTS) + 1)
        expect(page.get_by_role("button", name=words.remove)).to_have_count(0)
        expect(page.get_by_role("button", name=words.reindex)).to_have_count(0)
        expect(page.locator("input[type=file]")).to_have_count(0)
        page.goto("about:blank")


def test_chat_with_accounts_lets_in_who_knows_the_password(
    page: Page, served: Served, tmp_path: Path, watcher: Watcher
) -> None:
    words = strings_for("en").serving
    accounts = accounts_in(tmp_path, name="clara", password="a long secret")
    options = ServerOptions(port=0, accounts=accounts)
    with running(served.bot, options, feedback=served.feedback) as url:
        page.goto(url)
        watcher.expected.add(403)
        _log_in(page, "clara", "a wrong secret")
        expect(page.get_by_role("alert")).to_have_text(words.wrong_password)
        expect(page.get_by_label(words.name)).to_have_value("clara")

        _log_in(page, "clara", "a long secret")
        chat = Chat(page, url, strings_for("en")).ready()
        expect(chat.ask("Who designed the lighthouse of Port Almara?")).to_contain_text("Winfield")

        page.get_by_role("link", name=words.log_out).click()
        page.get_by_role("button", name=words.log_out).click()
        expect(page.get_by_label(words.password)).to_be_visible()
        page.goto(url)
        expect(page.get_by_label(words.password)).to_be_visible()


def _log_in(page: Page, name: str, password: str) -> None:
    words = strings_for("en").serving
    page.get_by_label(words.name).fill(name)
    page.get_by_label(words.password).fill(password)
    page.get_by_role("button", name=words.log_in).click()
