"""What figures of one KPI over time share: its line and points, what is not plausible, peers, limits of noise."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from impact import text
from impact.figures.kpi import is_share, kpi_value
from impact.figures.parts import plain, shade
from impact.figures.tokens import FLAGGED, MAIN, QUIET
from impact.rows import records
from impact.text import day, number, t

LOOKS = {
    "baseline": ("circle-open", 8),
    "monitoring": ("circle", 4),
    "endline": ("square", 8),
    "follow_up": ("diamond", 8),
}


def phase_name(phase: str) -> str:
    """A phase of measurement as readers see it."""
    names = {"baseline": t("baseline"), "endline": t("endline"), "follow_up": t("follow-up")}
    return names.get(phase, t("monitoring"))


def span(values: Sequence[float]) -> tuple[float, float]:
    """The range of an axis for these values: from zero, unless they lie close together far above it."""
    known = [float(v) for v in values if pd.notna(v)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if 0 <= low < 0.5 * high:
        low = 0.0
    room = 0.1 * (high - low) or 0.1 * abs(high) or 1.0
    return (0.0 if low == 0 else low - room), high + room


def middle_of(first: Any, last: Any) -> str:
    """The day in the middle of a period, as Plotly takes days."""
    return str((first + (last - first) / 2).isoformat())


def line_of(rows: Sequence[Any], factor: float = 1.0) -> dict[str, Any]:
    """The line through the values shown, broken where a period is missing or its value is not one to show."""
    x: list[str | None] = []
    y: list[float | None] = []
    for row in rows:
        if x and (row.after_gap or row.status != "shown") and x[-1] is not None:
            x.append(None)
            y.append(None)
        if row.status == "shown":
            x.append(middle_of(row.period_start, row.period_end))
            y.append(float(row.value) * factor)
    line = {"color": MAIN, "width": 2}
    plain_line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    return {"x": x, "y": y, "line": line, "connectgaps": False, **plain_line}


def points_of(values: Sequence[Any], phase: str, factor: float) -> dict[str, Any] | None:
    """The values shown of one phase, each with a mark of its own."""
    rows = [row for row in values if row.status == "shown" and row.phase == phase]
    if not rows:
        return None
    symbol, size = LOOKS[phase]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": phase_name(phase),
        "x": [middle_of(row.period_start, row.period_end) for row in rows],
        "y": [float(row.value) * factor for row in rows],
        "marker": {"symbol": symbol, "size": size, "color": MAIN, "line": {"color": MAIN, "width": 1.5}},
        "hovertext": [hover(row) for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def hover(row: Any) -> str:
    """What a point of a series says: its value, what it was taken from, when and in which phase."""
    currency = row.currency if isinstance(row.currency, str) else ""
    lines = [
        f"<b>{plain(kpi_value(row.value, row.unit, row.type, currency=currency))}</b>",
        f"{period_name(row.period_start, row.period_end)} · {phase_name(row.phase)}",
    ]
    if row.type == "ratio":
        of = t("{above} of {below}", above=_part(row.numerator), below=_part(row.denominator))
        lines.append(of)
    return "<br>".join(lines)


def _part(value: Any) -> str:
    return "–" if pd.isna(value) else number(float(value))


def month_name(on: Any) -> str:
    """A month as the reader writes it."""
    return _month(on, text.language())


@lru_cache(maxsize=4000)
def _month(on: Any, language: str) -> str:
    return day(on, "MMM yyyy")


def period_name(first: Any, last: Any) -> str:
    """A period by its months: one, or the first and the last."""
    begin, end = month_name(first), month_name(last)
    return begin if begin == end else f"{begin} – {end}"


def implausible(values: Sequence[Any], factor: float, low: float, high: float) -> dict[str, Any] | None:
    """Values that are not plausible, at the edge of the picture where they lie beyond it."""
    rows = [row for row in values if row.status in ("out_of_range", "far_off")]
    if not rows:
        return None
    over = [float(row.value) * factor >= low for row in rows]
    labels = [kpi_value(row.value, row.unit, row.type) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": t("not plausible"),
        "x": [middle_of(row.period_start, row.period_end) for row in rows],
        # At its own place where that is in the picture, else at the edge.
        "y": [min(max(float(row.value) * factor, low), high) for row in rows],
        "marker": {"symbol": ["triangle-up" if up else "triangle-down" for up in over], "size": 11, "color": FLAGGED},
        "text": labels if len(labels) <= 6 else None,
        "textposition": ["bottom center" if up else "top center" for up in over],
        "textfont": {"size": 11},
        "hovertext": [f"{hover(row)}<br>{implausible_word(row.status)}" for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def implausible_word(status: str) -> str:
    """Why a value is marked."""
    if status == "far_off":
        return t("eight times what is usual here, or more: left out of the means")
    return t("outside the plausible range: left out of the means")


def not_computable(values: Sequence[Any], low: float) -> dict[str, Any] | None:
    """Periods in which a ratio had no base, along the lower edge."""
    rows = [row for row in values if row.status == "not_computable"]
    if not rows:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "name": t("not computable"),
        "x": [middle_of(row.period_start, row.period_end) for row in rows],
        "y": [low] * len(rows),
        "marker": {"symbol": "x-thin", "size": 8, "line": {"color": QUIET, "width": 2}},
        "hovertext": [
            f"{period_name(row.period_start, row.period_end)}<br>{t('not computable: a count without its base')}"
            for row in rows
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def peer_band(peers: pd.DataFrame, factor: float) -> list[dict[str, Any]]:
    """The peers' middle half as a band, and their median."""
    known = [row for row in records(peers) if pd.notna(row.p25)]
    if not known:
        return []
    x = [middle_of(row.from_on, row.to_on) for row in known]
    edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    hovers = [t("Peers' median, n = {n}", n=number(row.peers)) for row in known]
    middle = {"type": "scatter", "mode": "lines", "x": x, "y": [row.p50 * factor for row in known]}
    return [
        {**edge, "y": [row.p25 * factor for row in known], "showlegend": False},
        {
            **edge,
            "y": [row.p75 * factor for row in known],
            "fill": "tonexty",
            "fillcolor": shade(QUIET, 0.18),
            "name": t("peers' middle half"),
        },
        {
            **middle,
            "line": {"color": QUIET, "width": 1.5, "dash": "dot"},
            "name": t("peers' median"),
            "hovertext": hovers,
            "hoverinfo": "text",
        },
    ]


def noise_limits(change: Any, factor: float, values: Sequence[Any]) -> list[dict[str, Any]]:
    """The limits of noise, from the first baseline value to the last value."""
    if change is None or pd.isna(change.centre):
        return []
    ends = [str(values[0].period_start), str(values[-1].period_end)]
    common = {"type": "scatter", "mode": "lines", "x": ends, "hoverinfo": "skip"}
    line = {"color": shade(MAIN, 0.75), "width": 1, "dash": "dash"}
    return [
        {**common, "y": [edge * factor] * 2, "line": line, "showlegend": first, "name": t("limits of noise")}
        for edge, first in ((change.upper, True), (change.lower, False))
    ]


def axis_suffix(unit: str, type: str) -> dict[str, Any]:
    """What stands behind the numbers of an axis."""
    return {"ticksuffix": "%"} if is_share(unit, type) else {}
