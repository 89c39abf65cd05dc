"""A person asks, reads, checks and keeps what the chat says."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from browser.chat import Chat, NewContext, focused
from browser.serving import Served, SlowBot
from browser.watching import Watcher
from browser.world import DOCUMENTS
from ragqa.feedback import Feedback
from ragqa.ui.strings import strings_for

WHO_DESIGNED = "Who designed the lighthouse of Port Almara?"
DESIGNED = "The lighthouse of Port Almara was designed by Clara Winfield."
WHO_FOUNDED = "Who founded the botanic garden of Almara?"
FOUNDED = "Ada Lindqvist founded the botanic garden in 1911 with seeds from Sorrel Island."
NOT_THERE = "Who won the 2014 World Cup?"

_MAX_TABS = 60


def test_answer_is_shown_with_its_marker_and_its_passage(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)

    turn = chat.ask(WHO_DESIGNED)

    expect(turn).to_contain_text(DESIGNED)
    expect(chat.marker(1, within=turn)).to_be_visible()
    for fact in ("Almara Harbour Office", "14 May 2019", "The building", "harbour/lighthouse.md"):
        expect(chat.sources).to_contain_text(fact)
    expect(chat.box).to_have_value("")
    expect(chat.box).to_be_focused()


def test_question_is_shown_while_its_answer_is_awaited(
    page: Page, slow_url: str, slow: SlowBot
) -> None:
    chat = Chat.open(page, slow_url)

    chat.send(WHO_DESIGNED)

    expect(chat.last).to_contain_text(WHO_DESIGNED)
    expect(chat.last).to_contain_text(chat.strings.chat.pending)
    expect(chat.button("stop")).to_be_visible()
    slow.may_answer.set()
    expect(chat.answered(WHO_DESIGNED)).to_contain_text(DESIGNED)
    expect(chat.button("stop")).to_be_hidden()


def test_question_can_be_stopped_and_tried_again(page: Page, slow_url: str, slow: SlowBot) -> None:
    chat = Chat.open(page, slow_url)
    chat.send(WHO_DESIGNED)

    chat.button("stop").click()

    expect(chat.last).to_contain_text(chat.strings.chat.problems["stopped"])
    slow.may_answer.set()
    chat.button("retry", within=chat.last).click()
    expect(chat.answered(WHO_DESIGNED)).to_contain_text(DESIGNED)
    expect(chat.turns).to_have_count(1)


def test_question_asked_while_another_is_answered_is_answered_too(
    page: Page, slow_url: str, slow: SlowBot
) -> None:
    chat = Chat.open(page, slow_url)
    chat.send(WHO_DESIGNED)
    expect(chat.last).to_contain_text(WHO_DESIGNED)
    expect(chat.box).to_have_value("")

    chat.send(WHO_FOUNDED)
    chat.box.press("Enter")  # once too often

    expect(chat.last).to_contain_text(WHO_FOUNDED)
    slow.may_answer.set()
    expect(chat.answered(WHO_FOUNDED)).to_contain_text(FOUNDED)
    expect(chat.turns.first).to_contain_text(DESIGNED)
    expect(chat.turns).to_have_count(2)


def test_who_comes_when_too_many_wait_is_told_so(
    new_context: NewContext, slow_url: str, slow: SlowBot
) -> None:
    chats = [Chat.open(new_context().new_page(), slow_url) for _ in range(3)]

    for chat in chats:
        chat.send(WHO_DESIGNED)
        expect(chat.last).to_contain_text(WHO_DESIGNED)

    expect(chats[-1].last).to_contain_text(chats[-1].strings.chat.problems["busy"])
    slow.may_answer.set()
    for chat in chats[:-1]:
        expect(chat.answered(WHO_DESIGNED)).to_contain_text(DESIGNED)


def test_question_stands_there_while_its_answer_is_awaited(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.log.evaluate(
        """log => {
            window.seen = [];
            new MutationObserver(() => window.seen.push(log.innerText))
                .observe(log.parentElement, {subtree: true, childList: true, characterData: true});
        }"""
    )

    chat.ask(WHO_DESIGNED)

    seen = page.evaluate("window.seen")
    assert any(chat.strings.chat.pending in text for text in seen)
    # A browser may draw several pieces at once: that each is sent, the tests of the desk say.
    assert DESIGNED in seen[-1]


def test_marker_leads_to_its_passage_where_the_quotation_is_highlighted(
    page: Page, served: Served
) -> None:
    chat = Chat.open(page, served.url)
    turn = chat.ask(WHO_DESIGNED)

    chat.marker(1, within=turn).click()

    passage = chat.source("The lighthouse of Port Almara")
    focused(passage)
    expect(passage.locator("mark")).to_have_text(DESIGNED)


def test_document_is_shown_at_the_quotation(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)
    link = chat.sources.get_by_role("link", name=chat.strings.chat.show_in_document)

    link.click()

    dialog = page.get_by_role("dialog", name="The lighthouse of Port Almara")
    document = dialog.frame_locator("iframe")
    expect(document.locator("mark")).to_be_in_viewport()
    # By its text content: a block that is not drawn yet has no inner text.
    expect(document.locator("mark")).to_have_text(DESIGNED)
    expect(document.get_by_role("main")).to_contain_text("He retired in 1994")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_document_is_left_by_escape_from_within_and_by_its_button(
    page: Page, served: Served
) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)
    link = chat.sources.get_by_role("link", name=chat.strings.chat.show_in_document)
    dialog = page.get_by_role("dialog")

    link.click()
    dialog.frame_locator("iframe").locator("mark").click()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    link.click()
    chat.button("close", within=dialog).click()
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_document_that_is_still_loading_is_left_by_escape_from_within(
    page: Page, served: Served
) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)
    page.route("**/document?*", lambda _: None)  # it never comes

    chat.sources.get_by_role("link", name=chat.strings.chat.show_in_document).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.locator("iframe").evaluate("frame => frame.contentWindow.focus()")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()


def test_follow_up_is_understood_and_earlier_citations_still_lead_to_their_passages(
    page: Page, served: Served
) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)

    follow_up = chat.ask("When was it built?")

    expect(follow_up).to_contain_text("1887")
    chat.marker(1, within=chat.turns.first).click()
    expect(_quotation_led_to(page)).to_have_text(DESIGNED)
    chat.marker(1, within=follow_up).click()
    expect(_quotation_led_to(page)).to_contain_text("1887")


def _quotation_led_to(page: Page) -> Locator:
    """Return the highlighted part of the passage that has the keyboard."""
    return page.locator("#ragqa-sources :focus mark")


def test_refusal_looks_different_and_leads_to_the_nearest_passages(
    page: Page, served: Served
) -> None:
    chat = Chat.open(page, served.url)
    answer = chat.ask(WHO_DESIGNED).locator(".answer")
    look = "element => JSON.stringify([getComputedStyle(element).borderStyle])"

    turn = chat.ask(NOT_THERE)

    expect(turn).to_contain_text(chat.strings.chat.refused)
    assert turn.locator(".answer").evaluate(look) != answer.evaluate(look)
    expect(chat.marker(1, within=turn)).to_have_count(0)
    expect(chat.sources).to_contain_text(chat.strings.chat.nearest)
    turn.get_by_role("link", name=chat.strings.chat.see_nearest).click()
    assert page.evaluate("document.activeElement.closest('#ragqa-sources') !== null")


def test_suggestion_beside_a_refusal_is_answered(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    refusal = chat.ask(NOT_THERE)
    expect(refusal).to_contain_text(chat.strings.chat.suggestions)
    suggestion = refusal.get_by_role("listitem").get_by_role("button").first
    question = suggestion.inner_text()

    turn = chat.asked(question, suggestion.click)

    expect(chat.marker(1, within=turn)).to_be_visible()


def test_example_question_is_answered(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    expect(chat.log).to_contain_text(chat.strings.chat.examples)
    example = chat.log.get_by_role("listitem").get_by_role("button").first
    question = example.inner_text()

    turn = chat.asked(question, example.click)

    expect(chat.marker(1, within=turn)).to_be_visible()


def test_blank_and_overlong_questions_are_told_what_is_wrong(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)

    chat.send("   ")
    expect(chat.last).to_contain_text(chat.strings.chat.problems["blank"])

    chat.send("lighthouse " * 2_000)
    expect(chat.last).to_contain_text(chat.strings.chat.problems["too_long"])


def test_last_answer_can_be_retried_and_taken_back(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    first = chat.ask(WHO_DESIGNED).locator("[id^=answer]").get_attribute("id")

    chat.button("retry", within=chat.last).click()
    expect(chat.log.locator(f"#{first}")).to_have_count(0)
    expect(chat.answered(WHO_DESIGNED)).to_contain_text(DESIGNED)
    expect(chat.turns).to_have_count(1)

    chat.button("undo", within=chat.last).click()
    expect(chat.turns).to_have_count(0)
    expect(chat.box).to_have_value(WHO_DESIGNED)


def test_question_can_be_changed_and_all_after_it_goes(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)
    chat.ask(WHO_FOUNDED)

    chat.button("edit", within=chat.turns.first).click()
    expect(chat.box).to_have_value(WHO_DESIGNED)
    expect(chat.turns).to_have_count(2)
    chat.button("cancel_edit").click()
    expect(chat.box).to_have_value("")
    expect(chat.turns).to_have_count(2)

    chat.button("edit", within=chat.turns.first).click()
    expect(chat.box).to_have_value(WHO_DESIGNED)
    turn = chat.ask("Who was the last keeper of the lighthouse?")
    expect(turn).to_contain_text("Tomas Birk")
    expect(chat.turns).to_have_count(1)


def test_new_conversation_begins_without_the_old_one(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)

    chat.button("new_conversation").click()

    expect(chat.turns).to_have_count(0)
    expect(chat.log).to_contain_text(chat.strings.chat.welcome)
    expect(chat.sources).not_to_contain_text(DESIGNED)
    expect(chat.sources).to_contain_text(chat.strings.chat.no_sources_yet)


def test_answer_is_copied_with_its_citations(new_context: NewContext, served: Served) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    chat = Chat.open(context.new_page(), served.url)
    turn = chat.ask(WHO_DESIGNED)

    chat.button("copy", within=turn).click()

    expect(turn).to_contain_text(chat.strings.chat.copied)
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert DESIGNED in copied
    assert "[1]" in copied
    assert "harbour/lighthouse.md" in copied


def test_opinion_is_kept_with_its_comment_and_can_be_taken_back(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    question = "Which day does the observatory open to visitors?"
    turn = chat.ask(question)

    chat.button("dislike", within=turn).click()
    form = turn.get_by_role("textbox", name=chat.strings.chat.comment_disliked)
    form.fill("The hour is missing.")
    chat.button("save_comment", within=turn).click()
    expect(turn).to_contain_text(chat.strings.chat.comment_saved)

    kept = _opinions(served, question)
    assert [(one.opinion, one.comment) for one in kept] == [("dislike", "The hour is missing.")]
    assert kept[0].sources == ("observatory.md",)

    chat.button("like", within=turn).click()
    expect(chat.button("like", within=turn)).to_have_attribute("aria-pressed", "true")
    expect(chat.button("dislike", within=turn)).to_have_attribute("aria-pressed", "false")
    assert [one.opinion for one in _opinions(served, question)] == ["like"]

    chat.button("like", within=turn).click()
    expect(chat.button("like", within=turn)).to_have_attribute("aria-pressed", "false")
    assert _opinions(served, question) == []


def _opinions(served: Served, question: str) -> list[Feedback]:
    return [one for one in served.feedback.all().values() if one.question == question]


def test_reasons_of_an_answer_are_folded_and_stay_open(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    turn = chat.ask(WHO_DESIGNED)
    table = turn.get_by_role("table", name=chat.strings.chat.hits)
    expect(table).to_be_hidden()

    turn.get_by_text(chat.strings.chat.why_answer, exact=True).click()

    expect(table).to_contain_text("The lighthouse of Port Almara")
    expect(turn).to_contain_text(chat.strings.chat.steps["read"])
    chat.ask(WHO_FOUNDED)
    expect(table).to_be_visible()


def test_confidence_shows_its_figure_to_who_points_at_it(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    mark = chat.ask(WHO_DESIGNED).get_by_role("note")
    figure = mark.get_by_text(re.compile(r"9\d%"))
    expect(mark).to_contain_text(chat.strings.chat.certainty[-1])
    expect(figure).to_have_css("opacity", "0")

    mark.hover()

    expect(figure).to_have_css("opacity", "1")


def test_conversation_and_language_outlive_a_reload(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)

    chat = _switch(chat, "es")
    expect(chat.button("ask")).to_be_visible()
    expect(page.get_by_role("tab", name=chat.strings.documents.tab)).to_be_visible()
    expect(chat.last).to_contain_text(DESIGNED)
    expect(page.locator("html")).to_have_attribute("lang", "es")

    chat.reload()

    expect(chat.last).to_contain_text(DESIGNED)
    expect(chat.button("copy", within=chat.last)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    turn = chat.ask("When was it built?")
    expect(turn).to_contain_text("1887")


def _switch(chat: Chat, language: str) -> Chat:
    """Choose another language, and return the page as it speaks then."""
    said = chat.said(language)
    chat.page.get_by_role("button", name=said.strings.page.own_name, exact=True).click()
    return said.ready()


def test_language_chosen_while_the_examples_are_still_made_stays(
    page: Page, slow_url: str, slow: SlowBot
) -> None:
    chat = _switch(Chat.open(page, slow_url), "es")
    expect(chat.button("ask")).to_be_visible()

    slow.may_answer.set()

    expect(chat.log.get_by_role("listitem").first).to_be_visible()
    expect(chat.log).to_contain_text(chat.strings.chat.examples)


def test_browser_in_spanish_is_spoken_to_in_spanish(
    new_context: NewContext, served: Served
) -> None:
    page = new_context(locale="es-CR").new_page()
    chat = Chat.open(page, served.url, language="es")

    turn = chat.ask("¿Quién diseñó el mercado de pescado?")

    expect(turn).to_contain_text("diseñado por Julia Serrano")
    expect(chat.sources).to_contain_text("2 de marzo de 2021")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_answer_is_in_the_language_of_the_question(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)

    turn = chat.ask("¿Quién diseñó el mercado de pescado?")

    # Quotations stand between the marks of that language.
    expect(turn).to_contain_text("«El mercado de pescado")


def test_exports_hold_the_answer_and_its_sources(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)
    chat.ask(NOT_THERE)

    markdown = _download(chat, "md").read_text(encoding="utf-8")
    saved = json.loads(_download(chat, "json").read_text(encoding="utf-8"))

    for expected in (WHO_DESIGNED, DESIGNED, "harbour/lighthouse.md", NOT_THERE):
        assert expected in markdown
        assert expected in json.dumps(saved)


def test_conversation_can_be_printed(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    chat.ask(WHO_DESIGNED)

    with page.expect_popup() as opened:
        page.get_by_role("link", name=chat.strings.page.formats["html"], exact=True).click()

    printed = opened.value.get_by_role("main")
    for expected in (WHO_DESIGNED, DESIGNED, "harbour/lighthouse.md", "Almara Harbour Office"):
        expect(printed).to_contain_text(expected)


def _download(chat: Chat, suffix: str) -> Path:
    with chat.page.expect_download() as download:
        name = chat.strings.page.formats[suffix]
        chat.page.get_by_role("link", name=name, exact=True).click()
    assert download.value.suggested_filename == f"ragqa.{suffix}"
    return download.value.path()


def test_export_of_a_conversation_that_is_not_there_says_so(
    page: Page, served: Served, watcher: Watcher
) -> None:
    watcher.expected.add(404)

    page.goto(f"{served.url}export/{'0' * 64}.html?lang=en")

    expect(page.get_by_role("main")).to_contain_text(strings_for("en").serving.no_conversation)


def test_conversations_of_two_tabs_and_two_people_are_apart(
    new_context: NewContext, served: Served
) -> None:
    one_person, another = new_context(), new_context()
    chats = [
        Chat.open(context.new_page(), served.url) for context in (one_person, one_person, another)
    ]

    chats[0].ask(WHO_DESIGNED)
    chats[1].ask(WHO_FOUNDED)
    chats[2].reload()

    expect(chats[0].log).not_to_contain_text(FOUNDED)
    expect(chats[1].log).not_to_contain_text(DESIGNED)
    expect(chats[2].turns).to_have_count(0)


def test_search_is_narrowed_to_what_is_chosen_and_widened_again(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    words = chat.strings.documents
    page.get_by_text(words.narrow, exact=True).click()
    form = page.get_by_role("form", name=words.narrow)
    choices = {
        "Spanish": {"harbour/mercado.md", "town/biblioteca.md"},
        "town": {"town/bakery.txt", "town/biblioteca.md", "town/garden.md"},
        "La biblioteca municipal": {"town/biblioteca.md"},
    }

    for label, allowed in choices.items():
        form.get_by_label(label, exact=True).check()
        expect(chat.button_named(words.clear_scope)).to_be_visible()
        chat.ask(WHO_DESIGNED)
        assert _sources_shown(chat) <= allowed
        chat.button_named(words.clear_scope).click()
        expect(chat.button_named(words.clear_scope)).to_be_hidden()
        expect(form.get_by_label(label, exact=True)).not_to_be_checked()

    form.get_by_label(words.date_from).fill("2022-01-01")
    expect(chat.button_named(words.clear_scope)).to_be_visible()
    turn = chat.ask(WHO_DESIGNED)
    expect(turn).to_contain_text("1 January 2022")
    assert _sources_shown(chat) <= {"town/biblioteca.md", "observatory.md"}
    chat.button_named(words.clear_scope).click()
    expect(form.get_by_label(words.date_from)).to_have_value("")

    expect(chat.ask(WHO_DESIGNED)).to_contain_text(DESIGNED)


def _sources_shown(chat: Chat) -> set[str]:
    """Return the documents of the last turn's passages."""
    anchor = chat.last_anchor().replace("answer", "sources")
    passages = chat.sources.locator(f"#{anchor}").get_by_role("article")
    expect(passages.first).to_be_attached()
    return {name for text in passages.all_text_contents() for name in DOCUMENTS if name in text}


