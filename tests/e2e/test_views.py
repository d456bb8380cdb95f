"""One figure in several views, and what a click on it does."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import Server, settle, visit


def click_first_bar(page: Page, key: str) -> None:
    bar = page.locator(f".st-key-card_{key} .js-plotly-plot .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    bar.click(force=True)
    settle(page)


@pytest.mark.slow
def test_a_chart_is_a_table_too_and_the_link_remembers_which(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/module-uptake")
    shown = page.locator(".st-key-card_uptake")
    expect(shown.locator(".js-plotly-plot")).to_have_count(1)
    shown.get_by_role("radio", name="Table").click()
    settle(page)
    expect(shown.get_by_test_id("stDataFrame")).to_have_count(1)
    expect(shown.locator(".js-plotly-plot")).to_have_count(0)
    expect(page).to_have_url(re.compile("see_uptake=table"))
    page.reload()
    settle(page)
    expect(page.locator(".st-key-card_uptake").get_by_test_id("stDataFrame")).to_have_count(1)


def test_a_click_on_a_bar_filters_and_a_second_one_clears_it(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/module-uptake")
    click_first_bar(page, "uptake")
    expect(page).to_have_url(re.compile("module="))
    expect(page.get_by_role("button", name=re.compile("^Module: "))).to_be_visible()
    click_first_bar(page, "uptake")
    expect(page).not_to_have_url(re.compile("module="))


@pytest.mark.slow
def test_countries_are_a_map_too(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/module-uptake?by=country&see_uptake=map")
    expect(page.locator(".st-key-card_uptake").get_by_test_id("stDeckGlJsonChart")).to_have_count(1)


@pytest.mark.slow
def test_a_country_in_view_shows_the_rows_behind_its_numbers(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/module-uptake?country=KEN")
    expect(page.get_by_role("heading", name=re.compile("engagements behind these numbers"))).to_be_visible()
