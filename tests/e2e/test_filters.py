"""Filters by real clicks: they are in the link, on badges and on every page, and a copied link shows the same."""

import re

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.e2e.conftest import NewPage
from tests.e2e.serving import Server, settle, tiles, visit


def choose(page: Page, label: str, *options: str) -> None:
    """Choose options of a filter behind the button, as a reader does."""
    page.get_by_role("button", name="Filters").click()
    box = page.get_by_test_id("stPopoverBody").get_by_role("combobox", name=re.compile(label))
    for option in options:
        pick(page, box, option)
        settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).click()
    settle(page)


def pick(page: Page, box: Locator, option: str, tries: int = 3) -> None:
    """Type and click an option; once more where a rerun drew the list anew under the hand."""
    box.click()
    box.fill(option)
    try:
        page.get_by_role("option", name=option, exact=True).click(timeout=8_000)
    except TimeoutError:
        if tries == 1:
            raise
        pick(page, box, option, tries - 1)


def badges(page: Page) -> list[str]:
    """What the badges say, in order."""
    return page.locator("[class*=st-key-clear_] button").all_inner_texts()


def test_a_link_with_filters_shows_the_same_in_another_browser(server: Server, new_page: NewPage) -> None:
    page = new_page()
    visit(page, server.url)
    everything = tiles(page)
    assert "?" not in page.url
    choose(page, "Country or region", "Kenya", "Viet Nam")
    choose(page, "Size", "Small (10 to 49)")
    some = tiles(page)
    assert some != everything
    assert "country=KEN%2CVNM" in page.url or "country=KEN,VNM" in page.url
    assert "size=small" in page.url
    other = new_page()
    visit(other, page.url)
    assert tiles(other) == some
    assert other.url == page.url
    assert badges(other) == badges(page)


def test_filters_go_along_to_other_pages_and_stay_after_reload(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/?country=KEN&period=2015-2022")
    some = tiles(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Country map").click()
    page.wait_for_url("**/country-map*")
    settle(page)
    assert "country=KEN" in page.url
    assert "period=2015-2022" in page.url
    assert len(badges(page)) == 3, badges(page)
    page.reload()
    settle(page)
    assert "country=KEN" in page.url
    assert any("Kenya" in badge for badge in badges(page))
    page.get_by_test_id("stSidebar").get_by_role("link", name="Overview").click()
    page.wait_for_url(re.compile(r":\d+/\?"))
    settle(page)
    assert tiles(page) == some


@pytest.mark.slow
def test_one_click_on_a_badge_clears_its_filter_and_another_clears_all(server: Server, page: Page) -> None:
    visit(page, server.url)
    everything = tiles(page)
    visit(page, f"{server.url}/?country=KEN&size=small,medium&women_led=no")
    assert len(badges(page)) == 4, badges(page)
    page.get_by_role("button", name="Kenya").click()
    page.wait_for_url(lambda url: "country" not in url)
    settle(page)
    assert "size=" in page.url
    assert not any("Kenya" in badge for badge in badges(page))
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_url(lambda url: "size" not in url)
    settle(page)
    assert "=" not in page.url
    assert not badges(page)
    assert tiles(page) == everything


@pytest.mark.slow
def test_the_browser_s_back_brings_the_former_filters_back(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/?country=KEN")
    kenya = tiles(page)
    choose(page, "Size", "Small (10 to 49)")
    assert "size=small" in page.url
    small = tiles(page)
    page.go_back()
    page.wait_for_url(lambda url: "size" not in url)
    settle(page)
    assert "country=KEN" in page.url
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(next(iter(kenya.values())))
    assert tiles(page) == kenya
    page.go_forward()
    page.wait_for_url(re.compile("size=small"))
    settle(page)
    expect(page.get_by_role("button", name=re.compile("Small"))).to_be_visible()
    assert tiles(page) == small


@pytest.mark.slow
def test_years_are_chosen_as_a_first_and_a_last_one(server: Server, page: Page) -> None:
    visit(page, server.url)
    everything = tiles(page)
    choose(page, "From year", "2015")
    page.wait_for_url(re.compile("period=2015-2024"))
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert tiles(page) != everything
    choose(page, "To year", "2015")
    page.wait_for_url(re.compile("period=2015$"))
    assert any("2015" in badge for badge in badges(page))
