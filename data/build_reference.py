"""Make what is derived from the reference data: `python data/build_reference.py`.

Reads only this repository, writes `static/world.geojson`, `data/reference/shapes.geojson` and `impact/ui/icon.png`;
the same input gives the same bytes.
"""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "data" / "reference"

# The square root of the area, in square degrees, of a corner that may be cut off.
TOLERANCE = 0.25
# Islets of less are left out, in square degrees and as a share of the country; small countries keep all of theirs.
SMALL_PART, SMALL_SHARE = 0.15, 0.0005
SMALL_COUNTRY, ARCTIC = 2.0, 8
DECIMALS = 2
TEAL = "#0E7A80"


def lean(shape: shapely.Geometry) -> shapely.Geometry:
    """A large country without its islets; a small one as it is."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    area = sum(p.area for p in parts)
    islet = 0 if area < SMALL_COUNTRY else max(SMALL_PART, SMALL_SHARE * area)
    return shapely.MultiPolygon([p for p in parts if p.area >= islet * (ARCTIC if p.centroid.y > 65 else 1)])


def rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape on a grid of `DECIMALS`, without rings that collapse on it."""
    kept = []
    for part in shapely.get_parts(shape):
        shell, *holes = [_ring(r) for r in (part.exterior, *part.interiors)]
        if shell:
            kept.append(shapely.Polygon(shell, [h for h in holes if h]))
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _ring(ring: shapely.LinearRing) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []
    for x, y in ring.coords:
        corner = (round(x, DECIMALS) + 0.0, round(y, DECIMALS) + 0.0)
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return corners if len(corners) >= 4 else []


def simplified(countries: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """All shapes at once, so that neighbours keep their common border; one that all but vanishes stays whole."""
    whole = gpd.GeoSeries([lean(shape) for shape in shapely.make_valid(countries.geometry.values)], crs=countries.crs)
    simple = whole.simplify_coverage(TOLERANCE)
    before, after = shapely.area(whole.values), shapely.area(simple.values)
    return simple.where((after >= 0.5 * before) & (before >= 0.5), whole).map(rounded)


def write(path: Path, countries: pd.DataFrame, properties: list[str]) -> None:
    """A compact GeoJSON file, one country a line."""
    lines = []
    for row in countries.to_dict("records"):
        geometry = json.loads(shapely.to_geojson(row["geometry"]))
        feature: dict[str, Any] = {
            "type": "Feature",
            "properties": {p: row[p] for p in properties},
            "geometry": geometry,
        }
        lines.append(json.dumps(feature, separators=(",", ":"), ensure_ascii=False))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def geometries() -> None:
    """The grey world that browsers fetch once, and the same shapes for the countries of an answer."""
    countries = gpd.read_file(REFERENCE / "boundaries.geojson").sort_values("iso3", ignore_index=True)
    names = pd.read_csv(REFERENCE / "countries.csv", keep_default_na=False, dtype=str).set_index("iso3")["name"]
    countries["name"] = countries["iso3"].map(names).fillna(countries["name"])
    countries["area"] = countries["area_deg2"].round(2)
    countries["geometry"] = simplified(countries)
    frame = pd.DataFrame(countries)
    write(ROOT / "static" / "world.geojson", frame, ["iso3", "name"])
    write(REFERENCE / "shapes.geojson", frame, ["iso3", "name", "lon", "lat", "area"])


def icon() -> None:
    """Three rising bars."""
    image = Image.new("RGBA", (128, 128), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for left, top in ((14, 72), (51, 44), (88, 14)):
        draw.rounded_rectangle((left, top, left + 26, 114), radius=6, fill=TEAL)
    image.save(ROOT / "impact" / "ui" / "icon.png", optimize=True)


if __name__ == "__main__":
    geometries()
    icon()
