"""A small chart of one KPI as SVG: the enterprise's own values upon the band of its peers. Without a browser."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import groupby

from impact.figures.tokens import FLAGGED, MAIN, QUIET

WIDTH, HEIGHT = 232.0, 112.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 6.0, 10.0, 16.0
BAND, INK, RULE = "#DDE1DE", "#3D474D", "#C3C9CC"


@dataclass(frozen=True)
class Own:
    """One value of the enterprise: `joined` to the one before it, or after a gap; `believed`, or marked as off.

    `said` gives how the value is written, with the mark that stands for it in a file's ledger.
    """

    on: date
    value: float
    phase: str = "monitoring"
    joined: bool = True
    believed: bool = True
    said: Callable[[], str] | None = None


@dataclass(frozen=True)
class Band:
    """The peers' middle half and median in one quarter; None where too few of them reported.

    `said` gives how the bound of a column of the answer, `p25` or `p75`, is written.
    """

    on: date
    lower: float | None
    middle: float | None
    upper: float | None
    said: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Trend:
    """What one small chart shows."""

    own: Sequence[Own]
    band: Sequence[Band] = ()
    workshops: Sequence[date] = ()
    said: Callable[[float], str] = field(default=lambda value: f"{value:g}")
    month: Callable[[date], str] = field(default=lambda on: on.isoformat()[:7])


def svg(trend: Trend) -> str:
    """The chart; values that are not believed are crosses at the edge if they lie beyond the others."""
    days = [p.on.toordinal() for p in trend.own] or [1]
    first, last = min(days), max(*days, min(days) + 31)
    levels = [(p.value, p.said) for p in trend.own if p.believed]
    known = [b for b in trend.band if b.lower is not None and first <= b.on.toordinal() <= last]
    levels += [(v, _bound(b, name)) for b in known for v, name in ((b.lower, "p25"), (b.upper, "p75")) if v is not None]
    levels = levels or [(p.value, p.said) for p in trend.own] or [(0.0, None)]
    low, high = _range([value for value, _ in levels])
    # Nought at the foot is of the scale, and of no answer.
    marks = {value: said for value, said in reversed(levels) if said is not None}

    def x(on: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (on.toordinal() - first) / (last - first), 2)

    def y(value: float) -> float:
        # Where all values are one, its line runs at the foot.
        share = min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.0
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 2)

    drawn = [
        *_axes(trend, [low, high], marks, date.fromordinal(first), date.fromordinal(last), y),
        *_band(trend.band, first, last, x, y),
        *(
            f'<path d="M{x(w)} {TOP}V{HEIGHT - BOTTOM}" stroke="{INK}" stroke-width="0.8" stroke-dasharray="1 2"/>'
            for w in sorted(set(trend.workshops))
            if first <= w.toordinal() <= last
        ),
        *_own(trend.own, x, y),
    ]
    size = f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(drawn)}</svg>'


def _range(levels: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest value; from nought where that costs little."""
    low, high = min(levels), max(levels)
    return (0.0 if 0 <= low <= 0.5 * high else low), high


def _bound(band: Band, name: str) -> Callable[[], str] | None:
    said = band.said
    return None if said is None else lambda: said(name)


def _axes(
    trend: Trend,
    levels: Sequence[float],
    marks: dict[float, Callable[[], str]],
    first: date,
    last: date,
    y: Callable[[float], float],
) -> Iterable[str]:
    for level in sorted(set(levels)):
        yield f'<path d="M{LEFT} {y(level)}H{WIDTH - RIGHT}" stroke="{RULE}" stroke-width="0.5" fill="none"/>'
        yield _text(LEFT - 4, y(level) + 3, marks[level]() if level in marks else trend.said(level), "end")
    yield _text(LEFT, HEIGHT - 3, trend.month(first), "start")
    yield _text(WIDTH - RIGHT, HEIGHT - 3, trend.month(last), "end")


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="9" fill="{INK}" text-anchor="{anchor}">{escape(said)}</text>'


def _band(
    band: Sequence[Band], first: int, last: int, x: Callable[[date], float], y: Callable[[float], float]
) -> Iterable[str]:
    """The middle half as an area and the median as a line, broken where too few peers reported."""
    inside = [b for b in band if first <= b.on.toordinal() <= last]
    for known, run in groupby(inside, key=lambda b: b.lower is not None and b.upper is not None):
        if not known:
            continue
        quarters = list(run)
        lower = [f"{x(b.on)},{y(b.lower)}" for b in quarters if b.lower is not None]
        upper = [f"{x(b.on)},{y(b.upper)}" for b in quarters if b.upper is not None]
        middle = [f"{x(b.on)},{y(b.middle)}" for b in quarters if b.middle is not None]
        if len(quarters) == 1:
            lower, upper, middle = (_widened(points[0]) for points in (lower, upper, middle))
        yield f'<polygon points="{" ".join(upper + lower[::-1])}" fill="{BAND}"/>'
        dashes = f'stroke="{QUIET}" stroke-width="1.2" stroke-dasharray="4 2"'
        yield f'<polyline points="{" ".join(middle)}" fill="none" {dashes}/>'


def _widened(point: str) -> list[str]:
    """A lone quarter as wide as one can see it."""
    across, _, up = point.partition(",")
    ends = (max(float(across) - 8, LEFT), min(float(across) + 8, WIDTH - RIGHT))
    return [f"{end:g},{up}" for end in ends]


def _own(own: Sequence[Own], x: Callable[[date], float], y: Callable[[float], float]) -> Iterable[str]:
    path, pen = [], False
    for p in own:
        if not p.believed:
            pen = False
            continue
        path.append(f"{'L' if pen and p.joined else 'M'}{x(p.on)} {y(p.value)}")
        pen = True
    if path:
        yield f'<path d="{"".join(path)}" fill="none" stroke="{MAIN}" stroke-width="1.6"/>'
    for p in own:
        across, up = x(p.on), y(p.value)
        if not p.believed:
            cross = f"M{across - 3:g} {up - 3:g}l6 6m0 -6l-6 6"
            yield f'<path d="{cross}" fill="none" stroke="{FLAGGED}" stroke-width="1.4"/>'
        elif p.phase in ("baseline", "endline"):
            inside = "#FFFFFF" if p.phase == "baseline" else MAIN
            yield f'<circle cx="{across}" cy="{up}" r="2.3" fill="{inside}" stroke="{MAIN}" stroke-width="1.2"/>'
        elif not p.joined:
            yield f'<circle cx="{across}" cy="{up}" r="1.1" fill="{MAIN}"/>'
