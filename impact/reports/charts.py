"""Charts as SVG, for files that are printed: bars over years, women and men, bars of a list. Without a browser.

Numbers come as marks of the ledger and stand in the drawing as text, so that a file's numbers can be read back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

from impact.figures.tokens import MAIN, MEN, QUIET, UNKNOWN, WOMEN

FONT = "Source Sans Pro"
INK, RULE = "#3D474D", "#D5D9DA"
WIDTH, HEIGHT, FOOT, TOP = 360.0, 275.0, 18.0, 16.0
ROW = 20.0
LETTER = 4.6  # the width of a label's letter, about


@dataclass(frozen=True)
class Point:
    """A labelled number: `value` to draw, None for none; `mark` to write; `cut` where the year is not whole."""

    label: str
    value: float | None
    mark: str
    cut: bool = False


@dataclass(frozen=True)
class Series:
    """Points in one colour."""

    name: str
    colour: str
    points: Sequence[Point]


def texts(svg: str) -> str:
    """All that a drawing says, in the order in which it says it."""
    return "".join(unescape(found) for found in re.findall(r"<text[^>]*>(.*?)</text>", svg))


def by_year(points: Sequence[Point], colour: str = MAIN) -> str:
    """Bars over years, the number above each; a year that is not whole is pale, one without a value says why."""
    high = max([p.value for p in points if p.value is not None] or [0.0]) or 1.0
    step = WIDTH / max(len(points), 1)
    size = 9.5 if len(points) <= 10 else 8 if len(points) <= 14 else 7
    drawn = [_rule()]
    for place, point in enumerate(points):
        middle = (place + 0.5) * step
        drawn.append(_text(middle, HEIGHT - 5, _year(point, len(points)), size))
        if point.value is None:
            drawn.append(_text(middle, HEIGHT - FOOT - 4, point.mark, 6.5, colour=QUIET))
            continue
        tall = (HEIGHT - FOOT - TOP) * max(point.value, 0) / high
        drawn.append(_rect(middle - 0.37 * step, HEIGHT - FOOT - tall, 0.74 * step, tall, colour, point.cut))
        drawn.append(_text(middle, HEIGHT - FOOT - tall - 4, point.mark, size, bold=True))
    return _svg(drawn, WIDTH, HEIGHT)


def by_sex(series: Sequence[Series], shares: Sequence[str] = ()) -> str:
    """Bars over years, stacked from the foot; above each the label of `shares`, and a legend in words."""
    years = max((len(one.points) for one in series), default=0)
    sums = [sum(one.points[n].value or 0 for one in series) for n in range(years)]
    high, step = max(sums, default=0) or 1.0, WIDTH / max(years, 1)
    top = TOP + 16
    drawn = [_rule(), *_legend(series)]
    for n in range(years):
        foot = HEIGHT - FOOT
        for one in series:
            tall = (HEIGHT - FOOT - top) * (one.points[n].value or 0) / high
            cut = one.points[n].cut
            drawn.append(_rect((n + 0.13) * step, foot - tall, 0.74 * step, tall, one.colour, cut))
            if tall > 11 and step > 19:
                inside = INK if cut else "#FFFFFF"
                drawn.append(_text((n + 0.5) * step, foot - tall / 2 + 3, one.points[n].mark, 7.5, colour=inside))
            foot -= tall
        drawn.append(_text((n + 0.5) * step, HEIGHT - 5, _year(series[0].points[n], years), 8 if years > 10 else 9.5))
        if shares:
            drawn.append(_text((n + 0.5) * step, foot - 4, shares[n], 8, bold=True))
    return _svg(drawn, WIDTH, HEIGHT)


def listed(series: Sequence[Series], *, highest: float | None = None) -> str:
    """Bars to the right, a group for each label, the number at the end of each bar; to `highest` at full width.

    Labels have as much room as they need, up to more than half of the width.
    """
    labels = [p.label for p in series[0].points] if series else []
    left = min(max(128.0, LETTER * max(map(len, labels), default=0) + 4), 204.0)
    values = [p.value for one in series for p in one.points if p.value is not None]
    high = highest or max(values, default=0) or 1.0
    tall = ROW * (0.35 + 0.75 * len(series))
    top = 18.0 if len(series) > 1 else 2.0
    drawn = _legend(series) if len(series) > 1 else []
    for place, label in enumerate(labels):
        middle = top + (place + 0.5) * tall
        drawn.append(_text(left - 6, middle + 3, _fitted(label, left), 9, anchor="end"))
        for line, one in enumerate(series):
            thick = 0.7 * ROW
            y = middle + (line - len(series) / 2) * thick
            point = one.points[place]
            wide = (WIDTH - left - 66) * max(point.value or 0, 0) / high
            if point.value is not None:
                drawn.append(_rect(left, y, max(wide, 0.8), thick - 1.5, one.colour))
            quiet = QUIET if point.value is None else INK
            drawn.append(_text(left + wide + 4, y + thick - 3.6, point.mark, 8.5, anchor="start", colour=quiet))
    return _svg(drawn, WIDTH, top + tall * max(len(labels), 1) + 4)


def sexes(women: Sequence[Point], men: Sequence[Point], unknown: Sequence[Point], names: Sequence[str]) -> list[Series]:
    """The series of `by_sex`, in the colours that women and men have everywhere."""
    found = zip(names, (WOMEN, MEN, UNKNOWN), (women, men, unknown), strict=True)
    return [Series(name, colour, points) for name, colour, points in found]


def _year(point: Point, count: int) -> str:
    return point.label if count <= 12 else f"’{point.label[-2:]}"


def _fitted(label: str, left: float) -> str:
    longest = int(left / LETTER)
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def _legend(series: Sequence[Series]) -> list[str]:
    drawn, x = [], 0.0
    for one in series:
        drawn += [_rect(x, 2, 8, 8, one.colour), _text(x + 12, 9.5, one.name, 9, anchor="start")]
        x += 24 + 4.9 * len(one.name)
    return drawn


def _rule() -> str:
    return f'<path d="M0 {HEIGHT - FOOT}H{WIDTH:g}" stroke="{RULE}" stroke-width="0.8"/>'


def _rect(x: float, y: float, wide: float, tall: float, colour: str, cut: bool = False) -> str:
    look = f'fill="{colour}" fill-opacity="0.35" stroke="{colour}" stroke-width="0.7"' if cut else f'fill="{colour}"'
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{max(tall, 0):.2f}" {look}/>'


def _text(
    x: float, y: float, said: str, size: float, *, anchor: str = "middle", colour: str = INK, bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text {place} font-family="{FONT}"{weight}>{escape(said)}</text>'


def _svg(drawn: Sequence[str], wide: float, tall: float) -> str:
    size = f'viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" height="{tall:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'
