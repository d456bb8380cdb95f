"""How pages look and read: on a telephone, in both themes, and to assistive technology."""

from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.serving import PATHS, Server, settle, visit
from tests.marks import first

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
}
# Violations that Streamlit itself brings, by rule, with what marks their elements.
STREAMLITS_OWN = {
    "svg-img-alt": "metric_chart_",  # the small chart of st.metric is a picture without a name
}


# The ordinary run looks at pages of every kind of part: tiles, a map, a search with small multiples, a builder.
SOME = ("", "country-map", "kpi-trends", "annual-update")


@pytest.mark.parametrize("paths", first(1, [SOME, PATHS]), ids=len)
@pytest.mark.parametrize("look", first(1, ["light", "dark"]))
def test_on_a_telephone_nothing_scrolls_sideways_and_the_sidebar_opens(
    look: str, paths: Sequence[str], server: Server, new_page: NewPage
) -> None:
    page = new_page(color_scheme=look, **PHONE)
    wide = {}
    for path in paths:
        visit(page, f"{server.url}/{path}")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        width = page.evaluate("document.documentElement.scrollWidth")
        inner = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
        if max(width, inner) > 390:
            wide[path] = (width, inner)
    assert not wide, f"wider than the telephone: {wide}"
    link = page.get_by_test_id("stSidebar").get_by_role("link", name="Overview")
    expect(link).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(link).to_be_in_viewport()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What SCORE has done")


@pytest.mark.parametrize("path", first(len(SOME), sorted(PATHS, key=lambda path: path not in SOME)))
def test_a_page_has_no_serious_barrier_in_either_theme(path: str, server: Server, page: Page) -> None:
    visit(page, f"{server.url}/{path}")
    found = [f"light: {barrier}" for barrier in barriers(page)]
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    settle(page)
    # Only colours differ.
    found += [f"dark: {barrier}" for barrier in barriers(page, runOnly=["color-contrast"])]
    assert not found, "\n".join(found)


def barriers(page: Page, **options: list[str]) -> list[str]:
    """Serious and critical violations that are not Streamlit's own, with the colours where it is about contrast."""
    return [
        f"{violation['id']}: {node['any'][0]['message'] if node['any'] else ''} {node['html'][:200]}"
        for violation in Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if STREAMLITS_OWN.get(violation["id"], "nothing") not in node["html"]
    ]
