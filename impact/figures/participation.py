"""Women's share of the people trained, by group and over the years."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain, shade, year_axis
from impact.figures.row_charts import (
    WHOLE,
    dot,
    no_interval,
    nothing,
    percent,
    place_rows,
    points,
    rows_of,
    spans,
    why_missing,
)
from impact.figures.tokens import WOMEN
from impact.text import number, t

BAND, WHISKER = 0.22, 0.75
MOST_LABELS, MOST_TOLD = 6, 12


def women_shares(frame: pd.DataFrame, *, rank: bool = False) -> go.Figure:
    """Women's share in each group: a dot, its 95 % interval as a line, and as a pale band what unknown sex leaves open.

    `frame`: code; name as shown; value, low, high (percent or null); n int; status; small; and lowest, highest
    (percent) where there is a band. With `rank` the highest stands first. Too few is an open dot. A click gives the
    code.
    """
    rows = rows_of(frame, rank=rank)
    layout, middles = place_rows([row.name for row in rows], [_note(row) for row in rows])
    figure = blank(_alt(rows), empty=nothing(frame), showlegend=False, **layout)
    band = {"color": shade(WOMEN, BAND), "width": 11}
    traces = [spans([r.lowest for r in rows], [r.highest for r in rows], middles, band)] if "lowest" in frame else []
    line = {"color": shade(WOMEN, WHISKER), "width": 2.5}
    traces.append(spans([row.low for row in rows], [row.high for row in rows], middles, line))
    traces.append(points([row.value for row in rows], rows, middles, dot(WOMEN, [row.small for row in rows]), _hover))
    return figure.add_traces(traces)


def _note(row: Any) -> str:
    if pd.isna(row.value):
        return why_missing(row.status)
    few = f" ({t('few')})" if row.small else ""
    return f"<b>{percent(row.value)}</b> · n {number(row.n)}{few}"


def _hover(row: Any) -> str:
    name = plain(row.name)
    if pd.isna(row.value):
        return f"<b>{name}</b><br>{why_missing(row.status)}"
    lines = [f"<b>{name}</b>", t("{share} women, n = {n}", share=number(row.value, "percent"), n=number(row.n))]
    if pd.isna(row.low):
        lines.append(no_interval())
    else:
        interval = f"{number(row.low, 'percent')}–{number(row.high, 'percent')}"
        lines.append(t("95 % interval {interval}", interval=interval))
    if hasattr(row, "lowest") and row.highest > row.lowest:
        span = f"{number(row.lowest, 'percent')}–{number(row.highest, 'percent')}"
        lines.append(t("{span} whatever the sex of those not known", span=span))
    if row.small:
        lines.append(t("too few to rely on"))
    return "<br>".join(lines)


def _alt(rows: list[Any]) -> str:
    known = [row for row in rows if pd.notna(row.value)]
    if not known:
        reasons = [f"{row.name} {why_missing(row.status)}" for row in rows if row.status != "no_data"]
        if reasons:
            return t("Women's share has no value: {list}.", list=", ".join(reasons[:MOST_TOLD]))
        return t("Women's share by group: no values.")
    said = [f"{row.name} {number(row.value, 'percent')} (n = {number(row.n)})" for row in known[:MOST_TOLD]]
    text = t("Women's share: {list}.", list=", ".join(said))
    more = len(known) - len(said)
    return f"{text} {t('And {count} more.', count=number(more))}" if more else text


def women_share_by_year(frame: pd.DataFrame) -> go.Figure:
    """Women's share over the years: a line with its 95 % interval, and as a pale band what unknown sex leaves open.

    `frame` as in `women_shares`, one row a year, with position (the year) and complete. N stands below each year.
    """
    years = frame.assign(year=frame["position"])
    years.attrs = frame.attrs
    rows = rows_of(years)
    text = [number(tick, "percent") for tick in WHOLE]
    yaxis = {"range": [0, 102], "tickvals": list(WHOLE), "ticktext": text, "fixedrange": True}
    axes = {"xaxis": _years_with_n(years), "yaxis": yaxis}
    figure = blank(_alt(rows), 360, empty=nothing(frame), showlegend=False, annotations=_gaps(rows), **axes)
    known = [row for row in rows if pd.notna(row.lowest)]
    edge = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    x = [row.year for row in known]
    fill = {"fill": "tonexty", "fillcolor": shade(WOMEN, BAND)}
    every = max(1, -(-len(rows) // MOST_LABELS))
    labelled = [pd.notna(row.value) and (len(rows) - 1 - place) % every == 0 for place, row in enumerate(rows)]
    line = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [row.year for row in rows],
        "y": [row.value for row in rows],
        "connectgaps": False,
        "line": {"color": WOMEN, "width": 2},
        "marker": {
            "color": WOMEN,
            "size": 10,
            "symbol": ["circle-open" if row.small or not row.complete else "circle" for row in rows],
            "line": {"color": WOMEN, "width": 2},
        },
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [row.high - row.value for row in rows],
            "arrayminus": [row.value - row.low for row in rows],
            "color": shade(WOMEN, WHISKER),
            "thickness": 2,
            "width": 0,
        },
        "text": [percent(row.value) if label else "" for row, label in zip(rows, labelled, strict=True)],
        "textposition": "top center",
        "customdata": [row.code for row in rows],
        "hovertext": [_hover(row) for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    low, high = [row.lowest for row in known], [row.highest for row in known]
    return figure.add_traces([{"x": x, "y": low, **edge}, {"x": x, "y": high, **edge, **fill}, line])


def _gaps(rows: list[Any]) -> list[dict[str, Any]]:
    place = {"y": 1, "yanchor": "bottom", "textangle": -90, "showarrow": False}
    return [{"text": why_missing(row.status), "x": row.year, **place} for row in rows if pd.isna(row.value)]


def _years_with_n(years: pd.DataFrame) -> dict[str, Any]:
    """An axis of years with the people below each; whether a year is cut stands last, so that it has room."""
    axis = year_axis(years)
    people = dict(zip(years["year"], years["n"], strict=True))
    labels = []
    for year, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        first, _, cut = text.partition("<br>")
        labels.append("<br>".join(part for part in (first, number(people[year]), cut) if part))
    title = {"text": t("Below each year: the people that it rests on (n)")}
    return {**axis, "ticktext": labels, "title": title}
