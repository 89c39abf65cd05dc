"""What axe-core finds wrong: nothing serious, in any state, light and dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.chat import Chat, NewContext
from browser.needed import axe
from browser.serving import Served, accounts_in
from ragqa.ui.server import ServerOptions, running

_BAD = ("serious", "critical")
_WHO_DESIGNED = "Who designed the lighthouse of Port Almara?"
_NOT_THERE = "Who won the 2014 World Cup?"

both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def violations(page: Page) -> list[str]:
    """Return what is seriously wrong, with the elements that it is wrong with."""
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found["violations"]
        if one["impact"] in _BAD
    ]


@both_schemes
def test_conversation_is_accessible_in_every_state(
    new_context: NewContext, served: Served, scheme: str
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    chat = Chat.open(page, served.url)
    expect(chat.log).to_contain_text(chat.strings.chat.examples)
    found = {"start": violations(page)}

    turn = chat.ask(_WHO_DESIGNED)
    turn.get_by_text(chat.strings.chat.why_answer, exact=True).click()
    page.get_by_text(chat.strings.documents.narrow, exact=True).click()
    found["answer"] = violations(page)

    chat.ask(_NOT_THERE)
    found["refusal"] = violations(page)

    chat.button("dislike", within=chat.last).click()
    expect(chat.button("save_comment", within=chat.last)).to_be_visible()
    chat.button("edit", within=chat.turns.first).click()
    expect(chat.button("cancel_edit")).to_be_visible()
    found["comment and edit"] = violations(page)

    assert not any(found.values()), found


@both_schemes
def test_documents_are_accessible(new_context: NewContext, served: Served, scheme: str) -> None:
    page = new_context(color_scheme=scheme).new_page()
    chat = Chat.open(page, served.url)
    rows = chat.to_documents()
    rows.get_by_role("button", name=chat.strings.documents.remove).first.click()
    expect(rows).to_contain_text(chat.strings.documents.really_remove)
    found = {"list": violations(page)}

    page.goto(f"{served.url}document?id=harbour/lighthouse.md&start=10&end=60&lang=en")
    found["document"] = violations(page)

    assert not any(found.values()), found


def test_spanish_page_is_accessible(new_context: NewContext, served: Served) -> None:
    page = new_context(locale="es-ES").new_page()
    chat = Chat.open(page, served.url, language="es")
    chat.ask("¿Quién diseñó el mercado de pescado?")
    found = {"answer": violations(page)}
    chat.to_documents()
    found["list"] = violations(page)

    assert not any(found.values()), found


def test_phone_page_and_its_sheet_are_accessible(new_context: NewContext, served: Served) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    chat = Chat.open(page, served.url)
    turn = chat.ask(_WHO_DESIGNED)
    found = {"answer": violations(page)}

    chat.marker(1, within=turn).click()
    expect(page.get_by_role("dialog", name=chat.strings.chat.sources)).to_be_visible()
    found["sheet"] = violations(page)

    assert not any(found.values()), found


@both_schemes
def test_login_page_is_accessible(
    new_context: NewContext, served: Served, tmp_path: Path, scheme: str
) -> None:
    accounts = accounts_in(tmp_path, name="clara", password="a long secret")
    options = ServerOptions(port=0, accounts=accounts)
    with running(served.bot, options, feedback=served.feedback) as url:
        page = new_context(color_scheme=scheme).new_page()
        page.goto(url)

        assert violations(page) == []
