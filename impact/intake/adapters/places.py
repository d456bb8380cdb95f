"""Does a point lie in the country that the row names? A check of codes, since sessions have no coordinates."""

import json
from functools import cache

from shapely import Point, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from impact.settings import REFERENCE

# About 50 kilometres: shapes are simplified, and towns lie on coasts and borders.
NEAR = 0.5


def lies_near(iso3: str, latitude: float, longitude: float) -> bool | None:
    """Is the point in the country, or within half a degree of it? None for a country without a shape."""
    outline = shapes().get(iso3)
    return None if outline is None else bool(outline.dwithin(Point(longitude, latitude), NEAR))


@cache
def shapes() -> dict[str, BaseGeometry]:
    """The outline of each country that has one."""
    collection = json.loads((REFERENCE / "boundaries.geojson").read_text(encoding="utf-8"))
    found = {f["properties"]["iso3"]: shape(f["geometry"]) for f in collection["features"]}
    for outline in found.values():
        prepare(outline)
    return found
