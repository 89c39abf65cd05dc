"""The report of an evaluation in a real browser: from a file, alone, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_evaluation_reports import evaluation, record_of, refused, unanswerable, wrong

from browser.needed import axe
from ragqa.evaluation.report import to_html

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 4


@pytest.fixture
def report(tmp_path: Path) -> str:
    records = (
        record_of("1"),
        wrong("2", question=f"What is {LONG}?", kind="which", text=LONG),
        unanswerable("3", confidence=0.5),
        refused("4"),
    )
    path = tmp_path / "report.html"
    path.write_text(to_html(evaluation(*records)), encoding="utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, *, width: int, scheme: str = "light") -> Page:
    """Open a report, and fail at whatever it asks for or complains of."""
    page = browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    troubles: list[str] = []
    page.on("request", lambda request: troubles.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(address)
    assert troubles == [address]
    return page


def test_report_opens_from_a_file_and_filters_its_errors(browser: Browser, report: str) -> None:
    page = opened(browser, report, width=1280)
    expect(page.locator("#count")).to_have_text("3 of 3 shown")
    page.get_by_label("Error", exact=True).select_option("wrong answer")
    expect(page.locator("#count")).to_have_text("1 of 3 shown")
    expect(page.locator("details:visible")).to_have_count(1)
    page.locator("details:visible").click()
    expect(page.get_by_text("expected", exact=True).locator("visible=true")).to_be_visible()
    page.get_by_label("Kind of question").select_option("who")
    expect(page.locator("#count")).to_have_text("0 of 3 shown")
    page.close()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_report_is_never_wider_than_the_screen(browser: Browser, report: str, width: int) -> None:
    page = opened(browser, report, width=width)
    for row in page.locator("details").all():
        row.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_is_accessible(browser: Browser, report: str, scheme: str) -> None:
    page = opened(browser, report, width=1280, scheme=scheme)
    page.locator("details").first.click()
    page.evaluate(axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in found["violations"]] == []
    page.close()
