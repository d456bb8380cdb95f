"""The peers of an enterprise by one KPI: their fan over time, and their strip in bins."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.kpi import kpi_factor
from impact.figures.parts import blank, shade
from impact.figures.peers import peer_value
from impact.figures.row_charts import key_lines
from impact.figures.tokens import MAIN, QUIET
from impact.rows import records
from impact.text import day, number, t, tn

DECILES, QUARTILES = ((10, 90), (20, 80), (30, 70), (40, 60)), ((25, 75),)


def peer_fan(frame: pd.DataFrame) -> go.Figure:
    """The enterprise's line on the fan of its peers, quarter by quarter.

    `frame` of `enterprises/peer_fan`. Deciles where most quarters have thirty peers, else the middle half; a quarter
    with fewer than ten peers has no band, and one without the enterprise's own value a gap in its line.
    """
    rows: list[Any] = records(frame)
    told = frame["p50"].notna()
    deciles = bool(told.any()) and 2 * int(frame["p10"].notna().sum()) >= int(told.sum())
    layers = DECILES if deciles else QUARTILES
    factor = 1.0 if not rows or rows[0].compared == "change" else kpi_factor(rows[0].unit, rows[0].type)
    name = t("deciles of the peers") if deciles else t("middle half of the peers")
    key = [("●", MAIN, t("this enterprise")), ("■", shade(QUIET, 0.5), name), ("–", QUIET, t("peers' median"))]
    legend, top = key_lines(key)
    axes = {"xaxis": {"type": "date", "fixedrange": True}, "yaxis": {"fixedrange": True, "ticksuffix": _suffix(rows)}}
    layout = {"annotations": legend, "margin": {"l": 8, "r": 12, "t": top, "b": 8}, "showlegend": False, **axes}
    figure = blank(_fan_alt(rows), 340, empty=not (told.any() or frame["value"].notna().any()), **layout)
    for low, high in layers:
        figure.add_traces(_bands(rows, f"p{low}", f"p{high}", factor, 0.42 / len(layers) + 0.06))
    if deciles:  # quarters with ten to twenty-nine peers have quartiles only
        few = [row._replace(p25=None) if pd.notna(row.p10) else row for row in rows]
        figure.add_traces(_bands(few, "p25", "p75", factor, 0.3))
    median = _line(rows, "p50", factor, {"color": QUIET, "width": 2}, "lines+markers")
    figure.add_trace({**median, "marker": {"size": 4}})
    own = _line(rows, "value", factor, {"color": MAIN, "width": 3}, "lines+markers")
    return figure.add_trace(
        {**own, "marker": {"size": 7}, "hovertext": [_fan_hover(r) for r in rows], "hoverinfo": "text"}
    )


def _suffix(rows: list[Any]) -> str:
    return "%" if rows and (rows[0].compared == "change" or kpi_factor(rows[0].unit, rows[0].type) == 100) else ""


def _bands(rows: list[Any], low: str, high: str, factor: float, alpha: float) -> list[dict[str, Any]]:
    """One closed shape for each run of quarters with a band; a quarter alone is as wide as six weeks."""
    runs: list[list[Any]] = [[]]
    for before, row in zip([None, *rows], rows, strict=False):
        if runs[-1] and (pd.isna(getattr(row, low)) or _apart(before, row)):
            runs.append([])
        if pd.notna(getattr(row, low)):
            runs[-1].append(row)
    return [_shape(run, low, high, factor, alpha) for run in runs if run]


def _apart(before: Any, row: Any) -> bool:
    return (row.quarter_on - before.quarter_on).days > 100


def _shape(run: list[Any], low: str, high: str, factor: float, alpha: float) -> dict[str, Any]:
    days = [row.quarter_on for row in run]
    lows, highs = ([factor * float(getattr(row, name)) for row in run] for name in (low, high))
    if len(run) == 1:
        half = pd.Timedelta(days=21)
        days = [(pd.Timestamp(days[0]) + side).date() for side in (-half, half)]
        lows, highs = lows * 2, highs * 2
    return {
        "type": "scatter",
        "mode": "lines",
        "x": days + days[::-1],
        "y": lows + highs[::-1],
        "fill": "toself",
        "fillcolor": shade(QUIET, round(alpha, 2)),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _line(rows: list[Any], column: str, factor: float, line: dict[str, Any], mode: str) -> dict[str, Any]:
    y = [None if pd.isna(getattr(row, column)) else factor * float(getattr(row, column)) for row in rows]
    x = [row.quarter_on for row in rows]
    return {"type": "scatter", "mode": mode, "x": x, "y": y, "line": line, "connectgaps": False, "hoverinfo": "skip"}


def _fan_hover(row: Any) -> str:
    lines = [f"<b>{day(row.quarter_on, 'QQQ yyyy')}</b>", peer_value(row.value, row)]
    if pd.isna(row.p50):
        return "<br>".join([*lines, t("fewer than ten peers")])
    lines.append(t("median of {count} peers {median}", count=number(row.peers), median=peer_value(row.p50, row)))
    lines.append(t("middle half {low} to {high}", low=peer_value(row.p25, row), high=peer_value(row.p75, row)))
    return "<br>".join(lines)


def _fan_alt(rows: list[Any]) -> str:
    own = [row for row in rows if pd.notna(row.value)]
    if not own:
        return t("The peers' values by quarter; the enterprise has none of its own.")
    said = f"{peer_value(own[0].value, own[0])} ({day(own[0].quarter_on, 'QQQ yyyy')})"
    last = f"{peer_value(own[-1].value, own[-1])} ({day(own[-1].quarter_on, 'QQQ yyyy')})"
    banded = sum(pd.notna(row.p50) for row in rows)
    return t(
        "{kpi} by quarter, from {first} to {last}; {count} of {all} quarters have ten peers or more.",
        kpi=t(own[0].title),
        first=said,
        last=last,
        count=number(banded),
        all=number(len(rows)),
    )


def peer_strip(frame: pd.DataFrame) -> go.Figure:
    """The peers counted in bins, with the enterprise's own bin marked.

    `frame` of `enterprises/peer_strip`: bin int; low, high in the KPI's unit, null at the open ends; in_bin int; own
    bool. Bins without anybody beyond the others are left out.
    """
    known = frame[(frame["in_bin"].fillna(0) > 0) | frame["own"].astype(bool) | frame["bin"].between(0, 2)]
    frame = frame[frame["bin"].between(known["bin"].min(), known["bin"].max())] if len(known) else frame
    rows: list[Any] = records(frame)
    own = [row for row in rows if row.own]
    most = max([float(row.in_bin) for row in rows] or [1.0])
    legend, top = key_lines([("◆", MAIN, t("this enterprise"))] if own else [])
    limits = [row for row in rows if row.bin in (0, 2)]
    one = len(limits) < 2  # both quartiles are one value
    xaxis = {
        "tickvals": [row.bin - (0 if one else 0.5) for row in limits],
        "ticktext": [peer_value(row.low, row) for row in limits],
        "fixedrange": True,
        "title": {
            "text": t("The middle half has one value") if one else t("Between the marks: the middle half of the peers")
        },
    }
    yaxis = {"visible": False, "fixedrange": True, "range": [0, 1.4 * most]}
    layout = {"annotations": legend, "margin": {"l": 8, "r": 8, "t": top, "b": 8}, "xaxis": xaxis, "yaxis": yaxis}
    figure = blank(_strip_alt(rows), 200, empty=not rows, showlegend=False, **layout)
    bars = {
        "type": "bar",
        "x": [row.bin for row in rows],
        "y": [row.in_bin for row in rows],
        "width": 0.9,
        "text": [number(row.in_bin) if row.in_bin else "" for row in rows],
        "textposition": "outside",
        "marker": {"color": [shade(MAIN if row.own else QUIET, 0.55) for row in rows]},
        "hovertext": [f"{_span(row)}: {tn('{count} peer', '{count} peers', int(row.in_bin))}" for row in rows],
        "hoverinfo": "text",
    }
    mark = {
        "type": "scatter",
        "mode": "markers",
        "x": [row.bin for row in own],
        "y": [float(row.in_bin) + 0.3 * most for row in own],
        "marker": {"color": MAIN, "symbol": "diamond", "size": 12},
        "hoverinfo": "skip",
    }
    return figure.add_traces([bars, mark])


def _span(row: Any) -> str:
    if pd.isna(row.low):
        return t("below {value}", value=peer_value(row.high, row))
    if pd.isna(row.high):
        return t("{value} and more", value=peer_value(row.low, row))
    return t("{low} to {high}", low=peer_value(row.low, row), high=peer_value(row.high, row))


def _strip_alt(rows: list[Any]) -> str:
    said = [f"{_span(row)} {number(row.in_bin)}" for row in rows if row.in_bin]
    own = [_span(row) for row in rows if row.own]
    return t("Peers by bin: {list}. This enterprise: {own}.", list=", ".join(said), own=", ".join(own) or t("no value"))
