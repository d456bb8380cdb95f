"""The framework on one page: projects down, indicators across, a sign for each status; and the gauges above it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain, shade
from impact.figures.promises import (
    STATUSES,
    Gauge,
    gauges,
    indicator_name,
    progress_said,
    status_names,
    value_said,
)
from impact.figures.tokens import BETTER, COLOURWAY, MAIN, QUIET, WORSE
from impact.text import day, listing, number, t

# A colour and a sign for each status, so that none is told by colour alone.
SIGNS = {
    "ahead": (BETTER, "triangle-up"),
    "on_track": (MAIN, "circle"),
    "behind": (WORSE, "triangle-down"),
    "not_reporting": (COLOURWAY[1], "x"),
    "not_due": (QUIET, "circle-open"),
    "no_target": (QUIET, "line-ew-open"),
    "withheld": (QUIET, "square-open"),
}
ROW, HEAD, BAR = 42, 190, 34


def target_matrix(frame: pd.DataFrame) -> go.Figure:
    """Projects down, indicators across: the status of the target that is due, with progress in percent below its sign.

    `frame` of `results/targets`, the current targets of whole projects: project_id, title, indicator, position, status,
    progress, target, actual, unit, ends_on. A click gives `project|indicator`.
    """
    projects = list(dict.fromkeys(frame["project_id"]))
    codes = list(frame.sort_values(["position", "indicator"])["indicator"].drop_duplicates())
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 11}}
    figure = blank(
        _alt(frame),
        HEAD + 40 + ROW * max(1, len(projects)),
        empty=frame.empty,
        xaxis={
            **axis,
            "side": "top",
            "tickvals": list(range(len(codes))),
            "ticktext": [plain(_short(indicator_name(code))) for code in codes],
            "tickangle": -90,
            "range": [-0.6, len(codes) - 0.4],
        },
        yaxis={
            **axis,
            "tickvals": list(range(len(projects))),
            "ticktext": [plain(project[:14]) for project in projects],
            "range": [len(projects) - 0.4, -0.6],
        },
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0, "font": {"size": 12}},
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
    )
    names = status_names()
    for status in STATUSES:
        rows = frame[frame["status"] == status]
        if rows.empty:
            continue
        colour, symbol = SIGNS[status]
        figure.add_scatter(
            x=[codes.index(code) for code in rows["indicator"]],
            y=[projects.index(project) - 0.14 for project in rows["project_id"]],
            mode="markers+text",
            name=names[status],
            marker={"symbol": symbol, "size": 13, "color": colour, "line": {"color": colour, "width": 2}},
            text=[progress_said(value, "") if status != "withheld" else "" for value in rows["progress"]],
            textposition="bottom center",
            textfont={"size": 10},
            customdata=[f"{row.project_id}|{row.indicator}" for row in rows.itertuples()],
            hovertext=[_hover(row, names) for row in rows.itertuples()],
            hoverinfo="text",
        )
    return figure


def target_gauges(frame: pd.DataFrame) -> go.Figure:
    """The four shares of a framework as bars from 0 to 100 %, each with its counts; `frame` as for the matrix."""
    shown = gauges(frame)
    figure = blank(
        listing([f"{gauge.name}: {gauge_said(gauge)}" for gauge in shown]),
        BAR * 2 * len(shown) + 20,
        empty=frame.empty,
        showlegend=False,
        barmode="overlay",
        xaxis={"range": [0, 100], "visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True, "range": [len(shown) - 0.3, -0.75]},
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        annotations=[
            {
                "x": 0,
                "y": place - 0.46,
                "text": f"{gauge.name}: <b>{gauge_said(gauge)}</b>",
                "xanchor": "left",
                "showarrow": False,
                "font": {"size": 13},
            }
            for place, gauge in enumerate(shown)
        ],
    )
    common: dict[str, Any] = {"y": list(range(len(shown))), "orientation": "h", "width": 0.36, "hoverinfo": "skip"}
    figure.add_bar(x=[100] * len(shown), marker={"color": shade(QUIET, 0.18)}, **common)
    figure.add_bar(x=[gauge.percent for gauge in shown], marker={"color": MAIN}, **common)
    return figure


def gauge_said(gauge: Gauge) -> str:
    """A gauge in words: the share, and of how many."""
    counts = t("{part} of {whole}", part=number(gauge.part), whole=number(gauge.whole))
    return f"{progress_said(gauge.percent)} ({counts})"


def _short(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29].rstrip()}…"


def _hover(row: Any, names: dict[str, str]) -> str:
    head = f"<b>{plain(row.title)}</b><br>{plain(indicator_name(row.indicator))}: {names[row.status]}"
    if row.status == "no_target":
        return head
    due = t("Target {target}, due {day}", target=value_said(row.target, row.unit), day=day(row.ends_on))
    if row.status == "withheld":
        return f"{head}<br>{due}"
    return f"{head}<br>{due}<br>{t('Actual {actual}', actual=value_said(row.actual, row.unit))}"


def _alt(frame: pd.DataFrame) -> str:
    names = status_names()
    counts = frame["status"].value_counts()
    said = listing([f"{names[status]}: {number(int(counts[status]))}" for status in STATUSES if status in counts])
    return t("Targets of projects by indicator. {counts}.", counts=said)
