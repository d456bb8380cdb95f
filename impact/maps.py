"""The map: from a frame to a pydeck deck that asks no other host for anything.

The world comes once, grey, as a static file; the shapes of the answer's countries travel with the answer.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pydeck as pdk

from impact.figures.parts import missing_word
from impact.figures.tokens import MAIN, Look, Surface, surface
from impact.map_classes import class_of, classes, fit_view, legend_labels
from impact.settings import REFERENCE
from impact.text import number, t, tn

if TYPE_CHECKING:
    from impact.catalogue import Labelled

SMALL_AREA = 1.0
MOST_POINTS = 5000
ISO3 = re.compile(r"[A-Z]{3}")


class Deck(pdk.Deck):  # type: ignore[misc]  # pydeck has no types
    """A deck whose JSON carries no white space: pydeck's own is three times as long."""

    def to_json(self) -> str:
        """The deck as the browser gets it."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class MapView:
    """A map and what belongs beside it: the legend's colours and labels, and the map in one sentence."""

    deck: Deck
    legend: list[tuple[str, str]]
    alt: str


@cache
def _shapes() -> dict[str, dict[str, Any]]:
    read = json.loads((REFERENCE / "shapes.geojson").read_text(encoding="utf-8"))
    return {feature["properties"]["iso3"]: feature for feature in read["features"]}


def country_map(
    frame: pd.DataFrame,
    indicator: "Labelled",
    look: Look,
    *,
    points: pd.DataFrame | None = None,
    base_path: str = "",
    width: int = 560,
) -> MapView:
    """The countries of an answer, coloured by value, above a grey world.

    `frame`: iso3; country (name as shown); value float or null; n int or null; status (shown, no_data, withheld,
    not_computable). `points`: longitude, latitude, name, label. `base_path` is the server's base URL path; `width`
    is how many pixels the reader's map has at least (about 340 on a telephone), for the zoom that shows everything.
    """
    colours = surface(look)
    shown = frame.loc[frame["status"] == "shown", "value"].dropna().astype(float)
    edges = classes(shown.tolist(), indicator.unit)
    drawn = frame[frame["iso3"].isin(list(_shapes()))]
    features = [_feature(row, indicator, edges, colours) for row in drawn.itertuples()]
    prefix = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
    layers = _layers(features, f"{prefix}/app/static/world.geojson", colours)
    if points is not None and len(points):
        layers.append(_point_layer(points.head(MOST_POINTS), colours))
    deck = Deck(
        map_provider=None,
        initial_view_state=pdk.ViewState(**fit_view([f["geometry"] for f in features], width)),
        views=[pdk.View(type="MapView", controller={"dragRotate": False, "touchRotate": False})],
        layers=layers,
        tooltip={"text": "{name}\n{label}\n{n}", "style": _tooltip_style(colours)},
    )
    return MapView(deck, _legend(frame, edges, indicator, colours), _alt(frame, indicator))


def _feature(row: Any, indicator: "Labelled", edges: list[float], colours: Surface) -> dict[str, Any]:
    known = row.status == "shown" and pd.notna(row.value)
    properties = {
        "iso3": row.iso3,
        "name": str(row.country),
        "label": f"{number(row.value, indicator.unit) if known else missing_word(row.status)} · {t(indicator.label)}",
        "n": f"n = {number(row.n)}" if known and pd.notna(row.n) else "",
        "fill": _rgb(_fill(row, known, edges, colours)),
    }
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": _shapes()[row.iso3]["geometry"],
    }


def _fill(row: Any, known: bool, edges: list[float], colours: Surface) -> str:
    if not known:
        return {"withheld": colours.withheld, "not_computable": colours.not_computable}.get(row.status, colours.no_data)
    return colours.zero if row.value == 0 else _class_colours(edges, colours)[class_of(float(row.value), edges)]


