"""Small multiples: every KPI of one enterprise below the other, each on a scale of its own, all on one time axis."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.kpi import kpi_direction, kpi_value
from impact.figures.modules import left, pixel_layout, tops
from impact.figures.parts import blank, plain, shade
from impact.figures.tokens import FLAGGED, MAIN, QUIET
from impact.figures.trend_parts import implausible_word, line_of, middle_of, period_name, span
from impact.figures.trend_words import pair_word, verdict_word
from impact.rows import records
from impact.text import listing, t

HEAD, PANEL, GAP, AXIS = 38, 38, 14, 24


def kpi_panels(
    values: pd.DataFrame, changes: pd.DataFrame, events: pd.DataFrame, chosen: str, times: tuple[Any, Any]
) -> go.Figure:
    """A panel for each KPI of `changes` (rows of `enterprises/kpi_changes`), the chosen one marked.

    `values` of `enterprises/kpi_trends`; `events`: on (day) and title; `times`: first and last day of the axis. Missing
    periods are gaps; what is not plausible is a triangle at the edge. A click gives the KPI.
    """
    rows = records(changes)
    starts = [AXIS + top for top in tops([HEAD + PANEL + GAP] * len(rows))]
    room = (times[1] - times[0]) / 40
    first, last = str(times[0] - room), str(times[1] + room)
    axis = {"visible": True, "type": "date", "range": [first, last], "side": "top", "nticks": 6, "showgrid": True}
    tall = (starts[-1] if starts else 0) + HEAD + PANEL + GAP
    heads = [left(_head(row, row.kpi == chosen), start) for row, start in zip(rows, starts, strict=True)]
    figure = blank(
        _alt(rows),
        empty=not rows,
        showlegend=False,
        annotations=heads,
        **pixel_layout(tall, axis, right=8),
    )
    series: dict[str, list[Any]] = {}
    for seen in records(values):
        series.setdefault(seen.kpi, []).append(seen)
    path: dict[str, Any] = {"x": [], "y": []}
    levels: dict[str, Any] = {"x": [], "y": []}
    marks: dict[str, Any] = {"x": [], "y": []}
    points = _points("circle", 4, MAIN)
    flagged = _points("triangle-up", 8, FLAGGED)
    for row, start in zip(rows, starts, strict=True):
        if row.kpi in series:
            _panel(series[row.kpi], row, start + HEAD, path, levels, points, flagged)
        for on in events["on"]:
            marks["x"] += [str(on), str(on), None]
            marks["y"] += [start + HEAD, start + HEAD + PANEL, None]
    lines = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "connectgaps": False}
    # All panels in few traces: one for each panel would take ten times as long.
    return figure.add_traces(
        [
            {**marks, **lines, "line": {"color": QUIET, "width": 1, "dash": "dot"}},
            {**levels, **lines, "line": {"color": shade(MAIN, 0.45), "width": 5}},
            {**path, **lines, "line": {"color": MAIN, "width": 1.5}},
            *(trace for trace in (points, flagged) if trace["x"]),
        ]
    )


def _head(row: Any, chosen: bool) -> str:
    name = plain(t(row.title))
    title = f"<b>▸ {name}</b>" if chosen else f"<b>{name}</b>"
    if row.status != "paired":
        return f"{title}<br>{plain(pair_word(row))}"
    before, after = (kpi_value(value, row.unit, row.type) for value in (row.baseline, row.endline))
    return f"{title}<br>{before} → {after} · {verdict_word(row.verdict)}"


def _panel(
    values: list[Any],
    row: Any,
    top: float,
    path: dict[str, Any],
    levels: dict[str, Any],
    points: dict[str, Any],
    flagged: dict[str, Any],
) -> None:
    """Add one KPI's panel to the traces; `top` is its upper edge in pixels."""
    shown = [seen.value for seen in values if seen.status == "shown"]
    low, high = span([*shown, row.baseline, row.endline])

    def at(value: Any) -> float:
        """A value's height in pixels; beyond the panel, its edge."""
        return round(top + PANEL * (1 - (min(max(float(value), low), high) - low) / (high - low)), 1)

    line = line_of(values)
    path["x"] += [*line["x"], None]
    path["y"] += [*(None if y is None else at(y) for y in line["y"]), None]
    for first, last, level in (
        (row.baseline_from_on, row.baseline_to_on, row.baseline),
        (row.endline_from_on, row.endline_to_on, row.endline),
    ):
        if pd.notna(level):
            levels["x"] += [str(first), str(last), None]
            levels["y"] += [at(level), at(level), None]
    for seen in values:
        if seen.status != "not_computable":
            trace = points if seen.status == "shown" else flagged
            trace["x"].append(middle_of(seen.period_start, seen.period_end))
            trace["y"].append(at(seen.value))
            trace["customdata"].append(row.kpi)
            trace["hovertext"].append(_hover(seen))


def _points(symbol: str, size: int, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [],
        "y": [],
        "customdata": [],
        "hovertext": [],
        "marker": {"symbol": symbol, "size": size, "color": colour},
        "hoverinfo": "text",
        "cliponaxis": False,
        # A chosen point must not make the others pale.
        "unselected": {"marker": {"opacity": 1}},
    }


def _hover(row: Any) -> str:
    said = f"{period_name(row.period_start, row.period_end)}: {kpi_value(row.value, row.unit, row.type)}"
    return said if row.status == "shown" else f"{said}<br>{implausible_word(row.status)}"


def _alt(rows: list[Any]) -> str:
    if not rows:
        return t("No KPI was reported.")
    said = []
    for row in rows:
        if row.status == "paired":
            before, after = (kpi_value(value, row.unit, row.type) for value in (row.baseline, row.endline))
            change = t("{before} to {after}", before=before, after=after)
            said.append(f"{t(row.title)} ({kpi_direction(row.better)}) {change}, {verdict_word(row.verdict)}")
        else:
            said.append(f"{t(row.title)}: {pair_word(row)}")
    return t("KPIs over time, from baseline to endline: {list}.", list=listing(said))
