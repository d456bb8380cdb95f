"""The mix of sessions: in a classroom, in an enterprise, online, year by year."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, note, year_axis
from impact.figures.tokens import COLOURWAY
from impact.text import number, t

KINDS = {"classroom": (COLOURWAY[0], ""), "visit": (COLOURWAY[4], ""), "online": (COLOURWAY[1], "/")}


def session_kinds() -> dict[str, str]:
    """What each kind of session is called."""
    return {
        "classroom": t("Classroom workshop"),
        "online": t("Online workshop"),
        "visit": t("Visit to an enterprise"),
        "tot": t("Training of trainers"),
        "refresher": t("Refresher"),
        "webinar": t("Webinar"),
    }


def session_mix(frame: pd.DataFrame, *, of: str) -> go.Figure:
    """Each year's sessions by kind, as shares: of workshops (classroom or online), or of all training sessions.

    `frame` of `training/session_mix`: year, kind; held (sessions); share and workshop_share (percent or null);
    workshops, trainings (sessions); complete. `of` is `workshops` or `trainings`. A click gives the year.
    """
    column = "workshop_share" if of == "workshops" else "share"
    known = frame.dropna(subset=[column])
    years = frame.drop_duplicates("year")
    years = years[years["complete"].astype(bool) | years["year"].isin(known["year"])]
    years.attrs.update(frame.attrs)
    figure = blank(
        _mix_alt(known, column),
        360,
        empty=known.empty,
        barmode="stack",
        legend_traceorder="normal",
        xaxis=year_axis(years),
    )
    names = session_kinds()
    for kind, (colour, pattern) in KINDS.items():
        rows = known[known["kind"] == kind]
        if rows.empty:
            continue
        text = _told(rows, column) if kind == "online" else None
        figure.add_bar(
            x=rows["year"],
            y=rows[column].astype(float),
            name=names[kind],
            marker={
                "color": colour,
                "pattern": {"shape": pattern, "size": 6, "solidity": 0.2, "fgcolor": "#FFFFFF", "bgcolor": colour},
                "line": {"width": 0},
            },
            customdata=[str(year) for year in rows["year"]],
            text=text,
            textposition="outside" if of == "workshops" else "none",
            textangle=0,
            constraintext="none",
            cliponaxis=False,
            hovertext=[_share(row, column, names[kind], of) for row in rows.itertuples()],
            hoverinfo="text",
        )
    for year in sorted(set(years["year"]) - set(known["year"])):
        note(figure, t("none"), x=year, y=2, yanchor="bottom", textangle=-90)
    ticks = [0, 25, 50, 75, 100]
    words = [number(tick, "percent") for tick in ticks]
    figure.update_yaxes(range=[0, 108], tickvals=ticks, ticktext=words, fixedrange=True)
    return figure


def _told(rows: pd.DataFrame, column: str) -> list[str]:
    """The highest share and that of the last year with one; of two neighbours the higher, for labels would collide."""
    some = rows[rows[column] >= 1]
    if some.empty:
        return [""] * len(rows)
    years = {some.loc[some[column].astype(float).idxmax(), "year"], some["year"].iloc[-1]}
    if max(years) - min(years) == 1:
        years = {some.loc[some[column].astype(float).idxmax(), "year"]}
    return [
        number(round(v), "percent") if year in years else "" for v, year in zip(rows[column], rows["year"], strict=True)
    ]


def _share(row: Any, column: str, name: str, of: str) -> str:
    whole = row.workshops if of == "workshops" else row.trainings
    said = t("{count} of {whole}", count=number(row.held), whole=number(whole))
    return f"{row.year}, {name}: <b>{number(getattr(row, column), 'percent')}</b><br>{said}"


def _mix_alt(known: pd.DataFrame, column: str) -> str:
    online = known[known["kind"] == "online"]
    if online.empty:
        return t("Sessions by kind and year: none held.")
    most = online.loc[online[column].astype(float).idxmax()]
    return t(
        "Sessions by kind and year: online sessions were most in {year}, {share}.",
        year=int(most["year"]),
        share=number(most[column], "percent"),
    )
