"""The map: what travels, what is drawn, what a click says."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from impact import maps
from impact.figures import tokens
from impact.map_classes import class_of, classes, fit_view, legend_labels

INDICATOR = SimpleNamespace(code="x", label="Enterprises trained", unit="enterprises", better="higher")
PROGRAMME = [
    *("EGY", "ETH", "GHA", "LSO", "MUS", "ZAF", "TUN", "KEN", "TZA", "NGA", "RWA", "SEN", "CIV", "CMR", "BGD", "CHN"),
    *("IND", "IDN", "MMR", "PHL", "VNM", "LKA", "KHM", "PAK", "THA", "ALB", "KGZ", "TUR", "UKR", "BRA", "ECU", "PER"),
    *("COL", "BOL", "JOR"),
]


def answer(**values: float | str | None) -> pd.DataFrame:
    """One row a country; a word instead of a value is the status of a country without one."""
    rows = [
        (iso3, f"Name of {iso3}", None, None, value) if isinstance(value, str) else (iso3, iso3, value, 12, "shown")
        for iso3, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["iso3", "country", "value", "n", "status"])


def drawn(view: maps.MapView) -> dict:
    return json.loads(view.deck.to_json())


def layer(view: maps.MapView, name: str) -> dict:
    return next(one for one in drawn(view)["layers"] if one["id"] == name)


def fills(view: maps.MapView) -> dict:
    features = layer(view, "countries")["data"]["features"]
    return {f["properties"]["iso3"]: "#{:02X}{:02X}{:02X}".format(*f["properties"]["fill"]) for f in features}


def test_thirty_five_countries_weigh_less_than_sixty_kilobytes():
    frame = answer(**{iso3: 10.0 * place for place, iso3 in enumerate(PROGRAMME)})
    assert len(maps.country_map(frame, INDICATOR, "light").deck.to_json().encode()) < 60_000


def test_five_thousand_points_are_the_most_and_weigh_less_than_half_a_megabyte():
    count = 6000
    points = pd.DataFrame(
        {"longitude": [1.23456] * count, "latitude": [5.0] * count, "name": "Enterprise", "label": "x"}
    )
    view = maps.country_map(answer(GHA=3.0), INDICATOR, "light", points=points)
    rows = layer(view, "points")["data"]
    assert len(rows) == 5000 and rows[0]["at"] == [1.235, 5.0]
    assert len(view.deck.to_json()) < 500_000


def test_the_map_asks_no_other_host():
    text = maps.country_map(answer(GHA=3.0), INDICATOR, "dark").deck.to_json()
    assert "http" not in text and "//" not in text
    assert json.loads(text).get("mapProvider") is None
    assert "mapStyle" in json.loads(text), "without the key the browser loads a base map from elsewhere"


def test_the_world_is_fetched_below_the_servers_base_path():
    assert layer(maps.country_map(answer(GHA=3.0), INDICATOR, "light"), "world")["data"] == "/app/static/world.geojson"
    below = maps.country_map(answer(GHA=3.0), INDICATOR, "light", base_path="impact/")
    assert layer(below, "borders")["data"] == "/impact/app/static/world.geojson"


def test_only_the_answer_can_be_picked_and_its_shapes_have_no_strokes():
    layers = drawn(maps.country_map(answer(GHA=3.0, MUS=1.0), INDICATOR, "light"))["layers"]
    assert [one["id"] for one in layers if one["pickable"]] == ["countries", "small-states"]
    assert layer(maps.country_map(answer(GHA=3.0), INDICATOR, "light"), "countries")["stroked"] is False


def test_zero_no_data_and_withheld_each_look_their_own():
    view = maps.country_map(answer(GHA=0.0, KEN="no_data", PER="withheld", VNM=9.0), INDICATOR, "light")
    colours = fills(view)
    look = tokens.LIGHT
    assert (colours["GHA"], colours["KEN"], colours["PER"]) == (look.zero, look.no_data, look.withheld)
    assert colours["VNM"] in look.classes
    assert {look.zero, look.no_data, look.withheld, look.world} <= {colour for colour, _ in view.legend}


def test_the_legend_has_no_entry_for_zero_where_no_country_has_it():
    legend = maps.country_map(answer(GHA=4.0), INDICATOR, "light").legend
    assert tokens.LIGHT.zero not in dict(legend) and tokens.LIGHT.no_data in dict(legend)


def test_a_small_state_is_also_a_circle_and_a_large_country_is_not():
    view = maps.country_map(answer(MUS=3.0, CHN=4.0), INDICATOR, "light")
    assert [row["iso3"] for row in layer(view, "small-states")["data"]] == ["MUS"]


def test_a_code_without_a_shape_is_left_out():
    assert list(fills(maps.country_map(answer(GHA=3.0, ATA=2.0), INDICATOR, "light"))) == ["GHA"]


def test_the_tooltip_is_plain_text():
    tooltip = maps.country_map(answer(GHA=3.0), INDICATOR, "light").deck._tooltip
    assert "html" not in tooltip and "{name}" in tooltip["text"]


def test_an_answer_without_values_is_a_grey_map_that_says_so():
    view = maps.country_map(answer(GHA="no_data"), INDICATOR, "dark")
    assert fills(view) == {"GHA": tokens.DARK.no_data}
    assert "no country has a value" in view.alt
    assert maps.country_map(answer(), INDICATOR, "dark").legend


@pytest.mark.parametrize(
    "values",
    [
        [1],
        [5, 5, 5],
        [1, 2],
        [-8, -3, 4, 9],
        [1, 3, 9, 27, 81, 243, 5600],
        list(range(1, 36)),
        [0.2, 0.7, 12.5],
        [0, 7],
    ],
)
def test_classes_hold_every_value_and_are_at_most_five(values):
    edges = classes(values, "enterprises")
    assert edges == sorted(edges) and 2 <= len(edges) <= 6
    assert edges[0] <= min(v for v in values if v) and edges[-1] >= max(values)
    assert len(legend_labels(edges, "enterprises")) == len(edges) - 1
    for value in filter(None, values):
        low, high = edges[class_of(value, edges)], edges[class_of(value, edges) + 1]
        assert low <= value <= high


def test_classes_of_nothing_and_of_zeros_are_none():
    assert classes([], "enterprises") == classes([0, 0], "enterprises") == []
    assert legend_labels([], "enterprises") == []


def test_percentages_have_fixed_steps_so_that_a_colour_means_the_same_in_every_selection():
    assert classes([3.0, 44.0], "percent") == classes([60.0, 61.0], "percent") == [0, 20, 40, 60, 80, 100]
    assert legend_labels([0, 50, 100], "percent") == ["0% to under 50%", "50%–100%"]


def test_labels_of_whole_numbers_do_not_overlap():
    assert legend_labels([1, 10, 50, 5600], "enterprises") == ["1–9", "10–49", "50–5,600"]


def test_no_class_holds_both_signs():
    assert 0 in classes([-8, 9], "points")


def test_the_view_holds_one_country_close_and_the_world_far():
    shape = {"coordinates": [[[-3.0, 5.0], [1.0, 5.0], [1.0, 11.0], [-3.0, 5.0]]]}
    near, far = fit_view([shape], 560), fit_view([], 560)
    assert near["zoom"] > 4
    assert far["zoom"] < 1
    assert (near["longitude"], near["latitude"]) == (-1.0, 8.0)


def test_a_country_across_the_date_line_is_not_shown_as_the_whole_world():
    shape = {"coordinates": [[[177.0, -18.0], [180.0, -17.0]], [[-180.0, -17.0], [-179.0, -18.0]]]}
    view = fit_view([shape], 560)
    assert view["zoom"] > 4 and abs(view["longitude"]) > 170


@pytest.mark.parametrize(
    ("objects", "code"),
    [
        ({"countries": [{"iso3": "GHA"}]}, "GHA"),
        ({"countries": [{"type": "Feature", "properties": {"iso3": "PER"}}]}, "PER"),
        ({"small-states": [{"iso3": "MUS"}]}, "MUS"),
        ({"countries": [{"iso3": "gha"}]}, None),
        ({"countries": [{"iso3": "GHA\n"}]}, None),
        ({"countries": [{"iso3": ["GHA"]}]}, None),
        ({"countries": []}, None),
        ({"countries": "GHA"}, None),
        ([], None),
        (None, None),
    ],
)
def test_a_click_gives_a_country_code_or_nothing(objects, code):
    assert maps.selected_iso3({"selection": {"objects": objects}}) == code


@pytest.mark.parametrize("event", [None, {}, [], "GHA", {"selection": None}, {"selection": []}])
def test_an_event_of_another_shape_is_no_click(event):
    assert maps.selected_iso3(event) is None
