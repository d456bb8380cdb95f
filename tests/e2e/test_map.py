"""The map as it is painted: its colours are the legend's, in both themes; countries answer to hovering and clicking."""

import base64
import contextlib
import io
import re
from math import log, pi, radians, tan

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, TimeoutError, expect

from impact import maps
from impact.ask import ask
from impact.catalogue import indicator
from impact.figures.tokens import Look, surface
from tests.e2e.conftest import NewPage
from tests.e2e.serving import Server, settle, visit
from tests.marks import first

MEASURE = "enterprises_trained"
# Large countries of the demonstration, by a place well inside each.
PLACES = {"BRA": (-52.0, -10.0), "CHN": (104.0, 35.0), "IND": (79.0, 22.0)}


def canvas(page: Page) -> Locator:
    """The canvas on which deck.gl paints."""
    return page.get_by_test_id("stDeckGlJsonChart").locator("canvas").first


def painted(page: Page) -> dict[tuple[int, int, int], int]:
    """How many pixels of each colour the map has."""
    image = Image.open(io.BytesIO(page.get_by_test_id("stDeckGlJsonChart").first.screenshot())).convert("RGB")
    return {colour: count for count, colour in image.getcolors(image.width * image.height)}


def rgb(colour: str) -> tuple[int, int, int]:
    """`#RRGGBB` as numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def legend(page: Page) -> list[str]:
    """The colours of the legend's swatches."""
    urls = page.locator("[class*=st-key-legend_] img").evaluate_all("images => images.map(image => image.src)")
    found = []
    for url in urls:
        svg = base64.b64decode(url.partition("base64,")[2]).decode() if "base64," in url else url
        found += re.findall(r"#[0-9A-Fa-f]{6}", svg.replace("%23", "#"))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_map_is_painted_in_the_colours_of_its_legend(look: Look, server: Server, new_page: NewPage) -> None:
    page = new_page(color_scheme=look)
    visit(page, f"{server.url}/country-map")
    canvas(page).wait_for()
    colours = surface(look)
    page.wait_for_timeout(1000)
    counts = painted(page)
    used = [c for c in colours.classes if counts.get(rgb(c), 0) > 20]
    assert len(used) >= 2, f"class colours painted: {used}"
    assert counts.get(rgb(colours.world), 0) > 1000, "the rest of the world is not painted"
    swatches = legend(page)
    assert set(used) <= set(swatches), (used, swatches)
    assert colours.world in swatches
    classes_in_legend = [c for c in swatches if c in colours.classes]
    assert classes_in_legend == sorted(classes_in_legend, key=colours.classes.index, reverse=True), "strongest first"


def place_of(page: Page, iso3: str) -> tuple[float, float]:
    """Where a country lies in the window, by the map's own view."""
    frame = ask("results/country_map", indicator=MEASURE).frame
    view = maps.country_map(frame, indicator(MEASURE), "light", width=460).deck.initial_view_state
    box = canvas(page).bounding_box()
    scale = 512 * 2**view.zoom

    def projected(longitude: float, latitude: float) -> tuple[float, float]:
        return scale * longitude / 360, -scale * log(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)

    (x, y), (x0, y0) = projected(*PLACES[iso3]), projected(view.longitude, view.latitude)
    return box["x"] + box["width"] / 2 + x - x0, box["y"] + box["height"] / 2 + y - y0


@pytest.mark.parametrize("iso3", first(1, ["BRA", "IND"]))
def test_hovering_a_country_names_it_and_clicking_it_opens_its_page(
    iso3: str, server: Server, page: Page, demo: object
) -> None:
    frame = ask("results/country_map", indicator=MEASURE).frame.set_index("iso3")
    visit(page, f"{server.url}/country-map?period=2010-2023")
    canvas(page).scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    x, y = place_of(page, iso3)
    page.mouse.move(x - 3, y - 3)
    page.mouse.move(x, y, steps=3)
    tooltip = page.locator(".deck-tooltip")
    expect(tooltip).to_contain_text(frame.loc[iso3, "country"])
    expect(tooltip).to_contain_text("Enterprises trained")
    assert re.search(r"\bn = [1-9][\d,]*", tooltip.inner_text()), tooltip.inner_text()
    opened = re.compile(rf"/country\?(.*&)?place={iso3}")
    for _ in range(3):  # WebGL in software can miss a click while the machine is busy
        page.mouse.click(x, y)
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(opened, timeout=5000)
            break
    expect(page).to_have_url(opened)
    settle(page)
    assert "period=2010-2023" in page.url, "the filters went along"
    expect(page.get_by_role("heading", level=1)).to_have_text(frame.loc[iso3, "country"])
    # The way back is one step, and does not jump forward again.
    page.go_back()
    page.wait_for_url("**/country-map*")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Country by country")


@pytest.mark.slow
def test_choosing_enterprises_too_paints_their_points(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/country-map")
    page.get_by_text("Countries and enterprises", exact=True).click()
    page.wait_for_url(re.compile("view=enterprises"))
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(canvas(page)).to_be_visible()
