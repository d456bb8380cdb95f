"""From the targets to the draft of the Annual Update, by clicks: the file that arrives holds what the filters say."""

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from impact.ask import ask
from impact.filters import Filters
from impact.reports.verify import verify
from tests.e2e.serving import Server, settle, visit


@pytest.mark.slow
def test_the_draft_is_taken_along_for_the_country_in_view_and_its_numbers_reproduce(
    server: Server, page: Page, demo: Path, tmp_path: Path
) -> None:
    year = ask("review/annual_update", Filters(period=(2023, 2023))).frame.sort_values(["enterprises", "iso3"])
    other, busiest = year.iloc[-2], year.iloc[-1]
    visit(page, f"{server.url}/targets?country={busiest['iso3']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Targets")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Annual Update").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Annual Update")
    settle(page)
    expect(page.locator(".st-key-card_published")).to_contain_text("published figures that can be compared")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Take the draft along").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    headings = [p.text for p in Document(str(file)).paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert busiest["country"] in headings and other["country"] not in headings
    verdict = verify(file)
    assert len(verdict.found) > 40 and not verdict.wrong
