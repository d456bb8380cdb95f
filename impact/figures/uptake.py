"""Figures of uptake: who enrolled, was trained and completed, by module, country, year, sector or size."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import LINE, left, pixel_layout, tops, wrapped
from impact.figures.parts import blank, plain, shade, year_axis
from impact.figures.tokens import MAIN, module_colour
from impact.text import number, t, tn

# How solid a step is drawn; the last one, what was finished, is full.
STEPS = {"enrolled": 0.12, "trained": 0.45, "completed": 1.0}
BAR, GAP = 17, 13
LONG, MOST_ROWS = ("country", "sector"), 16  # of these only the largest are drawn


def uptake_rows(frame: pd.DataFrame, *, by: str, shares: bool = False) -> go.Figure:
    """One row for each module, country, sector or size: three bars on one another, or with `shares` two percentages.

    `frame` of `training/module_uptake` without the row of the whole: code; title as shown; enrolled, trained, completed
    (enterprises); trained_share, completed_share (percent or null), engagements_ended, few_enrolled, few_ended,
    mostly_open. Modules and sizes keep their order; countries and sectors stand from the most to the fewest trained,
    and only the first of them are drawn. A click gives the code.
    """
    rows = frame
    if by in LONG:
        rows = frame.sort_values(["trained", "title"], ascending=[False, True], ignore_index=True).head(MOST_ROWS)
    titles, heads, starts, tall = _rows(rows, (2 if shares else 1) * BAR)
    colours = [module_colour(code) if by == "module" else MAIN for code in rows["code"]]
    middles = [start + head + BAR / 2 for start, head in zip(starts, heads, strict=True)]
    most = max(float(rows["enrolled"].max()), 1) if len(rows) else 1
    figure = blank(
        _alt(frame, shares),
        empty=not frame["enrolled"].any(),
        barmode="overlay",
        showlegend=False,
        annotations=titles,
        **pixel_layout(tall, {"range": [0, 240 if shares else most * 1.42]}),
    )
    (_shares if shares else _counts)(figure, rows, middles, colours)
    return figure


def _rows(rows: pd.DataFrame, bars: int) -> tuple[list[dict[str, Any]], list[int], list[float], float]:
    """Titles above bars of so many pixels: the titles, how tall each is, where each row begins, and the whole."""
    titles = [wrapped(t(str(title))) for title in rows["title"]]
    heads = [LINE * (1 + title.count("<br>")) + 2 for title in titles]
    tall = [head + bars + GAP for head in heads]
    starts = tops(tall)
    return [left(f"<b>{title}</b>", y) for title, y in zip(titles, starts, strict=True)], heads, starts, sum(tall)


def _counts(figure: go.Figure, rows: pd.DataFrame, middles: list[float], colours: list[str]) -> None:
    label = [t("{count} trained", count=number(v)) for v in rows["trained"]]
    hover = [_hover(row) for row in rows.itertuples()]
    for step, alpha in STEPS.items():
        text: dict[str, Any] = {}
        if step == "enrolled":
            text = {"text": label, "textposition": "outside", "textangle": 0, "constraintext": "none"}
        figure.add_bar(
            orientation="h",
            name=step,
            x=rows[step].astype(float),
            y=middles,
            width=BAR,
            marker={"color": [shade(c, alpha) for c in colours], "line": {"color": colours, "width": 1}},
            customdata=rows["code"],
            hovertext=hover,
            hoverinfo="text",
            cliponaxis=False,
            **text,
        )


def _shares(figure: go.Figure, rows: pd.DataFrame, middles: list[float], colours: list[str]) -> None:
    kinds = (
        ("trained_share", "few_enrolled", "enrolled", t("trained, of {n} enrolled"), 0.45),
        ("completed_share", "few_ended", "engagements_ended", t("completed, of {n} ended"), 1.0),
    )
    for place, (column, few, base, words, alpha) in enumerate(kinds):
        values = rows[column].astype(float)
        hidden = rows[few].astype(bool) | values.isna()
        text = [
            t("too few: n = {n}", n=number(n)) if hide else f"{number(v, 'percent')} {words.format(n=number(n))}"
            for v, hide, n in zip(values, hidden, rows[base], strict=True)
        ]
        if place:
            text = [f"{said} *" if row.mostly_open else said for said, row in zip(text, rows.itertuples(), strict=True)]
        figure.add_bar(
            orientation="h",
            name=column,
            x=values.where(~hidden, 0.0),
            y=[middle + place * BAR for middle in middles],
            width=BAR - 2,
            marker={"color": [shade(c, alpha) for c in colours], "line": {"color": colours, "width": 1}},
            customdata=rows["code"],
            text=text,
            textposition="outside",
            textangle=0,
            constraintext="none",
            textfont={"size": 12},
            hovertext=[_hover(row) for row in rows.itertuples()],
            hoverinfo="text",
            cliponaxis=False,
        )


def _hover(row: Any) -> str:
    lines = [
        f"<b>{plain(t(str(row.title)))}</b>",
        t("{count} enterprises enrolled", count=number(row.enrolled)),
        t("{count} trained", count=number(row.trained)),
        t("{count} completed", count=number(row.completed)),
        t("{ended} of {all} engagements have ended", ended=number(row.engagements_ended), all=number(row.engagements)),
    ]
    return "<br>".join(lines)


def uptake_years(frame: pd.DataFrame, *, shares: bool = False) -> go.Figure:
    """The same over the years: bars on one another, or with `shares` two lines with gaps where n is too few.

    `frame` as in `uptake_rows`, one row a year, with position (the year) and complete. A share of a year that is not
    over, or of which fewer than half have ended, is a hollow point off the line. A click gives the year.
    """
    years = frame.assign(year=frame["position"])
    years.attrs = frame.attrs
    empty = not frame["enrolled"].any()
    figure = blank(_alt(frame, shares), 360, empty=empty, barmode="overlay", showlegend=shares, xaxis=year_axis(years))
    hover = [_hover(row) for row in frame.itertuples()]
    common: dict[str, Any] = {"customdata": frame["code"], "hovertext": hover, "hoverinfo": "text"}
    if shares:
        _share_lines(figure, frame, common)
        return figure
    for step, alpha in STEPS.items():
        marker = {"color": shade(MAIN, alpha), "line": {"color": MAIN, "width": 1}}
        figure.add_bar(x=years["year"], y=frame[step].astype(float), name=step, marker=marker, **common)
    figure.update_yaxes(rangemode="tozero", fixedrange=True, nticks=6)
    return figure


def _share_lines(figure: go.Figure, frame: pd.DataFrame, common: dict[str, Any]) -> None:
    open_years = frame["mostly_open"].astype(bool)
    kinds = (
        ("trained_share", "few_enrolled", ~frame["complete"].astype(bool), t("trained of enrolled"), "diamond", "dot"),
        ("completed_share", "few_ended", open_years, t("completed of ended"), "circle", "solid"),
    )
    for column, few, unsure, words, symbol, dash in kinds:
        values = frame[column].astype(float).where(~frame[few].astype(bool))
        last = values[~unsure].last_valid_index()
        solid, hollow = (values.where(~unsure), symbol, "top"), (values.where(unsure), f"{symbol}-open", "bottom")
        for part, mark, side in (solid, hollow):
            figure.add_scatter(
                x=frame["position"],
                y=part,
                name=words,
                mode="lines+markers+text",
                line={"color": MAIN, "width": 2.5, "dash": dash},
                marker={"color": MAIN, "size": 9, "symbol": mark},
                text=[number(v, "percent") if i == last or unsure[i] else "" for i, v in part.items()],
                textposition=f"{side} center",
                cliponaxis=False,
                connectgaps=False,
                showlegend=mark == symbol,
                **common,
            )
    ticks = [0, 25, 50, 75, 100]
    told = [number(tick, "percent") for tick in ticks]
    figure.update_yaxes(range=[0, 112], tickvals=ticks, ticktext=told, fixedrange=True)


def session_rows(frame: pd.DataFrame) -> go.Figure:
    """Held training sessions of each row, where the export has no engagements: sessions, and head counts where known.

    `frame` of `training/module_uptake`: code, title, sessions, sessions_counted, participants (or null).
    """
    rows = frame[frame["sessions"].fillna(0) > 0].reset_index(drop=True)
    alt = t("Held training sessions: no values.")
    if len(rows):
        most = rows.loc[rows["sessions"].astype(float).idxmax()]
        alt = t(
            "Held training sessions: most for {title}, {count}.",
            title=t(str(most["title"])),
            count=number(most["sessions"]),
        )
    titles, heads, starts, tall = _rows(rows, BAR)
    most = max(float(rows["sessions"].max()), 1) if len(rows) else 1
    layout = pixel_layout(tall, {"range": [0, most * 1.45]})
    figure = blank(alt, empty=rows.empty, showlegend=False, annotations=titles, **layout)
    figure.add_bar(
        orientation="h",
        x=rows["sessions"].astype(float),
        y=[start + head + BAR / 2 for start, head in zip(starts, heads, strict=True)],
        width=BAR,
        marker={"color": [module_colour(code) for code in rows["code"]]},
        customdata=rows["code"],
        text=[tn("{count} session", "{count} sessions", int(v)) for v in rows["sessions"]],
        textposition="outside",
        textangle=0,
        constraintext="none",
        hovertext=[_people(row) for row in rows.itertuples()],
        hoverinfo="text",
        cliponaxis=False,
    )
    return figure


def _people(row: Any) -> str:
    counted = t(
        "{people} people counted at {counted} of {sessions} sessions",
        people=number(row.participants),
        counted=number(row.sessions_counted),
        sessions=number(row.sessions),
    )
    return f"<b>{plain(t(str(row.title)))}</b><br>{counted}"


def _alt(frame: pd.DataFrame, shares: bool) -> str:
    known = frame[frame["trained"] > 0]
    if known.empty:
        return t("Enterprises enrolled, trained and completed: no values.")
    most, least = known.loc[known["trained"].idxmax()], known.loc[known["trained"].idxmin()]
    said = t(
        "Enterprises enrolled, trained and completed: most trained in {most}, {most_n}, fewest in {least}, {least_n}.",
        most=t(str(most["title"])),
        most_n=number(most["trained"]),
        least=t(str(least["title"])),
        least_n=number(least["trained"]),
    )
    return f"{t('As shares.')} {said}" if shares else said
