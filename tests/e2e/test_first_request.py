"""Every page as the very first request to a new server process: whole, and never past app.py."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import PATHS, serving, settle

# Pages of the administration are about no period, country or module.
WITHOUT_FILTERS = ("intake", "audit")


def is_framed(page: Page, *, filtered: bool) -> None:
    """Is there what app.py draws around every page: sidebar, banner, filters where it has them, and footer?"""
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Country map")).to_be_visible()
    expect(page.get_by_text("Demonstration data", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Filters")).to_have_count(int(filtered))
    expect(page.get_by_text("This is not a product of the International Labour Organization").last).to_be_attached()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


# Each needs a server of its own; the ordinary run has the one with most parts of its own, the map.
SOME = ("country-map",)


@pytest.mark.parametrize(
    "path", [path if path in SOME else pytest.param(path, marks=pytest.mark.slow) for path in PATHS]
)
def test_a_page_is_whole_as_the_first_request_to_a_new_server(
    path: str, demo_store: Path, tmp_path: Path, page: Page
) -> None:
    with serving(demo_store, tmp_path / "log.txt") as fresh:
        page.goto(f"{fresh.url}/{path}")
        settle(page)
        is_framed(page, filtered=path not in WITHOUT_FILTERS)
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.goto("about:blank")
    assert "Traceback" not in (tmp_path / "log.txt").read_text()
