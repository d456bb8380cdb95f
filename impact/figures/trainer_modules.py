"""Figures of the modules that trainers may deliver, and of countries where nobody may."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import LINE, left, pixel_rows, short_titles, tops, wrapped
from impact.figures.parts import blank, plain, shade
from impact.figures.tokens import BETTER, FLAGGED, module_colour
from impact.figures.trainers import gaps_as_nan, name_axis
from impact.text import number, t

BAR, GAP = 15, 12
# How each state of a module in a country is drawn: hue and shape, so that neither is needed alone.
STATES = {
    "active": (BETTER, "circle"),
    "certified": (BETTER, "circle-open"),
    "instructed": (FLAGGED, "square-open"),
    "none": (FLAGGED, "x"),
}


def trainers_by_module(frame: pd.DataFrame) -> go.Figure:
    """Modules in teaching order: trainers instructed, those who may deliver it, and those of them who did.

    `frame` of `training/trainer_modules`: module, title; instructed (only), certified, active (trainers). A click gives
    the module.
    """
    frame = gaps_as_nan(frame)
    titles = [wrapped(t(title)) for title in frame["title"]]
    heads = [LINE * (1 + title.count("<br>")) + 3 for title in titles]
    starts = tops([head + LINE + BAR + GAP for head in heads])
    whole = frame["instructed"] + frame["certified"]
    figure = blank(_module_alt(frame), 10, empty=not whole.any(), barmode="overlay", showlegend=False)
    colours = [module_colour(module) for module in frame["module"]]
    middles = [start + head + LINE + BAR / 2 for start, head in zip(starts, heads, strict=True)]
    for values, alpha in ((whole, 0.0), (frame["certified"], 0.45), (frame["active"].fillna(0), 1.0)):
        figure.add_bar(
            orientation="h",
            x=values.astype(float),
            y=middles,
            width=BAR,
            marker={"color": [shade(c, alpha) for c in colours], "line": {"color": colours, "width": 1}},
            customdata=frame["module"],
            hovertext=[_module_text(row) for row in frame.itertuples()],
            hoverinfo="text",
        )
    figure.update_xaxes(range=[0, max(float(whole.max() if len(frame) else 1), 1.0)])
    pixel_rows(figure, starts[-1] + heads[-1] + LINE + BAR + GAP if starts else 1)
    above = [left(f"<b>{title}</b>", y) for title, y in zip(titles, starts, strict=True)]
    below = zip(frame.itertuples(), starts, heads, strict=True)
    above += [left(_module_text(row), start + head - 3, 12) for row, start, head in below]
    figure.update_layout(annotations=above)
    return figure


def _module_text(row: Any) -> str:
    if pd.isna(row.active):
        return t("{certified} may deliver, {instructed} only instructed", **_numbers(row))
    return t("{certified} may deliver ({active} did), {instructed} only instructed", **_numbers(row))


def _numbers(row: Any) -> dict[str, str]:
    return {name: number(getattr(row, name)) for name in ("certified", "active", "instructed")}


def _module_alt(frame: pd.DataFrame) -> str:
    if not frame["certified"].any():
        return t("Trainers by module: nobody may deliver any.")
    most, least = frame["certified"].idxmax(), frame["certified"].idxmin()
    return t(
        "Trainers who may deliver each module: most for {most}, {high}, fewest for {least}, {low}.",
        most=t(frame.loc[most, "title"]),
        high=number(frame.loc[most, "certified"]),
        least=t(frame.loc[least, "title"]),
        low=number(frame.loc[least, "certified"]),
    )


def state_names() -> dict[str, str]:
    """What each state of a module in a country is called, the best first."""
    return {
        "active": t("certified trainer active"),
        "certified": t("certified, none active"),
        "instructed": t("only instructed"),
        "none": t("no trainer"),
    }


def module_gaps(frame: pd.DataFrame) -> go.Figure:
    """Countries by modules in which enterprises enrolled: is there a trainer who is certified for it, or active?

    `frame` of `training/trainer_gaps`: iso3, country, module, title, position; enterprises, certified, instructed;
    state (active, certified, instructed, none). A click gives the country.
    """
    modules = frame.drop_duplicates("module").sort_values(["position", "title"])
    places = {module: place for place, module in enumerate(modules["module"])}
    countries = list(dict.fromkeys(zip(frame["iso3"], frame["country"], strict=True)))
    lines = {iso3: line for line, (iso3, _) in enumerate(countries)}
    figure = blank(_gaps_alt(frame), 190 + 22 * max(1, len(countries)), empty=frame.empty)
    names = state_names()
    for state, (colour, symbol) in STATES.items():
        rows = frame[frame["state"] == state]
        figure.add_scatter(
            x=[places[module] for module in rows["module"]],
            y=[lines[iso3] for iso3 in rows["iso3"]],
            mode="markers",
            name=names[state],
            marker={"color": colour, "symbol": symbol, "size": 11, "line": {"width": 2, "color": colour}},
            customdata=rows["iso3"],
            hovertext=[_gap_hover(row, names[state]) for row in rows.itertuples()],
            hoverinfo="text",
            cliponaxis=False,
        )
    short = short_titles(list(modules["title"]))
    name_axis(figure, [plain(name) for _, name in countries], 1)
    figure.update_xaxes(
        visible=True,
        tickvals=list(range(len(modules))),
        ticktext=[plain(short[title]) for title in modules["title"]],
        tickangle=-90,
        side="top",
        range=[-0.6, len(modules) - 0.4],
    )
    figure.update_layout(legend={"y": 0, "yanchor": "top"})
    return figure


def _gap_hover(row: Any, state: str) -> str:
    lines = [
        f"<b>{plain(row.country)}</b>, {plain(t(row.title))}",
        state,
        t("{count} enterprises enrolled", count=number(row.enterprises)),
        t(
            "{certified} certified of {instructed} instructed",
            **{n: number(getattr(row, n)) for n in ("certified", "instructed")},
        ),
    ]
    return "<br>".join(lines)


def _gaps_alt(frame: pd.DataFrame) -> str:
    if frame.empty:
        return t("Modules and countries: no values.")
    return t(
        "Modules by country: in {gaps} of {count} pairs nobody is certified.",
        gaps=number(int(frame["gap"].sum())),
        count=number(len(frame)),
    )
