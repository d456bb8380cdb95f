"""Figures of deliveries: where few trainers are active, and how deliveries are spread over them."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain, shade
from impact.figures.tokens import FLAGGED, MAIN, QUIET
from impact.figures.trainers import ROW, gaps_as_nan, name_axis
from impact.text import number, t


def active_by_country(frame: pd.DataFrame) -> go.Figure:
    """Certified trainers of each country, and those of them who delivered; countries at risk are marked.

    `frame` of `training/active_trainers`: iso3, country; certified, certified_active, active (trainers, or null where
    deliveries name no trainer); at_risk. Countries stand from the most certified to the fewest; a click gives one.
    """
    rows = gaps_as_nan(frame).sort_values(
        ["certified", "active", "country"], ascending=[False, False, True], ignore_index=True
    )
    names, places = [plain(name) for name in rows["country"]], list(range(len(rows)))
    nothing = rows["active"].isna().all() or not (rows["certified"] + rows["active"].fillna(0)).any()
    figure = blank(_active_alt(rows), 64 + ROW * max(1, len(rows)), empty=nothing, barmode="overlay")
    hover = [_active_hover(row) for row in rows.itertuples()]
    common: dict[str, Any] = {"y": places, "orientation": "h", "width": 0.62, "hovertext": hover, "hoverinfo": "text"}
    line = {"color": MAIN, "width": 1}
    for name, column, alpha in (
        (t("Certified"), "certified", 0.15),
        (t("Certified, and delivered"), "certified_active", 1.0),
    ):
        values = rows[column].astype(float).fillna(0)
        marker = {"color": shade(MAIN, alpha), "line": line}
        figure.add_bar(**common, x=values, name=name, marker=marker, customdata=rows["iso3"])
    risky = rows[rows["at_risk"].astype(bool)]
    where: dict[str, Any] = {"mode": "markers", "hoverinfo": "skip", "cliponaxis": False}
    most = 1.0 + float(rows["certified"].max() if len(rows) else 0)
    sign = {"symbol": "triangle-up", "size": 10, "color": FLAGGED}
    figure.add_scatter(**where, x=[-0.035 * most] * len(risky), y=risky.index, marker=sign, name=t("At risk"))
    text = [f" {_active_text(row)}" for row in rows.itertuples()]
    quiet = {"hoverinfo": "skip", "showlegend": False, "textposition": "middle right", "cliponaxis": False}
    figure.add_scatter(x=rows["certified"].astype(float), y=places, mode="text", text=text, **quiet)
    name_axis(figure, names, most)
    figure.update_xaxes(range=[-0.08 * most, 1.3 * most])
    return figure


def _active_text(row: Any) -> str:
    return t("{active} of {certified}", active=number(row.certified_active), certified=number(row.certified))


def _active_hover(row: Any) -> str:
    lines = [
        f"<b>{plain(row.country)}</b>",
        t("{count} certified", count=number(row.certified)),
        t("{count} of them delivered in the last twelve months", count=number(row.certified_active)),
        t("{count} delivered in all, certified or not", count=number(row.active)),
    ]
    return "<br>".join(lines)


def _active_alt(rows: pd.DataFrame) -> str:
    if rows["active"].isna().all():
        return t("Active trainers by country: no values.")
    return t(
        "Certified trainers by country, and those who delivered in the last twelve months: {risk} of {count} countries "
        "are at risk.",
        risk=number(int(rows["at_risk"].sum())),
        count=number(len(rows)),
    )


def deliveries_spread(frame: pd.DataFrame) -> go.Figure:
    """Trainers by how many sessions each delivered, beside the part of all deliveries that they gave.

    `frame` of `training/deliveries_per_trainer`: band ("0", "1-2", ..., "11+"); trainers, deliveries or null; share,
    deliveries_share (percent or null).
    """
    frame = gaps_as_nan(frame)
    bands = [band.replace("-", "–").replace("11+", t("more than {count}", count=10)) for band in frame["band"]]
    figure = blank(_spread_alt(frame, bands), 320, empty=frame["share"].isna().all(), barmode="group")
    for name, column, count, colour in (
        (t("Of all trainers"), "share", "trainers", MAIN),
        (t("Of all deliveries"), "deliveries_share", "deliveries", QUIET),
    ):
        values = frame[column].astype(float)
        figure.add_bar(
            x=bands,
            y=values,
            name=name,
            marker={"color": colour},
            text=[number(round(v), "percent") if pd.notna(v) else "" for v in values],
            textposition="outside",
            cliponaxis=False,
            hovertext=[f"{number(c)} ({number(v, 'percent')})" for c, v in zip(frame[count], values, strict=True)],
            hoverinfo="text",
        )
    figure.update_yaxes(visible=False, rangemode="tozero", fixedrange=True)
    figure.update_xaxes(type="category", fixedrange=True, title={"text": t("Sessions delivered in twelve months")})
    return figure


def _spread_alt(frame: pd.DataFrame, bands: list[str]) -> str:
    if frame["share"].isna().all():
        return t("Deliveries by trainer: no values.")
    said = "; ".join(f"{band}: {number(v, 'percent')}" for band, v in zip(bands, frame["share"], strict=True))
    return t("Share of trainers by sessions delivered: {shares}.", shares=said)
