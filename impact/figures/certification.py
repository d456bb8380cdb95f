"""Figures of the time from instruction to certification."""

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, missing_word, plain, shade
from impact.figures.tokens import MAIN
from impact.figures.trainers import ROW, gaps_as_nan, name_axis
from impact.text import number, t

MONTHS = (6, 12, 24)


def certification_curve(frame: pd.DataFrame) -> go.Figure:
    """The share certified within so many months of instruction, as a line with its interval.

    `frame` of `training/time_to_certify` by month: months; share, low, high (percent or null); followed (trainers whose
    instruction lies that far back); small. The line ends where fewer than ten could be followed for so long.
    """
    frame = gaps_as_nan(frame)
    rows = frame[frame["share"].notna() & ~frame["small"].astype(bool)]
    figure = blank(_curve_alt(rows), 400, empty=rows.empty, showlegend=False)
    months, low, high = rows["months"], rows["low"].fillna(rows["share"]), rows["high"].fillna(rows["share"])
    step = {"shape": "hv", "width": 0}
    figure.add_scatter(x=months, y=high, mode="lines", line=step, hoverinfo="skip")
    band = {"fill": "tonexty", "fillcolor": shade(MAIN, 0.18), "hoverinfo": "skip"}
    figure.add_scatter(x=months, y=low, mode="lines", line=step, **band)
    hover = [
        t("{months} months: {share} certified", months=number(r.months), share=number(r.share, "percent"))
        + f"<br>{t('{count} trainers could be followed so long', count=number(r.followed))}"
        for r in rows.itertuples()
    ]
    line = {"shape": "hv", "width": 2.5, "color": MAIN}
    figure.add_scatter(x=months, y=rows["share"], mode="lines", line=line, hovertext=hover, hoverinfo="text")
    told = rows[rows["months"].isin(MONTHS)]
    text = [number(round(share), "percent") for share in told["share"]]
    dots = {"mode": "markers+text", "text": text, "textposition": "top left", "hoverinfo": "skip", "cliponaxis": False}
    figure.add_scatter(x=told["months"], y=told["share"], marker={"size": 9, "color": MAIN}, **dots)
    ticks = [0, 6, 12, 18, 24, 30, 36]
    figure.update_xaxes(
        tickvals=ticks, range=[-0.5, 36.5], title={"text": t("Months since instruction")}, fixedrange=True
    )
    scale = [0, 25, 50, 75, 100]
    figure.update_yaxes(tickvals=scale, ticktext=[number(v, "percent") for v in scale], range=[0, 104], fixedrange=True)
    return figure


def certified_within(frame: pd.DataFrame) -> go.Figure:
    """One dot with its interval for each country or year of instruction: the share certified within a year.

    `frame` of `training/time_to_certify` by country or year, of one number of months: code, country, year; share, low,
    high (percent or null), followed, small, status. Few trainers are a hollow dot; what is not due yet is said.
    """
    rows = gaps_as_nan(frame).reset_index(drop=True)
    names = [plain(r.country) if pd.isna(r.year) else str(int(r.year)) for r in rows.itertuples()]
    figure = blank(_within_alt(rows, names), 40 + ROW * max(1, len(rows)), empty=rows["share"].isna().all())
    shown = rows.dropna(subset=["share"])
    few = shown["small"].astype(bool)
    up, down = (shown["high"] - shown["share"]).fillna(0), (shown["share"] - shown["low"]).fillna(0)
    hover = [
        f"<b>{names[r.Index]}</b><br>{number(r.share, 'percent')} ({number(r.low)}–{number(r.high)})"
        f"<br>n = {number(r.followed)}"
        for r in shown.itertuples()
    ]
    marker = {
        "size": 10,
        "color": MAIN,
        "symbol": ["circle-open" if small else "circle" for small in few],
        "line": {"width": 1.5, "color": MAIN},
    }
    width = {"type": "data", "array": up, "arrayminus": down, "thickness": 2, "width": 0, "color": shade(MAIN, 0.45)}
    figure.add_scatter(
        x=shown["share"],
        y=shown.index,
        mode="markers",
        marker=marker,
        error_x=width,
        hovertext=hover,
        hoverinfo="text",
        customdata=shown["code"],
        showlegend=False,
    )
    text = [
        t("{share}, n = {n}", share=number(round(r.share), "percent"), n=number(r.followed)) for r in shown.itertuples()
    ]
    where = {
        "mode": "text",
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    figure.add_scatter(x=[103] * len(shown), y=shown.index, text=text, **where)
    for row in rows[rows["share"].isna()].itertuples():
        word = t("not due yet") if row.status == "not_due" else missing_word(row.status)
        figure.add_annotation(text=word, x=0, y=row.Index, xanchor="left", showarrow=False)
    name_axis(figure, names, 100)
    ticks = [0, 50, 100]
    words = [number(tick, "percent") for tick in ticks]
    figure.update_xaxes(visible=True, range=[-2, 150], tickvals=ticks, ticktext=words, showgrid=True, side="top")
    return figure


def _curve_alt(rows: pd.DataFrame) -> str:
    told = rows[rows["months"].isin(MONTHS)]
    if told.empty:
        return t("Share certified by months since instruction: no values.")
    said = "; ".join(
        t("within {months} months {share}", months=number(r.months), share=number(r.share, "percent"))
        for r in told.itertuples()
    )
    return t("Share certified by months since instruction: {shares}.", shares=said)


def _within_alt(rows: pd.DataFrame, names: list[str]) -> str:
    known = rows[rows["share"].notna() & ~rows["small"].astype(bool)]
    if known.empty:
        return t("Share certified: none rests on enough trainers.")
    most, least = known["share"].idxmax(), known["share"].idxmin()
    return t(
        "Share certified: highest {most} with {high}, lowest {least} with {low}.",
        most=names[most],
        high=number(rows.loc[most, "share"], "percent"),
        least=names[least],
        low=number(rows.loc[least, "share"], "percent"),
    )
