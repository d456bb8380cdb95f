"""A map of the world as SVG with some countries filled, for files that are printed."""

import json
import math
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from impact.figures.tokens import LIGHT, MAIN
from impact.settings import STATIC

WIDTH, SOUTH, NORTH = 460.0, -56.0, 76.0
# A country whose shape is smaller than this on the map gets a ring around it.
SMALL = 14.0
NEAREST, SHAPE = 110.0, 0.72
Box = tuple[float, float, float, float]


def world(countries: Collection[str], *, near: bool = False) -> str:
    """The world in the Equal Earth projection, `countries` (ISO3) filled, the small ones with a ring.

    With `near`, only what lies around the countries.
    """
    quiet, filled, rings, boxes = [], [], [], []
    for iso3, path, box in _shapes():
        if iso3 not in countries:
            quiet.append(path)
            continue
        filled.append(path)
        boxes.append(box)
        if max(box[2] - box[0], box[3] - box[1]) < SMALL:
            middle = f'cx="{(box[0] + box[2]) / 2:.1f}" cy="{(box[1] + box[3]) / 2:.1f}"'
            rings.append(f'<circle {middle} r="6" fill="none" stroke="{MAIN}" stroke-width="1.2"/>')
    left, top, wide, tall = _around(boxes) if near and boxes else _whole()
    size = f'viewBox="{left:.1f} {top:.1f} {wide:.1f} {tall:.1f}" width="{WIDTH:g}" height="{WIDTH * tall / wide:.1f}"'
    line = f'stroke="{LIGHT.border}" stroke-width="{0.4 * wide / WIDTH:.2f}"'
    sea = f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="#F1F5F6"/>' if near else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{sea}'
        f'<path d="{"".join(quiet)}" fill="#D3D6D3" {line}/><path d="{"".join(filled)}" fill="{MAIN}" {line}/>'
        f"{''.join(rings)}</svg>"
    )


def _whole() -> Box:
    top, foot = _project(0, NORTH)[1], _project(0, SOUTH)[1]
    return 0.0, top, WIDTH, foot - top


def _around(boxes: list[Box]) -> Box:
    """A frame around boxes, of a fixed shape: left, top, width, height."""
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, foot = max(b[2] for b in boxes), max(b[3] for b in boxes)
    wide = max(1.5 * (right - left), 1.5 * (foot - top) / SHAPE, NEAREST)
    return (left + right - wide) / 2, (top + foot - wide * SHAPE) / 2, wide, wide * SHAPE


@cache
def _shapes() -> list[tuple[str, str, Box]]:
    found = json.loads((STATIC / "world.geojson").read_text(encoding="utf-8"))["features"]
    shapes = []
    for feature in found:
        rings = [[_project(x, max(y, SOUTH)) for x, y in ring] for ring in _rings(feature["geometry"])]
        xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
        path = "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring) + "Z" for ring in rings)
        if feature["properties"]["iso3"] != "ATA":
            shapes.append((feature["properties"]["iso3"], path, (min(xs), min(ys), max(xs), max(ys))))
    return shapes


def _rings(geometry: dict[str, Any]) -> Iterator[Iterable[tuple[float, float]]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        yield from part


def _project(longitude: float, latitude: float) -> tuple[float, float]:
    """Equal Earth (Savric, Patterson and Jenny, 2018), scaled to the map's width."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    squared = theta * theta
    below = a1 + 3 * a2 * squared + squared**3 * (7 * a3 + 9 * a4 * squared)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * below)
    y = theta * (a1 + a2 * squared + squared**3 * (a3 + a4 * squared))
    scale = WIDTH / (2 * 2.7066)
    return WIDTH / 2 + scale * x, scale * (1.3173 - y)
