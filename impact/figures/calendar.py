"""The calendar of sessions: what was held, what is still to come, what was planned and never confirmed."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank
from impact.figures.tokens import FLAGGED, MAIN
from impact.text import day, number, t

ROW = 24
# From here on the fill is dark enough for white text, on both backgrounds.
DARK_FROM = 0.55


def session_calendar(frame: pd.DataFrame) -> go.Figure:
    """Months by years: sessions held as shaded numbers, those to come in a frame, those never confirmed as a corner.

    `frame` of `training/session_calendar`: year, month; held, planned, not_confirmed, counted, nobody, uncounted
    (sessions); status (shown, none: nothing in that month, to_come). A click gives the year.
    """
    years = sorted(set(frame["year"]), reverse=True)
    line = {year: place for place, year in enumerate(years)}
    rows = frame.assign(line=frame["year"].map(line))
    figure = blank(_calendar_alt(frame), 96 + ROW * max(1, len(years)), empty=frame.empty)
    most = max(float(frame["held"].max()) if len(frame) else 1.0, 1.0)
    past = rows[rows["status"] != "to_come"]
    figure.add_heatmap(
        x=past["month"],
        y=past["line"],
        z=past["held"].astype(float),
        zmin=0,
        zmax=most,
        colorscale=[[0, _fill(0.0)], [1, _fill(0.95)]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    _numbers(figure, past, most)
    _waiting(figure, rows)
    names = [day(date(2024, month, 1), "LLL") for month in range(1, 13)]
    figure.update_xaxes(
        tickvals=list(range(1, 13)),
        ticktext=names,
        tickangle=0,
        tickfont={"size": 10},
        side="top",
        range=[0.45, 12.55],
        fixedrange=True,
    )
    figure.update_yaxes(
        tickvals=list(range(len(years))),
        ticktext=[str(year) for year in years],
        range=[len(years) - 0.45, -0.55],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_layout(legend={"y": 0, "yanchor": "top"})
    return figure


def _fill(alpha: float) -> str:
    red, green, blue = (int(MAIN[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _numbers(figure: go.Figure, past: pd.DataFrame, most: float) -> None:
    """What was held, in the reader's own text colour, and white where the fill is dark; a click gives the year."""
    dark = past["held"] / most * 0.95 >= DARK_FROM
    for rows, colour in ((past[~dark], {}), (past[dark], {"color": "#FFFFFF"})):
        figure.add_scatter(
            x=rows["month"],
            y=rows["line"],
            mode="markers+text",
            marker={"size": 18, "opacity": 0, "symbol": "square"},
            text=[number(v) if v else "·" for v in rows["held"]],
            textfont={"size": 11, **colour},
            customdata=[str(year) for year in rows["year"]],
            hovertext=[_month(row) for row in rows.itertuples()],
            hoverinfo="text",
            showlegend=False,
        )


def _waiting(figure: go.Figure, rows: pd.DataFrame) -> None:
    """Sessions to come as numbers in a dashed frame; those that were never confirmed as a corner of the month."""
    coming, lost = rows[rows["planned"] > 0], rows[rows["not_confirmed"] > 0]
    edge = {"color": MAIN, "width": 1.5, "dash": "dot"}
    shapes = [
        {
            "type": "rect",
            "x0": r.month - 0.45,
            "x1": r.month + 0.45,
            "y0": r.line - 0.42,
            "y1": r.line + 0.42,
            "line": edge,
        }
        for r in coming.itertuples()
    ]
    figure.update_layout(shapes=shapes)
    common: dict[str, Any] = {"hoverinfo": "text", "cliponaxis": False}
    figure.add_scatter(
        x=coming["month"],
        y=coming["line"],
        mode="text",
        text=[number(v) if not r else "" for v, r in zip(coming["planned"], coming["held"], strict=True)],
        textfont={"size": 11},
        hovertext=[_month(row) for row in coming.itertuples()],
        showlegend=False,
        **common,
    )
    figure.add_scatter(
        x=lost["month"] + 0.36,
        y=lost["line"] - 0.3,
        mode="markers",
        name=t("planned, never confirmed"),
        marker={"symbol": "triangle-ne", "size": 8, "color": FLAGGED, "line": {"width": 0}},
        hovertext=[_month(row) for row in lost.itertuples()],
        **common,
    )
    held = {"symbol": "square", "size": 12, "color": _fill(0.6)}
    to_come = {"symbol": "square-open-dot", "size": 12, "color": MAIN, "line": {"width": 1.5}}
    for name, marker, wanted in ((t("held"), held, True), (t("planned, to come"), to_come, len(coming) > 0)):
        if wanted:
            figure.add_scatter(x=[None], y=[None], mode="markers", name=name, marker=marker, hoverinfo="skip")


def _month(row: Any) -> str:
    lines = [f"<b>{day(date(int(row.year), int(row.month), 1), 'LLLL y')}</b>"]
    if row.status != "to_come":
        lines.append(t("{count} held", count=number(row.held)))
    if row.planned:
        lines.append(t("{count} planned, to come", count=number(row.planned)))
    if row.not_confirmed:
        lines.append(t("{count} planned and never confirmed", count=number(row.not_confirmed)))
    if row.held:
        lines.append(t("head count recorded at {count}", count=number(row.counted + row.nobody)))
    if row.nobody:
        lines.append(t("nobody came to {count}", count=number(row.nobody)))
    return "<br>".join(lines)


def _calendar_alt(frame: pd.DataFrame) -> str:
    if frame.empty:
        return t("Sessions by month: none.")
    most = frame.loc[frame["held"].idxmax()]
    return t(
        "Sessions by month, {first} to {last}: most held in {month}, {count}; {planned} are to come, {lost} were "
        "planned and never confirmed.",
        first=int(frame["year"].min()),
        last=int(frame["year"].max()),
        month=day(date(int(most["year"]), int(most["month"]), 1), "LLLL y"),
        count=number(most["held"]),
        planned=number(int(frame["planned"].sum())),
        lost=number(int(frame["not_confirmed"].sum())),
    )
