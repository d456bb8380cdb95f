"""The classes of a map and the part of the world that it shows."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from math import ceil, cos, floor, isfinite, log2, log10, radians
from typing import Any

from impact.text import number, t

MOST_CLASSES = 5
PERCENT_STEPS = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
HEIGHT = 440


def classes(values: list[float], unit: str) -> list[float]:
    """Edges of at most five classes that hold all values but zero, which has a look of its own.

    A class holds its lower edge; the last one its upper edge too. Percentages of a whole: steps of 20 points.
    Otherwise edges near the quantiles, rounded to 1, 2 or 5. No values but zero: no edges.
    """
    known = sorted(v for v in values if v is not None and isfinite(v) and v != 0)
    if not known:
        return []
    if unit == "percent" and known[0] >= 0 and known[-1] <= 100:
        return PERCENT_STEPS
    low, high = known[0], known[-1]
    if low == high:
        return [low, high]
    if low < 0:
        return _even_edges(low, high)
    inner = {_nice(known[round(i * (len(known) - 1) / MOST_CLASSES)]) for i in range(1, MOST_CLASSES)}
    start = min(_nice(low), low) if low < 1 else floor(min(_nice(low), low))
    middle = sorted(e for e in inner if start < e <= high)
    return [start, *middle, high] if middle and middle[-1] < high else [start, *middle[:-1], high]


def _nice(value: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** floor(log10(value))
    step = min((1, 2, 5, 10), key=lambda s: abs(value / power - s))
    return float(step * power)


def _even_edges(low: float, high: float) -> list[float]:
    """Even steps through zero, so that no class holds both signs."""
    step = _nice((high - low) / (MOST_CLASSES - 1))
    first, last = floor(low / step), ceil(high / step)
    while last - first > MOST_CLASSES:
        step *= 2
        first, last = floor(low / step), ceil(high / step)
    return [i * step for i in range(first, last + 1)]


def class_of(value: float, edges: list[float]) -> int:
    """The place of the class that holds the value."""
    return min(max(bisect_right(edges, value) - 1, 0), max(len(edges) - 2, 0))


def legend_labels(edges: list[float], unit: str) -> list[str]:
    """A label for each class; whole numbers do not overlap (1–9, 10–49)."""
    if len(edges) == 2 and edges[0] == edges[1]:
        return [number(edges[0], unit)]
    whole = unit != "percent" and all(float(e).is_integer() for e in edges) and edges[:1] >= [0]
    pairs = list(pairwise(edges))
    return [_class_label(low, high, unit, whole, last=pair == len(pairs) - 1) for pair, (low, high) in enumerate(pairs)]


def _class_label(low: float, high: float, unit: str, whole: bool, last: bool) -> str:
    if not whole and not last:
        return t("{low} to under {high}", low=number(low, unit), high=number(high, unit))
    top = high if last else high - 1
    return number(low, unit) if top == low else f"{number(low, unit)}–{number(top, unit)}"


def fit_view(geometries: list[dict[str, Any]], width: int) -> dict[str, float]:
    """Centre and zoom that hold all shapes in so many pixels; the whole world where there are none."""
    corners = [c for geometry in geometries for c in _corners(geometry["coordinates"])]
    if not corners:
        return {"longitude": 15.0, "latitude": 15.0, "zoom": 0.4}
    west, east = _span([x for x, _ in corners])
    south, north = max(min(y for _, y in corners), -60.0), min(max(y for _, y in corners), 75.0)
    across, up = max(east - west, 2.0), max((north - south) / cos(radians((north + south) / 2)), 2.0)
    zoom = min(log2(width * 360 / (across * 512)), log2(HEIGHT * 360 / (up * 512)))
    centre = (west + east) / 2
    return {
        "longitude": round(centre - 360 if centre > 180 else centre, 2),
        "latitude": round((south + north) / 2, 2),
        "zoom": round(min(max(zoom - 0.15, 0.0), 6.0), 2),
    }


def _span(longitudes: list[float]) -> tuple[float, float]:
    """The narrower of the two ways around the world, for Fiji and the Russian Federation."""
    plain = min(longitudes), max(longitudes)
    turned = [x + 360 if x < 0 else x for x in longitudes]
    if plain[1] - plain[0] > 300 and max(turned) - min(turned) < 200:
        return min(turned), max(turned)
    return plain


def _corners(nested: list[Any]) -> Iterator[tuple[float, float]]:
    if nested and isinstance(nested[0], int | float):
        yield nested[0], nested[1]
        return
    for inner in nested:
        yield from _corners(inner)
