"""A link that one reader shares, opened by another: the same tiles, locked filters, and no other page."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from impact import links, state
from impact.access import OWNER
from impact.viewers import Identity
from tests.e2e.conftest import NewPage
from tests.e2e.serving import Server, settle, tiles, visit

CHOSEN = "period=2015-2023"


@pytest.mark.slow
def test_a_shared_page_is_seen_as_it_was_shared_and_nothing_besides(
    server: Server, new_page: NewPage, demo: object
) -> None:
    mine = new_page()
    visit(mine, f"{server.url}/?{CHOSEN}")
    mine.get_by_role("button", name="Share").click()
    settle(mine)
    mine.get_by_role("button", name="Make a link").click()
    settle(mine)
    link = mine.get_by_test_id("stCode").filter(has_text="share=").first.inner_text().strip()
    assert link.startswith(f"{server.url}/?share=")

    theirs = new_page()
    visit(theirs, link)
    expect(theirs.get_by_text("A shared page")).to_be_visible()
    expect(theirs.get_by_text("Period: 2015-2023")).to_be_visible()
    # A link shows what a donor may see: activities as they are, and results of a whole year at most.
    seen, own = tiles(theirs), tiles(mine)
    assert seen["Enterprises trained"] == own["Enterprises trained"]
    assert {label: value for label, value in seen.items() if value != "–"}.items() <= own.items()
    assert seen["Satisfaction with training"] == "–"
    for name in ("Filters", "Share", "View as"):
        expect(theirs.get_by_text(name, exact=True)).to_have_count(0)
    expect(theirs.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(0)

    token = link.partition("?")[2]
    visit(theirs, f"{server.url}/?{token}&period=2020")
    expect(theirs.get_by_text("Period: 2015-2023")).to_be_visible()
    visit(theirs, f"{server.url}/trainers?{token}")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("No such page")
    expect(theirs.get_by_test_id("stMetric")).to_have_count(0)

    links.revoke(token.partition("=")[2].split(".")[0], Identity("owner", OWNER))
    visit(theirs, link)
    expect(theirs.get_by_role("heading", level=1)).to_have_text("This link was withdrawn")
    expect(theirs.get_by_test_id("stMetric")).to_have_count(0)


def test_a_link_is_to_the_page_on_which_it_was_made_and_ends(
    server: Server, new_page: NewPage, demo: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = state.now() - timedelta(days=2)
    with monkeypatch.context() as earlier:
        earlier.setattr(state, "now", lambda: past)
        old = links.share(Identity("owner", OWNER), "training/trainers", {}, days=1)
    page = new_page()
    visit(page, f"{server.url}/trainers?share={old}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link has expired")
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(0)

    visit(page, server.url)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Country map").click()
    page.wait_for_url("**/country-map")
    settle(page)
    page.get_by_role("button", name="Share").click()
    settle(page)
    page.get_by_role("button", name="Make a link").click()
    settle(page)
    made = page.get_by_test_id("stCode").filter(has_text="share=").first.inner_text()
    assert made.startswith(f"{server.url}/country-map?share=")
