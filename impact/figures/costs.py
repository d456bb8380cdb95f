"""Figures of the cost of delivery: what the programme does not pay, and who does."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, missing_word, note, plain, shade, year_axis
from impact.figures.tokens import COLOURWAY, MAIN, QUIET
from impact.figures.trainers import ROW, gaps_as_nan, name_axis
from impact.text import number, t

# Hatching of the programme's grey, quieter than white.
FAINT = "#B4BABE"
# Who pays, from the enterprise to the programme; the programme's two are hatched.
PAYERS = {
    "enterprise": (COLOURWAY[0], ""),
    "buyer": (COLOURWAY[1], ""),
    "government": (COLOURWAY[2], ""),
    "other": (COLOURWAY[3], ""),
    "donor": (QUIET, "/"),
    "ILO": (QUIET, "x"),
}


def payers() -> dict[str, str]:
    """What each payer is called."""
    return {
        "enterprise": t("Enterprises"),
        "buyer": t("Buyers"),
        "government": t("Governments"),
        "other": t("Others"),
        "donor": t("Donors (programme)"),
        "ILO": t("ILO (programme)"),
    }


def recovery_by_group(frame: pd.DataFrame) -> go.Figure:
    """Countries or modules: the share of delivery cost that the programme did not pay, and the enterprises' own share.

    `frame` of `training/cost_recovery`: code; country or title; value, own_share (percent or null); n (engagements with
    costs); small; status. The highest stand first, those with few engagements hollow and last; a click gives the code.
    """
    rows = gaps_as_nan(frame).sort_values(["small", "value", "code"], ascending=[True, False, True], na_position="last")
    rows = rows.reset_index(drop=True)
    names = [_name(row) for row in rows.itertuples()]
    shown = rows.dropna(subset=["value"])
    figure = blank(_recovery_alt(shown, names), 64 + ROW * max(1, len(rows)), empty=shown.empty)
    lines: dict[str, list[Any]] = {"x": [], "y": []}
    for row in shown.itertuples():
        lines["x"] += [row.own_share, row.value, None]
        lines["y"] += [row.Index, row.Index, None]
    figure.add_scatter(
        **lines, mode="lines", line={"color": shade(MAIN, 0.4), "width": 2}, showlegend=False, hoverinfo="skip"
    )
    for name, column, symbol, colour in (
        (t("Paid by the enterprises themselves"), "own_share", "diamond", COLOURWAY[1]),
        (t("Not paid by the programme"), "value", "circle", MAIN),
    ):
        figure.add_scatter(
            x=shown[column],
            y=shown.index,
            mode="markers",
            name=name,
            marker={
                "size": 10,
                "color": colour,
                "symbol": [f"{symbol}-open" if small else symbol for small in shown["small"]],
                "line": {"width": 1.5, "color": colour},
            },
            customdata=shown["code"],
            hovertext=[_recovery_hover(row, names[row.Index]) for row in shown.itertuples()],
            hoverinfo="text",
        )
    text = [f"{number(round(r.value), 'percent')} (n = {number(r.n)})" for r in shown.itertuples()]
    where = {
        "mode": "text",
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    figure.add_scatter(x=[102] * len(shown), y=shown.index, text=text, **where)
    for row in rows[rows["value"].isna()].itertuples():
        note(figure, cost_word(row.status), x=0, xanchor="left", y=row.Index)
    name_axis(figure, names, 100)
    ticks = [0, 50, 100]
    words = [number(tick, "percent") for tick in ticks]
    figure.update_xaxes(visible=True, range=[-2, 155], tickvals=ticks, ticktext=words, showgrid=True)
    return figure


def _name(row: Any) -> str:
    name = row.country if pd.notna(row.country) else t(row.title)
    text = plain(name)
    return text if len(text) <= 26 else f"{text[:25]}…"


def cost_word(status: str) -> str:
    """Why there is no cost recovery, in a few words."""
    return t("no exchange rate") if status == "no_rate" else missing_word(status)


def _recovery_hover(row: Any, name: str) -> str:
    lines = [
        f"<b>{name}</b>",
        t("{share} not paid by the programme", share=number(row.value, "percent")),
        t("{share} paid by the enterprises", share=number(row.own_share, "percent")),
        t("USD {cost} for {n} engagements", cost=number(row.cost_usd), n=number(row.n)),
    ]
    return "<br>".join(lines)


def _recovery_alt(shown: pd.DataFrame, names: list[str]) -> str:
    known = shown[~shown["small"].astype(bool)]
    if known.empty:
        return t("Cost recovery: none rests on enough engagements.")
    most, least = known["value"].astype(float).idxmax(), known["value"].astype(float).idxmin()
    return t(
        "Cost recovery: highest {most} with {high}, lowest {least} with {low}.",
        most=names[most],
        high=number(known.loc[most, "value"], "percent"),
        least=names[least],
        low=number(known.loc[least, "value"], "percent"),
    )


def recovery_by_year(frame: pd.DataFrame) -> go.Figure:
    """Each year's share of delivery cost that the programme did not pay, and the enterprises' own share below it.

    `frame` of `training/cost_recovery` by year: year; value, own_share (percent or null); n, small, status, complete.
    """
    frame = gaps_as_nan(frame)
    shown = frame.dropna(subset=["value"])
    names = ["" for _ in frame.index] if shown.empty else [str(year) for year in frame["year"]]
    figure = blank(_recovery_alt(shown, names), 340, empty=shown.empty, xaxis=year_axis(frame))
    for name, column, colour, symbol in (
        (t("Not paid by the programme"), "value", MAIN, "circle"),
        (t("Paid by the enterprises themselves"), "own_share", COLOURWAY[1], "diamond"),
    ):
        figure.add_scatter(
            x=frame["year"],
            y=frame[column].astype(float),
            mode="lines+markers",
            showlegend=False,
            connectgaps=False,
            line={"color": colour, "width": 2.5},
            marker={"size": 8, "symbol": [f"{symbol}-open" if small else symbol for small in frame["small"]]},
            customdata=[str(year) for year in frame["year"]],
            hovertext=[_recovery_hover(row, str(row.year)) for row in frame.itertuples()],
            hoverinfo="text",
        )
        # The legend shows the sign of a trace's first point, which may be hollow.
        sign = {"size": 8, "symbol": symbol, "color": colour}
        figure.add_scatter(x=[None], y=[None], mode="markers", name=name, marker=sign)
        end = {"mode": "text", "textposition": "top center", "hoverinfo": "skip", "showlegend": False}
        text = [number(round(v), "percent") for v in shown[column].tail(1)]
        figure.add_scatter(x=shown["year"].tail(1), y=shown[column].tail(1), text=text, cliponaxis=False, **end)
    for row in frame[frame["value"].isna()].itertuples():
        note(figure, cost_word(row.status), x=row.year, y=2, yanchor="bottom", textangle=-90)
    ticks = [0, 25, 50, 75, 100]
    words = [number(tick, "percent") for tick in ticks]
    figure.update_yaxes(range=[0, 106], tickvals=ticks, ticktext=words, fixedrange=True)
    return figure


def who_pays(frame: pd.DataFrame) -> go.Figure:
    """Each year's delivery cost, parted by who paid it; a click gives the year.

    `frame` of `training/who_pays` by year: year, payer; value (percent of the year's cost, or null), usd, n; complete.
    """
    names, known = payers(), gaps_as_nan(frame).dropna(subset=["value"])
    years = frame.drop_duplicates("year")
    years.attrs.update(frame.attrs)
    figure = blank(
        _payers_alt(known), 380, empty=known.empty, barmode="stack", legend_traceorder="normal", xaxis=year_axis(years)
    )
    for payer, (colour, pattern) in PAYERS.items():
        rows = known[known["payer"] == payer]
        hatch = {"shape": pattern, "size": 6, "solidity": 0.25, "fgcolor": FAINT, "bgcolor": colour}
        hover = [
            f"{r.year}, {names[payer]}: <b>{number(r.value, 'percent')}</b><br>"
            + t("USD {cost}, {n} engagements", cost=number(r.usd), n=number(r.n))
            for r in rows.itertuples()
        ]
        figure.add_bar(
            x=rows["year"],
            y=rows["value"].astype(float),
            name=names[payer],
            marker={"color": colour, "pattern": hatch, "line": {"width": 0}},
            customdata=[str(year) for year in rows["year"]],
            hovertext=hover,
            hoverinfo="text",
        )
    for year in sorted(set(years["year"]) - set(known["year"])):
        note(figure, cost_word("no_rate"), x=year, y=2, yanchor="bottom", textangle=-90)
    ticks = [0, 25, 50, 75, 100]
    words = [number(tick, "percent") for tick in ticks]
    figure.update_yaxes(range=[0, 101], tickvals=ticks, ticktext=words, fixedrange=True)
    return figure


def _payers_alt(known: pd.DataFrame) -> str:
    programme = known[known["programme"].astype(bool)].groupby("year")["value"].sum()
    if programme.empty:
        return t("Who pays for delivery, by year: no values.")
    first, last = programme.index[0], programme.index[-1]
    return t(
        "Who pays for delivery, by year: the programme paid {first} in {first_year} and {last} in {last_year}.",
        first=number(programme[first], "percent"),
        first_year=int(first),
        last=number(programme[last], "percent"),
        last_year=int(last),
    )
