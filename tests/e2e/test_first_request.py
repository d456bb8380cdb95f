"""Every page as the very first request to a new server process: whole, and never past app.py."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from impact.settings import ROOT
from tests.e2e.serving import serving, settle

FILES = sorted((ROOT / "pages").glob("*/*.py"))
PATHS = ["", *(p.stem.replace("_", "-") for p in FILES if p.stem != "overview")]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_as_the_first_request_to_a_new_server(
    path: str, demo_store: Path, tmp_path: Path, page: Page
) -> None:
    with serving(demo_store, tmp_path / "log.txt") as fresh:
        page.goto(f"{fresh.url}/{path}")
        settle(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        # What app.py draws around every page: sidebar, banner, filters, footer.
        expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Country map")).to_be_visible()
        expect(page.get_by_text("Demonstration data", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Filters")).to_be_visible()
        expect(page.get_by_text("This is not a product of the International Labour Organization").last).to_be_attached()
        text = page.get_by_test_id("stMain").inner_text()
        assert any(c.isdigit() for c in text)
        page.goto("about:blank")
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


@pytest.mark.parametrize("path", ["country_map", "results/country_map", "pages/results/country_map", "app", "overview"])
def test_a_script_s_own_name_does_not_lead_past_the_frame(path: str, demo_store: Path, tmp_path: Path, new_page) -> None:  # noqa: ANN001
    with serving(demo_store, tmp_path / "log.txt") as fresh:
        page = new_page()
        page.goto(f"{fresh.url}/{path}")
        settle(page)
        expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Country map")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.goto("about:blank")
