"""Figures with one row for each thing: modules, countries."""

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, missing_word, note, plain, shade
from impact.figures.tokens import MAIN, QUIET, module_colour
from impact.text import number, t

if TYPE_CHECKING:
    from impact.catalogue import Indicator

# How solid a step is drawn; the last one, what was finished, is full.
STEPS = {"enrolled": 0.12, "trained": 0.5, "completed": 1.0}
TITLE_WIDTH, BAR_PIXELS = 42, 15


def module_steps(frame: pd.DataFrame) -> go.Figure:
    """How many enterprises enrolled in each module, were trained in it, and completed it.

    `frame`, in teaching order: module code; title; enrolled, trained, completed counts or null (withheld).
    Each title stands above its bars, so that long titles leave the bars their width on a telephone.
    """
    words = {"enrolled": t("{count} enrolled"), "trained": t("{count} trained"), "completed": t("{count} completed")}
    titles = ["<br>".join(plain(line) for line in wrap(t(title), TITLE_WIDTH)) for title in frame["title"]]
    pixels = 66 + 17 * max([title.count("<br>") for title in titles] or [0])
    height = BAR_PIXELS / pixels
    tall, empty = 24 + pixels * max(1, len(frame)), not frame[list(STEPS)].fillna(0).any(axis=None)
    figure = blank(_modules_alt(frame), tall, empty=empty, barmode="overlay", showlegend=False)
    colours = [module_colour(m) for m in frame["module"]]
    for bar, (step, alpha) in enumerate(STEPS.items()):
        values = frame[step].astype(float)
        text = [words[step].format(count=number(v)) if pd.notna(v) else missing_word("withheld") for v in values]
        figure.add_bar(
            orientation="h",
            name=step,
            x=values.fillna(0),
            y=[row + height * (bar + 0.5) for row in range(len(frame))],
            width=0.85 * height,
            marker={"color": [shade(c, alpha) for c in colours], "line": {"color": colours, "width": 1}},
            text=text,
            textposition="outside",
            textangle=0,
            cliponaxis=False,
            constraintext="none",
            hovertext=[f"{title}: {label}" for title, label in zip(titles, text, strict=True)],
            hoverinfo="text",
        )
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left", "showarrow": False}
    # All at once: one by one, Plotly copies those that are there already.
    above = [{"text": f"<b>{title}</b>", "y": row, "font": {"size": 13}, **place} for row, title in enumerate(titles)]
    figure.update_layout(annotations=above)
    top = float(frame[list(STEPS)].max().max()) if len(frame) else 1.0
    figure.update_xaxes(visible=False, range=[0, max(top, 1) * 1.45], fixedrange=True)
    figure.update_yaxes(visible=False, range=[len(frame) - 1 + 3.2 * height, 3.2 * height - 1], fixedrange=True)
    return figure


def _modules_alt(frame: pd.DataFrame) -> str:
    known = frame.dropna(subset=["completed"])
    if known.empty:
        return t("Modules taken up and completed: no values.")
    most = known.loc[known["completed"].idxmax()]
    return t(
        "Modules: {title} was completed most often, by {completed} of {enrolled} enterprises enrolled.",
        title=t(most["title"]),
        completed=number(most["completed"]),
        enrolled=number(most["enrolled"]),
    )


def ranked_countries(frame: pd.DataFrame, indicator: "Indicator", highlight: str | None = None) -> go.Figure:
    """Countries from the highest value to the lowest; those without a value below, with the reason.

    `frame`: iso3; country (name as shown); value float or null; n int or null; status as in `by_year`.
    Counts are bars from zero; other values are dots, which promise no zero.
    """
    ordered = frame.sort_values(["value", "country"], ascending=[False, True], na_position="last", ignore_index=True)
    values = ordered["value"].astype(float)
    names = [plain(name) for name in ordered["country"]]
    colours = [MAIN if highlight in (None, iso3) else QUIET for iso3 in ordered["iso3"]]
    labels = [_value(row, indicator) for row in ordered.itertuples()]
    figure = blank(_ranked_alt(ordered, indicator), 48 + 26 * max(1, len(ordered)), showlegend=False)
    rows = list(range(len(ordered)))
    hover = [f"{name}: {label}" for name, label in zip(names, labels, strict=True)]
    common = {"x": values, "y": rows, "text": labels, "hovertext": hover, "hoverinfo": "text", "cliponaxis": False}
    if indicator.unit == "percent":
        marker = {"color": colours, "size": 11}
        figure.add_scatter(**common, mode="markers+text", marker=marker, textposition="middle right")
    else:
        bar = {"orientation": "h", "width": 0.62, "textposition": "outside", "constraintext": "none", "textangle": 0}
        figure.add_bar(**common, **bar, marker={"color": colours, "line": {"width": 0}})
    for row in ordered.loc[values.isna()].itertuples():
        note(figure, missing_word(row.status), x=0, xref="paper", xanchor="left", y=row.Index)
    ticks = [f"<b>{name}</b>" if iso3 == highlight else name for name, iso3 in zip(names, ordered["iso3"], strict=True)]
    figure.update_yaxes(
        tickvals=rows,
        ticktext=ticks,
        range=[len(rows) - 0.4, -0.6],
        showgrid=indicator.unit == "percent",
        fixedrange=True,
        zeroline=False,
    )
    figure.update_xaxes(range=_span(values, indicator), visible=False, fixedrange=True)
    return figure


def _value(row: Any, indicator: "Indicator") -> str:
    if row.status != "shown" or pd.isna(row.value):
        return ""
    cases = f" (n = {number(row.n)})" if pd.notna(row.n) and indicator.unit == "percent" else ""
    return number(row.value, indicator.unit) + cases


def _span(values: "pd.Series[float]", indicator: "Indicator") -> list[float]:
    known = values.dropna()
    low, high = (min(known.min(), 0), max(known.max(), 0)) if len(known) else (0, 0)
    if indicator.unit == "percent" and low >= 0 and high <= 100:
        return [-2, 135]
    width = (high - low) or 1
    return [low - (0.3 * width if low < 0 else 0), high + 0.25 * width]


def _ranked_alt(ordered: pd.DataFrame, indicator: "Indicator") -> str:
    known = ordered.dropna(subset=["value"])
    label = t(indicator.label)
    if known.empty:
        return t("{label} by country: no values.", label=label)
    first, last = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        value = number(first["value"], indicator.unit)
        return t("{label}: {value} in {country}.", label=label, value=value, country=first["country"])
    return t(
        "{label} in {count} countries: highest {high} in {high_country}, lowest {low} in {low_country}.",
        label=label,
        count=number(len(known)),
        high=number(first["value"], indicator.unit),
        high_country=first["country"],
        low=number(last["value"], indicator.unit),
        low_country=last["country"],
    )