def test_phone_shows_the_sources_in_a_sheet_over_the_answer(
    new_context: NewContext, served: Served
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    chat = Chat.open(page, served.url)
    turn = chat.ask(WHO_DESIGNED)
    marker = chat.marker(1, within=turn)
    sheet = page.get_by_role("dialog", name=chat.strings.chat.sources)
    expect(sheet).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    marker.tap()

    expect(sheet.locator("mark")).to_be_in_viewport()
    expect(sheet.locator("mark")).to_have_text(DESIGNED)
    chat.button("close", within=sheet).tap()
    expect(sheet).to_be_hidden()
    expect(marker).to_be_focused()

    marker.tap()
    expect(sheet.locator("mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(marker).to_be_focused()


def test_sheet_can_be_opened_without_a_marker_and_leads_back_to_the_answer(
    new_context: NewContext, served: Served
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    chat = Chat.open(page, served.url)
    turn = chat.ask(WHO_DESIGNED)
    sheet = page.get_by_role("dialog", name=chat.strings.chat.sources)

    turn.get_by_role("link", name=chat.strings.chat.see_sources).click()
    sheet.get_by_role("link", name=chat.strings.chat.back_to_answer).click()

    expect(sheet).to_be_hidden()
    focused(turn.locator("[id^=answer-]"))


def test_dark_browser_is_shown_a_dark_page(new_context: NewContext, served: Served) -> None:
    backgrounds = []
    for scheme in ("light", "dark"):
        chat = Chat.open(new_context(color_scheme=scheme).new_page(), served.url)
        backgrounds.append(_brightness(chat.log))

    light, dark = backgrounds
    assert light > 200
    assert dark < 60


def _brightness(element: Locator) -> float:
    """Return how bright the ground is on which an element stands, 0 to 255."""
    colour = element.evaluate(
        """element => {
            for (let one = element; one; one = one.parentElement) {
                const colour = getComputedStyle(one).backgroundColor;
                if (!/, 0\\)$/.test(colour)) {
                    return colour;
                }
            }
        }"""
    )
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


def test_keyboard_alone_is_enough_to_ask_and_to_check(page: Page, served: Served) -> None:
    chat = Chat.open(page, served.url)
    _tab_to(chat.box)
    page.keyboard.type(WHO_DESIGNED)
    page.keyboard.press("Enter")
    turn = chat.answered(WHO_DESIGNED)

    _tab_to(chat.marker(1, within=turn), backwards=True)
    page.keyboard.press("Enter")
    focused(chat.source("The lighthouse of Port Almara"))

    _tab_to(chat.sources.get_by_role("link", name=chat.strings.chat.show_in_document))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.frame_locator("iframe").locator("mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    _tab_to(chat.sources.get_by_role("link", name=chat.strings.chat.back_to_answer))
    page.keyboard.press("Enter")
    focused(turn.locator("[id^=answer-]"))
    page.keyboard.press("/")
    expect(chat.box).to_be_focused()
    expect(chat.box).to_have_value("")


def _tab_to(target: Locator, *, backwards: bool = False) -> None:
    """Press the tab key until something has the keyboard."""
    for _ in range(_MAX_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        target.page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"the tab key does not reach {target}")
