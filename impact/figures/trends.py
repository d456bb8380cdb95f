"""One KPI of one enterprise over time: its values, baseline, workshops and endline, its peers, and what is noise."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.kpi import kpi_factor, kpi_value
from impact.figures.parts import blank, plain, shade
from impact.figures.row_charts import key_lines
from impact.figures.tokens import FLAGGED, MAIN, MARKERS, MEN, QUIET, UNKNOWN, WOMEN
from impact.figures.trend_parts import (
    LOOKS,
    axis_suffix,
    implausible,
    line_of,
    middle_of,
    month_name,
    noise_limits,
    not_computable,
    peer_band,
    period_name,
    phase_name,
    points_of,
    span,
)
from impact.rows import records
from impact.text import number, t

HEIGHT, NAMES = 320, 40
SIGNS = {"baseline": "○", "monitoring": "•", "endline": "■", "follow_up": "◆"}


def kpi_series(values: pd.DataFrame, change: Any, events: pd.DataFrame, peers: pd.DataFrame) -> go.Figure:
    """One KPI over time.

    `values` of `enterprises/kpi_trends` for one KPI; `change`, its row of `enterprises/kpi_changes`, or None; `events`:
    on (day) and title; `peers`: from_on, to_on (days), p25, p50, p75 in the KPI's unit, and peers; any may be empty.
    A missing period is a gap. What is not plausible stands at the edge as a triangle with its value.
    """
    if values.empty:
        return blank(t("No values."), HEIGHT, empty=True)
    rows = records(values)
    head = rows[0]
    factor = kpi_factor(head.unit, head.type)
    shown = [float(row.value) * factor for row in rows if row.status == "shown"]
    low, high = span([*shown, *_others(change, peers, factor)])
    layout: dict[str, Any] = {
        "yaxis": {"range": [low, high], "fixedrange": True, "nticks": 5, **axis_suffix(head.unit, head.type)},
        "xaxis": {"type": "date", "fixedrange": True, "range": _times(rows)},
        "shapes": [*_bands(change), *_workshops(events), *_levels(change, factor)],
        "annotations": [*_band_names(change), *_workshop_names(events)],
    }
    traces: list[dict[str, Any] | None] = [*peer_band(peers, factor), *noise_limits(change, factor, rows)]
    traces += [line_of(rows, factor), *(points_of(rows, phase, factor) for phase in LOOKS)]
    traces += [implausible(rows, factor, low, high), not_computable(rows, low)]
    drawn = [trace for trace in traces if trace]
    # The legend stands above the names of baseline and endline; Plotly's own would fill a telephone.
    legend, top = key_lines(_key(drawn), above=NAMES)
    layout["annotations"] += legend
    margin = {"l": 8, "r": 16, "t": top, "b": 8}
    figure = blank(_alt(rows, change), HEIGHT + top, showlegend=False, margin=margin, **layout)
    return figure.add_traces(drawn)


def _key(traces: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """The entries of the legend: a sign, its colour and what it stands for."""
    signs = {phase_name(phase): (sign, MAIN) for phase, sign in SIGNS.items()}
    signs |= {t("not plausible"): ("▲", FLAGGED), t("not computable"): ("×", QUIET), t("limits of noise"): ("╌", MAIN)}
    signs |= {t("peers' middle half"): ("■", shade(QUIET, 0.4)), t("peers' median"): ("┈", QUIET)}
    names = [trace["name"] for trace in traces if "name" in trace and trace.get("showlegend", True)]
    return [(*signs[name], name) for name in names]


def _others(change: Any, peers: pd.DataFrame, factor: float) -> list[float]:
    found = [change.lower, change.upper, change.baseline, change.endline] if change is not None else []
    found += [*peers["p25"], *peers["p75"]] if len(peers) else []
    return [float(v) * factor for v in found if pd.notna(v)]


def _times(rows: list[Any]) -> list[str]:
    first, last = rows[0].period_start, rows[-1].period_end
    room = (last - first) / 40
    return [str(first - room), str(last + room)]


def _spans(change: Any) -> list[tuple[Any, Any, Any, str]]:
    """Baseline and endline of a pair: first and last day, level and name."""
    if change is None or change.status not in ("paired", "copied"):
        return []
    return [
        (change.baseline_from_on, change.baseline_to_on, change.baseline, t("baseline")),
        (change.endline_from_on, change.endline_to_on, change.endline, t("endline")),
    ]


def _bands(change: Any) -> list[dict[str, Any]]:
    common = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    return [
        {**common, "x0": str(first), "x1": str(last), "fillcolor": shade(MAIN, 0.1)}
        for first, last, _, _ in _spans(change)
    ]


def _levels(change: Any, factor: float) -> list[dict[str, Any]]:
    line = {"color": MAIN, "width": 3}
    return [
        {"type": "line", "x0": str(first), "x1": str(last), "y0": y * factor, "y1": y * factor, "line": line}
        for first, last, y, _ in _spans(change)
        if pd.notna(y)
    ]


def _band_names(change: Any) -> list[dict[str, Any]]:
    place = {"yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False, "font": {"size": 11}}
    return [
        {"text": f"{name}<br><b>{plain(kpi_value(level, change.unit, change.type))}</b>", "x": middle_of(a, b), **place}
        for a, b, level, name in _spans(change)
    ]


def _workshops(events: pd.DataFrame) -> list[dict[str, Any]]:
    line = {"color": QUIET, "width": 1, "dash": "dot"}
    place = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": line}
    return [{"x0": str(row.on), "x1": str(row.on), **place} for row in records(events)]


def _workshop_names(events: pd.DataFrame) -> list[dict[str, Any]]:
    place = {"yref": "paper", "y": 1, "yanchor": "top", "xanchor": "right", "textangle": -90, "showarrow": False}
    return [{"text": plain(row.title), "x": str(row.on), "font": {"size": 11}, **place} for row in records(events)]


def _alt(rows: list[Any], change: Any) -> str:
    head = rows[0]
    shown = [row for row in rows if row.status == "shown"]
    if not shown:
        return t("{title}: no value that can be shown.", title=t(head.title))
    said = t(
        "{title}, {first} to {last}: {count} values from {low} to {high}.",
        title=t(head.title),
        first=month_name(shown[0].period_start),
        last=month_name(shown[-1].period_end),
        count=number(len(shown)),
        low=kpi_value(min(row.value for row in shown), head.unit, head.type),
        high=kpi_value(max(row.value for row in shown), head.unit, head.type),
    )
    if change is None or change.status != "paired":
        return said
    pair = t(
        "Baseline {before}, endline {after}.",
        before=kpi_value(change.baseline, head.unit, head.type),
        after=kpi_value(change.endline, head.unit, head.type),
    )
    return f"{said} {pair}"


def kpi_sexes(values: pd.DataFrame, unit: str, type: str) -> go.Figure:
    """One KPI of women and of men over time; `values` of `enterprises/kpi_by_sex`. The total is no part of it."""
    rows = records(values)
    factor = kpi_factor(unit, type)
    shown = [row for row in rows if row.status == "shown"]
    low, high = span([row.value * factor for row in shown])
    yaxis = {"range": [low, high], "fixedrange": True, "nticks": 5, **axis_suffix(unit, type)}
    axes: dict[str, Any] = {"xaxis": {"type": "date", "fixedrange": True}, "yaxis": yaxis}
    figure = blank(_sexes_alt(shown), 300, empty=not shown, **axes)
    for sex, name, colour, mark in _sexes():
        path = line_of([row for row in rows if row.sex == sex], factor)
        own = [row for row in shown if row.sex == sex]
        if own:
            at = {"x": [middle_of(row.period_start, row.period_end) for row in own]}
            at["y"] = [row.value * factor for row in own]
            marker = {"symbol": MARKERS[mark], "size": 7, "color": colour}
            hovers = [_sex_hover(row, name, unit, type) for row in own]
            figure.add_trace({**path, "line": {"color": colour, "width": 1.5}})
            figure.add_scatter(mode="markers", name=name, marker=marker, hovertext=hovers, hoverinfo="text", **at)
    return figure


def _sexes() -> tuple[tuple[str, str, str, str], ...]:
    """Sexes in the data with their name, colour and mark."""
    return (
        ("female", t("women"), WOMEN, "women"),
        ("male", t("men"), MEN, "men"),
        ("other", t("other"), UNKNOWN, "unknown"),
        ("unknown", t("sex not known"), UNKNOWN, "unknown"),
    )


def _sex_hover(row: Any, name: str, unit: str, type: str) -> str:
    said = f"<b>{name} {plain(kpi_value(row.value, unit, type))}</b>"
    return f"{said}<br>{period_name(row.period_start, row.period_end)}"


def _sexes_alt(shown: list[Any]) -> str:
    if not shown:
        return t("Women and men: no values.")
    return t(
        "Women and men over time: {women} values of women, {men} of men.",
        women=number(sum(row.sex == "female" for row in shown)),
        men=number(sum(row.sex == "male" for row in shown)),
    )
