"""Figures of what lasts: agreements in force, by year and country."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import LINE
from impact.figures.parts import blank, plain, year_axis
from impact.figures.tokens import COLOURWAY, QUIET
from impact.figures.trainers import name_axis
from impact.text import number, t

KINDS = {"embedding": COLOURWAY[0], "licence": COLOURWAY[1], "memorandum": COLOURWAY[4], "other": QUIET}


def agreement_kinds() -> dict[str, str]:
    """What each kind of agreement is called."""
    return {
        "all": t("Every kind"),
        "embedding": t("Embedding"),
        "licence": t("Licence"),
        "memorandum": t("Memorandum"),
        "other": t("Other agreement"),
    }


def agreements_by_year(frame: pd.DataFrame) -> go.Figure:
    """Agreements in force at the end of each year, by kind; a click gives the year.

    `frame` of `training/what_lasts` by year: year, kind (`all` and each), in_force, signed, ended; complete.
    """
    whole = frame[frame["kind"] == "all"]
    whole.attrs.update(frame.attrs)
    figure = blank(
        _alt(whole),
        340,
        empty=not whole["in_force"].any(),
        barmode="stack",
        legend_traceorder="normal",
        xaxis=year_axis(whole),
    )
    names = agreement_kinds()
    for kind, colour in KINDS.items():
        rows = frame[frame["kind"] == kind]
        figure.add_bar(
            x=rows["year"],
            y=rows["in_force"].astype(float),
            name=names[kind],
            marker={"color": colour},
            customdata=[str(year) for year in rows["year"]],
            hovertext=[_hover(row, f"{row.year}, {names[kind]}") for row in rows.itertuples()],
            hoverinfo="text",
        )
    text = [number(v) if v else "" for v in whole["in_force"]]
    where = {
        "mode": "text",
        "textposition": "top center",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    figure.add_scatter(x=whole["year"], y=whole["in_force"], text=text, **where)
    figure.update_yaxes(rangemode="tozero", fixedrange=True, nticks=5)
    return figure


def agreements_by_country(frame: pd.DataFrame) -> go.Figure:
    """Agreements in force in each country, by kind, the most first; a click gives the country.

    `frame` of `training/what_lasts` by country: iso3, country, kind (`all` and each), in_force, signed, ended.
    """
    whole = frame[frame["kind"] == "all"].sort_values(["in_force", "country"], ascending=[False, True])
    codes = list(whole["iso3"])
    places = {iso3: place for place, iso3 in enumerate(codes)}
    empty = not whole["in_force"].any()
    figure = blank(
        _alt_of_countries(whole),
        96 + LINE * max(4, len(codes)),
        empty=empty,
        barmode="stack",
        legend_traceorder="normal",
    )
    names = agreement_kinds()
    for kind, colour in KINDS.items():
        rows = frame[frame["kind"] == kind]
        figure.add_bar(
            orientation="h",
            x=rows["in_force"].astype(float),
            y=[places[iso3] for iso3 in rows["iso3"]],
            width=0.7,
            name=names[kind],
            marker={"color": colour},
            customdata=rows["iso3"],
            hovertext=[_hover(row, f"{plain(row.country)}, {names[kind]}") for row in rows.itertuples()],
            hoverinfo="text",
        )
    text = [f" {number(v)}" if v else f" {t('none in force')}" for v in whole["in_force"]]
    where = {
        "mode": "text",
        "textposition": "middle right",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    figure.add_scatter(x=whole["in_force"].astype(float), y=list(range(len(codes))), text=text, **where)
    name_axis(figure, [plain(name) for name in whole["country"]], 1.25 * float(whole["in_force"].max() if codes else 1))
    return figure


def _hover(row: Any, name: str) -> str:
    lines = [
        f"<b>{name}</b>",
        t("{count} in force", count=number(row.in_force)),
        t("{count} signed", count=number(row.signed)),
        t("{count} ended", count=number(row.ended)),
    ]
    return "<br>".join(lines)


def _alt(whole: pd.DataFrame) -> str:
    if not whole["in_force"].any():
        return t("Agreements in force by year: no values.")
    last = whole.iloc[-1]
    most = whole.loc[whole["in_force"].idxmax()]
    return t(
        "Agreements in force by year: {last} in {last_year}, the most {most} in {most_year}.",
        last=number(last["in_force"]),
        last_year=int(last["year"]),
        most=number(most["in_force"]),
        most_year=int(most["year"]),
    )


def _alt_of_countries(whole: pd.DataFrame) -> str:
    if not whole["in_force"].any():
        return t("Agreements in force by country: no values.")
    most = whole.iloc[0]
    return t(
        "Agreements in force by country: most in {country}, {count}; none in {none} of {all}.",
        country=most["country"],
        count=number(most["in_force"]),
        none=number(int((whole["in_force"] == 0).sum())),
        all=number(len(whole)),
    )
