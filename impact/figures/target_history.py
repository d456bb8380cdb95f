"""One indicator of one project over time: what was achieved, against the line of its targets."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, note
from impact.figures.promises import value_said
from impact.figures.tokens import COLOURWAY, MAIN, QUIET
from impact.text import day, t


def straight_line(frame: pd.DataFrame) -> tuple[date, float] | None:
    """Where the line ends if it goes on as on average so far: the last day that a target is due, and the value.

    None for what does not add up, for a line that has ended, and where less than half a year has passed.
    """
    done = frame.dropna(subset=["actual"])
    if done.empty or frame["cumulation"].iloc[0] == "not_summing":
        return None
    first, last = frame["starts_on"].iloc[0], frame["ends_on"].iloc[0]
    now, actual = done["day"].iloc[-1], float(done["actual"].iloc[-1])
    if now >= last or (now - first).days < 180:
        return None
    base = float(frame["baseline"].fillna(0).iloc[0])
    return last, base + (actual - base) * (last - first).days / (now - first).days


def target_history(frame: pd.DataFrame) -> go.Figure:
    """Actuals as a line with points; targets as a line from the baseline through each milestone; a reading, dotted.

    `frame` of `results/target_history`: day, target, actual (null where there is none), baseline, starts_on, ends_on,
    unit, cumulation.
    """
    promised, done = frame.dropna(subset=["target"]), frame.dropna(subset=["actual"])
    figure = blank(
        _alt(frame),
        340,
        empty=frame.empty or (promised.empty and done.empty),
        xaxis={"type": "date", "fixedrange": True},
        yaxis={"rangemode": "tozero", "fixedrange": True, "ticksuffix": " %" if _unit(frame) == "percent" else ""},
        legend={"orientation": "h", "y": -0.16, "yanchor": "top", "x": 0},
        margin={"l": 4, "r": 12, "t": 12, "b": 4},
    )
    if frame.empty:
        return figure
    start: list[Any] = [frame["starts_on"].iloc[0]] if frame["cumulation"].iloc[0] != "not_summing" else []
    base = [float(frame["baseline"].fillna(0).iloc[0])] if start else []
    figure.add_scatter(
        x=[*start, *promised["day"]],
        y=[*base, *promised["target"]],
        mode="lines+markers",
        name=t("Target"),
        line={"color": QUIET, "width": 2, "dash": "dash"},
        marker={"symbol": "diamond", "size": 10, "color": QUIET},
        hovertemplate="%{x|%d %b %Y}: %{y}<extra></extra>",
    )
    figure.add_scatter(
        x=list(done["day"]),
        y=[float(v) for v in done["actual"]],
        mode="lines+markers",
        name=t("Actual"),
        line={"color": MAIN, "width": 3},
        marker={"symbol": "circle", "size": 8, "color": MAIN},
        hovertemplate="%{x|%d %b %Y}: %{y}<extra></extra>",
    )
    if reading := straight_line(frame):
        figure.add_scatter(
            x=[done["day"].iloc[-1], reading[0]],
            y=[float(done["actual"].iloc[-1]), reading[1]],
            mode="lines+markers",
            name=t("Straight line, not a forecast"),
            line={"color": COLOURWAY[1], "width": 2, "dash": "dot"},
            marker={"symbol": "circle-open", "size": 9, "color": COLOURWAY[1]},
            hovertemplate="%{x|%d %b %Y}: %{y:.0f}<extra></extra>",
        )
    return figure


def reading_said(frame: pd.DataFrame) -> str:
    """The straight line in words, or nothing where none is drawn."""
    reading = straight_line(frame)
    if reading is None:
        return ""
    target = frame.dropna(subset=["target"])["target"]
    return t(
        "If it goes on as on average so far, it comes to {value} by {day}, where {target} was promised. "
        "A straight line, not a forecast.",
        value=value_said(round(reading[1]), _unit(frame)),
        day=day(reading[0]),
        target=value_said(target.iloc[-1], _unit(frame)),
    )


def spending_by_year(frame: pd.DataFrame) -> go.Figure:
    """Spending of one project by year, in its own currency; `frame` of `results/project_spending`: year, amount."""
    currency = frame["currency"].iloc[0] if len(frame) else ""
    total = value_said(float(frame["amount"].sum()), "")
    figure = blank(
        t("Spending by year, together {total} {currency}", total=total, currency=currency),
        260,
        empty=frame.empty,
        showlegend=False,
        xaxis={"tickvals": list(frame["year"]), "tickformat": "d", "fixedrange": True},
        yaxis={"rangemode": "tozero", "fixedrange": True},
        margin={"l": 4, "r": 4, "t": 12, "b": 4},
    )
    figure.add_bar(
        x=list(frame["year"]),
        y=list(frame["amount"]),
        marker={"color": MAIN},
        hovertemplate="%{x}: %{y:,.0f}<extra></extra>",
    )
    if len(frame):
        note(figure, currency, x=0, y=1, xref="paper", yref="paper", xanchor="left")
    return figure


def _unit(frame: pd.DataFrame) -> str:
    return str(frame["unit"].iloc[0]) if len(frame) else ""


def _alt(frame: pd.DataFrame) -> str:
    done = frame.dropna(subset=["actual"])
    if done.empty:
        return t("Targets over time; nothing was reported")
    last = done.iloc[-1]
    return t(
        "Actual against targets over time: {actual} on {day}",
        actual=value_said(last["actual"], _unit(frame)),
        day=day(last["day"]),
    )
