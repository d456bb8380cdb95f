"""Small multiples: the modules of one country after another, all on one scale."""

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import short_titles
from impact.figures.parts import blank, plain
from impact.figures.tokens import module_colour
from impact.text import number, t


def country_panel(frame: pd.DataFrame) -> go.Figure:
    """The modules of one country: which share of the enterprises trained there took each. All panels have one scale.

    `frame` of `training/module_completion` for one country: module, title, position; trained, country_trained
    (enterprises); country_few. Too few trained to give shares are shown as counts.
    """
    short = short_titles(list(frame["title"]))
    total, few = int(frame["country_trained"].iloc[0]), bool(frame["country_few"].iloc[0])
    shares = 100 * frame["trained"] / max(total, 1)
    text = [_label(n, share, few) for n, share in zip(frame["trained"], shares, strict=True)]
    rows = list(range(len(frame)))
    ticks = [plain(short[title]) for title in frame["title"]]
    axis = {"tickvals": rows, "ticktext": ticks, "range": [len(rows) - 0.4, -0.6], "tickfont": {"size": 11}}
    figure = blank(
        _panel_alt(frame, total),
        16 + 16 * len(frame),
        empty=not frame["trained"].any(),
        showlegend=False,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [0, 150], "fixedrange": True},
        yaxis={**axis, "showgrid": False, "fixedrange": True, "zeroline": False},
    )
    figure.add_bar(
        orientation="h",
        x=shares,
        y=rows,
        width=0.7,
        marker={"color": [module_colour(m) for m in frame["module"]], "line": {"width": 0}},
        text=text,
        textposition="outside",
        textangle=0,
        textfont={"size": 11},
        constraintext="none",
        cliponaxis=False,
        hovertext=[
            t("{title}: {count} of {total} enterprises trained", title=plain(t(title)), **_of(n, total))
            for title, n in zip(frame["title"], frame["trained"], strict=True)
        ],
        hoverinfo="text",
    )
    return figure


def _label(n: int, share: float, few: bool) -> str:
    if not n:
        return ""
    return number(n) if few else number(share if share < 1 else round(share), "percent")


def _of(count: int, total: int) -> dict[str, str]:
    return {"count": number(count), "total": number(total)}


def panels_finding(frame: pd.DataFrame) -> str:
    """Which module reaches most enterprises in most countries. `frame` of `training/module_completion`."""
    taken = frame[frame["trained"] > 0]
    if taken.empty:
        return t("No module was taken up here")
    firsts = taken.sort_values(["trained", "position"], ascending=[False, True]).drop_duplicates("iso3")
    title = firsts["title"].mode().iloc[0]
    return t(
        "{title} reaches most enterprises in {count} of {all} countries",
        title=t(title),
        count=number(int((firsts["title"] == title).sum())),
        all=number(len(firsts)),
    )


def _panel_alt(frame: pd.DataFrame, total: int) -> str:
    most = frame.loc[frame["trained"].idxmax()]
    return t(
        "{country}: {total} enterprises trained, most in {title}, {count}.",
        country=frame["country"].iloc[0],
        total=number(total),
        title=t(most["title"]),
        count=number(most["trained"]),
    )