def _class_colours(edges: list[float], colours: Surface) -> list[str]:
    """As many of the five colours as there are classes, strongest last."""
    ways: dict[int, tuple[int, ...]] = {1: (2,), 2: (1, 3), 3: (1, 2, 3), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    return [colours.classes[i] for i in ways.get(len(edges) - 1, (2,))]


def _layers(features: list[dict[str, Any]], world: str, colours: Surface) -> list[pdk.Layer]:
    border = {"get_line_color": _rgb(colours.border), "line_width_min_pixels": 0.6, "get_line_width": 0}
    small = [_circle(f) for f in features if _shapes()[f["properties"]["iso3"]]["properties"]["area"] < SMALL_AREA]
    answer = {"type": "FeatureCollection", "features": features}
    grey = {"stroked": False, "get_fill_color": _rgb(colours.world)}
    # Strokes in a pickable layer make it miss clicks, so that borders are a layer of their own.
    fill = {"pickable": True, "stroked": False, "auto_highlight": True, "get_fill_color": "properties.fill"}
    layers = [
        pdk.Layer("GeoJsonLayer", world, id="world", pickable=False, **grey),
        pdk.Layer("GeoJsonLayer", answer, id="countries", **fill),
        pdk.Layer("GeoJsonLayer", world, id="borders", pickable=False, filled=False, **border),
    ]
    if small:
        layers.append(_circle_layer("small-states", small, 6, colours, get_fill_color="fill"))
    return layers


def _circle(feature: dict[str, Any]) -> dict[str, Any]:
    place = _shapes()[feature["properties"]["iso3"]]["properties"]
    return {**feature["properties"], "at": [place["lon"], place["lat"]]}


def _circle_layer(name: str, rows: list[dict[str, Any]], radius: int, colours: Surface, **more: Any) -> pdk.Layer:
    outline = {"stroked": True, "get_line_color": _rgb(colours.text), "line_width_min_pixels": 1, "get_line_width": 0}
    size = {"get_radius": 0, "radius_min_pixels": radius, "get_position": "at"}
    return pdk.Layer("ScatterplotLayer", rows, id=name, pickable=True, auto_highlight=True, **outline, **size, **more)


def _point_layer(points: pd.DataFrame, colours: Surface) -> pdk.Layer:
    rows = [
        {
            "at": [round(float(p.longitude), 3), round(float(p.latitude), 3)],
            "name": str(p.name),
            "label": str(p.label) if pd.notna(p.label) else "",
            "n": "",
        }
        for p in points.itertuples(index=False)
        if pd.notna(p.longitude) and pd.notna(p.latitude)
    ]
    return _circle_layer("points", rows, 3, colours, get_fill_color=_rgb(MAIN))


def _legend(frame: pd.DataFrame, edges: list[float], indicator: "Labelled", colours: Surface) -> list[tuple[str, str]]:
    """Strongest class first; then what is not a class, only where it occurs, but `no data` always."""
    labels = legend_labels(edges, indicator.unit)
    entries = list(zip(_class_colours(edges, colours), labels, strict=False))[::-1]
    known = frame["status"] == "shown"
    if (frame.loc[known, "value"] == 0).any():
        entries.append((colours.zero, number(0, indicator.unit)))
    for status, colour in (("withheld", colours.withheld), ("not_computable", colours.not_computable)):
        if frame["status"].eq(status).any():
            entries.append((colour, missing_word(status)))
    return [*entries, (colours.no_data, t("no data")), (colours.world, t("not in this selection"))]


def _alt(frame: pd.DataFrame, indicator: "Labelled") -> str:
    label = t(indicator.label)
    known = frame.loc[frame["status"] == "shown"].dropna(subset=["value"])
    if known.empty:
        return t("Map of {label}: no country has a value.", label=label)
    missing = len(frame) - len(known)
    rest = f" {tn('{count} has no value.', '{count} have no value.', missing)}" if missing else ""
    high, low = known.loc[known["value"].idxmax()], known.loc[known["value"].idxmin()]
    if len(known) == 1:
        value = number(high["value"], indicator.unit)
        return t("Map of {label}: {value} in {country}.", label=label, value=value, country=high["country"]) + rest
    text = t(
        "Map of {label} in {count} countries: highest {high} in {high_country}, lowest {low} in {low_country}.",
        label=label,
        count=number(len(known)),
        high=number(high["value"], indicator.unit),
        high_country=high["country"],
        low=number(low["value"], indicator.unit),
        low_country=low["country"],
    )
    return text + rest


def _tooltip_style(colours: Surface) -> dict[str, str]:
    return {"backgroundColor": colours.panel, "color": colours.text, "fontSize": "13px", "whiteSpace": "pre-line"}


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def selected_iso3(event: object) -> str | None:
    """The country a reader clicked, from the plain dict of a pydeck selection; None where there is no valid code."""
    found: Any = event
    for key in ("selection", "objects"):
        found = found.get(key) if isinstance(found, dict) else None
    for layer in ("countries", "small-states"):
        objects = found.get(layer) if isinstance(found, dict) else None
        first = objects[0] if isinstance(objects, list) and objects else None
        properties = first.get("properties", first) if isinstance(first, dict) else None
        code = properties.get("iso3") if isinstance(properties, dict) else None
        if isinstance(code, str) and ISO3.fullmatch(code):
            return code
    return None
